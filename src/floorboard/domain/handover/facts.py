"""What the store itself knows for a handover, at one instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from floorboard.domain.handover.record import Section
from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class ProjectFact:
    """How a project stands by the daily review; `state` is empty while nothing is on record.
    `unresolved` tells whether it has open tickets."""

    section: ClassVar[Section] = Section.PROJECTS
    project_id: int
    name: str
    name_zh: str
    state: str
    remark: str
    unresolved: bool
    overdue: int

    @property
    def key(self) -> int:
        return self.project_id


@dataclass(frozen=True, slots=True)
class PriorityFact:
    """How many open tickets have a priority, and how many of them are overdue."""

    section: ClassVar[Section] = Section.NUMBERS
    priority: int
    open: int
    overdue: int

    @property
    def key(self) -> int:
        return self.priority


@dataclass(frozen=True, slots=True)
class Totals:
    """All open tickets. `due_next` fall due before the next shift ends."""

    open: int
    overdue: int
    due_next: int
    oldest_at: Instant | None
    escalations: int
    """Open rungs of the ladder, of which a record tells the longest due."""


@dataclass(frozen=True, slots=True)
class TicketFact:
    """An open ticket that is urgent enough to be an item."""

    section: ClassVar[Section] = Section.ITEMS
    ticket_id: int
    title: str
    state: str
    priority: int
    owner: str
    due_at: Instant | None

    @property
    def key(self) -> int:
        return self.ticket_id


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """A time agreed with a customer that is still to be kept, or was broken and not made good."""

    section: ClassVar[Section] = Section.PROMISES
    ticket_id: int
    title: str
    until: Instant
    project: str
    project_zh: str
    owner: str

    @property
    def key(self) -> int:
        return self.ticket_id


@dataclass(frozen=True, slots=True)
class RungFact:
    """An open rung of the escalation ladder."""

    section: ClassVar[Section] = Section.ESCALATIONS
    escalation_id: int
    ticket_id: int
    title: str
    rung: str
    due_at: Instant
    acknowledged_by: str
    people: tuple[str, ...]

    @property
    def key(self) -> int:
        return self.escalation_id


@dataclass(frozen=True, slots=True)
class PersonFact:
    """Something about people. `what` is `missing` (rostered now and not in), `leave`, `gap` (too
    few are on; `name` is the rota or project) or `overtime` (waits for a decision)."""

    section: ClassVar[Section] = Section.PEOPLE
    what: str
    name: str
    name_zh: str
    start: Instant
    end: Instant
    note: str = ""

    @property
    def key(self) -> tuple[str, str, Instant]:
        return self.what, self.name, self.start


@dataclass(frozen=True, slots=True)
class DutyFact:
    """A check that was `missed` or is `left` undone, or a `list` of which items are late."""

    section: ClassVar[Section] = Section.DUTIES
    what: str
    number: int
    title: str
    title_zh: str
    project: str
    project_zh: str
    due_at: Instant
    late: int = 0
    """Of a list, how many of its items are late."""
    open: int = 0

    @property
    def key(self) -> tuple[str, int]:
        return self.what, self.number


Fact = ProjectFact | PriorityFact | TicketFact | PromiseFact | RungFact | PersonFact | DutyFact


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything at once, as it was at `at`."""

    at: Instant
    totals: Totals
    priorities: tuple[PriorityFact, ...] = ()
    projects: tuple[ProjectFact, ...] = ()
    tickets: tuple[TicketFact, ...] = ()
    promises: tuple[PromiseFact, ...] = ()
    rungs: tuple[RungFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    duties: tuple[DutyFact, ...] = ()

    def of(self, section: Section) -> tuple[Fact, ...]:
        """The facts that belong to a section."""
        return tuple(each for each in self if each.section is section)

    def __iter__(self) -> Iterator[Fact]:
        yield from self.priorities
        yield from self.projects
        yield from self.tickets
        yield from self.promises
        yield from self.rungs
        yield from self.people
        yield from self.duties


def as_plain(facts: Facts) -> dict[str, Any]:
    """The facts as JSON keeps them."""
    return asdict(facts)


def from_plain(told: Mapping[str, Any]) -> Facts:
    """The facts that `as_plain` made, after they went through JSON."""
    return Facts(
        told["at"],
        Totals(**told["totals"]),
        tuple(PriorityFact(**each) for each in told["priorities"]),
        tuple(ProjectFact(**each) for each in told["projects"]),
        tuple(TicketFact(**each) for each in told["tickets"]),
        tuple(PromiseFact(**each) for each in told["promises"]),
        tuple(RungFact(**{**each, "people": tuple(each["people"])}) for each in told["rungs"]),
        tuple(PersonFact(**each) for each in told["people"]),
        tuple(DutyFact(**each) for each in told["duties"]),
    )
