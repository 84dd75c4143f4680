"""Rotas into TOML files, as `rota_files` reads them back without loss."""

from __future__ import annotations

from datetime import UTC, datetime, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.opening import DAY_MINUTES
from floorboard.exchange.rota_drafts import (
    LayerDraft,
    NeedDraft,
    OverrideDraft,
    RotaDraft,
    ScheduleDraft,
    SwapDraft,
    TurnDraft,
)

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table


def write_rota(rota: RotaDraft, centre: ZoneInfo) -> str:
    """The rota as TOML that `read_rota` reads back the same; instants in the rota's zone."""
    import tomlkit

    zone = ZoneInfo(rota.zone) if rota.zone else centre
    document = tomlkit.document()
    _fill(document, code=rota.code, name=rota.name, name_zh=rota.name_zh, zone=rota.zone)
    _fill(document, calendar=rota.calendar, project=rota.project, leads=rota.leads)
    kinds = {
        "need": [_need_table(each) for each in rota.needs],
        "layer": [_layer_table(each, zone) for each in rota.layers],
        "turn": [_turn_table(each, zone) for each in rota.turns],
        "override": [_override_table(each, zone) for each in rota.overrides],
        "schedule": [_schedule_table(each, zone) for each in rota.schedules],
        "swap": [_swap_table(each, zone) for each in rota.swaps],
    }
    for kind, tables in kinds.items():
        if tables:
            array = tomlkit.aot()
            for table in tables:
                array.append(table)
            document.add(tomlkit.nl())
            document.add(kind, array)
    return tomlkit.dumps(document)


def _fill(table: Table | TOMLDocument, /, **values: object) -> None:
    """Add what isn't empty, false or zero: these are what a key that is missing means."""
    for key, value in values.items():
        if value:
            table.add(key, value)


def _table(**values: object) -> Table:
    import tomlkit

    table = tomlkit.table()
    _fill(table, **values)
    return table


def _need_table(need: NeedDraft) -> Table:
    limits = {"from": _clock(need.start), "to": _clock(need.end)}
    whole = (need.start, need.end) == (0, DAY_MINUTES)
    return _table(
        count=need.count, project=need.project, days=need.days, **({} if whole else limits)
    )


def _layer_table(layer: LayerDraft, zone: ZoneInfo) -> Table:
    import tomlkit

    groups = tomlkit.array()
    groups.extend([list(group) for group in layer.groups])
    hours = layer.hours
    return _table(
        name=layer.name,
        unit=layer.unit.value,
        length=layer.length,
        anchor=layer.anchor,
        anchor_group=layer.anchor_group,
        days=layer.days,
        advance=layer.advance.value,
        hours=f"{_clock(hours[0])}-{_clock(hours[1])}" if hours else None,
        groups=groups.multiline(len(groups) > 1),
        starts=_written(layer.starts_at, zone),
        ends=_written(layer.ends_at, zone),
    )


def _turn_table(turn: TurnDraft, zone: ZoneInfo) -> Table:
    starts, ends = _written(turn.starts_at, zone), _written(turn.ends_at, zone)
    return _table(person=turn.person, starts=starts, ends=ends, locked=turn.locked)


def _override_table(override: OverrideDraft, zone: ZoneInfo) -> Table:
    return _table(
        kind=override.kind.value,
        person=override.person,
        replaces=override.replaces,
        starts=_written(override.starts_at, zone),
        ends=_written(override.ends_at, zone),
        reason=override.reason,
    )


def _schedule_table(schedule: ScheduleDraft, zone: ZoneInfo) -> Table:
    import tomlkit

    table = _table(
        name=schedule.name,
        starts=_written(schedule.starts_at, zone),
        ends=_written(schedule.ends_at, zone),
    )
    if schedule.turns:
        turns = tomlkit.aot()
        for turn in schedule.turns:
            turns.append(_turn_table(turn, zone))
        table.add("turn", turns)
    return table


def _swap_table(swap: SwapDraft, zone: ZoneInfo) -> Table:
    return _table(
        person=swap.person,
        to=swap.to,
        starts=_written(swap.starts_at, zone),
        ends=_written(swap.ends_at, zone),
        return_starts=_written(swap.return_starts_at, zone),
        return_ends=_written(swap.return_ends_at, zone),
        state=swap.state.value,
        offered=_written(swap.offered_at, zone),
        expires=_written(swap.expires_at, zone),
        decided=_written(swap.decided_at, zone),
        note=swap.note,
    )


def _clock(minute: int) -> str:
    """A time of day; 24:00 is the end of the same day."""
    within = minute if minute <= DAY_MINUTES else minute - DAY_MINUTES
    return f"{within // 60:02}:{within % 60:02}"


def _written(instant: Instant | None, zone: ZoneInfo) -> datetime | None:
    """The instant with the offset that `zone` has then; in UTC where TOML can't write that one."""
    if instant is None:
        return None
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    assert offset is not None
    fixed = UTC if offset.total_seconds() % 60 else timezone(offset)
    return datetime.fromtimestamp(instant, fixed)
