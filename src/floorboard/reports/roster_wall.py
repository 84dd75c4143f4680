"""Months of the roster as HTML for the wall: each prints on a landscape A4 page."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.plain import clean_line
from floorboard.i18n import _, language
from floorboard.reports import words
from floorboard.reports.roster_month import (
    GAP_COLOUR,
    OFF_COLOUR,
    MonthDay,
    MonthRow,
    MonthSheet,
    colours,
)
from floorboard.reports.width import cell_width, wrap
from floorboard.resources import data

_ROOM = 160.0
"""Millimetres of a page that its tables may fill, under the title and above legend and notes."""

_COLUMNS, _LABEL = 255.0, 24.0
"""Millimetres that all days have together, and those of a label."""

_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
"""Points of a letter; with more than fits at the smallest, a month runs over its page."""

_LONGEST = 8
"""Cells of a word that is kept whole."""

_POINT = 0.353
"""Millimetres."""

_HIGHEST = 9.0
"""Millimetres of a row, however few there are."""


def html(sheets: Sequence[MonthSheet]) -> str:
    """One HTML page without anything from elsewhere; each month begins a sheet of paper."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("roster.html").render(
        lang={"zh": "zh-CN"}.get(language(), language()),
        title=clean_line(sheets[0].title) if sheets else _("Roster"),
        months=[_month(sheet) for sheet in sheets],
        words={"gap": _("gap"), "missing": _("cover is missing"), "off": _("day off")},
        colours={"gap": GAP_COLOUR, "off": OFF_COLOUR},
    )


def _month(sheet: MonthSheet) -> dict[str, object]:
    tables = list(sheet.tables())
    most = _widest(sheet)
    size = next((each for each in _SIZES if each <= most and _height(sheet, each) <= _ROOM), 4.0)
    rows = sum(len(rows) for _name, rows in tables)
    spare = max(_ROOM - _height(sheet, size), 0) / max(rows, 1)
    shades = colours(sheet)
    made = words.stamp(sheet.at, ZoneInfo(sheet.zone))
    return {
        "title": clean_line(sheet.title),
        "height": f"{min(_line(size) + spare, _HIGHEST):.2f}",
        "size": f"{size:.1f}",
        "days": [_day(each) for each in sheet.days],
        "holidays": any(each.holiday for each in sheet.days),
        "tables": [
            {"name": name, "rows": [_row(row, sheet, shades) for row in rows]}
            for name, rows in tables
        ],
        "legend": [
            {
                "sign": clean_line(shift.sign or shift.code),
                "text": clean_line(shift.text),
                "colour": shades[shift.code],
            }
            for shift in sheet.legend
        ],
        "notes": [*map(clean_line, sheet.notes), _("as of {time}").format(time=made)],
    }


def _height(sheet: MonthSheet, size: float) -> float:
    """Millimetres that the tables take with letters of `size` points, texts wrapped."""
    column = _COLUMNS / max(len(sheet.days), 1)
    high = 0.0
    for _name, rows in sheet.tables():
        high += 4 + 2 * _line(size)
        high += _line(size) * max(_lines(day.holiday, column, 0.8 * size) for day in sheet.days)
        for row in rows:
            lines = [_lines(cell.shown, column, size) for cell in row.cells]
            high += _line(size) * max(_lines(row.label, _LABEL, size), *lines)
    return high


def _widest(sheet: MonthSheet) -> float:
    """The points at which the longest word of a day goes on a line; very long ones are broken."""
    words = (
        cell_width(word)
        for _name, rows in sheet.tables()
        for row in rows
        for cell in row.cells
        for word in cell.shown.split()
    )
    longest = min(max(words, default=1), _LONGEST)
    return (_COLUMNS / max(len(sheet.days), 1) - 1) / (longest * _POINT * 0.5)


def _line(size: float) -> float:
    """Millimetres of a line, with its share of the frame."""
    return size * _POINT * 1.2 + 0.3


def _lines(text: str, room: float, size: float) -> int:
    """On how many lines a text goes in `room` millimetres."""
    letter = size * _POINT * 0.55
    fits = max(int((room - 1) / letter), 1)
    return max(len(wrap(clean_line(text), fits)), 1)


def _day(day: MonthDay) -> dict[str, object]:
    return {
        "number": day.day.day,
        "weekday": words.weekday(day.day),
        "off": day.off,
        "holiday": clean_line(day.holiday),
    }


def _row(row: MonthRow, sheet: MonthSheet, shades: dict[str, str]) -> dict[str, object]:
    return {
        "label": clean_line(row.label),
        "cells": [
            {
                "text": cell.shown,
                "gap": cell.gap,
                "off": day.off,
                "colour": "" if cell.gap else shades.get(cell.shift, ""),
            }
            for day, cell in zip(sheet.days, row.cells, strict=True)
        ],
    }
