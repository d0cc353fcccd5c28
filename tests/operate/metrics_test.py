#!/usr/bin/env python3
"""usage: metrics_test.py OCTAVO DOCS

Every metric that the documentation names is one that /metrics gives, with those labels and values; and the other way round.
"""
import pathlib
import re
import sys
import urllib.request

from instance import Instance, Publisher, expect, finish, free_port


def samples_of(text):
    """{name: {label: {value, …}}}"""
    samples = {}
    for name, labels in re.findall(r"^(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*?)\})? ", text, re.M):
        known = samples.setdefault(name, {})
        for label, value in re.findall(r'(\w+)="(.*?)"', labels):
            if label != "le":  # the buckets of a histogram
                known.setdefault(label, set()).add(value)
    return samples


def main():
    docs = pathlib.Path(sys.argv[2])
    with Instance(sys.argv[1]) as instance:
        publisher = Publisher()
        instance.environment["OCTAVO_ALLOW"] = f"127.0.0.1:{publisher.port}"
        expect(instance.run("run", "--once", "--no-serve", publisher.url)[0] == 0, "run")
        port = free_port()
        process = instance.start("serve", "--port", port)
        process.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            samples = samples_of(answer.read().decode())
        instance.stop(process)
    ours = {name: labels for name, labels in samples.items() if name.startswith("octavo_")}
    expect(len(ours) > 3, f"/metrics: {sorted(samples)}")
    named = set()
    for page in sorted(docs.rglob("*.md")):
        for name, labels in re.findall(r"\b(octavo_\w+)(?:\{(.*?)\})?", page.read_text()):
            if page.name != "operate.md" and name not in ours:
                continue  # a program or a table
            where = f"{page.name}: {name}{{{labels}}}"
            expect(name in ours, f"{where}: no such metric")
            named.add(name)
            for label, value in re.findall(r'(\w+)(?:="(.*?)")?', labels):
                known = ours.get(name, {}).get(label)
                expect(known is not None, f"{where}: it has {sorted(ours.get(name, {}))}")
                expect(not value or value in (known or set()), f"{where}: {label} is one of {sorted(known or [])}")
    expect(named == set(ours), f"told of nowhere: {sorted(set(ours) - named)}")
    finish("metrics_test")


if __name__ == "__main__":
    main()
