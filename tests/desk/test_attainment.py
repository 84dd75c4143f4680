"""Attainment added up by SQL equals the domain's clocks, ticket by ticket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorboard.desk import as_of as list_as_of
from floorboard.desk import attainment, clocks, rules, undoing
from floorboard.desk import tickets as deeds
from floorboard.desk.desk import Desk
from floorboard.domain.attainment import UNSAID, Agreement, By, Figures, Tally, status_rounds
from floorboard.domain.clocks import Clock, Event, verdict
from floorboard.domain.ticket import NEVER, OPEN_STATES, ClockName, EventKind, State
from floorboard.store import bulk
from floorboard.store.queries import attainment as queries
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries.clocks import ClockFacts
from importing import LOG, NOW, open_copy, row, take

HOUR = 3600
START = NOW - 20 * 24 * HOUR

COLUMNS = (
    "id", "kind", "channel", "state", "priority", "title", "project_id", "opened_at",
    "first_replied_at", "solved_at", "closed_at", "first_reply_due_at", "status_reply_due_at",
    "solution_due_at", "recorded_target_at", "updated_at", "next_due_at", "source", "body",
    "owner_label", "team", "reopen_count", "reassignment_count", "version",
)  # fmt: skip

Told = tuple[int, list[tuple[int, EventKind, int]], str, int, int | None, int | None]

kinds = st.sampled_from(
    [
        EventKind.REPLY,
        EventKind.CHASED,
        EventKind.PROMISED,
        EventKind.ASSIGNED,
        EventKind.SECOND_LINE,
        EventKind.WAITING,
        EventKind.RESUMED,
        EventKind.SOLVED,
        EventKind.CLOSED,
        EventKind.REOPENED,
    ]
)
hours = st.integers(0, 20 * 24)
tickets: st.SearchStrategy[Told] = st.tuples(
    hours,
    st.lists(st.tuples(hours, kinds, st.integers(1, 9)), max_size=7),
    st.sampled_from(["incident", "question", "complaint", "suggestion"]),
    st.integers(1, 5),
    st.sampled_from([None, 1]),
    st.one_of(st.none(), hours),
)


def put(desk: Desk, told: Sequence[Told]) -> None:
    """Tickets with these histories; the columns say when the clocks stopped, and are due."""
    in_force = rules.in_force(desk)
    rows: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    for number, (opened, happened, kind, priority, project, target) in enumerate(told, 1):
        at = START + opened * HOUR
        happenings = [
            (at + after * HOUR, what, at + (after + later) * HOUR)
            for after, what, later in sorted(happened, key=lambda each: each[0])
        ]
        recorded = None if target is None else at + target * HOUR
        facts = ClockFacts(
            at,
            kind,
            "",
            priority,
            "billing" if project else None,
            recorded,
            tuple(
                (when, what.value, seq, until if what is EventKind.PROMISED else None)
                for seq, (when, what, until) in enumerate(happenings, 1)
            ),
        )
        found = clocks.clocks_from(in_force, facts)
        last = max((each[0] for each in happenings), default=at)
        state = list_as_of.state_then(facts, last)
        if found.solution.stopped_at is not None and state in OPEN_STATES:
            state = State.SOLVED  # what happened since moved no clock
        closed = found.solution.stopped_at if state is State.CLOSED else None
        rows.append(
            (
                *(number, kind, "phone", state.value, priority, f"title {number % 3}", project),
                *(at, found.first_reply.stopped_at, found.solution.stopped_at, closed),
                *(found.first_reply.due_at, found.status_reply.due_at, found.solution.due_at),
                *(recorded, last, NEVER, "", "", "", "", 0, 0, 1),
            )
        )
        events += [(number, seq, when, what, until) for when, what, seq, until in facts.events]
    with desk.store.deed("tickets.imported", "tickets", desk.actor, NOW) as deed:
        bulk.insert(deed.db, "ticket", COLUMNS, rows)
        columns = ("ticket_id", "seq", "at", "kind", "until", "actor", "body")
        bulk.insert(deed.db, "ticket_event", columns, [(*each, "", "") for each in events])


def oracle(desk: Desk) -> dict[int, Figures]:
    """The clocks of each ticket that was there, computed from its history one by one."""
    in_force, now = rules.in_force(desk), desk.now()
    found = {}
    with desk.store.reading() as db:
        for number, _ in list(queries.numbers(db, queries.Span())):
            facts = clock_queries.facts(db, number)
            assert facts is not None
            if facts.opened_at > now:
                continue
            then = clocks.clocks_from(in_force, facts, now)
            done = then.solution.stopped_at
            recorded = Clock(ClockName.SOLUTION, 0, facts.recorded_target_at, done)
            events = [Event(at, EventKind(k), seq, until) for at, k, seq, until in facts.events]
            targets = in_force.targets(facts.kind, facts.project_code, facts.priority)
            each = (then.first_reply, then.status_reply, then.solution, recorded)
            first, status, solution, agreed = (Tally.of(verdict(clock, now)) for clock in each)
            rounds = status_rounds(facts.opened_at, events, targets, in_force.calendars, now)
            found[number] = Figures(1, first, status, solution, agreed, rounds=rounds)
    return found


def look(desk: Desk, now: int, *, frozen: bool) -> None:
    desk.clock, desk.frozen = (lambda: now), frozen


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(tickets, max_size=8), st.integers(0, 30 * 24))
def test_sql_equals_the_clocks_of_every_ticket(
    empty: Path, tmp_path: Path, told: list[Told], after: int
) -> None:
    path = tmp_path / "floor.sqlite"
    for left in tmp_path.glob("floor.sqlite*"):
        left.unlink()
    desk = open_copy(empty, path)
    put(desk, told)
    newest = NOW + 40 * 24 * HOUR
    for now, frozen in ((newest, False), (START + after * HOUR, True)):
        look(desk, now, frozen=frozen)
        expected = oracle(desk)
        found = attainment.read(desk, every_round=True).total
        assert replace(found, rounds=found.rounds or Tally()) == sum(
            expected.values(), Figures(rounds=Tally())
        )
        for by in By:
            groups = attainment.read(desk, by=by).groups
            assert sum((group.figures for group in groups), Figures()) == replace(
                found, rounds=None
            )
    desk.close()


@pytest.fixture
def imported(desk: Desk) -> Desk:
    """A floor that imports have filled."""
    take(desk, LOG, name="log.csv")
    take(
        desk,
        [
            row("A-1", due="2026-11-02 08:00"),
            row("A-2", "closed", closed="2026-11-01 12:00", due="2026-11-01 11:00"),
            row("A-3", "resolved", resolved="2026-11-01 12:00", due="2026-11-03 11:00"),
            row("A-4", "waiting", created="2026-11-03 08:00", updated="2026-11-03 09:00"),
        ],
    )
    return desk


def test_what_imports_write_adds_up(imported: Desk) -> None:
    for day in range(0, 40, 3):
        look(imported, NOW - day * 24 * HOUR, frozen=day > 0)
        found = attainment.read(imported).total
        plain = (replace(each, rounds=None) for each in oracle(imported).values())
        assert replace(found, verdicts=UNSAID) == sum(plain, Figures())


def test_recorded_targets_and_verdicts(desk: Desk) -> None:
    """(solved hour, recorded target hour, recorded verdict), and what they come to."""
    cases: list[tuple[int | None, int | None, str | None, Agreement]] = [
        (5, 6, "on_time", Agreement(agree=1)),
        (6, 6, "on_time", Agreement(agree=1)),
        (7, 6, "late", Agreement(agree=1)),
        (7, 6, "on_time", Agreement(contradict=1)),
        (5, 6, "late", Agreement(contradict=1)),
        (None, 6, "late", Agreement(agree=1)),
        (None, 6, "on_time", Agreement(unjudged=1)),
        (None, 20, "on_time", Agreement(agree=1)),
        (None, 20, "late", Agreement(contradict=1)),
        (5, None, "late", Agreement(unjudged=1)),
        (5, 6, None, Agreement()),
    ]
    put(
        desk,
        [
            (0, [] if solved is None else [(solved, EventKind.SOLVED, 1)], "incident", 3, None, due)
            for solved, due, _said, _ in cases
        ],
    )
    with desk.store.deed("said", "tickets", desk.actor, NOW) as deed:
        for number, (_solved, _due, said, _) in enumerate(cases, 1):
            sql = "UPDATE ticket SET recorded_verdict = ? WHERE id = ?"
            deed.db.execute(sql, (said, number))
    look(desk, START + 10 * HOUR, frozen=False)
    total = attainment.read(desk).total
    assert total.verdicts == sum((each[3] for each in cases), Agreement())
    assert total.recorded == Tally(on_time=4, late=2, open_on_time=2, open_late=2, no_target=1)


def test_who_went_on_in_another_ticket_is_left_out(desk: Desk) -> None:
    """At each hour, what is counted, solved and left out; a look back sees the same."""
    first, second = (deeds.open_ticket(desk, deeds.OpenTicket("x")) for _ in range(2))
    story: list[tuple[Callable[[], object], tuple[int, int, int]]] = [
        (lambda: deeds.note(desk, first, "x"), (2, 0, 0)),
        (lambda: deeds.merge(desk, first, second), (1, 0, 1)),
        (lambda: deeds.reopen(desk, first, "x"), (2, 0, 0)),
        (lambda: deeds.merge(desk, first, second), (1, 0, 1)),
        (lambda: undoing.undo(desk), (2, 0, 0)),
        (lambda: deeds.solve(desk, first, "x"), (2, 1, 0)),
        (lambda: deeds.close(desk, first), (2, 1, 0)),
        (lambda: deeds.reopen(desk, first, "x"), (2, 0, 0)),
        (lambda: deeds.merge(desk, first, second), (1, 0, 1)),
    ]

    def counted(by: By | None = None) -> tuple[int, int, int]:
        read = attainment.read(desk, by=by, every_round=True)
        found = read.total
        assert by is None or found == sum((each.figures for each in read.groups), Figures())
        assert found.rounds is not None
        solved = found.solution.on_time + found.solution.late
        return found.tickets, solved, found.merged

    seen = {}
    for hour, (act, expected) in enumerate(story, 1):
        look(desk, NOW + hour * HOUR, frozen=False)
        act()
        assert counted() == expected, hour
        assert all(counted(by) == expected for by in By)
        if hour not in (4, 5):  # what was undone isn't in the history
            seen[hour] = expected
    for hour, expected in seen.items():
        look(desk, NOW + hour * HOUR, frozen=True)
        assert counted() == expected, hour
        assert all(counted(by) == expected for by in By)


def test_a_period_is_half_open_and_groups_are_named(desk: Desk) -> None:
    put(
        desk, [(hour, [], "incident", 1 + hour % 2, 1 if hour else None, None) for hour in range(4)]
    )
    look(desk, NOW, frozen=False)
    some = attainment.read(desk, START + HOUR, START + 3 * HOUR, By.PROJECT)
    assert some.total.tickets == 2
    assert [(group.code, group.name_zh) for group in some.groups] == [("billing", "账单")]
    every = attainment.read(desk, by=By.PROJECT)
    assert [(group.code, group.figures.tickets) for group in every.groups] == [
        ("billing", 3),
        ("", 1),
    ]
    assert [group.code for group in attainment.read(desk, by=By.PRIORITY).groups] == ["1", "2"]


def test_types_beyond_the_most_frequent_are_one_group(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_TYPES", 2)
    put(desk, [(hour, [], "incident", 3, None, None) for hour in range(7)])
    groups = attainment.read(desk, by=By.TYPE).groups
    assert [(group.name, group.figures.tickets) for group in groups] == [
        ("title 1", 3),
        ("title 0", 2),
        ("", 2),
    ]
