"""Every key in one place: what it does, where, and how a centre gives it another key.

The same letter means the same thing on every screen. An id is what the config's `[keys]` names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from textual.binding import Binding

from floorboard.domain.problem import N_, Problem


class Action(NamedTuple):
    """Something a key does. `keys` are Textual's names, comma-separated; `label` is a msgid."""

    id: str
    keys: str
    action: str
    label: str
    hint: str = ""
    """The short word for the key bar; empty where it isn't shown there."""


ACTIONS: tuple[Action, ...] = (
    Action("screen.board", "1", "screen('board')", N_("the board"), ""),
    Action("screen.tickets", "2", "screen('tickets')", N_("all tickets")),
    Action("screen.roster", "3", "screen('roster')", N_("the roster: who is on, and when")),
    Action("screen.duties", "4", "screen('duties')", N_("the duties: what must be checked")),
    Action("screen.escalations", "5", "app.escalations", N_("the escalations")),
    Action("screen.handover", "6", "screen('handover')", N_("the shift handover")),
    Action("pane.next", "tab", "pane(1)", N_("next pane")),
    Action("pane.previous", "shift+tab", "pane(-1)", N_("previous pane")),
    Action("filter", "slash", "filter", N_("filter the tickets"), N_("filter")),
    Action("find", "f", "app.find", N_("find tickets by words, number, customer"), N_("find")),
    Action("sort", "o", "sort", N_("sort by the next column"), N_("sort")),
    Action("views", "v", "app.views", N_("saved views"), N_("views")),
    Action("review", "D", "app.review", N_("the daily review of each project")),
    Action("why", "w", "why", N_("why it is due then"), N_("why")),
    Action("tick", "x", "tick", N_("tick a duty as done"), N_("tick")),
    Action("zoom", "z", "zoom", N_("one pane on the whole screen, and back"), N_("zoom")),
    Action("copy", "y", "copy", N_("copy the ticket's number")),
    Action("command", "colon,ctrl+p", "app.command", N_("type a command"), N_("command")),
    Action("sign_in", "i", "app.sign_in", N_("sign in, or somebody else"), N_("sign in")),
    Action("lock", "I", "app.lock", N_("sign out: this console looks, it doesn't write")),
    Action("mute", "M", "app.mute", N_("no bell for half an hour, and back")),
    Action("language", "f2", "app.language", N_("English / 中文")),
    Action("refresh", "f5", "refresh", N_("read everything again")),
    Action("help", "question_mark,f1", "app.help", N_("all keys"), N_("keys")),
    Action("back", "escape", "back", N_("one step back")),
    Action("quit", "q,ctrl+q", "app.quit_asking", N_("leave floorboard")),
)

TICKET_ACTIONS: tuple[Action, ...] = (
    Action("ticket.new", "n", "new_ticket", N_("a new ticket"), N_("new")),
    Action("ticket.reply", "r", "handle('reply')", N_("reply to the customer"), N_("reply")),
    Action("ticket.note", "c", "handle('note')", N_("a note for colleagues"), N_("note")),
    Action("ticket.promise", "p", "handle('promise')", N_("promise a time"), N_("promise")),
    Action("ticket.assign", "a", "handle('assign')", N_("assign it"), N_("assign")),
    Action("ticket.take", "t", "handle('take')", N_("take it"), N_("take")),
    Action(
        "ticket.hand", "h", "handle('hand')", N_("hand to second line, or give back"), N_("hand")
    ),
    Action("ticket.solve", "s", "handle('solve')", N_("solve it"), N_("solve")),
    Action(
        "ticket.edit",
        "e",
        "handle('edit')",
        N_("edit title, kind, priority, project, customer"),
        N_("edit"),
    ),
    Action("ticket.customer", "E", "customer", N_("put its customer's name and numbers right")),
    Action("ticket.menu", "m", "menu", N_("all that can be done with it"), N_("more")),
    Action("ticket.chase", "K", "handle('chase')", N_("the customer asked again")),
    Action("ticket.wait", "W", "handle('wait')", N_("wait for the customer, or go on")),
    Action("ticket.close", "X", "handle('close')", N_("close it")),
    Action("ticket.reopen", "O", "handle('reopen')", N_("reopen it")),
    Action("ticket.rate", "R", "handle('rate')", N_("how satisfied the customer is")),
    Action("ticket.link", "L", "handle('link')", N_("link it with another ticket")),
    Action("ticket.merge", "J", "handle('merge')", N_("join it to another ticket, and close it")),
    Action("ticket.split", "S", "handle('split')", N_("split off a part")),
    Action("undo", "u", "undo", N_("take back the last thing done here"), N_("undo")),
    Action("redo", "U", "redo", N_("do it again after all")),
    Action("mark", "space", "mark", N_("mark it, for one deed on many")),
    Action("mark.range", "V", "mark_range", N_("mark from the last mark to here")),
    Action("mark.up", "shift+up", "mark_on(-1)", N_("mark upwards")),
    Action("mark.down", "shift+down", "mark_on(1)", N_("mark downwards")),
    Action("mark.all", "asterisk", "mark_all", N_("mark all that the filter lets through")),
)
"""What is done with tickets, wherever one is under the cursor."""

ESCALATION_ACTIONS: tuple[Action, ...] = (
    Action("escalation.backup", "b", "answer('call_backup')", N_("call the backup now")),
)
"""What is done with escalations alone; the rest has the keys of its like on tickets."""

REVIEW_ACTIONS: tuple[Action, ...] = (
    Action("review.stable", "A", "state('stable')", N_("the project is stable")),
    Action("review.watch", "B", "state('watch')", N_("it is to be watched")),
    Action("review.critical", "C", "state('critical')", N_("it is critical")),
)

ROSTER_ACTIONS: tuple[Action, ...] = (
    Action("roster.fill", "f", "fill", N_("fill the gap: who could, and why"), N_("fill")),
    Action(
        "roster.override", "o", "override", N_("somebody stands in, comes or goes"), N_("override")
    ),
    Action("roster.swap", "t", "swap", N_("offer a turn, or answer an offer"), N_("swap")),
    Action("roster.leave", "l", "leave", N_("leave, or its end"), N_("leave")),
    Action("roster.gap", "exclamation_mark", "gap", N_("to the next gap"), N_("next gap")),
    Action("roster.span", "v", "span", N_("week or month"), N_("week/month")),
    Action("roster.by", "b", "by", N_("people or rotas by rows"), N_("people/rotas")),
    Action("roster.swaps", "T", "swaps", N_("all swaps on view"), N_("swaps")),
    Action("roster.today", "full_stop", "today", N_("today"), N_("today")),
    Action("roster.left", "left", "step(-1)", N_("a day back")),
    Action("roster.right", "right", "step(1)", N_("a day on")),
    Action("roster.first_day", "home", "edge(False)", N_("to the first day on view")),
    Action("roster.last_day", "end", "edge(True)", N_("to the last day on view")),
    Action("roster.before", "pageup", "turn(-1)", N_("a week or a month back")),
    Action("roster.after", "pagedown", "turn(1)", N_("a week or a month on")),
    Action("roster.top", "g", "row_edge(False)", N_("to the first row")),
    Action("roster.bottom", "G", "row_edge(True)", N_("to the last row")),
)
"""What is done on the roster's screen alone. Its keys may mean something else on other screens."""

ON_ROSTER = (
    *("screen.board", "screen.tickets", "screen.duties", "screen.escalations", "filter", "why"),
    "screen.handover",
    *("tick", "zoom", "copy", "command", "sign_in", "lock", "mute", "language", "refresh", "help"),
    *("back", "quit", "ticket.menu", "undo", "redo", "list.up", "list.down", "list.open"),
)
"""Actions of other screens that have their like on the roster's."""

HANDOVER_ACTIONS: tuple[Action, ...] = (
    Action("handover.next", "n", "section(1)", N_("the next section; or begin the handover")),
    Action("handover.previous", "p", "section(-1)", N_("the section before")),
    Action("handover.blank", "b", "blank", N_("to the next thing that is missing, and write it")),
    Action("handover.add", "plus", "add", N_("another item; a ticket as an item")),
    Action("handover.none", "minus", "none", N_("there is none of it")),
    Action("handover.offer", "O", "offer", N_("offer it: it is frozen")),
    Action("handover.withdraw", "W", "withdraw", N_("take the offer back")),
    Action("handover.pass_on", "h", "pass_on", N_("somebody else takes over")),
    Action("handover.stand_in", "t", "stand_in", N_("hand over in the outgoing lead's place")),
    Action("handover.sign", "s", "sign", N_("sign with the PIN")),
    Action("handover.older", "v", "older", N_("older handovers")),
    Action("handover.compare", "equals_sign", "compare", N_("what was open then and is now")),
    Action("handover.save", "P", "save", N_("save it as a file")),
)
"""What is done with handovers alone. Its keys may mean something else on other screens."""

ON_HANDOVER = (
    *("screen.board", "screen.tickets", "screen.roster", "screen.duties", "screen.escalations"),
    *("screen.handover", "pane.next", "pane.previous", "filter", "review", "tick", "command"),
    *("sign_in", "lock", "language", "refresh", "help", "back", "quit", "ticket.edit"),
    *("ticket.close", "ticket.reply", "review.watch", "review.critical", "undo", "redo"),
    *("page.left", "page.right", "list.up", "list.down", "list.page_up", "list.page_down"),
    *("list.first", "list.last", "list.open"),
)
"""Actions of other screens that have their like on the handover's."""

PAGE_ACTIONS: tuple[Action, ...] = (
    Action("page.left", "left", "step(-1)", N_("to the left")),
    Action("page.right", "right", "step(1)", N_("to the right")),
    Action("page.month_before", "left_square_bracket", "turn(-1)", N_("a month back")),
    Action("page.month_after", "right_square_bracket", "turn(1)", N_("a month on")),
)
"""What is done on the screens of seats, skills, attendance and proposals alone."""

BEHIND = ("language", "refresh", "help")
"""Actions that may come after what is still being done. All others go before their widgets', each
in its turn: `down r` replies to the ticket below, and what is typed behind `r`, however fast,
stands on the line that it opens."""

LIST_ACTIONS: tuple[Action, ...] = (
    Action("list.up", "up,k", "move(-1)", N_("one up")),
    Action("list.down", "down,j", "move(1)", N_("one down")),
    Action("list.page_up", "pageup", "page(-1)", N_("a page up")),
    Action("list.page_down", "pagedown", "page(1)", N_("a page down")),
    Action("list.first", "home,g", "first", N_("to the first")),
    Action("list.last", "end,G", "last", N_("to the last")),
    Action("list.open", "enter", "open", N_("open")),
)

LIST_KEYS: tuple[tuple[str, str, str], ...] = tuple(
    (action.id, action.keys, action.action) for action in LIST_ACTIONS
)

_BY_ID = {
    action.id: action
    for action in (
        *ACTIONS,
        *TICKET_ACTIONS,
        *ESCALATION_ACTIONS,
        *REVIEW_ACTIONS,
        *ROSTER_ACTIONS,
        *HANDOVER_ACTIONS,
        *PAGE_ACTIONS,
        *LIST_ACTIONS,
    )
}

_ROSTERS = tuple(action.id for action in ROSTER_ACTIONS)

_HANDOVERS = tuple(action.id for action in HANDOVER_ACTIONS)

_TOGETHER = (
    tuple(name for name in _BY_ID if name not in (*_ROSTERS, *_HANDOVERS)),
    (*_ROSTERS, *ON_ROSTER),
    (*_HANDOVERS, *ON_HANDOVER),
)
"""The actions that are on a screen together: no two of them have one key."""

_HELD_BACK = frozenset(
    action.action.removeprefix("app.").partition("(")[0]
    for action in (*ACTIONS, *TICKET_ACTIONS)
    if action.id not in BEHIND
)

_SHOWN = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "space": "Space",
    "shift+up": "⇧↑",
    "shift+down": "⇧↓",
    "asterisk": "*",
    "exclamation_mark": "!",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "left": "←",
    "right": "→",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def shown(keys: str) -> str:
    """Keys as a person reads them: `colon,ctrl+p` is `: ^p`."""
    names = []
    for key in keys.split(","):
        name = _SHOWN.get(key, key)
        if name.startswith("ctrl+"):
            name = "^" + name.removeprefix("ctrl+")
        elif len(name) > 1 and name[0] == "f" and name[1:].isdigit():
            name = name.upper()
        names.append(name)
    return " ".join(names)


def checked(remap: Mapping[str, str], where: Mapping[str, str]) -> dict[str, str]:
    """The config's `[keys]` as a keymap; a `Problem` for an unknown id or two actions on one key.

    `where` tells for each id the file and line it stands in.
    """
    for name in remap:
        if name not in _BY_ID:
            close = get_close_matches(name, _BY_ID, 1)
            raise Problem(
                N_("there is no action called {name}"),
                where=where.get(name, ""),
                fix=N_("Did you mean {close}?") if close else N_("`?` in the program lists them"),
                name=name,
                close=close[0] if close else "",
            )
    for names in _TOGETHER:
        _check_apart(names, remap, where)
    return dict(remap)


def _check_apart(names: Iterable[str], remap: Mapping[str, str], where: Mapping[str, str]) -> None:
    """Raise a `Problem` where two of these actions have one key."""
    taken: dict[str, str] = {}
    for name in names:
        for key in remap.get(name, _BY_ID[name].keys).split(","):
            other = taken.setdefault(key.strip(), name)
            if other != name:
                named = name if name in remap else other
                raise Problem(
                    N_("the key {key} would do two things: {one} and {two}"),
                    where=where.get(named, ""),
                    fix=N_("Give one of them another key"),
                    key=key,
                    one=other,
                    two=name,
                )


def keys_of(name: str, remap: Mapping[str, str]) -> str:
    """The keys of an action now, as a person reads them."""
    return shown(remap.get(name, _BY_ID[name].keys))


def binding(name: str, does: str = "") -> Binding:
    """The key of an action, on a screen where it does that action's like, `does`."""
    found = _BY_ID[name]
    return Binding(found.keys, does or found.action, id=name, priority=name not in BEHIND)


def held_back(action: str) -> bool:
    """Whether an action of this name, without its arguments, waits while a line is typed on: there
    its key is a character."""
    return action in _HELD_BACK


def action(name: str) -> Action:
    """The action with this id."""
    return _BY_ID[name]
