#!/usr/bin/python3
"""usage: fit.py CANDIDATES GOLD [--write] [FIELD]...

Fits the weights by which extract chooses among the titles, bylines and days that a page offers (src/extract/choice.h),
and says how well they choose on pages that they were not fitted to. Needs Debian's python3-numpy.

CANDIDATES  what the program `choices` (built with -DOCTAVO_BENCH=ON) prints for the pages
GOLD        JSON Lines: {"id", "set", "title"?, "author"?, "day"?}; a field that is not there is not known. An
            "author" of "" says that the page names nobody; such pages count a quarter
FIELD       title, byline, day; all three if none is named
--write     writes src/extract/FIELD_weights.cc

The model is a conditional logit: of a page's candidates each has the probability exp(score) / sum of exp(score), and the
score is the sum of the weights of its marks. The weights are those that make the right candidates of all pages most
probable, less a penalty on large weights (L2 = 1). Found with L-BFGS (Nocedal, "Updating quasi-Newton matrices with
limited storage", 1980).
"""
import collections
import hashlib
import json
import pathlib
import re
import sys

import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FIELDS = {"title": ("title", "Title", "TITLE"), "byline": ("author", "Byline", "BYLINE"), "day": ("day", "Day", "DAY")}
FOLDS = 10
PENALTY = 1.0
NOBODY_COUNTS = 0.25


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def is_right(field, candidate, gold):
    """The measure that the bars are given in: title and day exact, byline with at most two words too many."""
    if field == "title":
        return " ".join(words(candidate["text"])) == " ".join(words(gold))
    if field == "day":
        return candidate["day"] == gold[:10]
    if not gold:
        return not candidate["names"]
    wanted = set(words(gold)) - {"by", "and"}
    found = set(words(" ".join(candidate["names"])))
    return bool(wanted) and wanted <= found and len(found - wanted - {"by", "and"}) <= 2


def marks_of(field):
    header = (ROOT / f"src/extract/{field}_candidates.h").read_text()
    return re.findall(r'X\((k\w+), "([^"]*)"\)', header)


class Page:
    def __init__(self, field, names, candidates, gold, row):
        self.id, self.set = row["id"], row.get("set", "")
        self.weight = NOBODY_COUNTS if gold == "" else 1.0
        self.marks = numpy.zeros((len(candidates), names))
        self.right = numpy.zeros(len(candidates))
        for i, candidate in enumerate(candidates):
            for mark, value in candidate["marks"].items():
                self.marks[i, int(mark)] = value
            self.right[i] = is_right(field, candidate, gold)

    def chosen_right(self, weights):
        return bool(len(self.right)) and bool(self.right[numpy.argmax(self.marks @ weights)])


def load(field, candidates_file, gold_file):
    key = FIELDS[field][0]
    gold = {row["id"]: row for row in map(json.loads, open(gold_file, encoding="utf8"))}
    pages = []
    for line in open(candidates_file, encoding="utf8"):
        page = json.loads(line)
        row = gold.get(page["id"], {})
        if row.get(key) is not None:
            pages.append(Page(field, len(marks_of(field)), page[field], row[key], row))
    return pages


def fit(pages):
    """The weights that make the right candidates most probable."""
    pages = [page for page in pages if len(page.right) and 0 < page.right.sum() < len(page.right)]
    marks = numpy.concatenate([page.marks for page in pages])
    right = numpy.concatenate([page.right for page in pages])
    of_page = numpy.concatenate([numpy.full(len(page.right), i) for i, page in enumerate(pages)])
    starts = numpy.concatenate([[0], numpy.cumsum([len(page.right) for page in pages])[:-1]])
    counts = numpy.array([page.weight for page in pages])

    def loss(weights):
        scores = marks @ weights
        shifted = numpy.exp(scores - numpy.maximum.reduceat(scores, starts)[of_page])
        whole, good = numpy.add.reduceat(shifted, starts), numpy.add.reduceat(shifted * right, starts)
        value = -(counts * (numpy.log(good) - numpy.log(whole))).sum() + PENALTY / 2 * (weights @ weights)
        slope = marks.T @ ((shifted / whole[of_page] - shifted * right / good[of_page]) * counts[of_page])
        return value, slope + PENALTY * weights

    weights, memory = numpy.zeros(marks.shape[1]), []
    value, slope = loss(weights)
    for _ in range(300):
        step, factors = -slope, []
        for move, bend in reversed(memory):
            factors.append((move @ step) / (bend @ move))
            step = step - factors[-1] * bend
        if memory:
            step = step * (memory[-1][0] @ memory[-1][1]) / (memory[-1][1] @ memory[-1][1])
        for (move, bend), factor in zip(memory, reversed(factors)):
            step = step + move * (factor - (bend @ step) / (bend @ move))
        length = 1.0 if memory else 1 / numpy.abs(slope).sum()
        while True:
            new_value, new_slope = loss(weights + length * step)
            if new_value <= value + 1e-4 * length * (slope @ step) or length < 1e-8:
                break
            length /= 2
        move, bend = length * step, new_slope - slope
        if move @ bend > 1e-10:
            memory = memory[-9:] + [(move, bend)]
        done = abs(value - new_value) < 1e-7 * abs(value)
        weights, value, slope = weights + move, new_value, new_slope
        if done:
            break
    return weights


def rates(pages, weights_of):
    found = collections.defaultdict(list)
    for page in pages:
        found["names nobody" if page.weight < 1 else page.set].append(page.chosen_right(weights_of(page)))
    return "  ".join(f"{name} {numpy.mean(hits):.4f} of {len(hits)}" for name, hits in sorted(found.items()))


def report(field, pages):
    fold = {page.id: int(hashlib.md5(page.id.encode()).hexdigest(), 16) % FOLDS for page in pages}
    folds = [fit([page for page in pages if fold[page.id] != i]) for i in range(FOLDS)]
    print(f"{field}: {len(pages)} pages")
    print(f"  the right one is offered:   {numpy.mean([page.right.any() for page in pages]):.4f}")
    print(f"  fitted to the other tenths: {rates(pages, lambda page: folds[fold[page.id]])}")
    for name in sorted({page.set for page in pages}):
        weights = fit([page for page in pages if page.set != name])
        print(f"  fitted to the other sets:   {rates([p for p in pages if p.set == name], lambda page: weights)}")
    weights = fit(pages)
    print(f"  fitted to all:              {rates(pages, lambda page: weights)}")
    return weights


def write(field, weights):
    _, name, _ = FIELDS[field]
    lines = [f"    {{{name}Mark::{mark}, {value:.3f}F}}," for (mark, _), value in zip(marks_of(field), weights)]
    (ROOT / f"src/extract/{field}_weights.cc").write_text(
        "// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),\n"
        "// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.\n\n"
        f'#include "extract/{field}_candidates.h"\n\nnamespace extract {{\n\n'
        f"namespace {{\n\nconstexpr Weight<{name}Mark> kTable[] = {{\n" + "\n".join(lines) + "\n};\n\n}  // namespace\n\n"
        f"const std::array<float, Marks<{name}Mark>::kSize> k{name}Weights = WeightsOf(kTable);\n\n"
        "}  // namespace extract\n", encoding="utf8")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    fields = [word for word in sys.argv[3:] if word in FIELDS] or list(FIELDS)
    for field in fields:
        pages = load(field, sys.argv[1], sys.argv[2])
        weights = report(field, pages)
        if "--write" in sys.argv:
            write(field, weights)


if __name__ == "__main__":
    main()
