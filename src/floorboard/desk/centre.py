"""The centre that a store belongs to: its name and its wall clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.problem import N_, Problem


@dataclass(frozen=True, slots=True)
class Centre:
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


def shown(at: Instant, where: ZoneInfo) -> str:
    """`at` on the centre's wall clock, as messages write it."""
    return to_wall(at, where).isoformat(" ", "minutes")
