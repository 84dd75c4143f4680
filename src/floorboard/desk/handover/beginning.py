"""A handover begins: a draft that holds what the last one left."""

from __future__ import annotations

from collections.abc import Iterable

from floorboard.desk.desk import Desk
from floorboard.desk.handover import planned
from floorboard.domain.handover.carrying import carried, tickets_of
from floorboard.domain.handover.facts import TicketFact
from floorboard.domain.handover.record import Item, ItemKind, Lead, Record, State
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import floor
from floorboard.store.queries import handover as queries
from floorboard.store.queries import handover_facts as figures
from floorboard.store.store import Deed

SUGGESTED = 8
"""Tickets of the highest priority that a new draft has as critical items."""


def begin(desk: Desk) -> int:
    """Begin the handover of the shift; its number.

    Whoever is signed in hands over; on a console that nobody signed in to, whoever is responsible.
    The roster names who takes over. What the last record left open is carried on, and the most
    urgent tickets become critical items. A `Problem` where one is under way already.
    """
    with desk.deed("handover.begun", "") as deed:
        _check_free(queries.open_one(deed.db))
        previous = queries.last_accepted(deed.db)
        leads = planned.Leads(deed.db, deed.at)
        outgoing, instead_of = _outgoing(deed, leads)
        shift = planned.of(deed.db, deed.at, leads, outgoing)
        incoming = next((each for each in leads.at(shift.ends_at) if each != outgoing), None)
        number = rows.next_id(deed.db, "handover")
        deed.subject = f"handover/{number}"
        deed.watch("handover", [number])
        rows.insert(
            deed.db,
            "handover",
            {
                "id": number,
                "state": State.DRAFT.value,
                "is_open": 1,
                "shift": shift.name,
                "shift_zh": shift.name_zh,
                "starts_at": shift.starts_at,
                "ends_at": shift.ends_at,
                "until_at": shift.until_at,
                "outgoing_id": outgoing.id,
                "incoming_id": incoming.id if incoming else None,
                "instead_of_id": instead_of.id if instead_of else None,
                "passed_because": "",
                "previous_id": previous.id if previous else None,
                "begun_at": deed.at,
                "major": False,
                "content": "",
                "digest": "",
                "seal": "",
                "summary": "",
                "version": deed.version,
            },
        )
        _fill(deed, number, previous)
    return number


def put_item(deed: Deed, handover_id: int, position: int, values: dict[str, object]) -> int:
    """A new item of a draft; its number. Without a `root_id`, it begins here."""
    number = rows.next_id(deed.db, "handover_item")
    plain: dict[str, object] = {
        "id": number,
        "handover_id": handover_id,
        "position": position,
        "situation": "",
        "background": "",
        "assessment": "",
        "recommendation": "",
        "since_at": deed.at,
        "root_id": number,
        "cleared_note": "",
        "version": deed.version,
    }
    rows.insert(deed.db, "handover_item", {**plain, **values})
    return number


def _check_free(under_way: Record | None) -> None:
    if under_way is not None:
        raise Problem(
            N_("handover {number} is under way already"),
            fix=N_("Go on with it: there is one at a time"),
            number=under_way.id,
        )


def _outgoing(deed: Deed, leads: planned.Leads) -> tuple[Lead, Lead | None]:
    """Who hands over, and who is responsible on record, if that is somebody else."""
    on_record = queries.responsible(deed.db, deed.at)
    responsible = on_record[0] if on_record else None
    if deed.by.person_id is not None:
        person = floor.person(deed.db, deed.by.person_id)
        assert person is not None
        outgoing = Lead(person.id, person.name, person.other_name)
        return outgoing, responsible if responsible != outgoing else None
    lead = responsible or next(iter(leads.at(deed.at)), None)
    if lead is None:
        raise Problem(
            N_("nobody is signed in, and the roster names no lead"),
            fix=N_("Sign in as whoever hands over"),
        )
    return lead, None


def _fill(deed: Deed, number: int, previous: Record | None) -> None:
    """The items that the last record left, then the most urgent tickets that aren't among them."""
    left = previous.items if previous else ()
    on = carried(left, figures.still_open(deed.db, tickets_of(left)))
    known = tickets_of(on)
    fresh = [each for each in figures.urgent(deed.db, SUGGESTED) if each.ticket_id not in known]
    found = [*map(_carried, on), *_suggested(deed, fresh)]
    for position, values in enumerate(found, start=1):
        put_item(deed, number, position, values)


def _carried(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "ticket_id": item.ticket_id,
        "situation": item.situation,
        "background": item.background,
        "assessment": item.assessment,
        "recommendation": item.recommendation,
        "owner_id": item.owner_id,
        "due_at": item.due_at,
        "since_at": item.since_at,
        "root_id": item.root_id,
    }


def _suggested(deed: Deed, tickets: Iterable[TicketFact]) -> Iterable[dict[str, object]]:
    for each in tickets:
        row = rows.get(deed.db, "ticket", each.ticket_id) or {}
        yield {
            "kind": ItemKind.CRITICAL.value,
            "ticket_id": each.ticket_id,
            "situation": each.title,
            "owner_id": row.get("owner_id"),
            "due_at": each.due_at,
        }
