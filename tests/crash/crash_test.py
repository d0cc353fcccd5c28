#!/usr/bin/env python3
"""usage: crash_test.py [--postgres] [--kills N] OCTAVO [SEED]...

Reads the sample newsroom once undisturbed. Then, for each seed (a fixed one and one by chance if none is given), kills
a run (kill -9) at N random moments (20 if it is not said) and starts it again each time. The stores must hold the same:
the same articles, texts, lineages, stories (`octavo digest` drops ids and times of fetching). Grouping waits for the
last article in all of them, so that the order of arrival is the same. For a last seed it does not wait, and is killed between
its batches, which a kill divides as it comes: there the stores must hold the same but for what is grouped with what, and
every article must be in one story.

Only the kill of a run that is at work counts. When one comes to its end first, its store is compared, and a new store
is begun, until N are counted.

--postgres: the store is a PostgreSQL, on a server of its own (tests/postgres/server.py); each store is a schema.
"""
import argparse
import difflib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "postgres"))
import server as postgres

KILLS = 20  # of one store at most
LONGEST = 0.5  # seconds from a start to its kill
PATIENCE = 120  # seconds for one run to end


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


class Files:
    """Stores in folders."""

    def __init__(self, folder):
        self.folder = folder

    def new(self, name):
        """The flags that name an empty store."""
        data = os.path.join(self.folder, name)
        shutil.rmtree(data, ignore_errors=True)
        return ["--data", data]


class Schemas(Files):
    """Stores in schemas of one PostgreSQL; a folder each all the same, for the socket of `octavo run`."""

    def __init__(self, folder, server):
        super().__init__(folder)
        self.server = server

    def new(self, name):
        return super().new(name) + ["--database", self.server.schema(name)]


AT_THE_END = "12 h"  # when grouping begins
AT_ONCE = "200 ms"


def start(octavo, newsroom, data, log, group_wait=AT_THE_END):
    return subprocess.Popen(
        [octavo, "run", "--once", "--no-serve", *data, "--group-wait", group_wait, "--concurrency", "2", "--workers", "1",
         "--allow", f"*.localhost:{newsroom.port}", newsroom.list],
        stdout=log, stderr=log)


def finish(octavo, newsroom, data, log, group_wait=AT_THE_END):
    """Runs to the end. Status 1 is right: some sample publishers are broken on purpose."""
    began = time.time()
    status = start(octavo, newsroom, data, log, group_wait).wait(PATIENCE)
    if status not in (0, 1):
        fail(f"the run ended with status {status}")
    return time.time() - began


def digest(octavo, data):
    return subprocess.run([octavo, "digest", "--check", *data], check=True, capture_output=True,
                          text=True).stdout


def ungrouped(digest_of_store):
    """The lines of a digest without what depends on the order in which articles are grouped."""
    lines, in_stories, articles = [], 0, 0
    for line in digest_of_store.splitlines():
        one = json.loads(line)
        if "story" in one:
            in_stories += len(one["story"])
            continue
        articles += one.get("shelf") == "paper"
        for key in ("lineage", "lineage_of"):
            one.pop(key, None)
        lines.append(json.dumps(one, sort_keys=True, ensure_ascii=False))
    if in_stories != articles:
        fail(f"{in_stories} articles are in stories, of {articles} in the paper")
    return "\n".join(lines)


def kill_until_done(octavo, newsroom, data, log, dice, most, group_wait):
    """Kills and starts again, `most` times or until a run ends by itself; then lets it end. How many kills counted."""
    for kills in range(most):
        process = start(octavo, newsroom, data, log, group_wait)
        try:
            process.wait(dice.uniform(0.01, LONGEST))
            return kills
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        if process.wait() != -signal.SIGKILL:
            return kills
    finish(octavo, newsroom, data, log, group_wait)
    return most


def compare(wanted, found, seed, log):
    if wanted == found:
        return
    for line in list(difflib.unified_diff(wanted.splitlines(), found.splitlines(), "undisturbed", "killed",
                                          lineterm="", n=0))[:40]:
        print(line[:300])
    print("the last that the runs said:\n" + open(log.name).read()[-3000:])
    fail(f"the stores differ (seed {seed})")


def try_seed(octavo, folder, stores_of, port, seed, wanted, log, most, group_wait=AT_THE_END):
    dice = random.Random(seed)
    kills = stores = 0
    began = time.time()
    while kills < most:
        killed = stores_of.new("killed")
        # A newsroom of its own for each store: the first answers of some publishers are failures. The port is part of
        # every address, so it must be the same.
        with Newsroom(octavo, folder, port) as newsroom:
            kills += kill_until_done(octavo, newsroom, killed, log, dice, min(KILLS, most - kills), group_wait)
            found = digest(octavo, killed)
            if group_wait == AT_THE_END:
                compare(wanted, found, seed, log)
            else:
                compare(ungrouped(wanted), ungrouped(found), seed, log)
        stores += 1
    print(f"seed {seed}: {kills} kills, {stores} stores, all equal, {time.time() - began:.1f} s", flush=True)


def try_seeds(octavo, folder, stores, seeds, log, most):
    undisturbed = stores.new("undisturbed")
    with Newsroom(octavo, folder) as newsroom:
        seconds = finish(octavo, newsroom, undisturbed, log)
        wanted = digest(octavo, undisturbed)
    print(f"undisturbed {seconds:.1f} s; digest of {len(wanted)} bytes", flush=True)
    if wanted.count('"article":') < 50:
        fail("nothing was read at all:\n" + open(log.name).read()[-3000:])
    for seed in seeds:
        try_seed(octavo, folder, stores, newsroom.port, seed, wanted, log, most)
    print("grouping at once:", flush=True)
    try_seed(octavo, folder, stores, newsroom.port, seeds[-1] + 1, wanted, log, most, AT_ONCE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("octavo")
    parser.add_argument("seeds", type=int, nargs="*")
    arguments = parser.parse_args()
    octavo = os.path.abspath(arguments.octavo)
    seeds = arguments.seeds or [1, random.randrange(10**6)]
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as log:
        if not arguments.postgres:
            return try_seeds(octavo, folder, Files(folder), seeds, log, arguments.kills)
        with postgres.Server() as server:
            try_seeds(octavo, folder, Schemas(folder, server), seeds, log, arguments.kills)


if __name__ == "__main__":
    main()
