"""The register of complaints and suggestions: what came in, and how well it was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.attainment import NOTHING, Tally
from floorboard.domain.clocks import Verdict
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import Kind

REGISTERED = (Kind.COMPLAINT, Kind.SUGGESTION)
"""The kinds that the register holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A complaint or suggestion, as it stood at the instant that was looked from."""

    id: int
    kind: str
    state: str
    title: str
    customer: str
    project_code: str | None
    project: str
    project_zh: str
    owner: str
    received_at: Instant
    answered_at: Instant | None
    answer_due_at: Instant | None
    answer: Verdict
    solved_at: Instant | None
    solution_due_at: Instant | None
    solution: Verdict
    overdue: bool
    """Whether it is open and one of its clocks is past its due time."""
    satisfaction: int | None
    reopen_count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Some of the register, counted. `satisfaction` is the sum over those that were `rated`."""

    received: int = 0
    answered: int = 0
    answer: Tally = NOTHING
    solved: int = 0
    solution: Tally = NOTHING
    reopened: int = 0
    rated: int = 0
    satisfaction: int = 0

    @property
    def mean_satisfaction(self) -> float | None:
        """From 1 to 5, of those rated; None where nobody was asked."""
        return self.satisfaction / self.rated if self.rated else None

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            self.received + other.received,
            self.answered + other.answered,
            self.answer + other.answer,
            self.solved + other.solved,
            self.solution + other.solution,
            self.reopened + other.reopened,
            self.rated + other.rated,
            self.satisfaction + other.satisfaction,
        )

    @classmethod
    def of(cls, entry: Entry) -> Summary:
        return cls(
            received=1,
            answered=entry.answered_at is not None,
            answer=Tally.of(entry.answer),
            solved=entry.solved_at is not None,
            solution=Tally.of(entry.solution),
            reopened=entry.reopen_count > 0,
            rated=entry.satisfaction is not None,
            satisfaction=entry.satisfaction or 0,
        )


class By(StrEnum):
    """What the figures are told for."""

    KIND = "kind"
    PROJECT = "project"
    MONTH = "month"


def summed(
    entries: Iterable[Entry], key: Callable[[Entry], tuple[str, ...]]
) -> dict[tuple[str, ...], Summary]:
    """The figures of each group, in the order of their keys."""
    found: dict[tuple[str, ...], Summary] = {}
    for entry in entries:
        name = key(entry)
        found[name] = found.get(name, Summary()) + Summary.of(entry)
    return dict(sorted(found.items()))
