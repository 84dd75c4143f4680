"""Who is on the phone: the customers that are found, each with what they have open."""

from __future__ import annotations

import re
from dataclasses import dataclass

from floorboard.i18n import _, ngettext
from floorboard.reports import words
from floorboard.store.connection import Connection
from floorboard.store.queries import callers
from floorboard.store.queries.search import FoundCustomer
from floorboard.store.views.listing import TicketRow
from floorboard.tui.live import Live
from floorboard.tui.render.runs import Run, ends, fit
from floorboard.tui.render.theme import CURSOR
from floorboard.tui.widgets.roll import Roll

MOST_CUSTOMERS = 8
MOST_TICKETS = 3
"""Open tickets shown of each customer."""

_PHONE = re.compile(r"\+?\(?[0-9](?:[ ()-]*[0-9]){6,}$")
"""A phone number at the end; shorter ones may be a part of a name."""


@dataclass(frozen=True, slots=True)
class New:
    """A customer who isn't known yet. Enter must say so twice: it may be a slip."""

    name: str
    phone: str = ""
    asked: bool = False
    """Whether it is being asked if this is meant."""


Hit = FoundCustomer | TicketRow | New
"""What can be picked: a customer, one of their open tickets, or a new customer."""


class Hits(Roll[Hit]):
    """Who it could be, each with their open tickets."""

    AWAY = CURSOR
    can_focus = False

    def __init__(self, live: Live) -> None:
        super().__init__(id="hits")
        self._live = live

    def cells(self, item: Hit, width: int) -> list[Run]:
        match item:
            case New(name, phone, asked):
                text = _("new customer “{name}”")
                if asked:
                    text = _("new customer “{name}”? Enter again")
                who = " · ".join(filter(None, (name, phone)))
                return [Run("+ ", "amber"), Run(text.format(name=who), "amber")]
            case TicketRow():
                rest = item.next_due_at
                due = "" if rest is None else words.when(rest, self._live.now(), self._live.zone)
                left = [
                    Run("    "),
                    Run(f"#{item.id} ", "blue"),
                    Run(fit(words.state(item.state), 12), "dim"),
                    Run(" "),
                ]
                used = 4 + len(f"#{item.id} ") + 13
                left.append(Run(fit(item.title, max(0, width - used - 14)), "text"))
                return ends(left, [Run(due, "dim")], width)
        left = [Run(fit(item.name, 22), "strong"), Run(" ")]
        left.append(Run(fit(" · ".join(filter(None, (item.phone, item.organisation))), 36), "dim"))
        count = ngettext("{count} open", "{count} open", item.open).format(count=item.open)
        return ends(left, [Run(count if item.open else "", "amber")], width)


def hits_of(text: str, db: Connection) -> list[Hit]:
    """Who is found by `text`, each with their open tickets, and last a new customer."""
    from floorboard.desk import search
    from floorboard.store.search import complete

    found = search.customers_in(db, text, MOST_CUSTOMERS)
    if not found and not complete(db):
        found = callers.named(db, text, MOST_CUSTOMERS)
    opened = callers.open_tickets(db, [each.id for each in found], MOST_TICKETS)
    hits: list[Hit] = []
    for each in found:
        hits += [each, *opened[each.id]]
    return [*hits, New(*name_and_phone(text))]


def name_and_phone(text: str) -> tuple[str, str]:
    """What was typed of a new customer: the digits behind the name are the phone."""
    found = _PHONE.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), found[0].strip()
