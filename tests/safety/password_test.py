#!/usr/bin/env python3
"""usage: password_test.py OCTAVO

A source whose address holds a name and a password, in front of its feed and of its pages, with links that are relative
and a hub; and one with cookies. What is behind the password is read; the password stands in nothing that the program
serves, exports or tells the hub; and nothing of either is sent to another port of the host, or any more when the owner
has taken it away.
"""
import base64
import http.server
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from prose import text_of  # noqa: E402

PASSWORD = "hunter2zq"
COOKIE = "session=zqcookie"


def fail(message):
    sys.exit("password_test: " + message)


def check(condition, message):
    if not condition:
        fail(message)


def page_of(name):
    return ("<!doctype html><html lang=en><head><title>News of %s</title><meta property=og:image content=/i/%s.jpg>"
            "</head><body><article><h1>News of %s</h1>%s<p><a href=/more>More of it</a> stands in the paper of "
            "Tuesday.</p></article></body></html>" % (name, name, name, text_of(name)))


class World:
    """One server is the publisher and the hub; the other listens at another port of the same hosts."""

    def __init__(self):
        self.asked = []  # (port, host, path, headers)
        self.hub_calls = []
        self.cookie_items = ["plain"]
        self.lock = threading.Lock()
        self.servers = [self.serve() for _ in range(2)]
        self.port, self.other_port = (server.server_address[1] for server in self.servers)

    def serve(self):
        world = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def reply(self, status, kind="text/plain", body="", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self):
                host = self.headers["Host"].split(".")[0]
                with world.lock:
                    world.asked.append((self.server.server_address[1], host, self.path, dict(self.headers)))
                self.reply(*world.answer(host, self.path, self.headers))

            def do_POST(self):
                with world.lock:
                    world.hub_calls.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.reply(202)

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def at(self, host, path, port=None):
        return "http://%s.localhost:%d%s" % (host, port or self.port, path)

    def answer(self, host, path, headers):
        rss, html = "application/rss+xml", "text/html; charset=utf-8"
        if path in ("/robots.txt", "/.well-known/tdmrep.json"):
            return (404,)
        if host == "locked":
            wanted = "Basic " + base64.b64encode(("reader:" + PASSWORD).encode()).decode()
            if headers.get("Authorization") != wanted:
                return (401,)
            if path == "/":
                return 200, html, ("<html><head><link rel=alternate type=application/rss+xml href=/feed.xml></head>"
                                   "</html>")
            if path == "/feed.xml":
                items = "".join("<item><title>News of %s</title><link>%s</link></item>" % (name, link)
                                for name, link in (("one", "/art/one"), ("two", "art/two")))
                return 200, rss, ('<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Locked'
                                  '</title><link>/</link><atom:link rel="self" href="feed.xml"/>'
                                  '<atom:link rel="hub" href="%s"/>%s</channel></rss>' % (self.at("hub", "/"), items))
        if host == "members" and path == "/feed.xml":
            items = "".join("<item><title>News of %s</title><link>%s</link></item>" % (name, self.at(host, "/art/" + name))
                            for name in self.cookie_items)
            items += "<item><title>News of elsewhere</title><link>%s</link></item>" % self.at(
                host, "/art/elsewhere", self.other_port)
            return 200, rss, '<rss version="2.0"><channel><title>Members</title>%s</channel></rss>' % items
        return (200, html, page_of(path.rpartition("/")[2])) if path.startswith("/art/") else (404,)

    def requests(self, path, port=None):
        with self.lock:
            return [headers for at, _, asked, headers in self.asked if asked == path and at == (port or self.port)]


def wait_for(what, condition, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    fail("%s: that did not happen within %d s" % (what, seconds))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.read().decode("utf-8", "replace") + str(answer.headers)
    except urllib.error.HTTPError as error:
        return error.read().decode("utf-8", "replace")
    except OSError:
        return ""


def walk(here):
    """Every page and answer of the API that links lead to, by path."""
    seen, waiting = {}, ["/en/", "/api/v1/articles", "/api/v1/stories", "/api/v1/search?q=news", "/api/v1/publishers",
                         "/api/v1/sources", "/en/search?q=news", "/api/v1/quarantine"]
    while waiting and len(seen) < 150:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen[path] = text = get(here + path)
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/(?:en|api|feed)[^"#]*)"', text)]
        if path in ("/api/v1/articles", "/api/v1/stories"):
            waiting += ["%s/%s" % (path, number) for number in re.findall(r'"id": ?(\d+)', text)]
    return seen


def main():
    octavo = os.path.abspath(sys.argv[1])
    world = World()
    with tempfile.TemporaryDirectory(prefix="octavo_password_") as folder:
        data = os.path.join(folder, "data")
        port = free_port()
        here = "http://127.0.0.1:%d" % port
        allow = ["--allow", "*.localhost:%d,*.localhost:%d" % (world.port, world.other_port)]

        def run(*arguments):
            done = subprocess.run([octavo, *arguments, "--data", data], capture_output=True, text=True, timeout=60)
            check(done.returncode == 0, "octavo %s: %s" % (" ".join(arguments), done.stderr))
            return done.stdout

        run("add", world.at("locked", "/").replace("://", "://reader:%s@" % PASSWORD), *allow)
        run("add", world.at("members", "/feed.xml"), "--as-is", "--cookies", COOKIE)
        with open(os.path.join(folder, "log"), "w") as log:
            process = subprocess.Popen(
                [octavo, "run", "--data", data, *allow, "--port", str(port), "--port-attempts", "1", "--public-url", here,
                 "--group-wait", "1 s", "--log-level", "debug"], stdout=log, stderr=log)
        try:
            wait_for("reading", lambda: all("News of " + name in get(here + "/api/v1/articles")
                                            for name in ("one", "two", "plain", "elsewhere")))
            wait_for("a request to the hub", lambda: world.hub_calls)
            wait_for("the stories", lambda: "News of" in get(here + "/api/v1/stories"))
            served = walk(here)
            check(any("/article/" in path for path in served), "no article's page was found: %s" % sorted(served))
            # What is relative was asked for at the right place, with what lets one in.
            for path in ("/art/one", "/art/two"):
                check(all("Authorization" in headers for headers in world.requests(path)) and world.requests(path),
                      "%s was asked for without the name and password" % path)
            check(any('"%s"' % world.at("locked", "/art/one") in text for text in served.values()),
                  "the address of an article is not told")
            topics = [urllib.parse.parse_qs(call)["hub.topic"][0] for call in world.hub_calls]
            check(topics == [world.at("locked", "/feed.xml")] * len(topics), "the hub was asked for %s" % topics)
            exported = run("export", "--format", "jsonl")
            check("News of one" in exported, "nothing was exported")
            for where, text in {**served, "the hub": " ".join(world.hub_calls), "the export": exported,
                                "the digest": run("digest")}.items():
                for line in text.splitlines():
                    check(PASSWORD not in line, "%s shows the password: %s" % (where, line[:300]))
            # Another port of the host is another server.
            check(all(COOKIE in headers.get("Cookie", "") for headers in world.requests("/art/plain")),
                  "a page of the members' was asked for without their cookie")
            for path in ("/art/elsewhere", "/robots.txt", "/.well-known/tdmrep.json"):
                asked = world.requests(path, world.other_port)
                check(asked, "%s was not asked for at the other port" % path)
                for headers in asked:
                    check(not {"Cookie", "Authorization"} & set(headers), "the other port was sent %s" % headers)
            # What the owner takes away is sent no more.
            world.cookie_items.append("later")
            run("sources", "set", world.at("members", "/feed.xml"), "--cookies", "")
            wait_for("the later page", lambda: world.requests("/art/later"))
            check(all("Cookie" not in headers for headers in world.requests("/art/later")),
                  "the cookie is sent although it was taken away")
            with open(os.path.join(folder, "log")) as log:
                check(PASSWORD not in log.read(), "the log holds the password")
        finally:
            process.terminate()
            process.wait()
    print("password_test: %d requests, %d pages and answers, all as it should be" % (len(world.asked), len(served)))


if __name__ == "__main__":
    main()
