"""A file that holds no table is called what it is; one that may hold a table is not."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.files import formats
from content.readers.open_data import gtfs_tables
from tests.readers.files.spreadsheets import ods, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n junk %PDF-1.4", "a PDF"),
        (b"{\\rtf1\\ansi", "a text (RTF)"),
        (b"\x89PNG\r\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"RIFF\0\0\0\0WEBP", "a picture (WebP)"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"Rar!\x1a\x07", "an archive (RAR)"),
        (
            b"0\x82\x10\0\x06\x09" + bytes.fromhex("2a864886f70d010702"),
            "a signed file (P7M): open it with the program that signs",
        ),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document (DOC)"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document (DOCX)"),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), "a binary Excel file (XLSB)"),
        (zipped("content.xml", first=b"application/vnd.oasis.opendocument.text"), "a text (ODT)"),
        (zipped("buget.xlsx", "anexa.pdf"), "an archive (ZIP) with buget.xlsx, anexa.pdf"),
        (zipped(*(f"{n}.pdf" for n in range(7))), "an archive (ZIP) with 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more"),
    ],
)
def test_it_is_called_what_it_is(data: bytes, name: str) -> None:
    assert formats.named(data) == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"cod;total\n",
        b"0;1;2\n",
        OLE + b"Workbook",
        xlsx(A=[["a", 1]]),
        ods([["a", 1]]),
        b"PK\x03\x04 broken",
        b'{"a": 1}',
    ],
)
def test_what_may_hold_a_table_is_not_named(data: bytes) -> None:
    assert formats.named(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_named_or_not(data: bytes) -> None:
    assert formats.named(data) is None or formats.named(data)


def test_an_entry_without_a_name_is_no_file() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("", "folder/", "folder/trips.txt"):
            archive.writestr(zipfile.ZipInfo(name), b"")
    assert formats.entries(packed.getvalue()) == ["folder/trips.txt"]
    assert formats.named(packed.getvalue()) == "an archive (ZIP) with folder/trips.txt"
    with gtfs_tables.opened(packed.getvalue(), "feed.zip") as feed:
        assert "trips.txt" in feed
