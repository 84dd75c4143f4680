"""A console without a screen: it works on tickets, and says so once something is done.

Run as a program, with a store, a name, what it does (`edits` or `deeds`), how often, a seed, and
the tickets' numbers. It prints `ready`, waits for a line, and then acknowledges on one line each
what the desk has acknowledged. With `fork` for a name it makes a console of a process of its own
for each line it reads: what it has imported already needn't be imported again for each of a
thousand consoles.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from itertools import count
from pathlib import Path
from random import Random

import deeds
import escalating
from deeds import VERSIONED, Scene, Step
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import StaleTicket
from floorboard.domain.problem import Problem
from floorboard.store.connection import Connection
from floorboard.store.queries import tickets as queries
from floorboard.store.store import Actor

LATER = (
    "floorboard.store.engine",
    "floorboard.store.tables",
    "floorboard.store.journal",
    "floorboard.store.search",
)
"""What the first write would import: a console killed meanwhile would have tried nothing."""

LOOK = 0.02
"""Seconds that a person looks at most at what they edit; the other console has these to come in."""

PEOPLE = len(escalating.PEOPLE)
FAST, LATEST = 10 * escalating.HOUR, 5 * escalating.DAY
"""Seconds that pass on a console's clock in one, so that rungs fall due while it works; and after
how many it begins at the latest, so that one begins before what another one did."""

FAULTS = ("the store reports", "did not finish", "is damaged")
"""What no console may meet."""


def say(*words: object) -> None:
    """One whole line at once, so that a kill leaves none half."""
    os.write(1, (json.dumps(words, ensure_ascii=False) + "\n").encode())


def acknowledge(db: Connection, name: str, last: int, *seen: int | None) -> int:
    """Say what the console has written since its entry `last`; the newest one."""
    new = db.execute(
        "SELECT seq, action, subject FROM journal WHERE console = ? AND seq > ? ORDER BY seq",
        (name, last),
    ).fetchall()
    for seq, action, subject in new:
        say("did", seq, action, subject, *seen)
        last = seq
    return last


def edit(path: Path, name: str, edits: int, random: Random, numbers: Sequence[int]) -> None:
    """Edit until `edits` are acknowledged, or for ever; every fourth time note something too."""
    desk = Desk.open(path, console=name)
    stale = 0
    for number in count(1):
        ticket = random.choice(numbers)
        while True:
            with desk.store.reading() as db:
                seen = queries.by_id(db, ticket)
            assert seen is not None
            time.sleep(random.random() * LOOK)  # a person looks at it
            title = f"{name} {number}"
            priority, owner = random.randint(1, 5), random.randint(1, PEOPLE)
            try:
                version = tickets.edit(
                    desk, ticket, seen.version, title=title, priority=priority, owner_id=owner
                )
            except StaleTicket as refused:
                if not told_well(refused, seen.version):
                    raise
                stale += 1
                continue
            break
        say("did", version, "ticket.edited", f"ticket/{ticket}", ticket, seen.version)
        if number % 4 == 0:
            tickets.note(desk, ticket, f"note of {name} {number}")
            with desk.store.reading() as db:
                acknowledge(db, name, version, ticket, None)
        if number == edits:
            break
    desk.close()
    say("stale", stale)


def told_well(refused: StaleTicket, version: int) -> bool:
    """Whether the refusal says what is new: the other console's title at least."""
    fields = {changed.field for changed in refused.changes}
    return refused.version > version and "title" in fields


def work(path: Path, name: str, tries: int, random: Random, numbers: Sequence[int]) -> None:
    """Try so many deeds of all kinds, or try for ever; what isn't possible is refused."""
    begun, since = time.monotonic(), escalating.NOW + random.randrange(LATEST)
    desk = Desk.open(path, console=name)
    desk.actor = Actor(name, random.randint(1, PEOPLE))
    desk.clock = lambda: since + int((time.monotonic() - begun) * FAST)
    last = stale = refused = 0
    for number in count(1):
        step = Step(
            random.choice([*deeds.STEPS, "undo", "redo", "raise", "raise"]),
            random.randrange(60),
            random.randrange(7),
            random.random() < 0.7,
        )
        scene = Scene(desk, numbers, step, word=f"{name} {number}")
        ticket, seen = scene.ticket, None
        if step.looked and step.deed in VERSIONED:
            with desk.store.reading() as db:
                found = queries.by_id(db, ticket)
            seen = found.version if found else None
            time.sleep(random.random() * LOOK)  # a person looks at it
        try:
            deeds.attempt(Scene(desk, numbers, step, seen, scene.word))
        except StaleTicket:
            stale += 1
        except Problem as problem:
            if any(words in str(problem) for words in FAULTS):
                raise
            refused += 1
        with desk.store.reading() as db:
            last = acknowledge(db, name, last, ticket, seen)
        if number == tries:
            break
    desk.close()
    say("stale", stale)
    say("refused", refused)


def main() -> None:
    path, name, kind, often, seed, *numbers = sys.argv[1:]
    among = [int(number) for number in numbers]
    for module in LATER:
        import_module(module)
    task = {"edits": edit, "deeds": work}[kind]
    say("ready")
    if name != "fork":
        sys.stdin.readline()
        task(Path(path), name, int(often), Random(seed), among)
        return
    for line in sys.stdin:
        name = line.strip()
        child = os.fork()
        if child == 0:
            say("pid", os.getpid())
            task(Path(path), name, int(often), Random(f"{seed}-{name}"), among)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
