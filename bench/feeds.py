"""Feeds for bench/run: large ones as publishers write them, and those that were made to hurt. All texts are our own."""
import html
import random

WORDS = ("the council voted on sunday to keep line open until spring when a new ship is ready ferry harbour mayor said "
         "people “quoted” café naïve budget € 40 million").split()
SIZE = 5_000_000
MEGABYTE = 1 << 20


def sentence(chance, words):
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def paragraph(chance):
    text = " ".join(sentence(chance, chance.randint(8, 20)) for _ in range(chance.randint(2, 4)))
    if chance.random() < .5:
        text = text.replace("ferry", '<a href="https://example.org/t/ferry?a=1&amp;b=2">ferry</a>', 1)
    if chance.random() < .3:
        text = text.replace("harbour", "<strong>harbour</strong>", 1)
    return f"<p>{text}</p>"


def plain_item(_, i):
    text = "The council voted on Sunday to keep the line open until spring, when a new ship is to be ready. " * 4
    return (f"<item><title>Harbour council votes on ferry line {i}</title><link>https://example.org/{i}</link>"
            f"<guid>g{i}</guid><pubDate>Sun, 22 Nov 2026 08:30:00 +0900</pubDate>"
            f"<description>&lt;p&gt;{text}&lt;/p&gt;</description><category>News</category></item>")


def headline_item(chance, i):
    return (f"    <item>\n      <title>{sentence(chance, 9)}</title>\n"
            f"      <link>https://example.org/news/articles/c{i}o?at_medium=RSS&amp;at_campaign=rss</link>\n"
            f"      <description>{sentence(chance, 16)}</description>\n"
            f"      <guid isPermaLink=\"false\">https://example.org/news/articles/c{i}o#0</guid>\n"
            f"      <pubDate>Sun, 22 Nov 2026 08:30:{i % 60:02d} GMT</pubDate>\n"
            f"      <media:thumbnail width=\"240\" height=\"134\" url=\"https://img.example.org/240/{i}.jpg\"/>\n"
            "    </item>\n")


def full_text_item(chance, i):
    body = "\n".join(paragraph(chance) for _ in range(chance.randint(4, 9)))
    return (f"\t<item>\n\t\t<title>{sentence(chance, 8)}</title>\n"
            f"\t\t<link>https://example.org/2026/11/22/{'-'.join(chance.choice(WORDS[:20]) for _ in range(6))}-{i}/</link>\n"
            f"\t\t<comments>https://example.org/2026/11/22/x-{i}/#respond</comments>\n"
            "\t\t<dc:creator><![CDATA[Jane Doe]]></dc:creator>\n"
            f"\t\t<pubDate>Sun, 22 Nov 2026 08:30:{i % 60:02d} +0000</pubDate>\n"
            "\t\t<category><![CDATA[News]]></category>\n\t\t<category><![CDATA[Ferries & ships]]></category>\n"
            f"\t\t<guid isPermaLink=\"false\">https://example.org/?p={i}</guid>\n"
            f"\t\t<description><![CDATA[<p>{sentence(chance, 30)} [&#8230;]</p>]]></description>\n"
            f"\t\t<content:encoded><![CDATA[<figure><img src=\"https://example.org/i/{i}.jpg\" alt=\"\" width=\"1024\"/>"
            f"<figcaption>{sentence(chance, 8)}</figcaption></figure>\n{body}]]></content:encoded>\n"
            f"\t\t<slash:comments>{i % 9}</slash:comments>\n\t</item>\n")


def atom_entry(chance, i):
    body = html.escape("\n".join(paragraph(chance) for _ in range(3)))
    return (f"<entry><id>tag:example.org,2026:{i}</id><title type=\"html\">{sentence(chance, 8)}</title>"
            f"<link rel=\"alternate\" type=\"text/html\" href=\"https://example.org/2026/{i}\"/>"
            "<published>2026-11-22T08:30:00+09:00</published><updated>2026-11-22T09:30:00+09:00</updated>"
            "<author><name>Jane Doe</name><uri>https://example.org/jane</uri></author><category term=\"news\"/>"
            f"<summary>{sentence(chance, 25)}</summary><content type=\"html\">{body}</content></entry>\n")


def large(head, item, tail):
    """One feed of 5 MB."""
    chance = random.Random(7)
    parts, size = [head], 0
    while size < SIZE:
        parts.append(item(chance, len(parts)))
        size += len(parts[-1].encode())
    return "".join(parts) + tail


RSS = ('<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
       'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
       'xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Bench</title><link>https://example.org/</link>\n')
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Bench</title><id>tag:example.org,2026:f</id>\n'


def large_feeds():
    return {
        "one large RSS file": large(RSS, plain_item, "</channel></rss>"),
        "headlines with pictures": large(RSS, headline_item, "</channel></rss>"),
        "full texts in CDATA": large(RSS, full_text_item, "</channel></rss>"),
        "Atom with escaped full texts": large(ATOM, atom_entry, "</feed>"),
    }


def rss(inside):
    return f'<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'


def item(inside):
    return rss(f"<item><guid>1</guid>{inside}</item>")


def hostile_feeds():
    """Gives name, text and what `octavo parse` must call it, one after the other: together they are large."""
    laughs = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {c} "{("&" + chr(ord(c) - 1) + ";") * 10}">' for c in "bcdefghij") + "]>"
    yield ("300,000 nested tags", "<a>" * 300_000, "none")
    yield ("300,000 nested tags in an entry", item("<b>" * 300_000), "feed")
    yield ("300,000 nested tags of HTML", item("<description><![CDATA[" + "<div>" * 300_000 + "]]></description>"), "feed")
    yield ("300,000 nested items", rss("<item><title>x" * 300_000), "feed")
    yield ("an attribute of 1 MB", item(f'<link href="http://a/{"x" * MEGABYTE}"/>'), "feed")
    yield ("an attribute of 1 MB, left open", f'<rss><channel><item a="{"x" * MEGABYTE}', "feed")
    yield ("an attribute of 1 MB in HTML", item(f"<description>&lt;p title='{'x' * MEGABYTE}'>y</description>"), "feed")
    yield ("100,000 attributes", "<rss><channel" + "".join(f" a{i}=''" for i in range(100_000)) + "/></rss>", "feed")
    yield ("10^6 references", item("<description>" + "&amp;" * 10**6 + "</description>"), "feed")
    yield ("10^6 references by number", item("<description>" + "&#8217;" * 10**6 + "</description>"), "feed")
    yield ("10^6 references that nobody knows", item("<description>" + "&nosuch;" * 10**6 + "</description>"), "feed")
    yield ("10^6 references in HTML", item("<description><![CDATA[" + "&eacute;" * 10**6 + "]]></description>"), "feed")
    yield ("8 MB of '<'", "<" * 8 * MEGABYTE, "none")
    yield ("8 MB of '<' in a feed", "<rss><channel>" + "<" * 8 * MEGABYTE, "feed")
    yield ("8 MB of '<' in a text", item("<content><![CDATA[" + "<" * 8 * MEGABYTE + "]]></content>"), "feed")
    yield ("8 MB of '<a/>'", "<rss>" + "<a/>" * 2 * MEGABYTE, "feed")
    yield ("8 MB of '&'", "<rss><channel><title>" + "&" * 8 * MEGABYTE, "feed")
    yield ("8 MB of entries", rss("".join(f"<item><guid>{i}</guid></item>" for i in range(270_000))), "feed")
    yield ("8 MB of '['", "[" * 8 * MEGABYTE, "none")
    yield ("8 MB of JSON items", '{"version":"https://jsonfeed.org/version/1","items":[' + ",".join(
            f'{{"id":{i}}}' for i in range(550_000)) + "]}", "feed")
    yield ("a billion laughs", laughs + item("<title>&j;</title>"), "feed")
    yield ("its own entity, 10^6 times", f'<!DOCTYPE r [<!ENTITY a "{"x" * 250}">]>' + item("<title>" + "&a;" * 10**6 +
                                                                                        "</title>"), "feed")
    yield ("a long base for short pictures", f'<rss xml:base="http://a/{"b" * 1900}/"><channel><item><guid>1</guid><encoded>'
                                           "<![CDATA[" + "<img src=a>" * 700_000 + "]]></encoded></item></channel></rss>",
                                           "feed")
    whole = large(RSS, full_text_item, "</channel></rss>")
    for share in (.1, .5, .9):
        yield f"cut off after {share:.0%}", whole[:int(len(whole) * share)], "feed"
