"""What is told of a deed on a ticket: what it did, and what an edit is to change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store.views.listing import TicketRow
from floorboard.tui import deeds
from floorboard.tui.render.runs import Run

if TYPE_CHECKING:
    from floorboard.desk.undoing import Undone


def done(text: str, row: TicketRow | None, now: Instant, zone: ZoneInfo) -> list[Run]:
    """What was done, and what is owed next."""
    if row is None:
        return []
    runs = [Run("✓ ", "green"), Run(text.format(number=row.id), "text")]
    if row.next_due_at is not None and row.next_clock is not None:
        clock, time = words.clock(row.next_clock), words.when(row.next_due_at, now, zone)
        due = _("{clock} due {time}") if row.next_due_at >= now else _("{clock} was due {time}")
        runs.append(Run(" · " + due.format(clock=clock, time=time), "dim"))
    return runs


def named(undone: Undone) -> str:
    """What was taken back or done again, and on what."""
    what = _(deeds.noun(undone.action))
    if len(undone.tickets) == 1:
        return _("{deed} on #{number}").format(deed=what, number=undone.tickets[0])
    if undone.tickets:
        many = deeds.counted(len(undone.tickets))
        return _("{deed} on {tickets}").format(deed=what, tickets=many)
    return words.labelled(what, undone.about) if undone.about else what


def changes(fields: Mapping[str, object]) -> str:
    """The fields of an edit that are to be another."""
    said = []
    for field, value in fields.items():
        match field:
            case "title":
                said.append(f"{_('title')} “{value}”")
            case "kind":
                said.append(f"{_('kind')} {words.kind(str(value))}")
            case "priority":
                said.append(f"{_('priority')} {value}")
            case "customer_id":
                said.append(_("another customer"))
            case _:
                said.append(_("another project"))
    return _(", ").join(said)
