"""The roster as a grid of days: people or rotas by rows, and what is planned in each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from zoneinfo import ZoneInfo

from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.desk.roster.gaps import GapLine, lines_of
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.calendar import DayKind, Wording
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.roster.cover import Gap
from floorboard.domain.roster.rota import Because, Source
from floorboard.domain.roster.swap import SwapState
from floorboard.store.connection import Connection
from floorboard.store.queries import entries, floor
from floorboard.store.queries import roster as queries
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView, SwapView

DAY_MINUTES = 1440

LONG_SECONDS = 30 * 3600
"""A turn up to this long stands on the day it begins on; a longer one on every day it meets."""


ASIDE = (
    *("ticket.", "tickets.", "customer.", "escalation.", "escalations.", "review."),
    *("duty.", "duties.", "notification.", "sign_in.", "seats.", "attendance.", "overtime."),
)
"""How actions begin that no roster hangs on."""

KEPT = 4
"""How many grids are kept."""

_Key = tuple[int, Because, int | None, Source | None]
"""Who, why, instead of whom, and what took them off."""


class By(StrEnum):
    """What the rows are."""

    PEOPLE = "people"
    ROTAS = "rotas"


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the centre's zone, [`start`, `end`). `name` is that of a holiday, a make-up workday
    or a special day; empty for the others."""

    date: date
    start: Instant
    end: Instant
    off: bool
    """Whether nobody works office hours: a weekend, or a holiday."""
    kind: DayKind | None
    name: Wording
    announced: bool
    """Whether the make-up workdays of its year are known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Somebody's time on a rota, or the time that something took from them.

    `gone` says what took them off; None where they are on. `shift` is the code of the shift that
    it begins in; empty for a turn that is none of the day's shifts.
    """

    rota_id: int
    person_id: int
    start: Instant
    end: Instant
    shift: str
    because: Because
    instead_of: int | None = None
    gone: Source | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A person's or a rota's days: what stands on each, and the gaps that begin there.

    `id` is the person's or the rota's number, `code` their code."""

    id: int
    code: str
    title: str
    other_title: str
    days: tuple[tuple[Piece, ...], ...]
    gaps: tuple[tuple[Gap, ...], ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is on leave, over [`start`, `end`); `id` is the leave's."""

    id: int
    person_id: int
    start: Instant
    end: Instant


@dataclass(frozen=True, slots=True)
class Grid:
    """`days` by `rows`. The gaps are those from now on, by start; `offers` the swaps that wait to
    be taken; `locked` the planned turns that nothing moves; `found_by` what people are found by."""

    at: Instant
    zone: ZoneInfo
    by: By
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    rotas: tuple[RotaView, ...]
    shifts: tuple[ShiftView, ...]
    names: dict[int, str]
    people: dict[int, tuple[str, str]]
    """Name and other name of everybody who works here in this time, by code."""
    leaves: tuple[Away, ...]
    gaps: tuple[GapLine, ...]
    offers: tuple[SwapView, ...]
    locked: frozenset[int]
    found_by: dict[int, str]

    def day_of(self, at: Instant) -> int | None:
        """The place of the day that holds `at`."""
        return next((i for i, day in enumerate(self.days) if day.start <= at < day.end), None)

    def later(self, now: Instant) -> Grid:
        """The same roster at a later time: what is over is no gap any more, and no offer."""
        rows = self.rows
        if self.by is By.ROTAS:
            rows = tuple(
                replace(row, gaps=_standing(_left(chain.from_iterable(row.gaps), now), self.days))
                for row in rows
            )
        return replace(
            self,
            at=now,
            rows=rows,
            gaps=tuple(
                replace(line, gap=gap) for line in self.gaps for gap in _left([line.gap], now)
            ),
            offers=tuple(each for each in self.offers if _is_open(each, now)),
        )


Kept = dict[tuple[date, int, By], tuple[int, Grid]]
"""Grids by what was asked for, each with the journal's entry up to which it is known to hold."""


def stands_on(gap: Gap, day: Day) -> bool:
    """Whether a gap begins on a day, or takes all of it."""
    return day.start <= gap.start < day.end or gap.start < day.start <= day.end <= gap.end


def read(desk: Desk, first: date, count: int, by: By = By.PEOPLE, kept: Kept | None = None) -> Grid:
    """The grid of `count` days from `first` on. One of those `kept` serves again as long as nothing
    was done that a roster hangs on; it is kept then."""
    now = desk.now()
    kept = {} if kept is None else kept
    asked = (first, count, by)
    with desk.store.reading(snapshot=True) as db:
        found = _still(db, now, *kept.pop(asked, (0, None))) or within(db, *asked, now)
        kept[asked] = entries.newest(db), found
    for oldest in list(kept)[:-KEPT]:
        kept.pop(oldest, None)
    return found


def _still(db: Connection, now: Instant, seq: int, found: Grid | None) -> Grid | None:
    """A grid that was read when the journal had come to `seq`, as it is now; None where it may be
    another."""
    if found is None or now < found.at:
        return None
    aside = all(each.startswith(ASIDE) for each in entries.actions_after(db, seq))
    return found.later(now) if aside else None


def within(
    db: Connection, first: date, count: int, by: By, now: Instant, zone: ZoneInfo | None = None
) -> Grid:
    """The same in a transaction; the days may be of another zone than the centre's."""
    centre = plan.zone_of(db)
    zone = zone or centre
    edges = [
        from_wall(datetime.combine(first + timedelta(days=step), datetime.min.time()), zone)
        for step in range(count + 1)
    ]
    # a night shift stands on the day it begins on: the last day's goes on past its midnight, and
    # one of the evening before isn't the first day's
    start, end = edges[0] - LONG_SECONDS, edges[-1] + LONG_SECONDS
    found = plan.load(db, start, end)
    shifts = floor.shifts(db)
    days = tuple(
        _day(found, first + timedelta(days=step), edges[step], edges[step + 1])
        for step in range(count)
    )
    known: dict[tuple[Instant, Instant], str] = {}

    def shift(start: Instant, end: Instant) -> str:
        if (start, end) not in known:  # the same for everybody on the shift
            known[start, end] = _shift(start, end, centre, shifts)
        return known[start, end]

    pieces = [piece for line in found.lines for piece in _pieces(found, line, shift, days)]
    gaps = [gap for gap in found.gaps(max(now, edges[0])) if gap.start < edges[-1]]
    rows = _people(found, days, pieces) if by is By.PEOPLE else _rotas(found, days, pieces, gaps)
    return Grid(
        now,
        zone,
        by,
        days,
        rows,
        tuple(line.view for line in found.lines),
        tuple(shifts),
        {number: person.name for number, person in found.people.items()},
        {
            number: (person.name, person.other_name)
            for number, person in found.people.items()
            if _works(found, number, days[0].start, days[-1].end)
        },
        tuple(
            Away(each.id, each.person_id, each.starts_at, each.ends_at)
            for each in found.staff.leaves
        ),
        tuple(lines_of(db, found, gaps)),
        tuple(each for each in queries.swaps(db, start, end) if _is_open(each, now)),
        queries.locked(db, start, end),
        queries.found_by(db),
    )


def _standing(gaps: Sequence[Gap], days: Sequence[Day]) -> tuple[tuple[Gap, ...], ...]:
    """The gaps that stand on each day."""
    return tuple(tuple(gap for gap in gaps if stands_on(gap, day)) for day in days)


def _left(gaps: Iterable[Gap], now: Instant) -> list[Gap]:
    """What is left of gaps, each once."""
    still = (gap for gap in dict.fromkeys(gaps) if gap.end > now)
    return [gap if gap.start >= now else gap._replace(start=now) for gap in still]


def _is_open(swap: SwapView, now: Instant) -> bool:
    """Whether an offer may still be taken."""
    return swap.state == SwapState.OFFERED and swap.expires_at > now


def _day(found: Plan, day: date, start: Instant, end: Instant) -> Day:
    named = found.book.named_day(day)
    return Day(
        day,
        start,
        end,
        not found.book.ranges_on(day),
        named.kind if named else None,
        named.name if named else "",
        found.book.announced(day.year),
    )


def _pieces(
    found: Plan, line: Line, shift: Callable[[Instant, Instant], str], days: Sequence[Day]
) -> list[Piece]:
    """Everybody's continuous times on a rota, each for one reason, in order."""
    open_: dict[_Key, tuple[Instant, Instant]] = {}
    whole: list[Piece] = []

    def close(key: _Key) -> None:
        start, end = open_.pop(key)
        person, because, instead_of, gone = key
        code = shift(start, end)
        whole.append(Piece(line.view.id, person, start, end, code, because, instead_of, gone))

    for span in found.spans(line):
        here: set[_Key] = {
            (each.person_id, each.because, each.instead_of, None) for each in span.on
        }
        here |= {(each.person_id, each.because, None, each.because.source) for each in span.off}
        for key in [key for key in open_ if key not in here]:
            close(key)
        for key in here:
            begun = open_[key][0] if key in open_ else span.start
            open_[key] = (begun, span.end)
    for key in list(open_):
        close(key)
    return sorted(_cut(whole, days), key=lambda piece: (piece.start, piece.person_id))


def _cut(pieces: Iterable[Piece], days: Sequence[Day]) -> list[Piece]:
    """Long ones by day; what begins after the last day goes."""
    cut: list[Piece] = []
    for piece in pieces:
        if piece.end - piece.start <= LONG_SECONDS:
            if days[0].start <= piece.start < days[-1].end:
                cut.append(piece)
            continue
        for day in days:
            start, end = max(piece.start, day.start), min(piece.end, day.end)
            if start < end:
                cut.append(
                    Piece(
                        piece.rota_id,
                        piece.person_id,
                        start,
                        end,
                        "",
                        piece.because,
                        piece.instead_of,
                        piece.gone,
                    )
                )
    return cut


def _shift(start: Instant, end: Instant, zone: ZoneInfo, shifts: Sequence[ShiftView]) -> str:
    """The shift that holds the middle of [`start`, `end`); none for what is longer than one."""
    wall = to_wall((start + end) // 2, zone)
    minute = wall.hour * 60 + wall.minute
    for shift in shifts:
        for at in (minute, minute + DAY_MINUTES):
            if shift.start_minute <= at < shift.end_minute:
                longest = (shift.end_minute - shift.start_minute) * 60 + 3600
                return shift.code if end - start <= longest else ""
    return ""


def _place(piece: Piece, days: Sequence[Day]) -> int | None:
    """The place of the day that a piece begins on."""
    place = bisect_right(days, piece.start, key=lambda day: day.start) - 1
    return place if place >= 0 and piece.start < days[place].end else None


def _people(found: Plan, days: Sequence[Day], pieces: Sequence[Piece]) -> tuple[Row, ...]:
    """Who works here in this time, by the rota they are on first, then by code."""
    mine: dict[int, list[list[Piece]]] = defaultdict(lambda: [[] for _ in days])
    first_rota: dict[int, int] = {}
    order = {line.view.id: number for number, line in enumerate(found.lines)}
    for piece in pieces:
        place = _place(piece, days)
        if place is not None:
            mine[piece.person_id][place].append(piece)
            rank = order[piece.rota_id]
            first_rota[piece.person_id] = min(rank, first_rota.get(piece.person_id, rank))
    none: tuple[tuple[Gap, ...], ...] = tuple(() for _ in days)
    here = [
        person
        for number, person in found.people.items()
        if _works(found, number, days[0].start, days[-1].end)
    ]
    here.sort(key=lambda person: (first_rota.get(person.id, len(order)), person.code))
    return tuple(
        Row(
            person.id,
            person.code,
            person.name,
            person.other_name,
            tuple(map(tuple, mine[person.id])),
            none,
        )
        for person in here
    )


def _works(found: Plan, person_id: int, start: Instant, end: Instant) -> bool:
    employed = found.staff.employed[person_id]
    return employed.joined_at < end and (employed.left_at is None or employed.left_at > start)


def _rotas(
    found: Plan, days: Sequence[Day], pieces: Sequence[Piece], gaps: Sequence[Gap]
) -> tuple[Row, ...]:
    """The rotas in their order, with the gaps of their own needs."""
    needs = {need.id: need.rota_id for need in found.needs}
    rows = []
    for line in found.lines:
        cells: list[list[Piece]] = [[] for _ in days]
        for piece in pieces:
            place = _place(piece, days)
            if piece.rota_id == line.view.id and place is not None:
                cells[place].append(piece)
        view = line.view
        holes = [gap for gap in gaps if needs[gap.need_id] == view.id]
        rows.append(
            Row(
                view.id,
                view.code,
                view.name,
                view.name_zh,
                tuple(map(tuple, cells)),
                _standing(holes, days),
            )
        )
    return tuple(rows)
