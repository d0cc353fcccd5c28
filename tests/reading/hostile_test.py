#!/usr/bin/env python3
"""usage: hostile_test.py OCTAVO [--figures]

Pages that nobody wrote for readers: nested without end, with endless attributes, of entities or of '<' alone, cut off
anywhere. Each must be answered, and not printed as an article where it says nothing. `--figures` prints, for bench/run, one
JSON object with processor seconds and peak memory of each page read alone; the test itself asserts no times.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

SENTENCES = ("<p>The council voted on Sunday to keep the ferry line open until spring, when a new ship is to be ready, "
             "officials said.</p>")
ANY = None  # the text is there, or is not: either verdict is honest

PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Council keeps the ferry &amp; the pier</title>
<meta property="og:type" content="article"><link rel="canonical" href="https://example.org/a">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Council keeps the ferry &amp; the pier",
"author": [{{"@type": "Person", "name": "Jane Doe"}}], "datePublished": "2025-07-29T08:00:00Z"}}</script>
<script id="__NEXT_DATA__" type="application/json">{{"props": {{"pageProps": {{"body": "x"}}}}}}</script></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/world">World</a></ul></nav><article><h1>Council keeps the ferry</h1>
<p class="byline">By Jane Doe, 29 July 2025</p><figure><img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x"><figcaption>The
ferry (Photo: A. Doe)</figcaption></figure>{SENTENCES}<h2>What&#x27;s next</h2><ul><li>One <b>thing</b><li>Another</ul>
<table><tr><th>Year<th>Trips<tr><td>2024<td>1,200</table><blockquote>We waited &ldquo;long&rdquo;.</blockquote>
<!-- more --><pre>a &lt; b</pre>{SENTENCES}<svg><title>x</title></svg><iframe src="https://example.org/v"></iframe></article>
<footer>&copy; 2025</footer></body></html>"""


def deep(tags, times):
    return "".join(f"<{tag}>" for tag in tags) * times


# name: (what makes the page, whether it must be quarantined)
PAGES = {
    "nested div": (lambda: deep(["div"], 300_000) + SENTENCES, ANY),
    "nested i": (lambda: deep(["i"], 300_000) + SENTENCES, ANY),
    "nested lists": (lambda: deep(["div", "b", "ul", "li"], 75_000) + SENTENCES, ANY),
    "nested tables": (lambda: deep(["table", "tr", "td"], 100_000) + SENTENCES, ANY),
    "nested links": (lambda: "<a href=x>y" * 300_000, True),
    "nested quotes": (lambda: "<blockquote>x. " * 300_000, True),
    "nested names": (lambda: '<div class="related article-body">x, y. ' * 100_000, True),
    "nested svg": (lambda: deep(["svg"], 300_000), True),
    "an attribute of 1 MB": (lambda: '<div class="' + "a b-c " * 170_000 + '">' + SENTENCES, ANY),
    "an id of 1 MB": (lambda: '<div id="' + "share-" * 170_000 + '"><h2>' + "share " * 1_000 + "</h2>" + SENTENCES, ANY),
    "an address of 1 MB": (lambda: '<p><a href="' + "x" * 1_000_000 + '">a</a>' + SENTENCES, ANY),
    "150,000 attributes": (lambda: "<div " + " ".join(f"a{i}=1" for i in range(150_000)) + ">" + SENTENCES, ANY),
    "10^6 entities": (lambda: "<p>" + "&amp;" * 1_000_000, True),
    "long entities": (lambda: "<p>" + "&notit;&CounterClockwiseContourIntegral; " * 200_000, True),
    "10^6 numeric entities": (lambda: "<p>" + "&#x1F600;" * 1_000_000, True),
    "8 MB of <": (lambda: "<" * 8_000_000, True),
    "8 MB of <a": (lambda: "<a" * 4_000_000, True),
    "8 MB of </": (lambda: "</" * 4_000_000, True),
    "8 MB of &": (lambda: "&" * 8_000_000, True),
    "8 MB of <!--": (lambda: "<!--" * 2_000_000, True),
    "8 MB of quotation marks": (lambda: '<a b="' + "'" * 8_000_000, True),
    "8 MB of one sentence": (lambda: SENTENCES[:-4] * 65_000, True),
    "8 MB of NUL": (lambda: "\0" * 8_000_000, True),
    "10^6 paragraphs": (lambda: "<p>x. " * 1_000_000, True),
    "10^6 breaks": (lambda: "a, b. <br><br>" * 500_000, True),
    "10^5 captions": (lambda: "<figure><img src=%d.jpg><figcaption>A caption</figcaption></figure>" * 100_000 % tuple(range(100_000)), True),
    "a table of 10^6 cells": (lambda: "<table>" + "<tr><td>a<td>b<td>c" * 300_000, True),
    "10^5 titles": (lambda: "<title>headline of it</title>" + "<h1>headline of it</h1>" * 200_000 + SENTENCES, ANY),
    "10^5 labels": (lambda: "<p>Read also:</p>" * 300_000 + SENTENCES, ANY),
    "nested JSON-LD": (lambda: "<script type=application/ld+json>" + "[" * 1_000_000 + "</script>" + SENTENCES, ANY),
    "10^5 JSON-LD": (lambda: '<script type=application/ld+json>{"@type":"NewsArticle"}</script>' * 100_000 + SENTENCES, ANY),
    "8 MB of JSON-LD": (lambda: '<script type=application/ld+json>{"@type":"NewsArticle","articleBody":"' + "a b, c. " * 1_000_000
                        + '"}</script>', True),
    "nested state": (lambda: '<script id="__NEXT_DATA__" type="application/json">' + '{"a":' * 300_000 + "</script>" + SENTENCES, ANY),
    "8 MB of state": (lambda: '<script>window.__INITIAL_STATE__ = {"body": "' + "<p>a b, c.</p>" * 500_000 + '"};</script>', True),
}


def line_of(name, path):
    return json.dumps(dict(id=name, url="https://example.org/2025/07/29/a", file=path)) + "\n"


def check(answer, must_fail, faults):
    name = answer.get("id")
    quarantined = answer.get("verdict") == "quarantine"
    if "error" in answer or answer.get("verdict") not in ("article", "quarantine"):
        faults.append(f"{name}: no reading: {str(answer)[:200]}")
    elif quarantined != bool(answer.get("reason")) or not 0 <= answer["confidence"] <= 1:
        faults.append(f"{name}: verdict {answer['verdict']} with reason {answer.get('reason')!r}")
    elif must_fail and not quarantined:
        faults.append(f"{name}: printed as an article, {len(answer['text'])} characters: {answer['text'][:80]!r}")


def test(octavo, folder):
    lines, expected = [], {}
    for number, (name, (make, must_fail)) in enumerate(PAGES.items()):
        path = os.path.join(folder, f"{number}.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(make())
        lines.append(line_of(name, path))
        expected[name] = must_fail
    for end in range(0, len(PAGE), 7):
        path = os.path.join(folder, f"cut{end}.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(PAGE[:end])
        lines.append(line_of(f"cut at {end}", path))
        expected[f"cut at {end}"] = True if end < PAGE.index(SENTENCES) else ANY
    answer = subprocess.run([octavo, "read"], input="".join(lines), capture_output=True, text=True)
    answers = [json.loads(line) for line in answer.stdout.splitlines()]
    faults = []
    if answer.returncode or [a.get("id") for a in answers] != list(expected):
        faults.append(f"exit status {answer.returncode}, {len(answers)} answers to {len(expected)} pages")
    for one in answers:
        check(one, expected.get(one.get("id")), faults)
    print(*faults, f"{len(answers)} pages, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def figures(octavo, folder):
    """Each page alone, in a process of its own whose parent is small: a child's peak counts its parent's at the fork."""
    found = {}
    for name, (make, _) in PAGES.items():
        path = os.path.join(folder, "page.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(make())
        with open(os.path.join(folder, "line"), "w", encoding="utf-8") as file:
            file.write(line_of(name, path))
        answer = subprocess.run([sys.executable, __file__, octavo, "--one", os.path.join(folder, "line")],
                                capture_output=True, text=True, check=True)
        found[name] = json.loads(answer.stdout)
    print(json.dumps(found, indent=1))
    return 0


def one(octavo, line):
    with open(line) as source:
        subprocess.run([octavo, "read"], stdin=source, stdout=subprocess.DEVNULL, check=True)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps(dict(seconds=usage.ru_utime + usage.ru_stime, megabytes=usage.ru_maxrss / 1024)))
    return 0


def main():
    octavo = sys.argv[1]
    if sys.argv[2:3] == ["--one"]:
        return one(octavo, sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="octavo-hostile-") as folder:
        return figures(octavo, folder) if sys.argv[2:] == ["--figures"] else test(octavo, folder)


if __name__ == "__main__":
    sys.exit(main())
