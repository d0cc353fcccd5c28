#!/usr/bin/env python3
"""usage: readability_test.py OCTAVO [FOLDER]

Reads the pages of Readability's own tests (folders with source.html and expected.html) and compares the text with that of
expected.html, word by word. FOLDER is the unpacked set, or the place of readability.tar.gz; without it ../shared is looked
at, and where that is absent the test is skipped (77). Exit status 1 when the mean F1 is below the bar.
"""
import collections
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

BAR = 0.95
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PLACES = [ROOT.parent / "shared/data/pages/readability", ROOT.parent / "shared/data/pages/readability.tar.gz"]
BREAKS = set("address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
             "h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul".split())


class Text(html.parser.HTMLParser):
    """What a reader of the page sees; blocks break words."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.hidden = 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ("script", "style")
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def text_of(page):
    reader = Text()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts)


def compare(found, expected):
    """Precision, recall and F1 of the words, as bags."""
    found, expected = (collections.Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    common = sum((found & expected).values())
    if not common:
        return (0.0, 0.0, 0.0) if found or expected else (1.0, 1.0, 1.0)
    precision, recall = common / sum(found.values()), common / sum(expected.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def unpack(place, folder):
    if place.is_dir():
        return place
    with tarfile.open(place) as archive:
        archive.extractall(folder)
    return pathlib.Path(folder)


def read(octavo, pages):
    # The address that Readability's own tests use.
    lines = [json.dumps(dict(id=page.name, url="http://fakehost/test/page.html", file=str(page / "source.html")))
             for page in pages]
    answer = subprocess.run([octavo, "read"], input="\n".join(lines), capture_output=True, text=True, check=True)
    return {line["id"]: line["text"] for line in map(json.loads, answer.stdout.splitlines())}


def main():
    octavo = sys.argv[1]
    places = [pathlib.Path(sys.argv[2])] if len(sys.argv) > 2 else PLACES
    place = next((place for place in places if place.exists()), None)
    if place is None:
        print("skipped: Readability's pages are not there")
        return 77
    with tempfile.TemporaryDirectory(prefix="octavo-readability-") as folder:
        pages = sorted(source.parent for source in unpack(place, folder).glob("**/source.html"))
        texts = read(octavo, pages)
        scores = {page.name: compare(texts[page.name], text_of((page / "expected.html").read_text("utf-8")))
                  for page in pages}
    for name, (precision, recall, f1) in sorted(scores.items(), key=lambda item: item[1][2])[:12]:
        print(f"  {name:40s} precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    mean = [sum(score[i] for score in scores.values()) / len(scores) for i in range(3)]
    print(f"{len(scores)} pages: precision {mean[0]:.4f} recall {mean[1]:.4f} F1 {mean[2]:.4f} (bar {BAR})")
    return 0 if mean[2] >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
