"""What a file is that holds no table: a PDF, a letter, a picture, an archive; by its first bytes, not by its name.

Decides how a sentence calls it, so that a person knows what to ask for instead. Leaves out what tables are (`sheet`).
"""

import io
import zipfile

from content.phrases import said

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "a text (RTF)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"Rar!", "an archive (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"\x1f\x8b", "an archive (GZIP)"),
    (b"%!PS", "a page to print (PostScript)"),
)
_OLE = b"\xd0\xcf\x11\xe0"
_WORD = "WordDocument".encode("utf-16-le")
_SLIDES = "PowerPoint Document".encode("utf-16-le")
_SIGNED = bytes.fromhex("2a864886f70d010702")
"""Object identifier of signed data (RFC 5652), at the beginning of a .p7m."""
_MOST_NAMED = 5
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "a Word document (DOCX)"),
    ("ppt/presentation.xml", "slides (PPTX)"),
    ("xl/workbook.bin", "a binary Excel file (XLSB)"),
    ("Index/Document.iwa", "a file of Apple's programs"),
)
_OPEN_DOCUMENT = {b"text": "a text (ODT)", b"presentation": "slides (ODP)", b"graphics": "a drawing (ODG)"}


def named(data: bytes) -> str | None:
    """What the file is, as `a PDF`; None for what may hold a table."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return _archive(data)
    old = start.startswith(_OLE)
    holds = (
        (b"%PDF-" in start[:1000], "a PDF"),
        (start[:1] == b"0" and _SIGNED in start[:64], "a signed file (P7M): open it with the program that signs"),
        (start[:4] == b"RIFF" and start[8:12] == b"WEBP", "a picture (WebP)"),
        (start[4:8] == b"ftyp", "a picture or a film"),
        (old and _WORD in data, "a Word document (DOC)"),
        (old and _SLIDES in data, "slides (PPT)"),
        *((start.startswith(sign), name) for sign, name in _STARTS),
    )
    return next((name for does, name in holds if does), None)


def _archive(data: bytes) -> str | None:
    """What a ZIP is; None for a spreadsheet, and for one that cannot be opened."""
    for kind, name in _OPEN_DOCUMENT.items():
        if b"application/vnd.oasis.opendocument." + kind in data[:200]:
            return name
    names = entries(data)
    if names is None:
        return None
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in data[:200]:
        return None
    for path, name in _ZIPPED:
        if path in names:
            return name
    if "[Content_Types].xml" in names or not names:
        return None
    more = said(" and {names} more", names=len(names) - _MOST_NAMED) if len(names) > _MOST_NAMED else ""
    listed = ", ".join("".join(filter(str.isprintable, name))[:60] for name in names[:_MOST_NAMED])
    return said("an archive (ZIP) with {listed}{more}", listed=listed, more=more)


def entries(data: bytes) -> list[str] | None:
    """The paths of the files in a ZIP, without those that have no name; None for what cannot be opened as one."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name for name in archive.namelist() if name and not name.endswith("/")]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        return None
