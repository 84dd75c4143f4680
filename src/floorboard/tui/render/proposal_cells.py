"""A proposed roster beside today's: who would be on when, what that means, what is left."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.cells import cell_len

from floorboard.desk.roster.proposing import Draft
from floorboard.domain.instant import to_wall
from floorboard.domain.roster.load import Load
from floorboard.i18n import _, language, ngettext, pick
from floorboard.reports import roster, words
from floorboard.store.views.floor import ShiftView
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

NAME = 14
CELL = 3
"""The cells of a day: a sign and a shift's letter, which may be two cells wide."""

OTHER, SEVERAL = "*", "#"
"""In place of a shift's letter: other hours than a shift's; more than one."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's days: the shifts they have today and would have."""

    person_id: int
    name: str
    today: Mapping[date, tuple[str, ...]]
    then: Mapping[date, tuple[str, ...]]


def days(draft: Draft) -> list[date]:
    """The days that it plans."""
    first, last = (to_wall(at, draft.zone).date() for at in (draft.start, draft.end - 1))
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def rows(draft: Draft) -> list[Row]:
    """Everybody who is on, or would be, by code."""
    people = {*draft.today, *draft.then, *(each.person_id for each in draft.proposal.figures)}
    found = [
        Row(
            number,
            draft.names.get(number, "?"),
            draft.today.get(number, {}),
            draft.then.get(number, {}),
        )
        for number in people
    ]
    return sorted(found, key=lambda row: draft.codes.get(row.person_id, ""))


def letters(shifts: Sequence[ShiftView]) -> dict[str, str]:
    """A letter for each shift, by its code: the first of its name that no other has."""
    found: dict[str, str] = {}
    for shift in shifts:
        name = pick(shift.name, shift.name_zh)
        free = (each for each in name if each.strip() and each.upper() not in found.values())
        found[shift.code] = next(free, "*").upper()
    return found


def cell(row: Row, day: date, letter: Mapping[str, str]) -> Run:
    """`+D` is new, `−D` goes, `=D` stays, `~D` is another shift than today's."""
    today, then = row.today.get(day, ()), row.then.get(day, ())
    if not today and not then:
        return Run(" ·", "faint")
    codes = then or today
    shown = letter.get(codes[0], OTHER) if len(codes) == 1 else SEVERAL
    if today == then:
        return Run(f"={shown}", "dim")
    if not today:
        return Run(f"+{shown}", "green")
    if not then:
        return Run(f"−{shown}", "red")
    return Run(f"~{shown}", "amber")


def head(day: date, number: int, marked: Collection[date], today: date) -> Run:
    """Over a day: whether it is marked, or its weekday; then its date."""
    role: Role = "blue" if day == today else "amber" if day.weekday() >= 5 else "dim"
    if number == 1:
        return Run(f"{day.day:2}", role)
    if day in marked:
        return Run(" ✓", "green")
    word = words.weekday(day)
    return Run(word[-1:] if language() == "zh" else word[:2], role)


def legend(letter: Mapping[str, str], shifts: Sequence[ShiftView]) -> list[Run]:
    """What the signs and letters mean."""
    names = " ".join(f"{letter[each.code]} {pick(each.name, each.name_zh)}" for each in shifts)
    return [
        Run("+ " + _("newly on"), "green"),
        Run("  − " + _("no longer"), "red"),
        Run("  ~ " + _("another shift"), "amber"),
        Run("  = " + _("the same"), "dim"),
        Run(f"   {OTHER} " + _("other hours") + f"  {SEVERAL} " + _("several shifts"), "dim"),
        Run(f"   {names}", "dim"),
    ]


def under_cursor(row: Row, day: date, shifts: Sequence[ShiftView]) -> list[Run]:
    """One cell in words."""
    names = {each.code: pick(each.name, each.name_zh) for each in shifts}

    def said(codes: tuple[str, ...]) -> str:
        return " + ".join(names.get(code, code) for code in codes) or _("off")

    shown = _("{day} {month}").format(day=day.day, month=words.month(day))
    text = _("{name}, {weekday} {day}: today {before}, proposed {after}").format(
        name=row.name,
        weekday=words.weekday(day),
        day=shown,
        before=said(row.today.get(day, ())),
        after=said(row.then.get(day, ())),
    )
    return [Run(text, "text")]


@dataclass(frozen=True, slots=True)
class Line:
    """What the proposal means for one person; or, without a number, for how evenly it lies."""

    person_id: int | None
    name: str
    turns: int | None
    load: Load


def figures(draft: Draft) -> list[Line]:
    """Everybody's figures for the month, then how far the most is from the least, history counted
    in."""
    lines = [
        Line(each.person_id, draft.names[each.person_id], each.turns, each.month)
        for each in draft.proposal.figures
    ]
    return [*lines, Line(None, _("spread"), None, draft.proposal.spread)]


def _heads() -> list[str]:
    return [_("turns"), _("nights"), _("w/ends"), _("hols"), _("hours")]


def figure_headings(width: int) -> list[Run]:
    heads = _heads()
    return [Run(fit(_("person"), _name(width, heads)), "faint"), *_numbers(heads, "faint")]


def figure_line(item: Line, width: int) -> list[Run]:
    """One of the lines."""
    load = item.load
    numbers = (item.turns, load.nights, load.weekends, load.holidays, load.seconds // 3600)
    said = ["" if each is None else str(each) for each in numbers]
    role: Role = "text" if item.person_id is not None else "amber"
    name = _name(width, _heads())
    return [Run(fit(item.name, name - 1) + " ", role), *_numbers(said, role)]


def _name(width: int, heads: Sequence[str]) -> int:
    return max(4, min(NAME, width - sum(_room(head) for head in heads)))


def _room(head: str) -> int:
    return max(cell_len(head), 4) + 1


def _numbers(said: Sequence[str], role: Role) -> list[Run]:
    return [
        Run(fit(text, _room(head), "right"), role)
        for text, head in zip(said, _heads(), strict=True)
    ]


def unfilled(draft: Draft, letter: Mapping[str, str]) -> Iterator[Paragraph]:
    """The places that stay empty, each with what kept people out of it."""
    if not draft.proposal.unfilled:
        yield Paragraph((Run("✓ " + _("every place is filled"), "green"),))
    for each in draft.proposal.unfilled:
        slot = draft.slots[each.slot_id]
        when = words.stamp(slot.start, draft.zone)
        shift = letter.get(slot.shift) or f"– {words.time_of_day(slot.end, draft.zone)}"
        count = ngettext("{count} missing", "{count} missing", each.missing)
        yield Paragraph(
            (
                Run("! ", "red"),
                Run(f"{when} {shift}  ", "strong"),
                Run(count.format(count=each.missing), "red"),
                Run(": " + roster.kept_out(each.reasons), "text"),
            ),
            4,
        )
