"""The register of complaints and suggestions: what came in, and how well it was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

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
        return _alike(_facts(entry), 1)


class _Facts(NamedTuple):
    """What an entry is counted by."""

    answered: bool
    answer: Verdict
    solved: bool
    solution: Verdict
    reopened: bool
    satisfaction: int | None


def _facts(entry: Entry) -> _Facts:
    return _Facts(
        entry.answered_at is not None,
        entry.answer,
        entry.solved_at is not None,
        entry.solution,
        entry.reopen_count > 0,
        entry.satisfaction,
    )


def _alike(facts: _Facts, n: int) -> Summary:
    """`n` entries of which this is so."""
    return Summary(
        received=n,
        answered=n * facts.answered,
        answer=Tally(**{facts.answer.value: n}),
        solved=n * facts.solved,
        solution=Tally(**{facts.solution.value: n}),
        reopened=n * facts.reopened,
        rated=n * (facts.satisfaction is not None),
        satisfaction=n * (facts.satisfaction or 0),
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
    for (name, facts), n in Counter((key(each), _facts(each)) for each in entries).items():
        found[name] = found.get(name, Summary()) + _alike(facts, n)
    return dict(sorted(found.items()))
