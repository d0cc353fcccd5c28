#!/usr/bin/env python3
"""usage: output_test.py OCTAVO

Whatever is printed arrives, or the command says that it did not: each command that prints, into a disk that is full, into a
pipe that nobody reads, and with standard output closed.
"""
import os
import pathlib
import re
import socket
import subprocess
import sys

from instance import Instance, Publisher, expect, finish, free_port, until

FULL = pathlib.Path("/dev/full")


def commands(instance, article):
    """Command lines that print something and change nothing; their standard input."""
    data = ["--data", str(instance.data)]
    feed = '{"id":1,"url":"https://example.org/feed","text":"<rss/>","html":"<p>x</p>","title":"T","language":"en"}\n'
    for line in ["--help", "--version", "help", "run --help", "version", "man", "man --settings", "completion bash",
                 "completion zsh", "completion fish", "starters", "starters --json", "starters jp", "config --new",
                 "config --docs"]:
        yield line.split(), ""
    for line in ["config", "config --check", "sources", "sources --json", "status", "status --json", "doctor", "doctor --json",
                 "export", "export --format jsonl", "digest", "search river", "search river --json", f"explain {article}",
                 "furniture list"]:
        yield line.split() + data, ""
    for name in ["cluster", "enrich", "language", "parse", "read", "relate", "sanitise"]:
        yield [name], feed * 3
    yield ["fetch", "http://127.0.0.1:9/"], ""


def run(instance, arguments, given, output):
    done = subprocess.run([instance.octavo, *arguments], input=given, stdout=output, stderr=subprocess.PIPE, text=True,
                          cwd=instance.folder, env=instance.environment, timeout=60)
    return done.returncode, done.stderr


def full(instance, arguments, given):
    with FULL.open("w") as output:
        status, err = run(instance, arguments, given, output)
    name = "" if arguments[0].startswith("-") else " " + arguments[0]
    lines = [line for line in err.splitlines() if line.startswith(f"octavo{name}: standard output: ")]
    expect(status == 1 and len(lines) == 1, f"{arguments} on a full disk: {status} {err!r}")
    # What prints a line at a time, and goes on, has lost the reason.
    if arguments[0] not in ("status", "fetch"):
        expect(lines == [f"octavo{name}: standard output: No space left on device"], f"{arguments}: why: {err!r}")


def unread(instance, arguments, given):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        status, err = run(instance, arguments, given, writing)
    finally:
        os.close(writing)
    expect(status == 141 and "standard output" not in err and "terminate" not in err,
           f"{arguments} into a pipe that nobody reads: {status} {err!r}")


def closed(instance, arguments, given):
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", instance.octavo, *arguments], input=given, text=True,
                          stderr=subprocess.PIPE, cwd=instance.folder, env=instance.environment, timeout=60)
    expect(done.returncode == 1 and "standard output: " in done.stderr,
           f"{arguments} without standard output: {done.returncode} {done.stderr!r}")


def complaints(instance):
    """Where standard error is full there is nobody to tell; the status is still the command's."""
    with FULL.open("w") as errors:
        for arguments, wanted in [(["stauts"], {1, 2}), (["sources", "--data", "/nowhere"], {1}), (["export"], {1})]:
            done = subprocess.run([instance.octavo, *arguments], stdout=subprocess.PIPE, stderr=errors, text=True,
                                  cwd=instance.folder, env=instance.environment, timeout=60)
            expect(done.returncode in wanted and not done.stdout, f"{arguments} with a full standard error: {done.returncode}")


def changes(instance, publisher):
    """What changes something has changed it, and says that its own line was lost. The names of these commands."""
    data = ["--data", str(instance.data)]
    listed = instance.folder / "list.txt"
    listed.write_text(publisher.url + "?third\n")
    lines = [["add", publisher.url + "?second", *data], ["import", str(listed), *data], ["pause", "--all", *data],
             ["resume", "--all", *data], ["remove", "1", *data], ["reread", *data],
             ["backup", str(instance.folder / "a.db"), *data],
             ["restore", "--replace", str(instance.folder / "a.db"), *data],
             ["move", str(instance.data), str(instance.folder / "moved")]]
    for arguments in lines:
        with FULL.open("w") as output:
            status, err = run(instance, arguments, "", output)
        expect(status == 1 and f"octavo {arguments[0]}: standard output: No space left" in err,
               f"{arguments} on a full disk: {status} {err!r}")
    listed = instance.run("sources", "--json")[1]
    expect("second" in listed and "third" in listed and '"id":1,' not in listed, f"it is done all the same: {listed}")
    return {arguments[0] for arguments in lines}


def goes_on(instance):
    """What serves a paper goes on without its first line, which is told at the end. The names of these commands."""
    names = {"run", "serve", "sample"}
    for name in sorted(names):
        port = free_port()
        arguments = [name, "--port", str(port)] + ([] if name == "sample" else ["--data", str(instance.data)])
        with FULL.open("w") as output:
            process = subprocess.Popen([instance.octavo, *arguments], stdout=output, stderr=subprocess.PIPE, text=True,
                                       cwd=instance.folder, env=instance.environment)
        instance.started.append(process)
        until(f"{name} answers", lambda: answers(port))
        status, _, err = instance.stop(process)
        expect(status == 1 and f"octavo {name}: standard output: " in err, f"{name} on a full disk: {status} {err!r}")
    return names


def answers(port):
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def main():
    with Instance(sys.argv[1]) as instance:
        publisher = Publisher()
        instance.environment["OCTAVO_ALLOW"] = f"127.0.0.1:{publisher.port}"
        status, out, err = instance.run("run", "--once", "--no-serve", publisher.url)
        expect(status == 0, f"run: {status} {err}")
        tried = {"work"}  # prints nothing
        for arguments, given in commands(instance, 1):
            tried.add(arguments[0])
            full(instance, arguments, given)
            unread(instance, arguments, given)
            closed(instance, arguments, given)
        complaints(instance)
        tried |= goes_on(instance)
        tried |= changes(instance, publisher)
        every = set(re.findall(r"^  ([a-z]+) ", instance.run("--help", data=False)[1], re.M))
        expect(every <= tried, f"commands that nobody tries: {sorted(every - tried)}")
    finish("output_test")


if __name__ == "__main__":
    main()
