"""Who is on now, a year of spans, a month's proposal: each in the time that it may take."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from bench import rosters
from bench.bench import Bench, in_turn
from bench.lines import Line, NotMeasured, Result, milliseconds, ratios
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan, proposing
from floorboard.desk.roster.plan import Line as RotaLine
from floorboard.desk.roster.plan import Plan
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.roster import rota, rotation, walls

NOW = 1_795_402_800
"""Monday, 23 November 2026, 11:00 in the sample floor's zone."""

ROTAS = f"{rosters.ROTAS} rotas"
ON_NOW = f"who is on now, {ROTAS} × {rosters.OVERRIDES} overrides"
WARM = Line(ON_NOW, "time", 10, " ms")
COLD = Line(ON_NOW, "time, nothing counted yet", None, " ms")
SCANNED = Line(ON_NOW, "a scan of the overrides")
SPANS = Line(f"a year of spans, {ROTAS}", "time", 1, " s")
LINEAR = Line(f"a year of spans, {ROTAS}", "a quarter of it", 4.4)
MONTH = Line(f"a month's proposal, {rosters.CREW} people × 3 shifts", "time", 10, " s")
CANCELLED = Line("a month's proposal, cancelled", "time", 0.5, " s")

QUARTER = rosters.YEAR // 4


def resolved(bench: Bench) -> list[Result]:
    """The resolver over a plan that was read with a year's overrides."""
    whole = _year(rosters.wide(bench.folder / "rosters.sqlite", NOW))
    lines = whole.lines
    if (len(lines), {len(each.rota.overrides) for each in lines}) != (
        rosters.ROTAS,
        {rosters.OVERRIDES},
    ):
        raise NotMeasured("not that many rotas and overrides")

    def spans(seconds: int) -> int:
        return sum(
            len(rota.resolve(each.rota, whole.staff, whole.start, whole.start + seconds))
            for each in lines
        )

    works: dict[str, Callable[[], object]] = {
        "cold": lambda: [whole.at(each, NOW) for each in lines],
        "now": lambda: [whole.at(each, NOW) for each in lines],
        "scan": lambda: [_met(each, NOW) for each in lines],
        "year": lambda: spans(rosters.YEAR),
        "quarter": lambda: spans(QUARTER),
    }

    def timed(name: str) -> list[float]:
        if name == "cold":
            _forget()
        begun = time.perf_counter()
        works[name]()
        return [time.perf_counter() - begun]

    bench.say("resolving rosters")
    cold = in_turn(["cold"], bench.some(0.5), timed)["cold"][0]
    warm = ("now", "scan", "year", "quarter")
    taken = in_turn(warm, bench.rounds, timed)
    now, scan, year, quarter = (taken[name][0] for name in warm)
    return [
        Result(WARM, [each * 1000 for each in now]),
        Result(COLD, [each * 1000 for each in cold]),
        Result(SCANNED, ratios(now, scan), milliseconds(median(now), median(scan))),
        Result(SPANS, year, f"{spans(rosters.YEAR):,} spans"),
        Result(LINEAR, ratios(year, quarter), milliseconds(median(year), median(quarter))),
    ]


def proposed(bench: Bench) -> list[Result]:
    """A month from its first to its last day, as the program proposes it; then the same, and
    somebody who has seen enough."""
    path = rosters.crew(bench.folder / "crew.sqlite", NOW)
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    took: list[float] = []
    heard = missing = 0
    with closing(desk):
        for _ in range(bench.some(0.2)):
            bench.say("proposing a month")
            heard = 0

            def listen(_done: float, _missing: int) -> None:
                nonlocal heard
                heard += 1

            begun = time.perf_counter()
            draft = _propose(desk, listen, lambda: False)
            took.append(time.perf_counter() - begun)
            missing = draft.proposal.missing
        ended = [_after_cancelling(desk, share) for share in (0.1, 0.5, 0.9)]
    return [
        Result(MONTH, took, f"{heard:,} times progress; {missing} places are missing"),
        Result(CANCELLED, ended),
    ]


def _propose(
    desk: Desk, progress: proposing.Progress, cancelled: Callable[[], bool]
) -> proposing.Draft:
    first = (to_wall(NOW, _zone(desk)).date().replace(day=1) + timedelta(days=32)).replace(day=1)
    return proposing.propose(desk, rosters.PLANNED, first, 31, progress, cancelled)


def _after_cancelling(desk: Desk, share: float) -> float:
    """How long it goes on when it is cancelled after that share of the work."""
    said: list[float] = []

    def listen(done: float, _missing: int) -> None:
        if done >= share and not said:
            said.append(time.perf_counter())

    _propose(desk, listen, lambda: bool(said))
    if not said:
        raise NotMeasured(f"it ended before {share:.0%}")
    return time.perf_counter() - said[0]


def _year(path: Path) -> Plan:
    desk = Desk.open(path)
    with closing(desk), desk.store.reading() as db:
        whole = plan.load(db, NOW - rosters.YEAR // 2, NOW + rosters.YEAR // 2)
    whole.book.announced(2026)  # the calendar's text is read once a process
    return whole


def _met(line: RotaLine, when: Instant) -> list[rota.Override]:
    return [each for each in line.rota.overrides if each.starts_at <= when < each.ends_at]


def _forget() -> None:
    """What the resolver has counted up to now."""
    for known in (rotation._known_steps, walls.changes, walls._steady_offset):
        known.cache_clear()


def _zone(desk: Desk) -> ZoneInfo:
    with desk.store.reading() as db:
        return plan.zone_of(db)
