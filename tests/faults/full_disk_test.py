#!/usr/bin/env python3
"""usage: full_disk_test.py OCTAVO

Reads the sample newsroom into a file system that is soon full; then gives it room: once after the run was killed, which is
started again, and once while it runs and goes on by itself. The stores must end the same as that of an undisturbed run.
And who finds a full disk when he comes is told so.
Needs the right to mount (77: skipped).
"""
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "crash"))
import crash_test as crash

SMALL = "900k"
LARGE = "300m"
PATIENCE = 60  # seconds for the disk to be full


def mount(folder, *options):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "octavo-test", folder],
                          capture_output=True).returncode == 0


def is_full(disk):
    return os.statvfs(disk).f_bavail < 16


def run_until_full(octavo, newsroom, data, log):
    """The run, once the disk is full and it has had two seconds to notice."""
    process = crash.start(octavo, newsroom, ["--data", data], log)
    end = time.time() + PATIENCE
    while not is_full(os.path.dirname(data)):
        if process.poll() is not None or time.time() > end:
            process.kill()
            crash.fail("the disk was never full: the test shows nothing")
        time.sleep(0.05)
    time.sleep(2)
    return process


def killed_when_full(octavo, newsroom, data, log, grow):
    process = run_until_full(octavo, newsroom, data, log)
    process.kill()
    process.wait()
    grow()
    crash.finish(octavo, newsroom, ["--data", data], log)


def goes_on_by_itself(octavo, newsroom, data, log, grow):
    process = run_until_full(octavo, newsroom, data, log)
    if process.poll() is not None:
        crash.fail(f"the run ended with status {process.returncode} on a full disk")
    grow()
    if process.wait(crash.PATIENCE) not in (0, 1):
        crash.fail(f"the run ended with status {process.returncode}")


# What needs room to do anything at all, and says so.
WANTS_ROOM = ["status", "sources", "export", "digest", "run --once --no-serve", "serve", "backup {data}-backup.db"]


def is_told(octavo, newsroom, data, log, grow):
    """Nothing runs and all is whole; then something else fills the disk: whoever comes is told what it is."""
    disk = os.path.dirname(data)
    grow()
    crash.finish(octavo, newsroom, ["--data", data], log)
    left = os.path.join(disk, "left")
    try:
        with open(left, "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
    except OSError:
        pass
    for line in WANTS_ROOM:
        command = [octavo, *line.format(data=data).split(), "--data", data]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        if done.returncode == 0 or "full: make room" not in done.stdout + done.stderr:
            crash.fail(f"{line} on a full disk: {done.returncode} {done.stdout!r} {done.stderr!r}")
    os.remove(left)


def main():
    octavo = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as log:
        undisturbed = os.path.join(folder, "undisturbed")
        with crash.Newsroom(octavo, folder) as newsroom:
            crash.finish(octavo, newsroom, ["--data", undisturbed], log)
            wanted = crash.digest(octavo, ["--data", undisturbed])
        for case in (killed_when_full, goes_on_by_itself, is_told):
            disk = os.path.join(folder, case.__name__)
            os.mkdir(disk)
            if not mount(disk, "size=" + SMALL):
                print("full_disk_test: this user may not mount; skipped")
                return 77

            def grow(disk=disk):
                if not mount(disk, "remount", "size=" + LARGE):
                    crash.fail("the file system does not grow")

            try:
                data = os.path.join(disk, "data")
                with crash.Newsroom(octavo, folder, newsroom.port) as again:
                    case(octavo, again, data, log, grow)
                crash.compare(wanted, crash.digest(octavo, ["--data", data]), case.__name__, log)
            finally:
                subprocess.run(["umount", disk], check=False)
        said = open(os.path.join(folder, "log")).read()
        if "full" not in said:
            crash.fail("nobody was told that the disk is full:\n" + said[-2000:])
    print(f"full at {SMALL}, then room, killed or not: the stores are equal")
    return 0


if __name__ == "__main__":
    sys.exit(main())
