"""Handovers: whole records, lists of them, and who is responsible."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from floorboard.domain.handover.record import (
    Acknowledgement,
    Addendum,
    Item,
    ItemKind,
    Lead,
    Question,
    Record,
    Section,
    Side,
    Signature,
    State,
    Written,
)
from floorboard.domain.instant import Instant
from floorboard.store.views.handover import HandoverRow, RungView

_LEADS = ("outgoing", "incoming", "instead_of", "planned")
_RECORD = (
    "SELECT h.id, h.state, h.shift, h.shift_zh, h.starts_at, h.ends_at, h.until_at,"
    + ",".join(f" {each}.id, {each}.name, {each}.other_name" for each in _LEADS)
    + ", h.begun_at, h.passed_because, h.previous_id, h.offered_at, h.accepted_at, h.major,"
    " h.content, h.digest, h.seal, h.summary, h.summarised_at, h.overtime_id, h.version"
    " FROM handover h"
    + "".join(f" LEFT JOIN person {each} ON {each}.id = h.{each}_id" for each in _LEADS)
)


def one(db: sqlite3.Connection, number: int) -> Record | None:
    """The whole record of this number."""
    return _record(db, "h.id = ?", number)


def open_one(db: sqlite3.Connection) -> Record | None:
    """The record that isn't accepted yet, if there is one."""
    return _record(db, "h.is_open = ?", 1)


def last_accepted(db: sqlite3.Connection) -> Record | None:
    """The record that was accepted last."""
    number = _last_number(db)
    return None if number is None else one(db, number)


class Standing(NamedTuple):
    """What a look at the clock needs to know of a record."""

    id: int
    state: State
    ends_at: Instant
    accepted_at: Instant | None


def standing(db: sqlite3.Connection) -> tuple[Standing | None, Standing | None]:
    """The open record and the one accepted last, in brief."""
    found = []
    for condition in ("is_open = 1", "id = (" + _LAST + ")"):
        row = db.execute(
            f"SELECT id, state, ends_at, accepted_at FROM handover WHERE {condition}"
        ).fetchone()
        found.append(row and Standing(row[0], State(row[1]), *row[2:]))
    return found[0], found[1]


def responsible(db: sqlite3.Connection, now: Instant) -> tuple[Lead, Instant, int] | None:
    """Who took over last by `now`, when, and by which record; None before the first handover."""
    row = db.execute(
        "SELECT p.id, p.name, p.other_name, h.accepted_at, h.id FROM handover h"
        " JOIN person p ON p.id = h.incoming_id WHERE h.accepted_at <= ?"
        " ORDER BY h.accepted_at DESC, h.id DESC LIMIT 1",
        (now,),
    ).fetchone()
    return None if row is None else (Lead(*row[:3]), row[3], row[4])


def listed(
    db: sqlite3.Connection, limit: int, *, before: int | None = None, words: Iterable[str] = ()
) -> list[HandoverRow]:
    """Up to `limit` records, the newest first, those below the number `before`; with `words`, those
    in whose text, names or addenda all of them stand."""
    found = db.execute(
        "SELECT h.id, h.state, h.shift, h.shift_zh, h.starts_at, h.ends_at, coalesce(o.name, ''),"
        " coalesce(i.name, ''), h.offered_at, h.accepted_at, h.major,"
        " (SELECT count(*) FROM handover_addendum a WHERE a.handover_id = h.id),"
        " coalesce((SELECT p.name FROM handover_signature s JOIN person p ON p.id = s.person_id"
        "  WHERE s.handover_id = h.id AND s.side = 'manager'), '')"
        " FROM handover h LEFT JOIN person o ON o.id = h.outgoing_id"
        " LEFT JOIN person i ON i.id = h.incoming_id"
        " WHERE (?1 IS NULL OR h.id < ?1) AND NOT EXISTS (SELECT 1 FROM json_each(?2) w WHERE"
        f" instr(lower({_TEXT}), lower(w.value)) = 0) ORDER BY h.id DESC LIMIT ?3",
        (before, json.dumps(list(words)), limit),
    )
    return [HandoverRow(*row) for row in found]


def accepted_numbers(db: sqlite3.Connection) -> list[int]:
    """Every accepted record, in order."""
    rows = db.execute("SELECT id FROM handover WHERE state = 'accepted' ORDER BY id")
    return [row[0] for row in rows]


def signed_since(db: sqlite3.Connection, since: Instant) -> list[int]:
    """The accepted records that somebody signed or amended since then, in order."""
    rows = db.execute(
        "SELECT h.id FROM handover h WHERE h.state = 'accepted' AND (h.accepted_at >= ?1"
        " OR EXISTS (SELECT 1 FROM handover_addendum a WHERE a.handover_id = h.id AND a.at >= ?1)"
        " OR EXISTS (SELECT 1 FROM handover_signature s WHERE s.handover_id = h.id AND s.at >= ?1))"
        " ORDER BY h.id",
        (since,),
    )
    return [row[0] for row in rows]


class Told(NamedTuple):
    """What the journal tells of a deed on a record: when, by whom, and the facts after it."""

    at: Instant
    person_id: int | None
    after: dict[str, object]


def journaled(db: sqlite3.Connection, number: int, action: str) -> list[Told]:
    """The journal's entries of this action about a record, in order."""
    rows = db.execute(
        "SELECT at, person_id, after FROM journal WHERE subject = ? AND action = ? ORDER BY seq",
        (f"handover/{number}", action),
    )
    return [Told(at, person, json.loads(after)) for at, person, after in rows]


def offered_by(db: sqlite3.Connection, number: int) -> int:
    """The journal's entry by which a record was offered last."""
    row = db.execute(
        "SELECT max(seq) FROM journal WHERE subject = ? AND action = 'handover.offered'",
        (f"handover/{number}",),
    ).fetchone()
    return int(row[0] or 0)


def journaled_as_accepted(db: sqlite3.Connection) -> list[int]:
    """The numbers of the records that the journal tells were accepted."""
    rows = db.execute("SELECT substr(subject, 10) FROM journal WHERE action = 'handover.accepted'")
    return [int(row[0]) for row in rows]


def journal_head(db: sqlite3.Connection) -> tuple[int, str]:
    """How many entries the journal has, and the hash of the last."""
    row = db.execute("SELECT entries, hash FROM journal_head").fetchone()
    return row or (0, "")


def rungs(db: sqlite3.Connection, *, closed: bool = False) -> list[RungView]:
    """The changes of shift that nobody took over in time, the latest first."""
    found = db.execute(
        "SELECT r.planned_at, r.raised_at, r.addressee, r.gap, r.closed_at,"
        " (SELECT json_group_array(p.name) FROM handover_rung_person h"
        "  JOIN person p ON p.id = h.person_id WHERE h.planned_at = r.planned_at)"
        f" FROM handover_rung r{'' if closed else ' WHERE r.closed_at IS NULL'}"
        " ORDER BY r.planned_at DESC"
    )
    return [
        RungView(planned, raised, to, bool(gap), ended, tuple(json.loads(people)))
        for planned, raised, to, gap, ended, people in found
    ]


def close_rungs(db: sqlite3.Connection, at: Instant) -> None:
    """Somebody has taken over: nothing is owed any more."""
    db.execute("UPDATE handover_rung SET closed_at = ? WHERE closed_at IS NULL", (at,))


def forget_agreement(db: sqlite3.Connection, number: int) -> None:
    """Take away what was signed and acknowledged; the questions stay."""
    for table in ("handover_signature", "handover_acknowledgement"):
        db.execute(f"DELETE FROM {table} WHERE handover_id = ?", (number,))


_LAST = (
    "SELECT id FROM handover WHERE accepted_at IS NOT NULL ORDER BY accepted_at DESC, id DESC"
    " LIMIT 1"
)
_TEXT = (
    "h.content || h.shift || h.shift_zh || h.summary || coalesce(o.name || o.other_name, '')"
    " || coalesce(i.name || i.other_name, '') || coalesce((SELECT group_concat(s.body, ' ') FROM"
    " handover_section s WHERE s.handover_id = h.id), '') || coalesce((SELECT"
    " group_concat(a.body, ' ') FROM handover_addendum a WHERE a.handover_id = h.id), '')"
)


def _last_number(db: sqlite3.Connection) -> int | None:
    row = db.execute(_LAST).fetchone()
    return None if row is None else int(row[0])


def _record(db: sqlite3.Connection, condition: str, value: int) -> Record | None:
    row = db.execute(f"{_RECORD} WHERE {condition}", (value,)).fetchone()
    if row is None:
        return None
    number, state, shift, shift_zh, starts_at, ends_at, until_at = row[:7]
    leads = [Lead(*row[at : at + 3]) if row[at] is not None else None for at in (7, 10, 13, 16)]
    begun_at, because, previous, offered, accepted, major, *texts = row[19:]
    content, digest, seal, summary, summarised, overtime, version = texts
    return Record(
        number,
        State(state),
        shift,
        shift_zh,
        starts_at,
        ends_at,
        until_at,
        leads[0],
        leads[1],
        begun_at,
        instead_of=leads[2],
        planned=leads[3],
        passed_because=because,
        previous_id=previous,
        offered_at=offered,
        accepted_at=accepted,
        major=bool(major),
        content=content,
        digest=digest,
        seal=seal,
        summary=summary,
        summarised_at=summarised,
        overtime_id=overtime,
        version=version,
        sections=_sections(db, number),
        items=_items(db, number),
        acknowledgements=tuple(
            Acknowledgement(*each)
            for each in db.execute(
                "SELECT item_id, person_id, at FROM handover_acknowledgement"
                " WHERE handover_id = ? ORDER BY item_id",
                (number,),
            )
        ),
        questions=_questions(db, number),
        signatures=_signatures(db, number),
        addenda=tuple(
            Addendum(*each)
            for each in db.execute(
                "SELECT a.id, a.person_id, coalesce(p.name, a.label), a.at, a.body"
                " FROM handover_addendum a LEFT JOIN person p ON p.id = a.person_id"
                " WHERE a.handover_id = ? ORDER BY a.id",
                (number,),
            )
        ),
    )


def _sections(db: sqlite3.Connection, number: int) -> tuple[Written, ...]:
    rows = db.execute(
        "SELECT section, body, none, version FROM handover_section WHERE handover_id = ?",
        (number,),
    )
    return tuple(Written(Section(name), body, bool(none), v) for name, body, none, v in rows)


def _items(db: sqlite3.Connection, number: int) -> tuple[Item, ...]:
    rows = db.execute(
        "SELECT i.id, i.kind, i.position, i.ticket_id, i.situation, i.background, i.assessment,"
        " i.recommendation, i.owner_id, coalesce(p.name, ''), i.due_at, i.since_at, i.root_id,"
        " i.cleared_at, i.cleared_note, i.version FROM handover_item i"
        " LEFT JOIN person p ON p.id = i.owner_id WHERE i.handover_id = ? ORDER BY i.position",
        (number,),
    )
    return tuple(Item(row[0], ItemKind(row[1]), *row[2:]) for row in rows)


def _questions(db: sqlite3.Connection, number: int) -> tuple[Question, ...]:
    rows = db.execute(
        "SELECT id, section, asked_by, asked_at, question, answered_by, answered_at, answer"
        " FROM handover_question WHERE handover_id = ? ORDER BY id",
        (number,),
    )
    return tuple(Question(row[0], Section(row[1]), *row[2:]) for row in rows)


def _signatures(db: sqlite3.Connection, number: int) -> tuple[Signature, ...]:
    found = [
        Signature(Side(row[0]), *row[1:])
        for row in db.execute(
            "SELECT s.side, s.person_id, p.name, s.at, s.digest FROM handover_signature s"
            " JOIN person p ON p.id = s.person_id WHERE s.handover_id = ?",
            (number,),
        )
    ]
    order = list(Side)
    return tuple(sorted(found, key=lambda each: order.index(each.side)))
