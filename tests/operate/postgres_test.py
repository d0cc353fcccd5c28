#!/usr/bin/env python3
"""usage: postgres_test.py OCTAVO

What `status` and `doctor` say of an instance on PostgreSQL: an empty database, one that runs, a server that is down, one
that nobody knows.
"""
import pathlib
import signal
import sys
import time

from instance import Instance, Publisher, expect, finish, until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))
from server import Server  # noqa: E402


def advice(instance, name, database, what, do):
    """The doctor's one finding about the database, and status's only words."""
    told = instance.json("doctor", "--offline", "--database", database)[1]
    found = [f for f in told["findings"] if f["check"] == "database"]
    expect(len(found) == 1 and what in found[0]["what"] and do in found[0]["do"] and "backup" not in found[0]["do"],
           f"{name}: {found}")
    status, out, err = instance.run("status", "--database", database)
    expect(status == 1 and what in err and not out, f"status of {name}: {status} {out} {err}")


def running(instance, publisher, server, database):
    on = ["--database", database]
    process = instance.start("run", "--port", "0", *on, publisher.url)
    expect(process.stdout.readline().startswith("Octavo: http"), "it runs")
    expect((instance.data / "control.sock").is_socket(), "the control socket is in the data folder")
    status, told = instance.json("status", *on)
    expect(told["process"] and told["process"]["process"] == process.pid, f"status names the process: {told['process']}")
    told = instance.json("doctor", "--offline", *on)[1]
    expect(any(n["check"] == "process" and f"process {process.pid} runs" in n["note"] for n in told["notes"]),
           f"doctor names the process: {told['notes']}")
    # What runs in the folder on another store is not what is asked about.
    told = instance.json("status", "--database", database + " application_name=other port=5432")[1]
    expect(told["process"] is None, f"a process on another database: {told['process']}")

    # A second one goes on without a socket, and takes none away.
    second = instance.start("run", "--port", "0", *on)
    expect(second.stdout.readline().startswith("Octavo: http"), "a second one runs")
    code, _, err = instance.stop(second)
    expect(code == 0 and "commands do not reach this process" in err, f"the second one: {code} {err}")
    expect(instance.json("status", *on)[1]["process"]["process"] == process.pid, "the first one answers still")

    # An order is carried out though it answers nobody.
    process.send_signal(signal.SIGSTOP)
    status, out, err = instance.run("pause", "--all", *on)
    expect(status == 0 and out == "paused 1 source\n", f"pause: {status} {out} {err}")
    process.send_signal(signal.SIGCONT)

    # The server goes away and comes back: the log says both.
    server.restart()
    time.sleep(5)
    _, _, err = instance.stop(process)
    expect(err.count("PostgreSQL user=octavo") and "answers again" in err, f"the server is back: {err}")
    expect(not (instance.data / "control.sock").exists(), "it takes its socket with it")


def main():
    with Publisher() as publisher, Server(fsync=False) as server, Instance(sys.argv[1]) as instance:
        instance.environment["OCTAVO_ALLOW"] = f"127.0.0.1:{publisher.port}"
        database = server.conninfo
        advice(instance, "an empty database", database, "there is nothing in it yet: start `octavo run`", "start `octavo run`")
        advice(instance, "no such database", database.replace("dbname=postgres", "dbname=nosuch"), "does not exist", "createdb")
        advice(instance, "no such user", database.replace("user=octavo", "user=nosuch"), "does not exist", "createuser")
        advice(instance, "a server that is down", "host=127.0.0.1 port=1 dbname=o", "refused", "start PostgreSQL")
        advice(instance, "no such host", "host=no-such-host.invalid dbname=o", "no-such-host.invalid", "look at the network")
        running(instance, publisher, server, database)
    finish("postgres_test")


if __name__ == "__main__":
    main()
