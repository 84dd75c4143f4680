"""The rules in force: the store's calendars and policy, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from floorboard.desk.desk import Desk
from floorboard.domain.calendar import ALWAYS, WorkingCalendar, always_open
from floorboard.domain.policy import Chosen, Policy
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import ClockName, Kind
from floorboard.exchange.calendars import read_calendar
from floorboard.exchange.policies import read_policy
from floorboard.store.queries import rules as texts
from floorboard.store.queries.rules import Texts
from floorboard.store.store import Deed


@dataclass(frozen=True, slots=True)
class Rules:
    """A policy and the calendars its targets are measured by."""

    policy: Policy
    calendars: Mapping[str, WorkingCalendar]

    def targets(
        self, kind: str, project_code: str | None, priority: int | None
    ) -> Mapping[ClockName, Chosen]:
        """The targets of such a ticket, for the clocks that have one."""
        return self.policy.targets(Kind(kind), project_code, priority)


def in_force(desk: Desk) -> Rules:
    """The rules of the desk's store. They are compiled once, and again when a text changes."""
    with desk.store.reading(snapshot=True) as db:
        found = texts.calendars(db), texts.policies(db), texts.chosen_policy(db)
    return compiled(*found)


def within(deed: Deed) -> Rules:
    """The rules as `deed` has them."""
    db = deed.db
    return compiled(texts.calendars(db), texts.policies(db), texts.chosen_policy(db))


@lru_cache(maxsize=8)
def compiled(calendars: Texts, policies: Texts, chosen: str) -> Rules:
    """The policy called `chosen` with all calendars, from their texts.

    Without a choice the only policy is taken, and where there is none the manual's default. Raises
    `Problem` where a text is wrong or the choice names nothing.
    """
    by_name = {name: calendar_of(name, body) for name, body in calendars}
    by_name.setdefault(ALWAYS, always_open(ALWAYS))
    bodies = dict(policies)
    if not chosen and len(bodies) == 1:
        chosen = next(iter(bodies))
    if not chosen and not bodies:
        return Rules(Policy("", ()), by_name)
    if chosen not in bodies:
        raise Problem(
            N_("there is no policy {policy}"),
            fix=N_("Known are: {known}"),
            policy=chosen,
            known=", ".join(bodies),
        )
    return Rules(read_policy(bodies[chosen], f"{chosen}.toml", by_name), by_name)


@lru_cache(maxsize=32)
def calendar_of(name: str, text: str) -> WorkingCalendar:
    """The calendar called `name`, from its text; without one, it is always open."""
    return read_calendar(text, f"{name}.toml") if text else always_open(name)
