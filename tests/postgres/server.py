#!/usr/bin/env python3
"""usage: server.py [--no-fsync] COMMAND [ARGUMENT]...

Starts a PostgreSQL of its own, runs the command with OCTAVO_TEST_POSTGRES set to it, ends the server and gives the
command's status. The server lives in a temporary folder and listens at a socket in it alone, so that it takes no port
and nobody else reaches it. When this process is killed, the server and its folder go too. --no-fsync: for tests that
do not cut the power and do not measure it. Told by SIGUSR1, at the process of OCTAVO_TEST_POSTGRES_KEEPER, it ends the
server as a crash would and starts it again.

As a module: `with Server() as server: ... server.conninfo`, `server.restart()`.
"""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 60  # seconds for the server to begin or end
GLANCE = 0.1  # seconds between two looks whether the command has ended

# Reads until whoever holds the other end is gone, however it went; then ends the server $1 and takes its folder $2 away.
WATCH = 'read -r _; kill -QUIT "$1"; while kill -0 "$1"; do sleep 0.1; done; rm -rf "$2"'


def programs():
    """The folder of initdb and postgres: Debian keeps them off the path."""
    found = shutil.which("initdb")
    folders = [os.path.dirname(os.path.realpath(found))] if found else []
    folders += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for folder in folders:
        if all(os.path.exists(os.path.join(folder, name)) for name in ("initdb", "postgres", "pg_isready")):
            return folder
    sys.exit("tests/postgres: no PostgreSQL here: install postgresql-15 (packaging/packages-check.txt)")


class Server:
    def __init__(self, fsync=True):
        self.fsync = fsync
        self.bin = programs()
        self.process = self.watch = None
        # initdb and postgres refuse to be run by root.
        self.as_user = {}
        owner = os.getuid()
        if owner == 0:
            for name in ("postgres", "nobody"):
                try:
                    user = pwd.getpwnam(name)
                except KeyError:
                    continue
                self.as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
                owner = user.pw_uid
                break
        self.folder = tempfile.mkdtemp(prefix="octavo-postgres-", dir="/tmp")
        os.chown(self.folder, owner, -1)
        self.data = os.path.join(self.folder, "data")
        self.conninfo = f"host={self.folder} user=octavo dbname=postgres"

    def __enter__(self):
        try:
            subprocess.run([os.path.join(self.bin, "initdb"), "--pgdata", self.data, "--username", "octavo", "--auth",
                            "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"],
                           cwd=self.folder, stdout=subprocess.DEVNULL, check=True, **self.as_user)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "shared_buffers=64MB",
                    f"fsync={'on' if self.fsync else 'off'}", f"full_page_writes={'on' if self.fsync else 'off'}",
                    "max_connections=150", "log_min_messages=warning"]
        command = [os.path.join(self.bin, "postgres"), "-D", self.data]
        for setting in settings:
            command += ["-c", setting]
        self.log = open(os.path.join(self.folder, "log"), "a")
        # A session of its own: an interrupt at the keyboard is the command's, not the server's.
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=self.log, stderr=self.log,
                                        start_new_session=True, **self.as_user)
        self.watch = subprocess.Popen(["sh", "-c", WATCH, "watch", str(self.process.pid), self.folder],
                                      stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while subprocess.run([os.path.join(self.bin, "pg_isready"), "-q", "-h", self.folder]).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                sys.exit("tests/postgres: the server did not start:\n" + open(self.log.name).read()[-3000:])
            time.sleep(0.05)

    def stop(self, how=signal.SIGINT):
        """SIGINT: connections are ended. SIGQUIT: as in a crash."""
        if self.process is None:
            return
        # First: afterwards the number may be another process's.
        self.watch.kill()
        self.watch.communicate()
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.process = None
        self.log.close()

    def restart(self, how=signal.SIGINT):
        self.stop(how)
        self.start()

    def schema(self, name):
        """A new schema, and the conninfo that leads into it."""
        self.run(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
        return f"{self.conninfo} options='-c search_path={name}'"

    def run(self, sql):
        """The rows of an answer as text, columns parted by '|'."""
        done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.conninfo, "-c", sql], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return done.stdout.splitlines()

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def main(arguments):
    fsync = True
    if arguments[:1] == ["--no-fsync"]:
        fsync = False
        arguments = arguments[1:]
    if not arguments:
        sys.exit(__doc__)
    # Taken from the queue of signals one by one: a handler would not run for one that comes just before a wait begins,
    # and would run within itself for one that comes early.
    told = {signal.SIGUSR1}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    with Server(fsync) as server:
        environment = {**os.environ, "OCTAVO_TEST_POSTGRES": server.conninfo, "OCTAVO_TEST_POSTGRES_KEEPER": str(os.getpid())}
        command = subprocess.Popen(arguments, env=environment,
                                   preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_UNBLOCK, told))
        try:
            while command.poll() is None:
                if signal.sigtimedwait(told, GLANCE):
                    server.restart(signal.SIGQUIT)
        finally:
            if command.poll() is None:
                command.kill()
                command.wait()
        return command.returncode


if __name__ == "__main__":
    # To be ended by a signal is to end the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(main(sys.argv[1:]))
