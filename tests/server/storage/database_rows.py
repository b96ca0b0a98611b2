"""All that a file of SQLite has in it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}
