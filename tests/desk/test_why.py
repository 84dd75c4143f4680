"""Why a ticket is due when it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floorboard.desk import floor, why
from floorboard.desk.desk import Desk
from floorboard.domain.calendar import StepKind
from floorboard.domain.clocks import PromiseOutcome, Verdict
from floorboard.domain.problem import Problem
from floorboard.store import bulk

HOUR = 3600
OPENED = int(datetime(2026, 11, 20, 8, 0, tzinfo=UTC).timestamp())
"""Friday 16:00 in Shanghai, an hour and a half before the office closes."""

COLUMNS = ("id", "kind", "channel", "state", "priority", "title", "opened_at", "updated_at")
EVENTS = [
    (OPENED, "opened", None),
    (OPENED + 600, "reply", None),
    (OPENED + 700, "promised", OPENED + 6 * HOUR),
    (OPENED + HOUR, "waiting", None),
    (OPENED + 66 * HOUR, "resumed", None),  # Monday 10:00
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    floor.create(path, OPENED, name="Centre", zone="Asia/Shanghai")
    found = Desk.open(path, as_of=OPENED + 67 * HOUR)
    with found.store.deed("made", "tickets", found.actor, OPENED) as deed:
        row = ("incident", "phone", "open", 2, "no log-in", OPENED, OPENED)
        extra = ("source", "body", "owner_label", "team", "next_due_at", "reopen_count")
        rest = ("", "", "", "", 253_402_300_799, 0)
        bulk.insert(
            deed.db,
            "ticket",
            (*COLUMNS, *extra, "reassignment_count", "version"),
            [(1, *row, *rest, 0, 1)],
        )
        bulk.insert(
            deed.db,
            "ticket_event",
            ("ticket_id", "seq", "at", "kind", "actor", "body", "until"),
            [(1, seq, at, kind, "", "", until) for seq, (at, kind, until) in enumerate(EVENTS)],
        )
    yield found
    found.close()


def test_each_clock_gives_its_account(desk: Desk) -> None:
    told = why.explain(desk, 1)
    first, status, solution = told.clocks
    assert (told.ticket_id, told.policy, told.policy_titles["zh"]) == (1, "centre", "客户服务中心")

    assert first.verdict is Verdict.ON_TIME
    assert first.clock.target is not None
    assert first.clock.target.minutes == 30
    assert first.clock.rule is not None
    assert (first.clock.rule.kind, first.clock.rule.priority) == ("incident", 2)
    assert first.clock.stopped_at == OPENED + 600
    assert sum(s.seconds for s in first.steps if s.kind is StepKind.COUNTED) == 30 * 60

    assert status.clock.promise is not None
    assert status.clock.due_at == OPENED + 6 * HOUR
    assert (status.verdict, status.steps) == (Verdict.OPEN_LATE, ())

    assert solution.calendar is not None
    assert solution.calendar.name == "centre"
    assert solution.clock.pauses == ((OPENED + HOUR, OPENED + 66 * HOUR),)
    # an hour on Friday; the rest of 8 h from Monday 10:00: 2 h, 4.5 h, and half an hour on Tuesday
    assert solution.clock.due_at == OPENED + 88 * HOUR + HOUR
    assert sum(s.seconds for s in solution.steps if s.kind is StepKind.COUNTED) == 8 * HOUR
    assert any(step.kind is StepKind.PAUSED for step in solution.steps)
    assert solution.verdict is Verdict.OPEN_ON_TIME


def test_promises_are_told_with_what_became_of_them(desk: Desk) -> None:
    (promise,) = why.explain(desk, 1).promises
    assert promise.outcome is PromiseOutcome.BROKEN


def test_an_earlier_instant_knows_only_what_had_happened(desk: Desk) -> None:
    told = why.explain(desk, 1, OPENED + 2 * HOUR)
    assert told.at == OPENED + 2 * HOUR
    assert told.promises[0].outcome is PromiseOutcome.PENDING
    solution = told.clocks[2]
    assert solution.clock.paused_since == OPENED + HOUR
    assert (solution.clock.due_at, solution.clock.remaining_s) == (None, 7 * HOUR)
    assert (solution.steps, solution.verdict) == ((), Verdict.OPEN_ON_TIME)


def test_a_ticket_that_isn_t_there_yet_or_at_all(desk: Desk) -> None:
    with pytest.raises(Problem, match="ticket 1 wasn't opened yet"):
        why.explain(desk, 1, OPENED - 1)
    with pytest.raises(Problem, match="there is no ticket 2"):
        why.explain(desk, 2)
