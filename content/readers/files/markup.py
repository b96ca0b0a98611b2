"""XML from outside: what is refused before anything is made of it, and the repeated elements of a report as rows.

`defusedxml` refuses a document type, and with it every entity: internal, external or parameter. This module adds what
it leaves open: XInclude, unusual encodings, and bounds on size, on nesting and on what stands before the first element.
Nothing is ever resolved, fetched or included. Leaves out what the elements mean (`execution`, `calls`).
"""

import functools
import operator
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.parsers import expat
from xml.sax import SAXParseException

from defusedxml.common import DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

from content.findings import refused
from content.phrases import said

MAX_BYTES = 20_000_000
MAX_DEPTH = 64
MAX_PROLOG = 16_384
"""Bytes before the first element: the declaration, comments, style sheets."""
ENCODINGS = re.compile(r"utf-?8|utf-?16(le|be)?|us-ascii|iso-?8859-\d{1,2}|windows-125\d|cp125\d", re.I)
"""Any other (UTF-7 above all) can hide a `<!DOCTYPE` from one reader and show it to the next."""
INCLUDE = "http://www.w3.org/2001/XInclude"
CHUNK = 1 << 20
"""Bytes that are read at once, after the prolog."""


TextRow = dict[str, str]


class Sink(NamedTuple):
    """Functions that are called for elements and text, in the order of the document."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None] | None = None


def safe(data: bytes, where: str) -> None:
    """Checks the whole document.

    Raises RefusedError unless `data` is well-formed XML that refers to nothing outside itself.
    """
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
    data: bytes, where: str, is_row: Callable[[TextRow], bool], known: Callable[[str], str] = str.lower
) -> Iterator[TextRow]:
    """The elements for which `is_row` holds, as texts by name, in the order of the file.

    A row has its attributes, its leaves, and the leaves that stood before it in the elements around it (a report says
    its date once, at the top; what the row itself says goes first). Names are as `known` gives them, which is asked
    once for each and without the namespace. Raises RefusedError as `safe` does, and for a row that says a thing twice.
    """
    complete: list[TextRow] = []
    for _ in _read(data, where, _report(where, is_row, _without_namespace(known), complete)):
        yield from complete
        complete.clear()


def _report(where: str, is_row: Callable[[TextRow], bool], name: Callable[[str], str], complete: list[TextRow]) -> Sink:
    """Adds rows to `complete`. A closure and not a class: it is called three times an element, millions of times."""
    around: list[TextRow] = [{}]  # what each element that is open, and no leaf, has said so far
    leaf = False  # whether the element last begun may yet be one
    content = ""

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal leaf, content
        if leaf:
            around.append({})
        leaf, content = True, ""
        if attributes or len(around) > MAX_DEPTH:
            _allow(len(around), attributes, where)
            own = {name(key): value.strip() for key, value in attributes.items() if not key.startswith("xmlns")}
            if own:
                around.append(own)
                leaf = False

    def text(more: str) -> None:
        nonlocal content
        content += more

    def end(qualified: str) -> None:
        nonlocal leaf
        if leaf:
            leaf = False
            own, title = around[-1], name(qualified)
            if title in own and is_row(own):
                raise refused(
                    "xml", where, said("has a row with two elements {qualified!r}, expected one", qualified=qualified)
                )
            own[title] = content.strip()
            return
        own = around.pop()
        if is_row(own):
            complete.append(functools.reduce(operator.or_, (*around, own)))

    return Sink(start, end, text)


def _without_namespace(known: Callable[[str], str]) -> Callable[[str], str]:
    """`known` of the part behind the colon, asked once for each name."""

    @functools.cache
    def name(qualified: str) -> str:
        return known(qualified.rpartition(":")[2])

    return name


def _allow(depth: int, attributes: dict[str, str], where: str) -> None:
    if depth > MAX_DEPTH:
        raise refused(
            "xml",
            where,
            said("nests elements deeper than {max_depth}, expected a flat report or feed", max_depth=MAX_DEPTH),
        )
    if attributes and INCLUDE in attributes.values():
        raise refused("xml", where, "includes other documents (XInclude), expected none")


class _BoundedParser(DefusedExpatParser):
    """The parser of `defusedxml`, which tells a sink itself: SAX would make an object of each element's attributes."""

    _parser: expat.XMLParserType

    def __init__(self, where: str, sink: Sink) -> None:
        super().__init__(forbid_dtd=True)
        self.where, self.sink = where, sink
        self.begun = False

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartElementHandler = self._first
        self._parser.EndElementHandler = self.sink.end
        self._parser.CharacterDataHandler = self.sink.text

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and not ENCODINGS.fullmatch(encoding):
            raise refused("xml", self.where, said("is in the encoding {encoding!r}, expected UTF-8", encoding=encoding))

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        self.begun = True
        self._parser.StartElementHandler = self.sink.start
        self.sink.start(name, attributes)


def _read(data: bytes, where: str, sink: Sink) -> Iterator[None]:
    """Feeds `sink` and yields after each piece. The first is short: a prolog is never long."""
    if len(data) > MAX_BYTES:
        raise refused(
            "size",
            where,
            said("found {data:,} bytes, expected at most {max_bytes:,}", data=len(data), max_bytes=MAX_BYTES),
        )
    parser = _BoundedParser(where, sink)
    try:
        parser.feed(data[:MAX_PROLOG])
        if not parser.begun and len(data) > MAX_PROLOG:
            raise refused(
                "xml",
                where,
                said("has no element in its first {max_prolog:,} bytes, expected XML", max_prolog=MAX_PROLOG),
            )
        yield
        for start in range(MAX_PROLOG, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            yield
        parser.close()
    except DTDForbidden as error:
        raise refused(
            "xml", where, said("has a document type (<!DOCTYPE {name}>), expected XML without one", name=error.name)
        ) from error
    except SAXParseException as error:
        message = said("is not well-formed XML: {error}", error=error.getMessage())
        raise refused("xml", f"{where}:{error.getLineNumber()}", message) from error
    except (ValueError, LookupError) as error:  # pyexpat, of an encoding it cannot map
        raise refused("xml", where, said("is in an encoding that is not read here: {error}", error=error)) from error
