"""What the keyboard does with the roster: it asks for what a change needs, prefilled from the cell,
does it off the event loop in its turn, and comes back with what was typed where it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from floorboard.desk.desk import Desk
from floorboard.desk.roster.gaps import Choice, GapLine, Unfit, put_on
from floorboard.desk.roster.grid import By, Piece
from floorboard.domain.instant import to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Source
from floorboard.i18n import _, pick, told
from floorboard.reports import words
from floorboard.store.views.roster import SwapView
from floorboard.tui import keymap, roster_offers
from floorboard.tui.render import roster_paper
from floorboard.tui.render.roster_cells import GAPS, Look
from floorboard.tui.render.roster_paper import Spot
from floorboard.tui.render.runs import Run
from floorboard.tui.roster_drafts import Draft, Key, Where

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.screens.roster import RosterScreen
    from floorboard.tui.screens.roster_form import RosterForm, Wanted
    from floorboard.tui.screens.roster_forms import Turn

ACTIONS = {
    "fill": "roster.overridden",
    "override": "roster.overridden",
    "swap": "roster.swapped",
    "leave": "roster.leave",
    "lock": "roster.planned",
}
"""What permission each deed needs."""

RETURN_SECONDS = 62 * 86400
"""How far ahead a turn in return may lie."""


class RosterHands:
    """Works for the roster's screen, `screen`."""

    def __init__(self, screen: RosterScreen) -> None:
        self._screen = screen
        self.refused: Mapping[str, Problem] = {}
        """What whoever is at the console may not do, by permission."""

    @property
    def _app(self) -> FloorboardApp:
        return cast("FloorboardApp", self._screen.app)

    # What is possible

    def refusal(self, name: str, look: Look, at: Spot | None) -> Problem | None:
        """Why a deed does nothing on this cell; None where it does something."""
        if at is None:
            return Problem(N_("put the cursor on a cell first"))
        now = look.grid.at
        if name == "fill" and not at.gaps:
            return Problem(N_("nobody is missing here: ! goes to the next gap"))
        if name == "fill" and (homeless := _homeless(look, at.gaps[0])):
            return homeless
        if name in ("override", "leave") and at.day.end <= now:
            return Problem(N_("that day is over: the roster isn't changed afterwards"))
        if name == "swap" and not self.offers(look, at) and not self._coming(look, at):
            return Problem(N_("there is no turn to swap here"))
        if name == "lock" and not self._planned(at):
            return Problem(N_("only turns that were planned by name are locked"))
        return self.refused.get(ACTIONS[name])

    def offers(self, look: Look, at: Spot) -> list[SwapView]:
        """The open offers of the turns on a cell."""
        found = (look.offered(piece) for piece in at.pieces)
        return list(dict.fromkeys(each for each in found if each is not None))

    def _coming(self, look: Look, at: Spot) -> list[Piece]:
        """The turns on a cell that aren't over."""
        return [each for each in at.pieces if each.gone is None and each.end > look.grid.at]

    def _planned(self, at: Spot) -> list[int]:
        return [each.because.id for each in at.pieces if each.because.source is Source.TURN]

    # Beginning a deed

    async def begin(self, name: str) -> None:
        """A key: ask for what the deed needs, or do it. The keys behind wait until it is asked."""
        look, at = await self._screen.settled()
        if look is None:
            return
        refused = self.refusal(name, look, at)
        if refused is not None:
            self._app.tell(told(refused), wrong=True)
            return
        assert at is not None
        match name:
            case "fill":
                await self._fill(at.gaps[0])
            case "override":
                await self._override(look, at)
            case "leave":
                await self._leave(look, at)
            case "swap":
                if offers := self.offers(look, at):
                    await self.answer(look, offers[0])
                else:
                    await self._swap(look, at)
            case "lock":
                self._lock(look, at)

    async def _fill(self, gap: GapLine, problem: str = "") -> None:
        from floorboard.desk.roster import gaps
        from floorboard.tui.screens.roster_fill import Choices, FillScreen

        live, look = self._screen.live, self._screen.grid.look
        assert look is not None
        found, names = await live.do(
            lambda: (gaps.choices(live.desk, gap), gaps.rota_names(live.desk))
        )

        def done(choice: Choice, anyway: bool) -> None:
            from floorboard.desk.roster import gaps

            act = partial(gaps.fill, line=gap, person_id=choice.person_id, anyway=anyway)
            text = _("{name} fills it").format(name=choice.name)
            rota = roster_paper.row_of(gap, look.grid.rotas)
            where = Where(choice.person_id, rota, max(gap.gap.start, now))
            self._do(act, text, partial(self._fill, gap), where=where)

        now = look.grid.at
        screen = FillScreen(
            roster_paper.gap_title(gap, now, live.zone, look.grid.rotas),
            found,
            look.grid.found_by,
            Choices(names, now, live.zone),
            done,
            problem,
        )
        self._app.push_screen(screen)
        await screen.ready.wait()

    async def _override(self, look: Look, at: Spot, problem: str = "") -> None:
        from floorboard.tui.screens.roster_forms import OverrideForm
        from floorboard.tui.widgets.fields import Option

        grid = look.grid
        changes, coming = roster_offers.changes(look, at), self._coming(look, at)
        turns = [roster_offers.turn(look, piece) for piece in coming]
        rotas = [
            Option(each.code, pick(each.name, each.name_zh))
            for each in grid.rotas
            if grid.by is By.PEOPLE or at.row.id in (each.id, GAPS)
        ]
        first, end = max(at.day.start, grid.at), at.day.end
        span: dict[str, object] = {"start": first, "end": end}
        if coming:
            span = {"start": coming[0].start, "end": coming[0].end}
        if at.gaps and (grid.by is By.ROTAS or not coming):
            gap = at.gaps[0]
            home = roster_paper.row_of(gap, grid.rotas)
            span = {"start": gap.gap.start, "end": gap.gap.end, "add": home}
        name = roster_offers.name(look, at) if not (coming or changes) else ""
        title = _("Override · {cell}").format(cell=roster_paper.heading(look, at))
        again = partial(self._override, look, at)
        form = OverrideForm(title, roster_offers.people(look, at), name, problem)
        form.at(roster_offers.place(look, at), changes, turns, rotas, span)
        await self._open(_key("override", look, at), title, form, again)

    async def _leave(self, look: Look, at: Spot, problem: str = "") -> None:
        from floorboard.tui.screens.roster_forms import LeaveForm

        name = roster_offers.name(look, at)
        begun = problem or _key("leave", look, at) in self._app.roster_drafts
        if name and look.off(at.row.id, at.day) and not begun:
            self._back(look, at)
            return
        title = _("Leave · {cell}").format(cell=roster_paper.heading(look, at))
        again = partial(self._leave, look, at)
        form = LeaveForm(title, roster_offers.people(look, at), name, problem)
        form.at(roster_offers.place(look, at), at.day.start, at.day.end)
        await self._open(_key("leave", look, at), title, form, again)

    def _back(self, look: Look, at: Spot) -> None:
        """Ask whether somebody's leave ends."""
        from floorboard.desk.roster import changing
        from floorboard.tui.screens.confirm import ConfirmScreen
        from floorboard.tui.widgets.paper import Paragraph

        away = next(
            each
            for each in look.away[at.row.id]
            if each.start < at.day.end and each.end > at.day.start
        )
        span = words.stretch(away.start, away.end, look.grid.at, look.grid.zone)
        text = _("{name} is on leave, {span}.").format(name=at.row.title, span=span)
        screen = ConfirmScreen(
            _("Take back the leave?"),
            [Paragraph((Run(text, "text"),))],
            _("Enter takes back what remains of it · Esc leaves it"),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                done = _("the leave of {name} is taken back").format(name=at.row.title)
                self._do(partial(changing.end_leave, number=away.id), done, None)

        self._app.push_screen(screen, answered)

    async def _swap(self, look: Look, at: Spot, problem: str = "") -> None:
        from floorboard.tui.screens.roster_forms import SwapForm, Turn

        live, grid = self._screen.live, look.grid
        turns = [roster_offers.turn(look, piece) for piece in self._coming(look, at)]

        def others() -> list[Turn]:
            from floorboard.desk.roster import ahead

            found = ahead.of_rotas(
                live.desk, {each.rota for each in turns}, grid.at, grid.at + RETURN_SECONDS
            )
            return [
                Turn(
                    each.rota,
                    each.person_id,
                    each.name,
                    each.start,
                    each.end,
                    words.stretch(each.start, each.end, grid.at, grid.zone),
                )
                for each in found
            ]

        coming = await live.do(others)
        title = _("Offer a turn · nobody named: whoever takes it")
        again = partial(self._swap, look, at)
        form = SwapForm(title, roster_offers.people(look, at), "", problem)
        form.at(roster_offers.place(look, at), turns, coming)
        what = _("Swap · {cell}").format(cell=roster_paper.heading(look, at))
        await self._open(_key("swap", look, at), what, form, again)

    async def answer(
        self, look: Look, swap: SwapView, typed: str = "", problem: str = "", insist: bool = False
    ) -> None:
        """Take, refuse or take back an open offer; `insist`: Enter takes it although a rule speaks
        against it."""
        from floorboard.tui.screens.roster_swaps import AnswerScreen

        def chosen(wanted: Wanted, typed: str) -> None:
            unfit = False

            def attempt(desk: Desk) -> None:
                nonlocal unfit
                try:
                    wanted.act(desk)
                except Unfit:
                    unfit = True
                    raise

            async def again(problem: str) -> None:
                await self.answer(look, swap, typed, problem, insist=unfit)

            self._do(attempt, wanted.done, again, where=wanted.where)

        screen = AnswerScreen(
            self._screen.live,
            swap,
            look.grid.names,
            roster_offers.everybody(look),
            chosen,
            typed,
            problem,
            insist,
        )
        self._app.push_screen(screen)
        await screen.ready.wait()

    def _lock(self, look: Look, at: Spot) -> None:
        from floorboard.desk.roster import planning

        numbers = self._planned(at)
        lock = not all(each in look.grid.locked for each in numbers)
        done = _("locked: nothing moves it") if lock else _("unlocked")
        self._do(partial(planning.lock, turn_ids=numbers, locked=lock), done, None)

    # Forms

    async def _open(
        self, key: Key, what: str, form: RosterForm, again: Callable[..., object]
    ) -> None:
        """Show a form with what was begun in it."""
        drafts = self._app.roster_drafts

        def keep(values: Mapping[str, Any]) -> None:
            if values:
                drafts[key] = Draft(what, values)
            else:
                drafts.pop(key, None)

        def closed(handed_over: bool | None) -> None:
            if not handed_over and key in drafts:
                keys = keymap.keys_of(f"roster.{key[0]}", self._app.remap)
                kept = _("the draft is kept: {key} brings it back").format(key=keys)
                self._screen.saved([Run(kept, "dim")])

        form.resume(drafts[key].values if key in drafts else {}, keep, self._wanted(key, again))
        self._app.push_screen(form, closed)
        await form.ready.wait()

    # Doing it

    def _wanted(self, key: Key, again: Callable[..., object]) -> Callable[[Wanted], None]:
        return lambda wanted: self._do(wanted.act, wanted.done, again, key, wanted.where)

    def _do(
        self,
        act: Callable[[Desk], object],
        done: str,
        again: Callable[..., object] | None,
        key: Key | None = None,
        where: Where | None = None,
    ) -> None:
        """Do it in its turn; where it is refused, `again` asks anew and says why. Once it is done,
        what was begun by `key` is no draft any more, and the cursor goes `where` it stands, unless
        it went elsewhere meanwhile."""
        screen, hands = self._screen, self._app.main().hands
        begun = self._stands()
        drafts = self._app.roster_drafts
        kept = drafts.get(key) if key is not None else None
        screen.unsettle()

        async def work() -> None:
            try:
                await hands.in_turn(act)
            except Problem as problem:
                screen.reread()
                if again is None or not screen.is_attached:
                    raise
                await again(problem=told(problem))  # type: ignore[misc]  # each asks anew
                return
            if key is not None and drafts.get(key) is kept:
                drafts.pop(key, None)
            screen.saved([Run("✓ ", "green"), Run(_("saved"), "text"), Run(f" · {done}", "dim")])
            if where is not None and self._stands() == begun:
                self._go(where)
            self._app.reread()

        screen.deed(work)

    def _stands(self) -> tuple[int | None, date]:
        """The row and the day of the cursor."""
        row = self._screen.grid.current
        return None if row is None else row.id, self._screen.grid.at

    def _go(self, where: Where) -> None:
        """Put the cursor on the cell that a deed is about."""
        grid = self._screen.grid
        assert grid.look is not None
        shown = grid.look.grid
        row: int | None = where.person_id
        if shown.by is By.ROTAS:
            row = next((each.id for each in shown.rows if each.code == where.rota), None)
        grid.go_to(row, to_wall(where.start, shown.zone).date())


def _key(deed: str, look: Look, at: Spot) -> Key:
    """What a draft about a cell is kept by."""
    return deed, look.grid.by, at.row.id, at.day.date


def _homeless(look: Look, gap: GapLine) -> Problem | None:
    """Why nobody can be put on a gap."""
    try:
        put_on(gap, look.grid.rotas)
    except Problem as problem:
        return problem
    return None
