"""Turns that a sheet cuts, made whole: no cell holds more than a day, no file more than its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import time
from itertools import groupby
from zoneinfo import ZoneInfo

from floorboard.desk.roster.planning import NewTurn
from floorboard.domain.instant import DAY_SECONDS, Interval, to_wall


def runs(
    turns: Iterable[NewTurn], there: Collection[NewTurn], zone: ZoneInfo
) -> Iterator[list[NewTurn]]:
    """The turns, each with those that go on where it ends: at a midnight of `zone`, and for more
    than a day in all. What only meets there, as two shifts do, and what is `there` apart stays so.
    """
    ordered = sorted(turns, key=lambda each: (*_whose(each), each.starts_at))
    for _of, mine in groupby(ordered, _whose):
        run: list[NewTurn] = []
        for turn in mine:
            if run and not _goes_on(run[-1], turn, zone):
                yield from _together(run, there)
                run = []
            run.append(turn)
        yield from _together(run, there)


def joined(run: list[NewTurn]) -> NewTurn:
    """One turn from the start of a run to its end."""
    return NewTurn(*_whose(run[0]), run[0].starts_at, run[-1].ends_at)


def clipped(turn: NewTurn, edges: Interval) -> NewTurn:
    """What a sheet over `edges` shows of a turn."""
    return NewTurn(*_whose(turn), max(turn.starts_at, edges[0]), min(turn.ends_at, edges[1]))


def _whose(turn: NewTurn) -> tuple[int, int]:
    return turn.rota_id, turn.person_id


def _goes_on(before: NewTurn, turn: NewTurn, zone: ZoneInfo) -> bool:
    return before.ends_at == turn.starts_at and to_wall(turn.starts_at, zone).time() == time()


def _together(run: list[NewTurn], there: Collection[NewTurn]) -> Iterator[list[NewTurn]]:
    longer = run[-1].ends_at - run[0].starts_at > DAY_SECONDS
    if longer and not all(each in there for each in run):
        yield run
    else:
        yield from ([each] for each in run)
