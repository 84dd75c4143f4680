"""CSV, TSV and their kin: any delimiter, any line ends, and no quote that swallows the rest."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from floorboard.domain.problem import N_, NN_, Problem
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
from floorboard.exchange.text_encoding import Encoding, find_encoding, not_text

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
    records = _Records(path, encoding, caps)
    with records.open() as file:
        sample = file.read(_SAMPLE)
    line, cells = records.header(sample)
    rows = Rows(
        header=name_columns(cells, caps, path, line),
        cells=iter(()),
        total=size,
        position=records.position,
    )
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
                NN_(
                    "{count} byte that is not {encoding} is shown as \N{REPLACEMENT CHARACTER}",
                    "{count} bytes that are not {encoding} are shown as \N{REPLACEMENT CHARACTER}",
                ),
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

    def __init__(self, path: Path, encoding: Encoding, caps: Caps) -> None:
        self.path, self.encoding, self.caps = path, encoding, caps
        self.delimiter = ","
        self.line = 1
        """The line on which the current record begins."""
        self.pending: list[str] = []
        self.back: deque[str] = deque()
        self.raw: BinaryIO | None = None

    def open(self) -> io.TextIOWrapper:
        self.raw = raw = self.path.open("rb", buffering=1 << 18)
        return io.TextIOWrapper(raw, self.encoding.name, self.encoding.errors, newline="")

    def position(self) -> int:
        """How many bytes are read so far."""
        if self.raw is None or self.raw.closed:
            return self.path.stat().st_size
        return self.raw.tell()

    def header(self, sample: str) -> tuple[int, list[str]]:
        """The line of the header and its cells; settles the delimiter."""
        with self.open() as file:
            separator = _separator_line(sample)
            if separator:
                file.readline()
                self.line += 1
            self.delimiter = separator or find_delimiter(sample)
            try:
                for cells in self._reader(file):
                    line = self._advance()
                    if any(cell.strip() for cell in cells):
                        if any("\0" in cell for cell in cells):
                            raise not_text(self.path)
                        return line, cells
            except csv.Error as error:
                raise Problem(
                    N_("the header line cannot be read: {reason}"),
                    where=f"{self.path.name}:{self.line}",
                    reason=error,
                ) from error
        raise Problem(
            N_("there is no header line"),
            where=self.path.name,
            fix=N_("The first line has to name the columns"),
        )

    def rows(self, rows: Rows) -> Iterator[tuple[int, list[str]]]:
        """The records below the header. The file is open only while they are read."""
        width, pending, most = len(rows.header), self.pending, self.caps.cell_chars
        left = self.caps.rows
        with self.open() as file:
            for _ in range(1, self.line):
                file.readline()
            while True:
                try:
                    for cells in self._reader(file):
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
            # Not a text of several lines but a quote that took the next rows in.
            text = "".join(self.pending)
            spans = (span for span in _quoted(text, self.delimiter) if _breaks(text, span))
            self._reject_open_quote(rows, next(spans, _Span(0, 0, None)))
            return None
        fitting = fit(rows, line, cells) if check_cells(rows, line, cells, self.caps) else None
        if fitting is None:
            self._advance()
            return None
        return line, fitting

    def _recover(self, rows: Rows, error: csv.Error) -> None:
        """Reject the record at which the csv module gave up, and go on after it."""
        open_quotes = [
            span for span in _quoted("".join(self.pending), self.delimiter) if span.end is None
        ]
        if open_quotes:
            self._reject_open_quote(rows, open_quotes[0])
        elif "field limit" in str(error):
            longest = max(self.pending[-1].split(self.delimiter), key=len)
            problem = too_long(len(longest), self.caps)
            rows.rejects.append(Reject(self.line, "", shorten(longest), problem))
            self._advance()
        else:
            problem = Problem(N_("the line cannot be read: {reason}"), reason=error)
            text = shorten(self.pending[-1])
            rows.rejects.append(Reject(self.line, "", text, problem, (text,)))
            self._advance()

    def _reject_open_quote(self, rows: Rows, span: _Span) -> None:
        """Reject the record up to the line where its quote opened; the lines after it are rows."""
        index, before = 0, 0
        while before + len(self.pending[index]) <= span.start:
            before += len(self.pending[index])
            index += 1
        column = rows.header[span.field] if span.field < len(rows.header) else ""
        opening = self.pending[index]
        problem = Problem(
            N_("a quote opens here and is not closed properly"),
            fix=N_("Double a quotation mark that belongs to the text"),
        )
        rows.rejects.append(
            Reject(
                self.line + index,
                column,
                shorten(opening[span.start - before :].rstrip("\r\n")),
                problem,
                tuple("".join(self.pending[: index + 1]).rstrip("\r\n").split(self.delimiter)),
            )
        )
        self.back.extendleft(reversed(self.pending[index + 1 :]))
        del self.pending[index + 1 :]
        self._advance()

    def _reader(self, file: io.TextIOWrapper) -> Iterator[list[str]]:
        return csv.reader(self._lines(file), delimiter=self.delimiter, strict=True)

    def _lines(self, file: io.TextIOWrapper) -> Iterator[str]:
        back, pending, limit = self.back, self.pending, self.caps.line_chars
        readline: Callable[[int], str] = file.readline
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


class _Span(NamedTuple):
    """A quoted cell of a record: which one, from where, and to where if it is closed properly."""

    field: int
    start: int
    end: int | None


def _quoted(text: str, delimiter: str) -> Iterator[_Span]:
    """The quoted cells of a record, up to the first that is not closed properly (RFC 4180)."""
    field_number = at = 0
    while at < len(text):
        if text[at] == '"':
            start, at = at, text.find('"', at + 1)
            while at >= 0 and text.startswith('"', at + 1):
                at = text.find('"', at + 2)
            closed = at >= 0 and text[at + 1 : at + 2] in ("", delimiter, "\r", "\n")
            yield _Span(field_number, start, at if closed else None)
            if not closed:
                return
        end = text.find(delimiter, at)
        if end < 0:
            return
        field_number, at = field_number + 1, end + 1


def _breaks(text: str, span: _Span) -> bool:
    inside = text[span.start : span.end]
    return "\n" in inside or "\r" in inside
