"""Entries of the journal, as people read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.domain.instant import Instant


@dataclass(frozen=True, slots=True)
class EntryView:
    """Who changed what about a subject; `before` and `after` hold the changed facts alone."""

    seq: int
    at: Instant
    who: str
    """The person, or the console where nobody was signed in."""
    action: str
    before: Mapping[str, object]
    after: Mapping[str, object]


def about(db: sqlite3.Connection, subject: str, limit: int = 100) -> list[EntryView]:
    """The newest `limit` entries about `subject`, newest first."""
    rows = db.execute(
        "SELECT j.seq, j.at, coalesce(o.name, j.console), j.action, j.before, j.after"
        " FROM journal j LEFT JOIN person o ON o.id = j.person_id"
        " WHERE j.subject = ? ORDER BY j.seq DESC LIMIT ?",
        (subject, limit),
    )
    return [
        EntryView(seq, at, who, action, json.loads(before), json.loads(after))
        for seq, at, who, action, before, after in rows
    ]
