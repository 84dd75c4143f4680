"""What an import has to know of the store, asked for many tickets at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from floorboard.domain.instant import Instant
from floorboard.store import images
from floorboard.store.queries.entries import REDONE, UNDONE


class Facts(NamedTuple):
    """What a source says about a ticket, named as the columns of `ticket` are."""

    kind: str
    channel: str
    state: str
    priority: int
    title: str
    body: str
    project_id: int | None
    customer_id: int | None
    owner_id: int | None
    owner_label: str
    team: str
    opened_at: Instant
    recorded_target_at: Instant | None
    recorded_verdict: str | None
    reopen_count: int
    reassignment_count: int


class KnownTicket(NamedTuple):
    """A ticket that an earlier import made."""

    id: int
    external_id: str
    source_updated_at: Instant
    updated_at: Instant
    version: int
    facts: Facts


class KnownEvent(NamedTuple):
    """An event of a ticket. It is our own people's where `source_key` is None."""

    seq: int
    at: Instant
    kind: str
    actor: str
    body: str
    until: Instant | None
    source_key: str | None


_FACTS = ", ".join(f"t.{column}" for column in Facts._fields)


def is_empty(db: sqlite3.Connection) -> bool:
    """Whether there is no ticket at all."""
    return db.execute("SELECT 1 FROM ticket LIMIT 1").fetchone() is None


def last_id(db: sqlite3.Connection, table: str) -> int:
    """The highest id of a table that is numbered by `id`; `table` is the program's word."""
    return int(db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])


def known(
    db: sqlite3.Connection, source: str, external_ids: Iterable[str]
) -> dict[str, KnownTicket]:
    """The tickets of a source with these ids, by external id."""
    rows = db.execute(
        "SELECT t.id, t.external_id, coalesce(t.source_updated_at, 0), t.updated_at, t.version,"
        f" {_FACTS} FROM json_each(?) j"
        " CROSS JOIN ticket t ON t.external_id = j.value AND t.source = ?",
        (_list(external_ids), source),
    )
    return {row[1]: KnownTicket._make((*row[:5], Facts._make(row[5:]))) for row in rows}


def keys(db: sqlite3.Connection, ticket_ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """The ticket and the source's key of every imported event of these tickets."""
    return db.execute(
        "SELECT e.ticket_id, e.source_key FROM json_each(?) j"
        " CROSS JOIN ticket_event e ON e.ticket_id = j.value WHERE e.source_key IS NOT NULL",
        (_list(ticket_ids),),
    )


def events(db: sqlite3.Connection, ticket_id: int) -> list[KnownEvent]:
    """The history of one ticket, in order of arrival."""
    rows = db.execute(
        "SELECT seq, at, kind, actor, body, until, source_key FROM ticket_event"
        " WHERE ticket_id = ? ORDER BY seq",
        (ticket_id,),
    )
    return [KnownEvent(*row) for row in rows]


def edited(db: sqlite3.Connection) -> dict[int, set[str]]:
    """The fields that people of ours ever edited, by ticket: the journal tells each edit. One that
    was taken back is none, unless it was done again."""
    deeds: list[tuple[int, int, Iterable[str]]] = []
    taken_back: set[int] = set()
    rows = db.execute(
        "SELECT seq, action, before, after FROM journal"
        " WHERE (subject GLOB 'ticket/[0-9]*' OR subject = 'tickets')"
        " AND (action GLOB 'ticket.*' OR action IN (?, ?)) ORDER BY seq",
        (UNDONE, REDONE),
    )
    for seq, action, before, after in rows:
        left = json.loads(after)
        if action == UNDONE:
            taken_back.add(left["of"])
        elif action == REDONE:
            taken_back.discard(left["of"])
        else:
            deeds += [
                (seq, int(str(each.key[0])), each.before)
                for each in images.heard(json.loads(before).get("rows"), left.get("rows"))
                if each.table == "ticket" and each.before is not None
            ]
    found: dict[int, set[str]] = {}
    for seq, number, fields in deeds:
        if seq not in taken_back:
            found.setdefault(number, set()).update(fields)
    return found


def newest_fact(db: sqlite3.Connection, source: str, below: int) -> Instant:
    """The newest instant that a source has told about its tickets numbered below `below`."""
    row = db.execute(
        "SELECT coalesce(max(source_updated_at), 0) FROM ticket WHERE source = ? AND id < ?",
        (source, below),
    ).fetchone()
    return int(row[0])


def customers(db: sqlite3.Connection, source: str, names: Collection[str]) -> dict[str, int]:
    """The customers that a source knows by these names, and their ids."""
    rows = db.execute(
        "SELECT c.external_id, c.id FROM json_each(?) j"
        " CROSS JOIN customer c ON c.source = ? AND c.external_id = j.value",
        (_list(names), source),
    )
    return dict(rows)


def _list(values: Iterable[object]) -> str:
    return json.dumps([*values], ensure_ascii=False)
