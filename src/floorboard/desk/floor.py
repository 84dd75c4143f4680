"""A new floor: a store with a name, a zone, the shipped rules and the shifts of a day."""

from __future__ import annotations

import socket
from pathlib import Path

from floorboard.desk import centre, intake
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_
from floorboard.exchange.calendars import read_calendar
from floorboard.exchange.localising import localised
from floorboard.exchange.policies import read_policy
from floorboard.resources import data
from floorboard.store import bulk
from floorboard.store.draft import draft
from floorboard.store.store import Actor, Deed

POLICY = "centre"
"""The shipped policy that a new floor works by."""

SHIFTS = (
    ("day", "Day", "白班", 9 * 60, 17 * 60),
    ("evening", "Evening", "晚班", 17 * 60, 25 * 60),
    ("night", "Night", "夜班", 1 * 60, 9 * 60),
)


def create(
    path: Path, now: Instant, *, name: str, name_zh: str = "", zone: str, country: str = ""
) -> None:
    """Make a floor without people and tickets at `path`; where it fails, nothing is left."""
    by = Actor(socket.gethostname())
    with draft(path) as store, store.deed("floor.created", "floor", by, now) as deed:
        furnish(deed, now, name=name, name_zh=name_zh, zone=zone, country=country)


def furnish(
    deed: Deed, now: Instant, *, name: str, name_zh: str, zone: str, country: str = ""
) -> None:
    """Give an empty store its settings, the shipped calendars and policies, and shifts.

    The calendars go by the centre's zone, with the public holidays of `country`.
    """
    settings = {
        "name": intake.filled(intake.line(name, N_("the name")), N_("the name")),
        "name_zh": intake.line(name_zh, N_("the name")),
        "zone": centre.zone(zone).key,
        "policy": POLICY,
    }
    bulk.insert(deed.db, "setting", ("key", "value"), settings.items())
    calendars = [
        (source, localised(text, settings["zone"], country))
        for source, text in _shipped("calendars")
    ]
    names = [read_calendar(text, source).name for source, text in calendars]
    policies = _shipped("policies")
    named = [read_policy(text, source, names).name for source, text in policies]
    for table, keys, texts in (("calendar", names, calendars), ("policy", named, policies)):
        rows = [(key, text, now) for key, (_, text) in zip(keys, texts, strict=True)]
        bulk.insert(deed.db, table, ("name", "body", "loaded_at"), rows)
    columns = ("code", "name", "name_zh", "start_minute", "end_minute")
    bulk.insert(deed.db, "shift", columns, SHIFTS)
    deed.after.update(settings, calendars=names, policies=named)


def _shipped(folder: str) -> list[tuple[str, str]]:
    """The file names and texts of the rules that come with the program."""
    return [(file.name, file.read_text("utf-8")) for file in sorted(data(folder).glob("*.toml"))]
