"""What can be typed behind `:`; the same list is the palette."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from floorboard import i18n
from floorboard.desk import saved_views
from floorboard.desk.saved_views import SavedView
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, pgettext, told
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
    empty = _("No command is called so: Enter looks for a ticket with this number.")
    app.push_screen(
        MenuScreen(_("Command, or a ticket's number"), lambda: _choices(app), empty),
        partial(_do, app),
    )


def ask_view(app: FloorboardApp) -> None:
    """Ask for a saved view and show it."""
    views = saved_views.load()

    def choices() -> Sequence[Choice]:
        return [Choice(_called(view), _summary(view), also=view.name) for view in views]

    async def chosen(name: str | None) -> None:
        await _do(app, name and f"view {name}")

    app.push_screen(MenuScreen(_("Views"), choices, _("No view is called so.")), chosen)


def _choices(app: FloorboardApp) -> Sequence[Choice]:
    plain = [
        Choice(word, _(action.label), keymap.keys_of(action.id, app.remap))
        for word, action in PLAIN.items()
    ]
    argued = (
        Choice(word, _(label), also=pages.ALSO.get(word, ""))
        for word, label in (*pages.PAGES, *ARGUED)
    )
    return [*plain, *argued]


async def _do(app: FloorboardApp, line: str | None) -> None:
    """Do it. The keys behind wait until it is done: they are about what it shows."""
    if not line:
        return
    try:
        await run(app, line)
    except Problem as problem:
        app.tell(told(problem), wrong=True)


async def run(app: FloorboardApp, line: str) -> None:
    """Do what `line` says. Raises `Problem` for what isn't a command."""
    word, _space, rest = line.strip().partition(" ")
    rest = rest.strip()
    number = word.lstrip("#")
    if number.isascii() and number.isdigit() and len(number) < 16:
        await _go_to(app, int(number))
        return
    main = app.main()
    match word:
        case "filter":
            pages.go_back_to(main)
            main.show_tickets(rest)
        case "sort" if rest in tuple(Order):
            pages.go_back_to(main)
            if main.floor.wish.view != "tickets":
                main.show_tickets(main.browser.text)
            main.browser.sort_by(Order(rest))
        case "lang" if (language := i18n.named(rest)) is not None:
            if language != i18n.language():
                app.action_language()
        case "sort" | "lang":
            known = tuple(Order) if word == "sort" else tuple(i18n.LANGUAGES)
            raise Problem(
                N_("{word} doesn't know {name}"),
                fix=N_("Known are: {known}"),
                word=word,
                name=rest or "–",
                known=_(", ").join(known),
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
        case _ if word in dict(pages.PAGES):
            pages.show(app, word)
        case _ if word in PLAIN:
            await _act(app, PLAIN[word])
        case _:
            await _go_to_external(app, line.strip())


async def _go_to_external(app: FloorboardApp, name: str) -> None:
    """Go to the ticket that its source calls `name`; there is no such command."""
    found = await app.live.read(lambda db: tickets.by_external_id(db, name))
    row = await app.live.read(lambda db: listing.row(db, found[0].id)) if found else None
    if row is None:
        raise Problem(
            N_("there is no command, and no ticket, called {line}"),
            fix=N_("`:` alone shows all there is; Tab completes what is begun"),
            line=name,
        )
    _show_row(app, row)


async def _act(app: FloorboardApp, action: keymap.Action) -> None:
    """Do what a key does: on the screen there is, or else on the board."""
    goes = action.id.startswith("screen.")
    name = action.action.partition("(")[0]
    if goes or not (name.startswith("app.") or hasattr(app.screen, f"action_{name}")):
        pages.go_back_to(app.main())
    await app.run_action(action.action, app.screen)


async def _go_to(app: FloorboardApp, number: int) -> None:
    row = await app.live.read(lambda db: listing.row(db, number))
    if row is None:
        raise Problem(N_("there is no ticket {number}"), number=number)
    _show_row(app, row)


def _show_row(app: FloorboardApp, row: TicketRow) -> None:
    pages.go_back_to(app.main())
    closed = row.state in ("solved", "closed")
    app.main().show_tickets("all" if closed else "", row)


def _show_view(app: FloorboardApp, name: str) -> None:
    wanted = name.strip()
    views = saved_views.load()
    view = next((view for view in views if wanted in (view.name, _called(view))), None)
    if view is None:
        raise Problem(N_("there is no view {name}"), name=name or "–")
    pages.go_back_to(app.main())
    app.main().show_tickets(view.filter, order=view.order)


def _called(view: SavedView) -> str:
    """What a view is called: the shipped ones in the language spoken now."""
    return {
        "open": pgettext("view", "open"),
        "overdue": pgettext("view", "overdue"),
        "unassigned": pgettext("view", "unassigned"),
        "urgent": pgettext("view", "urgent"),
        "waiting": pgettext("view", "waiting"),
        "second-line": pgettext("view", "second-line"),
        "complaints": pgettext("view", "complaints"),
        "solved": pgettext("view", "solved"),
    }.get(view.name, view.name)


def _summary(view: SavedView) -> str:
    return f"/ {view.filter}" if view.filter else _("all open tickets")
