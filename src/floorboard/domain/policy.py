"""Policies: which target a ticket's clock has, and by which calendar it is measured.

The rules are rules.md, *Clocks on a ticket*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from floorboard.domain.ticket import ClockName, Kind

ALWAYS = "always"
"""The name of the calendar that never closes."""


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


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """An ordered list of rules.

    For each clock the most specific rule that names it wins: the one that matches on the most
    fields; of as many, one with a project before one with a kind before one with a priority; of
    two alike, the first. "No target" is an answer too, and wins over a less specific target.
    A clock that no rule names has `DEFAULT_RULE`'s target.
    """

    name: str
    rules: tuple[Rule, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
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
