#!/usr/bin/env python3
"""usage: polite_test.py OCTAVO

Octavo among publishers with manners and wishes of their own, all of them played by one server on loopback: robots.txt,
reservations, a feed that is gone, a site that names several feeds, a feed for members, and a WebSub hub. What was asked
of the publishers is what they must have been asked, and what the owner is told is what happened.
"""
import hashlib
import hmac
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

SECRET = "s3cret-cookie"


def fail(message):
    sys.exit("polite_test: " + message)


def page_of(name):
    return (f"<!doctype html><html lang=en><head><title>News of {name}</title></head><body><article>"
            f"<h1>News of {name}</h1>{text_of(name)}</article></body></html>")


def rss(host, items, hub="", title="A"):
    links = f'<atom:link rel="hub" href="{hub}"/><atom:link rel="self" href="{host}/feed.xml"/>' if hub else ""
    body = "".join(
        f"<item><title>News of {name}</title><link>{host}/{path}</link><guid>{path}</guid>"
        f"<pubDate>{time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime())}</pubDate>{more}</item>"
        for name, path, more in items)
    return ('<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            f"<channel><title>{title}</title>{links}{body}</channel></rss>")


class World:
    """What stands where, and what was asked."""

    def __init__(self):
        self.asked = []
        self.hub_calls = []
        self.lock = threading.Lock()
        world = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                host = self.headers["Host"].split(":")[0]
                with world.lock:
                    world.asked.append((host, self.path, dict(self.headers)))
                self.send(*world.answer(host, self.path, self.headers))

            def do_POST(self):
                form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                call = {name.split(".")[1]: values[0] for name, values in form.items()}
                with world.lock:
                    world.hub_calls.append(call)
                self.send(202, {}, "")
                threading.Thread(target=world.verify, args=(call,)).start()

            def send(self, status, headers, body):
                bytes_ = body.encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(bytes_)))
                self.end_headers()
                self.wfile.write(bytes_)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 100

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def at(self, name, path=""):
        return f"http://{name}.localhost:{self.port}{path}"

    def answer(self, host, path, headers):
        html = {"Content-Type": "text/html; charset=utf-8"}
        xml = {"Content-Type": "application/rss+xml"}
        name = host.split(".")[0]
        if name == "gone":
            return (410, {}, "") if path == "/feed.xml" else (404, {}, "")
        if name == "members":
            if f"session={SECRET}" not in headers.get("Cookie", ""):
                return 403, {}, "members only"
            if path == "/feed.xml":
                return 200, xml, rss(self.at(name), [("members", "m.html", "")], title="Members")
            return (200, html, page_of("members")) if path == "/m.html" else (404, {}, "")
        if name == "site":
            feeds = {"/feed": "Site", "/comments/feed": "Comments on Site"}
            if path in feeds:
                return 200, xml, rss(self.at(name), [(feeds[path], path[1:2] + ".html", "")], title=feeds[path])
            return 200, html, ("<html><head><title>Site</title>" + "".join(
                f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in reversed(feeds)) +
                "</head></html>") if path == "/" else "<html></html>"
        if name != "a":
            return 404, {}, ""
        full = f"<content:encoded><![CDATA[{text_of('the secret')}]]></content:encoded>"
        items = [("the open page", "open.html", ""), ("the secret", "private/secret.html", full),
                 ("no machines", "noai.html", "")]
        files = {
            "/robots.txt": (200, {"Content-Type": "text/plain"},
                            "User-agent: *\nDisallow: /\n\nUser-agent: Octavo\nDisallow: /private/\n"),
            "/.well-known/tdmrep.json": (200, {"Content-Type": "application/json"},
                                         '[{"location": "/open*", "tdm-reservation": 1}]'),
            "/feed.xml": (200, xml, rss(self.at("a"), items, hub=self.at("hub", "/"))),
            "/open.html": (200, html, page_of("the open page")),
            "/private/secret.html": (200, html, page_of("the secret")),
            "/noai.html": (200, html | {"X-Robots-Tag": "noai"}, page_of("no machines")),
            "/pushed.html": (200, html, page_of("what was pushed")),
            "/forged.html": (200, html, page_of("what was forged")),
        }
        return files.get(path, (404, {}, ""))

    def verify(self, call):
        time.sleep(0.2)
        query = urllib.parse.urlencode({"hub.mode": call["mode"], "hub.topic": call["topic"],
                                        "hub.challenge": "what-i-ask", "hub.lease_seconds": "3600"})
        try:
            with urllib.request.urlopen(call["callback"] + "?" + query, timeout=10) as answer:
                call["verified"] = answer.read().decode() == "what-i-ask"
        except urllib.error.HTTPError as error:
            call["verified"] = error.code

    def push(self, call, body, secret):
        signature = "sha256=" + hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
        request = urllib.request.Request(call["callback"], body.encode(), {
            "Content-Type": "application/rss+xml", "X-Hub-Signature": signature})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status

    def count(self, name, path):
        with self.lock:
            return sum(1 for host, asked, _ in self.asked if (host, asked) == (name + ".localhost", path))


def wait_for(what, condition, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    fail(f"{what}: that did not happen within {seconds} s")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Octavo:
    def __init__(self, program, folder, world):
        self.program = program
        self.data = os.path.join(folder, "data")
        self.allow = ["--allow", f"*.localhost:{world.port}"]
        self.log_path = os.path.join(folder, "log")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def run(self, *arguments, good=True):
        done = subprocess.run([self.program, *arguments, "--data", self.data], capture_output=True, text=True,
                              timeout=60)
        if good and done.returncode != 0:
            fail(f"octavo {' '.join(arguments)}: status {done.returncode}\n{done.stderr}")
        return done.stdout + done.stderr

    def add(self, *arguments):
        return self.run("add", *arguments, *self.allow)

    def sources(self):
        return {one["url"]: one for one in map(json.loads, self.run("sources", "--json").splitlines())}

    def __enter__(self):
        self.log = open(self.log_path, "w")
        self.process = subprocess.Popen(
            [self.program, "run", "--data", self.data, *self.allow, "--port", str(self.port), "--port-attempts", "1",
             "--public-url", self.url, "--group-wait", "1 s", "--log-level", "debug"],
            stdout=self.log, stderr=self.log)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def articles(self):
        try:
            with urllib.request.urlopen(self.url + "/api/v1/articles?limit=50", timeout=10) as answer:
                listed = json.load(answer)
        except OSError:
            return {}
        out = {}
        for one in listed.get("articles", listed.get("items", [])):
            with urllib.request.urlopen(f"{self.url}/api/v1/articles/{one['id']}", timeout=10) as answer:
                out[one["title"]] = json.load(answer)
        return out


def check(condition, message):
    if not condition:
        fail(message)


def check_articles(octavo, world):
    wanted = {"News of the open page", "News of the secret", "News of no machines", "News of members"}
    articles = wait_for("articles", lambda: (lambda got: got if wanted <= set(got) else None)(octavo.articles()))
    check(world.count("a", "/private/secret.html") == 0, "a page that robots.txt forbids was fetched")
    check(world.count("a", "/robots.txt") == 1, "robots.txt was not fetched once")
    rights = {title: one.get("rights") for title, one in articles.items()}
    check(rights["News of the open page"] == "tdm", f"rights of the open page: {rights}")
    check(rights["News of no machines"] == "noai", f"rights of the page with noai: {rights}")
    check(articles["News of the secret"].get("missing") == "robots.txt of a.localhost forbids the page",
          "it is not told why the page was not read")
    check("would come to the" in articles["News of the secret"]["text"], "the feed's own text was not read")


def check_hub(octavo, world):
    call = wait_for("a request to the hub", lambda: next(iter(world.hub_calls), None))
    wait_for("the verification", lambda: call.get("verified") is True)
    check(call["topic"] == world.at("a", "/feed.xml"), "another topic was subscribed to")
    told = octavo.run("sources", "--json")
    stands = octavo.sources()[world.at("a", "/feed.xml")]["subscription"]
    check((stands["state"], stands["asked"], stands["error"]) == ("active", 0, "") and stands["lease_until"],
          f"how it stands with the hub: {stands}")
    check("its hub delivers, for another" in octavo.run("sources"), "that the hub delivers is not told")
    check(call["secret"] not in told and call["callback"].rsplit("/", 1)[1] not in told, "the hub's secret is told")
    polls = world.count("a", "/feed.xml")
    forged = rss(world.at("a"), [("what was forged", "forged.html", "")], hub=world.at("hub", "/"))
    check(world.push(call, forged, "guessed") == 202, "a forged delivery was answered with its truth")
    pushed = rss(world.at("a"), [("what was pushed", "pushed.html", "")], hub=world.at("hub", "/"))
    check(world.push(call, pushed, call["secret"]) == 202, "a delivery was not taken")
    wait_for("the article that was pushed", lambda: "News of what was pushed" in octavo.articles())
    check(world.count("a", "/feed.xml") == polls, "the feed was polled although the hub had brought it")
    check(world.count("a", "/forged.html") == 0, "what came unsigned was read")
    octavo.run("remove", world.at("a", "/feed.xml"))
    leave = wait_for("leaving the hub",
                     lambda: next((one for one in world.hub_calls if one["mode"] == "unsubscribe"), None))
    wait_for("the verification of leaving", lambda: leave.get("verified") is True)
    return call["secret"]


def main():
    if len(sys.argv) != 2:
        fail("usage: polite_test.py OCTAVO")
    world = World()
    with tempfile.TemporaryDirectory() as folder:
        octavo = Octavo(os.path.abspath(sys.argv[1]), folder, world)
        told = octavo.add(world.at("site", "/"))
        check(f"took {world.at('site', '/feed')} " in told, f"the site's feed was not taken:\n{told}")
        check(f"there is also {world.at('site', '/comments/feed')}" in told, f"the other is not told:\n{told}")
        octavo.add(world.at("a", "/feed.xml"), world.at("gone", "/feed.xml"), "--as-is")
        told = octavo.add(world.at("members", "/feed.xml"), "--cookies", f"session={SECRET}")
        told += octavo.add(world.at("a", "/feed.xml/"), "--as-is")
        check("looks like source" in told, f"a duplicate is not told:\n{told}")
        duplicates = octavo.run("sources", "--duplicates")
        check(world.at("a", "/feed.xml/") in duplicates, f"a duplicate is not found:\n{duplicates}")
        octavo.run("remove", world.at("a", "/feed.xml/"))
        with octavo:
            check_articles(octavo, world)
            hub_secret = check_hub(octavo, world)
            gone = octavo.sources()[world.at("gone", "/feed.xml")]
            check(gone["retired"] is True and "gone for good" in gone["last_error"], f"not retired: {gone}")
            told += octavo.run("sources") + octavo.run("sources", "--json")
        told += open(octavo.log_path).read()
        for secret in (SECRET, hub_secret):
            check(secret not in told, "a secret was printed or logged")
        check(re.search(r"cookies \(set\)", told) is not None, "it is not told that cookies are set")
    print(f"all as it should be: {len(world.asked)} requests")


if __name__ == "__main__":
    main()
