"""What commands print: lines of text or one JSON document, on stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping


def terminal_width() -> int | None:
    """The cells of a line of the terminal that reads us; None where it is a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def print_lines(lines: Iterable[str]) -> None:
    """Print lines that are plain already."""
    for line in lines:
        _print(line)


def print_json(document: Mapping[str, object]) -> None:
    """Print `document` as the one JSON document of this run."""
    from floorboard.reports import as_json

    _print(as_json.text(document))


def _print(line: str) -> None:
    """A character that the terminal's encoding lacks becomes a question mark, not an error."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        print(line)
    except UnicodeEncodeError:
        print(line.encode(encoding, "replace").decode(encoding))
