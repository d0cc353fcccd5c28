#!/usr/bin/env python3
"""usage: full_disk_test.py OCTAVO

Reads the sample newsroom into a file system of a few megabytes, which is soon full; then gives it room. The store must end
the same as that of an undisturbed run. Needs the right to mount (77: skipped).
"""
import os
import signal
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


def run_until_full(octavo, newsroom, data, log):
    """A run that is out of room ends by itself, or goes on trying: then it is stopped. Whether the disk was full."""
    process = crash.start(octavo, newsroom, ["--data", data], log)
    end = time.time() + PATIENCE
    full = False
    while process.poll() is None and time.time() < end and not full:
        time.sleep(0.2)
        full = os.statvfs(data if os.path.exists(data) else os.path.dirname(data)).f_bavail < 16
    time.sleep(2)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return full


def main():
    octavo = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w") as log:
        disk = os.path.join(folder, "disk")
        os.mkdir(disk)
        if not mount(disk, "size=" + SMALL):
            print("full_disk_test: this user may not mount; skipped")
            return 77
        try:
            undisturbed = os.path.join(folder, "undisturbed")
            with crash.Newsroom(octavo, folder) as newsroom:
                crash.finish(octavo, newsroom, ["--data", undisturbed], log)
                wanted = crash.digest(octavo, ["--data", undisturbed])
            data = os.path.join(disk, "data")
            with crash.Newsroom(octavo, folder, newsroom.port) as newsroom:
                full = run_until_full(octavo, newsroom, data, log)
                if not full:
                    crash.fail("the disk was never full: the test shows nothing")
                if not mount(disk, "remount", "size=" + LARGE):
                    crash.fail("the file system does not grow")
                crash.finish(octavo, newsroom, ["--data", data], log)
                crash.compare(wanted, crash.digest(octavo, ["--data", data]), "full disk", log)
            said = open(os.path.join(folder, "log")).read()
            if "full" not in said:
                crash.fail("nobody was told that the disk is full:\n" + said[-2000:])
            print(f"full at {SMALL}, then room: the stores are equal")
        finally:
            subprocess.run(["umount", disk], check=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
