"""The roster's lines as cells, and the words in the board's frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from floorboard.desk.board import Board, OnCallLine, PersonName
from floorboard.domain.instant import Instant, to_wall
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit, width_of
from floorboard.tui.render.theme import Role

if TYPE_CHECKING:
    from floorboard.desk.handover import Reminder
    from floorboard.domain.roster.cover import Gap

NAME_SHARE = 0.46
"""How much of a roster line its rota's name may take."""

RELIEF_SECONDS = 3600
"""Who comes on within this time of the handover is named; the rest is the roster's own screen."""


class RotaRow(NamedTuple):
    """Who is on a rota now."""

    line: OnCallLine


class GapRow(NamedTuple):
    """Where cover is missing: on a rota, or where too few know a project; that has no line."""

    name: str
    gap: Gap
    line: OnCallLine | None = None


class NextRow(NamedTuple):
    """Who comes on next."""

    line: OnCallLine


RosterRow = RotaRow | GapRow | NextRow


def clock(now: Instant, zone: ZoneInfo, *, wide: bool, frozen: bool) -> list[Run]:
    """The time, as it stands at the right of the top; where that isn't `wide`, shift and lead need
    the room of the date and the seconds."""
    held = [Run(_("as of "), "amber")] if frozen else []
    if wide:
        return [*held, Run(words.stamp(now, zone, seconds=not frozen), "text")]
    return [*held, Run(words.short_stamp(now, zone), "text")]


def roster_rows(board: Board) -> list[RosterRow]:
    """Who is on, gaps loud below their rota, then who comes next."""
    rows: list[RosterRow] = []
    for line in board.on_call:
        rows.append(RotaRow(line))
        if line.gap is not None:
            rows.append(GapRow(pick(line.name, line.name_zh), line.gap, line))
    rows += [GapRow(pick(each.name, each.name_zh), each.gap) for each in board.shortages]
    relief = (board.handover_at or board.at) + RELIEF_SECONDS
    coming = [
        line
        for line in board.on_call
        if line.next_people and line.next_at is not None and line.next_at <= relief
    ]
    rows += [NextRow(line) for line in sorted(coming, key=lambda line: line.next_at or 0)]
    return rows


def name_cells(rows: Sequence[RosterRow], width: int) -> int:
    """The cells that the rotas' names take: as many as the longest needs, within their share."""
    names = [width_of([Run(_name(row))]) for row in rows if not isinstance(row, GapRow)]
    return max(6, min(max(names, default=0), int(width * NAME_SHARE)))


def _name(row: RotaRow | NextRow) -> str:
    name = pick(row.line.name, row.line.name_zh)
    return _("next {rota}").format(rota=name) if isinstance(row, NextRow) else name


def roster_cells(row: RosterRow, now: Instant, zone: ZoneInfo, width: int, label: int) -> list[Run]:
    """A line of the on-call pane, the rota's name in `label` cells."""
    if isinstance(row, GapRow):
        gap = row.gap
        today, first, last = (
            to_wall(each, zone).date() for each in (now, max(gap.start, now), gap.end)
        )
        begin = words.clock_time(gap.start, now, zone)
        if first not in (today, last):
            begin = words.short_stamp(gap.start, zone)
        start = begin if gap.start > now else _("now")
        told = words.time_of_day(gap.end, zone)
        end = told if first == last else words.clock_time(gap.end, now, zone)
        end = "…" if gap.goes_on else end
        text = _("GAP {start}–{end} {rota}: {have} of {need}").format(
            start=start, end=end, rota=row.name, have=gap.have, need=gap.need
        )
        return [Run("! ", "amber"), Run(fit(text, width - 2), "amber")]
    line, name = row.line, _name(row)
    if isinstance(row, NextRow):
        at = words.clock_time(line.next_at or now, now, zone)
        return _spread(name, label, line.next_people, at, width, "dim")
    until = (
        _("to {time}").format(time=words.clock_time(line.until, now, zone)) if line.until else ""
    )
    if not line.people:
        left = [
            Run(fit(name, label), "dim"),
            Run(" "),
            Run(_("nobody"), "red" if line.required else "dim"),
        ]
        return left
    return _spread(name, label, line.people, until, width, "text")


def _spread(
    name: str, label: int, people: tuple[PersonName, ...], at: str, width: int, role: Role
) -> list[Run]:
    end = Run(at, "dim")
    room = width - label - 1 - width_of([end]) - 1
    shown = " · ".join(person.name for person in people)
    return [Run(fit(name, label), "dim"), Run(" "), Run(fit(shown, room), role), Run(" "), end]


def overdue_foot(board: Board, now: Instant) -> list[Run]:
    """How many are overdue, and how long the oldest has been."""
    figures = board.figures
    if not figures.overdue or figures.oldest_due_at is None:
        return [Run(_("nothing overdue"), "green")]
    oldest = words.duration(now - figures.oldest_due_at)
    return [
        Run(f"{figures.overdue:,}", "red"),
        Run(_(" · oldest {duration}").format(duration=oldest), "dim"),
    ]


def open_foot(board: Board) -> list[Run]:
    """How many are open, due in this shift, and waiting for the customer."""
    figures = board.figures
    text = _("{open} open · {due} due this shift · {waiting} waiting").format(
        open=f"{figures.open:,}", due=f"{figures.due_by:,}", waiting=f"{figures.waiting:,}"
    )
    return [Run(text, "dim")]


def open_empty(board: Board) -> str:
    """What an empty list of open tickets says, and where the others are."""
    if board.figures.overdue:
        return _("Every open ticket is overdue.")
    if not board.figures.closed:
        return _("No ticket is open.")
    text = _("No ticket is open. / all shows the {count} closed ones.")
    return text.format(count=f"{board.figures.closed:,}")


def roster_foot(board: Board, now: Instant) -> list[Run]:
    """How long until the shift is handed over."""
    if board.handover_at is None:
        return []
    rest = words.duration(max(0, board.handover_at - now))
    return [Run(_("handover in {duration}").format(duration=rest), "dim")]


def top_left(board: Board, zone: ZoneInfo) -> list[list[Run]]:
    """The centre, the shift, and who is responsible for the floor; then the same in fewer and fewer
    words, for where room is short: shift and lead are the last to go. The lead's name is strong
    where it is they who sit at this console."""
    centre = [Run(pick(board.name, board.name_zh), "text")]
    shifts: list[list[Run]] = [[], []]
    leads: list[list[Run]] = [[], []]
    if board.shift is not None:
        start, end = (
            words.time_of_day(at, zone) for at in (board.shift.starts_at, board.shift.ends_at)
        )
        name = pick(board.shift.name, board.shift.name_zh)
        shifts = [[Run(f"{name} {start}–{end}", "dim")], [Run(name, "dim")]]
    if board.lead is not None:
        here: Role = "strong" if board.signed_in == board.lead else "text"
        both = f"{board.lead.name} {board.lead.other_name}".strip()
        leads = [[Run(_("lead "), "dim"), Run(name, here)] for name in (both, board.lead.name)]
    return [
        _dotted(centre, shifts[0], leads[0]),
        _dotted(shifts[0], leads[0]),
        _dotted(shifts[0], leads[1]),
        _dotted(shifts[1], leads[1]),
        leads[1],
    ]


def _dotted(*parts: list[Run]) -> list[Run]:
    """The parts that there are, with dots between them."""
    runs = [run for part in parts if part for run in (Run(" · ", "dim"), *part)]
    return runs[1:]


def reminding(reminder: Reminder, now: Instant) -> str:
    """What the change of shift asks for, and how long until then or since."""
    rest = words.duration(abs(reminder.planned_at - now))
    late = now > reminder.planned_at
    match reminder.due.value:
        case "begin":
            text = _("6 hand over: {rest} late") if late else _("6 hand over: in {rest}")
        case "offer":
            text = _("6 offer: {rest} late") if late else _("6 offer: in {rest}")
        case _:
            text = _("6 sign: {rest} late") if late else _("6 sign: in {rest}")
    return text.format(rest=rest)


def top_right(board: Board, reminder: Reminder | None, now: Instant) -> list[Run]:
    """What is wrong on the floor, what the change of shift asks for, and who sits at this
    console."""
    runs: list[Run] = []
    if reminder is not None:
        runs += [Run(reminding(reminder, now), "red" if reminder.overdue else "amber"), Run("  ")]
    if board.figures.overdue:
        text = ngettext("{count} overdue", "{count} overdue", board.figures.overdue)
        runs.append(Run(text.format(count=f"{board.figures.overdue:,}"), "red"))
    if board.escalations.unacknowledged:
        if runs:
            runs.append(Run(" · ", "dim"))
        count = board.escalations.unacknowledged
        text = ngettext("{count} escalated", "{count} escalated", count)
        runs.append(Run(text.format(count=f"{count:,}"), "red"))
    if board.gaps:
        if runs:
            runs.append(Run(" · ", "dim"))
        text = ngettext("{count} gap", "{count} gaps", board.gaps)
        runs.append(Run(text.format(count=board.gaps), "amber"))
    if runs:
        runs.append(Run("  "))
    if board.signed_in is not None:
        runs += [Run(board.signed_in.name, "strong"), Run(" ")]
    elif board.looks_only:
        badge = _("looking only")
        runs += [Run(f" {badge} ", "badge"), Run(" ")]
    return runs
