"""A ticket's clocks, computed from its event history (rules.md, *Clocks on a ticket*).

Everything follows from the sorted events, the policy's targets and the calendars; nothing here is
remembered between two computations, so events may arrive in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from floorboard.domain.calendar import WorkingCalendar
from floorboard.domain.instant import Instant, Interval
from floorboard.domain.policy import Chosen, Rule, Target
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import ClockName, EventKind


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a ticket, as far as clocks are concerned.

    `seq` orders events of one second. `until` is the agreed time of a promise.
    """

    at: Instant
    kind: EventKind
    seq: int = 0
    until: Instant | None = None


class PromiseOutcome(StrEnum):
    """What became of a promise."""

    PENDING = "pending"
    KEPT = "kept"
    """A reply, or the solving, came in time."""
    BROKEN = "broken"
    MOVED = "moved"
    """Another time was agreed before this one was over."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A time agreed with the customer. A reply at `until` itself keeps it.

    `settled_at` is when it was kept or moved; a broken one broke at `until`.
    """

    made_at: Instant
    until: Instant
    outcome: PromiseOutcome = PromiseOutcome.PENDING
    settled_at: Instant | None = None

    def settled(self, outcome: PromiseOutcome, at: Instant) -> Promise:
        """The promise after `outcome` at `at`; broken if its time was over by then."""
        if at > self.until:
            return Promise(self.made_at, self.until, PromiseOutcome.BROKEN, self.until)
        return Promise(self.made_at, self.until, outcome, at)

    def seen_at(self, now: Instant) -> Promise:
        """The promise as it stands at `now`: a pending one is broken once its time is over."""
        if self.outcome is PromiseOutcome.PENDING and now > self.until:
            return self.settled(PromiseOutcome.BROKEN, now)
        return self


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a ticket.

    `due_at` is None without a target, and while a pause keeps moving it; `remaining_s` then says
    how many seconds of open time are left. A clock that was past its due time when the pause began
    keeps `due_at`: pausing doesn't un-overdue a ticket. Nor does a pause move a time that was
    promised (`promise`) or came from the source system (`recorded`).
    """

    name: ClockName
    started_at: Instant
    due_at: Instant | None = None
    stopped_at: Instant | None = None
    paused_since: Instant | None = None
    remaining_s: int | None = None
    pauses: tuple[Interval, ...] = ()
    """The pauses that are over, sorted."""
    target: Target | None = None
    rule: Rule | None = None
    recorded: bool = False
    promise: Promise | None = None
    """The promise that `due_at` is, if it is one."""

    @property
    def running(self) -> bool:
        """Neither stopped nor paused."""
        return self.stopped_at is None and self.paused_since is None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The three clocks of a ticket, and every promise made on it, in order.

    `cycle` is how many times it was reopened after it had been solved.
    """

    first_reply: Clock
    status_reply: Clock
    solution: Clock
    promises: tuple[Promise, ...] = ()
    cycle: int = 0

    @property
    def next_due(self) -> tuple[Instant, ClockName] | None:
        """The earliest due time of the clocks that haven't stopped; of equals the first clock's."""
        found: tuple[Instant, ClockName] | None = None
        for clock in (self.first_reply, self.status_reply, self.solution):
            due = clock.due_at
            if due is not None and clock.stopped_at is None and (found is None or due < found[0]):
                found = (due, clock.name)
        return found


class Verdict(StrEnum):
    """How a clock did, or does. Its due instant itself is still in time."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN_ON_TIME = "open_on_time"
    OPEN_LATE = "open_late"
    NO_TARGET = "no_target"


def verdict(clock: Clock, now: Instant) -> Verdict:
    """How `clock` did, seen at `now`."""
    if clock.due_at is None:
        return Verdict.NO_TARGET if clock.remaining_s is None else Verdict.OPEN_ON_TIME
    if clock.stopped_at is not None:
        return Verdict.ON_TIME if clock.stopped_at <= clock.due_at else Verdict.LATE
    return Verdict.OPEN_ON_TIME if now <= clock.due_at else Verdict.OPEN_LATE


def compute(
    opened_at: Instant,
    events: Iterable[Event],
    targets: Mapping[ClockName, Chosen],
    calendars: Mapping[str, WorkingCalendar],
    recorded: Mapping[ClockName, Instant] = MappingProxyType({}),
    as_of: Instant | None = None,
) -> Clocks:
    """The clocks that `events` leave behind, in whatever order they are given.

    They count sorted by (at, seq), and within that in the order `EventKind` lists them. One before
    the opening counts as at the opening; with `as_of`, those after it don't count.

    - First reply: stops at the first reply, or at the solving, which tells the customer too. It
      never pauses.
    - Status reply: restarts at each reply and at a reopening, stops at the solving. A promise is
      its due time from when it is made, and stays so after it is broken until the next reply:
      falling back to the target would un-overdue the ticket. A newer promise replaces it, which is
      then `MOVED`, or `BROKEN` if its time was over. Without `as_of`, time has passed up to the
      last event.
    - Solution: stops at the solving. It pauses from `WAITING` until the ticket is back in the
      centre's hands, and for the time the ticket stood solved.

    `CLOSED` without `SOLVED` is a solving. A `REOPENED` of what isn't solved ends a wait, no more.

    `recorded` are due times that the source system agreed on: kept, not recomputed. That of the
    status reply stands for the first round, until a reply; an agreed later one is a promise.

    Raises `Problem` for a target whose calendar isn't in `calendars` or never opens.
    """
    history = _History(opened_at)
    for event in sorted(events, key=_order):
        at = event.at if event.at > opened_at else opened_at
        if as_of is not None and at > as_of:
            break
        history.take(event.kind, at, event.until)
    promises = history.promises
    if history.pending:
        promises[-1] = promises[-1].seen_at(history.latest if as_of is None else as_of)
    return Clocks(
        _first_reply(history, targets, calendars, recorded),
        _status_reply(history, targets, calendars, recorded),
        _solution(history, targets, calendars, recorded),
        tuple(promises),
        history.cycle,
    )


# Whatever puts the ticket back into the centre's hands ends a wait for the customer: a person who
# resumes it, the second line's work, and the customer writing again. A reply doesn't: the centre
# may tell the customer something and still wait for the answer.
_ENDS_WAIT = frozenset(
    {
        EventKind.RESUMED,
        EventKind.CHASED,
        EventKind.SECOND_LINE,
        EventKind.RETURNED,
        EventKind.REOPENED,
    }
)
_SOLVING = frozenset({EventKind.SOLVED, EventKind.CLOSED})
_RANK = {kind: rank for rank, kind in enumerate(EventKind)}


def _order(event: Event) -> tuple[int, int, int, int]:
    return (event.at, event.seq, _RANK[event.kind], event.until or 0)


class _History:
    """What the events so far amount to, taken one by one in order."""

    __slots__ = (
        "agreed",
        "cycle",
        "first_reply",
        "latest",
        "opened",
        "pauses",
        "pending",
        "promises",
        "round_since",
        "solved",
        "waiting",
    )

    def __init__(self, opened: Instant) -> None:
        self.opened = self.latest = opened
        self.first_reply: Instant | None = None
        self.round_since: Instant | None = None  # of the status reply; None: since the opening
        self.waiting: Instant | None = None
        self.solved: Instant | None = None
        self.pauses: list[Interval] = []
        self.promises: list[Promise] = []
        self.pending = False  # the last promise isn't settled
        self.agreed: int | None = None  # which promise is the status reply's due time
        self.cycle = 0

    def take(self, kind: EventKind, at: Instant, until: Instant | None) -> None:
        self.latest = at
        if kind is EventKind.REPLY:
            self._answer(at)
            if self.solved is None:
                self.round_since, self.agreed = at, None
        elif kind in _SOLVING:
            if self.solved is None:
                self._answer(at)
                self._end_wait(at)
                self.solved = at
        elif kind is EventKind.PROMISED and until is not None:
            self._settle(PromiseOutcome.MOVED, at)
            self.promises.append(Promise(at, until))
            self.pending = True
            if self.solved is None:
                self.agreed = len(self.promises) - 1
        elif kind is EventKind.WAITING:
            if self.solved is None and self.waiting is None:
                self.waiting = at
        elif kind is EventKind.REOPENED and self.solved is not None:
            self._pause(self.solved, at)
            self.solved, self.round_since = None, at
            self.cycle += 1
            # one that was made while it stood solved, and isn't over yet
            standing = self.pending and at <= self.promises[-1].until
            self.agreed = len(self.promises) - 1 if standing else None
        elif kind in _ENDS_WAIT:
            self._end_wait(at)

    def _answer(self, at: Instant) -> None:
        if self.first_reply is None:
            self.first_reply = at
        self._settle(PromiseOutcome.KEPT, at)

    def _settle(self, outcome: PromiseOutcome, at: Instant) -> None:
        if self.pending:
            self.promises[-1] = self.promises[-1].settled(outcome, at)
            self.pending = False

    def _end_wait(self, at: Instant) -> None:
        if self.waiting is not None:
            self._pause(self.waiting, at)
            self.waiting = None

    def _pause(self, start: Instant, end: Instant) -> None:
        if start < end:
            self.pauses.append((start, end))


def _first_reply(
    history: _History,
    targets: Mapping[ClockName, Chosen],
    calendars: Mapping[str, WorkingCalendar],
    recorded: Mapping[ClockName, Instant],
) -> Clock:
    name = ClockName.FIRST_REPLY
    target, rule = targets.get(name) or _NO_TARGET
    due = recorded.get(name)
    agreed = due is not None
    if due is None and target is not None:
        due = _calendar(target, calendars).due(history.opened, target.seconds)
    return Clock(
        name, history.opened, due, history.first_reply, target=target, rule=rule, recorded=agreed
    )


def _status_reply(
    history: _History,
    targets: Mapping[ClockName, Chosen],
    calendars: Mapping[str, WorkingCalendar],
    recorded: Mapping[ClockName, Instant],
) -> Clock:
    name = ClockName.STATUS_REPLY
    target, rule = targets.get(name) or _NO_TARGET
    start = history.opened if history.round_since is None else history.round_since
    promise = None if history.agreed is None else history.promises[history.agreed]
    due = None
    agreed = False
    if promise is not None:
        due = promise.until
    elif history.round_since is None and name in recorded:
        due, agreed = recorded[name], True
    elif target is not None:
        due = _calendar(target, calendars).due(start, target.seconds)
    return Clock(
        name, start, due, history.solved, target=target, rule=rule, recorded=agreed, promise=promise
    )


def _solution(
    history: _History,
    targets: Mapping[ClockName, Chosen],
    calendars: Mapping[str, WorkingCalendar],
    recorded: Mapping[ClockName, Instant],
) -> Clock:
    name = ClockName.SOLUTION
    target, rule = targets.get(name) or _NO_TARGET
    opened, paused_since, pauses = history.opened, history.waiting, tuple(history.pauses)
    due = recorded.get(name)
    agreed = due is not None
    left = None
    if due is None and target is not None:
        calendar = _calendar(target, calendars)
        if paused_since is not None:
            left = target.seconds - calendar.elapsed(opened, paused_since, pauses)
        if left is None or left <= 0:
            due, left = calendar.due(opened, target.seconds, pauses), None
    return Clock(
        name, opened, due, history.solved, paused_since, left, pauses, target, rule, agreed
    )


_NO_TARGET = (None, None)


def _calendar(target: Target, calendars: Mapping[str, WorkingCalendar]) -> WorkingCalendar:
    calendar = calendars.get(target.calendar)
    if calendar is None:
        raise Problem(
            N_("there is no calendar {calendar}, which a target for {clock} names"),
            fix=N_("Add the calendar, or name another one in the policy"),
            calendar=target.calendar,
            clock=target.clock.value,
        )
    return calendar
