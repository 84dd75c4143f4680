"""CSV, TSV and their kin: any delimiter, any line ends, and no quote that swallows the rest."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note, Reject, shorten
from floorboard.exchange.table import (
    Caps,
    Rows,
    check_cells,
    fit,
    name_columns,
    too_big,
    too_long,
    too_many_rows,
)
from floorboard.exchange.text_encoding import find_encoding

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 1 << 16


def read_delimited(path: Path, caps: Caps) -> Rows:
    """The rows of a delimited text file; its first line that is not blank is the header.

    A row that does not fit is rejected and reading goes on at the next line; Problem where the
    file as a whole cannot be read (encoding, caps, no header).
    """
    size = path.stat().st_size
    if size > caps.file_bytes:
        raise too_big(path, size, caps.file_bytes)
    encoding = find_encoding(path)
    file = io.TextIOWrapper(
        path.open("rb", buffering=1 << 18), encoding.name, encoding.errors, newline=""
    )
    sample = file.read(_SAMPLE)
    file.seek(0)
    records = _Records(path, file, caps)
    skipped = _separator_line(sample)
    if skipped:
        records.skip_line()
    records.delimiter = skipped or find_delimiter(sample)
    try:
        line, cells = records.header()
        rows = Rows(
            header=name_columns(cells, caps, path, line),
            cells=iter(()),
            total=size,
            position=lambda: size if file.closed else file.buffer.tell(),
        )
    except BaseException:
        file.close()
        raise
    rows.cells = records.rows(rows)
    rows.notes.append(
        Note(
            N_("text in {encoding}, cells separated by {delimiter}"),
            {
                "encoding": encoding.name.upper(),
                "delimiter": {"\t": "TAB"}.get(records.delimiter, records.delimiter),
            },
        )
    )
    if encoding.damaged:
        rows.notes.append(
            Note(
                N_("{count} bytes that are not {encoding} are shown as \N{REPLACEMENT CHARACTER}"),
                {"count": encoding.damaged, "encoding": encoding.name.upper()},
            )
        )
    return rows


def find_delimiter(sample: str) -> str:
    """The delimiter under which the most rows are as wide as the header; a comma if none fits."""
    best, best_score = ",", (0.0, 0)
    whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind("\n") + 1] or sample
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter)
        try:
            lines = [cells for cells in islice(reader, 200) if cells]
        except csv.Error:
            continue
        if not lines or len(lines[0]) < 2:
            continue
        width = len(lines[0])
        share = sum(len(cells) == width for cells in lines) / len(lines)
        best_score, best = max((best_score, best), ((share * min(width, 8), width), delimiter))
    return best


def _separator_line(sample: str) -> str:
    """The delimiter that a spreadsheet wrote as `sep=;` before the header, or nothing."""
    first = sample[:8].splitlines()[0:1]
    if first and first[0][:4].lower() == "sep=" and len(first[0]) == 5:
        return first[0][4]
    return ""


class _Records:
    """Reads records, remembering the lines of the current one to go back to them."""

    def __init__(self, path: Path, file: io.TextIOWrapper, caps: Caps) -> None:
        self.path, self.file, self.caps = path, file, caps
        self.delimiter = ","
        self.line = 1
        """The line on which the current record begins."""
        self.pending: list[str] = []
        self.back: deque[str] = deque()

    def skip_line(self) -> None:
        self.file.readline()
        self.line += 1

    def header(self) -> tuple[int, list[str]]:
        for cells in self._reader():
            line = self._advance()
            if any(cell.strip() for cell in cells):
                if any("\0" in cell for cell in cells):
                    raise Problem(N_("this is not text: it holds NUL bytes"), where=self.path.name)
                return line, cells
        raise Problem(
            N_("there is no header line"),
            where=self.path.name,
            fix=N_("The first line has to name the columns"),
        )

    def rows(self, rows: Rows) -> Iterator[tuple[int, list[str]]]:
        width, pending, most = len(rows.header), self.pending, self.caps.cell_chars
        left = self.caps.rows
        with self.file:
            while True:
                try:
                    for cells in self._reader():
                        left -= 1
                        if left < 0:
                            raise too_many_rows(self.path, self.caps)
                        # The common case costs three comparisons: a row is one line, as wide as
                        # the header, and shorter than one cell may be.
                        if len(cells) == width and len(pending) == 1 and len(pending[0]) <= most:
                            yield self.line, cells
                            self.line += 1
                            pending.clear()
                        elif (odd := self._odd(rows, cells)) is not None:
                            yield odd
                            self._advance()
                    return
                except csv.Error as error:
                    self._recover(rows, error)

    def _odd(self, rows: Rows, cells: list[str]) -> tuple[int, list[str]] | None:
        """A record that is not one plain line, made to fit, or None where it was rejected."""
        line = self.line
        if not any(cells):
            self._advance()
            return None
        if len(self.pending) > 1 and len(cells) != len(rows.header):
            self._reject_open_quote(rows, _opening_lines(self.pending)[0])
            return None
        fitting = fit(rows, line, cells) if check_cells(rows, line, cells, self.caps) else None
        if fitting is None:
            self._advance()
            return None
        return line, fitting

    def _recover(self, rows: Rows, error: csv.Error) -> None:
        """Reject the record at which the csv module gave up, and go on after it."""
        if "field limit" in str(error) and len(self.pending) == 1:
            longest = max(self.pending[0].split(self.delimiter), key=len)
            problem = too_long(len(longest), self.caps)
            rows.rejects.append(Reject(self.line, "", shorten(longest), problem))
            self._advance()
        else:
            self._reject_open_quote(rows, _opening_lines(self.pending)[-1])

    def _reject_open_quote(self, rows: Rows, index: int) -> None:
        """Reject the record up to the line where its quote opened; the lines after it are rows."""
        text = self.pending[index]
        line = self.line + index
        cells = next(csv.reader([text[: csv.field_size_limit()]], delimiter=self.delimiter), [""])
        number = len(cells) if index == 0 else 0
        column = rows.header[number - 1] if 0 < number <= len(rows.header) else ""
        problem = Problem(
            N_("a quote opens here and is not closed properly"),
            fix=N_("Double a quotation mark that belongs to the text"),
        )
        rows.rejects.append(Reject(line, column, shorten(cells[-1]), problem, tuple(cells)))
        self.back.extendleft(reversed(self.pending[index + 1 :]))
        del self.pending[index + 1 :]
        self._advance()

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._lines(), delimiter=self.delimiter, strict=True)

    def _lines(self) -> Iterator[str]:
        back, pending, limit = self.back, self.pending, self.caps.line_chars
        readline: Callable[[int], str] = self.file.readline
        while line := back.popleft() if back else readline(limit):
            if len(line) >= limit:
                raise Problem(
                    N_("a line is longer than {cap} characters"),
                    where=f"{self.path.name}:{self.line + len(pending)}",
                    cap=limit,
                )
            pending.append(line)
            yield line

    def _advance(self) -> int:
        """Leave the current record; the line on which it began."""
        line = self.line
        self.line += len(self.pending)
        self.pending.clear()
        return line


def _opening_lines(lines: list[str]) -> list[int]:
    """Which of a record's lines open a quote: an odd count of quotation marks, every other one."""
    odd = [index for index, line in enumerate(lines) if line.count('"') % 2]
    return odd[::2] or [0]
