"""Escalations as lists, now and then."""

from __future__ import annotations

from escalating import DAY, EVE, HOUR, LEADS, NOW, At, names, ticket
from floorboard.desk import escalations, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import raise_due
from floorboard.store import bulk
from floorboard.store.queries import escalations as queries
from floorboard.store.queries import floor as floor_queries
from floorboard.store.queries import rungs
from floorboard.store.store import Actor


def test_the_lists(desk: Desk, at: At) -> None:
    first = ticket(desk)
    at(1)
    ticket(desk)
    at(6)
    raise_due(desk)
    tickets.solve(desk, first, "done")
    at(12)
    raise_due(desk)
    with desk.store.reading() as db:
        found = queries.page(db, 10)
        assert [v.due_at for v in found] == sorted(v.due_at for v in found)
        assert {v.ticket_id for v in found} == {2}
        key = queries.key(found[1])
        assert queries.page(db, 10, after=key) == found[2:]
        assert queries.page(db, 10, before=key) == found[:1]
        assert queries.page(db, 10, start=key) == found[1:]
        assert queries.page(db, 2, last=True) == found[-2:]
        everything = queries.page(db, 10, everything=True)
        assert [v.id for v in everything] == [5, 4, 3, 2, 1]
        key = queries.key(everything[1], everything=True)
        assert queries.page(db, 10, everything=True, after=key) == everything[2:]
        assert queries.page(db, 10, everything=True, before=key) == everything[:1]
        assert [v.id for v in queries.of_ticket(db, first)] == [1, 2]
        assert queries.by_id(db, 3) == everything[2]
        assert queries.by_id(db, 9) is None
        counts = floor_queries.escalated(db)
    assert (counts.open, counts.unacknowledged) == (3, 3)
    escalations.acknowledge(desk, 3, "yes")
    listed = escalations.listed(desk, 2)
    assert ([v.id for v in listed.escalations], listed.counts.unacknowledged) == ([3, 4], 2)


def test_as_it_stood_then(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    at(4.1)
    escalations.acknowledge(desk, 1, "yes")
    at(5)
    raise_due(desk)
    at(6)
    tickets.solve(desk, number, "done")
    desk.frozen = True
    told = []
    for hours in (3, 4, 4.5, 5, 6):
        at(hours)
        found = escalations.listed(desk, 10)
        told.append((found.counts.open, found.counts.unacknowledged))
        assert [v.id for v in found.escalations] == [1, 2][: found.counts.open]
        if hours == 4.5:
            assert [names(v) for v in found.escalations] == [["Cat"], ["Ben"]]
    assert told == [(0, 0), (2, 2), (2, 1), (2, 1), (0, 0)]
    assert len(escalations.listed(desk, 10, everything=True).escalations) == 2


INDEXES = ("ix_ticket_rung", "ix_escalation_unanswered", "ix_escalation_open")


def test_the_unanswered_and_the_due_are_read_by_their_indexes(desk: Desk) -> None:
    plans: list[str] = []
    with desk.store.reading() as db:
        db.set_trace_callback(plans.append)
        rungs.to_raise(db, NOW, 10)
        rungs.unanswered(db, NOW, 10)
        rungs.waiting(db, NOW)
        queries.page(db, 10)
        db.set_trace_callback(None)
        used = [
            " ".join(step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {sql}"))
            for sql in plans
            if sql.lstrip().startswith("SELECT") and "json_each" not in sql
        ]
    assert [next((index for index in INDEXES if index in plan), plan) for plan in used] == [
        "ix_ticket_rung",
        "ix_escalation_unanswered",
        "ix_ticket_rung",
        "ix_escalation_unanswered",
        "ix_escalation_open",
    ]
    assert not any("TEMP B-TREE" in plan and "open" in plan for plan in used)


def test_who_went_home_is_told_and_who_leads_now_may_answer(desk: Desk, at: At) -> None:
    """Cat's turn as lead ends a day from now; Eve leads from then on."""
    with desk.store.deed("changed", "roster", desk.actor, NOW) as deed:
        bulk.insert(
            deed.db,
            "rota_turn",
            ("rota_id", "person_id", "starts_at", "ends_at"),
            [(LEADS, EVE, NOW + DAY, NOW + 2 * DAY)],
        )
    ticket(desk)
    at(4)
    raise_due(desk)

    def told() -> dict[str, int | None]:
        listed = escalations.listed(desk, 10)
        people = {one.name: one.off_since for each in listed.escalations for one in each.people}
        assert listed.left == len([each for each in people.values() if each])
        return people

    assert told() == {"Cat": None, "Ben": None}
    at(24 - 1 / HOUR)
    assert told() == {"Cat": None, "Ben": None}
    at(24)
    assert told() == {"Cat": NOW + DAY, "Ben": NOW + DAY}
    desk.actor = Actor("desk-1", EVE)
    escalations.acknowledge(desk, 1, "I see to it")
    first = next(each for each in escalations.listed(desk, 10).escalations if each.id == 1)
    assert (first.acknowledged_by, names(first)) == ("Eve", ["Cat"])
