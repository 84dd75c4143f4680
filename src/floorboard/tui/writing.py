"""Texts that deeds ask for: what is being written, what it means, and the drafts that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from floorboard.desk import intake
from floorboard.domain.problem import Problem
from floorboard.i18n import _, told
from floorboard.reports import words
from floorboard.store.queries import listing
from floorboard.tui import deeds, keymap
from floorboard.tui.deeds import Key, Task, counted, titled
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp
    from floorboard.tui.screens.main import MainScreen

LINGER = 0.1
"""Seconds for which a text stands after Enter at most, where its deed takes longer."""

SHORT = ("time", "number")
"""What is asked for and said in a word: where it is refused, it is typed anew."""

MOST_TEXT = 200
"""Characters of a draft that are shown where it is asked about."""


NEARLY_FULL = 0.8
"""The part of the longest text from which on it is told how long it is."""


class Writer:
    """Works in the background of the main screen, `main`. What was written goes to `then`."""

    def __init__(self, main: MainScreen, then: Callable[[Task, object], None]) -> None:
        self._main = main
        self._then = then
        self._task: Task | None = None
        """What is being written."""
        self._wrong = ""
        """What was refused of it, as long as it stands so."""
        self.drafts: dict[Key, str] = {}
        """Texts that were begun and not saved."""

    def begin(self, task: Task) -> None:
        """Ask for the text of a deed, from its draft on if there is one."""
        main = self._main
        composer = main.composer()
        if self._task is not None:
            self._keep(composer.text)
        self._task, self._wrong = task, ""
        main.stay(task.ids)
        composer.lead.say(*self._lead(task, ""))
        composer.begin(self.drafts.get(task.key, ""))
        if task.way.asks in SHORT:
            composer.select()
        self.typed(composer.text)
        if task.row is not None and "{customer}" in task.way.question:
            main.work(partial(self._name_customer, task), "composer")

    def _lead(self, task: Task, customer: str) -> tuple[list[Run], list[Run], list[Run]]:
        question = _(task.way.question).format(customer=customer or _("the customer"))
        if task.row is None:
            return [Run(question, "strong")], [Run(counted(len(task.ids)), "amber")], []
        return (
            [Run(question, "strong")],
            [Run(f"#{task.row.id}", "blue")],
            [Run(f" {task.row.title}", "dim")],
        )

    async def _name_customer(self, task: Task) -> None:
        from floorboard.store.queries import tickets

        view = await self._main.live.read(lambda db: tickets.by_id(db, task.ids[0]))
        if view is not None and view.customer and self._task is task:
            self._main.composer().lead.say(*self._lead(task, view.customer))

    def typed(self, text: str) -> None:
        """The text is another: show what it means, and give it the lines it needs."""
        task = self._task
        if task is None:
            return
        main = self._main
        composer = main.composer()
        main.compose_in(composer.lines)
        if task.way.asks == "number":
            main.work(partial(self._look_up, task, text), "composer.lookup")
        else:
            composer.lead.tell(self._meaning(task, text))

    def _meaning(self, task: Task, text: str) -> list[Run]:
        from floorboard.tui.widgets.composer import hint

        live = self._main.live
        if task.way.asks in ("text", "note"):
            return _fill(len(text)) or hint()
        if not text.strip():
            return hint()
        try:
            said = deeds.read(task.way, text, live.now(), live.zone)
        except Problem as problem:
            return [Run(told(problem), "amber")]
        if isinstance(said, deeds.Rating):
            runs = [Run(f"{said.points}/5", "green" if said.points > 2 else "amber")]
            if said.disagrees:
                runs.append(Run(" · " + _("disagrees: it is reopened"), "amber"))
            return runs
        assert isinstance(said, int)
        now = live.now()
        when = words.when(said, now, live.zone)
        if len(when) == len("15:30"):
            when = _("{time} today").format(time=when)
        left = _("in {duration}").format(duration=words.duration(said - now))
        return [Run(f"→ {when}", "green"), Run(f" · {left}", "dim")]

    async def _look_up(self, task: Task, text: str) -> None:
        from floorboard.tui.widgets.composer import hint

        try:
            number = deeds.number(text)
        except Problem as problem:
            runs = [Run(told(problem), "amber")] if text.strip() else hint()
        else:
            row = await self._main.live.read(lambda db: listing.row(db, number))
            missing = _("there is no ticket {number}").format(number=number)
            runs = [Run(missing, "amber")] if row is None else [Run(f"→ {titled(row)}", "green")]
        if self._task is task:
            self._main.composer().lead.tell(runs)

    def saved(self, text: str) -> None:
        """Enter: do the deed with what was written. The text stands until the deed is done, for a
        new layout takes longer than that."""
        task = self._task
        if task is None:
            return
        live = self._main.live
        try:
            said = deeds.read(task.way, text, live.now(), live.zone)
        except Problem as problem:
            self._say_no(task, text, problem)
            return
        self._keep(text)
        self._task = None
        self._main.composer().end()
        self._then(task, said)
        self._main.set_timer(LINGER, self._main.composer().leave)

    def refused(self, task: Task, problem: Problem) -> bool:
        """The deed was refused: its line comes back and says so, unless the keyboard is at
        something else by now; whether it came."""
        main, text = self._main, self.drafts.get(task.key)
        row = main.ticket()
        elsewhere = not main.is_current or row is None or row.id not in task.ids
        if text is None or elsewhere or self._task is not None:
            if task.way.asks in SHORT:
                self.drafts.pop(task.key, None)
            return False
        self.begin(task)
        self._say_no(task, text, problem)
        return True

    def _say_no(self, task: Task, text: str, problem: Problem) -> None:
        composer = self._main.composer()
        self._main.workers.cancel_group(self._main, "composer.lookup")
        composer.lead.tell([Run(told(problem), "amber")])
        self._wrong = text
        if task.way.asks in SHORT:
            composer.select()

    def put_away(self, text: str) -> None:
        """Esc: the text stays, for when the deed is begun again."""
        task = self._task
        if task is None:
            return
        self._keep(text)
        self._close()
        if task.key in self.drafts:
            key = keymap.keys_of(task.way.action, cast("FloorboardApp", self._main.app).remap)
            kept = _("the draft is kept: {key} brings it back").format(key=key)
            self._main.saved([Run(kept, "dim")])

    def _keep(self, text: str) -> None:
        assert self._task is not None
        if text.strip() and not self._is_wrong(self._task, text):
            self.drafts[self._task.key] = text
        else:
            self.drafts.pop(self._task.key, None)

    def _is_wrong(self, task: Task, text: str) -> bool:
        """Whether it is a word that was refused, or would be."""
        if task.way.asks not in SHORT:
            return False
        try:
            deeds.read(task.way, text, self._main.live.now(), self._main.live.zone)
        except Problem:
            return True
        return text == self._wrong

    def _close(self) -> None:
        self._task = None
        self._main.composer().end()
        self._main.compose_in(0)

    def unsaved(self) -> dict[Key, str]:
        """What texts would be lost, the one being written too."""
        if self._task is not None:
            self._keep(self._main.composer().text)
        return self.drafts


def _fill(length: int) -> list[Run]:
    """How full a text of so many characters is, once little more fits."""
    if length < intake.BODY_LIMIT * NEARLY_FULL:
        return []
    filled = _("{length} of {limit} characters").format(
        length=f"{length:,}", limit=f"{intake.BODY_LIMIT:,}"
    )
    return [Run(filled, "amber" if length > intake.BODY_LIMIT else "dim")]


def listed(drafts: Mapping[Key, str]) -> list[Paragraph]:
    """The drafts, each by what it is for."""
    lines = []
    for (handling, ids), text in drafts.items():
        what = f"#{ids[0]}" if len(ids) == 1 else counted(len(ids))
        label = _(deeds.WAYS[handling].label)
        lines.append(
            Paragraph((Run(f"{what} · {label}: ", "dim"), Run(text[:MOST_TEXT], "text")), 2)
        )
    return lines
