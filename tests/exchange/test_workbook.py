"""XLSX: cells as text, headers below titles, and bombs that are refused at once."""

from __future__ import annotations

import time
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from floorboard.domain.problem import Problem
from floorboard.exchange.rows import Caps, read_rows

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, rows: list[list[Any]], at: tuple[int, int] = (0, 0)) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("Tickets")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows, at[0]):
        for column, cell in enumerate(row, at[1]):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            else:
                sheet.write(number, column, cell)
    book.close()
    return path


def with_sheet(path: Path, xml: str) -> Path:
    """The workbook at `path` with its worksheet replaced."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[SHEET] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def worksheet(cells: str) -> str:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        'spreadsheetml/2006/main"><dimension ref="A1:B2"/><sheetData>'
        f"{cells}</sheetData></worksheet>"
    )


def test_cells_are_written_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["id", "title", "opened"],
            [101004143000, "打印机\xa0", datetime(2026, 11, 22, 18, 42)],  # noqa: DTZ001 - a wall time
            [5.0, True, date(2026, 11, 22)],
            [5.25, "05/04/2016 01:16", 46348.77916666667],
        ],
    )
    rows = read_rows(path)
    assert rows.header == ["id", "title", "opened"]
    assert list(rows.cells) == [
        (2, ["101004143000", "打印机\xa0", "2026-11-22 18:42:00"]),
        (3, ["5", "TRUE", "2026-11-22"]),
        (4, ["5.25", "05/04/2016 01:16", "46348.77916666667"]),
    ]


def test_the_header_stands_below_a_title_and_lines_are_the_sheets(tmp_path: Path) -> None:
    rows = [["Report 2026"], [], ["#", "Title", ""], ["1", "a", ""], [], ["2", "b", ""]]
    read = read_rows(workbook(tmp_path / "a.xlsx", rows, at=(2, 1)))
    assert read.header == ["#", "Title"]
    assert list(read.cells) == [(6, ["1", "a"]), (8, ["2", "b"])]


def test_a_single_column(tmp_path: Path) -> None:
    read = read_rows(workbook(tmp_path / "a.xlsx", [[], ["id"], ["1"], ["2"]]))
    assert read.header == ["id"]
    assert list(read.cells) == [(3, ["1"]), (4, ["2"])]


def test_the_first_visible_worksheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    hidden = book.add_worksheet("Notes")
    shown = book.add_worksheet("Tickets")
    hidden.write_row(0, 0, ["x", "y"])
    shown.write_row(0, 0, ["id", "title"])
    shown.activate()
    hidden.hide()
    book.close()
    assert read_rows(path).header == ["id", "title"]


def test_an_empty_workbook_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="empty"):
        read_rows(workbook(tmp_path / "a.xlsx", []))


@pytest.mark.parametrize(
    "cell",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c s='1'  r = 'XFD1048576'><v>1</v></c></row>",
        '<row r="900000"><c r="ZZ900000"><v>1</v></c></row>',
    ],
)
def test_one_cell_at_the_far_corner_is_refused_at_once(tmp_path: Path, cell: str) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = with_sheet(workbook(tmp_path / "a.xlsx", [["x"]]), worksheet(first + cell))
    started = time.monotonic()
    with pytest.raises(Problem, match="more than can be read"):
        read_rows(path)
    assert time.monotonic() - started < 1


def test_a_far_cell_behind_a_megabyte_is_found(tmp_path: Path) -> None:
    filler = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 40_000))
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = with_sheet(workbook(tmp_path / "a.xlsx", [["x"]]), worksheet(filler + far))
    with pytest.raises(Problem, match="more than can be read"):
        read_rows(path)


def test_a_huge_cell_is_refused_at_once(tmp_path: Path) -> None:
    huge = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 30_000_000}</t></is></c></row>'
    path = with_sheet(workbook(tmp_path / "a.xlsx", [["x"]]), worksheet(huge))
    assert path.stat().st_size < 100_000
    started = time.monotonic()
    with pytest.raises(Problem, match="longer than"):
        read_rows(path)
    assert time.monotonic() - started < 1


def test_a_long_cell_rejects_its_row(tmp_path: Path) -> None:
    rows = [["id", "title"], ["1", "x" * 50], ["2", "y"]]
    read = read_rows(workbook(tmp_path / "a.xlsx", rows), Caps(cell_chars=40))
    assert list(read.cells) == [(3, ["2", "y"])]
    assert (read.rejects[0].line, read.rejects[0].column) == (2, "title")


@pytest.mark.parametrize(
    ("caps", "what"),
    [
        (Caps(unzipped_bytes=1000), "MB are more"),
        (Caps(file_bytes=100), "MB are more"),
        (Caps(columns=1), "more than"),
        (Caps(rows=1), "more than 1 rows"),
        (Caps(area=3), "more than can be read"),
    ],
)
def test_every_cap_is_a_problem(tmp_path: Path, caps: Caps, what: str) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "title"], ["1", "a"], ["2", "b"]])
    with pytest.raises(Problem, match=what):
        list(read_rows(path, caps).cells)


def test_the_size_that_the_archive_claims_is_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["id", "title"], ["1", "a"]])
    with_sheet(path, worksheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 100_000))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    at = data.find(size.to_bytes(4, "little"))
    while at >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
        at = data.find(size.to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(Problem, match="MB are more"):
        read_rows(path, Caps(unzipped_bytes=1_000_000))


def test_damaged_and_foreign_archives_are_problems(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["id", "title"], ["1", "a"]]).read_bytes()
    damaged = tmp_path / "damaged.xlsx"
    for end in (30, 200, len(whole) // 2, len(whole) - 10):
        damaged.write_bytes(whole[:end])
        with pytest.raises(Problem):
            list(read_rows(damaged).cells)
    foreign = tmp_path / "foreign.xlsx"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(Problem, match="not an XLSX"):
        read_rows(foreign)
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Problem, match="old or encrypted"):
        read_rows(old)


def test_a_workbook_called_csv_is_still_a_workbook(tmp_path: Path) -> None:
    assert read_rows(workbook(tmp_path / "a.csv", [["id", "title"]])).header == ["id", "title"]
