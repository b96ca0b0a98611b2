"""XML from outside: what is refused before anything is made of it, and the repeated elements of a report as rows.

Refused: a document type (without one no entity can be declared: internal, external or parameter), XInclude, an unusual
encoding, nesting or size beyond bounds. XML 1.0 §2.8 lets a document type stand only before the first element: that
prolog is read in small pieces and reading stops at `<!DOCTYPE`, before there is anything to expand. Nothing is ever
resolved, fetched or included. Leaves out what the elements mean (`execution`, `calls`).
"""

import functools
import operator
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
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


Row = dict[str, str]


class Sink(NamedTuple):
    """Who is told of elements and text, in the order of the document."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None] | None = None


def safe(data: bytes, where: str) -> None:
    """Raises RefusedError unless `data` is well-formed XML that refers to nothing outside itself."""
    depth = 0

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        _allow(depth, attributes, where)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    for _ in _read(data, where, Sink(start, end)):
        pass


def rows(
    data: bytes, where: str, is_row: Callable[[Row], bool], known: Callable[[str], str] = str.lower
) -> Iterator[Row]:
    """The elements for which `is_row` holds, as texts by name, in the order of the file.

    A row has its attributes, its leaves, and the leaves that stood before it in the elements around it (a report says
    its date once, at the top; what the row itself says goes first). Names are as `known` gives them, which is asked
    once for each and without the namespace. Raises RefusedError as `safe` does, and for a row that says a thing twice.
    """
    found: list[Row] = []
    for _ in _read(data, where, _report(where, is_row, known, found)):
        yield from found
        found.clear()


def _report(where: str, is_row: Callable[[Row], bool], known: Callable[[str], str], found: list[Row]) -> Sink:
    """Adds rows to `found`. A closure and not a class: it is called three times an element, millions of times."""
    around: list[Row] = [{}]  # what each element that is open, and no leaf, has said so far
    leaf = False  # whether the element last begun may yet be one
    said = ""

    @functools.cache
    def name(qualified: str) -> str:
        return known(qualified.rpartition(":")[2])

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal leaf, said
        if leaf:
            around.append({})
        leaf, said = True, ""
        if attributes or len(around) > MAX_DEPTH:
            _allow(len(around), attributes, where)
            own = {name(key): value.strip() for key, value in attributes.items() if not key.startswith("xmlns")}
            if own:
                around.append(own)
                leaf = False

    def text(more: str) -> None:
        nonlocal said
        said += more

    def end(qualified: str) -> None:
        nonlocal leaf
        if leaf:
            leaf = False
            own, title = around[-1], name(qualified)
            if title in own and is_row(own):
                raise refused("xml", where, f"has a row with two elements {qualified!r}, expected one")
            own[title] = said.strip()
            return
        own = around.pop()
        if is_row(own):
            found.append(functools.reduce(operator.or_, (*around, own)))

    return Sink(start, end, text)


def _allow(depth: int, attributes: dict[str, str], where: str) -> None:
    if depth > MAX_DEPTH:
        raise refused("xml", where, f"nests elements deeper than {MAX_DEPTH}, expected a flat report or feed")
    if attributes and INCLUDE in attributes.values():
        raise refused("xml", where, "includes other documents (XInclude), expected none")


def _read(data: bytes, where: str, sink: Sink) -> Iterator[None]:
    """Feeds `sink` and yields now and then. Before the first element: in small pieces, watching for a document type."""
    if len(data) > MAX_BYTES:
        raise refused("size", where, f"found {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    parser = _parser(where, sink)
    begun = False

    def first(name: str, attributes: dict[str, str]) -> None:
        nonlocal begun
        begun = True
        parser.StartElementHandler = sink.start
        sink.start(name, attributes)

    parser.StartElementHandler = first
    try:
        at = 0
        while at < len(data):
            size = _CHUNK if begun else _PIECE
            parser.Parse(data[at : at + size], False)
            at += size
            if not begun and at > MAX_PROLOG:
                raise refused("xml", where, f"has no element in its first {MAX_PROLOG:,} bytes, expected XML")
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise refused("xml", f"{where}:{error.lineno}", f"is not well-formed XML: {said}") from error
    except (ValueError, LookupError) as error:  # pyexpat, of an encoding it cannot map
        raise refused("xml", where, f"is in an encoding that is not read here: {error}") from error


def _parser(where: str, sink: Sink) -> expat.XMLParserType:
    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not ENCODINGS.fullmatch(encoding):
            raise refused("xml", where, f"is in the encoding {encoding!r}, expected UTF-8")

    def doctype(name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
        raise refused("xml", where, f"has a document type (<!DOCTYPE {name}>), expected XML without one")

    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.EndElementHandler = sink.end
    parser.CharacterDataHandler = sink.text
    return parser
