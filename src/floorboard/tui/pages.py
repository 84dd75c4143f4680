"""The screens beside the roster: seats, skills, attendance, proposals. Opened by their names."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from floorboard.domain.problem import N_

if TYPE_CHECKING:
    from textual.screen import Screen

    from floorboard.tui.app import FloorboardApp

PAGES: tuple[tuple[str, str], ...] = (
    ("seats", N_("the seats: who sits where")),
    ("skills", N_("skills: who knows which project")),
    ("attendance", N_("attendance: who is in, overtime, the month")),
    ("propose", N_("propose a month's roster")),
    ("handbook", N_("the handbook: duties, risks, measures")),
    ("lists", N_("lists that are started by hand: a new project, an upgrade")),
    ("risks", N_("the risk points that are open, and what opens them")),
    ("handovers", N_("older handovers, searched and compared")),
)
"""Each page's command, and what it shows."""


HELP: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "handover": (
        N_("In the handover (6)"),
        (
            ("handover.next", N_("the next section; where none is under way, begin one")),
            ("handover.previous", N_("the section before")),
            ("page.right", N_("into the section; ← back to the list")),
            ("page.left", N_("back to the list")),
            ("handover.blank", N_("to the next thing that is missing, and write it")),
            ("ticket.edit", N_("write what the cursor is on; it is saved as you type")),
            ("handover.none", N_("there is none of it")),
            ("handover.add", N_("another item; a ticket that is pointed out becomes one")),
            ("review.critical", N_("the item is critical: the incoming lead acknowledges it")),
            ("review.watch", N_("the item is to be watched")),
            ("ticket.close", N_("the item is settled, and why; one of this draft is taken away")),
            ("list.open", N_("write it; go to the ticket, the check, the project")),
            ("review", N_("the daily review, which says how the projects stand")),
            ("handover.offer", N_("offer it: it is frozen")),
            ("handover.withdraw", N_("take the offer back, and why")),
            ("handover.pass_on", N_("somebody else takes over, and why")),
            ("handover.stand_in", N_("hand over in the outgoing lead's place, and why")),
            ("tick", N_("the incoming lead acknowledges a critical item")),
            ("ticket.reply", N_("the incoming lead asks back, the outgoing one answers")),
            ("handover.sign", N_("sign with the PIN: first who hands over, then who takes over")),
            ("handover.older", N_("older handovers (:handovers)")),
        ),
    ),
    "handovers": (
        N_("Among the handovers (:handovers)"),
        (
            ("list.open", N_("read it")),
            ("filter", N_("only those with these words")),
            ("handover.compare", N_("what was open then, and is or isn't now")),
            ("ticket.edit", N_("correct an accepted one by an addendum")),
            ("handover.sign", N_("countersign it, as the manager")),
            ("handover.save", N_("save it as a file: HTML, Markdown, JSON")),
        ),
    ),
    "duties": (
        N_("Among the duties (4)"),
        (
            ("tick", N_("it is done; a number, a note, a file is asked for where it needs one")),
            ("ticket.note", N_("it is done, and something to say about it")),
            ("ticket.close", N_("it needn't be done this time, and why")),
            ("page.left", N_("the same, backwards")),
            ("page.right", N_("this shift, a day, a week, what is late, what was missed")),
            ("page.month_before", N_("a day or a week back")),
            ("page.month_after", N_("a day or a week on")),
            ("sort", N_("by time, by post, by project")),
            ("filter", N_("only those with these words")),
            ("list.open", N_("read all about it: its days, its risks, who answers")),
            ("why", N_("why it is due then, and why it is theirs")),
            ("ticket.split", N_("what share of its duties each post kept")),
            ("ticket.rate", N_("the risks that are open (:risks)")),
            ("ticket.new", N_("lists that are started by hand (:lists)")),
        ),
    ),
    "lists": (
        N_("Among the lists (:lists)"),
        (
            ("ticket.new", N_("start a list: a new project, an upgrade, an emergency")),
            ("tick", N_("it is done; a number, a note, a file is asked for where it needs one")),
            ("ticket.note", N_("it is done, and something to say about it")),
            ("ticket.close", N_("it needn't be done, and why")),
            ("list.open", N_("a list's items; all about an item")),
            ("sort", N_("finished ones too, or open ones only")),
        ),
    ),
    "seats": (
        N_("Among the seats (:seats)"),
        (
            ("ticket.assign", N_("somebody sits here from now on; or nobody")),
            ("ticket.close", N_("free the seat: whoever sits here gets up")),
            ("list.open", N_("all about the seat")),
            ("ticket.edit", N_("its extension and parameters")),
            ("ticket.wait", N_("out of use, or in use again")),
        ),
    ),
    "skills": (
        N_("In the skill matrix (:skills)"),
        (
            ("mark", N_("nothing, learning, confirmed: one on")),
            ("tick", N_("the same")),
            ("why", N_("who confirmed it, and when")),
        ),
    ),
    "attendance": (
        N_("In attendance (:attendance)"),
        (
            ("ticket.take", N_("clock in or out yourself")),
            ("tick", N_("clock somebody in or out; approve overtime")),
            ("ticket.hand", N_("refuse overtime, and say why")),
            ("ticket.new", N_("ask for overtime, and say why")),
            ("ticket.close", N_("withdraw a request for overtime")),
            ("ticket.edit", N_("put right when somebody came and went")),
            ("list.open", N_("all of somebody's month, or of a request")),
            ("page.month_before", N_("a month back")),
            ("page.month_after", N_("a month on")),
        ),
    ),
    "propose": (
        N_("In a proposed roster (:propose)"),
        (
            ("list.open", N_("this rota, this month")),
            ("mark", N_("mark the day, or no more")),
            ("mark.range", N_("mark from the last mark to here")),
            ("mark.all", N_("mark every day, or none")),
            ("ticket.assign", N_("take over the marked days, or all")),
        ),
    ),
    "handbook": (
        N_("In the handbook (:handbook)"),
        (
            ("list.open", N_("read it; follow a link")),
            ("page.right", N_("a post's duties; on to the paper")),
            ("page.left", N_("its duties put away; back to the list")),
            ("filter", N_("search it in both languages")),
            ("back", N_("back to where the link was")),
        ),
    ),
    "risks": (
        N_("Among the risks (:risks)"),
        (
            (
                "list.open",
                N_("read it large; on the paper: to the ticket, the check, the handbook"),
            ),
            ("page.right", N_("on to the paper; on the large one, to the next risk")),
            ("page.left", N_("back to the list; on the large paper, to the risk before")),
            ("page.month_before", N_("the risk before")),
            ("page.month_after", N_("the next risk")),
        ),
    ),
}
"""For the help: what keys do on each page, by their ids. The arrows walk, Tab changes the pane."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that was begun, and what it is for."""

    what: str
    text: str


Drafts = dict[tuple[str, int], Draft]
"""Texts that were begun on pages and aren't saved, by what and for whom."""


def show(app: FloorboardApp, name: str) -> None:
    """Open the page called `name` over what is on the screen, or go back to it."""
    page = import_module(f"floorboard.tui.screens.{_MODULES[name]}").PAGE
    for screen in app.screen_stack:
        if isinstance(screen, page):
            go_back_to(screen)
            return
    app.push_screen(page(app.live, app.page_drafts))


def go_back_to(screen: Screen[Any]) -> None:
    """Close what lies over a screen."""
    while screen.app.screen is not screen:
        screen.app.pop_screen()


ALSO = {"propose": "proposal"}
"""What a page's command may be called too."""

_MODULES = {
    "handover": "handover",
    "handovers": "handovers",
    "duties": "duties",
    "seats": "seats",
    "skills": "skills",
    "attendance": "attendance",
    "propose": "proposal",
    "handbook": "handbook",
    "lists": "lists",
    "risks": "risks",
}
