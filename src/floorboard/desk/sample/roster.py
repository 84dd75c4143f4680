"""The sample floor's rotas, and a fortnight of turns with one gap tonight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.desk.floor import SHIFTS
from floorboard.desk.sample.cast import Cast, Member
from floorboard.domain import rota
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.store import bulk
from floorboard.store.store import Deed

DAYS = range(-3, 15)
"""The days around today that are rostered."""

LEADS = {"day": "liuy", "evening": "liw", "night": "hanxy"}
HOTLINE = {
    "day": ("tenzin", "whitfield"),
    "evening": ("wangf", "chenj"),
    "night": ("lin", "huangy"),
}
MANAGERS = ("sunl", "mac")
HANDOFF_MINUTE = 9 * 60
"""When those who are called at home change: 09:00."""

LATE_MINUTES = 60
"""How long tonight's second hotline seat is empty."""


@dataclass(frozen=True, slots=True)
class Turn:
    person_id: int
    starts_at: Instant
    ends_at: Instant


@dataclass(slots=True)
class Roster:
    """Rotas by code, with their turns."""

    turns: dict[str, list[Turn]]

    def on(self, code: str, at: Instant) -> list[int]:
        """The people on the rota at `at`."""
        return [turn.person_id for turn in rota.on_at(self.turns[code], at)]


def draw_up(deed: Deed, cast: Cast, now: Instant, zone: ZoneInfo) -> Roster:
    """Write the rotas and their turns."""
    today = to_wall(now, zone).date()
    days = [today + timedelta(days=step) for step in DAYS]
    rows: list[tuple[object, ...]] = [("hotline", "Hotline", "热线", 2, False, None)]
    turns: dict[str, list[Turn]] = {"hotline": []}
    for project in cast.projects:
        code = f"second-{project.code}"
        names = (f"2nd line {project.name}", f"二线 {project.name_zh}")
        rows.append((code, *names, 1, False, project.id))
        turns[code] = _by_turns(project.second_line, days, zone, weekly=False)
    managers = [cast.members[code] for code in MANAGERS]
    rows.append(("duty-manager", "Duty manager", "值班经理", 1, False, None))
    turns["duty-manager"] = _by_turns(managers, days, zone, weekly=True)
    rows.append(("lead", "Shift lead", "班长", 1, True, None))
    turns["lead"] = []
    for day in days:
        for shift, _, _, start, end in SHIFTS:
            starts, ends = _edges(day, start, end, zone)
            turns["lead"].append(Turn(cast.members[LEADS[shift]].id, starts, ends))
            for code in HOTLINE[shift]:
                turns["hotline"].append(Turn(cast.members[code].id, starts, ends))
    _leave_gap(turns["hotline"], now, zone)
    columns = ("code", "name", "name_zh", "required", "leads", "project_id", "id", "position")
    numbered = [(*row, number, number) for number, row in enumerate(rows, start=1)]
    bulk.insert(deed.db, "rota", columns, numbered)
    bulk.insert(
        deed.db,
        "rota_turn",
        ("rota_id", "person_id", "starts_at", "ends_at"),
        [
            (number, turn.person_id, turn.starts_at, turn.ends_at)
            for number, code in enumerate(turns, start=1)
            for turn in turns[code]
        ],
    )
    return Roster(turns)


def _by_turns(
    members: Iterable[Member], days: Iterable[date], zone: ZoneInfo, *, weekly: bool
) -> list[Turn]:
    """From handoff to handoff, another one each day or each week."""
    who = list(members)
    found: list[Turn] = []
    for day in days:
        number = (day - date(2024, 1, 1)).days  # a Monday
        person = who[(number // 7 if weekly else number) % len(who)]
        starts, ends = _edges(day, HANDOFF_MINUTE, HANDOFF_MINUTE + 1440, zone)
        if found and found[-1].person_id == person.id:
            found[-1] = Turn(person.id, found[-1].starts_at, ends)
        else:
            found.append(Turn(person.id, starts, ends))
    return found


def _leave_gap(hotline: list[Turn], now: Instant, zone: ZoneInfo) -> None:
    """The last one of the next night shift can only come later."""
    night = min(
        turn.starts_at
        for turn in hotline
        if turn.starts_at >= now and to_wall(turn.starts_at, zone).hour < HANDOFF_MINUTE // 60
    )
    place = max(i for i, turn in enumerate(hotline) if turn.starts_at == night)
    late = hotline[place]
    hotline[place] = Turn(late.person_id, late.starts_at + LATE_MINUTES * 60, late.ends_at)


def _edges(day: date, start: int, end: int, zone: ZoneInfo) -> tuple[Instant, Instant]:
    midnight = datetime.combine(day, time())
    return (
        from_wall(midnight + timedelta(minutes=start), zone),
        from_wall(midnight + timedelta(minutes=end), zone, "end"),
    )
