"""The rows of a CSV file into a table of texts: the least that an import can do."""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from pathlib import Path


def copy(file: Path, target: Path) -> None:
    """Read `file`, and insert its rows into a new table in one transaction."""
    with closing(sqlite3.connect(target)) as db, file.open(newline="", encoding="utf-8") as text:
        rows = csv.reader(text)
        header = next(rows)
        with db:
            db.execute(f"CREATE TABLE event ({', '.join(f'{name} TEXT' for name in header)})")
            db.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(header))})", rows)


if __name__ == "__main__":
    copy(Path(sys.argv[1]), Path(sys.argv[2]))
