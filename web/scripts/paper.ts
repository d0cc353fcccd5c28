// What a page can do besides being read: all of it small, none of it needed.
import { type AgeWords, refreshAges } from "./age";
import { applyTheme, storedTheme, storeTheme, themes, type Theme } from "./theme";

const body = document.body.dataset;

function keepAgesFresh(): void {
  const words: AgeWords = {
    now: body["ageNow"] ?? "",
    minutes: body["ageMinutes"] ?? "",
    hours: body["ageHours"] ?? "",
    yesterday: body["ageYesterday"] ?? "",
  };
  refreshAges(document, words);
  setInterval(() => refreshAges(document, words), 60_000);
}

// A line at the top says that there is something new; the page itself does not move until the reader asks for it.
function announceNews(): void {
  const line = document.getElementById("news");
  const language = document.documentElement.lang;
  if (line === null) return;
  let known: string | null = null;
  const look = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const headers: HeadersInit = known === null ? {} : { "If-None-Match": known };
      const answer = await fetch(`/api/v1/edition?language=${language}&limit=8`, { headers, cache: "no-store" });
      const tag = answer.headers.get("ETag");
      if (answer.status === 200 && tag !== null) {
        if (known !== null && known !== tag) line.hidden = false;
        known = tag;
      }
    } catch {
      // Not reachable now: the next look may do better.
    }
  };
  void look();
  setInterval(() => void look(), 60_000);
}

function offerThemes(): void {
  const choice = document.getElementById("theme");
  if (!(choice instanceof HTMLSelectElement)) return;
  choice.value = storedTheme();
  const label = choice.closest("[hidden]");
  if (label instanceof HTMLElement) label.hidden = false;
  choice.addEventListener("change", () => {
    const theme: Theme = themes.find((each) => each === choice.value) ?? "auto";
    applyTheme(theme);
    storeTheme(theme);
  });
}

// '/' goes to the search field, as in most papers on screens; never while the reader types.
function focusSearchOnSlash(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target instanceof HTMLElement && target.matches("input, select, textarea, [contenteditable]")) return;
    const field = document.querySelector<HTMLInputElement>("input[type=search]");
    if (field === null) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

// An image that its publisher does not give is no hole in the page.
function hideMissingImages(): void {
  for (const image of document.querySelectorAll<HTMLImageElement>("figure img, .picture img")) {
    const hide = (): void => {
      (image.closest("figure, .picture") as HTMLElement | null)?.setAttribute("data-missing", "");
    };
    if (image.complete && image.naturalWidth === 0 && image.currentSrc !== "" && image.loading !== "lazy") hide();
    image.addEventListener("error", hide);
  }
}

keepAgesFresh();
announceNews();
offerThemes();
focusSearchOnSlash();
hideMissingImages();
