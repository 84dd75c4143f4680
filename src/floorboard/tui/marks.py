"""Tickets marked for one deed on many. A mark belongs to a number, so it stays with its ticket
wherever that moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Marks:
    """The numbers of the marked tickets, in the order in which they were marked."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, ticket: object) -> bool:
        return ticket in self._ids

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(self._ids)

    def toggle(self, ticket: int) -> None:
        """Mark a ticket, or take its mark away."""
        if ticket in self._ids:
            del self._ids[ticket]
        else:
            self._ids[ticket] = None

    def add(self, tickets: Iterable[int]) -> None:
        self._ids.update(dict.fromkeys(tickets))

    def clear(self) -> None:
        self._ids.clear()

    def up_to(self, ticket: int, shown: Sequence[int]) -> None:
        """Mark what stands between the last mark in a list and a ticket of it, both too."""
        here = shown.index(ticket)
        places = {number: place for place, number in enumerate(shown)}
        last = next((places[number] for number in reversed(self._ids) if number in places), here)
        first, end = sorted((last, here))
        self.add(shown[first : end + 1])
