"""The help: every key of every screen, those of the present one first, and what can be typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from floorboard import __version__
from floorboard.domain.problem import N_
from floorboard.i18n import _
from floorboard.tui import commands, keymap, pages
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.paper import Paragraph

KEY = 16

FILTERS: tuple[tuple[str, str], ...] = (
    (N_("invoice portal"), N_("tickets with both words in title, number or customer")),
    ("project:billing", N_("of a project: code, name or pinyin")),
    ("owner:王芳  owner:wf", N_("of a person: name, pinyin or its initials")),
    ("owner:none", N_("of nobody")),
    ("state:waiting", N_("new, open, second_line, waiting, solved, closed")),
    ("p:1-2", N_("by priority")),
    ("kind:complaint", N_("incident, question, request, complaint, suggestion")),
    ("overdue", N_("past their next due time")),
    ("all", N_("closed ones too")),
)


ESCALATIONS: tuple[tuple[str, str], ...] = (
    ("tick", N_("acknowledge: you have taken it on")),
    ("ticket.note", N_("comment on it")),
    ("ticket.hand", N_("hand it back: it waits for an answer again")),
)
"""What keys of tickets do to an escalation, by their ids."""

ROSTER: tuple[tuple[str, str], ...] = (
    ("why", N_("who is on and who isn't, and who decided it")),
    ("tick", N_("lock a planned turn, or unlock it")),
    ("list.open", N_("what somebody, or a rota, has coming")),
    ("filter", N_("only the rows with these words")),
    ("zoom", N_("the grid alone, and back")),
    ("copy", N_("copy the cell in words")),
)
"""What keys of other screens do in the roster, by their ids."""


def paragraphs(remap: Mapping[str, str], here: str) -> list[Paragraph]:
    """The whole help, with the keys as this console has them; those of the screen called `here`
    come first."""
    everywhere = (
        *_keys(_("On the board and in the ticket list"), keymap.ACTIONS, remap),
        *_keys(_("In every list"), keymap.LIST_ACTIONS, remap),
    )
    screens = {
        "": (*_keys(_("With a ticket"), keymap.TICKET_ACTIONS, remap), *everywhere),
        "escalations": (*_pairs(_("Among the escalations (5)"), _escalations(remap), KEY),),
        "roster": (*_pairs(_("In the roster (3)"), _roster(remap), KEY),),
        "review": (*_pairs(_("In the daily review (D)"), _review(remap), KEY),),
        **{name: (*_page(*keys, remap),) for name, keys in pages.HELP.items()},
    }
    return [
        *screens.pop(here),
        *chain.from_iterable(screens.values()),
        *_pairs(_("Filters (/)"), _told(FILTERS), 24),
        *_pairs(
            _("Commands (:)"),
            [
                (_("NUMBER"), _("go to that ticket")),
                *((word, _(label)) for word, label in (*pages.PAGES, *commands.ARGUED)),
            ],
            KEY,
        ),
        Paragraph((Run(f"floorboard {__version__}", "dim"),)),
    ]


def _told(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(_(left), _(right)) for left, right in pairs]


def _escalations(remap: Mapping[str, str]) -> list[tuple[str, str]]:
    likes = [(keymap.keys_of(name, remap), _(label)) for name, label in ESCALATIONS]
    return [*likes, *_labelled(keymap.ESCALATION_ACTIONS, remap)]


def _review(remap: Mapping[str, str]) -> list[tuple[str, str]]:
    begin = keymap.keys_of("list.open", remap), _("remark, and to whom it was reported")
    return [*_labelled(keymap.REVIEW_ACTIONS, remap), begin]


def _roster(remap: Mapping[str, str]) -> list[tuple[str, str]]:
    likes = [(keymap.keys_of(name, remap), _(label)) for name, label in ROSTER]
    return [*_labelled(keymap.ROSTER_ACTIONS, remap), *likes]


def _page(
    title: str, keys: tuple[tuple[str, str], ...], remap: Mapping[str, str]
) -> Iterator[Paragraph]:
    """A screen beside the roster."""
    return _pairs(_(title), [(keymap.keys_of(name, remap), _(label)) for name, label in keys], KEY)


def _labelled(
    actions: tuple[keymap.Action, ...], remap: Mapping[str, str]
) -> list[tuple[str, str]]:
    return [(keymap.keys_of(action.id, remap), _(action.label)) for action in actions]


def _keys(
    title: str, actions: tuple[keymap.Action, ...], remap: Mapping[str, str]
) -> Iterator[Paragraph]:
    return _pairs(title, _labelled(actions, remap), KEY)


def _pairs(title: str, pairs: list[tuple[str, str]], width: int) -> Iterator[Paragraph]:
    yield Paragraph((Run(title, "blue"),))
    for left, right in pairs:
        yield Paragraph((Run(f"  {fit(left, width)} ", "strong"), Run(right, "text")), width + 3)
    yield Paragraph()
