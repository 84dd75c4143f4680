"""Attainment as a table and as JSON. Each says what its rates count and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from floorboard.domain.attainment import Attainment, By, Figures, Group, Tally
from floorboard.domain.plain import clean_line
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.as_json import record
from floorboard.reports.table import Column, table


def document(found: Attainment, zone: ZoneInfo) -> dict[str, object]:
    """The figures for `--json`; a rate is a share from 0 to 1, or null where nothing counts."""
    return {
        "as_of": found.at,
        "zone": zone.key,
        "from_at": found.start,
        "to_at": found.end,
        "by": found.by,
        "replayed": found.replayed,
        "total": _record(found.total),
        "groups": [
            {"group": each.code or None, "name": _name(each, found.by), **_record(each.figures)}
            for each in found.groups
        ],
        "notes": list(notes(found)),
    }


def lines(found: Attainment, zone: ZoneInfo, width: int | None = None) -> list[str]:
    """The figures for a terminal that is `width` cells wide."""
    columns = [
        Column(_("Group"), cut=True),
        Column(_("Target")),
        Column(_("On time"), right=True),
        Column(_("Late"), right=True),
        Column(_("Rate"), right=True),
        Column(_("Open, on time"), right=True),
        Column(_("Open, overdue"), right=True),
        Column(_("No target"), right=True),
    ]
    groups = [(_name(each, found.by), each.figures) for each in found.groups]
    rows = [
        [name if first else "", *row]
        for name, figures in [*groups, (_("All"), found.total)]
        for first, row in _rows(figures)
    ]
    if found.by is None:
        columns, rows = columns[1:], [row[1:] for row in rows]
    return [
        clean_line(_heading(found, zone)),
        "",
        *table(columns, rows, width),
        "",
        *map(clean_line, notes(found)),
    ]


def notes(found: Attainment) -> Iterator[str]:
    """What was counted, and what was left out."""
    total = found.total
    yield _(
        "Rate: on time, of the clocks that had a target and have stopped (on time + late). Open"
        " ones and those without a target are left out."
    )
    yield _(
        "Status reply: each reply restarts this clock. Counted is the last round of each ticket:"
        " the one it is in, or in which it was solved."
    )
    if total.rounds is None:
        yield _("Earlier rounds are left out; --rounds counts every one, from the histories.")
    else:
        yield _("Every status reply: all rounds of all tickets, from the histories.")
    yield _(
        "Recorded target: what a source system agreed on, against when the ticket was solved or"
        " closed. The solution clock takes it for its own."
    )
    said = total.verdicts
    if said.agree or said.contradict or said.unjudged:
        yield _(
            "Recorded verdicts: {agree} agree with their target and outcome, {contradict}"
            " contradict, {unjudged} can't be judged (no recorded target, or gone over since)."
        ).format(
            agree=_number(said.agree),
            contradict=_number(said.contradict),
            unjudged=_number(said.unjudged),
        )
    if total.merged:
        yield _("Merged: went on in another ticket, which is counted; left out of every figure.")
    if found.by is By.TYPE:
        yield _(
            "Type: the title, which imports make of the columns that say what it is about; the"
            " most frequent ones, the rest as one."
        )
    if found.replayed:
        yield ngettext(
            "{n} ticket has changed since and was computed from its history; recorded verdicts on"
            " it are left out, and its group is today's.",
            "{n} tickets have changed since and were computed from their histories; recorded"
            " verdicts on them are left out, and their groups are today's.",
            found.replayed,
        ).format(n=_number(found.replayed))


def _heading(found: Attainment, zone: ZoneInfo) -> str:
    count = found.total.tickets
    tickets = ngettext("{n} ticket", "{n} tickets", count).format(n=_number(count))
    at = _("as of {time}").format(time=words.stamp(found.at, zone))
    parts = [tickets, at]
    if found.start is not None:
        parts.insert(1, _("opened from {time}").format(time=words.stamp(found.start, zone)))
    if found.end is not None:
        parts.insert(-1, _("opened before {time}").format(time=words.stamp(found.end, zone)))
    if found.total.merged:
        parts.insert(1, _("left out: {n} merged").format(n=_number(found.total.merged)))
    return " · ".join([*parts, zone.key])


def _rows(figures: Figures) -> Iterator[tuple[bool, list[object]]]:
    """The lines of a group, and whether each is its first."""
    yield True, _row(_("First reply"), figures.first_reply)
    yield False, _row(_("Status reply"), figures.status_reply)
    if figures.rounds is not None:
        yield False, _row(_("Every status reply"), figures.rounds)
    yield False, _row(_("Solution"), figures.solution)
    yield False, _row(_("Recorded target"), figures.recorded)


def _row(name: str, tally: Tally) -> list[object]:
    counts = (tally.open_on_time, tally.open_late, tally.no_target)
    return [
        name,
        _number(tally.on_time),
        _number(tally.late),
        share(tally.rate),
        *map(_number, counts),
    ]


def share(rate: float | None) -> str:
    """A share as people read it; less than all is never rounded up to all."""
    if rate is None:
        return "–"
    return "100 %" if rate == 1 else f"{min(rate * 100, 99.9):.1f} %"


def _number(value: int) -> str:
    return f"{value:,}"


def _name(group: Group, by: By | None) -> str:
    match by:
        case By.PROJECT:
            return pick(group.name, group.name_zh) or _("no project")
        case By.PRIORITY:
            return words.priority(int(group.code))
        case By.KIND:
            return words.kind(group.code)
        case _:
            return group.name or _("all others")


def _record(figures: Figures) -> dict[str, object]:
    tallies = {
        "first_reply": figures.first_reply,
        "status_reply": figures.status_reply,
        "every_status_reply": figures.rounds,
        "solution": figures.solution,
        "recorded_target": figures.recorded,
    }
    return {
        "tickets": figures.tickets,
        "merged": figures.merged,
        **{
            name: record(tally, counted=tally.counted, rate=tally.rate)
            for name, tally in tallies.items()
            if tally is not None
        },
        "recorded_verdicts": figures.verdicts,
    }
