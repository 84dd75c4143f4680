"""Who could fill a gap: whom a rule keeps from it, and whose turn it is, to be fair.

Ranked with reasons, so that who fills it sees why (rules.md, *Rota*).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import inf
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.opening import merged, midnight
from floorboard.domain.roster.cover import Need, Spans
from floorboard.domain.roster.load import NO_LOAD, Load
from floorboard.domain.roster.rota import Employment, Leave

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Stint:
    """[`start`, `end`) for which somebody is on a rota."""

    start: Instant
    end: Instant
    rota_id: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody who may be asked.

    `stints` are all those of the weeks that the time to fill touches, and far enough around it to
    see the rest; `confirmed` are projects, `worked` what they have been on in the period over which
    it should be fair.
    """

    person_id: int
    employment: Employment
    stints: Sequence[Stint] = ()
    leaves: Sequence[Leave] = ()
    confirmed: frozenset[int] = frozenset()
    worked: Load = NO_LOAD


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of rest between turns at least, seconds in a week at most, and whether somebody may
    begin more than one shift on a day."""

    rest: int = 11 * HOUR
    week: int = 48 * HOUR
    one_a_day: bool = True


class ReasonKind(StrEnum):
    """Why somebody can't be had, in the order in which it is told; then what ranks the others."""

    NOT_JOINED = "not_joined"
    """`figure` is the instant from which they work here."""
    LEFT = "left"
    """`figure` is the instant from which they don't any more."""
    ON_LEAVE = "on_leave"
    """The leave `id`, over `span`."""
    NOT_CONFIRMED = "not_confirmed"
    """The project `id`."""
    ON_ROTA = "on_rota"
    """They are on the rota `id` over `span`."""
    REST_BEFORE = "rest_before"
    """`figure` seconds since their stint on the rota `id` over `span`, of `limit` at least."""
    REST_AFTER = "rest_after"
    """`figure` seconds until their stint on the rota `id` over `span`, of `limit` at least."""
    SAME_DAY = "same_day"
    """They begin another stint that day, on the rota `id` over `span`."""
    WEEK_HOURS = "week_hours"
    """`figure` seconds with it in the week of `span`, of `limit` at most."""

    SECONDS = "seconds"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    HOLIDAYS = "holidays"
    """The `figure` of each is what they have worked in the period."""
    REST = "rest"
    """`figure` seconds of rest beside it, the shorter of both; None where no stint is near."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the figures that its kind says."""

    kind: ReasonKind
    figure: int | None = None
    limit: int | None = None
    id: int | None = None
    span: Interval | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could fill a gap, or could but for `blocks`; `merits` rank them."""

    person_id: int
    blocks: tuple[Reason, ...]
    merits: tuple[Reason, ...]

    @property
    def free(self) -> bool:
        return not self.blocks


def stints(spans_by_rota: Spans) -> dict[int, list[Stint]]:
    """Each person's stints, by their start: what the resolver cut up for others' sake, joined."""
    found: defaultdict[int, list[Stint]] = defaultdict(list)
    for rota_id, spans in spans_by_rota.items():
        for span in spans:
            for person in span.people:
                mine = found[person]
                if mine and mine[-1].rota_id == rota_id and mine[-1].end == span.start:
                    mine[-1] = Stint(mine[-1].start, span.end, rota_id)
                else:
                    mine.append(Stint(span.start, span.end, rota_id))
    return {
        person: sorted(each, key=lambda stint: (stint.start, stint.end, stint.rota_id))
        for person, each in found.items()
    }


def without(stints: Iterable[Stint], rota_id: int, given: Interval) -> Iterator[Stint]:
    """The stints that are left to who gives away the time `given` on a rota."""
    start, end = given
    for stint in stints:
        if stint.rota_id != rota_id or stint.end <= start or stint.start >= end:
            yield stint
            continue
        if stint.start < start:
            yield Stint(stint.start, start, rota_id)
        if stint.end > end:
            yield Stint(end, stint.end, rota_id)


def candidates(
    need: Need, span: Interval, people: Sequence[Facts], zone: ZoneInfo, limits: Limits = Limits()
) -> list[Candidate]:
    """Who could fill `need` over `span`, one shift's part of a gap: the best first.

    Among those free it is the turn of who has been on the fewest seconds, nights, weekends and
    holidays, in that order, then of who rests longest. Those with blocks come after them, the
    fewest blocks first. Days and weeks, which begin on Monday, are `zone`'s.
    """
    found = [
        Candidate(
            each.person_id, tuple(_blocks(need, span, each, zone, limits)), _merits(span, each)
        )
        for each in people
    ]
    return sorted(found, key=_order)


def _order(candidate: Candidate) -> tuple[float, ...]:
    *worked, rest = (each.figure for each in candidate.merits)
    return (
        len(candidate.blocks),
        *(figure or 0 for figure in worked),
        -(inf if rest is None else rest),
        candidate.person_id,
    )


def _merits(span: Interval, facts: Facts) -> tuple[Reason, ...]:
    worked = facts.worked
    before, after = _before(span, facts.stints), _after(span, facts.stints)
    rests = [span[0] - before.end] if before else []
    rests += [after.start - span[1]] if after else []
    return (
        Reason(ReasonKind.SECONDS, worked.seconds),
        Reason(ReasonKind.NIGHTS, worked.nights),
        Reason(ReasonKind.WEEKENDS, worked.weekends),
        Reason(ReasonKind.HOLIDAYS, worked.holidays),
        Reason(ReasonKind.REST, min(rests, default=None)),
    )


def _blocks(
    need: Need, span: Interval, facts: Facts, zone: ZoneInfo, limits: Limits
) -> Iterator[Reason]:
    """What keeps somebody from it, in the order of the kinds."""
    start, end = span
    employment = facts.employment
    if start < employment.joined_at:
        yield Reason(ReasonKind.NOT_JOINED, employment.joined_at)
    if employment.left_at is not None and end > employment.left_at:
        yield Reason(ReasonKind.LEFT, employment.left_at)
    for leave in facts.leaves:
        if leave.starts_at < end and leave.ends_at > start:
            away = (leave.starts_at, leave.ends_at)
            yield Reason(ReasonKind.ON_LEAVE, id=leave.id, span=away)
    if need.project_id is not None and need.project_id not in facts.confirmed:
        yield Reason(ReasonKind.NOT_CONFIRMED, id=need.project_id)
    yield from _clashes(span, facts.stints, zone, limits)
    yield from _full_weeks(span, facts.stints, zone, limits.week)


def _clashes(
    span: Interval, stints: Sequence[Stint], zone: ZoneInfo, limits: Limits
) -> Iterator[Reason]:
    """The stints that lie at the same time, too near, or on the same day."""
    start, end = span
    for stint in stints:
        if stint.start < end and stint.end > start:
            yield _about(ReasonKind.ON_ROTA, stint)
    before, after = _before(span, stints), _after(span, stints)
    if before is not None and start - before.end < limits.rest:
        yield _about(ReasonKind.REST_BEFORE, before, start - before.end, limits.rest)
    if after is not None and after.start - end < limits.rest:
        yield _about(ReasonKind.REST_AFTER, after, after.start - end, limits.rest)
    if limits.one_a_day:
        day = to_wall(start, zone).date()
        for stint in stints:
            apart = stint.start >= end or stint.end <= start
            if apart and to_wall(stint.start, zone).date() == day:
                yield _about(ReasonKind.SAME_DAY, stint)


def _full_weeks(
    span: Interval, stints: Iterable[Stint], zone: ZoneInfo, most: int
) -> Iterator[Reason]:
    """The weeks that would get too long; time on two rotas at once counts once."""
    on = merged([(stint.start, stint.end) for stint in stints] + [span])
    for week in _weeks(span, zone):
        seconds = sum(max(0, min(end, week[1]) - max(start, week[0])) for start, end in on)
        if seconds > most:
            yield Reason(ReasonKind.WEEK_HOURS, seconds, most, span=week)


def _weeks(span: Interval, zone: ZoneInfo) -> Iterator[Interval]:
    """The weeks that `span` touches."""
    monday = _monday(to_wall(span[0], zone))
    while midnight(monday, zone) < span[1]:
        following = monday + timedelta(weeks=1)
        yield midnight(monday, zone), midnight(following, zone)
        monday = following


def _monday(wall: datetime) -> date:
    return wall.date() - timedelta(days=wall.weekday())


def _before(span: Interval, stints: Iterable[Stint]) -> Stint | None:
    """The last stint that is over when `span` begins."""
    over = (stint for stint in stints if stint.end <= span[0])
    return max(over, key=lambda stint: stint.end, default=None)


def _after(span: Interval, stints: Iterable[Stint]) -> Stint | None:
    """The first stint that begins when `span` is over."""
    coming = (stint for stint in stints if stint.start >= span[1])
    return min(coming, key=lambda stint: stint.start, default=None)


def _about(
    kind: ReasonKind, stint: Stint, figure: int | None = None, limit: int | None = None
) -> Reason:
    return Reason(kind, figure, limit, stint.rota_id, (stint.start, stint.end))
