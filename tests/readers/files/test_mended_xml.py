"""Slips of content management systems are mended; what is not safe comes out as unsafe as it came in."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import markup, mended_xml

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def mended(text: str, encoding: str = "utf-8") -> str:
    return mended_xml.mended(text.encode(encoding)).decode()


@pytest.mark.parametrize(
    "before", ["\n", "\r\n \t", "\ufeff", "\ufeff\n", "\n\ufeff", "<br />\n", "Warning: x in y.php\n"]
)
def test_what_stands_before_the_declaration_is_passed_over(before: str) -> None:
    assert mended(f"{before}{HEAD}<rss>ș</rss>\n\0") == "<rss>ș</rss>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a&nbsp;b&icirc;&abreve;", "a&#160;b&#238;&#259;"),
        ("&amp;&lt;&gt;&quot;&apos;", "&amp;&lt;&gt;&quot;&apos;"),
        ("&#259;&#x103;", "&#259;&#x103;"),
        ("Apă & canal ?a=1&b=2", "Apă &amp; canal ?a=1&amp;b=2"),
        ("&nimic;", "&nimic;"),
        ("<![CDATA[&nbsp; & b]]> & c", "<![CDATA[&nbsp; & b]]> &amp; c"),
        ("<![CDATA[ & never closed", "<![CDATA[ & never closed"),
        ("a\x0bb", "a b"),
    ],
)
def test_entities_of_html_and_ampersands(written: str, read: str) -> None:
    assert mended(f"<a>{written}</a>") == f"<a>{read}</a>"


@pytest.mark.parametrize(
    ("declared", "written_in"),
    [
        ("windows-1250", "cp1250"),
        ("ISO-8859-2", "iso8859_2"),
        ("UTF-8", "cp1250"),
        ("UTF-8", "utf-8"),
        ("ISO-8859-1", "utf-8"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-8"),
    ],
)
def test_letters_are_read_in_the_encoding_they_are_in(declared: str, written_in: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><a>piaţă</a>'
    assert mended_xml.mended(text.encode(written_in)).decode() == "<a>piaţă</a>"


@pytest.mark.parametrize(
    "kind",
    [
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">',
        "<!DOCTYPE rss SYSTEM 'rss.dtd' >",
    ],
)
def test_a_document_type_that_declares_nothing_is_taken_out(kind: str) -> None:
    data = mended_xml.mended(f"{HEAD}{kind}<rss/>".encode())
    assert data == b"<rss/>"
    markup.safe(data, "f.xml")


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE rss [<!ENTITY nbsp "x">]><rss>&nbsp;</rss>',
        '<!DOCTYPE rss SYSTEM "x" [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><rss/>',
        "<!DOCTYPE rss><!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>",
        "<!DOCTYPE html><html/>",
        '<?xml version="1.0" encoding="UTF-7"?><rss/>',
        f"{' ' * 20_000}<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>",
    ],
)
def test_what_is_not_safe_is_still_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        markup.safe(mended_xml.mended(text.encode()), "f.xml")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0<\0r\0s\0s\0/\0>", b'<?xml version="1.0" encoding="UTF-7"?><a/>'])
def test_what_cannot_be_mended_is_as_it_came(data: bytes) -> None:
    assert mended_xml.mended(data) == data.strip(b"\n")


@given(st.text("<>&;!-[]CDATAnbsp \n", max_size=60))
@example("<![CDATA[" * 6)
def test_what_is_well_formed_is_kept_as_it_is(text: str) -> None:
    document = f"<a>{text}</a>"
    try:
        markup.safe(document.encode(), "f.xml")
    except RefusedError:
        return
    assert mended(document) == document
