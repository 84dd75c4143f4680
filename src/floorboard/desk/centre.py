"""The centre that a store belongs to: its name and its wall clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import ALWAYS
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.problem import N_, Problem

CALENDAR = "centre"
"""The working calendar that tells a centre's days; it ships with the program."""


class Centre(NamedTuple):
    """A centre's name in both languages, and the zone whose wall clock it lives by."""

    name: str
    name_zh: str
    zone: ZoneInfo


def of(settings: Mapping[str, str]) -> Centre:
    """The centre that a store's settings describe."""
    return Centre(
        settings.get("name", ""), settings.get("name_zh", ""), zone(settings.get("zone", "UTC"))
    )


def zone(name: str) -> ZoneInfo:
    """The time zone called `name`; a `Problem` if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        raise Problem(
            N_("there is no time zone {zone}"),
            fix=N_("Name one like Asia/Shanghai or Europe/Berlin"),
            zone=name,
        ) from None


def calendar(name: str, known: Collection[str]) -> str:
    """The working calendar called `name`, or the centre's own for an empty name; where the centre
    has none, no day is special. A `Problem` for a name that isn't among the `known` ones."""
    if not name:
        return CALENDAR if CALENDAR in known else ALWAYS
    if name not in known and name != ALWAYS:
        raise Problem(
            N_("there is no calendar {name}"),
            fix=N_("Known are: {names}"),
            name=name,
            names=", ".join(sorted(known)),
        )
    return name


def shown(at: Instant, where: ZoneInfo) -> str:
    """`at` on the centre's wall clock, as messages write it."""
    return to_wall(at, where).isoformat(" ", "minutes")
