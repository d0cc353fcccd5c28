#!/usr/bin/env python3
"""newsroom_test.py OCTAVO: whether `octavo sample` serves what examples/newsroom/README.md says of it."""

import collections
import gzip
import http.client
import json
import sys
import tempfile
import unittest
import urllib.parse

from truth_test import Newsroom

OCTAVO = ""


class NewsroomTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="octavo-newsroom-")
        cls.newsroom = Newsroom(OCTAVO, cls.folder.name)
        _, _, body = cls.newsroom.get(f"http://newsroom.localhost:{cls.newsroom.port}/truth.json")
        cls.articles = json.loads(body)["articles"]

    @classmethod
    def tearDownClass(cls):
        cls.newsroom.close()
        cls.folder.cleanup()

    def ask(self, host, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.newsroom.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": f"{host}.localhost:{self.newsroom.port}", **named})
        answer = connection.getresponse()
        try:
            body = answer.read()
        except http.client.IncompleteRead:
            body = None
        connection.close()
        return answer, body

    def test_it_is_large_enough(self):
        first = [a for a in self.articles if a["version"] == 1]
        events = collections.defaultdict(set)
        for article in first:
            if article["event"]:
                events[article["event"]].add(article["publisher"])
        self.assertGreaterEqual(len({a["publisher"] for a in first}), 10)
        self.assertGreaterEqual(len(first), 80)
        self.assertGreaterEqual(sum(len(publishers) >= 3 for publishers in events.values()), 12)
        self.assertEqual({a["language"] for a in first}, {"en", "ja", "ar"})

    def test_every_article_answers(self):
        for article in self.articles:
            parts = urllib.parse.urlsplit(article["url"])
            answer, _ = self.ask(parts.hostname.removesuffix(".localhost"), parts.path)
            if answer.status == 429:
                answer, _ = self.ask(parts.hostname.removesuffix(".localhost"), parts.path)
            self.assertEqual(answer.status, 200, article["url"])

    def test_charsets(self):
        for host, path, charset, stated in [
            ("shiomi-shimbun", "/index.rdf", "shift_jis", False),
            ("hokurei-nippo", "/rss.xml", "euc-jp", True),
            ("sidra", "/rss.xml", "windows-1256", True),
            ("difaf", "/feed.json", "utf-8", True),
        ]:
            answer, body = self.ask(host, path)
            body.decode(charset)
            self.assertEqual("charset=" in answer.headers["Content-Type"], stated, host)

    def test_known_pages_are_not_sent_again(self):
        answer, _ = self.ask("harbour-times", "/feed.xml")
        etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        for headers, status in [({"If_None_Match": etag}, 304), ({"If_None_Match": '"other"'}, 200),
                                ({"If_Modified_Since": modified}, 304),
                                ({"If_None_Match": '"other"', "If_Modified_Since": modified}, 200)]:
            answer, body = self.ask("harbour-times", "/feed.xml", **headers)
            self.assertEqual(answer.status, status, headers)
            self.assertEqual(body == b"", status == 304)

    def test_compression(self):
        _, plain = self.ask("harbour-times", "/feed.xml")
        answer, packed = self.ask("harbour-times", "/feed.xml", Accept_Encoding="gzip")
        self.assertEqual(gzip.decompress(packed), plain)
        answer, packed = self.ask("harbour-times", "/feed.xml", Accept_Encoding="gzip, br")
        self.assertEqual(answer.headers["Content-Encoding"], "br")
        self.assertLess(len(packed), len(plain))

    def test_what_moved_what_is_missing_what_is_busy(self):
        answer, _ = self.ask("norlight", "/rss")
        self.assertEqual((answer.status, urllib.parse.urlsplit(answer.headers["Location"]).path),
                         (301, "/feeds/all.rss"))
        self.assertEqual(self.ask("business-daily", "/articles/launch-of-small-radio")[0].status, 301)
        self.assertEqual(self.ask("harbour-times", "/nothing")[0].status, 404)
        self.assertEqual(self.ask("nobody", "/")[0].status, 404)

    def test_what_is_broken(self):
        self.assertEqual(self.ask("broken-press", "/error.xml")[0].status, 500)
        self.assertIsNone(self.ask("broken-press", "/cut.xml")[1])
        self.assertNotIn(b"<rss", self.ask("broken-press", "/garbage.xml")[1])

    def test_a_busy_publisher_asks_for_patience_once(self):
        with tempfile.TemporaryDirectory() as folder:
            newsroom = Newsroom(OCTAVO, folder)
            try:
                other = NewsroomTest()
                other.newsroom = newsroom
                answer, _ = other.ask("inland-post", "/feed.json")
                self.assertEqual((answer.status, answer.headers["Retry-After"]), (429, "1"))
                self.assertEqual(other.ask("inland-post", "/feed.json")[0].status, 200)
            finally:
                newsroom.close()

    def test_a_second_edition(self):
        path = "/Coast/granary-fire.html"
        before, page = self.ask("harbour-times", path)
        self.assertIn(b"Fire guts historic granary", page)
        self.ask("newsroom", "/edition/2")
        after, page = self.ask("harbour-times", path)
        self.ask("newsroom", "/edition/1")
        self.assertIn(b"walls can be saved", page)
        self.assertNotEqual(before.headers["ETag"], after.headers["ETag"])

    def test_pictures(self):
        _, page = self.ask("harbour-times", "/pictures/granary-fire.png")
        self.assertEqual(page[:8], b"\x89PNG\r\n\x1a\n")
        self.assertLess(len(page), 10_000)


if __name__ == "__main__":
    OCTAVO = sys.argv.pop(1)
    unittest.main(verbosity=1)
