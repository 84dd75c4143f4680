"""SQLAlchemy's engine for writers, imported when the first write comes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from floorboard.store.connection import connect


def writing_engine(path: Path) -> Engine:
    """An engine whose transactions take the write lock before they read anything."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path),
        poolclass=NullPool,
        hide_parameters=True,  # an error's text goes to the log: without what customers wrote
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
