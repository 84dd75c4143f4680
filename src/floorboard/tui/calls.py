"""A call as it is written down, and the ticket that it was about."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.domain.ticket import Channel, Kind
from floorboard.store.queries.search import FoundCustomer
from floorboard.tui.widgets.hits import New


@dataclass(frozen=True, slots=True)
class Answered:
    """The ticket that the caller is about; `fresh` where it was opened now."""

    number: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class Call:
    """What was written down of a call and isn't saved."""

    who: str = ""
    customer: FoundCustomer | New | None = None
    title: str = ""
    phone: str = ""
    body: str = ""
    kind: object = Kind.INCIDENT.value
    channel: object = Channel.PHONE.value
    priority: object = 3
    project: object = None

    def said(self) -> tuple[str, ...]:
        """Its words."""
        return self.who, self.title, self.phone, self.body

    def __bool__(self) -> bool:
        return any(each.strip() for each in self.said())
