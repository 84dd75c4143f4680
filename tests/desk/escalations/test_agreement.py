"""Stored rungs are those that the whole histories ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalating import (
    HOUR,
    NOW,
    POLICY,
    SHARES,
    At,
    all_of,
    computed_next,
    load,
    stored_next,
    table,
    ticket,
)
from floorboard.desk import clocks, rule_files, rules, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import Raised, raise_due
from floorboard.domain import ladder
from floorboard.domain.instant import Instant
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import NEVER, State
from floorboard.store.queries import clocks as clock_queries
from importing import open_copy


def test_shares_fall_due_before_the_due_time(desk: Desk, at: At) -> None:
    load(desk, SHARES)
    number = ticket(desk)
    assert stored_next(desk, number) == NOW + 5 * HOUR
    at(1)
    tickets.wait(desk, number)
    assert stored_next(desk, number) == NEVER
    at(3)
    tickets.resume(desk, number)
    for hours in (6.9, 7, 11.9, 12):
        at(hours)
        raise_due(desk)
        assert stored_next(desk, number) == computed_next(desk, number)
    assert table(desk) == [(number, "warning", 7, ["Ann"]), (number, "late", 12, ["Ben"])]


def test_a_clock_that_has_stopped_raises_nothing(desk: Desk, at: At) -> None:
    rung = '[[rung]]\nname = "{0}"\nclock = "{0}"\nto = "owner"\n'
    load(desk, POLICY + "first_reply = 30\n" + rung.format("first_reply") + rung.format("solution"))
    answered, silent = ticket(desk), ticket(desk)
    tickets.reply(desk, answered, "We look into it")
    at(10)
    assert raise_due(desk) == Raised(3, 0)
    raised = sorted((view.ticket_id, view.rung) for view in all_of(desk))
    assert raised == [(answered, "solution"), (silent, "first_reply"), (silent, "solution")]


def test_another_ladder_that_is_loaded_holds_from_then_on(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    load(desk, SHARES)
    assert stored_next(desk, number) == computed_next(desk, number) == NOW + 5 * HOUR
    load(desk, POLICY + '[[rung]]\nname = "second-line"\nclock = "solution"\nto = "owner"\n')
    assert stored_next(desk, number) == NEVER  # that rung was raised already
    load(desk, SHARES)
    at(10)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == [
        "status-reply",
        "second-line",
        "warning",
        "late",
    ]


def test_a_ladder_alone_moves_no_due_time(desk: Desk) -> None:
    number = ticket(desk)
    load(desk, SHARES)
    path = desk.store.path.with_name("policy.toml")
    path.write_text(SHARES.replace("0.5", "0.25"), "utf-8")
    loaded = rule_files.load_policy(desk, path)
    assert (loaded.changed, loaded.recomputed, loaded.moved) == (True, 1, 0)
    assert stored_next(desk, number) == NOW + 2.5 * HOUR


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["reply", "promise", "wait", "resume", "solve", "reopen", "look", "look"]),
        st.integers(1, 400),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(deeds=DEEDS, shares=st.booleans())
def test_stored_and_computed_rungs_agree_whatever_is_done(
    made: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]], shares: bool
) -> None:
    """The next rung that is stored is the one that the whole history asks for; what a look raises
    are the rungs that the clocks as a whole say are due, each once in a cycle."""
    desk = open_copy(made, tmp_path_factory.mktemp("deeds") / "floor.sqlite")
    now = NOW
    desk.clock = lambda: now
    if shares:
        load(desk, SHARES)
    number = ticket(desk)
    for name, minutes in deeds:
        now += minutes * 60
        with desk.store.reading() as db:
            facts = clock_queries.facts(db, number)
        assert facts is not None
        if name == "look":
            in_force = rules.in_force(desk)
            found = clocks.clocks_from(in_force, facts)
            cycle = found.cycle
            before = {v.rung for v in all_of(desk) if v.cycle == cycle}
            steps = in_force.policy.ladder
            due = ladder.due_rungs(steps, found, in_force.calendars, before, now)
            if State(facts.state) is State.SOLVED:
                assert due == []
            count = len(all_of(desk))
            raise_due(desk)
            fresh = all_of(desk)[count:]
            assert [(v.due_at, v.rung, v.cycle) for v in fresh] == [
                (at, rung.name, cycle) for at, rung in due
            ]
        else:
            _do(desk, number, name, State(facts.state), now)
        assert stored_next(desk, number) == computed_next(desk, number)
    every = [(v.ticket_id, v.cycle, v.rung) for v in all_of(desk)]
    assert len(every) == len(set(every))
    desk.close()


def _do(desk: Desk, number: int, name: str, state: State, now: Instant) -> None:
    """Do it, where the ticket's state lets it be done."""
    try:
        match name:
            case "reply":
                tickets.reply(desk, number, "so far")
            case "promise":
                tickets.promise(desk, number, now + 90 * 60)
            case "wait":
                tickets.wait(desk, number)
            case "resume":
                tickets.resume(desk, number)
            case "solve":
                tickets.solve(desk, number, "done")
            case "reopen":
                tickets.reopen(desk, number, "no")
    except Problem:
        assert state is not State.OPEN or name in ("resume", "reopen")
