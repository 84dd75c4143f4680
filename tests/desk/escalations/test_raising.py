"""Rungs are raised once, at the next look, whatever the clock does."""

from __future__ import annotations

import pytest

from escalating import (
    HOUR,
    NOW,
    At,
    all_of,
    alter,
    computed_next,
    notes,
    stored_next,
    table,
    ticket,
)
from floorboard.desk import escalations, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import Raised, raise_due
from floorboard.domain.ticket import NEVER


def test_an_unsolved_ticket_goes_up_rung_by_rung(desk: Desk, at: At) -> None:
    number = ticket(desk)
    for hours in (1, 3.99, 4, 5, 8, 9, 28, 40):
        at(hours)
        raise_due(desk)
        assert stored_next(desk, number) == computed_next(desk, number)
    assert table(desk) == [
        (number, "status-reply", 4, ["Cat", "+Dan"]),
        (number, "second-line", 4, ["Ben", "+Dan"]),
        (number, "manager", 8, ["Dan", "+Eve"]),
        (number, "leader", 28, ["Eve", "+Fay"]),
    ]
    assert not any(view.gap or view.backup_gap for view in all_of(desk))
    assert stored_next(desk, number) == NEVER


def test_at_the_next_look_all_that_fell_due_is_raised_with_both_times(desk: Desk, at: At) -> None:
    number = ticket(desk)
    now = at(100)
    assert raise_due(desk) == Raised(4, 0)
    assert [(v.due_at - NOW) / HOUR for v in all_of(desk)] == [4, 4, 8, 28]
    assert {view.raised_at for view in all_of(desk)} == {now}
    assert {view.acknowledge_by for view in all_of(desk)} == {
        now + minutes * 60 for minutes in (15, 30, 60, 240)
    }
    assert raise_due(desk) == Raised()
    assert stored_next(desk, number) == NEVER
    at(105)
    assert raise_due(desk) == Raised(0, 4)
    assert raise_due(desk) == Raised()


def test_looking_again_writes_nothing(desk: Desk, at: At) -> None:
    ticket(desk)
    for hours in (5, 6):  # the second look is for the backups
        at(hours)
        raise_due(desk)

    def entries() -> int:
        with desk.store.reading() as db:
            return int(db.execute("SELECT max(seq) FROM journal").fetchone()[0])

    before = entries()
    for hours in (6, 4, 0, -1, 7):
        at(hours)
        assert raise_due(desk) == Raised()
    assert entries() == before


def test_a_frozen_desk_raises_nothing(desk: Desk, at: At) -> None:
    ticket(desk)
    at(5)
    desk.frozen = True
    assert raise_due(desk) == Raised()
    assert all_of(desk) == []


def test_a_clock_set_back_and_forward_doubles_nothing_and_misses_nothing(
    desk: Desk, at: At
) -> None:
    number = ticket(desk)
    now = 0.0
    for jump in (4.5, -1, 1, 24, -1, -24, 24, 3, -1, 24):
        now += jump
        at(now)
        raise_due(desk)
        raise_due(desk)
    assert [view.rung for view in all_of(desk)] == [
        "status-reply",
        "second-line",
        "manager",
        "leader",
    ]
    assert all(view.raised_at >= view.due_at for view in all_of(desk))
    assert stored_next(desk, number) == NEVER


def test_a_reply_moves_the_status_rung_and_a_promise_replaces_it(desk: Desk, at: At) -> None:
    number = ticket(desk, priority=4)
    at(3)
    tickets.reply(desk, number, "We look into it", promise_until=NOW + round(3.5 * HOUR))
    assert stored_next(desk, number) == NOW + 3.5 * HOUR
    at(3.4)
    assert raise_due(desk) == Raised()
    at(3.6)
    assert raise_due(desk) == Raised(1, 0)
    # it was raised in this cycle: the next broken promise isn't raised again
    tickets.promise(desk, number, NOW + 4 * HOUR)
    at(5)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == ["status-reply"]


def test_solving_closes_every_open_rung_and_undoing_it_opens_them(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(9)
    raise_due(desk)
    now = at(9.1)
    escalations.acknowledge(desk, 1, "calling them")
    tickets.solve(desk, number, "The plug was out")
    assert [view.closed_at for view in all_of(desk)] == [now] * 3
    assert [notes(desk, view.id)[-1].kind for view in all_of(desk)] == ["closed"] * 3
    assert stored_next(desk, number) == NEVER
    at(60)
    assert raise_due(desk) == Raised()
    undoing.undo(desk)
    assert [view.closed_at for view in all_of(desk)] == [None] * 3
    assert stored_next(desk, number) == computed_next(desk, number)
    undoing.redo(desk)
    assert [view.closed_at for view in all_of(desk)] == [now] * 3


def test_reopening_starts_a_cycle_in_which_everything_is_raised_again(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(5)
    raise_due(desk)
    tickets.solve(desk, number, "Done")
    at(10)
    tickets.reopen(desk, number, "It isn't")
    # the solution was overdue when it was solved, and still is
    assert stored_next(desk, number) == computed_next(desk, number) <= NOW + 10 * HOUR
    assert raise_due(desk) == Raised(2, 0)
    at(14)
    raise_due(desk)
    raised = [(view.cycle, view.rung) for view in all_of(desk)]
    assert raised == [
        (0, "status-reply"),
        (0, "second-line"),
        (1, "second-line"),
        (1, "manager"),
        (1, "status-reply"),
    ]
    assert stored_next(desk, number) == computed_next(desk, number)


def test_a_note_changes_no_cycle(desk: Desk, at: At) -> None:
    """A ticket that is reopened without having been solved stays in its cycle."""
    number = ticket(desk)
    at(5)
    raise_due(desk)
    alter(
        desk,
        "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
        " VALUES (?, 90, ?, 'reopened', '', '')",
        number,
        NOW + 60,
    )
    at(9)
    raise_due(desk)
    assert {view.cycle for view in all_of(desk)} == {0}
    assert [view.rung for view in all_of(desk)] == ["status-reply", "second-line", "manager"]


def test_waiting_for_the_customer_raises_no_solution_rung(desk: Desk, at: At) -> None:
    number = ticket(desk)
    tickets.reply(desk, number, "What does the plug look like?")
    tickets.wait(desk, number)
    at(48)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == ["status-reply"]
    tickets.resume(desk, number)
    at(51.9)
    assert raise_due(desk).raised == 0
    at(52)
    assert raise_due(desk).raised == 1


def test_a_ticket_at_rest_raises_nothing(desk: Desk, at: At) -> None:
    number = ticket(desk)
    now = at(30)
    tickets.solve(desk, number, "Done")
    alter(desk, "UPDATE ticket SET next_rung_at = ? WHERE id = ?", now, number)
    assert raise_due(desk) == Raised()
    assert stored_next(desk, number) == NEVER


def test_many_are_raised_in_chunks_of_rungs(
    desk: Desk, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.desk.escalations.raising.CHUNK", 5)
    numbers = [ticket(desk) for _ in range(7)]
    at(10)  # three rungs each
    told: list[tuple[int, int]] = []
    assert raise_due(desk, lambda done, total: told.append((done, total))).raised == 21
    assert sorted((v.ticket_id, v.rung) for v in all_of(desk)) == sorted(
        (number, rung) for number in numbers for rung in ("status-reply", "second-line", "manager")
    )
    assert told[-1] == (7, 7)
    assert told == sorted(told)
    with desk.store.reading() as db:
        entries = db.execute(
            "SELECT json_array_length(after, '$.raised') FROM journal"
            " WHERE action = 'escalations.raised' AND after LIKE '%\"raised\"%'"
        ).fetchall()
    assert [each[0] for each in entries] == [5, 5, 5, 5, 1]
    at(11)
    assert raise_due(desk).backups == 21
    for number in numbers:
        assert stored_next(desk, number) == computed_next(desk, number)
