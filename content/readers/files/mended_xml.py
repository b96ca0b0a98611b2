"""XML as content management systems print it, made well-formed where a slip leaves no doubt.

Decides what a browser would read there all the same: what stands before the declaration, the entities of HTML, an `&`
that is none, letters in another encoding than declared, a document type that declares nothing. Whatever comes out is
checked as any XML is (`markup.safe`): nothing is let in here that is refused there.
"""

import html.entities
import re

from content.findings import RefusedError
from content.readers.files import encoding, markup

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([\w.:-]{1,40})""")
_BARE_TYPE = re.compile(
    r"<!DOCTYPE\s+(?:rss|rdf:RDF|feed)(?:\s+(?:PUBLIC|SYSTEM)(?:\s+(?:\"[^\"<>]*\"|'[^'<>]*'))+)?\s*>", re.I
)
"""One without declarations of its own, in brackets. What it refers to is never fetched."""
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:([A-Za-z][A-Za-z0-9]{1,31});|(?!#?\w{1,32};))", re.DOTALL)
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN = ("amp", "lt", "gt", "quot", "apos")
"""The entities XML itself has."""


def mended(data: bytes) -> bytes:
    """The document in UTF-8, or as it came where it is none that can be mended."""
    text = _text(data) if len(data) <= markup.MAX_BYTES else None
    if text is None:
        return data
    text = text.lstrip("\ufeff \t\r\n").rstrip("\0 \t\r\n")
    if not text.startswith("<?xml") and (at := text.find("<?xml", 0, markup.MAX_PROLOG)) > 0:
        text = text[at:]  # a warning of the program that printed it
    text = _DECLARATION.sub("", text, count=1) if text.startswith("<?xml") else text
    head = _BARE_TYPE.sub("", text[: markup.MAX_PROLOG], count=1)
    text = head + text[markup.MAX_PROLOG :]
    return _AMPERSAND.sub(_reference, _NO_CHARACTER.sub(" ", text)).encode("utf-8", "replace")


def _text(data: bytes) -> str | None:
    """None for an encoding that is not read, or that only an XML parser tells."""
    if b"\0" in data[:4] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    match = _DECLARED.search(data[:400].decode("latin-1"))
    declared = match[1] if match and b"<?xml" in data[: markup.MAX_PROLOG] else "utf-8"
    if not markup.ENCODINGS.fullmatch(declared):
        return None
    for name in ("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", declared):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    try:
        return encoding.text(data, "")[0]
    except RefusedError:
        return None


def _reference(match: re.Match[str]) -> str:
    name = match[1]
    if match[0].startswith("<"):
        return match[0]
    if name is None:
        return "&amp;"
    letters = None if name in _OWN else html.entities.html5.get(f"{name};")
    return match[0] if letters is None else "".join(f"&#{ord(letter)};" for letter in letters)
