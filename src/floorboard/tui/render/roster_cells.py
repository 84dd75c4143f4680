"""The roster's grid as cells: the signs of shifts and rotas, days' headings, people and gaps.

A sign says without colour what the colour says: `D` is the day shift, `+` more than one turn, `*`
somebody who stands in, `~` who swapped, `?` an open offer, `!` where cover is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len

from floorboard.desk.roster.gaps import GapLine
from floorboard.desk.roster.grid import Away, Day, Grid, Piece, Row, stands_on
from floorboard.domain import plain
from floorboard.domain.calendar import DayKind
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.roster.cover import Gap
from floorboard.domain.roster.rota import Source
from floorboard.i18n import _, language, pick
from floorboard.reports import words
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import SwapView
from floorboard.tui.render.runs import Run, cut, fit, width_of
from floorboard.tui.render.theme import Role

WIDE = 7
"""From so many cells on, a day's cell tells times and names."""

GAPS = 0
"""The number of the row of gaps, which is no person's and no rota's."""

HUES = 6
"""Colours for the rotas that have no shifts; their roles are `hue0` and on."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A letter or two cells for a shift or a rota, what it stands for, and its colour."""

    text: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Look:
    """What cells are drawn by: the grid, its signs, and what stands beside the turns."""

    grid: Grid
    shifts: dict[str, Sign]
    rotas: dict[int, Sign]
    leave: Sign
    away: dict[int, list[Away]]
    offers: dict[int, list[SwapView]]
    gaps: tuple[tuple[GapLine, ...], ...]
    """Those of each day."""

    def sign(self, piece: Piece) -> Sign:
        return self.shifts.get(piece.shift) or self.rotas[piece.rota_id]

    def off(self, person_id: int, day: Day) -> bool:
        """Whether somebody is on leave on a day."""
        return any(each.start < day.end and each.end > day.start for each in self._of(person_id))

    def _of(self, person_id: int) -> Sequence[Away]:
        return self.away.get(person_id, ())

    def offered(self, piece: Piece) -> SwapView | None:
        """The open offer of a turn."""
        return next(
            (
                swap
                for swap in self.offers.get(piece.person_id, ())
                if swap.starts_at < piece.end and swap.ends_at > piece.start
            ),
            None,
        )


def look(grid: Grid) -> Look:
    """Choose the signs in the language spoken now."""
    taken: set[str] = set()
    leave = Sign(_free(pick("L", "假"), taken), _("leave"), "amber")
    shifts = {
        each.code: Sign(
            _free(pick(each.name, each.name_zh), taken), pick(each.name, each.name_zh), _light(each)
        )
        for each in grid.shifts
    }
    rotas = {
        each.id: Sign(
            _free(_backwards(pick(each.name, each.name_zh)), taken),
            pick(each.name, each.name_zh),
            f"hue{place % HUES}",
        )
        for place, each in enumerate(grid.rotas)
    }
    away, offers = defaultdict(list), defaultdict(list)
    for each in grid.leaves:
        away[each.person_id].append(each)
    for swap in grid.offers:
        offers[swap.from_id].append(swap)
    days = tuple(tuple(each for each in grid.gaps if stands_on(each.gap, day)) for day in grid.days)
    return Look(grid, shifts, rotas, leave, dict(away), dict(offers), days)


def _free(name: str, taken: set[str]) -> str:
    """The first character of a name that no other sign has."""
    letters = [each.upper() for each in name if each.isalnum() and cell_len(each) in (1, 2)]
    chosen = next((each for each in [*letters, *"123456789#"] if each not in taken), "#")
    taken.add(chosen)
    return chosen


def _backwards(name: str) -> str:
    """The words of a name, the last first: it tells rotas apart."""
    return "".join(reversed(name.split()))


def _light(shift: ShiftView) -> Role:
    """A shift's colour, by the hour of its middle."""
    hour = (shift.start_minute + shift.end_minute) // 120 % 24
    return "day" if 7 <= hour < 17 else "evening" if hour >= 17 else "night"


# Headings


def headings(look: Look, width: int, cursor: int | None) -> list[list[Run]]:
    """The lines over the columns, each a run a day; the last one only where days have names."""
    days = look.grid.days
    lines = [[_heading(look, place, width, cursor) for place in range(len(days))]]
    if width < WIDE:
        lines.append([_number(look, place, width, cursor) for place in range(len(days))])
    if any(day.name for day in days):
        lines.append([Run(fit(_named(day, width), width), _tone(day)) for day in days])
    return lines


def _heading(look: Look, place: int, width: int, cursor: int | None) -> Run:
    day = look.grid.days[place]
    name = words.weekday(day.date)
    if width >= WIDE:
        text = f"{name} {day.date.day}"
    else:
        text = name[-1] if language() == "zh" else name[:2]
    return Run(fit(text, width), _day_role(look, place, cursor))


def _number(look: Look, place: int, width: int, cursor: int | None) -> Run:
    text = f"{look.grid.days[place].date.day:>2}"
    return Run(fit(text, width), _day_role(look, place, cursor))


def _day_role(look: Look, place: int, cursor: int | None) -> Role:
    day = look.grid.days[place]
    if day.start <= look.grid.at < day.end:
        return "brand"
    if place == cursor:
        return "strong"
    return "faint" if day.off else "dim"


def day_name(day: Day) -> str:
    """The name of a holiday or a make-up workday, in the language spoken now."""
    if isinstance(day.name, str):
        return day.name
    return day.name.get(language()) or next(iter(day.name.values()), "")


def _named(day: Day, width: int) -> str:
    if not day.name:
        return ""
    if width >= WIDE:
        return day_name(day)
    return {DayKind.HOLIDAY: pick("H", "休"), DayKind.WORKDAY: pick("W", "班")}.get(
        day.kind or DayKind.SPECIAL, "·"
    )


def _tone(day: Day) -> Role:
    return "green" if day.kind is DayKind.HOLIDAY else "amber"


def gaps_row(grid: Grid) -> Row:
    """The row on which the cursor stands among the gaps of each day."""
    none = ((),) * len(grid.days)
    return Row(GAPS, "", _("gaps"), _("gaps"), none, none)


def gap_cell(look: Look, place: int, width: int) -> list[Run]:
    """The gaps of a day."""
    gaps = look.gaps[place]
    if not gaps:
        return [Run(" " * width)]
    if width >= WIDE:
        more = f" +{len(gaps) - 1}" if len(gaps) > 1 else ""
        time = _gap_hours(look, look.grid.days[place], gaps[0].gap)
        return [Run(fit(f"! {time}{more}", width - 1), "red"), Run(" ")]
    return [Run(fit("!" + (str(len(gaps)) if len(gaps) > 1 else ""), width), "red")]


# People by rows


def person_cell(look: Look, row: Row, place: int, width: int) -> list[Run]:
    """What somebody does on a day."""
    day = look.grid.days[place]
    here = [piece for piece in row.days[place] if piece.gone is None]
    if here:
        return _padded(_turns(look, day, here, width), width)
    if look.off(row.id, day):
        theirs = any(piece.gone is Source.LEAVE for piece in row.days[place])
        word = look.leave.name if width >= WIDE else look.leave.text
        return [Run(fit(word, width), "amber" if theirs else "dim")]
    return [Run(fit("" if day.off else "·", width), "faint")]


def _turns(look: Look, day: Day, pieces: Sequence[Piece], width: int) -> list[Run]:
    """The signs of turns, and with room their hours; what doesn't fit is a `+`."""
    tight = width < WIDE and any(cell_len(look.sign(each).text) > 1 for each in pieces)
    room = width - (not tight)
    groups = [
        list(group) for _at, group in groupby(pieces, key=lambda each: (each.start, each.end))
    ]
    runs: list[Run] = []
    for number, group in enumerate(groups):
        gap = [Run(" ")] if runs and width >= WIDE else []
        left = room - width_of([*runs, *gap]) - (number + 1 < len(groups))
        told = _group(look, group)
        if width_of(told) > left:
            first = look.sign(group[0])
            runs = runs or [Run(first.text, _past(look, group[0], first.role))]
            return [*runs, Run("+", _past(look, group[0], "text"))]
        whole = group[0].start <= day.start and group[0].end >= day.end
        if width >= WIDE and not whole:
            space = "" if told[-1].role == "amber" else " "
            time = Run(space + hours(look, group[0]), _past(look, group[0], "dim"))
            told += [time] if width_of([*told, time]) <= left else []
        runs += [*gap, *told]
    return runs


def _group(look: Look, group: Sequence[Piece]) -> list[Run]:
    """The signs of turns at the same time, and what is particular about them."""
    runs = []
    for sign, same in groupby(group, key=look.sign):
        runs.append(Run(sign.text, _past(look, next(iter(same)), sign.role)))
    marks = sorted({mark(look, piece) for piece in group} - {""})
    return [*runs, *(Run(each, "amber") for each in marks[:1])]


def mark(look: Look, piece: Piece) -> str:
    """What is particular about a turn: offered, swapped, or somebody standing in."""
    if look.offered(piece) is not None:
        return "?"
    if piece.because.source is Source.SWAP:
        return "~"
    return "*" if piece.because.source is Source.OVERRIDE else ""


def _gap_hours(look: Look, day: Day, gap: Gap) -> str:
    return hours(look, gap) if gap.end - gap.start < day.end - day.start else _("all day")


def hours(look: Look, span: Piece | Gap) -> str:
    """`17–01`, with minutes where there are some."""
    return "–".join(_hour(look, at) for at in (span.start, span.end))


def _hour(look: Look, at: Instant) -> str:
    wall = to_wall(at, look.grid.zone)
    return f"{wall.hour:02}" + (f":{wall.minute:02}" if wall.minute else "")


def _past(look: Look, piece: Piece, role: Role) -> Role:
    """What is over is quiet."""
    return "faint" if piece.end <= look.grid.at else role


# Rotas by rows


def rota_lines(look: Look, row: Row, place: int, width: int) -> list[list[Run]]:
    """Who is on a rota on a day: with room, a line for each time; else one line in short."""
    pieces = [piece for piece in row.days[place] if piece.gone is None]
    gaps = row.gaps[place]
    if width < WIDE:
        return [_padded(_short(look, pieces, gaps), width)]
    lines = []
    for _time, group in groupby(pieces, key=lambda each: (each.start, each.end)):
        lines.append(_padded(_crew(look, look.grid.days[place], list(group), width - 1), width))
    for gap in gaps:
        text = f"! {_gap_hours(look, look.grid.days[place], gap)} {gap.have}/{gap.need}"
        lines.append([Run(fit(text, width - 1), "red"), Run(" ")])
    return lines


def _short(look: Look, pieces: Sequence[Piece], gaps: Sequence[Gap]) -> list[Run]:
    people = {piece.person_id: piece for piece in pieces}
    end = [Run("!", "red")] if gaps else []
    if len(people) == 1:
        ((number, piece),) = people.items()
        name = initials(look.grid.names[number])
        return [Run(name, _past(look, piece, look.sign(piece).role)), *end]
    if people:
        quiet = all(piece.end <= look.grid.at for piece in pieces)
        return [Run(f"{len(people)}", "faint" if quiet else "text"), *end]
    return end


def _crew(look: Look, day: Day, group: Sequence[Piece], room: int) -> list[Run]:
    """Who is on at one time, behind its sign; the longest names in short where they don't fit."""
    first = group[0]
    sign = look.sign(first)
    begins = first.shift or first.start > day.start
    lead = sign.text if first.shift else _hour(look, first.start) if begins else ""
    runs = [Run(f"{lead} " if lead else "", _past(look, first, sign.role))]
    names = [plain.cells(look.grid.names[each.person_id]) for each in group]
    marks = [mark(look, each) for each in group]
    room -= width_of(runs)
    while len(names) > 1 and sum(map(cell_len, names + marks)) + len(names) - 1 > room:
        longest = max(range(len(names)), key=lambda place: cell_len(names[place]))
        short = initials(names[longest])
        if short == names[longest]:
            break
        names[longest] = short
    told = " ".join(map("".join, zip(names, marks, strict=True)))
    return [*runs, Run(fit(told, room), _past(look, first, "text"))]


def initials(name: str) -> str:
    """Two cells for a name: the last character of a Chinese one, else initials."""
    letters = [each for each in name if each.isalnum()]
    if letters and cell_len(letters[0]) == 2:
        return letters[-1] if cell_len(letters[-1]) == 2 else letters[0]
    parts = [word[0] for word in name.split() if word[0].isalnum() and cell_len(word[0]) == 1]
    return "".join(parts[:2]) or "?"


def _padded(runs: Sequence[Run], width: int) -> list[Run]:
    """`runs` in exactly `width` cells."""
    fitted = cut(runs, width)
    return [*fitted, Run(" " * (width - width_of(fitted)))]


# Under the grid


def legend(look: Look, by_people: bool, width: int) -> list[Run]:
    """What the signs mean, for lines of `width`: the shifts, the marks, then the rotas."""
    seen = {look.sign(piece) for row in look.grid.rows for day in row.days for piece in day}
    signs = [each for each in look.shifts.values() if each in seen]
    signs += [look.leave] if by_people else []
    signs += [
        Sign("!", _("gap"), "red"),
        Sign("*", _("stands in"), "amber"),
        Sign("~", _("swapped"), "amber"),
        Sign("?", _("offered"), "amber"),
    ]
    signs += [each for each in look.rotas.values() if by_people and each in seen]
    runs: list[Run] = []
    used = 2
    for each in signs:
        told = [Run(each.text, each.role), Run(f" {each.name}  ", "dim")]
        if used + width_of(told) > width:
            runs.append(Run(" " * (width - used)))
            used = 2
        runs += told
        used += width_of(told)
    return runs


def holidays(look: Look) -> list[Run]:
    """The named days, those in a row together, and years whose make-up days aren't known yet."""
    runs: list[Run] = []
    for name, group in groupby(look.grid.days, key=day_name):
        days = list(group)
        if name:
            ends = " – ".join(dict.fromkeys(date_words(day) for day in (days[0], days[-1])))
            runs += [Run(f"{ends} ", "dim"), Run(f"{name}  ", _tone(days[0]))]
    for year in sorted({day.date.year for day in look.grid.days if not day.announced}):
        text = _("{year}: make-up workdays are not announced yet")
        runs.append(Run(text.format(year=year) + "  ", "amber"))
    return runs


def date_words(day: Day) -> str:
    """`23 Nov`."""
    return _("{day} {month}").format(day=day.date.day, month=words.month(day.date))


def period(look: Look) -> str:
    """The days on view, as the frame names them."""
    days = look.grid.days
    first, last = days[0], days[-1]
    told = {"first": date_words(first), "last": date_words(last), "year": last.date.year}
    if first.date.year == last.date.year:
        return _("{first} – {last} {year}").format(**told)
    return _("{first} {before} – {last} {year}").format(before=first.date.year, **told)
