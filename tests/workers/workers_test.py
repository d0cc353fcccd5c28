#!/usr/bin/env python3
"""usage: workers_test.py OCTAVO [KILLS [SEED]]

Many processes on one PostgreSQL, three times:

1. Four `octavo work` read the sample newsroom while they are killed (kill -9) in turn at random moments and new ones
   take their places, and one stands still for longer than the others believe it alive; two `octavo serve` are read from
   all the while. The store must then hold what one undisturbed process leaves in SQLite (`octavo digest`). Grouping waits
   for the last article in both, so that the order of arrival is the same.
2. The worker that groups is killed, and another one stopped (SIGSTOP): a new article must find its story within ten
   seconds. The stopped one is woken again: it may commit nothing, and works on.
3. Four workers fetch from a few hosts that all have many pages: no host may be asked by more than two at once, or twice
   within the pause, whoever asks.
"""
import difflib
import http.server
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))
from server import Server  # noqa: E402

AS_OF = "2026-11-20T07:00:00Z"
WORKERS = 4
LONGEST = 0.8  # seconds from one kill to the next
STILL = 9  # seconds that a worker stands still: others bury it after six
TAKE_OVER = 10  # seconds, the bar
PATIENCE = 90
AT_ONCE = 2  # requests of one host
PAUSE = 0.050  # between two requests of one host
WINDOW = 10  # requests: what shortens one pause on a busy machine has lengthened another
SLACK = 0.8


def fail(message):
    sys.exit("workers_test: " + message)


def wait_until(what, condition, patience=PATIENCE, step=0.02):
    """Seconds that it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > patience:
            fail(f"waited {patience} s in vain: {what}")
        time.sleep(step)
    return time.monotonic() - began


class Octavo:
    """The processes of one instance: all that it starts, it ends."""

    def __init__(self, program, folder, database):
        self.program = program
        self.folder = folder
        self.database = database
        self.log = open(os.path.join(folder, "log"), "a")
        self.workers = []
        self.others = []

    def start(self, *arguments, **options):
        return subprocess.Popen([self.program, *arguments, "--database", self.database], stdout=self.log,
                                stderr=self.log, **options)

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments, "--database", self.database], stdout=subprocess.PIPE,
                              stderr=self.log, text=True, timeout=PATIENCE)
        return done.returncode, done.stdout

    def start_worker(self, *arguments):
        worker = self.start("work", "--data", os.path.join(self.folder, "work"), "--workers", "1", *arguments)
        self.workers.append(worker)
        return worker

    def serve(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.others.append(self.start("serve", "--data", os.path.join(self.folder, "serve"), "--port", str(port)))
        return port

    def end(self):
        for process in self.workers + self.others:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in self.workers + self.others:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                fail(f"a process did not end: {' '.join(process.args[:3])}")
        self.workers, self.others = [], []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.workers + self.others:
            if process.poll() is None:
                process.kill()
                process.wait()
        self.log.close()


class Readers:
    """Ask every `octavo serve` for pages, without end; every answer must be whole."""

    def __init__(self, ports):
        self.ending = False
        self.answers = 0
        self.faults = []
        self.threads = [threading.Thread(target=self.read, args=(port,), daemon=True) for port in ports]
        for thread in self.threads:
            thread.start()

    def read(self, port):
        listening = False
        while not self.ending:
            for path in ("/en/", "/ja/", "/api/v1/stories", "/en/search?q=harbour"):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
                        answer.read()
                        self.answers += 1
                        listening = True
                except urllib.error.HTTPError as error:
                    self.faults.append(f"{path}: {error}")
                except OSError as error:
                    if listening:
                        self.faults.append(f"{path}: {error}")
            time.sleep(0.1)

    def end(self):
        self.ending = True
        for thread in self.threads:
            thread.join(30)


class SampleNewsroom:
    def __init__(self, program, folder, port=0):
        self.list = os.path.join(folder, "list.opml")
        port_file = os.path.join(folder, "port")
        if os.path.exists(port_file):
            os.remove(port_file)
        self.process = subprocess.Popen([program, "sample", "--fast", "--port", str(port), "--port-file", port_file,
                                         "--opml", self.list, "--as-of", AS_OF], stdout=subprocess.DEVNULL)
        wait_until("the sample newsroom", lambda: os.path.exists(port_file) or self.process.poll() is not None, 30)
        self.port = int(open(port_file).read())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


# ---- 1. the same store, however often workers die

def undisturbed(program, folder):
    with SampleNewsroom(program, folder) as newsroom, open(os.path.join(folder, "log"), "a") as log:
        data = os.path.join(folder, "alone")
        began = time.monotonic()
        subprocess.run([program, "run", "--once", "--no-serve", "--data", data, "--group-wait", "12 h", "--workers", "1",
                        "--concurrency", "4", "--allow", f"*.localhost:{newsroom.port}", newsroom.list], stdout=log,
                       stderr=log, timeout=PATIENCE)
        digest = subprocess.run([program, "digest", "--check", "--data", data], check=True, capture_output=True, text=True)
        print(f"undisturbed on SQLite: {time.monotonic() - began:.1f} s", flush=True)
        if digest.stdout.count('"article"') < 50:
            fail("hardly anything was read")
        return newsroom.port, digest.stdout


def disturb(octavo, arguments, dice, kills):
    """Kills workers in turn; one in the middle stands still instead, and is woken later. How many were killed."""
    still = None
    for number in range(kills):
        time.sleep(dice.uniform(0.05, LONGEST))
        place = number % WORKERS
        worker = octavo.workers[place]
        if number == kills // 3 and worker is not still:
            worker.send_signal(signal.SIGSTOP)
            still, woken_at = worker, time.monotonic() + STILL
            continue
        if worker is still:
            continue
        if worker.poll() is not None:
            fail(f"a worker ended by itself with status {worker.returncode}")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        octavo.workers.pop(place)
        octavo.start_worker(*arguments)
        octavo.workers.insert(place, octavo.workers.pop())
    if still is not None:
        time.sleep(max(0, woken_at - time.monotonic()))
        still.send_signal(signal.SIGCONT)


def killed_in_turn(program, folder, server, dice, kills):
    port, wanted = undisturbed(program, folder)
    with SampleNewsroom(program, folder, port) as newsroom, Octavo(program, folder, server.schema("killed")) as octavo:
        arguments = ["--group-wait", "12 h", "--concurrency", "2", "--allow", f"*.localhost:{newsroom.port}"]
        status, _ = octavo.run("import", "--data", os.path.join(folder, "work"), newsroom.list)
        if status != 0:
            fail("the sources could not be added")
        began = time.monotonic()
        for _ in range(WORKERS):
            octavo.start_worker(*arguments)
        readers = Readers([octavo.serve(), octavo.serve()])
        disturb(octavo, arguments, dice, kills)
        last = octavo.start_worker("--once", *arguments)
        try:
            last.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            for table in ("workers", "editors", "hosts WHERE worker <> 0", "jobs ORDER BY id LIMIT 20"):
                print(table, *server.run(f"SELECT * FROM killed.{table}"), sep="\n  ")
            fail("the work does not come to its end")
        if last.returncode not in (0, 1):
            fail(f"the last worker ended with status {last.returncode}")
        readers.end()
        octavo.end()
        status, found = octavo.run("digest", "--check", "--data", os.path.join(folder, "work"))
        if readers.faults:
            fail(f"{len(readers.faults)} pages could not be read meanwhile: {readers.faults[0]}")
        if found != wanted:
            for line in list(difflib.unified_diff(wanted.splitlines(), found.splitlines(), "SQLite, undisturbed",
                                                  "PostgreSQL, killed", lineterm="", n=0))[:40]:
                print(line[:300])
            fail("the stores differ")
        if status != 0:
            fail("the store has faults, see above")
        print(f"{WORKERS} workers, {kills} kills, one stood still {STILL} s: equal after {time.monotonic() - began:.1f} s; "
              f"{readers.answers} pages read meanwhile", flush=True)


# ---- a newsroom of our own, whose feeds grow when they are told to

class Press(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.items = {}  # by host: how many
        self.asked = []  # (host, path, begun, ended)
        self.slow = 0.0
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, host, path):
        return f"http://{host}.localhost:{self.port}{path}"


SENTENCES = ["The council of {0} voted on item {1} after a long night in the old customs house.",
             "Engineers from the {0} yard said that pump {1} had failed twice since the spring.",
             "Nobody in {0} expected {1} visitors at the opening of the small museum of tides.",
             "A report on line {1} of the {0} tramway names the cost of every sleeper and rail.",
             "Farmers near {0} counted {1} geese more than in the year before, and fewer swans."]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        begun = time.monotonic()
        name = self.headers["Host"].split(".")[0]
        press = self.server
        if self.path == "/feed.xml":
            with press.lock:
                items = press.items.get(name, 0)
            body = f'<rss version="2.0"><channel><title>{name}</title><link>{press.url(name, "/")}</link>' + "".join(
                f'<item><title>{name} paper, item {i}</title><link>{press.url(name, f"/{i}")}</link></item>'
                for i in range(items)) + "</channel></rss>"
            kind = "application/rss+xml"
        else:
            number = self.path.strip("/")
            text = "".join(f"<p>{SENTENCES[k % 5].format(name, f'{number}{k}')} {SENTENCES[(k + 2) % 5].format(name, k)}</p>"
                           for k in range(8))
            body = (f"<!doctype html><html lang=en><head><title>{name} paper, item {number}</title></head><body><article>"
                    f"<h1>{name} paper, item {number}</h1>{text}</article></body></html>")
            kind = "text/html; charset=utf-8"
            if self.path == "/robots.txt":
                body, kind = "User-agent: *\nAllow: /\n", "text/plain"
        time.sleep(press.slow)
        data = body.encode()
        with press.lock:
            press.asked.append((name, self.path, begun, time.monotonic()))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


# ---- 2. how long a language is without its editor

def placed(server, schema):
    return int(server.run(f"SELECT count(*) FROM {schema}.articles WHERE story IS NOT NULL")[0])


def holder(server, schema, octavo):
    """The worker that groups English; its epoch."""
    rows = server.run(f"SELECT w.name, e.epoch FROM {schema}.editors e JOIN {schema}.workers w ON w.id = e.worker "
                      "WHERE e.language = 'en'")
    if not rows:
        return None, 0
    name, epoch = rows[0].split("|")
    process = int(name.rsplit(":", 1)[1])
    return next((worker for worker in octavo.workers if worker.pid == process), None), int(epoch)


def one_more(press, server, schema):
    with press.lock:
        press.items["gazette"] += 1
    server.run(f"UPDATE {schema}.sources SET next_poll = 0")


def take_overs(program, folder, server):
    press = Press()
    press.items["gazette"] = 1
    conninfo = server.schema("offices")
    with Octavo(program, folder, conninfo) as octavo:
        arguments = ["--group-wait", "300 ms", "--allow", f"*.localhost:{press.port}"]
        status, _ = octavo.run("add", "--data", os.path.join(folder, "work"), press.url("gazette", "/feed.xml"))
        if status != 0:
            fail("the source could not be added")
        for _ in range(WORKERS):
            octavo.start_worker(*arguments)
        wait_until("the first article", lambda: placed(server, "offices") == 1, 30)
        for how in (signal.SIGKILL, signal.SIGSTOP):
            count = placed(server, "offices")
            editor, epoch = holder(server, "offices", octavo)
            if editor is None:
                fail("nobody groups English")
            editor.send_signal(how)
            began = time.monotonic()
            one_more(press, server, "offices")
            wait_until("an article grouped by another editor", lambda: placed(server, "offices") == count + 1, 60)
            seconds = time.monotonic() - began
            other, new_epoch = holder(server, "offices", octavo)
            if other is editor or new_epoch <= epoch:
                fail(f"the editor is the same after {how.name}: epoch {epoch}, then {new_epoch}")
            print(f"{how.name}: another editor's first article {seconds:.1f} s later", flush=True)
            if seconds > TAKE_OVER:
                fail(f"more than {TAKE_OVER} s")
            if how == signal.SIGKILL:
                octavo.workers.remove(editor)
                editor.wait()
                octavo.start_worker(*arguments)
            else:
                editor.send_signal(signal.SIGCONT)
                name = f"%:{editor.pid}"
                wait_until("the woken worker enters anew", lambda: int(server.run(
                    f"SELECT count(*) FROM offices.workers WHERE name LIKE '{name}'")[0]) == 1, 30)
                _, epoch_after = holder(server, "offices", octavo)
                if epoch_after != new_epoch:
                    fail("the woken worker took its office back from a living editor")
        octavo.end()
        if octavo.run("digest", "--check", "--data", os.path.join(folder, "work"))[0] != 0:
            fail("the store has faults, see above")
    press.shutdown()


# ---- 3. polite, all together

def polite(program, folder, server):
    press = Press()
    press.slow = 0.06
    hosts = ["alpha", "beta", "gamma"]
    for host in hosts:
        press.items[host] = 25
    with Octavo(program, folder, server.schema("polite")) as octavo:
        urls = [press.url(host, "/feed.xml") for host in hosts]
        if octavo.run("add", "--data", os.path.join(folder, "work"), *urls)[0] != 0:
            fail("the sources could not be added")
        arguments = ["--group-wait", "1 s", "--allow", f"*.localhost:{press.port}"]
        for _ in range(WORKERS):
            octavo.start_worker(*arguments)
        wait_until("all pages", lambda: placed(server, "polite") == 75, 60, 0.1)
        octavo.end()
    press.shutdown()
    paths = [(host, path) for host, path, _, _ in press.asked if re.fullmatch(r"/\d+", path)]
    if len(paths) != 75 or len(set(paths)) != 75:
        fail(f"{len(paths)} pages fetched, {len(set(paths))} different ones, not 75")
    for host in hosts:
        times = sorted((begun, ended) for name, _, begun, ended in press.asked if name == host)
        spans = [times[k + WINDOW][0] - times[k][0] for k in range(len(times) - WINDOW)]
        pause = min(spans) / WINDOW
        most = max(sum(1 for begun, ended in times if begun <= moment < ended) for moment, _ in times)
        print(f"{host}: at most {most} at once, {pause * 1000:.0f} ms or more from one to the next, {WINDOW} on average",
              flush=True)
        if most > AT_ONCE or pause < PAUSE * SLACK:
            fail(f"{host} was asked too often")


def main():
    if len(sys.argv) < 2:
        fail("usage: workers_test.py OCTAVO [KILLS [SEED]]")
    program = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**6)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        try:
            killed_in_turn(program, folder, server, random.Random(seed), kills)
            take_overs(program, folder, server)
            polite(program, folder, server)
        except SystemExit:
            print(open(os.path.join(folder, "log")).read()[-4000:])
            raise


if __name__ == "__main__":
    main()
