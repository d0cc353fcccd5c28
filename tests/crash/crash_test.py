#!/usr/bin/env python3
"""usage: crash_test.py OCTAVO [SEED]

Reads the sample newsroom once undisturbed, and once killed (kill -9) at twenty random moments and
started again each time. Both stores must hold the same: the same articles, texts, lineages, stories
(`octavo digest` drops ids and times of fetching). Grouping waits for the last article in both, so
that the order of arrival is the same.
"""
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

KILLS = 20
PATIENCE = 240  # seconds for one run to end


def fail(message):
    sys.exit("crash_test: " + message)


class Newsroom:
    """The sample newsroom on a free port, without publishers that are slow on purpose."""

    def __init__(self, octavo, folder, port=0):
        self.list = os.path.join(folder, "list.opml")
        port_file = os.path.join(folder, "port")
        if os.path.exists(port_file):
            os.remove(port_file)
        self.process = subprocess.Popen(
            [octavo, "sample", "--fast", "--port", str(port), "--port-file", port_file, "--opml", self.list,
             "--as-of", "2026-11-20T07:00:00Z"],
            stdout=subprocess.DEVNULL)
        end = time.time() + 30
        while not os.path.exists(port_file):
            if self.process.poll() is not None or time.time() > end:
                fail("the sample newsroom did not start")
            time.sleep(0.02)
        self.port = int(open(port_file).read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def start(octavo, newsroom, data, log):
    return subprocess.Popen(
        [octavo, "run", "--once", "--no-serve", "--data", data, "--group-wait", "12 h",
         "--allow", f"*.localhost:{newsroom.port}", newsroom.list],
        stdout=log, stderr=log)


def finish(octavo, newsroom, data, log):
    """Runs to the end. Status 1 is right: some sample publishers are broken on purpose."""
    began = time.time()
    status = start(octavo, newsroom, data, log).wait(PATIENCE)
    if status not in (0, 1):
        fail(f"the run ended with status {status}")
    return time.time() - began


def digest(octavo, data):
    return subprocess.run([octavo, "digest", "--check", "--data", data], check=True, capture_output=True,
                          text=True).stdout


def main():
    if len(sys.argv) < 2:
        fail("usage: crash_test.py OCTAVO [SEED]")
    octavo = os.path.abspath(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        log = open(os.path.join(folder, "log"), "w")
        undisturbed, killed = os.path.join(folder, "undisturbed"), os.path.join(folder, "killed")
        with Newsroom(octavo, folder) as newsroom:
            seconds = finish(octavo, newsroom, undisturbed, log)
            wanted = digest(octavo, undisturbed)
        # A newsroom of its own for each: the first answers of some publishers are failures. The
        # port is part of every address, so it must be the same.
        with Newsroom(octavo, folder, newsroom.port) as newsroom:
            kills = 0
            for _ in range(KILLS):
                process = start(octavo, newsroom, killed, log)
                # Early moments are the dense ones; late ones catch the grouping.
                time.sleep(dice.uniform(0.02, 0.2 + seconds / 4))
                if process.poll() is None:
                    kills += 1
                    process.send_signal(signal.SIGKILL)
                process.wait()
            finish(octavo, newsroom, killed, log)
            found = digest(octavo, killed)
        log.close()
        articles = len(re.findall(r"http", wanted))
        print(f"undisturbed {seconds:.1f} s; {kills} kills; digest of {len(wanted)} bytes")
        if articles == 0:
            fail("nothing was read at all:\n" + open(os.path.join(folder, "log")).read()[-3000:])
        if wanted != found:
            import difflib
            for line in list(difflib.unified_diff(wanted.splitlines(), found.splitlines(),
                                                  "undisturbed", "killed", lineterm="", n=0))[:40]:
                print(line[:300])
            fail(f"the stores differ (seed {seed})")
    print("equal")


if __name__ == "__main__":
    main()
