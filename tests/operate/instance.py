"""What the tests of running Octavo share: an instance in a folder of its own, and a publisher to read."""
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PATIENCE = 40  # seconds
WORDS = """harbour bridge election storm market school hospital river train museum forest budget mayor island concert fire
rescue library farmer doctor engine satellite winter goal league painter judge village tower road festival factory wage
strike tunnel planet whale lantern orchard granary bakery kestrel summit valley glacier desert canal lighthouse""".split()

failures = []


def expect(condition, what):
    """Notes a failure, and goes on."""
    if not condition:
        failures.append(what)
        print(f"FAILED: {what}", flush=True)


def finish(name):
    if failures:
        sys.exit(f"{name}: {len(failures)} failed")
    print("ok")


def until(what, condition, patience=PATIENCE):
    end = time.time() + patience
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    expect(False, f"{what}: not within {patience} s")
    return None


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def title_of(number):
    return f"Event number {number}: {' '.join(random.Random(number + 77).sample(WORDS, 5))}"


class Publisher(http.server.ThreadingHTTPServer):
    """Serves /feed, a feed of `entries` entries, and their pages. `date` replaces the Date header; `status` what is
    answered for the feed; `asked` counts requests for it. With `hub` the feed names one: /hub, which takes every request
    and verifies none; `hub_calls` are their forms."""
    daemon_threads = True

    def __init__(self, entries=3, hub=False):
        self.entries, self.date, self.status, self.asked, self.slow = entries, None, 200, 0, 0.0
        self.hub, self.hub_calls = hub, []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/feed"


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return self.server.date or super().date_time_string(timestamp)

    def do_HEAD(self):
        self.do_GET()

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.hub_calls.append({name: values[0] for name, values in form.items()})
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        server = self.server
        if self.path.startswith("/feed"):
            server.asked += 1
            time.sleep(server.slow)
            base = f"http://127.0.0.1:{server.port}"
            items = "".join(f"<item><title>{title_of(i)}</title><link>{base}/page/{i}</link>"
                            f"<guid>{base}/page/{i}</guid></item>" for i in range(server.entries))
            hub = (f'<atom:link rel="hub" href="{base}/hub"/><atom:link rel="self" href="{server.url}"/>' if server.hub
                   else "")
            body = ('<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Gazette</title>'
                    f"<link>{base}/</link>{hub}{items}</channel></rss>")
            kind = "application/rss+xml"
        elif self.path.startswith("/page/"):
            number = self.path.rsplit("/", 1)[1]
            # Each page is about something else: what is alike would be taken for versions of one article.
            dice = random.Random(int(number))
            text = "".join(f"<p>{' '.join(dice.choice(WORDS) for _ in range(30)).capitalize()}, said the ferry's captain on "
                           f"the pier.</p>" for _ in range(8))
            body = (f"<html><head><title>{title_of(int(number))}</title></head><body><article>"
                    f"<h1>{title_of(int(number))}</h1>{text}</article></body></html>")
            kind = "text/html"
        else:
            self.send_error(404)
            return
        data = body.encode()
        self.send_response(server.status if self.path.startswith("/feed") else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


class Instance:
    """A data folder, and commands on it, without anything that the caller's environment says of Octavo."""

    def __init__(self, octavo):
        self.octavo = os.path.abspath(octavo)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="octavo-operate-"))
        self.data = self.folder / "data"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("OCTAVO_")}
        self.started = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments, data=True, **options):
        """(exit status, standard output, standard error)"""
        command = [self.octavo, *map(str, arguments)] + (["--data", str(self.data)] if data else [])
        options.setdefault("env", self.environment)
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, timeout=120, **options)
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments, **options):
        status, out, err = self.run(*arguments, "--json", **options)
        try:
            return status, json.loads(out)
        except ValueError:
            expect(False, f"{arguments}: no JSON: {out!r} {err!r}")
            return status, {}

    def start(self, *arguments, environment=None, **options):
        """`octavo run` and the like; gives the process once it said its first line, and that line."""
        process = subprocess.Popen([self.octavo, *map(str, arguments), "--data", str(self.data)], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env={**self.environment, **(environment or {})}, start_new_session=True, **options)
        self.started.append(process)
        return process

    def stop(self, process, how=signal.SIGINT):
        process.send_signal(how)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            expect(False, f"it does not end after signal {how}")
            process.kill()
            out, err = process.communicate()
        return process.returncode, out, err
