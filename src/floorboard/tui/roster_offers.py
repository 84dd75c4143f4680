"""What the roster's forms offer: the people, the turns and the changes of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from floorboard.desk.roster.grid import By, Piece
from floorboard.domain.roster.rota import Source
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.tui.render import roster_paper
from floorboard.tui.render.roster_cells import GAPS, Look
from floorboard.tui.render.roster_paper import Spot

if TYPE_CHECKING:
    from floorboard.tui.screens.roster_form import Person
    from floorboard.tui.screens.roster_forms import Change, Place, Turn


def name(look: Look, at: Spot) -> str:
    """Whose row it is."""
    return at.row.title if look.grid.by is By.PEOPLE and at.row.id != GAPS else ""


def place(look: Look, at: Spot) -> Place:
    """The day under the cursor, and the zone."""
    from floorboard.tui.screens.roster_forms import Place

    return Place(at.day.date, look.grid.zone)


def turn(look: Look, piece: Piece) -> Turn:
    """A turn that can be changed or offered: of one that has begun, the rest."""
    from floorboard.tui.screens.roster_forms import Turn

    rota = next(each.code for each in look.grid.rotas if each.id == piece.rota_id)
    start = max(piece.start, look.grid.at - look.grid.at % 60)
    return Turn(
        rota,
        piece.person_id,
        look.grid.names[piece.person_id],
        start,
        piece.end,
        roster_paper.turn_label(look, piece),
    )


def people(look: Look, at: Spot) -> list[Person]:
    """Everybody, those who are free on the day first."""
    busy = _busy(look, at)
    found = everybody(look, busy)
    return sorted(found, key=lambda each: each.id in busy)


def everybody(look: Look, busy: Mapping[int, str] = {}) -> list[Person]:
    """Everybody who works here, with what each is `busy` with."""
    from floorboard.tui.screens.roster_form import Person

    grid = look.grid
    return [
        Person(number, name, other, grid.found_by.get(number, ""), busy.get(number, ""))
        for number, (name, other) in grid.people.items()
    ]


def _busy(look: Look, at: Spot) -> dict[int, str]:
    """What people do on the day, or that they are away."""
    grid = look.grid
    nth = grid.days.index(at.day)
    busy: dict[int, list[str]] = {}
    for row in grid.rows:
        for piece in row.days[nth]:
            if piece.gone is None:
                time = words.time_of_day(piece.start, grid.zone)
                told = f"{look.rotas[piece.rota_id].name} {time}"
                busy.setdefault(piece.person_id, []).append(told)
    found = {number: _(", ").join(told) for number, told in busy.items()}
    return found | {each: look.leave.name for each in look.away if look.off(each, at.day)}


def changes(look: Look, at: Spot) -> list[Change]:
    """The overrides on a cell that aren't over."""
    from floorboard.tui.screens.roster_forms import Change

    found = {
        each.because.id: roster_paper.turn_label(look, each)
        for each in at.pieces
        if each.because.source is Source.OVERRIDE and each.end > look.grid.at
    }
    return [Change(number, label) for number, label in found.items()]
