// Ages grow while a page stays open. The words come from the page, in its language; the rule is that of the server
// (src/serve/locale.cc): 'now', '12 min', '3 h', 'yesterday', then the date that the server wrote into data-date.

export interface AgeWords {
  now: string;
  minutes: string; // "{n} min"
  hours: string; // "{n} h"
  yesterday: string;
}

export function ageOf(then: Date, now: Date, words: AgeWords, date: string): string {
  const seconds = (now.getTime() - then.getTime()) / 1000;
  if (seconds < 60 && seconds > -3600) return words.now;
  if (seconds < 0) return date;
  if (seconds < 3600) return words.minutes.replace("{n}", String(Math.floor(seconds / 60)));
  if (seconds < 86400) return words.hours.replace("{n}", String(Math.floor(seconds / 3600)));
  const day = (instant: Date) => Math.floor(instant.getTime() / 86_400_000);
  return day(then) === day(now) - 1 ? words.yesterday : date;
}

export function refreshAges(root: ParentNode, words: AgeWords): void {
  const now = new Date();
  for (const element of root.querySelectorAll<HTMLTimeElement>("time[data-date]")) {
    const text = ageOf(new Date(element.dateTime), now, words, element.dataset["date"] ?? "");
    if (element.textContent !== text) element.textContent = text;
  }
}
