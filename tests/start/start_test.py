#!/usr/bin/env python3
"""usage: start_test.py OCTAVO START

`start --help` says what it does. What `start` ends with (`octavo run --sample`, which starts the sample newsroom as a
process of its own) serves a paper with stories, in which the doctor finds no network ill, takes the next port when one is
taken, and Ctrl-C ends all of it.
"""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

PATIENCE = 60  # seconds


def fail(message):
    sys.exit("start_test: " + message)


def children_of(process):
    try:
        with open(f"/proc/{process}/task/{process}/children") as file:
            return [int(word) for word in file.read().split()]
    except FileNotFoundError:
        return []


def alive(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(what, condition):
    end = time.time() + PATIENCE
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    fail(f"{what}: not within {PATIENCE} s")


def check_help(start):
    run = subprocess.run([start, "--help"], capture_output=True, text=True)
    if run.returncode != 0 or run.stderr:
        fail(f"--help ended with {run.returncode}: {run.stderr}")
    for wanted in ("usage: ./start", "--country jp", "Ctrl-C"):
        if wanted not in run.stdout:
            fail(f"--help does not speak of {wanted!r}")
    if "set -e" in run.stdout or "#!" in run.stdout:
        fail("--help shows the script's own lines")


def story_count(address):
    try:
        with urllib.request.urlopen(address + "api/v1/edition", timeout=5) as answer:
            return len(re.findall(r'"story', answer.read().decode()))
    except OSError:
        return 0


def main():
    if len(sys.argv) != 3:
        fail("usage: start_test.py OCTAVO START")
    octavo, start = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    check_help(start)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.Popen([octavo, "run", "--sample", "--data", os.path.join(folder, "data"), "--port", str(port)],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True)
        try:
            line = run.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if not address or int(address[1]) == port:
                fail(f"no address, or the taken port: {line!r}")
            until("stories on the paper", lambda: story_count(address[0]) > 0)
            # Where the sample newsroom stands nobody has said in a setting.
            doctor = subprocess.run([octavo, "doctor", "--data", os.path.join(folder, "data")], capture_output=True,
                                    text=True)
            if not re.search(r"^ +ok +network ", doctor.stdout, re.M):
                fail("the doctor finds the sample newsroom's network ill:\n" + doctor.stdout)
            children = children_of(run.pid)
            if not children:
                fail("no sample newsroom is running")
            os.killpg(run.pid, signal.SIGINT)  # as a terminal does
            until("the end after Ctrl-C", lambda: run.poll() is not None)
            if run.returncode != 0:
                fail(f"Ctrl-C ended it with {run.returncode}")
            until("the end of its children", lambda: not any(alive(child) for child in children))
        finally:
            if run.poll() is None:
                run.kill()
    print("ok")


if __name__ == "__main__":
    main()
