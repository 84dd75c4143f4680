"""Opening a ticket while the customer is on the phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from floorboard.desk import customers, intake, permissions, rules
from floorboard.desk.desk import Desk
from floorboard.desk.rules import Rules
from floorboard.desk.tickets.work import ACTIONS, begin, check_owner
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER, Channel, EventKind, Kind, State
from floorboard.store import rows
from floorboard.store.queries import numbers
from floorboard.store.store import Deed


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer who isn't known yet."""

    name: str
    organisation: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """What is known of a ticket when it is opened. The customer is one that is known, a new one,
    or nobody."""

    title: str
    kind: str = Kind.INCIDENT.value
    channel: str = Channel.PHONE.value
    body: str = ""
    priority: int = 3
    project_id: int | None = None
    customer_id: int | None = None
    new_customer: NewCustomer | None = None
    owner_id: int | None = None


def open_ticket(desk: Desk, wanted: OpenTicket) -> int:
    """Open a ticket; its number, which no other ticket has had."""
    facts = _checked(wanted)
    new = wanted.new_customer
    customer = None if new is None else customers.columns(asdict(new))
    with desk.deed("ticket.opened", "ticket") as deed:
        if wanted.owner_id not in (None, deed.by.person_id):
            permissions.check_too(deed, ACTIONS[Handling.ASSIGN])
        if customer is not None:
            permissions.check_too(deed, "customer.made")
            fresh = numbers.next_id(deed.db, "customer")
            deed.watch("customer", [fresh])
            rows.insert(
                deed.db,
                "customer",
                {"id": fresh, "source": "", "version": deed.version, **customer},
            )
            facts["customer_id"] = fresh
        number = made(deed, rules.within(deed), facts)
        deed.subject = f"ticket/{number}"
    return number


def made(deed: Deed, in_force: Rules, facts: Mapping[str, object]) -> int:
    """A new ticket with these columns, opened now, in a deed; its number."""
    number = numbers.new_ticket(deed.db)
    deed.watch("ticket", [number])
    _check_named(deed, facts)
    row = {
        "id": number,
        "source": "",
        "owner_label": "",
        "team": "",
        "state": State.OPEN.value if facts.get("owner_id") else State.NEW.value,
        "opened_at": deed.at,
        "updated_at": deed.at,
        "next_due_at": NEVER,
        "reopen_count": 0,
        "reassignment_count": 0,
        "version": deed.version,
        **facts,
    }
    rows.insert(deed.db, "ticket", row)
    work = begin(deed, in_force, number)
    work.event(EventKind.OPENED)
    work.finish()
    return number


def _checked(wanted: OpenTicket) -> dict[str, object]:
    """The ticket's columns, checked as far as they can be without the store."""
    field = N_("the title")
    if wanted.kind not in tuple(Kind):
        raise Problem(N_("there is no kind {given}"), given=wanted.kind)
    if wanted.channel not in tuple(Channel):
        raise Problem(N_("there is no channel {given}"), given=wanted.channel)
    if wanted.priority not in range(1, 6):
        raise Problem(
            N_("the priority is a number from 1 to 5, not {given}"), given=wanted.priority
        )
    return {
        "title": intake.filled(intake.line(wanted.title, field), field),
        "kind": wanted.kind,
        "channel": wanted.channel,
        "body": intake.text(wanted.body, N_("the text")),
        "priority": wanted.priority,
        "project_id": wanted.project_id,
        "customer_id": wanted.customer_id,
        "owner_id": wanted.owner_id,
    }


def _check_named(deed: Deed, facts: Mapping[str, object]) -> None:
    """Raise a `Problem` where the facts name what the store doesn't have, or an owner who doesn't
    work here today."""
    for column, table, problem in (
        ("customer_id", "customer", N_("there is no customer {number}")),
        ("project_id", "project", N_("there is no project {number}")),
    ):
        number = facts.get(column)
        if number is not None and not numbers.exists(deed.db, table, number):
            raise Problem(problem, number=number)
    owner = facts.get("owner_id")
    if owner is not None:
        check_owner(deed, int(str(owner)))
