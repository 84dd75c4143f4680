"""What the keyboard does with attendance where that takes a form: prefilled from the lists, and
opened again with what was typed where it is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from floorboard.desk.roster.grid import By
from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.store.queries import attendance as queries
from floorboard.store.queries import roster
from floorboard.store.views.attendance import AttendanceView
from floorboard.tui.render.runs import Run
from floorboard.tui.roster_drafts import Draft, Key

if TYPE_CHECKING:
    from floorboard.tui.screens.attendance import AttendanceScreen
    from floorboard.tui.screens.roster_form import Person, RosterForm, Wanted
    from floorboard.tui.screens.roster_forms import Place

HOUR = 3600

Again = Callable[[str], Awaitable[None]]
"""Asks anew, and says what was wrong."""


class AttendanceHands:
    """Works for the screen of attendance, `screen`."""

    def __init__(self, screen: AttendanceScreen) -> None:
        self._screen = screen

    async def request(self, person_id: int, problem: str = "") -> None:
        """Ask for overtime, by default of this person."""
        from floorboard.tui.screens.attendance_forms import OvertimeForm

        people = await self._people()

        async def again(problem: str) -> None:
            await self.request(person_id, problem)

        title = _("Ask for overtime")
        form = OvertimeForm(title, people, _name(people, person_id), problem)
        form.at(self._place(), self._hours(person_id))
        await self._open("ticket.new", person_id, title, form, again)

    async def correct(self, person_id: int, problem: str = "") -> None:
        """Put right when somebody came or went, by default this person."""
        from floorboard.tui.screens.attendance_forms import CorrectForm

        people, records = await self._people(), await self._records()

        async def again(problem: str) -> None:
            await self.correct(person_id, problem)

        title = _("Correct attendance")
        form = CorrectForm(title, people, _name(people, person_id), problem)
        form.at(self._place(), records, self._missed())
        await self._open("ticket.edit", person_id, title, form, again)

    # What forms are made of

    async def _people(self) -> list[Person]:
        from floorboard.tui.screens.roster_form import Person

        found_by = await self._screen.live.read(roster.found_by)
        return [
            Person(each.person_id, each.name, each.other_name, found_by.get(each.person_id, ""))
            for each in self._screen.month.window.rows
        ]

    async def _records(self) -> list[AttendanceView]:
        """The month's on view, and who is in now, who may have come in the month before."""
        now = self._screen.live.now()
        inside = await self._screen.live.read(lambda db: queries.in_at(db, now))
        records = {each.id: each for each in (*self._screen.records, *inside)}
        return sorted(records.values(), key=lambda each: each.in_at)

    def _place(self) -> Place:
        from floorboard.tui.screens.roster_forms import Place

        zone = self._screen.live.zone
        return Place(to_wall(self._screen.live.now(), zone).date(), zone)

    def _minute(self) -> Instant:
        now = self._screen.live.now()
        return now - now % 60

    def _hours(self, person_id: int) -> Interval:
        """From the end of their shift until now, or for an hour."""
        now = self._minute()
        found = (each for each in self._screen.here.window.rows if each.person_id == person_id)
        start = next((each.end for each in found if each.end is not None), now)
        return start, now if now > start else start + HOUR

    def _missed(self) -> dict[int, Interval]:
        """The shifts that have begun, until now at most, by person."""
        now = self._minute()
        return {
            each.person_id: (each.start, min(each.end, now))
            for each in self._screen.here.window.rows
            if each.start is not None and each.end is not None and each.start < now
        }

    async def _open(
        self, action: str, person_id: int, what: str, form: RosterForm, again: Again
    ) -> None:
        """Show a form with what was begun in it."""
        screen, app = self._screen, self._screen.the_app
        drafts, key = app.roster_drafts, self._key(action, person_id)

        def keep(values: Mapping[str, Any]) -> None:
            if values:
                drafts[key] = Draft(what, values)
            else:
                drafts.pop(key, None)

        def closed(handed_over: bool | None) -> None:
            if not handed_over and key in drafts:
                kept = _("the draft is kept: {key} brings it back")
                screen.keys.tell([Run(kept.format(key=screen.key(action)), "dim")])

        def done(wanted: Wanted) -> None:
            screen.deed(partial(self._do, wanted, key, again))

        form.resume(drafts[key].values if key in drafts else {}, keep, done)
        app.push_screen(form, closed)
        await form.ready.wait()

    def _key(self, action: str, person_id: int) -> Key:
        return action, By.PEOPLE, person_id, self._place().day

    async def _do(self, wanted: Wanted, key: Key, again: Again) -> None:
        """Do it; where it is refused, `again` asks anew. Once it is done, it is no draft any
        more."""
        drafts = self._screen.the_app.roster_drafts
        kept = drafts.get(key)
        try:
            await self._screen.perform(wanted.act, lambda _: wanted.done)
        except Problem as problem:
            if not self._screen.is_attached:
                raise
            await again(told(problem))
            return
        if drafts.get(key) is kept:
            drafts.pop(key, None)


def _name(people: list[Person], person_id: int) -> str:
    return next((each.name for each in people if each.id == person_id), "")
