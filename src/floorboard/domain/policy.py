"""Policies: which target a ticket's clock has, by which calendar it is measured, and to whom it
goes up where it isn't kept.

The rules are rules.md, *Clocks on a ticket* and *Escalation ladder*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from floorboard.domain.calendar import ALWAYS
from floorboard.domain.ladder import Addressee, Rung, To
from floorboard.domain.post import Post
from floorboard.domain.ticket import ClockName, Kind


@dataclass(frozen=True, slots=True)
class Target:
    """How many minutes of a calendar's open time a clock may run."""

    clock: ClockName
    minutes: int
    calendar: str

    @property
    def seconds(self) -> int:
        """The budget, as calendars count."""
        return self.minutes * 60


@dataclass(frozen=True, slots=True)
class Rule:
    """Targets for the tickets that match every field it names; a field of None matches all.

    `none` are the clocks it takes the target away from.
    """

    kind: Kind | None = None
    project: str | None = None
    priority: int | None = None
    targets: tuple[Target, ...] = ()
    none: frozenset[ClockName] = frozenset()

    def matches(self, kind: Kind, project: str | None, priority: int | None) -> bool:
        """Whether it speaks about such a ticket."""
        return (
            self.kind in (None, kind)
            and self.project in (None, project)
            and self.priority in (None, priority)
        )

    @property
    def specificity(self) -> tuple[int, bool, bool, bool]:
        """More fields first; of as many, project before kind before priority."""
        named = (self.project is not None, self.kind is not None, self.priority is not None)
        return (sum(named), *named)


Chosen = tuple[Target, Rule]
"""A target, and the rule that gave it."""

DEFAULT_RULE = Rule(targets=(Target(ClockName.STATUS_REPLY, 240, ALWAYS),))
"""The manual: the customer hears from the centre every 4 hours, day and night, because there is an
after-hours roster."""

_LEAD, _MANAGER = Addressee(To.SHIFT_LEAD), Addressee(To.PROJECT_MANAGER)
_LEADER = Addressee(To.POST, Post.DEPUTY)

DEFAULT_LADDER = (
    Rung("status-reply", ClockName.STATUS_REPLY, _LEAD, 0, None, 15, _MANAGER),
    Rung("second-line", ClockName.SOLUTION, Addressee(To.SECOND_LINE), 0, None, 30, _MANAGER),
    Rung("manager", ClockName.SOLUTION, _MANAGER, 240, None, 60, _LEADER),
    Rung("leader", ClockName.SOLUTION, _LEADER, 1440, None, 240, Addressee(To.POST, Post.DIRECTOR)),
)
"""The manual: what isn't solved in time goes to the project's second line, to its support manager,
and to the leader in charge. A customer who doesn't hear from the centre in time is the shift lead's
to care for."""


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """An ordered list of rules.

    For each clock the most specific rule that names it wins: the one that matches on the most
    fields; of as many, one with a project before one with a kind before one with a priority; of
    two alike, the first. "No target" is an answer too, and wins over a less specific target.
    A clock that no rule names has `DEFAULT_RULE`'s target. `ladder` is the same for all tickets.
    """

    name: str
    rules: tuple[Rule, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    _chosen: dict[tuple[Kind, str | None, int | None], Mapping[ClockName, Chosen]] = field(
        init=False, repr=False, default_factory=dict
    )

    def target(
        self, clock: ClockName, kind: Kind, project: str | None, priority: int | None
    ) -> Chosen | None:
        """The target of one clock and the rule that gave it; None where it has no target."""
        return self.targets(kind, project, priority).get(clock)

    def targets(
        self, kind: Kind, project: str | None, priority: int | None
    ) -> Mapping[ClockName, Chosen]:
        """The targets of all clocks that have one, as `clocks.compute` takes them."""
        key = (kind, project, priority)
        found = self._chosen.get(key)
        if found is None:
            found = self._chosen[key] = self._choose(*key)
        return found

    def _choose(
        self, kind: Kind, project: str | None, priority: int | None
    ) -> Mapping[ClockName, Chosen]:
        matching = [rule for rule in self.rules if rule.matches(kind, project, priority)]
        matching.sort(key=lambda rule: rule.specificity, reverse=True)  # stable: first stays first
        chosen: dict[ClockName, Chosen] = {}
        decided: set[ClockName] = set()
        for rule in (*matching, DEFAULT_RULE):
            for target in rule.targets:
                if target.clock not in decided:
                    chosen[target.clock] = (target, rule)
            decided |= rule.none | {target.clock for target in rule.targets}
        return chosen
