"""Rows of text from a file, whatever its format."""

from __future__ import annotations

from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.delimited import read_delimited
from floorboard.exchange.json_rows import read_json
from floorboard.exchange.table import Caps, Rows

__all__ = ["Caps", "Rows", "read_rows"]

DEFAULT_CAPS = Caps()

_DELIMITED = {".csv", ".tsv", ".tab", ".txt", ".psv"}
_JSON = {".json", ".jsonl", ".ndjson"}


def read_rows(path: Path, caps: Caps = DEFAULT_CAPS) -> Rows:
    """The header and the rows of a CSV, TSV, XLSX, JSON or JSON Lines file.

    What the file holds decides, not what it is called; the name decides only between text that
    could be either. Raises Problem where nothing can be read; a bad row goes to `rejects`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise Problem(
            N_("the file cannot be opened: {reason}"),
            where=str(path),
            reason=error.strerror or error,
        ) from error
    if not head:
        raise Problem(N_("the file is empty"), where=path.name)
    if head.startswith(b"PK\x03\x04"):
        # The spreadsheet reader is a native library, loaded only for a spreadsheet.
        from floorboard.exchange.workbook import read_workbook

        return read_workbook(path, caps)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem(
            N_("this is an old or encrypted spreadsheet"),
            where=path.name,
            fix=N_("Save it as .xlsx without a password, or as CSV"),
        )
    suffix = path.suffix.lower()
    begins = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if suffix in _JSON or (suffix not in _DELIMITED and begins in (b"{", b"[")):
        return read_json(path, caps)
    return read_delimited(path, caps)
