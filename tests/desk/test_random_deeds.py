"""Random deeds from three consoles, possible and impossible ones, with undo and redo, rungs raised
and answered, and clocks that jump: after each, everything holds that must."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import deeds
import escalating
from deeds import STEPS, VERSIONED, Change, Scene, Step, Tables
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import StaleTicket
from floorboard.domain.problem import Problem
from floorboard.store import health, journal
from floorboard.store.store import Actor
from floorboard.store.tables import Duty

PEOPLE = (escalating.ANN, escalating.BEN, escalating.CAT)
JUMPS = (0, 0, 1, 60, 1800, 5 * 3600, 86400, -1, -3600)
SOAK = os.environ.get("FLOORBOARD_SOAK", "0") not in ("", "0")

STEP = st.builds(
    Step,
    deed=st.sampled_from([*STEPS, *["undo", "redo", "raise"] * 3]),
    pick=st.integers(0, 5),
    more=st.integers(0, 6),
    looked=st.booleans(),
)
SCRIPT = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(JUMPS), STEP), max_size=40)


@dataclass
class Done:
    """A deed that can be taken back: what it changed, and how everything was before it."""

    changes: list[Change]
    before: Tables
    after: Tables


@dataclass
class Console:
    """A console, and what its undo should take back next."""

    desk: Desk
    seen: dict[int, int] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    undone: list[Done] = field(default_factory=list)


class World:
    """Three consoles on one store, and what they should find there."""

    def __init__(self, path: Path) -> None:
        self.now = escalating.NOW
        first = Desk.open(path)
        self.store = first.store
        self.consoles = [
            Console(Desk(self.store, Actor(f"console {person}", person), lambda: self.now))
            for person in PEOPLE
        ]
        first.clock = lambda: self.now
        self.numbers = [escalating.ticket(first) for _ in range(3)]
        self.table = deeds.of(first)

    def play(self, who: int, jump: int, step: Step) -> None:
        self.now += jump
        console = self.consoles[who]
        number = self.numbers[step.pick % len(self.numbers)]
        seen = console.seen.get(number) if step.looked and step.deed in VERSIONED else None
        console.seen.setdefault(number, self._version(number))
        refused: Problem | None = None
        try:
            deeds.attempt(Scene(console.desk, self.numbers, step, seen))
        except Problem as problem:
            refused = problem
        before, self.table = self.table, deeds.of(console.desk)
        made = deeds.changes(before, self.table)
        event(f"{step.deed}: {'refused' if refused else 'done'}")
        if seen is not None and (number,) in before["ticket"]:
            stale = before["ticket"][number,]["version"] != seen
            assert refused is not None if stale else not isinstance(refused, StaleTicket)
        if refused is not None:
            assert not made, "what is refused leaves nothing"
            assert "the store reports" not in str(refused), refused
        if step.deed in ("undo", "redo"):
            self._check_taken_back(console, step.deed, refused, before)
        elif made and step.deed not in ("raise", "schedule"):
            console.done.append(Done(made, before, self.table))
            console.undone.clear()
        console.seen[number] = self._version(number)
        self.numbers = [key[0] for key in self.table["ticket"]] or [1]  # type: ignore[misc] # ids
        deeds.check(console.desk)

    def _version(self, number: int) -> int:
        row = self.table["ticket"].get((number,))
        return int(str(row["version"])) if row else 0

    def _check_taken_back(
        self, console: Console, deed: str, refused: Problem | None, before: Tables
    ) -> None:
        source, target = (
            (console.done, console.undone) if deed == "undo" else (console.undone, console.done)
        )
        if not source:
            assert refused is not None
            return
        last = source[-1]
        there = moved_on(last.changes, before, taken=deed == "undo")
        assert (refused is not None) == there, (refused, last.changes)
        if refused is not None:
            return
        event(f"{deed} for real")
        target.append(source.pop())
        as_it_was, as_it_left = last.before, last.after
        if deed == "redo":
            as_it_was, as_it_left = as_it_left, as_it_was
        if before == as_it_left:
            event(f"{deed} at once")
            assert deeds.changes(as_it_was, self.table) == []
            assert all(self.table[name] == as_it_was[name] for name in deeds.DERIVED)
        wanted = put_back(before, last.changes, taken=deed == "undo")
        assert deeds.changes(without_rungs(wanted), without_rungs(self.table)) == []


def moved_on(changes: Sequence[Change], now: Tables, *, taken: bool) -> bool:
    """Whether a row isn't as the deed left it: or history went on after it."""
    highest: dict[tuple[str, object], int] = {}
    for each in changes:
        left = each.after if taken else each.before
        row = now[each.table].get(each.key)
        if (row is None) != (left is None):
            return True
        if row is not None and left is not None and any(row[c] != v for c, v in left.items()):
            return True
        if each.table in ("ticket_event", "escalation_note"):
            owner = (each.table, each.key[0])
            highest[owner] = max(highest.get(owner, 0), int(str(each.key[1])))
    if not taken:
        return False
    return any(
        key[0] == owner and int(str(key[1])) > seq
        for (table, owner), seq in highest.items()
        for key in now[table]
    ) or any(
        each.table == "customer" and each.before is None and _is_named_elsewhere(each, changes, now)
        for each in changes
    )


def _is_named_elsewhere(made: Change, changes: Sequence[Change], now: Tables) -> bool:
    mine = {each.key for each in changes if each.table == "ticket"}
    return any(
        row["customer_id"] == made.key[0] for key, row in now["ticket"].items() if key not in mine
    )


def put_back(now: Tables, changes: Sequence[Change], *, taken: bool) -> Tables:
    """The tables with these rows as they were before, or after."""
    found = {name: {key: dict(row) for key, row in rows.items()} for name, rows in now.items()}
    for each in changes:
        was = each.before if taken else each.after
        if was is None:
            del found[each.table][each.key]
        else:
            found[each.table][each.key] = {**found[each.table].get(each.key, {}), **was}
    return found


def without_rungs(found: Tables) -> Tables:
    """Without the one column that follows from others, which `deeds.check` looks at: a rung raised
    meanwhile isn't raised again."""
    rows = {key: {**row, "next_rung_at": 0} for key, row in found["ticket"].items()}
    return {**found, "ticket": rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = escalating.make(tmp_path_factory.mktemp("random") / "floor.sqlite")
    desk = Desk.open(path)
    with desk.store.deed("floor.created", "floor", desk.actor, escalating.NOW) as deed:
        deed.session.add(
            Duty(code="walk", title="Walk", title_zh="", post="agent", due_minute=660,
                 minutes_before=120, minutes_after=120)
        )  # fmt: skip
    desk.close()
    return path


@settings(max_examples=1500 if SOAK else 40, report_multiple_bugs=False)
@given(script=SCRIPT)
def test_random_deeds_leave_nothing_wrong(
    made: Path, tmp_path_factory: pytest.TempPathFactory, script: list[tuple[int, int, Step]]
) -> None:
    path = tmp_path_factory.mktemp("script") / "floor.sqlite"
    for file in (made, journal.key_path(made)):
        copy(file, path.with_name(file.name))
    world = World(path)
    for who, jump, step in script:
        world.play(who, jump, step)
    assert health.examine(path).sound
    world.store.close()
