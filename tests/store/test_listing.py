"""Pages by key against a list that Python sorted; and every list is a range of an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.ticket import NEVER
from floorboard.store import bulk
from floorboard.store.connection import connect
from floorboard.store.queries import checks, duties, entries, floor, listing, roster, tickets
from floorboard.store.queries.listing import Filter, Key, Order

NOW = 50
OPEN = ("new", "open", "second_line", "waiting")
STATES = (*OPEN, "solved", "closed")
# fmt: off
COLUMNS = (
    "id", "source", "external_id", "kind", "channel", "state", "priority", "title", "body",
    "project_id", "customer_id", "owner_id", "owner_label", "team", "opened_at",
    "next_due_at", "next_clock", "reopen_count", "reassignment_count", "updated_at", "version",
)
# fmt: on


@dataclass(frozen=True)
class T:
    """A ticket, as far as lists are concerned. Few values, so that many are equal."""

    state: str
    priority: int
    due: int | None
    opened: int
    updated: int
    project: int | None
    owner: int | None
    label: str
    title: str
    kind: str = "incident"
    id: int = 0

    def row(self) -> tuple[object, ...]:
        # fmt: off
        return (
            self.id, "s", None, self.kind, "web", self.state, self.priority, self.title, "",
            self.project, None, self.owner, "" if self.owner else self.label, "", self.opened,
            self.next_due, None if self.next_due == NEVER else "solution", 0, 0, self.updated, 1,
        )
        # fmt: on

    @property
    def next_due(self) -> int:
        return NEVER if self.due is None or self.state not in OPEN else self.due

    def key(self, order: Order) -> Key:
        return {
            Order.DUE: (self.next_due, self.id),
            Order.PRIORITY: (self.priority, self.next_due, self.id),
            Order.NUMBER: (self.id,),
            Order.OPENED: (self.opened, self.id),
            Order.UPDATED: (self.updated, self.id),
        }[order]


few = st.integers(40, 60)
TICKETS = st.lists(
    st.builds(
        T,
        state=st.sampled_from(STATES),
        priority=st.integers(1, 3),
        due=st.none() | few,
        opened=few,
        updated=few,
        project=st.sampled_from([None, 1, 2]),
        owner=st.sampled_from([None, 1, 2]),
        label=st.sampled_from(["", "", "Zoë Ärmel"]),
        title=st.sampled_from(["cannot log in", "无法登录", "ÄRGER mit Öl", "100% [b]"]),
        kind=st.sampled_from(["incident", "complaint"]),
    ),
    max_size=24,
).map(lambda found: [replace(t, id=1 + 2 * n) for n, t in enumerate(found)])

FILTERS = st.builds(
    Filter,
    everything=st.booleans(),
    states=st.sampled_from([(), (), ("waiting",), ("new", "closed"), ("solved",)]),
    kinds=st.sampled_from([(), (), ("complaint",)]),
    priorities=st.sampled_from([(), (), (1,), (1, 3)]),
    projects=st.sampled_from([(), (), (1,), (1, 2)]),
    owners=st.sampled_from([(), (), (2,), (1, 2)]),
    due_before=st.sampled_from([None, None, NOW]),
    due_from=st.sampled_from([None, None, 45]),
    unassigned=st.sampled_from([False, False, True]),
    owner_label=st.sampled_from(["", "", "", "zoë ä", "nobody"]),
    words=st.sampled_from([(), (), (), ("LOG",), ("登录",), ("ärger", "ÖL"), ("#7",), ("%",)]),
    nothing=st.sampled_from([False, False, False, False, True]),
) | st.just(Filter())


def lets_through(wanted: Filter, t: T) -> bool:
    """What the filter's fields mean, told in Python."""
    closed = set(wanted.states) & {"solved", "closed"}
    return all(
        (
            t.state in OPEN or wanted.everything or bool(closed),
            not wanted.states or t.state in wanted.states,
            not wanted.kinds or t.kind in wanted.kinds,
            not wanted.priorities or t.priority in wanted.priorities,
            not wanted.projects or t.project in wanted.projects,
            not wanted.owners or t.owner in wanted.owners,
            not wanted.owner_label
            or (t.owner is None and wanted.owner_label.lower() in t.label.lower()),
            not wanted.unassigned or (t.owner is None and not t.label),
            wanted.due_before is None or t.next_due < wanted.due_before,
            wanted.due_from is None or t.next_due >= wanted.due_from,
            all(
                word.lower() in t.title.lower() or word.lstrip("#") == str(t.id)
                for word in wanted.words
            ),
            not wanted.nothing,
        )
    )


def fill(db: sqlite3.Connection, found: list[T]) -> None:
    db.execute("DELETE FROM ticket")
    bulk.insert(db, "ticket", COLUMNS, [t.row() for t in found])


@pytest.fixture(scope="module")
def db(template: Path) -> Iterator[sqlite3.Connection]:
    """A store in memory, filled anew for each example."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        with closing(connect(template, read_only=True)) as source:
            source.backup(db)
        for n in (1, 2):
            db.execute(
                "INSERT INTO person VALUES (?, ?, 'P', '', '', 'agent', '2026-01-01', NULL, 1)",
                (n, f"p{n}"),
            )
            db.execute("INSERT INTO project VALUES (?, ?, 'B', '', '', NULL, 1, 1)", (n, f"b{n}"))
        yield db


@given(TICKETS, FILTERS, st.sampled_from(Order), st.integers(1, 7))
@settings(max_examples=250)
def test_pages_are_those_of_the_sorted_list(
    db: sqlite3.Connection, found: list[T], wanted: Filter, order: Order, limit: int
) -> None:
    fill(db, found)
    meant = [t for t in found if lets_through(wanted, t)]
    meant.sort(key=lambda t: t.key(order), reverse=order.descending)
    ids = [t.id for t in meant]

    def page(**place: Any) -> list[int]:
        rows = listing.page(db, wanted, order, limit, **place)
        keys = [order.key(row) for row in rows]
        assert keys == [t.key(order) for row in rows for t in found if t.id == row.id]
        return [row.id for row in rows]

    assert page() == ids[:limit]
    assert page(last=True) == ids[-limit:]
    assert listing.count(db, wanted) == len(ids)
    for at, t in enumerate(meant):
        key = t.key(order)
        assert page(after=key) == ids[at + 1 : at + 1 + limit]
        assert page(start=key) == ids[at : at + limit]
        assert page(before=key) == ids[max(0, at - limit) : at]
        assert listing.rank(db, wanted, order, key) == at
    for t in found:  # the keys of tickets that are not in the list have their place as well
        ahead = [
            m.id
            for m in meant
            if (m.key(order) > t.key(order) if order.descending else m.key(order) < t.key(order))
        ]
        assert listing.rank(db, wanted, order, t.key(order)) == len(ahead)
        assert page(before=t.key(order)) == ahead[-limit:]
        assert page(start=t.key(order)) == ids[len(ahead) : len(ahead) + limit]


@given(TICKETS, FILTERS, st.sampled_from(Order), st.integers(1, 5))
@settings(max_examples=100)
def test_page_after_page_shows_each_row_once(
    db: sqlite3.Connection, found: list[T], wanted: Filter, order: Order, limit: int
) -> None:
    fill(db, found)
    for place, way in (("after", 1), ("before", -1)):
        seen: list[int] = []
        rows = listing.page(db, wanted, order, limit, last=place == "before")
        while rows:
            seen += [row.id for row in rows][::way]
            edge = order.key(rows[-1] if way == 1 else rows[0])
            following: dict[str, Any] = {place: edge}
            rows = listing.page(db, wanted, order, limit, **following)
        meant = [t for t in found if lets_through(wanted, t)]
        meant.sort(key=lambda t: t.key(order), reverse=order.descending)
        assert seen == [t.id for t in meant][::way]


@given(TICKETS, FILTERS, st.sampled_from(Order), st.data())
@settings(max_examples=150)
def test_around_stands_on_the_ticket_wherever_it_is(
    db: sqlite3.Connection, found: list[T], wanted: Filter, order: Order, data: st.DataObject
) -> None:
    fill(db, found)
    meant = [t for t in found if lets_through(wanted, t)]
    meant.sort(key=lambda t: t.key(order), reverse=order.descending)
    ids = [t.id for t in meant]
    number = data.draw(st.sampled_from([t.id for t in found] + [998]))
    old = data.draw(st.sampled_from([t.key(order) for t in found] or [(998,) * len(order.columns)]))
    chunk = 4
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "CHUNK", chunk)
        stretch = listing.around(db, wanted, order, number, old)
        first, last = listing.from_first(db, wanted, order), listing.to_last(db, wanted, order)
    here = [row.id for row in stretch.rows]
    before = sum(t.key(order) > old if order.descending else t.key(order) < old for t in meant)
    at = ids.index(number) if number in ids else before
    assert here == ids[max(0, at - chunk) : at + chunk]
    assert stretch.head is (at < chunk)
    assert stretch.tail is (len(ids) - at < chunk)
    if not ids:
        assert stretch.cursor == -1
    else:
        assert here[stretch.cursor] == ids[min(at, len(ids) - 1)]
    assert ([row.id for row in first.rows], first.cursor) == (ids[:chunk], 0)
    assert (first.head, first.tail) == (True, len(ids) < chunk)
    assert ([row.id for row in last.rows], last.cursor) == (ids[-chunk:], min(len(ids), chunk) - 1)
    assert (last.head, last.tail) == (len(ids) < chunk, True)


@given(TICKETS, few, few)
@settings(max_examples=60)
def test_the_figures_are_those_of_the_list(
    db: sqlite3.Connection, found: list[T], now: int, until: int
) -> None:
    fill(db, found)
    overdue = [t.next_due for t in found if t.state in OPEN and t.next_due < now]
    figures = floor.figures(db, now, until)
    assert figures.overdue == len(overdue) == listing.count(db, Filter(due_before=now))
    assert figures.oldest_due_at == min(overdue, default=None)
    assert figures.open == sum(t.state in OPEN for t in found) == listing.count(db, Filter())
    assert figures.waiting == sum(t.state == "waiting" for t in found)
    assert figures.due_by == sum(t.state in OPEN and now <= t.next_due < until for t in found)
    assert listing.count(db, Filter(everything=True)) == len(found)


@pytest.mark.parametrize("word", ["ärger", "Ärger", "ÄRGER", "öl", "mit ö"])
def test_a_word_is_found_however_it_is_cased(db: sqlite3.Connection, word: str) -> None:
    """SQLite's own folding ends with ASCII."""
    fill(db, [T("new", 1, None, 1, 1, None, None, "", "ÄRGER mit Öl", id=1)])
    rows = listing.page(db, Filter(words=(word,)), Order.NUMBER, 5)
    assert [row.id for row in rows] == [1]


@pytest.mark.parametrize("word", ["'", '"', "%", "_", "\\", "*", ";--", "?", "[/b]", "9" * 40, "#"])
def test_a_word_is_only_a_word(db: sqlite3.Connection, word: str) -> None:
    fill(db, [T("new", 1, None, 1, 1, None, None, "", "cannot log in", id=1)])
    assert listing.page(db, Filter(words=(word,)), Order.NUMBER, 5) == []
    assert listing.count(db, Filter(owner_label=word)) == 0


# Every list is a range of an index


class Explaining(sqlite3.Connection):
    """A connection that asks for the plan of each query with its own bound values: a condition
    that were bound would lose its partial index."""

    plans: list[str]

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        if sql.lstrip().startswith("SELECT"):
            explained = super().execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            self.plans += [row[3] for row in explained]
        return super().execute(sql, parameters)

    def asked(self) -> list[str]:
        """The plans since the last question, without the look-ups by number."""
        plans, self.plans = self.plans, []
        return [p for p in plans if "USING INTEGER PRIMARY KEY (rowid=?)" not in p]


@pytest.fixture(scope="module")
def planned(template: Path) -> Iterator[Explaining]:
    """A store with two thousand tickets, most of them closed."""
    with closing(sqlite3.connect(":memory:", factory=Explaining, isolation_level=None)) as db:
        db.plans = []
        with closing(connect(template, read_only=True)) as source:
            source.backup(db)
        random = Random(1)
        db.execute("PRAGMA foreign_keys = OFF")
        fill(
            db,
            [
                T(
                    random.choices(STATES, (1, 2, 1, 1, 5, 40))[0],
                    random.randint(1, 5),
                    random.choice([None, random.randint(0, 10_000)]),
                    *(random.randint(0, 10_000), random.randint(0, 10_000)),
                    *(random.choice([None, 1, 2]), random.choice([None, 1, 2])),
                    *("", "title"),
                    id=n,
                )
                for n in range(1, 2001)
            ],
        )
        db.asked()
        yield db


PLACES: list[dict[str, Any]] = [
    {},
    {"last": True},
    {"after": (5, 5, 5)},
    {"before": (5, 5, 5)},
    {"start": (5, 5, 5)},
]


def cut(place: dict[str, Any], order: Order) -> dict[str, Any]:
    """The place with a key as long as the order's."""
    return {
        name: value if value is True else value[: len(order.columns)]
        for name, value in place.items()
    }


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize(
    ("wanted", "order", "index"),
    [
        (Filter(), Order.DUE, "ix_ticket_open_due"),
        (Filter(), Order.PRIORITY, "ix_ticket_open_priority"),
        (Filter(), Order.NUMBER, "ix_ticket_open_id"),
        (Filter(), Order.OPENED, "ix_ticket_open_opened"),
        (Filter(), Order.UPDATED, "ix_ticket_open_updated"),
        (Filter(due_before=NOW), Order.DUE, "ix_ticket_open_due"),
        (Filter(due_from=NOW), Order.DUE, "ix_ticket_open_due"),
        (Filter(projects=(1,)), Order.DUE, "ix_ticket_open_project"),
        (Filter(priorities=(1,)), Order.DUE, "ix_ticket_open_priority"),
        (Filter(everything=True), Order.OPENED, "ix_ticket_opened"),
        (Filter(everything=True), Order.UPDATED, "ix_ticket_updated"),
    ],
    ids=str,
)
def test_a_page_is_a_range_of_an_index(
    planned: Explaining, wanted: Filter, order: Order, index: str, place: dict[str, Any]
) -> None:
    listing.page(planned, wanted, order, 50, **cut(place, order))
    (plan,) = planned.asked()  # above all nothing is sorted
    assert f"USING INDEX {index}" in plan
    ranged = wanted not in (Filter(), Filter(everything=True)) or ("last" not in place and place)
    assert plan.startswith("SEARCH t" if ranged else "SCAN t")


@pytest.mark.parametrize("order", Order)
def test_what_somebody_has_and_follows_are_ranges_of_two_indexes(
    planned: Explaining, order: Order
) -> None:
    listing.page(planned, Filter(owners=(1, 2)), order, 50)
    plans = " ".join(planned.asked())
    assert "INDEX ix_ticket_open_owner (owner_id=?)" in plans
    assert "INDEX ix_ticket_open_followed (first_owner_id=?)" in plans
    assert "SCAN t " not in plans


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_all_by_number_are_a_range_of_the_table(planned: Explaining, place: dict[str, Any]) -> None:
    listing.page(planned, Filter(everything=True), Order.NUMBER, 50, **cut(place, Order.NUMBER))
    plans = planned.asked()
    assert plans in ([], ["SCAN t"]) or plans[0].startswith("SEARCH t USING INTEGER PRIMARY KEY")
    assert not any("TEMP B-TREE" in plan for plan in plans)


@pytest.mark.parametrize(
    "wanted", [Filter(projects=(1, 2)), Filter(states=("waiting",)), Filter(unassigned=True)]
)
def test_other_filters_look_at_open_tickets_alone(planned: Explaining, wanted: Filter) -> None:
    for order in Order:
        listing.page(planned, wanted, order, 50)
        assert all("ix_ticket_open_" in plan for plan in planned.asked() if " t " in plan)


def test_the_figures_are_ranges_and_plain_counts_are_kept(planned: Explaining) -> None:
    floor.figures(planned, 5000, 6000)
    overdue, soon, counts = planned.asked()
    assert "INDEX ix_ticket_open_due (next_due_at<?)" in overdue
    assert "INDEX ix_ticket_open_due (next_due_at>? AND next_due_at<?)" in soon
    assert counts == "SCAN ticket_count"
    listing.count(planned, Filter(due_before=5000))
    assert "INDEX ix_ticket_open_due (next_due_at<?)" in planned.asked()[0]
    for wanted, tickets_meant in ((Filter(), listing.OPEN_SQL), (Filter(everything=True), "1")):
        kept = listing.count(planned, wanted)
        assert not any("ix_ticket" in plan for plan in planned.asked())
        sql = f"SELECT count(*) FROM ticket t WHERE {tickets_meant}"
        assert kept == planned.execute(sql).fetchone()[0]
        planned.asked()


@pytest.mark.parametrize("order", Order)
def test_a_rank_is_counted_in_an_index(planned: Explaining, order: Order) -> None:
    listing.rank(planned, Filter(), order, (5, 5, 5)[: len(order.columns)])
    (plan,) = planned.asked()
    assert plan.startswith("SEARCH t USING ")
    assert " ix_ticket_open_" in plan


def test_the_roster_and_the_checks_are_ranges(planned: Explaining) -> None:
    for read, table in (
        (roster.turns, "rota_turn"),
        (roster.overrides, "rota_override"),
        (roster.schedules, "rota_schedule"),
        (roster.leaves, "leave"),
    ):
        read(planned, 0, 10)
        index = f"USING INDEX ix_{table}_ends_at (ends_at>?"
        assert any(index in plan for plan in planned.asked()), table
    for due in (checks.checks, checks.settled):
        due(planned, 0, 10)
        plans = planned.asked()
        assert any("USING INDEX ix_duty_check_due (due_at>? AND" in plan for plan in plans)
    checks.unfinished(planned, 0, 10, 5)
    plans = planned.asked()
    assert any("USING INDEX ix_duty_check_closes (closes_at>? AND" in plan for plan in plans)
    duties.unmade(planned, [(1, None, "2026-11-22T09:00")])
    plans = planned.asked()
    assert any("USING INDEX uq_duty_check_once" in plan for plan in plans)


def test_a_ticket_and_its_history_are_found_by_key(planned: Explaining) -> None:
    tickets.by_id(planned, 1)
    assert planned.asked() == []
    tickets.by_external_id(planned, "INC1")
    assert "(external_id=?)" in planned.asked()[0]
    list(entries.of_ticket(planned, 1))
    asked = " ".join(planned.asked())
    assert "ix_journal_subject (subject=?)" in asked
    assert "SEARCH journal_ticket USING PRIMARY KEY (ticket_id=?)" in asked
    tickets.history(planned, 1)
    assert "SEARCH e USING PRIMARY KEY (ticket_id=?)" in planned.asked()[0]


def test_orders_with_an_index_are_those_that_are_offered() -> None:
    assert listing.orders_for(Filter()) == tuple(Order)
    assert listing.orders_for(Filter(states=("waiting",))) == tuple(Order)
    for wanted in (Filter(everything=True), Filter(states=("closed",))):
        assert set(listing.orders_for(wanted)) == {Order.UPDATED, Order.OPENED, Order.NUMBER}


def test_the_tickets_number_ends_every_key() -> None:
    """So that no two rows have the same."""
    assert all(order.columns[-1] == "t.id" for order in Order)
