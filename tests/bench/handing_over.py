"""The handover at a million tickets, a hundred thousand of them open: opening it as `handover
show` does, freezing it, writing it as HTML."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path

import relieving
from bench.bench import MILLION, THOUSAND, Bench, in_turn
from bench.lines import Line, Result, milliseconds, ratios
from floorboard.desk import handover, people
from floorboard.desk.desk import Desk
from floorboard.reports import handover_files
from floorboard.store.connection import connect

OPENED = Line("opening the handover, 1,000,000 tickets", "1,000 tickets", 2.5)
FROZEN = Line("freezing it, 1,000,000 tickets", "none", 300, " ms")
PRINTED = Line("writing it as HTML", "none", 300, " ms")
LINES = (OPENED, FROZEN, PRINTED)

OPEN = 100_000
DAY = 86_400


def handed_over(bench: Bench) -> list[Result]:
    """On copies of the stores, with a draft in which nothing is blank."""
    small = _drafted(bench, THOUSAND, 0)
    large = _drafted(bench, MILLION, OPEN)
    desks = {"program": large, "floor": small}
    taken = in_turn([*desks], bench.rounds, lambda name: [_look(*desks[name])])
    (ours,), (base,) = taken["program"], taken["floor"]
    aside = milliseconds(min(ours), min(base))
    opened = Result(OPENED, ratios(ours, base), aside)
    frozen, printed = Result(FROZEN), Result(PRINTED)
    for _ in range(bench.some(0.5)):
        frozen.values.append(_offer(*large) * 1000)
        printed.values.append(_print(*large) * 1000)
        handover.withdraw(*large, "once more")
    for desk, _number in desks.values():
        desk.close()
    return [opened, frozen, printed]


def _drafted(bench: Bench, tickets: int, still_open: int) -> tuple[Desk, int]:
    path = bench.folder / f"handover-{tickets}.sqlite"
    store = bench.store(tickets)
    for suffix in ("", ".key"):
        shutil.copyfile(f"{store}{suffix}", f"{path}{suffix}")
    now = _reopen(path, still_open)
    desk = relieving.opened(path, now=now)
    desk.actor = relieving.as_(desk, people.found(desk, "liuy").id).actor
    number = handover.begin(desk)
    if handover.one(desk, number).record.incoming is None:
        handover.pass_on(desk, number, "whoever is next")
    relieving.fill(desk, number)
    return desk, number


def _reopen(path: Path, count: int) -> int:
    """Let so many more tickets be open, a hundredth of them overdue; the floor's instant."""
    with closing(connect(path)) as db:
        now = int(db.execute("SELECT max(at) FROM journal").fetchone()[0])
        db.execute(
            "UPDATE ticket SET state = 'open', solved_at = NULL, closed_at = NULL,"
            " next_clock = 'status_reply', status_reply_due_at = ?1 + (id % 100 - 1) * ?2,"
            " next_due_at = ?1 + (id % 100 - 1) * ?2 WHERE id IN"
            " (SELECT id FROM ticket WHERE state = 'closed' ORDER BY id DESC LIMIT ?3)",
            (now, DAY // 10, count),
        )
    return now


def _look(desk: Desk, number: int) -> float:
    """The seconds from asking for it to having it in words."""
    begun = time.perf_counter()
    handover_files.lines(handover.one(desk, number), 80)
    return time.perf_counter() - begun


def _offer(desk: Desk, number: int) -> float:
    begun = time.perf_counter()
    handover.offer(desk, number, sure=True)
    return time.perf_counter() - begun


def _print(desk: Desk, number: int) -> float:
    look = handover.one(desk, number)
    begun = time.perf_counter()
    handover_files.html(look)
    return time.perf_counter() - begun
