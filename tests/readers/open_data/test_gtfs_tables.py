"""Tables of a feed: where each row is, and which columns there must be."""

import io
import zipfile

import pytest

from content.findings import RefusedError
from content.readers.open_data import gtfs_tables


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/") + ".txt", data)
    return out.getvalue()


def rows(data: bytes, *columns: str, optional: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    with gtfs_tables.opened(data, "f.zip") as tables:
        return [(tables.here, *cells) for cells in tables.rows("trips.txt", *columns, optional=optional)]


def test_a_mark_at_the_beginning_spaces_and_empty_lines_do_not_matter() -> None:
    data = archive(trips=b'\xef\xbb\xbf"trip_id", route_id\r\na, 1 \r\n , \r\nb\r\n')
    there = rows(data, "trip_id", optional=("route_id",))
    assert there == [("f.zip/trips.txt:2", "a", "1"), ("f.zip/trips.txt:4", "b", "")]
    assert rows(data, "trip_id", optional=("direction_id",))[0] == ("f.zip/trips.txt:2", "a", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (archive(trips=b"x,trip_id\n1,\n"), "f.zip/trips.txt:2: column “trip_id”: found nothing, expected it in every"),
        (archive(x=b""), "f.zip: has no trips.txt, expected a GTFS timetable"),
        (archive(trips=b""), "f.zip/trips.txt: has no column 'trip_id', expected it once"),
        (archive(trips=b"trip_id,trip_id\n"), "f.zip/trips.txt: has twice the column 'trip_id', expected it once"),
        (archive(trips=b"trip_id\n\xff\xfe\n"), "f.zip/trips.txt: cannot be read"),
        (archive(a__trips=b"trip_id\n", b__trips=b"trip_id\n"), "has trips.txt 2 times (a/trips.txt and b/trips.txt)"),
        (archive(**{f"x{n}": b"" for n in range(501)}), "f.zip: has 501 files, expected at most 500"),
        (b"PK", "f.zip: is no readable zip file"),
    ],
)
def test_what_is_no_feed_is_refused_with_its_place(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        rows(data, "trip_id")
    assert sentence in str(refused.value)
