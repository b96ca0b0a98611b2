"""An XLS says what it says, is held to what it has, and no byte of it makes a program stop or grow."""

import struct
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.files import biff, extent, ole
from tests.readers.files import excel97
from tests.readers.files.excel97 import Biff, Formula, Mistake, Shown, record
from tests.readers.files.test_excel97 import ROWS, calamine_rows

CELL = b"\0\0\0\0\0\0"
"""Row, column and style of the cell A1."""


def stream(sheets: dict[str, Any], **options: Any) -> bytes:
    return Biff(**options).workbook(sheets, {})


def book(data: bytes) -> biff.Book:
    return biff.Book(data, "b.xls")


def read(data: bytes) -> dict[str, dict[int, dict[int, biff.Value]]]:
    opened = book(data)
    return {each.name: opened.cells(each).rows for each in opened.sheets}


def with_records(more: bytes, before: bytes = b"", **options: Any) -> bytes:
    """A workbook of the sheet `A` that has these records, and these before its list of sheets."""
    plain = Biff(**options)
    body = plain.bof(0x10) + more + record(0x0A)
    bound = plain.short("A")
    head = plain.bof(5) + before
    after = record(0x0A)
    at = len(head) + 4 + 6 + len(bound) + len(after)
    return head + record(0x85, struct.pack("<IBB", at, 0, 0) + bound) + after + body


def uncomputed(*formulas: Formula) -> tuple[str, ...]:
    opened = book(stream({"A": [list(formulas)]}))
    return opened.cells(opened.sheets[0]).uncomputed


@pytest.mark.parametrize("shared", [True, False])
def test_cells_are_what_calamine_says_they_are(shared: bool) -> None:
    sheets = {"Buget ș": [[value[:99] if isinstance(value, str) else value for value in row] for row in ROWS]}
    theirs = calamine_rows(excel97.xls(sheets, shared=shared), "Buget ș")
    ours = read(stream(sheets, shared=shared))["Buget ș"]
    assert [[ours[row].get(column, "") for column in range(4)] for row in range(4)] == theirs


def test_errors_are_marks() -> None:
    row = [Mistake("#REF!"), Formula(Mistake("#DIV/0!")), Formula("text"), Formula(False), False]
    assert read(stream({"A": [row]}))["A"][0] == dict(enumerate(["#REF!", "#DIV/0!", "text", False, False]))


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(1 << 53), 1 << 53))
def test_numbers_are_kept(number: float) -> None:
    assert read(stream({"A": [[number]]})) == {"A": {0: {0: number}}}


@given(st.lists(st.tuples(st.sampled_from("aîș€\n"), st.integers(0, 9000)), max_size=8))
@example([("ș", 4109), ("a", 8217), ("b", 8000), ("ș", 30_000), ("a", 0)])
def test_texts_are_kept_also_those_that_run_over_a_record(texts: list[tuple[str, int]]) -> None:
    row = [f"|{letter * times}|" for letter, times in texts]
    assert list(read(stream({"A": [row]}))["A"].get(0, {}).values()) == row


def test_numbers_of_a_row_in_one_record_and_hundredths() -> None:
    packed = [(1234 << 2) | 2, (123456 << 2) | 3, struct.unpack("<q", struct.pack("<d", 1.5))[0] >> 32, -5 << 2 | 2]
    cells = b"".join(struct.pack("<Hi", 0, each) for each in packed)
    data = with_records(record(0xBD, struct.pack("<HH", 6, 2) + cells + struct.pack("<H", 5)))
    assert read(data) == {"A": {6: {2: 1234, 3: 1234.56, 4: 1.5, 5: -5}}}


def test_texts_with_marked_up_letters_and_readings() -> None:
    text = struct.pack("<HBHI", 2, 0x0D, 1, 5) + "ăș".encode("utf-16-le") + bytes(4) + bytes(5)
    table = record(0xFC, struct.pack("<II", 2, 2) + text + struct.pack("<HB", 1, 0) + b"b")
    data = with_records(
        record(0xFD, CELL + struct.pack("<I", 0)) + record(0xFD, b"\1\0" + CELL[2:] + b"\1\0\0\0"), table
    )
    assert read(data) == {"A": {0: {0: "ăș"}, 1: {0: "b"}}}


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("dd.mm.yyyy", date(2023, 3, 15)),
        ("[$-418]d mmmm yyyy;@", date(2023, 3, 15)),
        ("General", 45_000),
        ('#,##0.00 "lei"', 45_000),
        ("#,##0.00\\ [$lei-418]", 45_000),
        ("0.00;[Red]-0.00", 45_000),
        ("0_d", 45_000),
        ("[h]:mm", timedelta(days=45_000)),
        ("0%", "4500000%"),
        ("#,##0,", "45"),
    ],
)
def test_what_a_style_shows(style: str, shown: biff.Value) -> None:
    formats = record(0x41E, struct.pack("<HHB", 200, len(style), 0) + style.encode())
    styles = record(0xE0, struct.pack("<HH", 0, 200) + bytes(16))
    data = with_records(record(0x203, CELL + struct.pack("<d", 45_000)), formats + styles)
    assert read(data) == {"A": {0: {0: shown}}}


def test_days_are_counted_from_1900_with_its_false_leap_day_or_from_1904() -> None:
    days = [Shown(59, excel97.DATE), Shown(61, excel97.DATE), Shown(45_000.5, excel97.DATE), Shown(0.25, excel97.DATE)]
    data = stream({"A": [days]})
    assert list(read(data)["A"][0].values()) == [
        date(1900, 2, 28),
        date(1900, 3, 1),
        datetime(2023, 3, 15, 12),  # noqa: DTZ001
        time(6),
    ]
    since_1904 = data.replace(record(0x42, b"\xb0\4"), record(0x22, b"\1\0"), 1)
    assert read(since_1904)["A"][0][0] == date(1904, 2, 29)
    assert read(stream({"A": [[Shown(-1, excel97.DATE), Shown(9e9, excel97.DATE)]]}))["A"][0] == {0: -1, 1: 9e9}


def test_a_formula_that_was_never_computed_is_told_from_one_that_gives_nothing() -> None:
    assert uncomputed(Formula(None), Formula(None)) == ("A1", "B1")
    assert uncomputed(Formula(None), Formula(7)) == ()
    assert uncomputed(Formula(0, flags=3), Formula(5)) == ("A1",)
    assert uncomputed(Formula(0, flags=3), Formula(5, flags=3)) == ()
    assert uncomputed(Formula(0)) == ()


def test_the_figures_of_a_chart_are_no_cells() -> None:
    chart = Biff().bof(0x20) + record(0x203, CELL + struct.pack("<d", 99)) + record(0x0A)
    number = record(0x203, CELL + struct.pack("<d", 1))
    assert read(with_records(number + chart)) == {"A": {0: {0: 1}}}


def test_excel_95_and_records_without_a_container() -> None:
    rows = [["Învăţământ", 1.5, Formula("şi"), date(2026, 1, 31)]]
    expected = {0: {0: "Învăţământ", 1: 1.5, 2: "şi", 3: date(2026, 1, 31)}}
    assert read(stream({"A": rows}, biff5=True, shared=False)) == {"A": expected}
    of_a_script = (
        record(0x809, struct.pack("<6H", 0, 0x10, 0, 0, 0, 0)[:8])
        + record(0x204, CELL + struct.pack("<H", 3) + b"\xeen ")
        + record(0x203, b"\0\0\1\0\0\0" + struct.pack("<d", 2))
        + record(0x0A)
    )
    assert biff.is_bare(of_a_script)
    assert read(of_a_script) == {"": {0: {0: "în ", 1: 2}}}
    assert not biff.is_bare(b"\t\ttitle")


def test_sheets_that_are_hidden_or_no_worksheets() -> None:
    data = Biff().workbook({"A": [["x"]], "B": [["y"]], "C": [["z"]]}, {}, hidden=["B"])
    assert [(each.name, each.visible) for each in book(data).sheets] == [("A", True), ("B", False), ("C", True)]
    kind = data.rindex(b"\x85\0") + 9
    chart = data[:kind] + b"\2" + data[kind + 1 :]
    assert [each.name for each in book(chart).sheets] == ["A", "B"]


def damage(data: bytes) -> str:
    with pytest.raises(ole.DamagedError) as caught:
        read(data)
    return str(caught.value)


def refusal(data: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        read(data)
    (finding,) = caught.value.findings
    return finding.message


def test_what_a_workbook_says_of_its_size_takes_no_memory() -> None:
    lying = record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)) + record(0x203, CELL + bytes(8))
    assert read(with_records(lying)) == {"A": {0: {0: 0}}}
    assert damage(with_records(lying, record(0xFC, b"\xff" * 8))) == "a record is too short"


def test_cells_far_apart_are_refused_before_they_are_laid_out() -> None:
    far = record(0x203, struct.pack("<HHH", 65_535, 255, 0) + bytes(8))
    message = f"spans 65,536 rows by 256 columns, expected at most {extent.MAX_CELLS:,} cells"
    assert refusal(with_records(far)) == message
    assert (
        damage(with_records(record(0x203, struct.pack("<HHH", 0, 256, 0) + bytes(8)))) == "a cell stands in column 257"
    )


def test_passwords_and_very_old_files_are_named() -> None:
    assert "protected by a password" in refusal(with_records(b"", record(0x2F, b"\1\0\1\0")))
    assert "is a file of Excel 2, 3 or 4" in refusal(b"\x09\x04\x06\x00" + bytes(20))


def test_broken_records() -> None:
    whole = stream({"A": [["x"]], "B": [["y"]]})
    assert damage(whole[:-4]) == "a record is too short"
    assert damage(whole[:-6]).startswith("its records break off at byte ")
    assert damage(with_records(record(0xFD, CELL + b"\x09\0\0\0"))) == "a record is too short"
    at = whole.index(b"\x85\0")
    twice = whole[: at + 4] + struct.pack("<I", 0) + whole[at + 8 :]
    assert damage(twice).startswith("its records break off")
    inside = whole[: at + 4] + struct.pack("<I", 4) + whole[at + 8 :]
    assert damage(inside).startswith(("no sheet begins", "its records break off"))
    assert damage(with_records(b"", record(0x42, b"\x2a\0"))) == "its code page is 42"


FUZZED = [stream({"Buget ș": ROWS, "B": [["y", 2.5]]}), stream({"A": [["şi", 1]]}, biff5=True, shared=False)]


@given(
    st.sampled_from(FUZZED),
    st.lists(st.tuples(st.integers(0, 30_000), st.integers(0, 255)), max_size=6),
    st.none() | st.integers(0, 30_000),
)
def test_damaged_bytes_are_read_or_refused(data: bytes, changes: list[tuple[int, int]], end: int | None) -> None:
    broken = bytearray(data)
    for at, value in changes:
        broken[at % len(broken)] = value
    kept = bytes(broken[: None if end is None else end % len(broken)])
    try:
        rows = read(kept)
    except (ole.DamagedError, RefusedError):
        return
    assert sum(len(cells) for sheet in rows.values() for cells in sheet.values()) <= len(kept) / 6
