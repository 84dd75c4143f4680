"""What a ticket is: its fields, and how it belongs together with others."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from floorboard.desk import intake, ladder, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import opening
from floorboard.desk.tickets.work import ACTIONS, Work, begin, check, handle, owner_or_nobody
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import OPEN_STATES, EventKind, Kind, Relation
from floorboard.store import rows
from floorboard.store.queries import tickets as queries


class Kept(Enum):
    """The type of `KEPT`, because None is a value: nobody's ticket, no project."""

    KEPT = "kept"


KEPT: Final = Kept.KEPT
"""Leave the field as it is."""

PRIORITIES = range(1, 6)


def edit(
    desk: Desk,
    ticket_id: int,
    version: int,
    *,
    title: str | Kept = KEPT,
    kind: str | Kept = KEPT,
    priority: int | Kept = KEPT,
    owner_id: int | Kept | None = KEPT,
    project_id: int | Kept | None = KEPT,
    customer_id: int | Kept | None = KEPT,
) -> int:
    """Change the fields that are given on the ticket as it was at `version`; its new version.

    Raises `StaleTicket` where somebody else changed it since. Fields that have the value already
    are no change; where nothing changes, nothing is written and the version stays.
    """
    given = {
        "title": title,
        "kind": kind,
        "priority": priority,
        "owner_id": owner_id,
        "project_id": project_id,
        "customer_id": customer_id,
    }
    wanted = checked({field: value for field, value in given.items() if value is not KEPT})
    with handle(desk, ticket_id, Handling.EDIT, version) as work:
        if not edited(work, wanted):
            work.deed.withdraw()
            return version
    return int(work.row["version"])


def checked(wanted: Mapping[str, object]) -> Mapping[str, object]:
    """The values as they will be stored, checked as far as they can be without the store."""
    found = dict(wanted)
    if "title" in found:
        field = N_("the title")
        found["title"] = intake.filled(intake.line(str(found["title"]), field), field)
    if "priority" in found and found["priority"] not in PRIORITIES:
        raise Problem(
            N_("the priority is a number from 1 to 5, not {given}"), given=found["priority"]
        )
    if "kind" in found and found["kind"] not in tuple(Kind):
        raise Problem(N_("there is no kind {given}"), given=found["kind"])
    return found


def edited(work: Work, wanted: Mapping[str, object]) -> bool:
    """Change the fields; whether any is another now."""
    fields = {field: value for field, value in wanted.items() if work.row[field] != value}
    if "owner_id" in fields:
        permissions.check_too(work.deed, ACTIONS[Handling.ASSIGN])
        owner = fields.pop("owner_id")
        work.give_to(None if owner is None else int(str(owner)))
        if owner is not None:
            work.step(Handling.ASSIGN)
    elif not fields:
        return False
    told = [
        f"{field.removesuffix('_id')}: {_words(work, field, value)}"
        for field, value in fields.items()
    ]
    if told:
        work.event(EventKind.CHANGED, "\n".join(told))
    work.set(**fields)
    if fields.keys() & {"kind", "priority", "project_id"}:
        work.move_clocks()
    return True


def _words(work: Work, field: str, after: object) -> str:
    values = [work.row[field], after]
    if field in _NAMED:
        named, unknown = _NAMED[field]
        known = named(work.deed.db, {value for value in values if value is not None})
        if after is not None and after not in known:
            raise Problem(unknown, number=after)
        values = [known.get(value, "") for value in values]
    return " → ".join(str(value or "–") for value in values)


_NAMED = {
    "project_id": (queries.project_codes, N_("there is no project {number}")),
    "customer_id": (queries.customer_names, N_("there is no customer {number}")),
}
"""How the numbers in a field are told, and what is said of one that there isn't."""


def link(desk: Desk, ticket_id: int, other: int) -> None:
    """Tie two tickets together that have to do with each other."""
    _check_two(ticket_id, other)
    first, second = sorted((ticket_id, other))
    with handle(desk, ticket_id, Handling.LINK) as work:
        partner = _partner(work, other)
        key = (first, second, Relation.RELATED.value)
        if rows.get(work.deed.db, "ticket_link", *key) is not None:
            raise Problem(
                N_("#{number} and #{other} are linked already"), number=ticket_id, other=other
            )
        _tie(work, first, second, Relation.RELATED)
        work.event(EventKind.LINKED, f"#{other}")
        partner.event(EventKind.LINKED, f"#{ticket_id}")
        partner.finish()


def merge(desk: Desk, ticket_id: int, into: int, version: int | None = None) -> None:
    """Close a ticket that is about the same as another one, which goes on."""
    _check_two(ticket_id, into)
    with handle(desk, ticket_id, Handling.MERGE, version) as work:
        partner = _partner(work, into)
        if partner.state not in OPEN_STATES:
            raise Problem(
                N_("#{number} isn't open: nothing can be merged into it"),
                number=into,
                fix=N_("Reopen it first, or merge the other way round"),
            )
        _tie(work, ticket_id, into, Relation.MERGED_INTO)
        work.step(Handling.MERGE)
        work.set(first_owner_id=None)
        work.event(EventKind.LINKED, f"→ #{into}")
        work.event(EventKind.CLOSED)
        ladder.close_open(work.deed, work.id, work.at)
        partner.event(EventKind.LINKED, f"← #{ticket_id} {work.row['title']}")
        partner.finish()


def split(desk: Desk, ticket_id: int, title: str, version: int | None = None) -> int:
    """Open another ticket for the part of this one that is a problem of its own; its number."""
    field = N_("the title")
    name = intake.filled(intake.line(title, field), field)
    with handle(desk, ticket_id, Handling.SPLIT, version) as work:
        permissions.check_too(work.deed, "ticket.opened")
        fresh = opening.made(
            work.deed,
            work.rules,
            {
                **{
                    column: work.row[column]
                    for column in ("kind", "channel", "priority", "project_id", "customer_id")
                },
                "title": name,
                "body": "",
                "owner_id": owner_or_nobody(work.deed, work.row["owner_id"]),
            },
        )
        _tie(work, fresh, ticket_id, Relation.SPLIT_FROM)
        work.event(EventKind.LINKED, f"→ #{fresh} {name}")
        return fresh


def _check_two(ticket_id: int, other: int) -> None:
    if ticket_id == other:
        raise Problem(N_("these are one ticket, #{number}"), number=other)


def _partner(work: Work, other: int) -> Work:
    """The other ticket, which the deed changes too."""
    work.deed.watch("ticket", [other])
    partner = begin(work.deed, work.rules, other)
    check(partner, Handling.LINK)
    return partner


def _tie(work: Work, ticket_id: int, other: int, relation: Relation) -> None:
    """Tie them, if they aren't: one that was merged and reopened may be merged there again."""
    key = (ticket_id, other, relation.value)
    if rows.get(work.deed.db, "ticket_link", *key) is None:
        values = dict(zip(("ticket_id", "other_id", "relation"), key, strict=True))
        rows.insert(work.deed.db, "ticket_link", values)
