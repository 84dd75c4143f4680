"""A month of the roster made ready for paper: what stands in each cell, in the language spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.desk.roster import grid, plan
from floorboard.desk.roster.grid import DAY_MINUTES, By, Grid, Piece, Row
from floorboard.domain.instant import Instant, to_wall
from floorboard.i18n import pick
from floorboard.reports import roster
from floorboard.reports.roster_month import MonthCell, MonthDay, MonthRow, MonthSheet, MonthShift
from floorboard.reports.steps import wording
from floorboard.reports.width import cell_width
from floorboard.store.connection import Connection
from floorboard.store.queries import roster as queries

NAME_WIDTH = 9
"""Cells of a name that stands in a cell of a day; who has a longer one goes by their code."""


def sheet(
    db: Connection,
    first: date,
    days: int,
    now: Instant,
    rota: str = "",
    person: str = "",
    *,
    short: bool = False,
) -> MonthSheet:
    """`days` days from `first` on; of one rota alone, or of one person, where a code is given.

    Days and hours are of the zone that the rotas have in common, else of the centre's; a sheet that
    isn't in the centre's own for all of them names its zone. With `short` shifts and people stand
    in the cells in as few letters as will do.
    """
    centre = plan.zone_of(db)
    zones = {each.zone or centre.key for each in queries.rotas(db) if rota in ("", each.code)}
    zone = ZoneInfo(zones.pop()) if len(zones) == 1 else centre
    people = grid.within(db, first, days, By.PEOPLE, now, zone)
    rotas = grid.within(db, first, days, By.ROTAS, now, zone)
    own = [row for row in people.rows if not person or row.code == person]
    lines = [] if person else [row for row in rotas.rows if not rota or row.code == rota]
    if rota:
        wanted = {row.id for row in lines}
        own = [each for row in own if (each := _on(row, wanted)) is not None]
    names = [row.title for row in (own if person else lines if rota else [])]
    if zones or zone.key != centre.key:
        names.append(zone.key)
    words = _Words(people, centre, short)
    years = {day.date.year for day in people.days if not day.announced}
    return MonthSheet(
        roster.month_title(first, names),
        tuple(_day(each) for each in people.days),
        tuple(MonthRow(words.label(row), tuple(_mine(people, row, words))) for row in own),
        tuple(
            MonthRow(pick(row.title, row.other_title), tuple(_whose(rotas, row, words)))
            for row in lines
        ),
        tuple(
            MonthShift(
                each.code,
                f"{pick(each.name, each.name_zh)} "
                f"{roster.hours(each.start_minute, each.end_minute)}",
                words.shifts[each.code] if short else "",
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


class _Words:
    """What shifts, hours and people are called in the cells."""

    def __init__(self, found: Grid, centre: ZoneInfo, short: bool) -> None:
        names = {each.code: pick(each.name, each.name_zh) for each in found.shifts}
        self.shifts = shortest(names) if short else names
        self._codes = {
            row.id: row.code
            for row in found.rows
            if short and cell_width(row.title) > NAME_WIDTH >= cell_width(row.code)
        }
        self.people = {**found.names, **self._codes}
        counts = Counter(found.names.values())
        self._alike = {number for number, name in found.names.items() if counts[name] > 1}
        self._found = found
        self._at_home = found.zone.key == centre.key
        self._short = short

    def label(self, row: Row) -> str:
        """A person's; with their code where that stands for them in the cells, or where somebody
        else has their name."""
        alone = row.id not in self._alike and row.id not in self._codes
        return row.title if alone else f"{row.title} ({row.code})"

    def when(self, piece: Piece, day: grid.Day) -> str:
        """The shift that a piece is the whole of, else its hours; empty for a whole day. A sheet in
        another zone than the centre's has hours alone: the shifts are the centre's."""
        if (piece.start, piece.end) == (day.start, day.end):
            return ""
        start, end = (_minute(at, self._found.zone) for at in (piece.start, piece.end))
        for shift in self._found.shifts if self._at_home else ():
            whole = shift.start_minute % DAY_MINUTES, shift.end_minute % DAY_MINUTES
            if shift.code == piece.shift and whole == (start, end):
                return self.shifts[shift.code]
        return roster.hours(start, end)

    def beside(self, piece: Piece, day: grid.Day) -> str:
        """The same, for beside a name; in short words a day's turn goes without its hours."""
        long = piece.end - piece.start >= DAY_MINUTES * 60
        return "" if self._short and long else self.when(piece, day)


def shortest(names: Mapping[str, str]) -> dict[str, str]:
    """The shortest beginning of each name that none of the others has, in capitals."""
    short = {}
    for code, name in names.items():
        others = [each for other, each in names.items() if other != code]
        short[code] = next(
            (
                name[:length].upper()
                for length in range(1, len(name))
                if not name[length - 1].isspace()
                and not any(each[:length].upper() == name[:length].upper() for each in others)
            ),
            name,
        )
    return short


def _by_day(row: Row, days: Sequence[grid.Day]) -> list[list[Piece]]:
    """What is on each day; what is longer than a day is cut at its midnights."""
    found: list[list[Piece]] = [[] for _day in days]
    for number, pieces in enumerate(row.days):
        for piece in pieces:
            if piece.end - piece.start <= DAY_MINUTES * 60:
                found[number].append(piece)
                continue
            for place, day in enumerate(days[number:], number):
                start, end = max(piece.start, day.start), min(piece.end, day.end)
                if start < end:
                    found[place].append(replace(piece, start=start, end=end))
    return found


def _mine(found: Grid, row: Row, words: _Words) -> Iterable[MonthCell]:
    """A person's cells: their shifts or hours, the rota where it is a whole day, or that they are
    away. The parts are written so that an import reads them back."""
    rotas = {each.id: pick(each.name, each.name_zh) for each in found.rotas}
    away = [each for each in found.leaves if each.person_id == row.id]
    for day, pieces in zip(found.days, _by_day(row, found.days), strict=True):
        on, noon = _present(pieces), (day.start + day.end) // 2
        if not on and any(each.start <= noon < each.end for each in away):
            yield MonthCell(roster.away())
        else:
            texts = dict.fromkeys(words.when(each, day) or rotas[each.rota_id] for each in on)
            yield MonthCell("; ".join(texts), _shift(on))


def _whose(found: Grid, row: Row, words: _Words) -> Iterable[MonthCell]:
    """A rota's cells: who is on, with the shift or the hours that they are there."""
    cells = zip(found.days, _by_day(row, found.days), row.gaps, strict=True)
    for day, pieces, gaps in cells:
        on = _present(pieces)
        groups: dict[str, dict[str, None]] = {}
        for each in on:
            groups.setdefault(words.beside(each, day), {})[words.people[each.person_id]] = None
        texts = [f"{name} {', '.join(people)}".strip() for name, people in groups.items()]
        yield MonthCell("; ".join(texts), _shift(on), bool(gaps))


def _minute(at: Instant, zone: ZoneInfo) -> int:
    wall = to_wall(at, zone)
    return wall.hour * 60 + wall.minute


def _present(pieces: Iterable[Piece]) -> list[Piece]:
    return [each for each in pieces if each.gone is None]


def _shift(on: Sequence[Piece]) -> str:
    """The shift whose colour a cell has: that of all that stands in it."""
    shifts = {each.shift for each in on}
    return shifts.pop() if len(shifts) == 1 else ""
