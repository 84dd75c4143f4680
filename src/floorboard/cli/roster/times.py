"""Days, months and spans as the roster's commands take them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from floorboard.cli.command import argument, option
from floorboard.cli.invocation import centre_zone
from floorboard.domain import instant
from floorboard.domain.instant import from_wall, next_month, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import ngettext

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant

WEEK_DAYS = 7

rota_argument = argument("rota", metavar="ROTA", help=N_("The rota's code or name."))

_from = option(
    "--from",
    "start",
    metavar="TIME",
    required=True,
    help=N_("From when: 2026-11-23 17:00, tomorrow 9:00, Thu 17:00."),
)
_to = option("--to", "end", metavar="TIME", required=True, help=N_("Until when."))


def span_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--from` and `--to`, both needed."""
    return _from(_to(function))


def rota_code(desk: Desk, text: str) -> str:
    """The code of the rota that `text` names, by code or by name in either language."""
    from floorboard.desk.roster import whom
    from floorboard.store.queries import roster

    with desk.store.reading() as db:
        return whom.rota(roster.rotas(db), text).code


def span(desk: Desk, start: str, end: str) -> tuple[Instant, Instant]:
    """[`start`, `end`) as `--from` and `--to` name it. A bare date is its midnight."""
    from floorboard.cli.instants import read_instant

    zone, now = centre_zone(desk), desk.now()
    return (
        read_instant(start, zone, now, "--from"),
        read_instant(end, zone, now, "--to", "end"),
    )


def period(desk: Desk, start: str | None, end: str | None, days: int) -> tuple[Instant, Instant]:
    """The same where each may be left out: from now on, for so many days."""
    from floorboard.cli.instants import read_instant

    zone, now = centre_zone(desk), desk.now()
    first = now if start is None else read_instant(start, zone, now, "--from")
    if end is None:
        wall = to_wall(first, zone) + timedelta(days=days)
        return first, from_wall(wall, zone)
    last = read_instant(end, zone, now, "--to", "end")
    if last <= first:
        raise Problem(
            N_("the end must be later than the start"), where="--to", fix=N_("Correct one of them")
        )
    return first, last


def month(text: str | None, today: date) -> tuple[date, int]:
    """The first day and the length of the month that `text` names as 2026-12, or of this one."""
    from floorboard.cli.instants import read_month

    first = today.replace(day=1) if text is None else read_month(text)
    return first, (next_month(first) - first).days


def minutes(text: str) -> tuple[int, int]:
    """Hours of a day as `17:00-01:00`, in minutes after midnight; the same twice is a whole day."""
    from floorboard.exchange.rosters.words import shift

    try:
        rest, start, end = shift(text)
    except ValueError:
        rest, start, end = text, None, None
    if rest or start is None or end is None:
        raise Problem(
            N_("{text} are no hours of a day"),
            where="--hours",
            text=repr(text),
            fix=N_("Write them like this: {examples}"),
            examples="17:00-01:00",
        )
    return start, end


def saved(made: int, gone: int) -> str:
    """What became of planned turns."""
    text = ngettext(
        "saved: {made} turn made, {gone} taken out",
        "saved: {made} turns made, {gone} taken out",
        made,
    )
    return text.format(made=made, gone=gone)


def midnight(desk: Desk, day: date) -> Instant:
    """The instant at which `day` begins at the centre."""
    return instant.midnight(day, centre_zone(desk))
