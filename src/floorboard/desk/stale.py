"""A stale edit: what somebody else changed since the editor looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from floorboard.domain.problem import N_, Problem
from floorboard.store.queries import entries
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.entries import EntryView
from floorboard.store.store import Deed


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that is another now. `before` is None where the journal doesn't tell it."""

    field: str
    before: object
    after: object


class StaleTicket(Problem):
    """The ticket was changed since it was read: nothing was saved; `changes` says what is new."""

    def __init__(
        self,
        what: str,
        *,
        number: int,
        version: int,
        changes: tuple[Changed, ...],
        who: str = "",
        told: Problem | None = None,
    ) -> None:
        fix = N_("Look at it again; nothing was saved")
        super().__init__(what, fix=fix, number=number, who=who, told=told)
        self.version = version
        """What it has come to."""
        self.changes = changes


_SAID = {
    "kind": N_("kind {before} → {after}"),
    "title": N_("title “{before}” → “{after}”"),
    "priority": N_("priority {before} → {after}"),
    "owner_id": N_("owner {before} → {after}"),
    "project_id": N_("project {before} → {after}"),
    "customer_id": N_("customer {before} → {after}"),
    "state": N_("state {before} → {after}"),
}
_NOBODY = "–"


def changes_since(deed: Deed, ticket: Mapping[str, Any], version: int) -> StaleTicket:
    """The refusal of a deed on `ticket`, a row, as it was at `version`, by what the journal says
    since: the fields that are others now, or, where none is, what was done.

    Where an import wrote it, under an entry of its own, the present values are all that is known.
    """
    number = int(ticket["id"])
    who = ""
    found: dict[str, Changed] = {}
    moved: list[EntryView] = []  # what gave it another version, newest first
    for entry in entries.of_ticket(deed.db, number):  # newest first
        before, after = entry.row("ticket", number)
        if entry.seq <= version or after.get("version") == version:
            break
        if "version" not in after:
            continue
        moved.append(entry)
        for field in _SAID.keys() & before.keys():
            who = who or entry.who
            now = found[field].after if field in found else after.get(field)
            found[field] = Changed(field, before[field], now)
    changes = tuple(found[field] for field in _SAID if field in found)
    told = [_change(deed, change) for change in changes]
    if not changes and moved and moved[0].row("ticket", number)[1]["version"] == ticket["version"]:
        from floorboard.reports import journal

        who = moved[0].who
        told = [journal.deed(each) for each in reversed(moved) if each.who == who]
    if not told:
        return StaleTicket(
            N_("ticket {number} was changed meanwhile"),
            number=number,
            version=ticket["version"],
            changes=tuple(Changed(field, None, ticket[field]) for field in _SAID),
        )
    return StaleTicket(
        N_("ticket {number} was changed meanwhile by {who}: {told}"),
        number=number,
        version=ticket["version"],
        changes=changes,
        who=who,
        told=reduce(_and, told),
    )


def _change(deed: Deed, change: Changed) -> Problem:
    """The change in words that can still be translated."""
    before, after = (_named(deed, change.field, v) for v in (change.before, change.after))
    return Problem(_SAID[change.field], before=before, after=after)


def _and(first: Problem, second: Problem) -> Problem:
    return Problem(N_("{first}, {second}"), first=first, second=second)


def _named(deed: Deed, field: str, value: object) -> object:
    if value is None:
        return _NOBODY
    if field == "owner_id":
        return queries.person_names(deed.db, [value]).get(value, value)
    if field == "project_id":
        return queries.project_codes(deed.db, [value]).get(value, value)
    if field == "customer_id":
        return queries.customer_names(deed.db, [value]).get(value, value)
    return value
