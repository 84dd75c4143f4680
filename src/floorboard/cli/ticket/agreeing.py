"""The options that agree a time with a customer, and what the time is called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from floorboard.cli.command import option
from floorboard.cli.invocation import centre_zone
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.reports import words

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant

_until = option(
    "--until",
    metavar="TIME",
    help=N_("They hear from us by then: 15:00, tomorrow 9:00, 明天9点, or ISO 8601."),
)
_within = option(
    "--in", "within", metavar="SPAN", help=N_("They hear from us within this: 30m, 2h, 1h30.")
)


def agreed_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--until` and `--in`."""
    return _until(_within(function))


def agreed(desk: Desk, until: str | None, within: str | None) -> Instant | None:
    """The time that the two options agree; None where neither was given."""
    from floorboard.cli.instants import read_instant
    from floorboard.domain.agreed_time import parse

    if until is not None and within is not None:
        raise click.UsageError(_("--until and --in contradict each other."))
    zone, now = centre_zone(desk), desk.now()
    if until is not None and _is_iso(until):
        return read_instant(until, zone, now, "--until")
    if until is None and within is None:
        return None
    try:
        return parse(f"in {within}" if until is None else until, now, zone)
    except Problem as problem:
        problem.where = "--in" if until is None else "--until"
        raise


def called(desk: Desk, at: Instant) -> str:
    """The time that was agreed, with its day unless that is today."""
    zone, now = centre_zone(desk), desk.now()
    time = words.time_of_day(at, zone)
    if to_wall(at, zone).date() == to_wall(now, zone).date():
        return time
    return f"{words.day(at, now, zone)} {time}"


def _is_iso(text: str) -> bool:
    """Whether it is a whole date and time, which needs no guessing."""
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return "-" in text
