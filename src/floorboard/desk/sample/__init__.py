"""The sample floor: a believable support centre around an instant, for looking at and for tests."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from heapq import merge
from itertools import islice
from pathlib import Path
from random import Random

from floorboard.desk import centre, rules
from floorboard.desk.floor import furnish
from floorboard.desk.sample import cast, duties, past, presence, present, roster
from floorboard.desk.sample.story import (
    EVENT_COLUMNS,
    TICKET_COLUMNS,
    Story,
    Teller,
    event_rows,
    ticket_row,
)
from floorboard.desk.sample.words import Words
from floorboard.domain.instant import Instant
from floorboard.store import bulk
from floorboard.store.draft import draft
from floorboard.store.queries import rules as texts
from floorboard.store.store import Actor

__all__ = ["PIN", "make"]

PIN = "246810"
"""What everybody signs in with on a floor that is made to be tried."""

Progress = Callable[[int, int], None]
"""Told how many of how many tickets are written; it may raise to cancel."""

ZONE = "Asia/Shanghai"
NAME, NAME_ZH = "Support centre", "技术支持中心"
BATCH = 500


def make(
    path: Path,
    now: Instant,
    *,
    tickets: int = 400,
    seed: int = 1,
    pin: str = "",
    progress: Progress | None = None,
) -> None:
    """Make a sample floor at `path` as it stands at `now`, the same for the same arguments.

    With `pin` everybody signs in with it; without, nobody has to.

    The store appears when it is finished; where that fails or is cancelled, nothing is left.
    """
    by = Actor(socket.gethostname())
    zone = centre.zone(ZONE)
    with draft(path) as store:
        with store.deed("sample.made", "floor", by, now) as deed:
            furnish(deed, now, name=NAME, name_zh=NAME_ZH, zone=ZONE)
            people = cast.hire(deed, Random(f"{seed}-cast"), _customers(tickets))
            if pin:
                cast.give_pins(deed, people, pin)
            turns = roster.draw_up(deed, people, now, zone)
            duties.set_up(deed, people, turns, Random(f"{seed}-daily"), now, zone)
            presence.set_up(deed, people, turns, Random(f"{seed}-presence"), now)
            in_force = rules.compiled(texts.calendars(deed.db), texts.policies(deed.db), "")
            deed.after.update(tickets=tickets, seed=seed)
        words = Words()
        then, today = (
            Teller(Random(f"{seed}-{part}"), people, words, in_force)
            for part in ("past", "present")
        )
        now_open = present.open_share(tickets)
        told = merge(
            past.stories(then, tickets - now_open, now, _days(tickets), zone),
            present.stories(today, now_open, now, zone),
            key=lambda story: story.opened_at,
        )
        with bulk.filling_draft(store.path) as insert:
            _fill(insert, told, tickets, progress)


def _customers(tickets: int) -> int:
    return max(12, min(20_000, 40 + tickets // 8))


def _days(tickets: int) -> int:
    """How far back the tickets reach: two weeks to three years."""
    return max(14, min(1095, tickets // 300))


def _fill(
    insert: bulk.Insert, told: Iterable[Story], tickets: int, progress: Progress | None
) -> None:
    """Write the tickets, numbered in the order they were opened."""
    numbered = enumerate(told, start=1)
    done = 0
    while batch := list(islice(numbered, BATCH)):
        insert("ticket", TICKET_COLUMNS, [ticket_row(story, number) for number, story in batch])
        events = [row for number, story in batch for row in event_rows(story, number)]
        insert("ticket_event", EVENT_COLUMNS, events)
        done += len(batch)
        if progress is not None:
            progress(done, tickets)
