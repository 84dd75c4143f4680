"""The roster in words: the cell under the cursor, why it is so, and what somebody has coming."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from floorboard.desk.roster.ahead import TurnAhead
from floorboard.desk.roster.gaps import GapLine, put_on
from floorboard.desk.roster.grid import By, Day, Piece, Row
from floorboard.desk.roster.why import Why
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Leave, Source
from floorboard.i18n import _, pick
from floorboard.reports import roster, words
from floorboard.store.views.roster import RotaView, SwapView
from floorboard.tui.render import roster_cells
from floorboard.tui.render.roster_cells import Look
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

SOURCES = {
    Source.TURN: N_("planned by name"),
    Source.LAYER: N_("by rotation"),
    Source.OVERRIDE: N_("changed by hand"),
    Source.SCHEDULE: N_("temporary schedule"),
    Source.SWAP: N_("swapped"),
    Source.LEAVE: N_("on leave"),
    Source.EMPLOYMENT: N_("doesn't work here then"),
}
"""Why somebody is on or isn't, in a few words."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell under the cursor: its row and day, the turns and the gaps on it."""

    row: Row
    day: Day
    pieces: tuple[Piece, ...]
    gaps: tuple[GapLine, ...]


def spot(look: Look, row: Row, place: int) -> Spot:
    """What stands in a cell. A person's cell has the gaps of its day: they could fill one."""
    grid = look.grid
    gaps = look.gaps[place]
    if grid.by is By.ROTAS and row.id != roster_cells.GAPS:
        gaps = tuple(each for each in gaps if row_of(each, grid.rotas) == row.code)
    return Spot(row, grid.days[place], row.days[place], gaps)


def row_of(gap: GapLine, rotas: Sequence[RotaView]) -> str:
    """The code of the rota on whose row a gap stands; empty where its project has none: such a gap
    stands on the row of gaps alone."""
    try:
        return put_on(gap, rotas).code
    except Problem:
        return ""


def heading(look: Look, at: Spot) -> str:
    """`Tue 24 Nov · 陈静 Chen Jing`."""
    day = f"{words.weekday(at.day.date)} {roster_cells.date_words(at.day)}"
    row = at.row
    if look.grid.by is By.ROTAS or row.id == roster_cells.GAPS:
        return f"{day} · {pick(row.title, row.other_title)}"
    return f"{day} · {row.title} {row.other_title}".rstrip()


def detail(look: Look, at: Spot) -> list[Paragraph]:
    """What stands in the cell: who is on, leave and what is offered; of a rota the gaps first, of
    a person last: they are nobody's."""
    gaps = [_gap(look, gap) for gap in at.gaps]
    if at.row.id == roster_cells.GAPS:
        return gaps or [Paragraph((Run(_("no gaps"), "green"),))]
    theirs = look.grid.by is By.PEOPLE
    lines = [*([] if theirs else gaps), *(_piece(look, piece) for piece in at.pieces)]
    if theirs:
        lines += [
            _line(_("on leave, {span}"), "amber", span=_stretch(look, each.start, each.end))
            for each in look.away.get(at.row.id, ())
            if each.start < at.day.end and each.end > at.day.start
        ]
    for piece in at.pieces:
        swap = look.offered(piece)
        if swap is not None:
            lines.append(_offer(look, swap))
    lines = lines or [Paragraph((Run(_("nothing planned"), "dim"),))]
    if name := roster_cells.day_name(at.day):
        lines.append(Paragraph((Run(name, "green"),)))
    return [*lines, *(gaps if theirs else ())]


def copied(look: Look, at: Spot) -> str:
    """The cell as plain text, for a message to somebody."""
    told = "; ".join("".join(run.text for run in each.runs) for each in detail(look, at))
    return f"{heading(look, at)}: {told}"


def gap_title(gap: GapLine, now: Instant, zone: ZoneInfo, rotas: Sequence[RotaView]) -> str:
    """`Hotline · tomorrow 01:00 – 02:00 · 1 of 2`; of a project, with the rota it is filled on."""
    rota = pick(gap.rota_name, gap.rota_name_zh) or pick(gap.project_name, gap.project_name_zh)
    text = _("{rota} · {span} · {have} of {need}")
    title = text.format(
        rota=rota,
        span=roster.gap_span(gap.gap, now, zone),
        have=gap.gap.have,
        need=gap.gap.need,
    )
    if gap.rota:
        return title
    names = {each.code: pick(each.name, each.name_zh) for each in rotas}
    name = names.get(row_of(gap, rotas))
    where = _("filled on {rota}").format(rota=name) if name else _("no rota of its own")
    return f"{title} · {where}"


def turn_label(look: Look, piece: Piece) -> str:
    """`王芳 · Hotline tomorrow 09:00 – 17:00`."""
    rota = look.rotas[piece.rota_id].name
    span = _stretch(look, piece.start, piece.end)
    return f"{look.grid.names[piece.person_id]} · {rota} {span}"


def _gap(look: Look, gap: GapLine) -> Paragraph:
    title = gap_title(gap, look.grid.at, look.grid.zone, look.grid.rotas)
    return Paragraph((Run("! ", "red"), Run(_("gap: {what}").format(what=title), "red")), 2)


def _piece(look: Look, piece: Piece) -> Paragraph:
    sign = look.sign(piece)
    runs = [Run(f"{sign.text} ", sign.role)]
    if look.grid.by is By.ROTAS:
        runs.append(Run(f"{look.grid.names[piece.person_id]}  ", "strong"))
    else:
        runs.append(Run(f"{look.rotas[piece.rota_id].name}  ", "strong"))
    if piece.shift:
        runs.append(Run(f"{look.shifts[piece.shift].name} ", sign.role))
    runs.append(Run(_stretch(look, piece.start, piece.end), "text"))
    reason = _(SOURCES[piece.because.source])
    if piece.instead_of is not None:
        reason = _("{reason}, instead of {name}").format(
            reason=reason, name=look.grid.names[piece.instead_of]
        )
    runs.append(Run(f" · {reason}", "amber" if piece.gone else "dim"))
    if piece.because.source is Source.TURN and piece.because.id in look.grid.locked:
        runs.append(Run(" · " + _("locked"), "blue"))
    return Paragraph(tuple(runs), 2)


def _offer(look: Look, swap: SwapView) -> Paragraph:
    to = look.grid.names.get(swap.to_id or 0) or _("whoever takes it")
    until = words.when(swap.expires_at, look.grid.at, look.grid.zone)
    text = _("offered to {name}, until {time}").format(name=to, time=until)
    return Paragraph((Run("? ", "amber"), Run(text, "amber")), 2)


def _stretch(look: Look, start: Instant, end: Instant) -> str:
    return words.stretch(start, end, look.grid.at, look.grid.zone)


def _line(text: str, role: str, **values: str) -> Paragraph:
    return Paragraph((Run(text.format(**values), role),))


# Papers


def why(found: Why, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """Who is on a rota at an instant and who isn't, each with what decided it."""
    span = words.stretch(found.start, found.end, now, zone)
    paragraphs = [
        Paragraph(
            (Run(f"{pick(found.rota_name, found.rota_name_zh)}  ", "blue"), Run(span, "text"))
        )
    ]
    for each in found.people:
        reason = roster.cause(each.cause, now, zone, each.instead_of)
        sign = Run("  ✓ ", "green") if each.on else Run("  ✗ ", "red")
        name = Run(f"{each.name} {each.other_name}".rstrip(), "strong" if each.on else "dim")
        paragraphs.append(Paragraph((sign, name, Run(f"  {reason}", "text")), 6))
    if not found.people:
        paragraphs.append(Paragraph((Run("  " + _("nobody is on"), "dim"),)))
    if found.base is not None:
        text = _("this time belongs to: {cause}").format(cause=roster.cause(found.base, now, zone))
        paragraphs.append(Paragraph((Run(f"  {text}", "dim"),), 6))
    for gap in found.gaps:
        text = _("gap: {have} of {need}, {span}").format(
            have=gap.have, need=gap.need, span=roster.gap_span(gap, now, zone)
        )
        paragraphs.append(Paragraph((Run(f"  ! {text}", "red"),), 6))
    for year in found.unannounced:
        text = _("{year}: make-up workdays are not announced yet").format(year=year)
        paragraphs.append(Paragraph((Run(f"  {text}", "amber"),), 6))
    return paragraphs


def person(
    turns: Sequence[TurnAhead],
    leaves: Sequence[Leave],
    swaps: Iterable[SwapView],
    names: dict[int, str],
    now: Instant,
    zone: ZoneInfo,
) -> list[Paragraph]:
    """What somebody has coming: turns, leave, swaps."""
    paragraphs = [Paragraph((Run(_("next turns"), "blue"),))]
    for turn in turns:
        span = words.stretch(turn.start, turn.end, now, zone)
        told = f"  {pick(turn.rota_name, turn.rota_name_zh)}"
        reason = "" if turn.because.source in _USUAL else f"  {_(SOURCES[turn.because.source])}"
        paragraphs.append(
            Paragraph((Run(f"  {span}", "text"), Run(told, "dim"), Run(reason, "amber")), 4)
        )
    if not turns:
        paragraphs.append(Paragraph((Run("  " + _("none"), "dim"),)))
    if leaves:
        paragraphs += [Paragraph(), Paragraph((Run(_("leave"), "blue"),))]
        for leave in leaves:
            span = words.stretch(leave.starts_at, leave.ends_at, now, zone)
            paragraphs.append(Paragraph((Run(f"  {span}", "amber"),), 4))
    told_swaps = [swap_line(each, names, now, zone) for each in swaps]
    if told_swaps:
        paragraphs += [Paragraph(), Paragraph((Run(_("swaps"), "blue"),))]
        paragraphs += [Paragraph((Run("  "), *runs), 4) for runs in told_swaps]
    return paragraphs


_USUAL = (Source.TURN, Source.LAYER)


def rota(
    turns: Sequence[TurnAhead], gaps: Sequence[GapLine], now: Instant, zone: ZoneInfo
) -> list[Paragraph]:
    """A rota's gaps, and its turns to come."""
    paragraphs = [Paragraph((Run(_("gaps"), "blue"),))] if gaps else []
    paragraphs += [
        Paragraph((Run(f"  ! {gap_title(each, now, zone, ())}", "red"),), 4) for each in gaps
    ]
    paragraphs.append(Paragraph((Run(_("next turns"), "blue"),)))
    for turn in turns:
        span = words.stretch(turn.start, turn.end, now, zone)
        paragraphs.append(
            Paragraph((Run(f"  {span}  ", "dim"), Run(f"{turn.name} {turn.other_name}", "text")), 4)
        )
    if not turns:
        paragraphs.append(Paragraph((Run("  " + _("none"), "dim"),)))
    return paragraphs


def swap_line(swap: SwapView, names: dict[int, str], now: Instant, zone: ZoneInfo) -> list[Run]:
    """A swap in one line: its state, whose turn, when, to whom, and what for."""
    from floorboard.desk.roster import swapping

    state = swapping.state_of(swap, now)
    to = names.get(swap.to_id or 0) or _("whoever takes it")
    runs = [
        Run(f"{roster.swap_state(state)}  ", "amber" if state == "offered" else "dim"),
        Run(f"{names.get(swap.from_id, '')} → {to}", "text"),
        Run(f"  {words.stretch(swap.starts_at, swap.ends_at, now, zone)}", "dim"),
    ]
    if swap.return_starts_at is not None and swap.return_ends_at is not None:
        back = words.stretch(swap.return_starts_at, swap.return_ends_at, now, zone)
        runs.append(Run("  " + _("in return: {span}").format(span=back), "dim"))
    if swap.note:
        runs.append(Run(f"  {swap.note}", "dim"))
    return runs
