"""The figures of solid ground: polls, the store on both databases, many workers, a large archive, a small machine.

Each function measures one of them and hands its rows to `figure(name, value, unit, bar, how)`; bench/run has the bars'
table. Where a figure is a rate it is given for a second of time and, as what others do on the machine does not change
it, for a second of the processor.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "build/release/bench"
sys.path.insert(0, str(ROOT / "tests/postgres"))
from server import Server  # noqa: E402

TRIES = 3  # of which the best counts


def told(command, folder):
    answer = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True, cwd=folder)
    return json.loads(answer.stdout)


def polls(figure, folder):
    steady = min((told([BENCH / "fetch_bench", "steady"], folder) for _ in range(TRIES)), key=lambda one: one["seconds"])
    how = "fetch_bench steady"
    if steady["not_modified"] != steady["sources"]:
        sys.exit(f"fetch_bench steady: {steady['not_modified']} of {steady['sources']} sources were answered 304")
    figure("1,000 sources polled again, all 304", steady["seconds"], "s", "<= 2", how)
    figure("the same, processor", steady["cpu_seconds"], "s", "", how)
    figure("the same, resident", steady["most_resident_megabytes"], "MB", "<= 100", how)
    how = "fetch_bench mixed; fetch_bench calm"
    mixed = min((told([BENCH / "fetch_bench", "mixed"], folder) for _ in range(TRIES)), key=lambda one: one["seconds"])
    calm = min((told([BENCH / "fetch_bench", "calm"], folder) for _ in range(TRIES)), key=lambda one: one["seconds"])
    figure("10,000 sources, tenths changed, slow, broken: all healthy read", mixed["seconds"], "s", "<= 60", how)
    figure("the same: the last of those that are quick", mixed["quick_ones_seconds"], "s", "", how)
    figure("10,000 sources, a tenth changed, nobody slow or broken", calm["seconds"], "s", "", how)
    figure("the same with slow and broken ones, processor", mixed["cpu_seconds"], "s", "", how)


def seconds_of_server(server):
    """Of its main process and all that it started and saw end."""
    fields = open(f"/proc/{server.process.pid}/stat").read().rsplit(")", 1)[1].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def store(figure, folder):
    """Articles through the whole queue into the store, and what the queries of pages cost then."""
    how = "store_bench 5000 128"
    command = [BENCH / "store_bench", "5000", "128"]
    tries = sorted((told(command, folder) for _ in range(TRIES)), key=lambda one: one["articles_per_second"])
    best = tries[-1]
    figure("articles through the queue, durable", best["articles_per_second"], "articles/s", ">= 1500", how)
    figure("the same, the slowest of three", tries[0]["articles_per_second"], "articles/s", "", how)
    figure("the same for a second of processor", best["articles_per_cpu_second"], "articles/s", "", how)
    figure("bytes of the store for an article of 3,000 characters", best["bytes_per_article"], "bytes", "", how)
    pages(figure, best, "", how)
    # A server of its own, with fsync and synchronous_commit on.
    how = 'tests/postgres/server.py sh -c \'store_bench 5000 128 "$OCTAVO_TEST_POSTGRES"\''
    tries = []
    for _ in range(TRIES):
        with Server() as server:
            before = seconds_of_server(server)
            one = told([*command, server.conninfo], folder)
            one["server_cpu_seconds"] = seconds_of_server(server) - before
        tries.append(one)
    tries.sort(key=lambda one: one["articles_per_second"])
    best = tries[-1]
    figure("the same on PostgreSQL", best["articles_per_second"], "articles/s", ">= 800", how)
    figure("the same, the slowest of three", tries[0]["articles_per_second"], "articles/s", "", how)
    used = best["articles"] / best["articles_per_cpu_second"] + best["server_cpu_seconds"]
    figure("the same for a second of processor, the server's too", best["articles"] / used, "articles/s", "", how)
    pages(figure, best, "PostgreSQL: ", how)


def pages(figure, one, before, how):
    for name, value in one.items():
        if name.endswith("_ms_p99"):
            figure(f"{before}{name.removesuffix('_ms_p99').replace('_', ' ')}, p99", value, "ms", "", how)


def grouping(figure, folder):
    how = "cluster_bench 150000 14"
    answer = subprocess.run([BENCH / "cluster_bench", "150000", "14"], stdout=subprocess.PIPE, text=True, check=True,
                            cwd=folder)
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    for row in (rows[0], rows[-1]):
        microseconds = row["place_us"] + row["related_us_an_article"]
        figure(f"an article grouped, {row['articles']:,} in {row['stories']:,} stories before it", microseconds, "us", "", how)
    figure("memory of a window of 107,000 articles", rows[-1]["mb"], "MB", "", how)


def workers(figure, folder):
    """Reported; a worker that is idle while work waits would be a fault."""
    out = pathlib.Path(folder) / "workers.json"
    subprocess.run([ROOT / "bench/workers", "--json", out], check=True)
    runs = json.loads(out.read_text())
    for one, four in zip(runs[::2], runs[1::2]):
        how = "bench/workers"
        what = "the whole way" if "poll" in one["roles"] else "reading alone"
        figure(f"PostgreSQL, one worker, {what}", one["articles_per_second"], "articles/s", "", how)
        figure(f"PostgreSQL, four workers against one, {what}",
               four["articles_per_second"] / one["articles_per_second"], "", "", how)
        idle = max(four["idle_shares"], default=0)
        figure("idlest worker: share of the time it had nothing in hand while work waited", idle, "", "0", how)
        figure("the same, of the looks that found work waiting", max(four["idle_shares_of_waiting"], default=0), "", "", how)
        figure("longest such time of any worker, from look to look", four["longest_idle_ms"], "ms", "", how)


LISTS = "list "
COUNTERS = "counters"


def archive(figure, folder, articles, kept):
    """A file of so many articles: made (an hour for five million), then asked. `kept`: where it stays."""
    command = [BENCH / "archive_bench", articles] + ([kept] if kept else [])
    one = told(command, folder)
    how = f"archive_bench {articles}"
    lists = {name: value for name, value in one.items() if name.startswith(LISTS)}
    worst = max(lists, key=lambda name: lists[name]["p99"])
    quiet = {name: value for name, value in lists.items() if "during" not in name}
    figure(f"{articles:,} articles in one file: lists, p99 ({worst})", lists[worst]["p99"], "ms", "<= 50", how)
    figure("the same, processor", max(value["cpu_p99"] for value in quiet.values()), "ms", "", how)
    figure("counters, p99", one[COUNTERS]["p99"], "ms", "<= 10", how)
    marked = one["mark as read"]
    figure(f"{marked['articles']:,} articles marked as read, by the tables of decision 8", marked["wall"], "ms", "<= 1000", how)
    for event in ("mark", "backup"):
        during = one[f"list language, during a {event}"]
        figure(f"a list while a {event} runs, p99 of {during['times']:,}", during["p99"], "ms", "<= 50", how)
        figure("the slowest of them", during["most"], "ms", "", how)
    figure("the backup, read back", one["backup_seconds"], "s", "", how)
    searches = {name: value for name, value in one.items() if name.startswith("search ")}
    worst = max(searches, key=lambda name: searches[name]["p99"])
    figure(f"searches, p99 ({worst})", searches[worst]["p99"], "ms", "<= 100", how)
    figure("bytes for each article", one["bytes_per_article"], "bytes", "", how)


def small(figure, folder, minutes):
    out = pathlib.Path(folder) / "small.json"
    command = [ROOT / "bench/small_machine", "--minutes", minutes, "--json", out]
    well = subprocess.run([str(word) for word in command], check=False).returncode == 0
    one = json.loads(out.read_text())
    how = f"small_machine --minutes {minutes}"
    figure(f"500 sources in 512 MB ({one['limited_by']}), {one['minutes']:.0f} minutes: as it must be", int(well), "",
           "1", how)
    figure("the same, most resident", one["peak_mb"], "MB", "<= 512", how)
    figure("the same, growth in the last third", one["last_third_growth_percent"], "%", "<= 2", how)
    figure("the same, articles lost", one["lost"], "", "0", how)
