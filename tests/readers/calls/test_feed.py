"""RSS and Atom: an entry is a call when its words ask for something; markup; XML that is not safe."""

import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.readers.calls import feed
from tests.readers.calls.origins import SITE

ITEM = """<item><title>Proiect de hotărâre: tarifele de parcare</title><link>https://oras.ro/parcare</link>
<guid>https://oras.ro/?p=7</guid><pubDate>Fri, 20 Nov 2026 22:30:00 +0000</pubDate>
<description>&lt;p&gt;Propunerile se trimit p&amp;acirc;nă la data de 15 decembrie 2026, ora 16:00.&lt;/p&gt;
&lt;p&gt;Legea nr. 52/2003&lt;/p&gt;</description></item>"""
NEWS = "<item><title>Târgul de Crăciun s-a deschis</title><link>https://oras.ro/targ</link></item>"


def rss(*items: str, head: str = "") -> bytes:
    channel = f"<channel><title>Oraș</title><language>ro-RO</language>{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0">{channel}</rss>'.encode()


def test_an_entry_that_asks_for_something_is_a_call_and_news_is_not() -> None:
    (call,) = feed.read(rss(NEWS, ITEM), SITE).calls
    assert call.title == {"ro": "Proiect de hotărâre: tarifele de parcare"}
    assert call.closes == Moment("2026-12-15T16:00")
    assert (call.link, call.legal_basis) == ("https://oras.ro/parcare", "Legea 52/2003")
    assert call.key == "https://oras.ro/?p=7"


def test_when_it_was_published_is_told_locally_and_doubted() -> None:
    (call,) = feed.read(rss(ITEM), SITE).calls
    assert call.opens == Moment("2026-11-21T00:30")
    assert {"ask", "opens", "closes"} <= {each.key for each in call.questions}


@pytest.mark.parametrize("date", ["Mon, 01 Jan 0001 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000", "ieri"])
def test_a_date_that_cannot_be_is_left_to_a_person(date: str) -> None:
    (call,) = feed.read(rss(ITEM.replace("Fri, 20 Nov 2026 22:30:00 +0000", date)), SITE).calls
    assert call.opens is None
    assert call.closes == Moment("2026-12-15T16:00")


@pytest.mark.parametrize(
    ("written", "opens"),
    [
        ("Fri, 20 Nov 2026 10:00:00 +0200", "2026-11-20T10:00"),
        ("20 Nov 2026 10:00 +0200", "2026-11-20T10:00"),
        ("Vin, 20 Noi 2026 10:00:00 +0200", "2026-11-20T10:00"),
        ("vineri, 20 noiembrie 2026 10:00:00 +02:00", "2026-11-20T10:00"),
        ("Fri, 20 Nov 26 08:00:00 GMT", "2026-11-20T10:00"),
        ("Fri, 20 Nov 2026 10:00:00 EET", "2026-11-20T10:00"),
        ("Fri, 20 Nov 2026 10:00:00", "2026-11-20T10:00"),
        ("Mar, 1 Iul 2025", "2025-07-01"),
        ("1 mai 2026 10:00 EEST", "2026-05-01T10:00"),
        ("2026-11-20T08:00:00Z", "2026-11-20T10:00"),
        ("2026-11-20 10:00:00", "2026-11-20T10:00"),
        ("2026-11-20", "2026-11-20"),
        ("Fri, 20 Nov 2026 10:00:00 XYZ", None),
        ("20 Foo 2026 10:00:00", None),
        ("11/12/2026 10:00", None),
        ("", None),
    ],
)
def test_dates_of_the_news_as_systems_write_them(written: str, opens: str | None) -> None:
    (call,) = feed.read(rss(ITEM.replace("Fri, 20 Nov 2026 22:30:00 +0000", written)), SITE).calls
    assert call.opens == (opens and Moment(opens))


def test_a_feed_with_slips_is_read() -> None:
    item = ITEM.replace("Proiect de", "&nbsp;Proiect &icirc;n").replace("<guid>https://oras.ro/?p=7</guid>", "")
    (call,) = feed.read(b"\n" + rss(item, head="<!DOCTYPE rss>"), SITE).calls
    assert call.title == {"ro": "Proiect în hotărâre: tarifele de parcare"}
    assert (call.key, call.closes) == ("https://oras.ro/parcare", Moment("2026-12-15T16:00"))


def test_the_whole_text_counts_and_not_the_teaser() -> None:
    text = "<content:encoded><![CDATA[<p>Propunerile se primesc până la 15 decembrie 2026.</p>]]></content:encoded>"
    item = f"<item><title>Consultare</title><description>Citiți</description>{text}</item>"
    data = rss(item).replace(b"<rss ", b'<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')
    (call,) = feed.read(data, SITE).calls
    assert call.closes == Moment("2026-12-15")


def test_atom_is_read_too() -> None:
    data = """<feed xmlns="http://www.w3.org/2005/Atom"><title>O</title>
    <entry><title type="html">Sondaj &amp;amp; opinii</title>
    <link href="https://oras.ro/sondaj"/><id>tag:7</id><updated>2026-11-20T08:00:00Z</updated>
    <content type="html">&lt;b&gt;Completați chestionarul până pe 30.11.2026.&lt;/b&gt;</content>
    </entry></feed>""".encode()
    (call,) = feed.read(data, SITE).calls
    assert (call.title["ro"], call.closes, call.opens) == (
        "Sondaj & opinii",
        Moment("2026-11-30"),
        Moment("2026-11-20T10:00"),
    )


def test_a_link_that_is_no_address_is_none() -> None:
    (call,) = feed.read(rss(ITEM.replace("https://oras.ro/parcare", "javascript:alert(1)")), SITE).calls
    assert not call.link


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (rss(ITEM, head='<!DOCTYPE rss [<!ENTITY x "y">]>'), "document type"),
        (b"<rss><channel>", "XML"),
        (b"<note><to>x</to></note>", "neither RSS nor Atom"),
        (b"/etc/passwd", "XML"),
    ],
)
def test_what_is_not_safe_or_no_feed_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        feed.read(data, SITE)
