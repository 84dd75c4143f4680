"""What a deed did to the store, row by row: the journal keeps it, and undoing puts it back.

A deed says what it is going to change (`Watch.begin`); the rows that belong to it are read before
and after, and the difference is all there is to know. Rows that only ever come to be, as a ticket's
events, aren't read before: their highest number is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from floorboard.store import rows
from floorboard.store.queries.rules import DUE_COLUMNS
from floorboard.store.rows import KEYS, Row

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that a deed made, took away or changed.

    `before` is None where it wasn't there, `after` where it isn't any more; of a row that was
    changed, both hold the changed columns alone.
    """

    table: str
    key: Key
    before: Row | None
    after: Row | None

    def reversed(self) -> Difference:
        return Difference(self.table, self.key, self.after, self.before)


class MovedOn(Exception):
    """A row isn't any more as the deed left it, or something else follows from it."""

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.table)
        self.difference = difference


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of `table` that belong to what is watched: those whose `owner` column is among its ids,
    or whose `owner` names such a row of `through`. `grows` is the column that numbers rows which
    are only ever added."""

    table: str
    owner: str
    through: tuple[str, str] | None = None
    grows: str = ""

    def condition(self) -> str:
        ids = "SELECT value FROM json_each(?)"
        if self.through is not None:
            table, owner = self.through
            ids = f"SELECT id FROM {table} WHERE {owner} IN ({ids})"
        return f"{self.owner} IN ({ids})"


_RAISED = (
    _Part("escalation_person", "escalation_id"),
    _Part("escalation_note", "escalation_id", grows="seq"),
)
_OF_TICKET = ("escalation", "ticket_id")
_OF_ROTA = ("rota_layer", "rota_id")

_PARTS: Mapping[str, tuple[_Part, ...]] = {
    "ticket": (
        _Part("ticket", "id"),
        _Part("ticket_event", "ticket_id", grows="seq"),
        _Part("ticket_link", "ticket_id"),
        _Part("escalation", "ticket_id"),
        _Part("escalation_person", "escalation_id", _OF_TICKET),
        _Part("escalation_note", "escalation_id", _OF_TICKET, grows="seq"),
    ),
    "escalation": (_Part("escalation", "id"), *_RAISED),
    "customer": (_Part("customer", "id"),),
    "check": (_Part("duty_check", "id"),),
    "checklist": (_Part("checklist", "id"), _Part("checklist_item", "checklist_id")),
    "item": (_Part("checklist_item", "id"),),
    "review": (_Part("project_review", "day"),),
    "skill": (_Part("project_skill", "person_id"),),
    "project": (_Part("project", "id"),),
    "rota": (
        _Part("rota", "id"),
        _Part("rota_layer", "rota_id"),
        _Part("rota_member", "layer_id", _OF_ROTA),
    ),
    "turn": (_Part("rota_turn", "id"),),
    "override": (_Part("rota_override", "id"),),
    "schedule": (_Part("rota_schedule", "id"), _Part("rota_schedule_turn", "schedule_id")),
    "swap": (_Part("rota_swap", "id"),),
    "leave": (_Part("leave", "id"),),
    "need": (_Part("cover_need", "id"),),
    "seat": (_Part("seat", "id"),),
    "sitting": (_Part("sitting", "id"),),
    "attendance": (_Part("attendance", "id"),),
    "overtime": (_Part("overtime", "id"),),
    "handover": (
        _Part("handover", "id"),
        _Part("handover_section", "handover_id"),
        _Part("handover_item", "handover_id"),
        _Part("handover_acknowledgement", "handover_id"),
        _Part("handover_question", "handover_id"),
        _Part("handover_signature", "handover_id"),
        _Part("handover_addendum", "handover_id"),
    ),
}


class _Found:
    """Which parts turned out to have no rows: what would belong to those isn't looked for."""

    def __init__(self) -> None:
        self._none: set[tuple[str, str]] = set()

    def may_have(self, part: _Part, wanted: str) -> bool:
        return part.through is None or (part.through[0], wanted) not in self._none

    def note(self, part: _Part, wanted: str, there: Mapping[Key, Row]) -> None:
        if not there:
            self._none.add((part.table, wanted))


@dataclass(slots=True)
class Watch:
    """The rows that a deed may change, as they were before it."""

    db: sqlite3.Connection
    _seen: list[tuple[_Part, str, dict[Key, Row], dict[object, int]]] = field(default_factory=list)

    def begin(self, kind: str, ids: Iterable[object]) -> None:
        """Watch everything that belongs to these: reviews by day, skills by person, all else by
        id. The id of a row that is yet to be made is `rows.next_id`."""
        wanted = json.dumps(list(ids))
        found = _Found()
        for part in _PARTS[kind]:
            before: dict[Key, Row] = {}
            highest: dict[object, int] = {}
            if found.may_have(part, wanted):
                if part.grows:
                    highest = _highest(self.db, part, wanted)
                else:
                    before = dict(_rows(self.db, part, wanted))
                    found.note(part, wanted, before)
            self._seen.append((part, wanted, before, highest))

    def differences(self) -> list[Difference]:
        """What has come of it, in an order in which rows can be made."""
        found: dict[tuple[str, Key], Difference] = {}
        present = _Found()
        for part, wanted, before, highest in self._seen:
            seen = before
            there: dict[Key, Row] = {}
            if present.may_have(part, wanted):
                there = dict(_rows(self.db, part, wanted, _after(part, wanted, highest)))
                present.note(part, wanted, there)
            for key, now in there.items():
                if part.grows and key[-1] <= highest.get(key[0], 0):  # type: ignore[operator] # seq
                    continue
                was = seen.pop(key, None)
                if was is None:
                    found[part.table, key] = Difference(part.table, key, None, now)
                elif was != now:
                    changed = [column for column in now if now[column] != was[column]]
                    found[part.table, key] = Difference(
                        part.table,
                        key,
                        {column: was[column] for column in changed},
                        {column: now[column] for column in changed},
                    )
            for key, was in seen.items():
                found[part.table, key] = Difference(part.table, key, was, None)
        return list(found.values())


# They follow from a ticket's history and the rules in force: that rules moved them is no change of
# the ticket, and who puts it back computes them anew.
_DERIVED: Mapping[str, frozenset[str]] = {"ticket": frozenset(DUE_COLUMNS)}

_GROWS = {part.table: part.grows for parts in _PARTS.values() for part in parts if part.grows}


def put_back(db: sqlite3.Connection, differences: Sequence[Difference]) -> None:
    """Make every row as it was before; `MovedOn` where one isn't as the deed left it, where its
    history went on, or where something else names a row that goes.

    What was made last goes first, and what comes back comes in the order in which it was made.
    """
    made = [each for each in reversed(differences) if each.before is None]
    for each in made + [each for each in differences if each.before is not None]:
        try:
            _put_back(db, each)
        except sqlite3.IntegrityError:
            raise MovedOn(each) from None


def _put_back(db: sqlite3.Connection, each: Difference) -> None:
    now = rows.get(db, each.table, *each.key)
    if each.after is None:
        if now is not None or not _ends_with(db, each, -1):
            raise MovedOn(each)
        assert each.before is not None
        rows.insert(db, each.table, each.before)
    elif now is None or _changed(each, now):
        raise MovedOn(each)
    elif each.before is not None:
        rows.update(db, each.table, each.key, each.before)
    elif not _ends_with(db, each, 0):
        raise MovedOn(each)
    else:
        rows.delete(db, each.table, each.key)


def _changed(each: Difference, now: Row) -> bool:
    """Whether the row isn't as the deed left it."""
    derived = _DERIVED.get(each.table, frozenset())
    left = (each.after or {}).items()
    return any(now[column] != value for column, value in left if column not in derived)


def _ends_with(db: sqlite3.Connection, each: Difference, step: int) -> bool:
    """Whether the history that the row belongs to, if to any, ends with it, or `step` from it."""
    grows = _GROWS.get(each.table)
    if grows is None:
        return True
    owner, number = each.key
    last = db.execute(
        f"SELECT coalesce(max({grows}), 0) FROM {each.table} WHERE {KEYS[each.table][0]} = ?",
        (owner,),
    ).fetchone()[0]
    return bool(last == int(str(number)) + step)


def said(differences: Sequence[Difference]) -> tuple[list[object], list[object]]:
    """The differences as the journal keeps them: the rows before, and the rows after."""
    return (
        [[each.table, list(each.key), each.before] for each in differences],
        [[each.table, list(each.key), each.after] for each in differences],
    )


def heard(before: object, after: object) -> list[Difference]:
    """The differences that a journal entry keeps; none where it keeps no rows."""
    if not isinstance(before, list) or not isinstance(after, list):
        return []
    return [
        Difference(table, tuple(key), was, now)
        for (table, key, was), (_, _, now) in zip(before, after, strict=True)
    ]


def _rows(
    db: sqlite3.Connection, part: _Part, wanted: str, after: int = 0
) -> Iterable[tuple[Key, Row]]:
    """The rows that belong to `wanted`; of a history, those `after` a number."""
    sql = f"SELECT * FROM {part.table} WHERE {part.condition()}"
    if part.grows:
        cursor = db.execute(f"{sql} AND {part.grows} > ?", (wanted, after))
    else:
        cursor = db.execute(sql, (wanted,))
    columns = [column[0] for column in cursor.description]
    places = [columns.index(column) for column in KEYS[part.table]]
    for row in cursor:
        yield tuple(row[place] for place in places), dict(zip(columns, row, strict=True))


def _after(part: _Part, wanted: str, highest: Mapping[object, int]) -> int:
    """A number in histories above which everything new lies, so that a long one isn't read."""
    if part.through is not None:
        return 0  # their owners may be new themselves
    return min((highest.get(owner, 0) for owner in json.loads(wanted)), default=0)


def _highest(db: sqlite3.Connection, part: _Part, wanted: str) -> dict[object, int]:
    return dict(
        db.execute(
            f"SELECT {part.owner}, max({part.grows}) FROM {part.table}"
            f" WHERE {part.condition()} GROUP BY 1",
            (wanted,),
        )
    )
