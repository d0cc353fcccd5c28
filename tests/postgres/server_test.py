#!/usr/bin/env python3
"""usage: server_test.py

The PostgreSQL of a test ends with the test, also when that is killed, and leaves nothing behind.
"""
import os
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from server import PATIENCE  # noqa: E402


def main():
    server = os.path.join(os.path.dirname(os.path.abspath(__file__)), "server.py")
    command = ["sh", "-c", 'echo "$OCTAVO_TEST_POSTGRES"; exec sleep 600']
    with subprocess.Popen([sys.executable, server, "--no-fsync", *command], stdout=subprocess.PIPE, text=True,
                          start_new_session=True) as test:
        folder = test.stdout.readline().split()[0].removeprefix("host=")
        with open(os.path.join(folder, "data", "postmaster.pid"), encoding="ascii") as lines:
            postgres = int(lines.readline())
        # As ctest does when a test takes too long.
        os.killpg(test.pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while os.path.exists(folder) or os.path.exists(f"/proc/{postgres}"):
        if time.monotonic() > deadline:
            sys.exit(f"{folder} or its server {postgres} is still there")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
