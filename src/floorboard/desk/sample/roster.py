"""The sample floor's rotas: rotations, planned turns, a swap on offer, leave, one gap tonight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from floorboard.desk.floor import SHIFTS
from floorboard.desk.sample.cast import Cast, Member
from floorboard.domain.instant import Instant, from_wall, to_wall
from floorboard.domain.roster.rotation import Unit
from floorboard.store import bulk
from floorboard.store.store import Deed

DAYS = range(-35, 36)
"""The days around today that the hotline's turns are planned for."""

LEADS = {"day": "liuy", "evening": "liw", "night": "hanxy"}
PAIRS = (
    ("lin", "huangy"),
    ("tenzin", "whitfield"),
    ("wangf", "chenj"),
    ("nurlan", "zhul"),
    ("yangf", "xulei"),
)
"""Who sits at the hotline together. Of five days each pair works a night, a day and an evening, in
this order: then there is always a night's rest, and two days are off."""

ORDER = ("night", "day", "evening")
MANAGERS = ("sunl", "mac")
ANCHOR = "2024-01-01T09:00"
"""A Monday, at the hour when those who are called at home change."""

HANDOFF_MINUTE = 9 * 60
AT_ONCE = {
    "hotline": 2,
    "lead": 1,
    "duty-manager": 1,
    "second-billing": 1,
    "second-portal": 1,
    "second-tax": 1,
}
"""How many must be on at once. Nobody can fill two needs at a time, so the smaller projects' second
lines go along with the others'."""

LATE_MINUTES = 60
"""How long tonight's second hotline seat is empty."""

SWAP_DAYS = 3
"""In so many days is the turn that somebody offers."""

LEAVE_DAYS = (5, 8)
"""From when to when the clerk is away, in days."""


@dataclass(frozen=True, slots=True)
class Turn:
    person_id: int
    starts_at: Instant
    ends_at: Instant


@dataclass(slots=True)
class Roster:
    """Who leads and who sits at the hotline, by rota."""

    turns: dict[str, list[Turn]]

    def on(self, code: str, at: Instant) -> list[int]:
        """The people on the rota at `at`."""
        return [turn.person_id for turn in self.turns[code] if turn.starts_at <= at < turn.ends_at]


@dataclass(frozen=True, slots=True)
class Rotation:
    """People who follow each other, from `ANCHOR` on; with `hours`, minutes of the day, every day
    at these."""

    unit: Unit
    people: Sequence[Member]
    hours: tuple[int, int] | None = None


def draw_up(deed: Deed, cast: Cast, now: Instant, zone: ZoneInfo) -> Roster:
    """Write the rotas, their needs, and who is on them."""
    today = to_wall(now, zone).date()
    members = cast.members
    rows: list[tuple[object, ...]] = [("hotline", "Hotline", "热线", False, None)]
    rotations: dict[str, list[Rotation]] = {}
    for project in cast.projects:
        code = f"second-{project.code}"
        names = (f"2nd line {project.name}", f"二线 {project.name_zh}")
        rows.append((code, *names, False, project.id))
        rotations[code] = [Rotation(Unit.DAY, project.second_line)]
    rows.append(("duty-manager", "Duty manager", "值班经理", False, None))
    rotations["duty-manager"] = [Rotation(Unit.WEEK, [members[code] for code in MANAGERS])]
    rows.append(("lead", "Shift lead", "班长", True, None))
    rotations["lead"] = [
        Rotation(Unit.DAY, [members[LEADS[shift]]], (start, end))
        for shift, _, _, start, end in SHIFTS
    ]
    _write_rotas(deed, rows)
    _write_rotations(deed, [str(row[0]) for row in rows], rotations)
    hotline = _hotline(cast, today, zone)
    _leave_gap(hotline, now, zone)
    columns = ("rota_id", "person_id", "starts_at", "ends_at")
    planned = [(1, turn.person_id, turn.starts_at, turn.ends_at) for turn in hotline]
    bulk.insert(deed.db, "rota_turn", columns, planned)
    _offer_swap(deed, hotline, today, zone)
    _send_on_leave(deed, members["aygul"], today, zone)
    return Roster({"hotline": hotline, "lead": _leads(cast, today, zone)})


def _write_rotas(deed: Deed, rows: Sequence[tuple[object, ...]]) -> None:
    columns = ("code", "name", "name_zh", "leads", "project_id", "id", "position")
    plain = ("zone", "calendar", "version")
    numbered = [(*row, number, number, "", "", 1) for number, row in enumerate(rows, start=1)]
    bulk.insert(deed.db, "rota", (*columns, *plain), numbered)
    needs = ("rota_id", "count", "days", "from_minute", "to_minute", "version")
    bulk.insert(
        deed.db,
        "cover_need",
        needs,
        [
            (number, AT_ONCE[str(row[0])], "every_day", 0, 1440, 1)
            for number, row in enumerate(rows, start=1)
            if row[0] in AT_ONCE
        ],
    )


def _write_rotations(
    deed: Deed, codes: Sequence[str], rotations: dict[str, list[Rotation]]
) -> None:
    layers: list[tuple[object, ...]] = []
    members: list[tuple[object, ...]] = []
    for code, found in rotations.items():
        for position, rotation in enumerate(found, start=1):
            number = len(layers) + 1
            hours = rotation.hours or (None, None)
            rota = codes.index(code) + 1
            layers.append((number, rota, position, "", rotation.unit.value, 1, ANCHOR, 0, *hours))
            members += [(number, group, 0, each.id) for group, each in enumerate(rotation.people)]
    bulk.insert(
        deed.db,
        "rota_layer",
        (
            *("id", "rota_id", "position", "name", "unit", "length", "anchor", "anchor_group"),
            *("from_minute", "to_minute", "days", "advance"),
        ),
        [(*layer, "every_day", "turns") for layer in layers],
    )
    columns = ("layer_id", "group_no", "position", "person_id")
    bulk.insert(deed.db, "rota_member", columns, members)


def _hotline(cast: Cast, today: date, zone: ZoneInfo) -> list[Turn]:
    """Each pair's turns, by start."""
    hours = {shift: (start, end) for shift, _, _, start, end in SHIFTS}
    found: list[Turn] = []
    for step in DAYS:
        for place, pair in enumerate(PAIRS):
            state = (place + step) % len(PAIRS)
            if state >= len(ORDER):
                continue
            starts, ends = _edges(today + timedelta(days=step), *hours[ORDER[state]], zone)
            found += [Turn(cast.members[code].id, starts, ends) for code in pair]
    return sorted(found, key=lambda turn: turn.starts_at)


def _leads(cast: Cast, today: date, zone: ZoneInfo) -> list[Turn]:
    return [
        Turn(cast.members[LEADS[shift]].id, *_edges(today + timedelta(days=step), start, end, zone))
        for step in DAYS
        for shift, _, _, start, end in SHIFTS
    ]


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


def _offer_swap(deed: Deed, hotline: Iterable[Turn], today: date, zone: ZoneInfo) -> None:
    """Somebody would rather not work one of the evenings to come."""
    evening, _ = _edges(today + timedelta(days=SWAP_DAYS), 17 * 60, 25 * 60, zone)
    turn = next(turn for turn in hotline if turn.starts_at == evening)
    columns = ("rota_id", "from_id", "starts_at", "ends_at", "state", "offered_at", "expires_at")
    offer = (1, turn.person_id, turn.starts_at, turn.ends_at, "offered", deed.at, turn.starts_at)
    bulk.insert(deed.db, "rota_swap", (*columns, "note", "version"), [(*offer, "家长会", 1)])


def _send_on_leave(deed: Deed, person: Member, today: date, zone: ZoneInfo) -> None:
    first, last = (_edges(today + timedelta(days=day), 0, 0, zone)[0] for day in LEAVE_DAYS)
    columns = ("person_id", "starts_at", "ends_at", "reason", "version")
    bulk.insert(deed.db, "leave", columns, [(person.id, first, last, "年假", 1)])


def _edges(day: date, start: int, end: int, zone: ZoneInfo) -> tuple[Instant, Instant]:
    midnight = datetime.combine(day, time())
    return (
        from_wall(midnight + timedelta(minutes=start), zone),
        from_wall(midnight + timedelta(minutes=end), zone, "end"),
    )
