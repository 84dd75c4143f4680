"""A stale edit: what somebody else changed since the editor looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from floorboard.domain.problem import N_, Problem
from floorboard.store.queries import entries
from floorboard.store.queries import tickets as queries
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
    "state": N_("state {before} → {after}"),
}
_NOBODY = "–"


def changes_since(deed: Deed, ticket: Mapping[str, Any], version: int) -> StaleTicket:
    """The refusal of a deed on `ticket`, a row, as it was at `version`, by what the journal says
    since.

    Where an import wrote it, under an entry of its own, the present values are all that is known.
    """
    number = int(ticket["id"])
    who = ""
    found: dict[str, Changed] = {}
    for entry in entries.of_ticket(deed.db, number):  # newest first
        before, after = entry.row("ticket", number)
        if after.get("version") == version:
            break
        if not after and not before:
            continue
        who = who or entry.who
        for field in _SAID.keys() & before.keys():
            now = found[field].after if field in found else after.get(field)
            found[field] = Changed(field, before[field], now)
    if not found:
        return StaleTicket(
            N_("ticket {number} was changed meanwhile"),
            number=number,
            version=ticket["version"],
            changes=tuple(Changed(field, None, ticket[field]) for field in _SAID),
        )
    changes = tuple(found[field] for field in _SAID if field in found)
    return StaleTicket(
        N_("ticket {number} was changed meanwhile by {who}: {told}"),
        number=number,
        version=ticket["version"],
        changes=changes,
        who=who,
        told=_told(deed, changes),
    )


def _told(deed: Deed, changes: Sequence[Changed]) -> Problem:
    """The changes in words that can still be translated."""
    told: Problem | None = None
    for change in changes:
        before, after = (_named(deed, change.field, v) for v in (change.before, change.after))
        said = Problem(_SAID[change.field], before=before, after=after)
        told = said if told is None else Problem(N_("{first}, {second}"), first=told, second=said)
    assert told is not None
    return told


def _named(deed: Deed, field: str, value: object) -> object:
    if value is None:
        return _NOBODY
    if field == "owner_id":
        return queries.person_names(deed.db, [value]).get(value, value)
    if field == "project_id":
        return queries.project_codes(deed.db, [value]).get(value, value)
    return value
