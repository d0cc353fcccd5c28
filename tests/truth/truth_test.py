#!/usr/bin/env python3
"""Reads the sample newsroom with Octavo and compares with what is true of it.

    truth_test.py filters  OCTAVO    page by page: `octavo read`, then `octavo cluster`
    truth_test.py pipeline OCTAVO    as a reader would: `octavo run --once`, then `octavo export`; on the PostgreSQL
                                     that OCTAVO_TEST_POSTGRES names, if it does (tests/postgres/server.py)

Prints the figures and every miss. Exit status 0 when all is as it should be, 1 otherwise, 77 when this Octavo was built
without a command that the way needs.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse

import measure

BUSY_FOR = 1.5  # seconds: a publisher that answers with 429 has asked for one
PATIENCE = 120  # seconds that Octavo may take for all of it


class Newsroom:
    """`octavo sample` on a free port."""

    def __init__(self, octavo, folder):
        port_file = os.path.join(folder, "port")
        self.opml = os.path.join(folder, "sources.opml")
        self.process = subprocess.Popen(
            [octavo, "sample", "--fast", "--port", "0", "--port-file", port_file, "--opml", self.opml],
            stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("octavo sample did not start")
            time.sleep(0.02)
        with open(port_file, encoding="ascii") as file:
            self.port = int(file.read())

    def get(self, url):
        """Status, final address and bytes; follows redirects, comes back after a 429."""
        for _ in range(5):
            parts = urllib.parse.urlsplit(url)
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            connection.request("GET", parts.path or "/", headers={"Host": parts.netloc})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            if answer.status == 429:
                time.sleep(float(answer.headers["Retry-After"]))
            elif answer.status == 301:
                url = answer.headers["Location"]
            else:
                return answer.status, url, body
        raise SystemExit(f"{url}: no end of redirects")

    def truth(self):
        """First versions: what the first edition prints."""
        _, _, body = self.get(f"http://newsroom.localhost:{self.port}/truth.json")
        return [article for article in json.loads(body)["articles"] if article["version"] == 1]

    def close(self):
        self.process.terminate()
        self.process.wait()


def lines(octavo, command, requests):
    """The answers of a filter, in order."""
    done = subprocess.run([octavo, command], input="".join(json.dumps(r) + "\n" for r in requests).encode(),
                          stdout=subprocess.PIPE, timeout=PATIENCE, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(requests):
        raise SystemExit(f"octavo {command}: {len(answers)} answers to {len(requests)} lines")
    return answers


def by_filters(octavo, newsroom, truth, folder):
    # What is no HTML never reaches `read`: the pipeline sends it to quarantine by its Content-Type.
    truth[:] = [article for article in truth if article["fault"] != "not_html"]
    requests = []
    for number, article in enumerate(truth):
        _, url, body = newsroom.get(article["url"])
        path = os.path.join(folder, f"{number}.html")
        with open(path, "wb") as file:
            file.write(body)
        requests.append({"id": article["url"], "url": url, "file": path})
    findings = []
    for article, answer in zip(truth, lines(octavo, "read", requests)):
        if "error" in answer:
            answer = {"verdict": "error", "reason": answer["error"]["message"], "text": "", "title": ""}
        findings.append({**answer, "url": article["url"], "story": None, "copy_of": None,
                         "publisher": article["publisher"], "published": article["published"],
                         "language": article["language"]})
    # In order of time; of the same minute, originals as they stand in the truth.
    good = sorted((f for f in findings if f["verdict"] == "article"), key=lambda f: f["published"])
    fields = ("title", "text", "publisher", "published", "language")
    placed = lines(octavo, "cluster", [{"id": f["url"], **{name: f[name] for name in fields}} for f in good])
    for finding, place in zip(good, placed):
        finding["story"] = place.get("story")
        finding["copy_of"] = place.get("copy_of")
    return findings


def by_pipeline(octavo, newsroom, truth, folder):
    store = ["--data", os.path.join(folder, "data")]
    if database := os.environ.get("OCTAVO_TEST_POSTGRES"):
        store += ["--database", database]
    for attempt in ("first", "second"):
        started = time.monotonic()
        done = subprocess.run([octavo, "run", "--once", *store, "--port", "0", "--allow",
                               f"*.localhost:{newsroom.port}",
                               newsroom.opml], timeout=PATIENCE, check=False)
        print(f"octavo run --once: the {attempt} time, exit status {done.returncode}, "
              f"{time.monotonic() - started:.1f} s")
        if attempt == "first":
            time.sleep(BUSY_FOR)
    exported = subprocess.run([octavo, "export", "--format", "jsonl", *store], stdout=subprocess.PIPE,
                              timeout=PATIENCE, check=True)
    rows = [json.loads(line) for line in exported.stdout.splitlines()]
    addresses = {row["id"]: row["url"] for row in rows}
    return [{**row, "text": None, "copy_of": addresses.get(row["copy_of"]) if row["lineage"] == "copy" else None}
            for row in rows]


WAYS = {"filters": (by_filters, ["read", "cluster"]), "pipeline": (by_pipeline, ["run", "export"])}


def missing(octavo, commands):
    """Those of the commands that this Octavo does not have."""
    done = subprocess.run([octavo, "--help"], stdout=subprocess.PIPE, check=True)
    known = {line.split()[0] for line in done.stdout.decode().splitlines() if line.startswith("  ") and line.strip()}
    return [command for command in commands if command not in known]


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in WAYS:
        print(__doc__, file=sys.stderr)
        return 2
    gather, needed = WAYS[arguments[0]]
    octavo = arguments[1]
    if lacking := missing(octavo, needed):
        print(f"skipped: this octavo has no command {' and no '.join(lacking)}")
        return 77
    with tempfile.TemporaryDirectory(prefix="octavo-truth-") as folder:
        newsroom = Newsroom(octavo, folder)
        try:
            truth = newsroom.truth()
            return measure.report(truth, gather(octavo, newsroom, truth, folder))
        finally:
            newsroom.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
