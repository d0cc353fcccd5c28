#!/usr/bin/env python3
"""usage: newcomer_test.py OCTAVO

What somebody does who has just found Octavo: wrong files, wrong folders, a port that is taken, two at once on one folder,
no network, Ctrl-C at every stage; each is answered in words, with the right exit status, and leaves nothing running.
"""
import os
import re
import signal
import socket
import sys
import time

from instance import Instance, Publisher, expect, finish, free_port, until


def wrong_things(octavo):
    with Instance(octavo) as instance:
        (instance.folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
        (instance.folder / "empty.opml").write_text("")
        (instance.folder / "broken.opml").write_text("<opml><body><outline xmlUrl='https://a.example/feed'><outline")
        (instance.folder / "folder").mkdir()
        for arguments, status, words in [
            (["add", "picture.png"], 1, "picture.png"),
            (["add", "empty.opml"], 1, "empty.opml"),
            (["import", "picture.png"], 1, "picture.png"),
            (["add", "missing.opml"], 1, "missing.opml"),
            (["add", "not an address"], 1, "not an address"),
            (["add", "ftp://example.org/"], 1, "ftp://example.org/"),
            (["run", "missing.opml", "--once", "--no-serve"], 1, "missing.opml"),
            (["run", "--once", "--port", "99999"], 2, "--port"),
            (["run", "--country", "atlantis"], 2, "--country"),
            (["run", "--allow", "no entry at all", "--once", "--no-serve"], 2, "allow"),
            (["run", "--config", "picture.png", "--once"], 2, "picture.png"),
            (["run", "--config", "folder", "--once"], 2, "folder"),
        ]:
            got, out, err = instance.run(*arguments)
            expect(got == status and words in err, f"{arguments}: {got} {err!r} {out!r}")
            expect(len(err.splitlines()) <= 3, f"{arguments}: too many words: {err!r}")
        # The one that can be read of a broken list is taken, and the rest is told.
        got, out, err = instance.run("import", "broken.opml")
        expect(got == 1 and "https://a.example/feed" in out and "broken.opml" in err, f"a broken list: {got} {out!r} {err!r}")


def folders(octavo):
    with Instance(octavo) as instance:
        instance.data.write_text("a file")
        got, _, err = instance.run("run", "--once", "--no-serve")
        expect(got == 2 and str(instance.data) in err, f"a file for a folder: {got} {err}")
        instance.data.unlink()
        if os.geteuid() != 0:
            print("left out: a folder that cannot be written to as another user (not root)")
            return
        os.chmod(instance.folder, 0o755)
        instance.data.mkdir()
        for command in (["run", "--once", "--no-serve"], ["add", "https://example.org/feed"]):
            got, _, err = instance.run(*command, user=65534, group=65534, extra_groups=[])
            expect(got == 1 and "ermission denied" in err and str(instance.data) in err, f"{command}, not writable: {got} {err}")


def two_at_once(octavo, publisher):
    with Instance(octavo) as instance, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        got, _, err = instance.run("run", "--port", port, "--port-attempts", "1")
        expect(got == 1 and str(port) in err, f"a port that is taken: {got} {err}")
        first = instance.start("run", "--port", port, "--allow", f"127.0.0.1:{publisher.port}")
        address = first.stdout.readline()
        expect(re.match(r"Octavo: http://127\.0\.0\.1:\d+/$", address) and str(port) not in address, f"the next port: {address}")
        got, _, err = instance.run("run", "--port", "0")
        expect(got == 1 and f"process {first.pid} writes to" in err and "octavo run" in err, f"two at once: {got} {err}")
        # Commands reach the one that runs.
        got, out, err = instance.run("add", publisher.url)
        expect(got == 0 and publisher.url in out, f"add while it runs: {err}")
        until("it is read", lambda: "Event number" in instance.run("search", "ferry")[1])
        # Any number may serve beside it.
        reader = instance.start("serve", "--port", "0")
        expect(reader.stdout.readline().startswith("Octavo: http://"), "serve beside it")
        expect(instance.stop(reader)[0] == 0, "serve ends well")
        expect(instance.stop(first)[0] == 0, "run ends well")
        expect(not (instance.data / "control.sock").exists(), "the socket goes with it")


def interrupted(octavo):
    """Ctrl-C at many moments of a start with samples: it ends within seconds, with all that it started."""
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        with Instance(octavo) as instance:
            for wait in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.0):
                process = instance.start("run", "--sample", "--port", "0", "--log-level", "error")
                time.sleep(wait)
                begun = time.time()
                os.killpg(process.pid, signal_number)  # as a terminal does
                out, err = process.communicate(timeout=40)
                took = time.time() - begun
                # Before it listens to signals, the system ends it.
                expect(process.returncode in (0, -signal_number), f"after {wait} s: {process.returncode} {err}")
                expect(took < 10, f"after {wait} s: it took {took:.1f} s to end")
                left = [p for p in os.listdir("/proc") if p.isdigit() and group_of(p) == process.pid]
                expect(not left, f"after {wait} s: {left} still run")
            got, _, err = instance.run("run", "--sample", "--once", "--no-serve", "--log-level", "error")
            expect(got in (0, 1), f"the next run goes on: {got} {err}")
            got, _, err = instance.run("doctor", "--deep", "--offline", "--json")
            expect("damage" not in err and "off by" not in err, f"afterwards: {err}")


def group_of(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return int(fields[2]) if fields[0] != "Z" else None
    except OSError:
        return None


def no_network(octavo):
    """Every source fails for one reason: that is told once, not for each."""
    with Instance(octavo) as instance:
        list_of_sources = instance.folder / "sources.txt"
        list_of_sources.write_text("".join(f"http://host{i}.invalid/feed\n" for i in range(30)))
        got, out, err = instance.run("run", "--once", "--no-serve", list_of_sources)
        expect(got == 1, f"no network: {got}")
        expect("30 of 30 sources could not be read" in err and "network" in err, f"no summary: {err[-400:]}")
        lines = err.splitlines()
        expect(len(lines) <= 14 and sum("warning source" in line for line in lines) <= 3, f"no network: {len(lines)} lines\n" + "\n".join(lines[:12]))


def main():
    octavo = sys.argv[1]
    wrong_things(octavo)
    folders(octavo)
    with Publisher() as publisher:
        two_at_once(octavo, publisher)
    interrupted(octavo)
    no_network(octavo)
    finish("newcomer_test")


if __name__ == "__main__":
    main()
