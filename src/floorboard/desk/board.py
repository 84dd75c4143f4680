"""The board: everything its four panes and its header say, read in one snapshot.

It lies on the way to the first frame, so it imports nothing but queries and rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from floorboard.desk import centre, permissions
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckPhase, CheckState, phase
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.store.connection import Connection
from floorboard.store.queries import checks as queries
from floorboard.store.queries import floor
from floorboard.store.views.floor import (
    CheckView,
    EscalationCounts,
    FloorFigures,
    ShiftView,
)

if TYPE_CHECKING:
    from floorboard.desk.roster.plan import Line, Plan
    from floorboard.domain.roster.cover import Gap
    from floorboard.domain.roster.rota import Span

GAP_SECONDS = 24 * 3600
"""How far ahead the board looks for gaps."""

DAY_SECONDS = 86400
"""How far back it looks for checks whose windows are still open."""

MISSED_SECONDS = 2 * 3600
"""How long a shift is told which checks the last one missed."""

ROSTER_SECONDS = 7 * 86400
"""How far ahead it looks for who comes on next."""

SHIFTLESS_SECONDS = 8 * 3600
"""How far ahead it counts what falls due where the centre has no shifts."""


class ShiftNow(NamedTuple):
    """A shift on a day: its name, and when it begins and ends by the centre's wall clock."""

    code: str
    name: str
    name_zh: str
    starts_at: Instant
    ends_at: Instant


class PersonName(NamedTuple):
    id: int
    name: str
    other_name: str


class OnCallLine(NamedTuple):
    """A rota now: who is on and until when, who comes next and when, where cover is missing."""

    code: str
    name: str
    name_zh: str
    leads: bool
    required: int
    people: tuple[PersonName, ...]
    until: Instant | None
    """When the first of them leaves; None where nobody is on."""
    next_people: tuple[PersonName, ...]
    next_at: Instant | None
    gap: Gap | None
    """The first one that begins within `GAP_SECONDS`, up to its end or that of the roster."""


class Shortage(NamedTuple):
    """A project that too few people know of those who are on, on whatever rota, and when first."""

    name: str
    name_zh: str
    gap: Gap


DONE = frozenset({CheckPhase.DONE, CheckPhase.DONE_LATE})


class CheckLine(NamedTuple):
    """A check of this shift, or one that was left to it, and how it stands now."""

    check: CheckView
    phase: CheckPhase
    earlier: bool = False
    """Whether it was due in a shift before, which didn't do it."""
    people: tuple[PersonName, ...] = ()
    """Whom the roster puts in its post when it is due; empty where nobody asked."""


class Board(NamedTuple):
    """The floor at the instant `at`."""

    at: Instant
    name: str
    name_zh: str
    zone: str
    shift: ShiftNow | None
    handover_at: Instant | None
    """When this shift ends, or outside of any the next one begins; None without shifts."""
    lead: PersonName | None
    """Who answers for the floor: whoever took over last; before the first handover, the first on
    the leads' rota."""
    figures: FloorFigures
    on_call: tuple[OnCallLine, ...]
    shortages: tuple[Shortage, ...]
    checks: tuple[CheckLine, ...]
    escalations: EscalationCounts
    signed_in: PersonName | None
    """Who sits at this console."""
    looks_only: bool
    """Whether it doesn't write, because nobody signed in."""

    @property
    def own(self) -> list[CheckLine]:
        """The checks of this shift itself."""
        return [line for line in self.checks if not line.earlier]

    @property
    def done(self) -> int:
        """Checks of this shift that were done, be it late."""
        return sum(line.phase in DONE for line in self.own)

    @property
    def waived(self) -> int:
        """Those that needn't be done."""
        return sum(line.phase is CheckPhase.WAIVED for line in self.own)

    @property
    def late(self) -> int:
        return sum(line.phase is CheckPhase.LATE for line in self.checks)

    @property
    def missed(self) -> int:
        return sum(line.phase is CheckPhase.MISSED for line in self.checks)

    @property
    def gaps(self) -> int:
        """Rotas with a gap ahead, and projects that too few know."""
        return sum(line.gap is not None for line in self.on_call) + len(self.shortages)


def read(desk: Desk) -> Board:
    """The board as it stands now."""
    from floorboard.desk.roster import plan  # the first frame has no roster yet

    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        where = centre.of(floor.settings(db))
        days = shift_days(floor.shifts(db), now, where.zone)
        shift = shift_at(days, now)
        handover = shift.ends_at if shift else _next_start(days, now)
        figures = floor.figures(db, now, handover or now + SHIFTLESS_SECONDS)
        roster = plan.load(db, now, now + ROSTER_SECONDS)
        missing = roster.gaps(now)
        shortages = _shortages(db, roster, missing)
        begun = shift.starts_at if shift else now
        found = queries.checks(db, begun, handover or now + SHIFTLESS_SECONDS)
        undone = left_over(db, days, begun, now)
        here = floor.person(db, desk.actor.person_id) if desk.actor.person_id else None
        escalated = floor.escalated(db)
        responsible = floor.responsible(db, now)
        looks_only = permissions.looks_only(db, desk.actor)
    checks = [(check, True) for check in undone] + [(check, False) for check in found]
    lines = tuple(_line(roster, each, missing) for each in roster.lines)
    leads = (person for line in lines if line.leads for person in line.people)
    taken = (PersonName(each.id, each.name, each.other_name) for each in (responsible,) if each)
    return Board(
        at=now,
        name=where.name,
        name_zh=where.name_zh,
        zone=where.zone.key,
        shift=shift,
        handover_at=handover,
        lead=next(taken, None) or next(leads, None),
        figures=figures,
        on_call=lines,
        shortages=shortages,
        checks=tuple(_check_line(check, now, earlier) for check, earlier in checks),
        escalations=escalated,
        signed_in=PersonName(here.id, here.name, here.other_name) if here else None,
        looks_only=looks_only,
    )


def shift_days(shifts: Sequence[ShiftView], now: Instant, zone: ZoneInfo) -> list[ShiftNow]:
    """The shifts of yesterday, today and tomorrow, in order.

    Where a DST change makes two of them overlap by an hour, the earlier one is responsible until
    it ends, so the first that holds an instant is the one.
    """
    today = datetime.combine(to_wall(now, zone).date(), time())
    found: list[ShiftNow] = []
    for step in (-1, 0, 1):
        midnight = today + timedelta(days=step)
        for shift in shifts:
            starts = from_wall(midnight + timedelta(minutes=shift.start_minute), zone)
            ends = from_wall(midnight + timedelta(minutes=shift.end_minute), zone, "end")
            found.append(ShiftNow(shift.code, shift.name, shift.name_zh, starts, ends))
    return sorted(found, key=lambda shift: (shift.starts_at, shift.ends_at))


def shift_at(days: Iterable[ShiftNow], now: Instant) -> ShiftNow | None:
    """The one of `shift_days` that is on."""
    return next((each for each in days if each.starts_at <= now < each.ends_at), None)


def known_at(check: CheckView, now: Instant) -> CheckView:
    """`check` as it stood at `now`: what was done later wasn't done yet."""
    if check.done_at is not None and check.done_at > now:
        check = check._replace(
            state=CheckState.OPEN.value, done_by="", done_by_id=None, done_at=None
        )
    if check.done_at is not None or (check.first_at is not None and check.first_at <= now):
        return check
    return check._replace(
        note="", value=None, file="", first_by="", first_by_id=None, first_at=None
    )


def phase_of(check: CheckView, now: Instant) -> CheckPhase:
    """How `check` stands at `now`."""
    return phase(
        CheckState(check.state), check.opens_at, check.due_at, check.closes_at, check.done_at, now
    )


def _check_line(check: CheckView, now: Instant, earlier: bool) -> CheckLine:
    known = known_at(check, now)
    return CheckLine(known, phase_of(known, now), earlier)


def left_over(
    db: Connection, days: Iterable[ShiftNow], begun: Instant, now: Instant
) -> list[CheckView]:
    """The checks that weren't done when the shift of `begun` began: as long as their windows are
    open, and what the last shift missed for `MISSED_SECONDS`."""
    last = max((each.starts_at for each in days if each.starts_at < begun), default=begun)
    told = now < begun + MISSED_SECONDS
    return [
        check
        for check in queries.checks(db, begun - DAY_SECONDS, begun)
        if phase_of(known_at(check, begun), begun) in (CheckPhase.LATE, CheckPhase.MISSED)
        and (now < check.closes_at or (told and check.due_at >= last))
    ]


def _next_start(days: Sequence[ShiftNow], now: Instant) -> Instant | None:
    return min((shift.starts_at for shift in days if shift.starts_at > now), default=None)


def _shortages(db: Connection, roster: Plan, missing: Sequence[Gap]) -> tuple[Shortage, ...]:
    """The first gap of each need that isn't a rota's, where it begins within `GAP_SECONDS`."""
    wanted = {need.id: need.project_id for need in roster.needs if need.rota_id is None}
    first: dict[int, Gap] = {}
    for gap in missing:
        if gap.need_id in wanted and gap.start < roster.start + GAP_SECONDS:
            first.setdefault(gap.need_id, gap)
    projects = {each.id: each for each in floor.projects(db)} if first else {}
    named = [(projects[wanted[need] or 0], gap) for need, gap in first.items()]
    return tuple(Shortage(project.name, project.name_zh, gap) for project, gap in named)


def _line(roster: Plan, line: Line, missing: Sequence[Gap]) -> OnCallLine:
    now, view, spans = roster.start, line.view, roster.spans(line)
    present = set(spans[0].people)
    leaves = next((span.start for span in spans if not present <= set(span.people)), None)
    coming = next((span for span in spans if set(span.people) - present), None)
    # A gap is told whole: it may reach beyond the time in which it has to begin to be told.
    own = {need.id for need in roster.needs if need.rota_id == view.id}
    gaps = (gap for gap in missing if gap.need_id in own and gap.start < now + GAP_SECONDS)
    return OnCallLine(
        code=view.code,
        name=view.name,
        name_zh=view.name_zh,
        leads=view.leads,
        required=roster.required(line, now),
        people=_names(roster, spans[0], spans[0].people),
        until=leaves,
        next_people=_names(roster, coming, set(coming.people) - present) if coming else (),
        next_at=coming.start if coming else None,
        gap=next(gaps, None),
    )


def _names(roster: Plan, span: Span, wanted: Iterable[int]) -> tuple[PersonName, ...]:
    """Those of the `wanted` who are on in `span`, in its order."""
    people = (roster.people[number] for number in span.people if number in wanted)
    return tuple(PersonName(each.id, each.name, each.other_name) for each in people)
