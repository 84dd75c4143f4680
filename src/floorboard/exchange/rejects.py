"""The reject file: the rows that stayed out of an import, each with its reason."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from floorboard.domain.problem import Problem
from floorboard.exchange.drafts import Reject

_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)*")
_RUNS = tuple("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, in full width too."""


def write_rejects(
    path: Path,
    header: Sequence[str],
    rejects: Sequence[Reject],
    say: Callable[[Problem], str] = str,
) -> None:
    """Write `rejects` as CSV: line, column, value, reason, then the row under its own header.

    `say` words a problem in the reader's language. The file is readable by its owner alone, as
    the rows are customers' data; a text that a spreadsheet would run is written as text.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.fchmod(descriptor, 0o600)
    # A lone surrogate from JSON has no bytes; it is shown as its escape.
    with os.fdopen(descriptor, "w", -1, "utf-8-sig", "backslashreplace", "") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "column", "value", "reason", *map(as_data, header)])
        for reject in rejects:
            writer.writerow(
                [
                    reject.line,
                    as_data(reject.column),
                    as_data(reject.value),
                    as_data(say(reject.problem)),
                    *map(as_data, reject.cells),
                ]
            )


def as_data(text: str) -> str:
    """`text` so that a spreadsheet shows it and runs nothing; numbers stay as they are."""
    if text.startswith(_RUNS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
