"""XML from outside: what is refused before anything is made of it, and the repeated elements of a report as rows.

Refused: a document type (without one no entity can be declared: internal, external or parameter), XInclude, an unusual
encoding, nesting or size beyond bounds. XML 1.0 §2.8 lets a document type stand only before the first element: that
prolog is read in small pieces and reading stops at `<!DOCTYPE`, before there is anything to expand. Nothing is ever
resolved, fetched or included. Leaves out what the elements mean (`execution`, `calls`).
"""

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from content.findings import refused

MAX_BYTES = 20_000_000
MAX_DEPTH = 64
MAX_PROLOG = 16_384
"""Bytes before the first element: the declaration, comments, style sheets."""
ENCODINGS = re.compile(r"utf-?8|utf-?16(le|be)?|us-ascii|iso-?8859-\d{1,2}|windows-125\d|cp125\d", re.I)
"""Any other (UTF-7 above all) can hide a `<!DOCTYPE` from one reader and show it to the next."""
INCLUDE = "http://www.w3.org/2001/XInclude"
_PIECE = 64
_CHUNK = 1 << 20


def safe(data: bytes, where: str) -> None:
    """Raises RefusedError unless `data` is well-formed XML that refers to nothing outside itself."""
    for _ in _read(data, where, _Depth(where)):
        pass


def rows(
    data: bytes, where: str, is_row: Callable[[dict[str, str]], bool], known: Callable[[str], str] = str.lower
) -> Iterator[dict[str, str]]:
    """The elements for which `is_row` holds, as texts by name, in the order of the file.

    A row has its attributes, its leaves, and the leaves that stood before it in the elements around it (a report says
    its date once, at the top; what the row itself says goes first). Names are as `known` gives them, which is asked
    once for each and without the namespace. Raises RefusedError as `safe` does, and for a row that says a thing twice.
    """
    report = _Report(where, is_row, known)
    for _ in _read(data, where, report):
        yield from report.found
        report.found.clear()


class _Depth:
    """What is looked at in every document: encoding, document type, nesting, XInclude."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.depth = 0
        self.begun = False

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not ENCODINGS.fullmatch(encoding):
            raise refused("xml", self.where, f"is in the encoding {encoding!r}, expected UTF-8")

    def doctype(self, name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        raise refused("xml", self.where, f"has a document type (<!DOCTYPE {name}>), expected XML without one")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.begun = True
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise refused("xml", self.where, f"nests elements deeper than {MAX_DEPTH}, expected a flat report or feed")
        if attributes and INCLUDE in attributes.values():
            raise refused("xml", self.where, "includes other documents (XInclude), expected none")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def text(self, _text: str) -> None:
        pass


class _Report(_Depth):
    """Collects rows in `found`. `around` has what each element that is open and no leaf has said so far.

    Called for every element of a large file: it does what `_Depth` does without calling it.
    """

    def __init__(self, where: str, is_row: Callable[[dict[str, str]], bool], known: Callable[[str], str]) -> None:
        super().__init__(where)
        self.is_row = is_row
        self.known = known
        self.found: list[dict[str, str]] = []
        self.around: list[dict[str, str]] = [{}]
        self.said = ""
        self.perhaps_leaf = False
        self.names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.perhaps_leaf:
            self.around.append({})
        if attributes or len(self.around) >= MAX_DEPTH or not self.begun:
            self.depth = len(self.around) - 1
            super().start(name, attributes)
        own = {self.name(key): value.strip() for key, value in attributes.items() if not key.startswith("xmlns")}
        if own:
            self.around.append(own)
        self.perhaps_leaf = not own
        self.said = ""

    def name(self, qualified: str) -> str:
        return self.names.setdefault(qualified, self.known(qualified.rpartition(":")[2]))

    def text(self, text: str) -> None:
        self.said += text

    def end(self, name: str) -> None:
        if self.perhaps_leaf:
            self.perhaps_leaf = False
            known = self.names.get(name) or self.name(name)
            parent = self.around[-1]
            if known in parent and self.is_row(parent):
                raise refused("xml", self.where, f"has a row with two elements {name!r}, expected one")
            parent[known] = self.said.strip()
            return
        own = self.around.pop()
        if self.is_row(own):
            row: dict[str, str] = {}
            for leaves in self.around:
                row |= leaves
            self.found.append(row | own)


def _read(data: bytes, where: str, sink: _Depth) -> Iterator[None]:
    """Feeds `sink` and yields now and then. Before the first element: in small pieces, watching for a document type."""
    if len(data) > MAX_BYTES:
        raise refused("size", where, f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    parser.XmlDeclHandler = sink.declared
    parser.StartDoctypeDeclHandler = sink.doctype
    parser.StartElementHandler = sink.start
    parser.EndElementHandler = sink.end
    parser.CharacterDataHandler = sink.text
    try:
        at = 0
        while at < len(data):
            size = _CHUNK if sink.begun else _PIECE
            parser.Parse(data[at : at + size], False)
            at += size
            if not sink.begun and at > MAX_PROLOG:
                raise refused("xml", where, f"has no element in its first {MAX_PROLOG:,} bytes, expected XML")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise refused("xml", f"{where}:{error.lineno}", f"is not well-formed XML: {said}") from error
    except (ValueError, LookupError) as error:  # pyexpat, of an encoding it cannot map
        raise refused("xml", where, f"is in an encoding that is not read here: {error}") from error
