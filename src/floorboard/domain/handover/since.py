"""What differs between two looks: since a record was frozen, or between two records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.handover.facts import Fact, Facts
from floorboard.domain.handover.record import Section


class Turn(StrEnum):
    """What became of a fact."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"
    STAYED = "stayed"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact in one look and in the other; None where it isn't in it."""

    section: Section
    turn: Turn
    before: Fact | None
    after: Fact | None


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What came, went and changed, by section."""
    return tuple(each for each in compared(before, after) if each.turn is not Turn.STAYED)


def compared(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Every fact of both looks, by section: what was there stands before what came."""
    old = {(each.section, each.key): each for each in before}
    new = {(each.section, each.key): each for each in after}
    found = [
        Change(key[0], _turn(old.get(key), new.get(key)), old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
    ]
    order = list(Section)
    return tuple(sorted(found, key=lambda each: order.index(each.section)))


def _turn(before: Fact | None, after: Fact | None) -> Turn:
    if before is None:
        return Turn.CAME
    if after is None:
        return Turn.WENT
    return Turn.STAYED if before == after else Turn.CHANGED
