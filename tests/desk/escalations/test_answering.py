"""What people do with a raised rung, and what they leave to its backup."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from escalating import BEN, CAT, HOUR, NOW, SHARES, At, all_of, load, names, notes, ticket
from floorboard.desk import escalations, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import Raised, raise_due
from floorboard.domain.problem import Problem
from floorboard.i18n import told
from floorboard.resources import data
from floorboard.store.queries import floor as floor_queries
from floorboard.store.store import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_unanswered_ones_climb_and_answered_ones_don_t(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    status, second = all_of(desk)
    escalations.acknowledge(desk, second.id, "on it")
    now = at(5)
    assert raise_due(desk) == Raised(0, 1)
    status, second = all_of(desk)
    assert (names(status), status.backup_at) == (["Cat", "+Dan"], now)
    assert [note.kind for note in notes(desk, status.id)] == ["raised", "backup"]
    assert (names(second), second.backup_at) == (["Ben"], None)
    assert (second.acknowledged_by, second.acknowledged_at) == ("desk-1", NOW + 4 * HOUR)


def test_what_people_do_is_on_record(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    desk.actor = Actor("desk-1", BEN)
    escalations.acknowledge(desk, 2, "  on it\n")
    escalations.comment(desk, 2, "they don't answer")
    desk.actor = Actor("desk-2", CAT)
    now = at(4.25)
    escalations.hand_back(desk, 2, "Ben is ill")
    view = all_of(desk)[1]
    assert (view.acknowledged_by, view.acknowledged_at) == ("", None)
    assert view.acknowledge_by == now + 30 * 60
    escalations.call_backup(desk, 2)
    view = all_of(desk)[1]
    assert (names(view), view.backup_at, view.backup_gap) == (["Ben", "+Dan"], now, False)
    assert [(note.kind, note.actor, note.body) for note in notes(desk, 2)] == [
        ("raised", "desk-1", ""),
        ("acknowledged", "Ben", "on it"),
        ("comment", "Ben", "they don't answer"),
        ("handed_back", "Cat", "Ben is ill"),
        ("backup", "Cat", ""),
    ]
    at(30)
    raise_due(desk)
    assert names(all_of(desk)[1]) == ["Ben", "+Dan"]  # the backup was called once
    with desk.store.reading() as db:
        told = db.execute("SELECT action, subject FROM journal WHERE subject LIKE 'ticket/%'")
        assert [action for action, _ in told] == [
            "ticket.opened",
            "escalation.acknowledged",
            "escalation.commented",
            "escalation.handed_back",
            "escalation.backup",
        ]
        raised = db.execute("SELECT j.action FROM journal_ticket t JOIN journal j USING (seq)")
        assert raised.fetchone() == ("escalations.raised",)


def test_a_handed_back_one_goes_to_its_backup_in_its_time(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    escalations.acknowledge(desk, 1, "on it")
    at(6)
    escalations.hand_back(desk, 1, "not mine")
    assert raise_due(desk).backups == 1  # the second line's
    at(6.24)
    assert raise_due(desk).backups == 0
    at(6.25)
    assert raise_due(desk).backups == 1


def test_without_a_time_a_handed_back_one_waits_for_people(desk: Desk, at: At) -> None:
    policy = data("policies", "centre.toml").read_text("utf-8")
    load(desk, re.sub(r"(?m)^acknowledge_minutes = .*\n", "", policy))
    ticket(desk)
    at(4)
    raise_due(desk)
    escalations.acknowledge(desk, 1, "on it")
    escalations.hand_back(desk, 1, "not mine")
    assert all_of(desk)[0].backup
    at(30)
    assert raise_due(desk).backups == 0


def test_what_isn_t_possible_is_refused(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    with pytest.raises(Problem, match=r"nobody acknowledged it"):
        escalations.hand_back(desk, 1, "no")
    with pytest.raises(Problem, match="there is no escalation 99"):
        escalations.acknowledge(desk, 99, "yes")
    with pytest.raises(Problem, match="can't be empty"):
        escalations.acknowledge(desk, 1, " ")
    desk.actor = Actor("desk-1", CAT)
    escalations.acknowledge(desk, 1, "yes")
    with pytest.raises(Problem, match="acknowledged it already"):
        escalations.acknowledge(desk, 1, "me too")
    escalations.call_backup(desk, 2)
    with pytest.raises(Problem, match="was called already"):
        escalations.call_backup(desk, 2)
    tickets.solve(desk, number, "done")
    for deed in (escalations.acknowledge, escalations.hand_back, escalations.call_backup):
        with pytest.raises(Problem, match="was closed with the ticket"):
            deed(desk, 1, "too late")
    escalations.comment(desk, 1, "that is always possible")
    with desk.store.reading() as db:
        assert floor_queries.escalated(db).open == 0


def test_answers_are_undone(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    before = all_of(desk), notes(desk, 1)
    escalations.acknowledge(desk, 1, "on it")
    escalations.call_backup(desk, 1)
    after = all_of(desk), notes(desk, 1)
    undoing.undo(desk)
    undoing.undo(desk)
    assert (all_of(desk), notes(desk, 1)) == before
    undoing.redo(desk)
    undoing.redo(desk)
    assert (all_of(desk), notes(desk, 1)) == after


def test_a_rung_without_a_backup(desk: Desk, at: At) -> None:
    load(desk, SHARES)
    ticket(desk)
    at(20)
    assert raise_due(desk) == Raised(2, 0)
    assert [view.acknowledge_by for view in all_of(desk)] == [None, None]
    with pytest.raises(Problem, match="nobody stands behind it"):
        escalations.call_backup(desk, 1)
    at(1000)
    assert raise_due(desk) == Raised()


def test_a_refusal_names_the_ticket_and_the_time_as_people_say_it(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    view = all_of(desk)[0]
    assert escalations.refusal("escalation.acknowledged", view, desk.now(), SHANGHAI) is None
    refused = escalations.refusal("escalation.handed_back", view, desk.now(), SHANGHAI)
    assert refused is not None
    assert told(refused).startswith(f"#{number}: nobody acknowledged it")
    desk.actor = Actor("desk-1", CAT)
    escalations.acknowledge(desk, view.id, "yes")
    with pytest.raises(Problem) as found:
        escalations.acknowledge(desk, view.id, "me too")
    assert told(found.value).startswith(f"#{number}: Cat acknowledged it already (15:00)")
