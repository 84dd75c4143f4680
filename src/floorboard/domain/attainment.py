"""What became of targets, counted: rates are pooled, and say what they leave out (rules.md,
*Statistics*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from floorboard.domain.calendar import WorkingCalendar
from floorboard.domain.clocks import Event, Verdict, compute, verdict
from floorboard.domain.instant import Instant
from floorboard.domain.policy import Chosen
from floorboard.domain.ticket import ClockName, EventKind


@dataclass(frozen=True, slots=True)
class Tally:
    """How many clocks ended, or stand, in each way."""

    on_time: int = 0
    late: int = 0
    open_on_time: int = 0
    open_late: int = 0
    no_target: int = 0

    @property
    def counted(self) -> int:
        """What the rate is a share of: the clocks that had a target and have stopped."""
        return self.on_time + self.late

    @property
    def rate(self) -> float | None:
        """On time, of those counted; None where nothing was."""
        return self.on_time / self.counted if self.counted else None

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.on_time + other.on_time,
            self.late + other.late,
            self.open_on_time + other.open_on_time,
            self.open_late + other.open_late,
            self.no_target + other.no_target,
        )

    @classmethod
    def of(cls, found: Verdict) -> Tally:
        """One clock."""
        return _ONE[found]


NOTHING = Tally()

_ONE: Mapping[Verdict, Tally] = MappingProxyType(
    {each: Tally(**{each.value: 1}) for each in Verdict}
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a source system said of its targets, beside what follows from its instants.

    `unjudged` are verdicts without a recorded target, and those of open tickets that were on time
    when it was said and have gone over since.
    """

    agree: int = 0
    contradict: int = 0
    unjudged: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.agree + other.agree,
            self.contradict + other.contradict,
            self.unjudged + other.unjudged,
        )


UNSAID = Agreement()


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the targets of some tickets.

    `status_reply` is the last round of each: the one an open ticket is in, or in which it was
    solved; `rounds` are all of them, None unless they were asked for. `recorded` are the targets
    that source systems agreed on, against when the ticket was solved; `verdicts` is what those
    systems said of them. `merged` tickets went on in another one; they are in no other figure.
    """

    tickets: int = 0
    first_reply: Tally = NOTHING
    status_reply: Tally = NOTHING
    solution: Tally = NOTHING
    recorded: Tally = NOTHING
    verdicts: Agreement = UNSAID
    rounds: Tally | None = None
    merged: int = 0

    def __add__(self, other: Figures) -> Figures:
        rounds = (self.rounds or NOTHING) + (other.rounds or NOTHING)
        return Figures(
            self.tickets + other.tickets,
            self.first_reply + other.first_reply,
            self.status_reply + other.status_reply,
            self.solution + other.solution,
            self.recorded + other.recorded,
            self.verdicts + other.verdicts,
            None if self.rounds is None and other.rounds is None else rounds,
            self.merged + other.merged,
        )


class By(StrEnum):
    """What tickets are grouped by."""

    PROJECT = "project"
    PRIORITY = "priority"
    KIND = "kind"
    TYPE = "type"
    """What it is about, as it was called: its title, which imports make of their type columns."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a project, priority, kind or type; without a code, of the tickets that have
    none, or of all further types. `code` is what the store calls it."""

    code: str
    name: str
    name_zh: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Attainment:
    """The figures at `at` of the tickets opened in [`start`, `end`); None is without end.

    `replayed` tickets have changed since `at` and were computed from their histories.
    """

    at: Instant
    start: Instant | None
    end: Instant | None
    by: By | None
    total: Figures
    groups: tuple[Group, ...]
    replayed: int


def status_rounds(
    opened_at: Instant,
    events: Iterable[Event],
    targets: Mapping[ClockName, Chosen],
    calendars: Mapping[str, WorkingCalendar],
    now: Instant,
) -> Tally:
    """Every round of the status-reply clock up to `now`: one from the opening, and one from each
    reply and reopening, to the next reply or the solving. Each was kept or late, or is open."""
    name = ClockName.STATUS_REPLY
    chosen = {name: targets[name]} if name in targets else {}
    past = sorted((event for event in events if event.at <= now), key=attrgetter("at", "seq"))
    tally = Tally()
    for count, event in enumerate(past):
        if event.kind not in _ENDS_ROUND:
            continue
        clock = compute(opened_at, past[:count], chosen, calendars).status_reply
        if clock.stopped_at is None:
            ended = replace(clock, stopped_at=max(event.at, opened_at))
            tally += Tally.of(verdict(ended, now))
    clock = compute(opened_at, past, chosen, calendars).status_reply
    return tally if clock.stopped_at is not None else tally + Tally.of(verdict(clock, now))


_ENDS_ROUND = frozenset({EventKind.REPLY, EventKind.SOLVED, EventKind.CLOSED})
