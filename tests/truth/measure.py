"""How what Octavo made of the sample newsroom compares with what is true of it.

Both sides are lists of articles; they meet by address. A finding is a dictionary with `url`, `verdict`, `reason`,
`title`, `text` (None: not told), `genre`, `story` (any hashable, None: none) and `copy_of` (an address, None: an
original).
"""

import collections
import unicodedata

BAR_STORIES = 0.90  # B-cubed F1, issue's bar
BAR_TEXT = 0.95  # mean F1 of the words of good pages
NOTED_TEXT = 0.90  # a page below is listed
INTRUDERS = ("ADVERTISEMENT", "Advertisement", "Copy the Story Link", "Subscribe to continue", "No comments yet")


class Miss:
    def __init__(self, kind, article, wanted, found):
        self.kind, self.article, self.wanted, self.found = kind, article, wanted, found


def words(text, language):
    """Words; in Japanese single characters, which need no dictionary."""
    text = unicodedata.normalize("NFC", text)
    if language == "ja":
        return [c for c in text if not c.isspace()]
    return text.split()


def text_f1(found, wanted, language):
    a, b = (collections.Counter(words(t, language)) for t in (found, wanted))
    shared = sum((a & b).values())
    return 0.0 if not shared else 2 * shared / (sum(a.values()) + sum(b.values()))


def b_cubed(found, wanted):
    """Precision, recall and F1 of one grouping against another; both map item -> group.

    Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model", 1998.
    """

    def groups(labels):
        out = collections.defaultdict(set)
        for item, label in labels.items():
            out[label].add(item)
        return out

    in_found, in_wanted = groups(found), groups(wanted)
    precision = recall = 0.0
    for item in wanted:
        ours, theirs = in_found[found[item]], in_wanted[wanted[item]]
        both = len(ours & theirs)
        precision += both / len(ours)
        recall += both / len(theirs)
    precision, recall = precision / len(wanted), recall / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)


def is_good(article):
    return not article["fault"]


def check_pages(truth, findings, misses):
    """Bad pages are in quarantine for the right reason, good ones are not."""
    for article in truth:
        finding = findings.get(article["url"])
        if finding is None:
            misses.append(Miss("not found at all", article, article["fault"] or "article", "nothing"))
        elif is_good(article) and finding["verdict"] != "article":
            misses.append(Miss("good page in quarantine", article, "article", finding["reason"]))
        elif not is_good(article) and finding["verdict"] == "article":
            misses.append(Miss("bad page in the paper", article, article["fault"], "article"))
        elif not is_good(article) and finding["reason"] != article["fault"]:
            misses.append(Miss("wrong reason", article, article["fault"], finding["reason"]))


def check_text(article, text, scores, misses):
    scores.append(text_f1(text, article["text"], article["language"]))
    if scores[-1] < NOTED_TEXT:
        misses.append(Miss("noted: text", article, "", f"F1 {scores[-1]:.3f}"))
    for intruder in INTRUDERS:
        if intruder in text:
            misses.append(Miss("text has an intruder", article, "", intruder))


def check_texts(truth, findings, misses):
    """Good pages are read whole, and nothing of what stands around them is. Gives the mean F1, None when no
    text is told."""
    scores = []
    for article in truth:
        finding = findings.get(article["url"])
        if not is_good(article) or finding is None or finding["verdict"] != "article":
            continue
        if finding["text"] is not None:
            check_text(article, finding["text"], scores, misses)
        if finding["title"] != article["title"]:
            misses.append(Miss("noted: title", article, article["title"], finding["title"]))
        if article["genre"] == "opinion" and finding.get("genre") not in (None, "opinion"):
            misses.append(Miss("noted: genre", article, "opinion", finding["genre"]))
    return sum(scores) / len(scores) if scores else None


def check_stories(truth, findings, misses):
    """Reports of one event form one story. Opinions may stand in it or apart and are not counted."""
    wanted, found = {}, {}
    for article in truth:
        if not is_good(article) or article["genre"] != "report":
            continue
        url = article["url"]
        wanted[url] = (article["language"], article["event"] or url)
        story = findings.get(url, {}).get("story")
        found[url] = url if story is None else story
    by_url = {article["url"]: article for article in truth}
    stories = collections.defaultdict(list)
    for url, story in found.items():
        stories[story].append(url)
    for event in sorted(set(wanted.values())):
        members = [url for url in wanted if wanted[url] == event]
        commonest = collections.Counter(found[url] for url in members).most_common(1)[0][0]
        for url in members:
            if found[url] != commonest:
                misses.append(Miss("noted: torn off", by_url[url], event[1], str(found[url])))
    for members in stories.values():
        home = collections.Counter(wanted[url] for url in members).most_common(1)[0][0]
        for url in members:
            if wanted[url] != home:
                misses.append(Miss("noted: stranger", by_url[url], by_url[url]["event"] or "alone",
                                   "in " + home[1].rsplit("/", 1)[-1]))
    by_language = {}
    for language in sorted({article["language"] for article in truth}):
        urls = [url for url in wanted if wanted[url][0] == language]
        by_language[language] = b_cubed({url: found[url] for url in urls}, {url: wanted[url] for url in urls})[2]
    return (*b_cubed(found, wanted), by_language)


def check_copies(truth, findings, misses):
    """Of each text that several print, all but one are known as copies. Which of them is called the original depends
    on what was read first and does not matter."""
    family = {}
    addresses = {article["id"]: article["url"] for article in truth}
    for article in truth:
        if article["copy_of"]:
            original = addresses[article["copy_of"]]
            family[article["url"]] = original
            family[original] = original
    by_url = {article["url"]: article for article in truth}
    found_count = wanted_count = 0
    for head in set(family.values()):
        members = [url for url in family if family[url] == head]
        found = [url for url in members
                 if family.get(findings.get(url, {}).get("copy_of")) == head]
        wanted_count += len(members) - 1
        found_count += min(len(found), len(members) - 1)
        if len(found) < len(members) - 1:
            for url in members:
                if url not in found and url != head:
                    misses.append(Miss("copy not found", by_url[url], by_url[head]["id"],
                                       str(findings.get(url, {}).get("copy_of"))))
    for url, finding in findings.items():
        of = finding.get("copy_of")
        if of and url in by_url and (family.get(url) is None or family.get(url) != family.get(of)):
            misses.append(Miss("no copy, but called one", by_url[url], "", by_url.get(of, {}).get("id", of)))
    return found_count, wanted_count


def report(truth, findings):
    """Prints the figures and a table of misses. Gives the exit status."""
    misses = []
    findings = {finding["url"]: finding for finding in findings}
    check_pages(truth, findings, misses)
    mean = check_texts(truth, findings, misses)
    precision, recall, f1, by_language = check_stories(truth, findings, misses)
    copies, all_copies = check_copies(truth, findings, misses)
    bad = sum(not is_good(article) for article in truth)
    unknown = sorted(url for url, finding in findings.items()
                     if finding["verdict"] == "article" and url not in {a["url"] for a in truth})
    print(f"pages      {len(truth)} true, {len(findings)} found, {bad} of them faulty")
    if mean is not None:
        print(f"text       mean F1 {mean:.3f} (bar {BAR_TEXT})")
    print(f"stories    B3 precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (bar {BAR_STORIES}); "
          + ", ".join(f"{language} {value:.3f}" for language, value in by_language.items()))
    print(f"copies     {copies} of {all_copies}")
    for url in unknown:
        print(f"unknown    {url} was taken for an article")
    if misses:
        print(f"\n{'what':25} {'article':38} {'true':26} found")
        for miss in sorted(misses, key=lambda m: (m.kind, m.article["id"])):
            print(f"{miss.kind:25} {miss.article['id']:38} {miss.wanted[:26]:26} {miss.found[:70]}")
    # Texts and stories have bars for the whole; what stands in the table as noted counts only through them.
    failed = (f1 < BAR_STORIES or (mean is not None and mean < BAR_TEXT) or unknown
              or any(not miss.kind.startswith("noted") for miss in misses))
    print("\nFAILED" if failed else "\nall as it should be")
    return 1 if failed else 0
