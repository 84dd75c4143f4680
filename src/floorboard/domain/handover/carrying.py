"""What goes on from an accepted record into the next draft, until it is cleared."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from floorboard.domain.handover.record import Item


def tickets_of(items: Iterable[Item]) -> frozenset[int]:
    """The tickets that uncleared items are about."""
    return frozenset(
        each.ticket_id for each in items if each.ticket_id is not None and each.cleared_at is None
    )


def carried(items: Iterable[Item], open_tickets: Collection[int]) -> tuple[Item, ...]:
    """The items that go on: all that weren't cleared, but for those about a ticket that isn't open
    any more. They keep since when they stand."""
    return tuple(
        each
        for each in items
        if each.cleared_at is None and (each.ticket_id is None or each.ticket_id in open_tickets)
    )
