"""A customer on the phone, and what tickets are tied to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floorboard.desk import filtering, sample, search, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.store.queries import callers, listing
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.listing import Order

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=40, seed=3)
    found = Desk.open(path, console="desk-1")
    found.clock = lambda: NOW
    yield found
    found.close()


def customer_of(desk: Desk, number: int) -> int:
    with desk.store.reading() as db:
        found = db.execute("SELECT customer_id FROM ticket WHERE id = ?", (number,)).fetchone()
    return int(found[0])


def test_the_newest_open_tickets_of_a_caller_and_their_last_project(desk: Desk) -> None:
    fresh = NewCustomer("Quux Zoë", phone="0551 77 88 99")
    first = tickets.open_ticket(desk, OpenTicket("one", new_customer=fresh, project_id=2))
    who = customer_of(desk, first)
    others = [
        tickets.open_ticket(desk, OpenTicket(title, customer_id=who)) for title in ("two", "three")
    ]
    tickets.solve(desk, others[0], "done")
    with desk.store.reading() as db:
        found = callers.open_tickets(db, [who, 999_999], 5)
        assert [row.title for row in found[who]] == ["three", "one"]
        assert found[999_999] == []
        assert [row.title for row in callers.open_tickets(db, [who], 1)[who]] == ["three"]
        assert callers.last_project(db, who) == 2
        assert callers.last_project(db, 999_999) is None


@pytest.mark.parametrize("typed", ["quux", "zoe", "Zoë", "77 88"])
def test_who_is_not_in_the_index_yet_is_found(desk: Desk, typed: str) -> None:
    fresh = NewCustomer("Quux Zoë", phone="0551 77 88 99")
    number = tickets.open_ticket(desk, OpenTicket("one", new_customer=fresh))
    with desk.store.reading() as db:
        (found,) = callers.named(db, typed, 5)
    assert (found.id, found.name, found.open) == (customer_of(desk, number), "Quux Zoë", 1)
    search.index(desk)
    assert search.customers(desk, "quux")[0] == found


def test_ties_are_told_from_both_sides(desk: Desk) -> None:
    one, two = (tickets.open_ticket(desk, OpenTicket(title)) for title in ("one", "two"))
    tickets.link(desk, two, one)
    part = tickets.split(desk, one, "part")
    tickets.merge(desk, two, one)

    def told(number: int) -> list[tuple[int, str, bool]]:
        with desk.store.reading() as db:
            return [(e.id, e.relation, e.outgoing) for e in queries.links(db, number)]

    assert sorted(told(one)) == [
        (two, "merged_into", False),
        (two, "related", True),
        (part, "split_from", False),
    ]
    assert told(part) == [(one, "split_from", True)]
    assert sorted(told(two)) == [(one, "merged_into", True), (one, "related", False)]


def test_who_handed_it_over_keeps_it_on_their_list_until_it_is_solved(desk: Desk) -> None:
    with desk.store.reading() as db:
        first, second = (row[0] for row in db.execute("SELECT id FROM person LIMIT 2"))
    number = tickets.open_ticket(desk, OpenTicket("stuck", owner_id=first))
    tickets.hand_over(desk, number, "please", to=second)

    def lists(text: str) -> list[bool]:
        found = []
        with desk.store.reading() as db:
            names = [
                db.execute("SELECT name FROM person WHERE id = ?", (each,)).fetchone()[0]
                for each in (first, second)
            ]
        for name in names:
            wanted = filtering.resolve(desk, filtering.parse(f'owner:"{name}" {text}'))
            with desk.store.reading() as db:
                rows = listing.page(db, wanted, Order.UPDATED, 500)
                assert listing.count(db, wanted) == len(rows)
                assert {row.id for row in rows} == set(listing.ids(db, wanted, 500))
            found.append(number in [row.id for row in rows])
        return found

    assert lists("") == lists("all") == [True, True]
    tickets.solve(desk, number, "it works")
    assert lists("") == [False, False]
    assert lists("all") == [False, True]
