"""Marked tickets, and one deed on all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.store.queries import listing, people
from floorboard.store.queries.listing import Filter
from floorboard.tui.deeds import Task, counted

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.tickets import BulkOutcome
    from floorboard.desk.tickets.bulk import Progress
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.deeds import Key
    from floorboard.tui.screens.main import MainScreen


class Many:
    """Works in the background of the main screen, `main`. A draft that is done with leaves
    `drafts`."""

    def __init__(self, main: MainScreen, drafts: dict[Key, str]) -> None:
        self._main = main
        self._drafts = drafts

    def mark_all(self, wanted: Filter) -> None:
        """Mark all that a filter lets through."""
        self._main.work(partial(self._mark_all, wanted), "marks")

    async def _mark_all(self, wanted: Filter) -> None:
        from floorboard.desk.tickets.bulk import MOST

        found = await self._main.live.read(lambda db: listing.ids(db, wanted, MOST + 1))
        if len(found) > MOST:
            total = await self._main.live.read(lambda db: listing.count(db, wanted))
            raise Problem(
                N_("{count} tickets are more than {most} at once"),
                fix=N_("Narrow the filter"),
                count=f"{total:,}",
                most=f"{MOST:,}",
            )
        self._main.marks.add(found)
        self._main.show_marks()

    def ask(
        self,
        task: Task,
        owner: str,
        *,
        text: str = "",
        owner_id: int | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> None:
        """Do a deed to all of them, once it was said what it will do."""
        arguments = {"text": text, "owner_id": owner_id, "fields": fields}
        self._main.work(partial(self._preview, task, owner, arguments), "preview")

    async def _preview(self, task: Task, owner: str, arguments: Mapping[str, Any]) -> None:
        """Say what it will do before it is done."""
        from floorboard.tui.render import bulk_paper
        from floorboard.tui.screens.bulk import BulkScreen

        owner_id = arguments["owner_id"]
        if task.handling is Handling.TAKE:
            owner_id = self._main.live.desk.actor.person_id
        standing, gets = await self._main.live.read(
            lambda db: (
                listing.standing(db, task.ids),
                None if owner_id is None else people.by_id(db, owner_id),
            )
        )
        given = task.handling in (Handling.ASSIGN, Handling.TAKE)
        new_owner = (gets.name if gets is not None else "") if given else None
        foreseen = bulk_paper.foresee(task.handling, standing, owner_id)
        title = _(task.way.many).format(owner=owner) + " · " + counted(len(task.ids))
        screen = BulkScreen(
            title,
            bulk_paper.preview(foreseen, str(arguments.get("text") or ""), new_owner),
            partial(_bulk, self._main.live.desk, task.handling, task.ids, arguments),
            possible=foreseen.changing > 0,
        )

        def ended(done: bool | None) -> None:
            outcome = screen.outcome
            if not done or outcome is None:
                return
            self._drafts.pop(task.key, None)
            self._main.marks.clear()
            self._main.stay(task.ids)
            self._main.saved(bulk_paper.outcome(_(task.way.many).format(owner=owner), outcome))
            self._main.show_marks()
            cast("FloorboardApp", self._main.app).reread()

        cast("FloorboardApp", self._main.app).push_screen(screen, ended)


def _bulk(
    desk: Desk,
    handling: Handling,
    ids: tuple[int, ...],
    arguments: Mapping[str, Any],
    progress: Progress,
) -> BulkOutcome:
    from floorboard.desk import tickets

    return tickets.bulk(desk, handling, ids, progress=progress, **arguments)
