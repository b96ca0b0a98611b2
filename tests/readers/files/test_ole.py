"""What lies in an OLE2 file is found by its own table of sectors, and no table leads further than the file."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.files.ole import Container, DamagedError
from tests.readers.files import excel97
from tests.readers.files.excel97 import SECTOR

LONG = bytes(range(256)) * 40
BOTH = {"Workbook": LONG, "Small": b"short" * 50, "Other": b"x" * 70}


def table_at(data: bytes) -> int:
    """Where the first sector of the table begins."""
    return (int(struct.unpack_from("<I", data, 76)[0]) + 1) * SECTOR


def test_streams_long_and_short_come_out_whole() -> None:
    file = Container(excel97.ole(BOTH))
    assert file.names == set(BOTH)
    assert {name: file.stream(name) for name in file.names} == BOTH
    with pytest.raises(DamagedError, match="no stream 'Book'"):
        file.stream("Book")


def test_a_file_whose_table_is_longer_than_its_header_names() -> None:
    content = LONG * 800
    data = excel97.ole({"Workbook": content})
    assert struct.unpack_from("<I", data, 72) != (0,)
    assert Container(data).stream("Workbook") == content


def test_a_chain_that_runs_in_a_circle_or_out_of_the_file_is_refused() -> None:
    data = bytearray(excel97.ole(BOTH))
    for after in (0, 1_000_000):
        struct.pack_into("<I", data, table_at(data), after)
        with pytest.raises(DamagedError, match="outside the file or is used twice"):
            Container(bytes(data)).stream("Workbook")


def test_a_stream_that_the_file_cuts_off_is_refused() -> None:
    data = bytearray(excel97.ole(BOTH))
    struct.pack_into("<I", data, table_at(data), excel97.END)
    with pytest.raises(DamagedError, match="ends after 512 of its 10,240 bytes"):
        Container(bytes(data)).stream("Workbook")


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0" + bytes(600), excel97.ole(BOTH)[:400]])
def test_what_is_no_such_file(data: bytes) -> None:
    with pytest.raises(DamagedError, match="no OLE2 header"):
        Container(data)


@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 20_000),
)
def test_damaged_bytes_end_in_the_stream_or_in_a_refusal(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(excel97.ole(BOTH))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        file = Container(bytes(data[: max(end, 600)]))
        assert all(len(file.stream(name)) <= len(data) for name in file.names)
    except DamagedError:
        pass
