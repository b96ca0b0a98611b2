"""The tables of a GTFS feed: CSV files in a zip archive, row by row, each with its place.

Decides which columns a table must have, and what a damaged or hostile archive may cost. What the cells mean is
`gtfs`'.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import PurePosixPath

from content.findings import refused
from content.phrases import said

MOST_UNPACKED = 400_000_000
"""Bytes of the tables that are read, unpacked."""
MOST_FILES = 500


@contextmanager
def opened(data: bytes, where: str) -> Iterator["FeedTables"]:
    """The tables of an archive, while it is read. Raises RefusedError for what is no archive, or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield FeedTables(archive, where)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise refused("gtfs", where, said("is no readable zip file: {error}", error=error)) from error


class FeedTables:
    """The tables of a feed by name, wherever in the archive they are."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self.archive, self.where = archive, where
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise refused(
                "gtfs",
                where,
                said("has {entries} files, expected at most {most_files}", entries=len(entries), most_files=MOST_FILES),
            )
        self.entries: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in entries:
            if not entry.filename.endswith("/"):  # not is_dir(), which fails on an entry without a name (Python 3.11)
                self.entries.setdefault(PurePosixPath(entry.filename).name, []).append(entry)
        self.left = MOST_UNPACKED
        self._row: Callable[[], str] = lambda: where

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    @property
    def here(self) -> str:
        """The place of the row that was read last: `feed.zip/trips.txt:7`."""
        return self._row()

    def rows(
        self, name: str, *columns: str, optional: tuple[str, ...] = (), required: bool = True
    ) -> Iterator[tuple[str, ...]]:
        """These cells of each row; "" for a column of `optional` there is not. `here` is the row's place.

        Raises RefusedError when a table that is `required` is missing, or a column of `columns`, or a cell of one.
        """
        entries = self.entries.get(name, [])
        if not entries:
            if required:
                raise refused("gtfs", self.where, said("has no {name}, expected a GTFS timetable", name=name))
            return
        if len(entries) > 1:
            there = " and ".join(entry.filename for entry in entries[:2])
            raise refused(
                "gtfs",
                self.where,
                said(
                    "has {name} {entries} times ({there}), expected one timetable",
                    name=name,
                    entries=len(entries),
                    there=there,
                ),
            )
        self.left -= entries[0].file_size
        if self.left < 0:
            raise refused(
                "gtfs",
                self.where,
                said("unpacks to more than {most_unpacked:,} bytes, expected less", most_unpacked=MOST_UNPACKED),
            )
        with self.archive.open(entries[0]) as raw:
            yield from self._cells(io.TextIOWrapper(raw, "utf-8-sig", newline=""), name, columns, optional)

    def _cells(
        self, text: io.TextIOWrapper, name: str, columns: tuple[str, ...], optional: tuple[str, ...]
    ) -> Iterator[tuple[str, ...]]:
        where = f"{self.where}/{name}"
        reader = csv.reader(text, strict=True)
        self._row = lambda: f"{where}:{reader.line_num}"
        try:
            head = [cell.strip() for cell in next(reader, [])]
            for column in columns:
                if head.count(column) != 1:
                    there = said("has no column") if column not in head else said("has twice the column")
                    raise refused(
                        "gtfs", where, said("{there} {column!r}, expected it once", there=there, column=column)
                    )
            at = [head.index(column) if column in head else len(head) for column in (*columns, *optional)]
            pick, width = itemgetter(*at, len(head)), len(head)
            for row in reader:
                if not any(row):
                    continue
                if len(row) != width:
                    row = [*row[:width], *[""] * (width - len(row))]  # noqa: PLW2901
                row.append("")  # the cell of a column there is not
                *cells, _ = map(str.strip, pick(row))
                if "" in cells[: len(columns)]:
                    if not any(map(str.strip, row)):
                        continue
                    lacks = columns[cells.index("")]
                    raise refused(
                        "gtfs",
                        self.here,
                        said("column “{lacks}”: found nothing, expected it in every row", lacks=lacks),
                    )
                yield tuple(cells)
        except (csv.Error, UnicodeDecodeError) as error:
            raise refused("gtfs", where, said("cannot be read: {error}", error=error)) from error
