"""What can be typed behind `:`; the same list is the palette."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from floorboard import i18n
from floorboard.desk import saved_views
from floorboard.desk.saved_views import SavedView
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.store.queries import listing, tickets
from floorboard.store.queries.listing import Order
from floorboard.store.views.listing import TicketRow
from floorboard.tui import keymap, pages
from floorboard.tui.screens.menu import Choice, MenuScreen

if TYPE_CHECKING:
    from floorboard.tui.app import FloorboardApp

ARGUED: tuple[tuple[str, str], ...] = (
    ("filter", N_("filter WORDS: the tickets that fit")),
    ("sort", N_("sort due | priority | number | opened | updated")),
    ("view", N_("view NAME: a saved view")),
    ("save", N_("save NAME: keep this filter and order as a view")),
    ("forget", N_("forget NAME: drop a saved view")),
    ("lang", N_("lang en | zh")),
)
"""Commands that take a word."""

PLAIN = {
    action.id.removeprefix("screen."): action
    for action in keymap.ACTIONS
    if action.id.startswith("screen.")
    or action.id in ("views", "zoom", "sign_in", "lock", "language", "refresh", "help", "quit")
}
"""Commands that are keys too."""


def ask(app: FloorboardApp) -> None:
    """Ask for a command and do it."""
    app.push_screen(
        MenuScreen(_("Command, or a ticket's number"), lambda: _choices(app)),
        lambda line: _do(app, line),
    )


def ask_view(app: FloorboardApp) -> None:
    """Ask for a saved view and show it."""
    views = saved_views.load()

    def choices() -> Sequence[Choice]:
        return [Choice(view.name, _summary(view)) for view in views]

    app.push_screen(
        MenuScreen(_("Views"), choices), lambda name: _do(app, f"view {name}") if name else None
    )


def _choices(app: FloorboardApp) -> Sequence[Choice]:
    plain = [
        Choice(word, _(action.label), keymap.keys_of(action.id, app.remap))
        for word, action in PLAIN.items()
    ]
    return [*plain, *(Choice(word, _(label)) for word, label in (*pages.PAGES, *ARGUED))]


def _do(app: FloorboardApp, line: str | None) -> None:
    if not line:
        return
    try:
        run(app, line)
    except Problem as problem:
        app.tell(told(problem), wrong=True)


def run(app: FloorboardApp, line: str) -> None:
    """Do what `line` says. Raises `Problem` for what isn't a command."""
    word, _space, rest = line.strip().partition(" ")
    rest = rest.strip()
    number = word.lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 16:
        _go_to(app, int(number))
        return
    main = app.main()
    match word:
        case "filter":
            main.show_tickets(rest)
        case "sort" if rest in tuple(Order):
            if main.floor.wish.view != "tickets":
                main.show_tickets(main.browser.text)
            main.browser.sort_by(Order(rest))
        case "sort" | "lang":
            known = tuple(Order) if word == "sort" else tuple(i18n.LANGUAGES)
            raise Problem(
                N_("{word} doesn't know {name}"),
                fix=N_("Known are: {known}"),
                word=word,
                name=rest or "–",
                known=", ".join(known),
            )
        case "view":
            _show_view(app, rest)
        case "save":
            view = SavedView(rest, main.browser.text, main.tickets.order)
            saved_views.save(view)
            app.tell(_("view {name} is kept").format(name=rest))
        case "forget":
            saved_views.forget(rest)
            app.tell(_("view {name} is gone").format(name=rest))
        case "lang" if rest in i18n.LANGUAGES:
            if rest != i18n.language():
                app.action_language()
        case _ if word in dict(pages.PAGES):
            pages.show(app, word)
        case _:
            _run_action(app, word, line)


def _run_action(app: FloorboardApp, word: str, line: str) -> None:
    found = PLAIN.get(word)
    if found is not None:
        app.work(partial(_act, app, found.action), "command")
    else:
        app.work(partial(_go_to_external, app, line.strip()), "command")


async def _go_to_external(app: FloorboardApp, name: str) -> None:
    """Go to the ticket that its source calls `name`; there is no such command."""
    found = await app.live.read(lambda db: tickets.by_external_id(db, name))
    row = await app.live.read(lambda db: listing.row(db, found[0].id)) if found else None
    if row is None:
        raise Problem(
            N_("there is no command, and no ticket, called {line}"),
            fix=N_("`:` and Tab show what there is"),
            line=name,
        )
    _show_row(app, row)


async def _act(app: FloorboardApp, action: str) -> None:
    await app.run_action(action, app.main())


def _go_to(app: FloorboardApp, number: int) -> None:
    async def go() -> None:
        row = await app.live.read(lambda db: listing.row(db, number))
        if row is None:
            raise Problem(N_("there is no ticket {number}"), number=number)
        _show_row(app, row)

    app.work(go, "command")


def _show_row(app: FloorboardApp, row: TicketRow) -> None:
    closed = row.state in ("solved", "closed")
    app.main().show_tickets("all" if closed else "", row)


def _show_view(app: FloorboardApp, name: str) -> None:
    view = next((view for view in saved_views.load() if view.name == name.strip()), None)
    if view is None:
        raise Problem(N_("there is no view {name}"), name=name or "–")
    app.main().show_tickets(view.filter, order=view.order)


def _summary(view: SavedView) -> str:
    return f"/ {view.filter}" if view.filter else _("all open tickets")
