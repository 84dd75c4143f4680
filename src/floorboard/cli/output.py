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


def print_json_list(
    head: Mapping[str, object], name: str, items: Iterable[Mapping[str, object]]
) -> None:
    """Print `head` with the list `name` behind it as the one JSON document of this run, item by
    item: it may be longer than what memory holds."""
    from floorboard.reports import as_json

    opened = as_json.text({**head, name: []}).removesuffix("]\n}")
    separator = "\n"
    _write(opened)
    for item in items:
        shown = as_json.text(item).replace("\n", "\n    ")
        _write(f"{separator}    {shown}")
        separator = ",\n"
    _print("]\n}" if separator == "\n" else "\n  ]\n}")


def _print(line: str) -> None:
    _write(f"{line}\n")


def _write(text: str) -> None:
    """A character that the terminal's encoding lacks becomes a question mark, not an error."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
