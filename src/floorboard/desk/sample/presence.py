"""The sample floor's seats and who sits there, a month of attendance, and two overtime requests."""

from __future__ import annotations

import json
from random import Random

from floorboard.desk.sample.cast import Cast
from floorboard.desk.sample.roster import Roster, Turn
from floorboard.domain.attendance import OvertimeState
from floorboard.domain.instant import Instant
from floorboard.store import bulk
from floorboard.store.store import Deed

LINES, PLACES = "ABC", 6
OUT_OF_USE = "C6"
HEADSETS = ("USB", "Bluetooth")

LATE_SHARE, EARLY_SHARE, STAYS_SHARE, ABSENT_SHARE = 0.07, 0.04, 0.08, 0.02
"""Of the shifts: how many began late, ended early, went on for longer, and had nobody come."""


def set_up(deed: Deed, cast: Cast, roster: Roster, rng: Random, now: Instant) -> None:
    """Write them as they stand at `now`."""
    begun = [
        turn for code in ("lead", "hotline") for turn in roster.turns[code] if turn.starts_at <= now
    ]
    turns = sorted(begun, key=lambda turn: (turn.starts_at, turn.person_id))
    present = _attendance(deed, turns, rng, now)
    _seats(deed, present)
    _overtime(deed, cast, turns, now)


def _attendance(deed: Deed, turns: list[Turn], rng: Random, now: Instant) -> list[Turn]:
    """Write who came and went; the turns whose people are in now."""
    rows: list[tuple[object, ...]] = []
    present: list[Turn] = []
    for turn in turns:
        chance, came, went = rng.random(), rng.random(), rng.random()
        running = now < turn.ends_at
        if chance < ABSENT_SHARE and not running:
            continue
        in_at = turn.starts_at - 60 - int(came * 600)
        if ABSENT_SHARE <= chance < ABSENT_SHARE + LATE_SHARE:
            in_at = turn.starts_at + 360 + int(came * 1800)
        out_at = turn.ends_at + int(went * 240)
        if chance > 1 - EARLY_SHARE:
            out_at = turn.ends_at - 600 - int(went * 1800)
        elif chance > 1 - EARLY_SHARE - STAYS_SHARE:
            out_at = turn.ends_at + 1200 + int(went * 3600)
        in_at = min(in_at, now)
        still = running or out_at > now
        if still:
            present.append(turn)
        row = (turn.person_id, in_at, None if still else out_at)
        rows.append((*row, turn.starts_at, turn.ends_at, "", 1))
    columns = ("person_id", "in_at", "out_at", "planned_start", "planned_end", "note", "version")
    bulk.insert(deed.db, "attendance", columns, rows)
    return present


def _seats(deed: Deed, present: list[Turn]) -> None:
    """Write the seats, and let those who are in sit down."""
    rows = []
    for number in range(len(LINES) * PLACES):
        line, place = divmod(number, PLACES)
        code = f"{LINES[line]}{place + 1}"
        parameters = json.dumps({"headset": HEADSETS[number % 2]})
        names = (number + 1, code, str(8001 + number))
        rows.append((*names, line + 1, place + 1, parameters, code != OUT_OF_USE, 1))
    columns = ("id", "code", "extension", "line", "place", "parameters", "usable", "version")
    bulk.insert(deed.db, "seat", columns, rows)
    sitting = [(2 * n + 1, turn.person_id, turn.starts_at) for n, turn in enumerate(present)]
    bulk.insert(deed.db, "sitting", ("seat_id", "person_id", "starts_at"), sitting)


def _overtime(deed: Deed, cast: Cast, turns: list[Turn], now: Instant) -> None:
    """Write one that was approved a week ago, and one that waits for a decision."""
    (deputy,) = cast.of_post("deputy")
    over = [turn for turn in turns if turn.ends_at < now]
    weeks_old = max(
        (turn for turn in over if turn.ends_at < now - 7 * 86400), key=lambda turn: turn.ends_at
    )
    latest = max(over, key=lambda turn: turn.ends_at)
    columns = ("person_id", "starts_at", "ends_at", "reason", "state", "requested_by")
    decided = ("requested_at", "decided_by", "decided_at", "note", "version")
    bulk.insert(
        deed.db,
        "overtime",
        (*columns, *decided),
        [
            (
                *(weeks_old.person_id, weeks_old.ends_at, weeks_old.ends_at + 7200),
                *("月初申报高峰，排队电话", OvertimeState.APPROVED.value, weeks_old.person_id),
                *(weeks_old.ends_at, deputy.id, weeks_old.ends_at + 3600, "", 1),
            ),
            (
                *(latest.person_id, latest.ends_at, latest.ends_at + 3600),
                *("系统切换后的值守", OvertimeState.REQUESTED.value, latest.person_id),
                *(min(latest.ends_at, now), None, None, "", 1),
            ),
        ],
    )
