"""A month of the roster as an XLSX workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from floorboard.domain.plain import clean_line
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.reports.roster_month import (
    GAP_COLOUR,
    OFF_COLOUR,
    MonthCell,
    MonthRow,
    MonthSheet,
    colours,
)

_MOST_CHARACTERS = 32_767
"""Of a cell; beyond that nothing would be written."""

_A4 = 9
_HOLIDAYS, _DAYS, _WEEKDAYS = 1, 2, 3
"""The rows of the header, under the title."""


def xlsx(sheet: MonthSheet) -> bytes:
    """The workbook: a worksheet each for the people and the rotas, and one for the legend.

    All texts are texts: nothing in them is run as a formula or opened as a link.
    """
    import xlsxwriter  # type: ignore[import-untyped] # it ships no types

    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    # the day that it was made is the one passed in, so that the same month gives the same file
    made = datetime.fromtimestamp(sheet.at, UTC).replace(tzinfo=None)
    book.set_properties({"title": clean_line(sheet.title), "created": made})
    formats = _Formats(book, sheet)
    for name, rows in reversed(list(sheet.tables())):
        _page(book.add_worksheet(name), sheet, name, rows, formats)
    _legend(book.add_worksheet(_("Legend")), sheet, formats)
    book.close()
    return file.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any, sheet: MonthSheet) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self.colours = colours(sheet)

    def of(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            # marked as text for good: it stays one when somebody edits the cell
            self._made[key] = self._book.add_format({"quote_prefix": True, **properties})
        return self._made[key]

    def cell(self, cell: MonthCell, off: bool) -> Any:
        look: dict[str, object] = {"border": 1, "align": "center", "valign": "vcenter"}
        colour = self.colours.get(cell.shift) or (OFF_COLOUR if off else None)
        if cell.gap:
            colour = GAP_COLOUR
            look["bold"] = True
        if colour:
            look["bg_color"] = colour
        return self.of(text_wrap=True, **look)


def _page(
    page: Any, sheet: MonthSheet, name: str, rows: tuple[MonthRow, ...], formats: _Formats
) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(0.3, 0.3, 0.4, 0.4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, _WEEKDAYS)
    page.freeze_panes(_WEEKDAYS + 1, 1)
    page.set_column(0, 0, 16)
    page.set_column(1, len(sheet.days), 6)
    _text(page, 0, 0, sheet.title, formats.of(bold=True, font_size=14))
    _header(page, sheet, name, formats)
    for number, row in enumerate(rows, _WEEKDAYS + 1):
        _text(page, number, 0, row.label, formats.of(border=1, valign="vcenter"))
        for column, (day, cell) in enumerate(zip(sheet.days, row.cells, strict=True), 1):
            _text(page, number, column, cell.shown, formats.cell(cell, day.off))
    below = _WEEKDAYS + 2 + len(rows)
    for number, note in enumerate(_notes(sheet), below):
        _text(page, number, 0, note, formats.of(italic=True))


def _header(page: Any, sheet: MonthSheet, name: str, formats: _Formats) -> None:
    head = formats.of(bold=True, border=1)
    for row, text in ((_DAYS, name), (_WEEKDAYS, ""), (_HOLIDAYS, "")):
        _text(page, row, 0, text, head)
    for column, each in enumerate(sheet.days, 1):
        look: dict[str, object] = {"bold": True, "border": 1, "align": "center"}
        if each.off:
            look["bg_color"] = OFF_COLOUR
        page.write_datetime(_DAYS, column, each.day, formats.of(num_format="d", **look))
        _text(page, _WEEKDAYS, column, words.weekday(each.day), formats.of(**look))
        _text(page, _HOLIDAYS, column, each.holiday, formats.of(rotation=90, **look))
    page.set_row(_HOLIDAYS, 60 if any(each.holiday for each in sheet.days) else 4)


def _legend(page: Any, sheet: MonthSheet, formats: _Formats) -> None:
    page.set_column(0, 0, 12)
    page.set_column(1, 1, 40)
    _text(page, 0, 0, sheet.title, formats.of(bold=True, font_size=14))
    row = 1
    for shift in sheet.legend:
        row += 1
        filled = formats.cell(MonthCell(shift=shift.code), off=False)
        _text(page, row, 0, shift.code, filled)
        _text(page, row, 1, shift.text, formats.of())
    for sign, text, colour in (
        (_("gap"), _("cover is missing"), GAP_COLOUR),
        ("", _("day off"), OFF_COLOUR),
    ):
        row += 1
        _text(page, row, 0, sign, formats.of(border=1, align="center", bg_color=colour))
        _text(page, row, 1, text, formats.of())


def _notes(sheet: MonthSheet) -> list[str]:
    made = words.stamp(sheet.at, ZoneInfo(sheet.zone))
    return [*sheet.notes, _("as of {time}").format(time=made)]


def _text(page: Any, row: int, column: int, text: str, look: Any) -> None:
    shown = clean_line(text)[:_MOST_CHARACTERS]
    if shown:
        page.write_string(row, column, shown, look)
    else:
        page.write_blank(row, column, None, look)
