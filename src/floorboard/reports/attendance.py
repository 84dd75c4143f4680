"""A month's attendance: a table of text, and a workbook for the personnel office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from floorboard.domain.attendance import Figures
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, pgettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table


class Shift(Protocol):
    """A named part of the day."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_zh(self) -> str: ...


class Person(Protocol):
    """Somebody's month, and the seconds of overtime they asked for and were given."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def other_name(self) -> str: ...
    @property
    def post(self) -> str: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def requested_seconds(self) -> int: ...
    @property
    def approved_seconds(self) -> int: ...


class Record(Protocol):
    """Somebody came and went."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def in_at(self) -> Instant: ...
    @property
    def out_at(self) -> Instant | None: ...
    @property
    def planned_start_at(self) -> Instant | None: ...
    @property
    def planned_end_at(self) -> Instant | None: ...
    @property
    def note(self) -> str: ...


class Overtime(Protocol):
    """Overtime that somebody asked for."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def starts_at(self) -> Instant: ...
    @property
    def ends_at(self) -> Instant: ...
    @property
    def reason(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def decided_by(self) -> str: ...
    @property
    def note(self) -> str: ...


class Month(Protocol):
    """A month as it stood at `at`; `month` is written 2026-11."""

    @property
    def at(self) -> Instant: ...
    @property
    def month(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def shifts(self) -> Sequence[Shift]: ...
    @property
    def people(self) -> Sequence[Person]: ...
    @property
    def records(self) -> Sequence[Record]: ...
    @property
    def overtime(self) -> Sequence[Overtime]: ...


_STATES = {
    "requested": N_("waits for a decision"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
}


def state(value: str) -> str:
    """What became of overtime that somebody asked for."""
    found = _STATES.get(value)
    return clean_line(value) if found is None else _(found)


def hours(seconds: int) -> str:
    """Seconds as hours with one decimal; nothing for none."""
    return f"{seconds / 3600:.1f}" if seconds else ""


def lines(month: Month, width: int | None = None) -> list[str]:
    """The month as a table, a line a person."""
    columns = [
        Column(_("Code")),
        Column(pgettext("person", "Name"), cut=True),
        *(
            Column(title, right=True)
            for title in (
                _("Planned"),
                _("Worked"),
                _("Absent"),
                _("Came late"),
                _("Left early"),
                _("Hours worked"),
                _("Nights"),
                _("Weekends"),
                _("Holidays"),
                _("Overtime"),
                _("Approved"),
            )
        ),
    ]
    rows = [_row(each) for each in month.people]
    return table(columns, rows, width)


def workbook(month: Month) -> bytes:
    """The month as an XLSX workbook: the figures, each coming and going, and the overtime."""
    import xlsxwriter  # type: ignore[import-untyped] # it ships no types

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        _sheet(book, month.month, _figure_titles(month), _figure_rows(month))
        _sheet(book, _("Attendance"), _record_titles(), _record_rows(month))
        _sheet(book, _("Overtime"), _overtime_titles(), _overtime_rows(month))
    return file.getvalue()


def _row(each: Person) -> list[object]:
    found = each.figures
    return [
        each.code,
        pick(each.name, each.other_name),
        found.planned or "",
        found.worked or "",
        found.absent or "",
        _counted(found.late, found.late_seconds),
        _counted(found.early, found.early_seconds),
        hours(found.worked_seconds),
        found.nights or "",
        found.weekends or "",
        found.holidays or "",
        hours(found.overtime_seconds),
        hours(each.approved_seconds),
    ]


def _counted(times: int, seconds: int) -> str:
    """How often, and how long in all: `2 (35 m)`."""
    return f"{times} ({words.duration(seconds)})" if times else ""


def _figure_titles(month: Month) -> list[str]:
    return [
        _("Code"),
        pgettext("person", "Name"),
        _("Other name"),
        _("Post"),
        _("Planned shifts"),
        _("Worked shifts"),
        _("Absences"),
        _("Unplanned"),
        _("Times late"),
        _("Minutes late"),
        _("Times left early"),
        _("Minutes left early"),
        _("Hours worked"),
        *(
            _("Hours, {shift}").format(shift=clean_line(pick(each.name, each.name_zh)))
            for each in month.shifts
        ),
        _("Nights"),
        _("Weekends"),
        _("Holidays"),
        _("Hours beyond the plan"),
        _("Overtime not decided, hours"),
        _("Overtime approved, hours"),
        _("Not clocked out"),
    ]


def _figure_rows(month: Month) -> list[list[object]]:
    rows: list[list[object]] = []
    for each in month.people:
        found = each.figures
        rows.append(
            [
                each.code,
                each.name,
                each.other_name,
                words.post(each.post),
                found.planned,
                found.worked,
                found.absent,
                found.unplanned,
                found.late,
                found.late_seconds // 60,
                found.early,
                found.early_seconds // 60,
                _hours(found.worked_seconds),
                *(_hours(found.by_shift.get(shift.code, 0)) for shift in month.shifts),
                found.nights,
                found.weekends,
                found.holidays,
                _hours(found.overtime_seconds),
                _hours(each.requested_seconds),
                _hours(each.approved_seconds),
                found.not_out,
            ]
        )
    return rows


def _record_titles() -> list[str]:
    return [
        _("Code"),
        pgettext("person", "Name"),
        _("Planned from"),
        _("Planned to"),
        _("In"),
        _("Out"),
        _("Note"),
    ]


def _record_rows(month: Month) -> list[list[object]]:
    zone = ZoneInfo(month.zone)
    return [
        [
            each.code,
            each.name,
            _wall(each.planned_start_at, zone),
            _wall(each.planned_end_at, zone),
            _wall(each.in_at, zone),
            _wall(each.out_at, zone),
            each.note,
        ]
        for each in month.records
    ]


def _overtime_titles() -> list[str]:
    return [
        _("Code"),
        pgettext("person", "Name"),
        _("Begins"),
        _("Ends"),
        _("Hours worked"),
        _("Reason"),
        _("State"),
        _("Decided by"),
        _("Note"),
    ]


def _overtime_rows(month: Month) -> list[list[object]]:
    zone = ZoneInfo(month.zone)
    return [
        [
            each.code,
            each.name,
            _wall(each.starts_at, zone),
            _wall(each.ends_at, zone),
            _hours(each.ends_at - each.starts_at),
            each.reason,
            state(each.state),
            each.decided_by,
            each.note,
        ]
        for each in month.overtime
    ]


def _hours(seconds: int) -> float:
    return round(seconds / 3600, 2)


def _wall(at: Instant | None, zone: ZoneInfo) -> datetime | None:
    return None if at is None else to_wall(at, zone)


def _sheet(book: Any, name: str, titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A sheet with a head that stays in sight. A text is never read as a formula or a link."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.freeze_panes(1, 2)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            match value:
                case str():
                    sheet.write_string(number, column, clean_line(value))
                case datetime():
                    sheet.write_datetime(number, column, value, moment)
                case int() | float():
                    sheet.write_number(number, column, value)
    sheet.set_column(0, len(titles) - 1, 16)
