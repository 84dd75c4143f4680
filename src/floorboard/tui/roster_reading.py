"""What the roster's screen reads: the days on view, and the papers of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from floorboard.desk.desk import Desk
from floorboard.desk.roster import grid as grids
from floorboard.desk.roster.ahead import TurnAhead
from floorboard.desk.roster.gaps import GapLine
from floorboard.desk.roster.grid import By, Grid, Kept
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import Leave
from floorboard.i18n import _, pick
from floorboard.store.views.roster import RotaView, SwapView
from floorboard.tui.render import roster_cells, roster_paper
from floorboard.tui.render.roster_cells import Look
from floorboard.tui.render.roster_paper import Spot
from floorboard.tui.render.runs import Run
from floorboard.tui.roster_hands import ACTIONS
from floorboard.tui.widgets.paper import Paragraph
from floorboard.tui.widgets.roster_grid import span

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.live import Live
    from floorboard.tui.screens.roster import RosterScreen

AHEAD_SECONDS = 62 * 86400
"""How far ahead the papers tell turns, and the next gap is looked for."""


def read(
    desk: Desk, kept: Kept, first: date, count: int, by: By
) -> tuple[Grid, dict[str, Problem]]:
    """The days to show, and what may not be done here."""
    from floorboard.desk import permissions

    refused: dict[str, Problem] = {}
    with desk.store.reading() as db:
        for action in set(ACTIONS.values()):
            try:
                permissions.check(db, desk.actor, action, desk.now())
            except Problem as problem:
                refused[action] = problem
    return grids.read(desk, first, count, by, kept), refused


def warm(live: Live, kept: Kept) -> None:
    """Read what is shown first, so that it is there when it is asked for."""
    today = to_wall(live.now(), live.zone).date()
    grids.read(live.desk, *span(today, wide=False, width=0), kept=kept)


Cell = tuple[date, str]
"""A day, and the code of a rota; an empty one is the row of gaps."""


def next_gap(
    found: Sequence[GapLine], rotas: Sequence[RotaView], zone: ZoneInfo, here: Cell
) -> Cell:
    """The cell of the gap after the one `here`, and after the last the first again. With `rotas` on
    the rows each is on its row if it has one, without them on the row of gaps."""
    days = (
        (to_wall(each.gap.start, zone).date(), roster_paper.row_of(each, rotas)) for each in found
    )
    cells = list(dict.fromkeys(days))
    if here in cells:
        later = cells[cells.index(here) + 1 :]
    else:
        later = [each for each in cells if each[0] >= here[0]]
    return (later or cells)[0]


class RosterReading:
    """Reads papers for the roster's screen, `screen`."""

    def __init__(self, screen: RosterScreen) -> None:
        self._screen = screen

    async def open(self) -> None:
        """What the row under the cursor has coming; of the gaps, why there are some."""
        look, at = await self._screen.settled()
        if look is None or at is None:
            return
        if at.row.id == roster_cells.GAPS:
            await self.why()
            return
        live, row = self._screen.live, at.row
        now = live.now()
        if look.grid.by is By.PEOPLE:
            found = await live.do(partial(_of_person, live.desk, row.id, now))
            paragraphs = roster_paper.person(*found, look.grid.names, now, live.zone)
            self._show(f"{row.title} {row.other_title}".rstrip(), paragraphs)
        else:
            turns, missing = await live.do(partial(_of_rota, live.desk, row.code, now))
            paragraphs = roster_paper.rota(turns, missing, now, live.zone)
            self._show(pick(row.title, row.other_title), paragraphs)

    async def why(self) -> None:
        """Who is on in the cell under the cursor and who isn't, and what decided it; of an empty
        one, what there is to say of its day."""
        from floorboard.desk.roster import why

        look, at = await self._screen.settled()
        if look is None or at is None:
            self._show(_("Roster"), [Paragraph((Run(_("nothing planned"), "dim"),))])
            return
        live, wanted = self._screen.live, _asked(look, at)
        found = await live.do(lambda: [why.ask(live.desk, *each) for each in wanted])
        paragraphs = [] if at.pieces else roster_paper.detail(look, at)
        for each in found:
            told = roster_paper.why(each, live.now(), live.zone)
            paragraphs += [*([Paragraph()] if paragraphs else []), *told]
        self._show(roster_paper.heading(look, at), paragraphs)

    async def swaps(self) -> None:
        """The swaps of the days on view; Enter answers an open one."""
        from floorboard.desk.roster import swapping
        from floorboard.tui.screens.roster_swaps import SwapList

        look, _at = await self._screen.settled()
        if look is None:
            return
        live, days = self._screen.live, look.grid.days
        found = await live.do(lambda: swapping.listed(live.desk, days[0].start, days[-1].end))
        screen = SwapList(live, found, look.grid.names)

        def answered(swap: SwapView | None) -> None:
            if swap is not None and swap in look.grid.offers:
                self._screen.work(partial(self._screen.hands.answer, look, swap), "menu")
            elif swap is not None:
                cast("FloorboardApp", self._screen.app).tell(_("this swap is settled"))

        self._screen.app.push_screen(screen, answered)
        await screen.ready.wait()

    def _show(self, title: str, paragraphs: Sequence[Paragraph]) -> None:
        from floorboard.tui.screens.reading import ReadingScreen

        if self._screen.is_active:
            self._screen.app.push_screen(ReadingScreen(title, paragraphs))


def _asked(look: Look, at: Spot) -> list[tuple[str, Instant]]:
    """The rotas and instants that a cell is about: of a rota, every time of the day that has other
    people; of somebody, their turns, and where they have none the day's gaps."""
    if look.grid.by is By.ROTAS and at.row.code:
        times = {each.start for each in at.pieces} | {each.gap.start for each in at.gaps}
        return [(at.row.code, each) for each in sorted(times or {at.day.start})]
    if at.pieces:
        codes = {each.id: each.code for each in look.grid.rotas}
        return list({codes[each.rota_id]: each.start for each in at.pieces}.items())
    homes = [(roster_paper.row_of(each, look.grid.rotas), each.gap.start) for each in at.gaps]
    return [each for each in dict.fromkeys(homes) if each[0]]


def _of_person(
    desk: Desk, person_id: int, now: Instant
) -> tuple[list[TurnAhead], list[Leave], list[SwapView]]:
    from floorboard.desk.roster import ahead, swapping

    end = now + AHEAD_SECONDS
    swaps = swapping.listed(desk, now, end)
    return (
        ahead.of_person(desk, person_id, now, end),
        ahead.leaves(desk, person_id, now, end),
        [each for each in swaps if person_id in (each.from_id, each.to_id)],
    )


def _of_rota(desk: Desk, code: str, now: Instant) -> tuple[list[TurnAhead], list[GapLine]]:
    from floorboard.desk.roster import ahead, gaps

    end = now + AHEAD_SECONDS
    missing = [each for each in gaps.listed(desk, now, end) if each.rota == code]
    return ahead.of_rotas(desk, [code], now, end), missing
