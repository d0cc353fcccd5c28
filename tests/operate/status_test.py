#!/usr/bin/env python3
"""usage: status_test.py OCTAVO

`status`, `sources`, `pause` and `resume` on a folder where nothing runs, where `octavo run` runs, and where it was
killed; what a service manager is told.
"""
import json
import os
import re
import signal
import socket
import sys
import time

from instance import Instance, Publisher, expect, finish, until


def stopped(instance, publisher):
    status, out, err = instance.run("status")
    expect(status == 1 and "holds no data" in err and not instance.data.exists(), f"status of nothing: {status} {err}")
    status, told = instance.json("status")
    expect(status == 1 and told["well"] is False and "holds no data" in told["concerns"][0], f"the same as JSON: {told}")
    status, told = instance.json("status", "--page-budget", "many")
    expect(status == 2 and told["well"] is False and "page-budget" in told["concerns"][0], f"wrong settings: {told}")
    for command in (["pause", "1"], ["remove", "1"], ["reread"]):
        status, out, err = instance.run(*command)
        expect(status == 1 and not instance.data.exists(), f"{command} makes no folder: {status} {err}")
    status, out, err = instance.run("pause")
    expect(status == 2 and "--all" in err, f"pause of nothing: {status} {err}")
    status, out, err = instance.run("add", publisher.url)
    expect(status == 0, f"add: {err}")
    status, told = instance.json("status")
    expect(not told["running"] and told["sources"]["new"] == 1, f"status when nothing runs: {told}")
    status, out, err = instance.run("pause", "1")
    expect(status == 0 and out == f"paused {publisher.url}\n", f"pause: {out} {err}")
    status, out, err = instance.run("pause", publisher.url)
    expect(status == 0 and out == f"was paused {publisher.url}\n", f"pause again: {out}")
    for none in ("77", ""):
        status, out, err = instance.run("pause", none)
        expect(status == 1 and "no source" in err and not out, f"pause of none, {none!r}: {out} {err}")
    status, out, err = instance.run("sources", "set", "1", "--http-version", "3")
    expect(status == 2, f"a version that is none: {status} {err}")
    (instance.folder / "cookies").write_text("session=s3cret\n")
    for name, given in [("@cookies", None), ("@-", "session=s3cret\nmore\n"), ("@none", None)]:
        status, out, err = instance.run("sources", "set", "1", "--cookies", name, input=given)
        expect(status == (2 if name == "@none" else 0) and "s3cret" not in out + err, f"--cookies {name}: {out} {err}")
    status, out, err = instance.run("sources", "1")
    expect(status == 0 and len(out.splitlines()) >= 2 and publisher.url in out, f"one source: {status} {out} {err}")
    for arguments, code, words in [(["77"], 1, "no source"), (["--state", ""], 2, "--state")]:
        status, out, err = instance.run("sources", *arguments)
        expect(status == code and words in err, f"sources {arguments}: {status} {out} {err}")
    status, source = instance.json("sources")
    expect(source["state"] == "paused" and source["paused"] is True, f"sources: {source}")
    status, out, err = instance.run("sources", "--state", "healthy", "--json")
    expect(status == 0 and out == "", "no source is healthy")
    status, out, err = instance.run("sources", "--state", "ill")
    expect(status == 2 and "healthy" in err, f"no such state: {status} {err}")
    status, out, err = instance.run("sources", "--sort", "beauty")
    expect(status == 2, f"no such order: {status} {err}")


def running(instance, publisher):
    allow = ["--allow", f"127.0.0.1:{publisher.port}"]
    process = instance.start("run", "--port", "0", *allow)
    address = process.stdout.readline()
    expect(address.startswith("Octavo: http://127.0.0.1:"), f"address: {address!r}")
    expect(publisher.asked == 0, "a paused source is asked")
    status, out, err = instance.run("resume", "--all")
    expect(status == 0 and out == "resumed 1 source\n", f"resume: {out} {err}")
    until("the resumed source is asked", lambda: publisher.asked > 0)
    told = until("articles", lambda: (lambda t: t if t["articles"]["all"] == 3 and t["articles"]["stories"] else None)(instance.json("status")[1]))
    expect(told["running"] and told["process"]["process"] == process.pid, f"process: {told['process']}")
    expect(told["process"]["address"] == address.split()[1], "address of the paper")
    expect(told["process"]["last_hour"]["fetched"] == 3 and told["articles"]["today"] == 3, f"figures: {told}")
    expect(told["sources"]["healthy"] == 1 and told["well"], f"well: {told['concerns']}")
    status, out, err = instance.run("status")
    expect(status == 0 and "all is well" in out and f"process {process.pid} runs since" in out, f"the page: {out}")

    # --watch: several looks, ended by Ctrl-C.
    watch = instance.start("status", "--watch", "--json")
    lines = [json.loads(watch.stdout.readline()) for _ in range(2)]
    expect(all(line["running"] for line in lines), "watch")
    expect(instance.stop(watch)[0] == 0, "watch ends well")

    # A pause holds at once, though a poll is under way.
    publisher.entries, publisher.slow = 6, 1.5
    asked = publisher.asked
    instance.run("remove", "1")
    instance.run("add", publisher.url)
    until("the poll begins", lambda: publisher.asked > asked)
    status, out, err = instance.run("pause", "--all")
    expect(status == 0 and out == "paused 1 source\n", f"pause --all: {out} {err}")
    time.sleep(2.5)
    told = instance.json("status")[1]
    expect(told["articles"]["all"] == 3 and told["sources"]["paused"] == 1, f"the pause did not hold: {told['articles']}")

    hung(instance, process)

    # Killed: nothing answers, the socket is left behind, and status says that nothing runs.
    process.kill()
    process.wait()
    status, told = instance.json("status")
    expect(not told["running"] and told["articles"]["all"] == 3, f"after a kill: {told}")
    expect(status == 1 and "was killed or crashed" in told["concerns"][0], f"a kill is to be looked at: {told['concerns']}")


def hung(instance, process):
    """Stopped, it answers nobody: whoever orders is told so, and status says so once it has not got on for long."""
    control = instance.data / "control.sock"
    os.utime(control, (1000, 1000))
    until("it shows that it gets on", lambda: control.stat().st_mtime > time.time() - 60)
    process.send_signal(signal.SIGSTOP)
    told = instance.json("status")[1]
    expect(not any("does not answer" in concern for concern in told["concerns"]), f"busy for a moment: {told['concerns']}")
    os.utime(control, (time.time() - 300, time.time() - 300))
    status, told = instance.json("status")
    expect(status == 1 and told["running"] and "has not got on for 5 min" in told["concerns"][0], f"it hangs: {told['concerns']}")
    start = time.time()
    order = instance.start("pause", "--all")
    word = order.stderr.readline()
    expect(word == f"octavo: process {process.pid} does not answer, waiting …\n" and time.time() - start < 10,
           f"an order that waits: {word!r} after {time.time() - start:.0f} s")
    process.send_signal(signal.SIGCONT)
    out, err = order.communicate(timeout=40)
    expect(order.returncode == 0 and "paused" in out and not err, f"then it is carried out: {out!r} {err!r}")


def anothers(instance):
    """A folder that its user may not look into is not an empty one."""
    if os.geteuid() != 0:
        print("left out: the folder of another user (only root can run as one)")
        return
    os.chmod(instance.folder, 0o755)
    os.chmod(instance.data, 0o700)
    as_nobody = dict(user=65534, group=65534, extra_groups=[])
    for command in (["status"], ["serve", "--port", "0"], ["sources"], ["pause", "1"], ["backup", "/tmp/octavo-none.db"]):
        status, out, err = instance.run(*command, **as_nobody)
        expect(status == 1 and "Permission denied" in err and "belongs to root" in err and "run this as root" in err,
               f"{command} of another's folder: {status} {out} {err}")
    os.chmod(instance.data, 0o755)
    os.chmod(instance.data / "octavo.db", 0o600)
    status, out, err = instance.run("status", **as_nobody)
    expect(status == 1 and "run this as root" in err, f"status of another's file: {status} {out} {err}")


def notified(instance):
    """READY, WATCHDOG and STOPPING come to the socket that the manager names."""
    path = str(instance.folder / "notify.sock")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        for command in (["run", "--port", "0"], ["work"], ["serve", "--port", "0"]):
            manager.settimeout(20)
            process = instance.start(*command, environment={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "600000"})
            words = [manager.recv(100).decode() for _ in range(4)]
            expect(words[0] == "READY=1" and words.count("WATCHDOG=1") == 3, f"{command}: the manager heard {words}")
            code, _, err = instance.stop(process, signal.SIGTERM)
            expect(code == 0, f"{command}: SIGTERM: {code} {err}")
            words = []
            manager.settimeout(1)
            while "STOPPING=1" not in words:
                try:
                    words.append(manager.recv(100).decode())
                except TimeoutError:
                    break
            expect("STOPPING=1" in words, f"{command}: the manager heard at the end {words}")


def main():
    with Publisher() as publisher, Instance(sys.argv[1]) as instance:
        stopped(instance, publisher)
        running(instance, publisher)
        anothers(instance)
        notified(instance)
    finish("status_test")


if __name__ == "__main__":
    main()
