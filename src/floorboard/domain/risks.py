"""Risk points that are open: what opens them, and how heavy that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.instant import Instant

HEAVIEST = 100
"""The weight that a kind of cause may have at most."""

STEPS: tuple[int, ...] = (86400, 7 * 86400, 30 * 86400)
"""Seconds. A cause that has stood for longer than one of these weighs its own weight once more."""


class CauseKind(StrEnum):
    """What opens a risk point."""

    MISSED = "missed"
    """A check that nobody did: it opens its duty's own risk points, until the next one is done."""
    LATE = "late"
    """An item of a list that was started by hand is late: its duty's own risk points."""
    GAP = "gap"
    """Somebody is missing on a rota, now or soon."""
    SKILL = "skill"
    """Nobody is there, or nobody is on, who knows a project."""
    COMPLAINT = "complaint"
    """A complaint whose reply or solution is overdue."""


OF_DUTY = frozenset({CauseKind.MISSED, CauseKind.LATE})
"""The kinds that open the risk points of the duty that isn't done."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a kind of cause weighs on its first day, and the ids of the risk points that it
    opens; of those `OF_DUTY`, none but their duty's."""

    weight: int
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that opens risk points."""

    kind: CauseKind
    title: str
    """What it is about, as it is called: a check, an item, a rota, a project, a ticket."""
    title_zh: str
    subject: str
    """As in `check/123`, `list/7`, `rota/hotline`, `project/p1`, `ticket/42`."""
    project_id: int | None
    project: str
    project_zh: str
    since: Instant | None
    """None where nobody put on record when it began; of what is only coming, when it begins."""
    duty: str = ""
    """The duty of the handbook that isn't done."""
    times: int = 1
    """How often it was missed."""
    have: int = 0
    need: int = 0
    """How many are on, and how many must be; 0 where that isn't what is missing."""
    clock: str = ""
    """Which one ran out."""
    weight: int = 0


def weight(base: int, age: int) -> int:
    """How heavy a cause of the kind that weighs `base` is when it has stood for `age` seconds.

    On its first day that is `base`, and as much again for each of the `STEPS` that it is older
    than; one that is only coming, with a negative age, weighs half. It never grows lighter.
    """
    if age < 0:
        return (base + 1) // 2
    return base * (1 + sum(age > step for step in STEPS))
