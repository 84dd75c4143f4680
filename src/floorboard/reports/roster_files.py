"""Rotas and rosters that came from files, in words: what changed, and what didn't go in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from floorboard.domain.problem import N_
from floorboard.i18n import _

_KINDS = {
    "need": N_("needs"),
    "layer": N_("rotations"),
    "turn": N_("turns"),
    "override": N_("overrides"),
    "schedule": N_("temporary schedules"),
    "swap": N_("swaps"),
}
_FACTS = {
    "name": N_("name"),
    "name_zh": N_("Chinese name"),
    "zone": N_("time zone"),
    "calendar": N_("calendar"),
    "project": N_("project"),
    "leads": N_("the shift leads' rota"),
}


class Change(Protocol):
    """How many records of a kind came and went."""

    @property
    def kind(self) -> str: ...
    @property
    def added(self) -> int: ...
    @property
    def gone(self) -> int: ...


def changes(facts: Iterable[str], records: Iterable[Change]) -> list[str]:
    """What is another now in a rota, a line each."""
    told = [_("changed: {what}").format(what=_(_FACTS[each])) for each in facts]
    for each in records:
        text = _("{what}: {added} new, {gone} gone")
        if not each.added and not each.gone:
            text = _("{what}: in another order")
        told.append(text.format(what=_(_KINDS[each.kind]), added=each.added, gone=each.gone))
    return told
