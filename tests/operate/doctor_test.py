#!/usr/bin/env python3
"""usage: doctor_test.py OCTAVO

Makes an instance ill in every way that `octavo doctor` knows, one after the other, and sees that it finds this and
nothing else, and says what to do. What needs another system than this one (memory groups, certificates) is made ill in
apps/octavo/doctor/doctor_test.cc.
"""
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

from instance import Instance, Publisher, expect, finish, free_port, until

AS_NOBODY = dict(user=65534, group=65534, extra_groups=[])


def findings_of(instance, *arguments, **options):
    status, told = instance.json("doctor", *arguments, **options)
    found = [(f["check"], f["what"]) for f in told.get("findings", [])]
    expect(status == (1 if found else 0), f"exit status {status} with {found}")
    for finding in told.get("findings", []):
        expect(all(finding[k] for k in ("what", "why", "do")), f"a finding that says too little: {finding}")
    return found


def ill(instance, name, check, words, *arguments, also=(), **options):
    """Exactly one finding, of this check, that speaks of this (`also`: checks that follow from the same fault)."""
    found = findings_of(instance, *arguments, **options)
    ours = [f for f in found if f[0] == check and words in f[1]]
    others = [f for f in found if f not in ours and f[0] not in also]
    expect(len(ours) == 1 and not others, f"{name}: {found}")


def configuration(instance):
    file = instance.folder / "octavo.toml"
    for name, text, words in [
        ("unknown key", "prot = 8080\n", 'did you mean "port"'),
        ("unreadable", "port = \n", "this is no TOML"),
        ("wrong value", 'page_budget = "5 parsecs"\n', "is not a size"),
        ("contradiction", 'instance = "public"\n', "public_url is empty"),
    ]:
        file.write_text(text)
        ill(instance, name, "configuration", words)
    file.unlink()
    ill(instance, "unknown variable", "configuration", "OCTAVO_PROT",
        env={**instance.environment, "OCTAVO_PROT": "1"})
    ill(instance, "missing file", "configuration", "there is no such file", "--config", "/nowhere.toml")


def modes(instance):
    """What Octavo makes is its owner's alone, however lenient whoever starts it is."""
    run = instance.start("run", "--port", "0", "--no-serve", preexec_fn=lambda: os.umask(0))
    until("the socket", lambda: (instance.data / "control.sock").exists())
    backup = instance.folder / "backup.db"
    status, _, err = instance.run("backup", backup, preexec_fn=lambda: os.umask(0))
    expect(status == 0, f"backup: {err}")
    made = [instance.data, backup, *instance.data.iterdir()]
    expect({f"{name}{end}" for name in ("octavo.db", "pages.db") for end in ("", "-wal", "-shm")} <=
           {path.name for path in made}, f"what is made: {made}")
    lenient = [(path.name, oct(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077]
    expect(not lenient, f"others have a right to {lenient}")
    instance.stop(run)
    backup.unlink()


def folder(instance):
    os.chmod(instance.data, 0o777)
    ill(instance, "everybody writes", "folder", "everybody on this machine may write")
    os.chmod(instance.data, 0o755)
    os.chmod(instance.data / "octavo.db", 0o644)
    ill(instance, "everybody reads", "folder", "everybody on this machine may read")
    os.chmod(instance.data / "octavo.db", 0o600)
    if os.geteuid() == 0:
        os.chmod(instance.folder, 0o755)
        ill(instance, "not writable", "folder", "cannot write to", "--offline", **AS_NOBODY)
        os.chown(instance.data, 65534, 65534)
        ill(instance, "another's file", "folder", "belongs to root, the folder to nobody")
        os.chown(instance.data, 0, 0)
    elsewhere = instance.folder / "elsewhere"
    expect([f[0] for f in findings_of(Elsewhere(instance, elsewhere))] == ["folder"], "no folder")
    elsewhere.write_text("")
    expect([f[0] for f in findings_of(Elsewhere(instance, elsewhere))] == ["configuration", "folder"],
           "a file as a folder")
    elsewhere.unlink()


class Elsewhere:
    """The same program on another folder."""

    def __init__(self, instance, data):
        self.instance, self.data = instance, data

    def json(self, *arguments, **options):
        kept, self.instance.data = self.instance.data, self.data
        try:
            return self.instance.json(*arguments, **options)
        finally:
            self.instance.data = kept


def disk(instance):
    ill(instance, "a budget beyond the disk", "disk", "pages may grow by", "--page-budget", "900 TB")
    mounted = instance.folder / "disk"
    mounted.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m,nr_inodes=40", "tmpfs", str(mounted)],
                      stderr=subprocess.DEVNULL).returncode != 0:
        print("left out: a disk that is full, without inodes, read-only (no right to mount)")
        return
    try:
        shutil.copytree(instance.data, mounted / "data")
        found = findings_of(Elsewhere(instance, mounted / "data"))
        expect(sorted(f[0] for f in found) == ["disk", "disk"] and any("of disk left" in f[1] for f in found) and
               any("new files can be made" in f[1] for f in found), f"a small disk: {found}")
        subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
        found = findings_of(Elsewhere(instance, mounted / "data"))
        expect(any(f[0] == "disk" and "can only be read" in f[1] for f in found), f"a read-only disk: {found}")
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def damage(path, after):
    """Overwrites pages of a file behind its head."""
    with open(path, "r+b") as file:
        file.seek(0, os.SEEK_END)
        size = file.tell()
        for at in range(after, size, 4096 * 3):
            file.seek(at)
            file.write(b"\xa5" * 4096)


def database(instance):
    kept = instance.folder / "kept"
    shutil.copytree(instance.data, kept)

    def restored():
        shutil.rmtree(instance.data)
        shutil.copytree(kept, instance.data)

    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    ill(instance, "a newer version", "database", "the database is of version 999")
    restored()
    (instance.data / "octavo.db").write_bytes(b"this is no database, but long enough to be read as one. " * 200)
    ill(instance, "no database", "database", "file is not a database")
    status, told = instance.json("doctor")
    expect("put the last backup back" in told["findings"][0]["do"], f"what to do about it: {told['findings']}")
    restored()
    damage(instance.data / "octavo.db", 4096 * 8)
    expect("database" in [f[0] for f in findings_of(instance, "--offline")], "a damaged database")
    restored()
    damage(instance.data / "pages.db", 4096)
    expect("database" in [f[0] for f in findings_of(instance, "--offline")], "a damaged page file")
    restored()
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE counters SET value = value + 7 WHERE name = 'articles'")
    connection.close()
    expect(findings_of(instance) == [], "a wrong counter is found without --deep")
    ill(instance, "a wrong counter", "database", "off by -7", "--deep")
    restored()
    shutil.rmtree(kept)


def clock(instance, publisher):
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE sources SET last_poll = last_poll + 86400000000")
    connection.close()
    ill(instance, "the clock was put back", "clock", "but something was stored at")
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE sources SET last_poll = last_poll - 86400000000")
    connection.close()
    publisher.date = "Sun, 06 Nov 1994 08:49:37 GMT"
    ill(instance, "another clock than the publishers'", "clock", "says that it is 1994-11-06")
    publisher.date = None


def process(instance):
    run = instance.start("run", "--port", "0", "--no-serve")
    until("the socket", lambda: (instance.data / "control.sock").exists())
    until("it is well", lambda: findings_of(instance) == [])
    os.chmod(instance.data / "control.sock", 0o666)
    ill(instance, "an open socket", "process", "others than its owner may open")
    os.chmod(instance.data / "control.sock", 0o600)
    run.send_signal(signal.SIGSTOP)
    ill(instance, "it hangs", "process", "does not answer")
    run.send_signal(signal.SIGCONT)
    run.kill()
    run.wait()
    ill(instance, "it was killed", "process", "was left behind")
    (instance.data / "control.sock").unlink()


def limits(instance):
    ill(instance, "few files", "limits", "a process may open 100 files",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)))


def network(instance, publisher):
    def with_address(url, words, check, also=()):
        with sqlite3.connect(instance.data / "octavo.db") as connection:
            connection.execute("UPDATE sources SET url = ?", (url,))
        connection.close()
        ill(instance, url, check, words, also=also)

    closed = free_port()
    with_address(f"http://127.0.0.1:{closed}/feed", "is not of the open Internet", "network")
    instance.environment["OCTAVO_ALLOW"] += f",127.0.0.1:{closed}"
    with_address(f"http://127.0.0.1:{closed}/feed", "none of 1 sources answers", "network")
    with_address("http://no-such-host.invalid/feed", "names cannot be looked up", "network")
    # As it is written by Octavo itself: an address of the publisher at which nothing stands.
    nothing = f"http://127.0.0.1:{publisher.port}/nothing-here"
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE sources SET url = ?, next_poll = 0, kind = 'feed'", (nothing,))
    connection.close()
    instance.run("run", "--once", "--no-serve")
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE sources SET failures = 5")
    connection.close()
    ill(instance, "a source that fails", "sources", f"{nothing}: there is nothing at this address (HTTP status 404)")
    status, told = instance.json("doctor")
    expect("octavo remove 1" in told["findings"][0]["do"], f"what to do about it: {told['findings']}")
    with sqlite3.connect(instance.data / "octavo.db") as connection:
        connection.execute("UPDATE sources SET url = ?, failures = 0, last_error = ''", (publisher.url,))
        connection.execute("UPDATE counters SET value = 0 WHERE name = 'failing_sources'")
    connection.close()


def main():
    with Publisher() as publisher, Instance(sys.argv[1]) as instance:
        instance.environment["OCTAVO_ALLOW"] = f"127.0.0.1:{publisher.port}"
        status, _, err = instance.run("run", "--once", "--no-serve", publisher.url, preexec_fn=lambda: os.umask(0))
        expect(status == 0, f"run --once: {err}")
        expect(findings_of(instance) == [] and findings_of(instance, "--deep") == [], "a healthy instance has findings")
        modes(instance)
        configuration(instance)
        folder(instance)
        disk(instance)
        database(instance)
        clock(instance, publisher)
        process(instance)
        limits(instance)
        network(instance, publisher)
        expect(findings_of(instance, "--deep") == [], "it is not well again")
        instance.run("remove", "1")
        ill(instance, "no source", "sources", "there is none")
    finish("doctor_test")


if __name__ == "__main__":
    main()
