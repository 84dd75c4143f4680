"""Why a ticket is due when it is: each clock with all that made its due time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.domain.calendar import Step, WorkingCalendar
from floorboard.domain.clocks import Clock, Clocks, Promise, Verdict, verdict
from floorboard.domain.instant import Instant
from floorboard.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class ClockAccount:
    """One clock: its target and rule, its times and pauses, and how the calendar counted them.

    `steps` are empty where no calendar made the due time: it was promised, recorded by the source
    system, or isn't known while the clock is paused.
    """

    clock: Clock
    calendar: WorkingCalendar | None
    steps: tuple[Step, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """A ticket's clocks as they stood at `at`, under the policy of this name."""

    ticket_id: int
    at: Instant
    policy: str
    policy_titles: Mapping[str, str]
    clocks: tuple[ClockAccount, ...]
    promises: tuple[Promise, ...]


def explain(
    ticket_id: int,
    at: Instant,
    policy: Policy,
    clocks: Clocks,
    calendars: Mapping[str, WorkingCalendar],
) -> Explanation:
    """The account of `clocks`, which were computed as of `at`."""
    accounts = tuple(
        _account(clock, at, calendars)
        for clock in (clocks.first_reply, clocks.status_reply, clocks.solution)
    )
    return Explanation(ticket_id, at, policy.name, policy.titles, accounts, clocks.promises)


def _account(clock: Clock, at: Instant, calendars: Mapping[str, WorkingCalendar]) -> ClockAccount:
    calendar = None if clock.target is None else calendars.get(clock.target.calendar)
    counted = clock.due_at is not None and not clock.recorded and clock.promise is None
    steps: tuple[Step, ...] = ()
    if counted and calendar is not None and clock.target is not None:
        steps = calendar.explain(clock.started_at, clock.target.seconds, clock.pauses)
    return ClockAccount(clock, calendar, steps, verdict(clock, at))
