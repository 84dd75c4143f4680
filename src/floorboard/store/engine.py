"""A session for the tables' models, imported when something is written by them."""

from __future__ import annotations

import sqlite3

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session


class _Joined:
    """A connection in a transaction that somebody else ends: the library, which commits or rolls
    back when it connects, disconnects or is done, is not heard."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getattr__(self, name: str) -> object:
        return getattr(self._db, name)

    def commit(self) -> None:
        pass

    def rollback(self) -> None:
        pass

    def close(self) -> None:
        pass


def session_on(db: sqlite3.Connection) -> Session:
    """A session in the transaction that `db` is in. It is flushed, never committed: who began the
    transaction ends it."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: _Joined(db),
        poolclass=StaticPool,
        hide_parameters=True,  # an error's text goes to the log: without what customers wrote
    )
    return Session(engine)
