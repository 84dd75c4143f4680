"""Who the customers are: found by what is typed, and put right."""

from __future__ import annotations

from collections.abc import Mapping

from floorboard.desk import intake, search
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.store import rows
from floorboard.store import search as index
from floorboard.store.connection import Connection
from floorboard.store.queries import callers, customers
from floorboard.store.queries.customers import Caller

SHOWN = 5
"""Customers of one name that a refusal tells."""

_FIELDS = {
    "name": N_("the customer's name"),
    "organisation": N_("the organisation"),
    "phone": N_("the phone number"),
    "email": N_("the e-mail address"),
}

EDITABLE = (*_FIELDS,)
"""What can be put right of a customer: name, organisation, phone, email."""


def found(desk: Desk, named: str) -> Caller:
    """The one customer of this telephone number or name, or the only one that is found by it.

    Raises `Problem` where there is none, or several.
    """
    with desk.store.reading(snapshot=True) as db:
        known = customers.by_phone(db, named) or customers.by_name(db, named.strip())
        if not known:
            known = _like(db, named)
    if len(known) > 1:
        raise several(known, N_("Give the telephone number"))
    if not known:
        raise Problem(
            N_("no customer is called {name}"),
            fix=N_("`floorboard customer edit` corrects a name; a new ticket takes new customers"),
            name=repr(named),
        )
    return known[0]


def several(known: list[Caller], fix: str) -> Problem:
    """The refusal of what means more than one customer."""
    return Problem(
        N_("several customers have this number or name: {names}"),
        fix=fix,
        names=_(", ").join(f"{each.name} {each.phone}".strip() for each in known[:SHOWN]),
    )


def _like(db: Connection, named: str) -> list[Caller]:
    like = search.customers_in(db, named, SHOWN)
    if not like and not index.complete(db):
        like = callers.named(db, named.strip(), SHOWN)
    return [Caller(each.id, each.name, each.organisation, each.phone) for each in like]


def shown(desk: Desk, customer_id: int) -> dict[str, object]:
    """What is known of a customer, with the version."""
    with desk.store.reading() as db:
        row = rows.get(db, "customer", customer_id) or {}
    return {name: row[name] for name in ("id", *_FIELDS, "version")}


def of_ticket(desk: Desk, number: int) -> dict[str, object] | None:
    """What is known of a ticket's customer, with the version; None where it has none."""
    with desk.store.reading() as db:
        ticket = rows.get(db, "ticket", number) or {}
    customer = ticket.get("customer_id")
    return None if customer is None else shown(desk, int(str(customer)))


def columns(written: Mapping[str, str]) -> dict[str, object]:
    """What was written of a customer, as it is stored."""
    cleaned = {field: intake.line(text, _FIELDS[field]) for field, text in written.items()}
    if "name" not in cleaned:
        return {**cleaned}
    name = intake.filled(cleaned["name"], _FIELDS["name"])
    return {**cleaned, "search": search_key(name)}


def edit(
    desk: Desk, customer_id: int, written: Mapping[str, str], version: int | None = None
) -> int:
    """Put right what is `written` of a customer: name, organisation, phone or email; the version
    that they have then. Where it was like that already, nothing is written.

    Raises `Problem` where they aren't as they were at `version` any more.
    """
    wanted = columns(written)
    with desk.deed("customer.edited", f"customer/{customer_id}") as deed:
        deed.watch("customer", [customer_id])
        row = rows.get(deed.db, "customer", customer_id)
        if row is None:
            raise Problem(N_("there is no customer {number}"), number=customer_id)
        if version is not None and row["version"] != version:
            raise Problem(
                N_("{name} was changed meanwhile"),
                fix=N_("Look at it again; nothing was saved"),
                name=row["name"],
            )
        if wanted.items() <= row.items():
            deed.withdraw()
            return int(str(row["version"]))
        new = {**wanted, "version": deed.version}
        rows.update(deed.db, "customer", (customer_id,), new)
        return deed.version
