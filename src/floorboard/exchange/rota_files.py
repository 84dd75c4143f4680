"""Rotas out of TOML files (data/rotas/hotline.toml shows one); `rota_writing` writes them.

People and projects are named by their codes. An instant is written with its offset from UTC; one
that is written without is a wall time of the rota's zone.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Edge, Instant, from_wall
from floorboard.domain.opening import DAY_MINUTES, Range
from floorboard.domain.problem import N_
from floorboard.domain.roster.days import DaySet
from floorboard.domain.roster.rota import OverrideKind
from floorboard.domain.roster.rotation import Advance, Unit
from floorboard.domain.roster.swap import SwapState
from floorboard.exchange.rota_drafts import (
    LayerDraft,
    NeedDraft,
    OverrideDraft,
    RotaDraft,
    ScheduleDraft,
    SwapDraft,
    TurnDraft,
)
from floorboard.exchange.toml_source import TomlSource, TomlTable

MOST_LENGTH = 1000
"""A turn is this many units long at most."""

_MOST_PEOPLE = 1000
_TIME = re.compile(r"(\d{1,2}):(\d{2})")

Word = TypeVar("Word", bound=StrEnum)


def read_rota(text: str, source_name: str, centre: ZoneInfo) -> RotaDraft:
    """The rota that the TOML `text` describes; `source_name` is its file's name.

    Wall times are of the file's zone, or of the `centre`'s where it has none. Raises `Problem` with
    the file and line. Whether people, projects and the calendar exist isn't checked here.
    """
    root = TomlSource(text, source_name).root
    root.only(
        *("code", "name", "name_zh", "zone", "calendar", "project", "leads"),
        *("need", "layer", "turn", "override", "schedule", "swap"),
    )
    root.need("code", "name")
    zone = _zone(root, centre)
    return RotaDraft(
        root.text("code"),
        root.text("name"),
        root.text("name_zh"),
        root.text("zone"),
        root.text("calendar"),
        root.text("project"),
        root.flag("leads"),
        tuple(_need(table) for table in root.tables("need")),
        tuple(_layer(table, zone) for table in root.tables("layer")),
        tuple(_turn(table, zone) for table in root.tables("turn")),
        tuple(_override(table, zone) for table in root.tables("override")),
        tuple(_schedule(table, zone) for table in root.tables("schedule")),
        tuple(_swap(table, zone) for table in root.tables("swap")),
    )


def _zone(root: TomlTable, centre: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(root.text("zone")) if "zone" in root else centre
    except (ValueError, KeyError, OSError):
        raise root.wrong("zone", 'zone = "Asia/Shanghai"') from None


def _need(table: TomlTable) -> NeedDraft:
    table.only("count", "project", "days", "from", "to")
    start = _minute(table, "from") if "from" in table else 0
    end = _minute(table, "to") if "to" in table else DAY_MINUTES
    return NeedDraft(
        table.whole("count", 1, _MOST_PEOPLE) or 1,
        table.text("project"),
        _days(table),
        *_range(table, "from", start, end),
    )


def _layer(table: TomlTable, zone: ZoneInfo) -> LayerDraft:
    table.only(
        *("name", "unit", "length", "anchor", "anchor_group", "days", "advance", "hours"),
        *("groups", "starts", "ends"),
    )
    table.need("unit", "anchor", "groups")
    groups = _groups(table)
    starts, ends = _open_span(table, "starts", "ends", zone)
    return LayerDraft(
        _word(table, "unit", Unit),
        _anchor(table),
        groups,
        table.whole("length", 1, MOST_LENGTH) or 1,
        table.text("name"),
        table.whole("anchor_group", 0, len(groups) - 1) or 0,
        _days(table),
        _word(table, "advance", Advance) if "advance" in table else Advance.TURNS,
        _hours(table) if "hours" in table else None,
        starts,
        ends,
    )


def _turn(table: TomlTable, zone: ZoneInfo) -> TurnDraft:
    table.only("person", "starts", "ends", "locked")
    table.need("person", "starts", "ends")
    return TurnDraft(table.text("person"), *_span(table, zone), table.flag("locked"))


def _override(table: TomlTable, zone: ZoneInfo) -> OverrideDraft:
    table.only("kind", "person", "replaces", "starts", "ends", "reason")
    table.need("kind", "person", "starts", "ends")
    kind = _word(table, "kind", OverrideKind)
    if kind is OverrideKind.REPLACE:
        table.need("replaces")
    elif "replaces" in table:
        raise table.problem(
            "replaces",
            N_("only an override that replaces has somebody whom it replaces"),
            N_('Remove it, or write kind = "replace"'),
        )
    person, replaces = table.text("person"), table.text("replaces")
    return OverrideDraft(kind, person, *_span(table, zone), replaces, table.text("reason"))


def _schedule(table: TomlTable, zone: ZoneInfo) -> ScheduleDraft:
    table.only("name", "starts", "ends", "turn")
    table.need("starts", "ends")
    turns = []
    for each in table.tables("turn"):
        each.only("person", "starts", "ends")
        turns.append(_turn(each, zone))
    return ScheduleDraft(*_span(table, zone), tuple(turns), table.text("name"))


def _swap(table: TomlTable, zone: ZoneInfo) -> SwapDraft:
    table.only(
        *("person", "to", "starts", "ends", "return_starts", "return_ends"),
        *("state", "offered", "expires", "decided", "note"),
    )
    table.need("person", "starts", "ends", "offered", "expires")
    returns = ("return_starts", "return_ends")
    if any(key in table for key in returns):
        table.need(*returns)
    state = _word(table, "state", SwapState) if "state" in table else SwapState.OFFERED
    if state is SwapState.TAKEN:
        table.need("to")
    person, to = table.text("person"), table.text("to")
    if person == to:
        raise table.problem(
            "to", N_("{person} cannot swap with themselves"), N_("Name another"), person=person
        )
    return SwapDraft(
        person,
        *_span(table, zone),
        _instant(table, "offered", zone),
        _instant(table, "expires", zone, "end"),
        state,
        to,
        *_open_span(table, *returns, zone),
        _instant(table, "decided", zone) if "decided" in table else None,
        table.text("note"),
    )


def _word(table: TomlTable, key: str, words: type[Word]) -> Word:
    try:
        return words(table.text(key))
    except ValueError:
        raise table.wrong(key, " | ".join(f'{key} = "{word}"' for word in words)) from None


def _days(table: TomlTable) -> str:
    text = table.text("days", "every_day")
    try:
        DaySet.parse(text)
    except ValueError:
        raise table.wrong("days", 'days = "workdays" | "mon-fri" | "sat,sun,holidays"') from None
    return text


def _groups(table: TomlTable) -> tuple[tuple[str, ...], ...]:
    value = table.data["groups"]
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(group, list) and group for group in value)
        or not all(isinstance(code, str) and code.strip() for group in value for code in group)
    ):
        raise table.wrong("groups", 'groups = [["ana"], ["bo", "cy"]]')
    for group in value:
        for place, code in enumerate(group):
            if code in group[:place]:
                raise table.problem(
                    "groups",
                    N_("{person} is in a group twice"),
                    N_("Name everybody once in a group"),
                    person=code,
                )
    return tuple(tuple(group) for group in value)


def _time(text: str) -> int | None:
    """Minutes after midnight up to 24:00; None for what is no time of day."""
    match = _TIME.fullmatch(text.strip())
    minute = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else None
    return minute if minute is None or minute <= DAY_MINUTES else None


def _minute(table: TomlTable, key: str) -> int:
    minute = _time(table.text(key))
    if minute is None:
        raise table.wrong(key, f'{key} = "17:30"')
    return minute


def _hours(table: TomlTable) -> Range:
    """Hours from one time of day to another; the same twice is a whole day."""
    first, _, last = table.text("hours").replace("–", "-").partition("-")
    start, end = _time(first), _time(last)
    if start is None or end is None:
        raise table.wrong("hours", 'hours = "17:00-01:00"')
    return _range(table, "hours", start, end)


def _range(table: TomlTable, key: str, start: int, end: int) -> Range:
    if start == DAY_MINUTES:
        raise table.problem(
            key, N_("{key} begins at 24:00"), N_("Write 00:00, and mind the day"), key=key
        )
    return start, end if end > start else end + DAY_MINUTES


def _moment(table: TomlTable, key: str) -> datetime:
    value = table.data[key]
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.microsecond:
        raise table.wrong(key, f"{key} = 2026-12-31T17:30:00+08:00")
    return value


def _anchor(table: TomlTable) -> datetime:
    anchor = _moment(table, "anchor")
    if anchor.tzinfo is not None or not 1900 <= anchor.year < 3000:
        raise table.wrong("anchor", "anchor = 2026-12-31T17:30:00")
    return anchor


def _instant(table: TomlTable, key: str, zone: ZoneInfo, edge: Edge = "start") -> Instant:
    moment = _moment(table, key)
    if not 1 < moment.year < 9999:
        raise table.wrong(key, f"{key} = 2026-12-31T17:30:00+08:00")
    return from_wall(moment, zone, edge) if moment.tzinfo is None else int(moment.timestamp())


def _span(table: TomlTable, zone: ZoneInfo) -> tuple[Instant, Instant]:
    starts, ends = _open_span(table, "starts", "ends", zone)
    assert starts is not None
    assert ends is not None
    return starts, ends


def _open_span(
    table: TomlTable, start: str, end: str, zone: ZoneInfo
) -> tuple[Instant | None, Instant | None]:
    """A span's ends, None where one isn't written."""
    starts = _instant(table, start, zone) if start in table else None
    ends = _instant(table, end, zone, "end") if end in table else None
    if starts is not None and ends is not None and ends <= starts:
        raise table.problem(
            end,
            N_("{end} is not after {start}"),
            N_("Correct one of the two"),
            end=end,
            start=start,
        )
    return starts, ends
