#!/usr/bin/env python3
"""usage: keeping_test.py OCTAVO

Backups and the way back, and a move that was ended in its middle, as whoever types the commands meets them.
"""
import os
import sqlite3
import sys
import urllib.request

from instance import Instance, Publisher, expect, finish, free_port, until

READERS = ["status", "doctor", "doctor --deep", "sources", "sources --json", "export", "export --format jsonl", "digest",
           "search river", "explain 1"]


def own_folder(instance, publisher):
    """A running instance keeps its files, whatever is named as the target of a backup."""
    process = instance.start("run", publisher.url, "--port", free_port())
    until("it has read", lambda: instance.run("export", "--format", "jsonl")[1].count("\n") == 3)
    link = instance.folder / "link"
    link.symlink_to(instance.data)
    names = ("octavo.db", "pages.db")
    before = [os.stat(instance.data / name).st_ino for name in names]
    for target in [instance.data, f"{instance.data}/", instance.data / "octavo.db", instance.data / "new.db", link,
                   link / "octavo.db", instance.folder, "data", "data/x"]:
        for flags in [[], ["--replace"], ["--replace", "--pages"]]:
            if "--pages" in flags and str(target).endswith(".db"):
                continue
            status, out, err = instance.run("backup", *flags, target)
            expect(status == 2 and "a backup belongs elsewhere" in err and not out, f"backup {flags} {target}: {status} {err!r}")
    expect(before == [os.stat(instance.data / name).st_ino for name in names], "the files are those that it writes to")
    status, _, err = instance.run("backup", instance.folder / "unmounted" / "b.db")
    expect(status == 1 and "there is no folder" in err, f"backup to a disk that is not there: {status} {err!r}")
    expect(not (instance.folder / "unmounted").exists(), "it is not made")
    status, out, err = instance.run("backup", instance.folder / "b.db")
    expect(status == 0 and "found whole" in out, f"backup: {status} {err!r}")
    instance.stop(process)


def restored(instance):
    """Without pages, and again and again: everybody can read it, and nothing that was there is gone."""
    backup = instance.folder / "b.db"
    for number, name in enumerate(["before-restore", "before-restore-2", "before-restore-3"]):
        mark = instance.data / "octavo.db"
        inode = os.stat(mark).st_ino
        status, out, err = instance.run("restore", "--replace", backup)
        aside = instance.data / name
        expect(status == 0 and f"what was there is in {aside} now" in out, f"restore {number}: {status} {out!r} {err!r}")
        expect(os.stat(aside / "octavo.db").st_ino == inode, f"{name} holds what was there")
    expect(not (instance.data / "pages.db").exists(), "this backup has no pages")
    for line in READERS:
        status, out, err = instance.run(*line.split())
        # Nothing runs, which is all that may be found.
        expect("there is no" not in out + err and (status == 0 or line.split()[0] in ("status", "doctor")),
               f"{line} after a restore: {status} {out!r} {err!r}")


def under_a_reader(instance):
    port = free_port()
    process = instance.start("serve", "--port", port)
    expect(process.stdout.readline().startswith("Octavo: "), "serve after a restore")
    status, _, err = instance.run("restore", "--replace", instance.folder / "b.db")
    expect(status == 1 and "somebody reads" in err, f"restore beside serve: {status} {err!r}")
    expect(not (instance.data / "before-restore-4").exists(), "nothing is moved")
    # Beside the one who writes it may be, in either order.
    status, _, err = instance.run("run", "--once", "--no-serve")
    expect(status == 0, f"run beside serve: {status} {err!r}")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
        expect(page.status == 200, "serve beside run")
    instance.stop(process)
    status, _, err = instance.run("restore", "--replace", instance.folder / "b.db")
    expect(status == 0, f"restore after serve: {status} {err!r}")


def half_moved(instance):
    """Nobody takes half an instance for a whole one."""
    with sqlite3.connect(instance.data / "octavo.db") as database:
        database.execute("INSERT INTO facts (name, value) VALUES ('a move into this database is not done', '')")
    database.close()
    for line in [*READERS, f"serve --port {free_port()}", "run --once --no-serve", "work --once", "add https://example.org/feed",
                 "pause --all", "reread", f"backup {instance.folder}/half.db"]:
        status, out, err = instance.run(*line.split())
        expect(status == 1 and "a move into this database was ended in its middle" in out + err,
               f"{line} on half an instance: {status} {out!r} {err!r}")
        expect("at work there" not in err and "all is well" not in out, f"{line}: {out!r} {err!r}")
    status, out, err = instance.run("restore", instance.data, "--data", instance.folder / "other", data=False)
    expect(status == 1 and "ended in its middle" in err, f"restore of half an instance: {status} {err!r}")


def places(instance):
    """What is no place to move to, or to restore into, is said to be none, and nothing is made there."""
    before = sorted(os.listdir(instance.folder))
    link = instance.folder / "link"
    url = "postgresql://me@localhost/octavo"
    for line, wanted in [(["move", instance.data, ""], (2, "name the store to move from, and the one to move to")),
                         (["move", "", instance.data], (2, "name the store to move from, and the one to move to")),
                         (["move", instance.data, f"{instance.data}/."], (1, "are the same folder")),
                         (["move", link, instance.data], (1, "are the same folder")),
                         (["restore", instance.folder / "b.db", "--data", url], (2, "a PostgreSQL is named with --database"))]:
        status, out, err = instance.run(*line, data=False)
        expect((status, not out) == (wanted[0], True) and wanted[1] in err, f"{line}: {status} {out!r} {err!r}")
    expect(sorted(os.listdir(instance.folder)) == before, f"made: {os.listdir(instance.folder)}")


def others(octavo, publisher):
    """Who has no right to something hears whose it is; root restores for the one to whom the folder belongs."""
    if os.geteuid() != 0:
        print("left out: folders of another user (not root)")
        return
    with Instance(octavo) as instance:
        status, _, err = instance.run("run", publisher.url, "--once", "--no-serve", "--allow", f"127.0.0.1:{publisher.port}")
        expect(status == 0, f"run: {status} {err!r}")
        os.chmod(instance.folder, 0o755)
        backup, whole, theirs = instance.folder / "b.db", instance.folder / "whole", instance.folder / "theirs"
        for target in (backup, whole):
            status, _, err = instance.run("backup", *(["--pages"] if target == whole else []), target)
            expect(status == 0, f"backup: {status} {err!r}")
        os.chmod(backup, 0o600)
        os.chmod(whole, 0o700)
        theirs.mkdir()
        os.chown(theirs, 65534, 65534)
        nobody = dict(data=False, user=65534, group=65534, extra_groups=[])
        for line in [["move", instance.data, theirs], ["restore", backup, "--data", theirs],
                     ["restore", whole, "--data", theirs]]:
            status, _, err = instance.run(*line, **nobody)
            expect(status == 1 and "it belongs to root, and nobody may not read it" in err, f"{line}: {status} {err!r}")
        expect(not os.listdir(theirs), f"nothing is made: {os.listdir(theirs)}")
        os.chmod(instance.data, 0o755)
        for line in [["run", "--once", "--no-serve"], ["add", publisher.url]]:
            status, _, err = instance.run(*line, "--data", instance.data, **nobody)
            expect(status == 1 and "it belongs to root, and nobody may not write to it" in err, f"{line}: {status} {err!r}")
        for flags in [[], ["--replace"]]:
            status, _, err = instance.run("restore", *flags, whole, "--data", theirs, data=False)
            expect(status == 0, f"restore for another: {status} {err!r}")
            status, _, err = instance.run("run", "--once", "--no-serve", "--data", theirs, **nobody)
            expect(status == 0, f"run after root restored: {status} {err!r}")
        expect({path.stat().st_uid for path in theirs.rglob("*")} == {65534}, "all of it is its owner's")


def main():
    with Instance(sys.argv[1]) as instance:
        publisher = Publisher()
        instance.environment["OCTAVO_ALLOW"] = f"127.0.0.1:{publisher.port}"
        own_folder(instance, publisher)
        restored(instance)
        under_a_reader(instance)
        places(instance)
        half_moved(instance)
        others(sys.argv[1], publisher)
    finish("keeping_test")


if __name__ == "__main__":
    main()
