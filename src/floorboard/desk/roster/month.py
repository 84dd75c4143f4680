"""A month of the roster made ready for paper: what stands in each cell, in the language spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.desk.roster import grid
from floorboard.desk.roster.grid import DAY_MINUTES, By, Grid, Piece, Row
from floorboard.domain.instant import Instant, to_wall
from floorboard.i18n import pick
from floorboard.reports import roster
from floorboard.reports.roster_month import MonthCell, MonthDay, MonthRow, MonthSheet, MonthShift
from floorboard.reports.steps import wording
from floorboard.store.connection import Connection


def sheet(
    db: Connection, first: date, days: int, now: Instant, rota: str = "", person: str = ""
) -> MonthSheet:
    """`days` days from `first` on; of one rota alone, or of one person, where a code is given."""
    people = grid.within(db, first, days, By.PEOPLE, now)
    rotas = grid.within(db, first, days, By.ROTAS, now)
    own = [row for row in people.rows if not person or row.code == person]
    lines = [] if person else [row for row in rotas.rows if not rota or row.code == rota]
    if rota:
        wanted = {row.id for row in lines}
        own = [each for row in own if (each := _on(row, wanted)) is not None]
    years = {day.date.year for day in people.days if not day.announced}
    return MonthSheet(
        roster.month_title(
            first, [row.title for row in (own if person else lines if rota else [])]
        ),
        tuple(_day(each) for each in people.days),
        tuple(MonthRow(row.title, tuple(_mine(people, row))) for row in own),
        tuple(
            MonthRow(pick(row.title, row.other_title), tuple(_whose(rotas, row))) for row in lines
        ),
        tuple(
            MonthShift(
                each.code,
                f"{pick(each.name, each.name_zh)} "
                f"{roster.hours(each.start_minute, each.end_minute)}",
            )
            for each in people.shifts
        ),
        now,
        people.zone.key,
        tuple(map(roster.unannounced, sorted(years))),
    )


def _day(day: grid.Day) -> MonthDay:
    return MonthDay(day.date, day.off, wording(day.name) if day.name else "")


def _on(row: Row, rotas: set[int]) -> Row | None:
    """The row with what is on these rotas alone; None where there is nothing."""
    days = tuple(tuple(each for each in day if each.rota_id in rotas) for day in row.days)
    if not any(days):
        return None
    return Row(row.id, row.code, row.title, row.other_title, days, row.gaps)


def _mine(found: Grid, row: Row) -> Iterable[MonthCell]:
    """A person's cells: their shifts or hours, the rota where it is a whole day, or that they are
    away. The parts are written so that an import reads them back."""
    rotas = {each.id: pick(each.name, each.name_zh) for each in found.rotas}
    away = [each for each in found.leaves if each.person_id == row.id]
    for day, pieces in zip(found.days, row.days, strict=True):
        on, noon = _present(pieces), (day.start + day.end) // 2
        if not on and any(each.start <= noon < each.end for each in away):
            yield MonthCell(roster.away())
        else:
            texts = dict.fromkeys(_when(each, found) or rotas[each.rota_id] for each in on)
            yield MonthCell("; ".join(texts), _shift(on))


def _whose(found: Grid, row: Row) -> Iterable[MonthCell]:
    """A rota's cells: who is on, with the shift or the hours that they are there."""
    for pieces, gaps in zip(row.days, row.gaps, strict=True):
        on = _present(pieces)
        groups: dict[str, dict[str, None]] = {}
        for each in on:
            groups.setdefault(_when(each, found), {})[found.names[each.person_id]] = None
        texts = [f"{name} {', '.join(people)}".strip() for name, people in groups.items()]
        yield MonthCell("; ".join(texts), _shift(on), bool(gaps))


def _when(piece: Piece, found: Grid) -> str:
    """The shift that a piece is the whole of, else its hours; empty for a whole day or more."""
    start, end = (_minute(at, found.zone) for at in (piece.start, piece.end))
    for shift in found.shifts:
        whole = shift.start_minute % DAY_MINUTES, shift.end_minute % DAY_MINUTES
        if shift.code == piece.shift and whole == (start, end):
            return pick(shift.name, shift.name_zh)
    return "" if piece.end - piece.start >= DAY_MINUTES * 60 else roster.hours(start, end)


def _minute(at: Instant, zone: ZoneInfo) -> int:
    wall = to_wall(at, zone)
    return wall.hour * 60 + wall.minute


def _present(pieces: Iterable[Piece]) -> list[Piece]:
    return [each for each in pieces if each.gone is None]


def _shift(on: Sequence[Piece]) -> str:
    """The shift whose colour a cell has: that of all that stands in it."""
    shifts = {each.shift for each in on}
    return shifts.pop() if len(shifts) == 1 else ""
