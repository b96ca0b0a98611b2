"""What an XLSX takes to open, and what the library that opens it does not tell: by a pass over its parts.

Decides which cells hold an error, a percentage or thousands, and which formulas have no result (ECMA-376 part 1, 18).
Leaves out the values (`workbook`).
"""

import re

from content.readers.files import number_format
from content.readers.files.extent import (
    Extent,
    Mark,
    SheetLayout,
    bounded,
    column_letters,
    column_number,
    legible,
    local,
    parsed,
)
from content.readers.files.number_format import NumberFormat

_AREA = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})")
_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def extent(parts: dict[str, bytes], where: str) -> Extent:
    """The extent of an XLSX.

    Raises RefusedError for a sheet that spans more than `MAX_CELLS`, and for XML that declares entities.
    """
    names = _sheet_names(parts, where)
    texts, styles = _SharedTexts(), _Styles()
    parsed(parts.get("xl/sharedStrings.xml", b"<none/>"), texts, where)
    parsed(parts.get("xl/styles.xml", b"<none/>"), styles, where)
    whole = Extent({}, {}, {})
    unmade = _Tags("calcPr")
    parsed(parts.get("xl/workbook.xml", b"<none/>"), unmade, where)
    postponed = any(each.get("fullCalcOnLoad") in ("1", "true") for each in unmade.elements)
    formats = styles.formats()
    for path, content in parts.items():
        if path == "xl/sharedStrings.xml":
            continue
        sheet = _Cells(where, texts.lengths, formats)
        parsed(content, sheet, where)
        if path in names:
            zeros = sheet.zeros if postponed and not sheet.results else []
            whole.uncomputed[names[path]] = (*sheet.uncomputed, *zeros)
            whole.marks[names[path]] = sheet.marks
            whole.layouts[names[path]] = sheet.layout
    return whole


def _sheet_names(parts: dict[str, bytes], where: str) -> dict[str, str]:
    """Sheet names by the path of their part."""
    sheets, links = _Tags("sheet"), _Tags("Relationship")
    parsed(parts.get("xl/workbook.xml", b"<none/>"), sheets, where)
    parsed(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), links, where)
    targets = {each.get("Id"): each.get("Target", "") for each in links.elements}
    paths = {}
    for each in sheets.elements:
        target = targets.get(next((each[key] for key in each if local(key) == "id"), None), "")
        paths[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = each.get("name", "")
    return paths


class _Tags:
    """The attributes of every element of a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == self.name:
            self.elements.append(attributes)

    def end(self, tag: str) -> None: ...


class _SharedTexts:
    """How long each of the texts is that cells refer to by number."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "si":
            self.lengths.append(0)

    def end(self, tag: str) -> None: ...

    def text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)


class _Styles:
    """How the cells' styles show numbers."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.used: list[str] = []
        self.inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.used.append(attributes.get("numFmtId", ""))

    def end(self, tag: str) -> None:
        if local(tag) == "cellXfs":
            self.inside = False

    def formats(self) -> dict[str, NumberFormat]:
        """Those that are not plain and that the library does not tell of, by the number a cell names its style by."""
        shown = {
            str(number): number_format.of(self.codes[each])
            if each in self.codes
            else number_format.BUILT_IN.get(int(each) if each.isdecimal() and len(each) < 5 else 0, number_format.PLAIN)
            for number, each in enumerate(self.used)
        }
        return {style: form for style, form in shown.items() if not form.plain and not form.kind}


class _Cells:
    """A part of an XLSX: the last row and column, marks, and formulas without a result (`<f>` without `<v>`).

    `zeros` are formulas whose result is 0, `results` says whether one has another. A program that computes none (the
    file is to be computed when it is opened) writes 0 for each.
    """

    def __init__(self, where: str, lengths: list[int], formats: dict[str, NumberFormat]) -> None:
        self.where, self.lengths, self.formats = where, lengths, formats
        self.row = self.column = self.last_row = self.last_column = self.letters = 0
        self.formula = self.value = self.text_result = self.in_value = False
        self.kind = self.content = ""
        self.results = False
        self.zeros: list[str] = []
        self.uncomputed: list[str] = []
        self.layout = SheetLayout()
        self.marks: dict[tuple[int, int], Mark] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "c":
            self._cell(attributes)
        elif name == "v":
            self.in_value, self.content = True, ""
        elif name == "f":
            self.formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) <= 7 else self.row + 1
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.layout.rows.add(self.row - 1)
        else:
            self._lay_out(name, attributes)

    def _lay_out(self, name: str, attributes: dict[str, str]) -> None:
        """Hidden columns and merged cells."""
        if name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(last) < 6:
                self.layout.hide(int(first) - 1, int(last) - 1)
        elif name == "mergeCell" and (area := _AREA.fullmatch(attributes.get("ref", ""))):
            self.layout.merge(int(area[2]) - 1, int(area[3]) - 1, column_number(area[1]) - 1)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.formula = self.value = False
        self.kind = attributes.get("t", "n")
        self.text_result = self.kind in ("str", "s", "inlineStr")
        at = _REF.fullmatch(attributes.get("r", ""))
        self.row, self.column = (int(at[2]), column_number(at[1])) if at else (self.row, self.column + 1)
        if self.row > self.last_row or self.column > self.last_column:
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            bounded(self.last_row, self.last_column, self.where)
        if self.formats and self.kind == "n" and (form := self.formats.get(attributes.get("s", ""))):
            self.marks[self.row - 1, self.column - 1] = form

    def end(self, tag: str) -> None:
        name = local(tag)
        if name == "v":
            self.in_value = False
            if self.kind == "e":
                self.marks[self.row - 1, self.column - 1] = self.content.strip()
            elif self.kind == "s" and self.content.isdecimal() and len(self.content) < 8:
                self.letters += self.lengths[int(self.content)] if int(self.content) < len(self.lengths) else 0
                legible(self.letters, self.where)
        elif name == "c" and self.formula:
            self._formula()

    def _formula(self) -> None:
        cell = f"{column_letters(self.column)}{self.row}"
        if not self.value and not self.text_result:
            self.uncomputed.append(cell)
        elif self.value and self.kind == "n":
            zero = self.content.strip() in ("0", "0.0")
            self.zeros += [cell] if zero else []
            self.results = self.results or not zero

    def text(self, text: str) -> None:
        if self.in_value:
            self.value = self.value or bool(text.strip())
            self.content += text
