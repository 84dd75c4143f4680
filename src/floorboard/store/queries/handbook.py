"""The centre's own pages of the handbook and its risk rules, as the TOML they are read from."""

from __future__ import annotations

import sqlite3

from floorboard.domain.post import Post

Copies = tuple[tuple[Post, str, str], ...]
"""Posts with the centre's own text about them, and the program's text that it was made from."""

_RISK_RULES = "handbook.risks"


def copies(db: sqlite3.Connection) -> Copies:
    """What the centre has written itself."""
    found = dict(db.execute("SELECT key, value FROM setting WHERE key GLOB 'handbook.*'"))
    return tuple(
        (post, found[_own(post)], found.get(_shipped(post), ""))
        for post in Post
        if _own(post) in found
    )


def put(db: sqlite3.Connection, post: Post, text: str, shipped: str) -> None:
    """Keep the centre's text about a post, made from the `shipped` one."""
    db.executemany(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)"
        " ON CONFLICT (key) DO UPDATE SET value = ?2",
        [(_own(post), text), (_shipped(post), shipped)],
    )


def forget(db: sqlite3.Connection, post: Post) -> None:
    """Keep none any more."""
    db.execute("DELETE FROM setting WHERE key IN (?, ?)", (_own(post), _shipped(post)))


def risk_rules(db: sqlite3.Connection) -> str | None:
    """The centre's own rules of what opens risk points; None where it has none."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (_RISK_RULES,)).fetchone()
    return None if row is None else str(row[0])


def put_risk_rules(db: sqlite3.Connection, text: str | None) -> None:
    """Keep the centre's own rules; with None, none any more."""
    db.execute("DELETE FROM setting WHERE key = ?", (_RISK_RULES,))
    if text is not None:
        db.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (_RISK_RULES, text))


def _own(post: Post) -> str:
    return f"handbook.{post}"


def _shipped(post: Post) -> str:
    return f"handbook.{post}.shipped"
