"""XML from outside: at least as strict as defusedxml, and rows from flat and nested reports."""

import defusedxml
import defusedxml.ElementTree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import markup

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r>&l9;</r>',
    "billion laughs behind a long comment": f'<!--{"x" * 3000}--><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r>&l9;</r>',
    "quadratic blowup": f'<!DOCTYPE r [<!ENTITY a "{"x" * 50_000}">]><r>{"&a;" * 50_000}</r>',
    "external entity": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
    "external entity over the network": '<!DOCTYPE r [<!ENTITY x SYSTEM "http://127.0.0.1/">]><r>&x;</r>',
    "parameter entity": '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/p.dtd"> %p;]><r/>',
    "external document type": '<!DOCTYPE r SYSTEM "http://127.0.0.1/r.dtd"><r/>',
    "document type alone": "<!DOCTYPE r><r/>",
    "attribute defaults": '<!DOCTYPE r [<!ATTLIST r a CDATA "b">]><r/>',
    "lower case": "<!doctype r><r/>",
    "document type within": "<r><!DOCTYPE r [<!ENTITY x 'y'>]></r>",
    "document type after": "<r/><!DOCTYPE r>",
    "entity not declared": "<r>&x;</r>",
    "xinclude": '<r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></r>',
    "xinclude as the default namespace": '<include xmlns="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
}
ENCODED = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16",
    "utf-7": "UTF-7",
    "utf-32": "UTF-32",
    "cp037": "cp037",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"^feed\.xml"):
        markup.safe(text.encode(), "feed.xml")
    with pytest.raises(RefusedError, match=r"^feed\.xml"):
        list(markup.rows(text.encode(), "feed.xml", is_row))


def test_rows_are_not_nested_without_bounds() -> None:
    deep = b"<a>" * 63 + b"<row><amount>1</amount></row>" + b"</a>" * 63
    assert len(list(markup.rows(deep.replace(b"<a>", b"", 1).replace(b"</a>", b"", 1), "x.xml", is_row))) == 1
    with pytest.raises(RefusedError, match="deeper than 64"):
        list(markup.rows(deep, "x.xml", is_row))


@pytest.mark.parametrize("codec", ENCODED)
@pytest.mark.parametrize("declared", [True, False])
def test_a_document_type_is_found_in_every_encoding(codec: str, declared: bool) -> None:
    declaration = f'<?xml version="1.0" encoding="{ENCODED[codec]}"?>' if declared else ""
    data = (declaration + HOSTILE["billion laughs"]).encode(codec)
    with pytest.raises(RefusedError):
        markup.safe(data, "feed.xml")


def test_utf7_that_its_declaration_hides_is_refused_for_its_encoding() -> None:
    data = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE r+AD4-<r/>'
    with pytest.raises(RefusedError, match="encoding 'UTF-7', expected UTF-8"):
        markup.safe(data, "feed.xml")


def test_a_document_type_is_named_and_nothing_is_expanded() -> None:
    with pytest.raises(RefusedError, match=r"has a document type \(<!DOCTYPE r>\)"):
        markup.safe(HOSTILE["quadratic blowup"].encode(), "feed.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><title>x</title></channel></rss>",
        b'<?xml version="1.0" encoding="ISO-8859-2"?><r>\xba</r>',
        b'<?xml-stylesheet href="http://127.0.0.1/a.xsl"?><r>&amp;&#537;</r>',
        "<?xml version='1.0' encoding='UTF-16'?><r>ș</r>".encode("utf-16"),
        b"<r><![CDATA[<!DOCTYPE html>]]></r>",
        b"<!-- <!DOCTYPE r> --><r/>",
    ],
)
def test_ordinary_markup_passes(data: bytes) -> None:
    markup.safe(data, "feed.xml")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no element found"),
        (b"<r><a></r>", "mismatched tag"),
        (b"<r>", "no element found"),
        (b"{}", "not well-formed"),
        (b"<!--" + b"x" * 20_000 + b"--><r/>", "no element in its first 16,384 bytes"),
        (b"<a>" * 65 + b"</a>" * 65, "deeper than 64"),
        (b'<?xml version="1.0" encoding="nope"?><r/>', "encoding 'nope'"),
    ],
)
def test_what_is_not_a_report_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        markup.safe(data, "feed.xml")


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_BYTES", 5)
    with pytest.raises(RefusedError, match="found 6 bytes"):
        markup.safe(b"<r />x", "feed.xml")


@given(st.text(alphabet='<>!DOCTYPEr [ENTIT"%&;x/-?ml=', max_size=80))
def test_what_defusedxml_refuses_is_refused(text: str) -> None:
    try:
        defusedxml.ElementTree.fromstring(text, forbid_dtd=True)
    except (defusedxml.DefusedXmlException, defusedxml.ElementTree.ParseError):
        with pytest.raises(RefusedError):
            markup.safe(text.encode(), "x")
    else:
        markup.safe(text.encode(), "x")


def is_row(names: dict[str, str]) -> bool:
    return "amount" in names


def test_rows_have_what_stood_before_them_around_them() -> None:
    data = b"""<Report><Date> 31-JAN-24 </Date><g><Level>1</Level>
        <row><code>51</code><amount>3</amount></row><row><amount>4</amount><date>29-FEB-24</date></row></g>
        <g><Level>2</Level><row amount=" 5 "/></g><late>x</late></Report>"""
    assert list(markup.rows(data, "x.xml", is_row)) == [
        {"date": "31-JAN-24", "level": "1", "code": "51", "amount": "3"},
        {"date": "29-FEB-24", "level": "1", "amount": "4"},
        {"date": "31-JAN-24", "level": "2", "amount": "5"},
    ]


def test_names_have_no_namespace_and_text_is_whole() -> None:
    data = '<n:r xmlns:n="urn:x"><n:row><n:Amount>1<!-- a -->2</n:Amount><n:who>A&amp;B</n:who></n:row></n:r>'
    assert list(markup.rows(data.encode(), "x.xml", is_row)) == [{"amount": "12", "who": "A&B"}]


def test_a_row_that_says_a_thing_twice_is_refused() -> None:
    with pytest.raises(RefusedError, match="two elements 'amount'"):
        list(markup.rows(b"<r><row><amount>1</amount><amount>2</amount></row></r>", "x.xml", is_row))


def test_rows_come_across_the_pieces_a_file_is_read_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "CHUNK", 7)
    data = "<r>" + "".join(f"<row><amount>{n}</amount><s>ș{n}</s></row>" for n in range(50)) + "</r>"
    rows = list(markup.rows(data.encode(), "x.xml", is_row))
    assert rows == [{"amount": str(n), "s": f"ș{n}"} for n in range(50)]
