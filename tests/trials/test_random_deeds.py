"""Random deeds from three consoles, possible and impossible ones, with undo and redo, rungs raised
and answered, and clocks that jump: after each, everything holds that must."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import copy, rmtree

import pytest

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
LENGTH = 50
OFTEN = [
    *[*STEPS] * 2,
    *["undo"] * 14,
    *["redo"] * 10,
    *["raise"] * 6,
    *["hand over", "give back", "wait", "resume", "acknowledge", "acknowledge", "hand back", "tick"]
    * 3,
    *["reopen", "schedule", "call the backup"] * 4,
    *["start a list", "tick an item"] * 2,
]
"""Every deed, and more often what comes after another one, or is seldom possible."""

Script = list[tuple[int, int, Step]]


def script(seed: int) -> Script:
    """Who tries what, and how far the clock goes on before; the same for the same seed."""
    random = Random(seed)
    some = random.randrange
    found: Script = []
    who = 0
    for _ in range(LENGTH):
        deed = random.choice(OFTEN)
        if found and found[-1][2].deed == "undo" and random.random() < 0.5:
            deed = "redo"
        elif random.random() < 0.5:  # else the same again, who may undo what they have just done
            who = some(len(PEOPLE))
        step = Step(deed, some(3), some(7), random.random() < 0.5)
        found.append((who, random.choice(JUMPS), step))
    return found


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

    def __init__(self, path: Path, told: Counter[str]) -> None:
        self.told = told
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
        self.told[f"{step.deed}: {'refused' if refused else 'done'}"] += 1
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
            self.told["moved on"] += 1
            return
        self.told[f"{deed} for real"] += 1
        target.append(source.pop())
        as_it_was, as_it_left = last.before, last.after
        if deed == "redo":
            as_it_was, as_it_left = as_it_left, as_it_was
        if before == as_it_left:
            assert deeds.changes(as_it_was, self.table) == []
            assert all(self.table[name] == as_it_was[name] for name in deeds.DERIVED)
        wanted = put_back(before, last.changes, taken=deed == "undo")
        assert deeds.changes(without_rungs(wanted), without_rungs(self.table)) == []


def moved_on(changes: Sequence[Change], now: Tables, *, taken: bool) -> bool:
    """Whether a row isn't as the deed left it: or history went on after it."""
    histories: dict[tuple[str, object], list[int]] = {}
    for each in changes:
        left = each.after if taken else each.before
        row = now[each.table].get(each.key)
        if (row is None) != (left is None):
            return True
        if row is not None and left is not None and any(row[c] != v for c, v in left.items()):
            return True
        if each.table in ("ticket_event", "escalation_note"):
            histories.setdefault((each.table, each.key[0]), []).append(int(str(each.key[1])))
    for (table, owner), numbers in histories.items():
        last = max((int(str(key[1])) for key in now[table] if key[0] == owner), default=0)
        if last != (max(numbers) if taken else min(numbers) - 1):
            return True
    return taken and any(
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
                 minutes_before=720, minutes_after=720)
        )  # fmt: skip
    desk.close()
    return path


@pytest.mark.soak
def test_random_deeds_leave_nothing_wrong(
    made: Path, tmp_path: Path, count: Callable[[int, int], int]
) -> None:
    scripts = count(30, 1000)
    told: Counter[str] = Counter()
    for seed in range(scripts):
        folder = tmp_path / str(seed)
        folder.mkdir()
        for file in (made, journal.key_path(made)):
            copy(file, folder / file.name)
        world = World(folder / made.name, told)
        for place, (who, jump, step) in enumerate(script(seed)):
            try:
                world.play(who, jump, step)
            except Exception as wrong:
                raise AssertionError(f"script {seed}, step {place}: {step}") from wrong
        assert health.examine(folder / made.name).sound
        world.store.close()
        rmtree(folder)
    for deed in STEPS:
        assert told[f"{deed}: done"], f"no script has done {deed}"
    print(
        f"{scripts} scripts of {LENGTH} steps from three consoles:"
        f" {sum(n for what, n in told.items() if what.endswith(': done'))} done,"
        f" {sum(n for what, n in told.items() if what.endswith(': refused'))} refused;"
        f" {told['undo for real']} undone and {told['redo for real']} done again, exactly;"
        f" {told['moved on']} not, for somebody went on; no state illegal, no due time wrong"
    )
