"""A console without a screen: it edits and notes on tickets, and says so once it is done.

Run as a program, with a store, a name, how many edits, a seed, and the tickets' numbers. It prints
`ready`, waits for a line, and then acknowledges on one line each what the desk has acknowledged.
With `fork` for a name it makes a console of a process of its own for each line it reads: what it
has imported already needn't be imported again for each of two hundred consoles.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from itertools import count
from pathlib import Path
from random import Random

from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import StaleTicket
from floorboard.store.queries import floor
from floorboard.store.queries import tickets as queries

LATER = ("floorboard.store.engine", "floorboard.store.tables", "floorboard.store.journal")
"""What the first write would import: a console killed meanwhile would have tried nothing."""


LOOK = 0.02
"""Seconds that a person looks at most at what they edit; the other console has these to come in."""


def say(*words: object) -> None:
    """One whole line at once, so that a kill leaves none half."""
    os.write(1, (json.dumps(words, ensure_ascii=False) + "\n").encode())


def work(path: Path, name: str, edits: int, random: Random, numbers: list[int]) -> None:
    """Edit until `edits` are acknowledged, or for ever; every fourth time note something too."""
    desk = Desk.open(path, console=name)
    with desk.store.reading() as db:
        people = [person.id for person in floor.people(db)]
    stale = 0
    for number in count(1):
        ticket = random.choice(numbers)
        while True:
            with desk.store.reading() as db:
                seen = queries.by_id(db, ticket)
            assert seen is not None
            time.sleep(random.random() * LOOK)  # a person looks at it
            title = f"{name} {number}"
            priority, owner = random.randint(1, 5), random.choice(people)
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
        say("edit", ticket, version, title)
        if number % 4 == 0:
            tickets.note(desk, ticket, f"note of {name} {number}")
            say("note", ticket, f"note of {name} {number}")
        if number == edits:
            break
    desk.close()
    say("stale", stale)


def told_well(refused: StaleTicket, version: int) -> bool:
    """Whether the refusal says what is new: the other console's title at least."""
    fields = {changed.field for changed in refused.changes}
    return refused.version > version and "title" in fields


def main() -> None:
    path, name, edits, seed, *numbers = sys.argv[1:]
    among = [int(number) for number in numbers]
    for module in LATER:
        import_module(module)
    say("ready")
    if name != "fork":
        sys.stdin.readline()
        work(Path(path), name, int(edits), Random(seed), among)
        return
    for line in sys.stdin:
        name = line.strip()
        child = os.fork()
        if child == 0:
            say("pid", os.getpid())
            work(Path(path), name, int(edits), Random(f"{seed}-{name}"), among)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
