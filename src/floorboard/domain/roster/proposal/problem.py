"""A month's roster as a problem: slots to fill, people, rules; what a proposal may never break.

Hard rules hold whatever it costs in cover: skill, leave, one shift a day, rest, hours in the week,
days on end. What nobody can take stays unfilled and says why. Within the rules as many places as
possible are filled; among such rosters the one that spreads nights, weekends, holidays and hours
most evenly is wanted, what people did before counted in.

Cells that are locked stay, even where they break a rule; nothing is added that breaks one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from floorboard.domain.instant import Instant, Interval
from floorboard.domain.roster.load import NO_LOAD, Load

HOUR = 3600
SHIFT_SECONDS = 8 * HOUR
"""So much work weighs as one night does when work is spread."""


class Rule(StrEnum):
    """What keeps a person out of a slot; the first that does is told."""

    SKILL = "skill"
    """The slot's project isn't confirmed for them."""
    AVAILABLE = "available"
    """On leave or not employed."""
    DAY = "day"
    """One shift a day."""
    REST = "rest"
    """Too little time since the last turn, or before the next."""
    WEEK = "week"
    """Too many hours in the week, Monday to Sunday."""
    RUN = "run"
    """Too many days on end."""


class Maker(StrEnum):
    """What made a proposal."""

    SEARCH = "search"
    SOLVER = "solver"


@dataclass(frozen=True, slots=True)
class Slot:
    """`count` people for [`start`, `end`) on a rota; all of it counts for `day`.

    With `project_id` each of them needs that project's skill confirmed.
    """

    id: int
    rota_id: int
    day: date
    shift: str
    start: Instant
    end: Instant
    count: int = 1
    project_id: int | None = None
    night: bool = False
    weekend: bool = False
    holiday: bool = False

    @property
    def load(self) -> Load:
        return Load(int(self.night), int(self.weekend), int(self.holiday), self.end - self.start)


@dataclass(frozen=True, slots=True)
class Held:
    """A turn that somebody has and that isn't planned here: before or after the month, or on
    another rota. It counts for rest, day, week and run, but for no month's figures."""

    day: date
    start: Instant
    end: Instant
    night: bool = False


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who may be put on.

    `history` is what they did before, for all people over the same time; give newcomers the
    others' average, or they make up for all of it. A lower `max_week_seconds` than the rules'
    is part time: their fair share is as much lower.
    """

    person_id: int
    confirmed: frozenset[int] = frozenset()
    unavailable: tuple[Interval, ...] = ()
    history: Load = NO_LOAD
    held: tuple[Held, ...] = ()
    max_week_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    rest_seconds: int = 11 * HOUR
    max_week_seconds: int = 48 * HOUR
    max_run_days: int = 6
    easy_rest_seconds: int = 16 * HOUR
    """Less rest is a quick turn: allowed, avoided."""

    def week_seconds(self, worker: Worker) -> int:
        """The most that `worker` may work from Monday to Sunday."""
        if worker.max_week_seconds is None:
            return self.max_week_seconds
        return min(worker.max_week_seconds, self.max_week_seconds)

    def share(self, worker: Worker) -> float:
        """How much of a full-time person's work is fair for `worker`."""
        return max(self.week_seconds(worker), HOUR) / max(self.max_week_seconds, HOUR)


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    slot_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """What is to be planned. Slots and people are told apart by their ids, `locked` names both."""

    slots: tuple[Slot, ...]
    workers: tuple[Worker, ...]
    locked: frozenset[Assignment] = frozenset()
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        slots = {slot.id for slot in self.slots}
        people = {worker.person_id for worker in self.workers}
        if len(slots) < len(self.slots) or len(people) < len(self.workers):
            raise ValueError("a slot or a person is there twice")
        for each in self.locked:
            if each.slot_id not in slots or each.person_id not in people:
                raise ValueError(f"locked, but not in the problem: {each}")


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule, and the slots of a person that break it together."""

    rule: Rule
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """How many people the rule kept out of a slot."""

    rule: Rule
    people: int


@dataclass(frozen=True, slots=True)
class Unfilled:
    """`missing` people are wanting in a slot; why, the commonest reason first.

    Everybody who isn't on it is in exactly one of the reasons.
    """

    slot_id: int
    missing: int
    reasons: tuple[KeptOut, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a proposal means for a person."""

    person_id: int
    turns: int
    month: Load
    total: Load
    """With their history."""
    quick_turns: int
    isolated_nights: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A roster that breaks no rule which its locked cells don't break by themselves.

    `spread` is the most that one person has in total less the least, over those who can take any
    slot at all. `cost` is what the search makes small, comparable for one problem alone.
    """

    assignments: tuple[Assignment, ...]
    unfilled: tuple[Unfilled, ...]
    figures: tuple[Figures, ...]
    spread: Load
    cost: float
    by: Maker

    @property
    def missing(self) -> int:
        return sum(each.missing for each in self.unfilled)
