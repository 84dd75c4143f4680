"""Any rota that a file can hold is kept by the store as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from hypothesis import assume, given, settings

import deeds
import rostering
from exchange.test_rota_files import rotas
from floorboard.desk import undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import defining, definition
from floorboard.domain.plain import clean_line
from floorboard.exchange.rota_drafts import (
    OverrideDraft,
    RotaDraft,
    ScheduleDraft,
    SwapDraft,
    TurnDraft,
)
from floorboard.exchange.rota_files import read_rota
from floorboard.exchange.rota_writing import write_rota
from rostering import PEOPLE, ZONE

LIMIT = 100
"""Characters; longer texts are refused, which isn't looked at here."""

D = TypeVar("D", TurnDraft, OverrideDraft, SwapDraft)


def person(text: str, besides: str = "") -> str:
    """Somebody of the floor, by any text; nobody for none."""
    if not text:
        return ""
    codes = [code for code, *_ in PEOPLE if code != besides]
    return codes[sum(map(ord, text)) % len(codes)]


def named(draft: D) -> D:
    return replace(draft, person=person(draft.person))


def override(draft: OverrideDraft) -> OverrideDraft:
    found = named(draft)
    replaces = person(draft.replaces, found.person)
    return replace(found, replaces=replaces, reason=draft.reason[:LIMIT])


def swap(draft: SwapDraft) -> SwapDraft:
    found = named(draft)
    return replace(found, to=person(draft.to, found.person), note=draft.note[:LIMIT])


def schedule(draft: ScheduleDraft) -> ScheduleDraft:
    return replace(draft, turns=tuple(map(named, draft.turns)), name=draft.name[:LIMIT])


def fitting(draft: RotaDraft) -> RotaDraft:
    """The draft with the people, the project and the calendar that the floor has."""
    return replace(
        draft,
        code="drawn",
        name=draft.name[:LIMIT],
        name_zh=draft.name_zh[:LIMIT],
        calendar=draft.calendar and "centre",
        project=draft.project and "billing",
        needs=tuple(replace(e, project=e.project and "billing") for e in draft.needs),
        layers=tuple(
            replace(
                each,
                name=each.name[:LIMIT],
                # two texts can stand for the same person, and nobody is in a group twice
                groups=tuple(tuple(dict.fromkeys(map(person, group))) for group in each.groups),
            )
            for each in draft.layers
        ),
        turns=tuple(map(named, draft.turns)),
        overrides=tuple(map(override, draft.overrides)),
        schedules=tuple(map(schedule, draft.schedules)),
        swaps=tuple(map(swap, draft.swaps)),
    )


def twice(turns: tuple[TurnDraft, ...]) -> bool:
    return len({(each.person, each.starts_at) for each in turns}) < len(turns)


def possible(draft: RotaDraft) -> bool:
    if not clean_line(draft.name).strip():
        return False
    return not any(map(twice, (draft.turns, *(each.turns for each in draft.schedules))))


@settings(max_examples=40)
@given(first=rotas().map(fitting), second=rotas().map(fitting))
def test_any_rota_is_kept(floor: Path, first: RotaDraft, second: RotaDraft) -> None:
    assume(possible(first) and possible(second))
    desk = Desk.open(floor)
    desk.clock = lambda: rostering.NOW
    before = deeds.of(desk)
    try:
        for draft in (first, second):
            text = write_rota(draft, ZONE)
            there = defining.define(desk, text, "drawn.toml", anyway=True)
            kept = read_rota(defining.printed(desk, "drawn"), "drawn.toml", ZONE)
            wanted = definition.cleaned(draft)
            for kind in ("turns", "overrides", "schedules", "swaps"):  # they stay without others
                if not getattr(wanted, kind):
                    wanted = replace(wanted, **{kind: getattr(kept, kind)})
            assert kept == wanted
            assert there.code == "drawn"
        changed = second != first and there.changed
        if changed:
            undoing.undo(desk)
        kept = read_rota(defining.printed(desk, "drawn"), "drawn.toml", ZONE)
        assert not changed or kept == definition.cleaned(first)
    finally:
        defining.remove(desk, "drawn")
        assert deeds.of(desk) == before
        desk.close()
