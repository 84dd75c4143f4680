"""Instants as people type them on a command line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

from floorboard.domain import agreed_time
from floorboard.domain.instant import Edge, Instant, from_wall, to_wall
from floorboard.domain.problem import N_, Problem

YEARS = range(1971, 3000)
"""Those that a month is asked of; another is a slip of the hand."""


_PAST = ("--since", "--as-of")
"""Options that look back."""

_DAYS = ("tomorrow 9:00, 明天9点", "yesterday 9:00, 昨天9点")


def read_instant(
    text: str, zone: ZoneInfo, now: Instant, where: str = "--as-of", edge: Edge = "start"
) -> Instant:
    """The instant that `text` names.

    ISO 8601 with an offset; a wall time in `zone`, or in a zone named behind it; a bare time of
    day means today's; and every way in which we show an instant: `tomorrow 09:00`, `22 Nov 17:00`,
    in Chinese too. Raises `Problem` for anything else.
    """
    wanted = text.strip()
    found = _read(wanted, zone, now, edge)
    if found is None:
        written, _blank, name = wanted.rpartition(" ")
        if name[:1].isalpha() and _read(written, zone, now, edge) is not None:
            found = _read(written, zone_named(name, where), now, edge)
    if found is None:
        raise Problem(
            N_("{text} is not an instant"),
            where=where,
            fix=N_("Write it like this: {examples}"),
            text=repr(text),
            examples=f"2026-11-22T18:42:00Z, 2026-11-22 18:42, 18:42, {_DAYS[where in _PAST]}",
        )
    return found


def read_month(text: str) -> date:
    """The first day of the month that `text` names as 2026-12; a `Problem` for anything else."""
    try:
        first = date.fromisoformat(f"{text.strip()}-01")
        if first.year not in YEARS:
            raise ValueError(text)
    except ValueError:
        raise Problem(
            N_("{text} is not a month"),
            where="--month",
            text=repr(text),
            fix=N_("Write it like this: {examples}"),
            examples="2026-12",
        ) from None
    return first


def zone_named(name: str, where: str) -> ZoneInfo:
    """The IANA zone `name`; a `Problem` if there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        raise Problem(
            N_("there is no time zone {name}"),
            where=where,
            fix=N_("Write it like this: {examples}"),
            name=repr(name),
            examples="Asia/Shanghai, Europe/Berlin, UTC",
        ) from None


def _read(text: str, zone: ZoneInfo, now: Instant, edge: Edge) -> Instant | None:
    moment = _plain(text) or _time_today(text, zone, now)
    if moment is None and not text.isdecimal():
        with suppress(Problem):
            return agreed_time.instant(text, now, zone, edge)
    moment = moment or _by_pendulum(text)
    if moment is None or not 1 < moment.year < 9999:
        return None
    return from_wall(moment, zone, edge) if moment.tzinfo is None else int(moment.timestamp())


def _plain(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _time_today(text: str, zone: ZoneInfo, now: Instant) -> datetime | None:
    return _plain(f"{to_wall(now, zone).date()} {text}") if ":" in text else None


def _by_pendulum(text: str) -> datetime | None:
    """The forms of ISO 8601 that the standard library doesn't read, such as `2026-326`."""
    import pendulum

    try:
        found = pendulum.parse(text, exact=True)
    except ValueError:
        return None
    if isinstance(found, pendulum.DateTime):
        # pendulum takes a time without an offset for UTC; here it is a wall time
        written = text.endswith(("Z", "z")) or "+" in text or "-" in text.partition("T")[2]
        return found if written else found.naive()
    if isinstance(found, pendulum.Date):
        return datetime(found.year, found.month, found.day)  # noqa: DTZ001 # a wall time
    return None
