#!/usr/bin/env python3
"""usage: secrets_test.py OCTAVO

The program reads sources whose addresses, redirects and failures are full of secrets, with every kind of log. None of
them may stand in what it logs, prints, serves or answers; nor in the messages about settings that hold one.
"""
import base64
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

PATIENCE = 60  # seconds
# Each secret is a word of its own, so that whatever shows it says which one it was.
SECRETS = {}


def secret(what):
    return SECRETS.setdefault(what, "zq%dxv%s" % (len(SECRETS), re.sub("[^a-z]", "", what)[:8]))


def fail(message):
    sys.exit("secrets_test: " + message)


class Publisher(http.server.BaseHTTPRequestHandler):
    """Feeds behind passwords and tokens, and every way to fail."""
    asked = set()

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = self.path.partition("?")[0]
        Publisher.asked.add(path)
        here = "http://127.0.0.1:%d" % self.server.server_port
        if path == "/feed":
            wanted = base64.b64encode(("reader:" + secret("basic password")).encode()).decode()
            if self.headers.get("Authorization") != "Basic " + wanted:
                return self.answer(401)
            items = "".join(
                "<item><title>Story %d of the harbour</title><link>%s/%s?token=%s</link></item>" %
                (i, here, path, secret("token of an article"))
                for i, path in enumerate(["gone", "late", "moved", "article"]))
            return self.answer(200, ("<rss version='2.0'><channel><title>Harbour</title>%s</channel></rss>" %
                                     items).encode(), Content_Type="application/rss+xml",
                               Set_Cookie="session=" + secret("cookie of a feed"))
        if path == "/moved":
            return self.answer(301, Location="http://user:%s@10.0.0.1/x?signature=%s" %
                               (secret("password in a redirect"), secret("signature in a redirect")))
        if path == "/loop":
            return self.answer(302, Location="/loop?sig=" + secret("signature in a loop"))
        if path == "/article":
            text = "The ferry left the harbour at noon with forty people on board. " * 30
            return self.answer(200, ("<html lang=en><title>Ferry</title><h1>Ferry leaves harbour</h1><article><p>%s</p>"
                                     "</article></html>" % text).encode(), Content_Type="text/html")
        if path == "/late":
            return self.answer(503, Retry_After="1")
        if path == "/rubbish":
            return self.answer(200, b"this is no feed", Content_Type="application/rss+xml")
        self.answer(404)


def sources(port):
    here = "127.0.0.1:%d" % port
    return [
        "http://reader:%s@%s/feed?token=%s" % (secret("basic password"), here, secret("token of a feed")),
        "http://reader:%s@%s/other" % (secret("password of one that fails"), here),
        "http://%s/rubbish?api_key=%s" % (here, secret("key of rubbish")),
        "http://%s/moved?key=%s" % (here, secret("key of one that moves")),
        "http://%s/loop?auth=%s" % (here, secret("auth of a loop")),
        "http://u:%s@10.0.0.1/feed?password=%s" % (secret("password inside"), secret("password in a query")),
        "http://u:%s@nowhere.invalid/feed?access_token=%s" % (secret("password nowhere"), secret("token nowhere")),
        "https://u:%s@%s/feed?rsskey=%s" % (secret("password without tls"), here, secret("key without tls")),
    ]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.read().decode("utf-8", "replace") + str(answer.headers)
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace") + str(error.headers)


class Outputs:
    """Everything that left the program, by where it did."""

    def __init__(self):
        self.texts = {}

    def add(self, where, text):
        self.texts[where] = self.texts.get(where, "") + text

    def findings(self, may_hold=()):
        found = []
        for where, text in self.texts.items():
            for what, word in SECRETS.items():
                if word in text and (where.split()[0], what) not in may_hold:
                    at = text.index(word)
                    found.append("%s shows the %s: …%s…" % (where, what, text[max(0, at - 120):at + 30]))
        return found


def run_command(octavo, outputs, where, arguments, environment=None):
    run = subprocess.run([octavo, *arguments], capture_output=True, text=True, timeout=PATIENCE,
                         env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL)
    outputs.add(where, run.stdout + run.stderr)
    return run


def read_and_serve(octavo, folder, publisher, log_format, outputs):
    data = os.path.join(folder, log_format)
    run_command(octavo, outputs, "add", ["add", "--data", data, *sources(publisher)])
    port = free_port()
    log_path = os.path.join(folder, log_format + ".log")
    with open(log_path, "w") as log:
        process = subprocess.Popen(
            [octavo, "run", "--data", data, "--port", str(port), "--log-level", "debug", "--log-format", log_format,
             "--allow", "127.0.0.1:%d" % publisher, "--fetch-timeout", "2 s", "--group-wait", "1 s"],
            stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        here = "http://127.0.0.1:%d" % port
        end = time.time() + PATIENCE
        while time.time() < end and not {"/feed", "/article", "/moved", "/loop", "/gone"} <= Publisher.asked:
            time.sleep(0.2)
        time.sleep(3)
        for path in ("/metrics", "/health/ready", "/api/v1/stories", "/api/v1/articles", "/api/v1/publishers",
                     "/api/v1/sources", "/api/v1/quarantine", "/en/", "/en/quarantine", "/en/owner", "/en/sources",
                     "/en/search?q=ferry", "/nowhere?token=" + secret("token of a reader")):
            outputs.add("served%s" % path.partition("?")[0], get(here + path))
        for command in (["sources"], ["doctor"], ["status"], ["status", "--json"], ["doctor", "--json"],
                        ["sources", "--json"]):
            run_command(octavo, outputs, " ".join(["printed", *command]), [*command, "--data", data])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)
    with open(log_path) as log:
        outputs.add("log as " + log_format, log.read())


def main():
    octavo = sys.argv[1]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    outputs = Outputs()
    with tempfile.TemporaryDirectory(prefix="octavo_secrets_") as folder:
        for log_format in ("text", "json"):
            Publisher.asked.clear()
            read_and_serve(octavo, folder, server.server_port, log_format, outputs)
        # Settings that hold a secret and are wrong besides.
        run_command(octavo, outputs, "wrong settings", ["run", "--data", os.path.join(folder, "wrong")], {
            "OCTAVO_PUBLIC_URL": "paper://admin:%s@example" % secret("password of a wrong public address"),
            "OCTAVO_ALLOW": "http://user:%s@10.0.0.1" % secret("password of a wrong entry")})
        run_command(octavo, outputs, "wrong database", ["run", "--no-serve", "--once", "--data", os.path.join(
            folder, "nowhere")], {
                "OCTAVO_DATABASE": "postgresql://octavo:%s@127.0.0.1:1/octavo?password=%s" %
                                   (secret("password of a database"), secret("password in its query"))})
        # Lists with addresses that look like one another, or like no address.
        data = os.path.join(folder, "lists")
        here = "127.0.0.1:%d" % server.server_port
        opml = os.path.join(folder, "list.opml")
        with open(opml, "w") as file:
            file.write("<opml version='2.0'><body>" + "".join("<outline text='one' xmlUrl='http://joe:%s@%s'/>" % one for one in [
                (secret("password in a list"), here + "/listed"), (secret("another for the same"), here + "/listed/"),
                (secret("password of no address"), "[bad/zzz")]) + "</body></opml>")
        for where, arguments in [
                ("imported", ["import", opml]), ("imported again", ["import", opml]),
                ("added to them", ["add", "--as-is", "http://%s/listed" % here]),
                ("run with them", ["run", "--once", "--no-serve", opml]),
                ("paused", ["pause", "1", "http://joe:%s@nowhere/" % secret("password of no source")]),
                ("resumed", ["resume", "1"]), ("removed", ["remove", "1"])]:
            run = run_command(octavo, outputs, where, [*arguments, "--data", data])
            if "***@" not in run.stdout + run.stderr:
                fail("%s: nothing is masked: %s" % (where, run.stdout + run.stderr))
        run_command(octavo, outputs, "surplus", ["status", "http://joe:%s@host/" % secret("password of what is too much")])
        run_command(octavo, outputs, "no command", ["http://joe:%s@host/" % secret("password of no command")])
        run_command(octavo, outputs, "fetched", ["fetch", "http://u:%s@10.0.0.1/?token=%s" % (
            secret("password of a fetch"), secret("token of a fetch"))])
    server.shutdown()

    # A reader who opens an article goes to the address that its publisher gave it; whoever fetches or adds an address
    # from the command line is answered with it.
    may_hold = {("served/api/v1/articles", "token of an article"), ("served/api/v1/stories", "token of an article"),
                ("served/en/", "token of an article"), ("served/en/search", "token of an article"),
                ("served/nowhere", "token of a reader"), ("served/api/v1/quarantine", "token of an article"),
                ("served/en/quarantine", "token of an article"),
                # `fetch` is a filter: it echoes what it was given.
                ("fetched", "password of a fetch"), ("fetched", "token of a fetch")}
    for log in ("log as text", "log as json"):
        if "***" not in outputs.texts[log]:
            fail("%s masks nothing: was anything read?\n%s" % (log, outputs.texts[log][-3000:]))
    for line in outputs.texts["log as json"].splitlines():
        if line.startswith("{"):
            json.loads(line)
    found = outputs.findings(may_hold)
    if found:
        fail("%d findings\n  %s" % (len(found), "\n  ".join(found)))
    print("secrets_test: %d secrets, %d places, %d bytes looked through, none found" %
          (len(SECRETS), len(outputs.texts), sum(map(len, outputs.texts.values()))))


if __name__ == "__main__":
    main()
