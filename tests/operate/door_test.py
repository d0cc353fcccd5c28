#!/usr/bin/env python3
"""usage: door_test.py OCTAVO PACKAGING

The configurations of nginx in packaging/nginx, with TLS: a private paper asks for a password and then shows everything,
a public one is open, and neither gives its figures away. A hub (WebSub) gets to both without a password, and nowhere else.
Left out (77) where nginx or openssl are not installed.
"""
import base64
import hashlib
import hmac
import os
import pathlib
import shutil
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

from instance import Instance, Publisher, expect, finish, free_port, until

NAME = "paper.example.org"


def certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                    folder / "key.pem", "-out", folder / "cert.pem", "-days", "2", "-subj", f"/CN={NAME}", "-addext",
                    f"subjectAltName=DNS:{NAME}"], check=True, capture_output=True)


def configure(folder, packaged, octavo_port, http, https):
    """The packaged file, with this machine's ports and certificate; everything else as it is."""
    text = packaged.read_text()
    for old, new in [("listen 80;", f"listen 127.0.0.1:{http};"), ("listen [::]:80;", ""),
                     ("listen 443 ssl http2;", f"listen 127.0.0.1:{https} ssl http2;"), ("listen [::]:443 ssl http2;", ""),
                     (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", f"{folder}/cert.pem"),
                     (f"/etc/letsencrypt/live/{NAME}/privkey.pem", f"{folder}/key.pem"),
                     ("/etc/nginx/octavo.htpasswd", f"{folder}/htpasswd"),
                     ("http://127.0.0.1:8080", f"http://127.0.0.1:{octavo_port}")]:
        expect(old in text or old.startswith("/etc/nginx"), f"{packaged.name} does not say {old!r}")
        text = text.replace(old, new)
    (folder / "htpasswd").write_text("reader:{PLAIN}secret\n")
    file = folder / "nginx.conf"
    # Started as root, nginx works as somebody who may not look into this folder.
    user = "user root; " if os.geteuid() == 0 else ""
    file.write_text(f"{user}worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
                    f"events {{ worker_connections 64; }}\nhttp {{ access_log off; client_body_temp_path {folder}/b;\n"
                    f"proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;\n"
                    f"scgi_temp_path {folder}/s;\n{text}\n}}\n")
    return file


def ask(folder, port, path, password=None, scheme="https", method="GET", body=None, headers=()):
    """(status, body, headers), with the name of the paper, whatever the port."""
    trust = ssl.create_default_context(cafile=str(folder / "cert.pem")) if scheme == "https" else None
    if trust:
        trust.check_hostname = False  # the name is that of the Host header below
    request = urllib.request.Request(f"{scheme}://127.0.0.1:{port}{path}", data=body,
                                     headers={"Host": NAME, **dict(headers)}, method=method)
    if password:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"reader:{password}".encode()).decode())

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    handlers = [urllib.request.HTTPSHandler(context=trust)] if trust else []
    try:
        with urllib.request.build_opener(Stay, *handlers).open(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace"), error.headers


def try_door(instance, publisher, packaged, kind, check):
    folder = instance.folder / kind
    folder.mkdir()
    certificate(folder)
    port, http, https = free_port(), free_port(), free_port()
    server = instance.start("run", "--port", port, "--instance", kind, "--public-url", f"https://{NAME}",
                            "--allow", f"127.0.0.1:{publisher.port}", publisher.url)
    expect(server.stdout.readline() == f"Octavo: https://{NAME}/\n", "the address that readers type")
    file = configure(folder, packaged, port, http, https)
    test = subprocess.run(["nginx", "-t", "-p", folder, "-c", file], capture_output=True, text=True)
    expect(test.returncode == 0 and "[warn]" not in test.stderr, f"nginx -t {packaged.name}: {test.stderr}")
    nginx = subprocess.Popen(["nginx", "-p", folder, "-c", file], stderr=subprocess.DEVNULL)
    try:
        def up():
            try:
                return ask(folder, http, "/", scheme="http")[0]
            except OSError:
                return None
        until("nginx answers", up)
        status, _, headers = ask(folder, http, "/en/", scheme="http")
        expect(status == 301 and headers["Location"] == f"https://{NAME}/en/", f"http leads to https: {status}")

        def get(path, **options):
            return ask(folder, https, path, **options)
        until("the paper is read", lambda: "Event number" in get("/en/", password="secret")[1])
        check(get)
        try_hub(get, publisher)
    finally:
        nginx.send_signal(signal.SIGTERM)
        nginx.wait()
        instance.stop(server)


def try_hub(get, publisher):
    """What the hub does that the publisher names: asks back, and brings a feed."""
    call = until("the hub is asked", lambda: next(iter(publisher.hub_calls), None))
    if not call:
        return
    callback, topic = call["hub.callback"], urllib.parse.quote(publisher.url, safe="")
    expect(callback.startswith(f"https://{NAME}/websub/"), f"the address that the hub was told: {callback}")
    path = callback.removeprefix(f"https://{NAME}")
    status, body, _ = get(f"{path}?hub.mode=subscribe&hub.topic={topic}&hub.challenge=my-word&hub.lease_seconds=3600")
    expect((status, body) == (200, "my-word"), f"the hub asks back: {status} {body[:80]!r}")
    for size in (100, 2_000_000, 8 << 20):
        feed = b"<rss version='2.0'><channel><title>The Gazette</title></channel></rss>".ljust(size)
        signature = "sha256=" + hmac.new(call["hub.secret"].encode(), feed, hashlib.sha256).hexdigest()
        status, _, _ = get(path, method="POST", body=feed,
                           headers={"Content-Type": "application/rss+xml", "X-Hub-Signature": signature})
        expect(status == 202, f"the hub brings {len(feed)} bytes: {status}")
    for path in ("/websub/guessed", "/websub/", "/en/../websub/", "//websub/guessed"):
        status, body, _ = get(path)
        expect(status == 404 and "Event number" not in body, f"a stranger at {path}: {status}")


def private(get):
    for path in ("/websub/../en/", "/websub/..%2fen/", "/websub/%2e%2e/en/", "/api/v1/articles", "/metrics"):
        expect(get(path)[0] == 401, f"a private paper without a password at {path}: {get(path)[0]}")
    expect(get("/en/")[0] == 401, "a private paper without a password")
    expect(get("/en/", password="wrong")[0] == 401, "a private paper with a wrong password")
    status, body, headers = get("/en/", password="secret")
    expect(status == 200 and "Event number" in body, f"a private paper with the password: {status}")
    expect(headers["Strict-Transport-Security"] is not None, "HSTS")
    status, body, _ = get("/api/v1/articles", password="secret")
    expect(status == 200 and "Event number" in body, f"its API: {status}")


def public(get):
    status, body, _ = get("/en/")
    expect(status == 200 and "Event number" in body, f"a public paper: {status}")
    expect(get("/metrics")[0] == 404, "its figures")
    expect(get("/healthz")[0] == 200, "its health")


def main():
    if not shutil.which("nginx") or not shutil.which("openssl"):
        print("left out: nginx or openssl are not installed (apt-get install nginx-light openssl)")
        sys.exit(77)
    packaging = pathlib.Path(sys.argv[2]) / "nginx"
    for kind, check in [("private", private), ("public", public)]:
        with Publisher(hub=True) as publisher, Instance(sys.argv[1]) as instance:
            try_door(instance, publisher, packaging / f"octavo-{kind}.conf", kind, check)
    finish("door_test")


if __name__ == "__main__":
    main()
