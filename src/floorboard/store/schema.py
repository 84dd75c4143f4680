"""Laying out a store and bringing an older one up to date.

The revision is read with plain SQL; Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store.connection import APPLICATION_ID, connect, faults

REVISIONS = ("0001",)
"""Every revision of the schema, oldest first. A test holds it against the migrations."""

HEAD = REVISIONS[-1]


def create(path: Path) -> None:
    """Make an empty store and its key at `path`, which must be free.

    A process killed meanwhile leaves part of it: `draft` builds where nobody looks.
    """
    from floorboard.store import journal

    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with faults(path):
        _upgrade(path, fresh=True)
    journal.make_key(path)


def revision(db: sqlite3.Connection, path: Path) -> str:
    """The store's revision; a `Problem` where the file is no store of ours."""
    with faults(path):
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Problem(
                N_("this is not a floorboard store"), where=str(path), fix=N_("Name another file")
            )
        row = db.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0])


def bring_up_to_date(path: Path) -> Path | None:
    """Migrate the store if it is behind, after a backup; the backup's path, or None.

    A store that a newer program has written is refused before anything is written.
    """
    with closing(connect(path, read_only=True)) as db:
        found = revision(db, path)
    if found == HEAD:
        return None
    if found not in REVISIONS:
        raise Problem(
            N_("a newer floorboard has written this store (schema {found}, this knows {known})"),
            where=str(path),
            fix=N_("Update floorboard; nothing was changed"),
            found=found,
            known=HEAD,
        )
    from floorboard.store import backup

    kept = path.with_name(f"{path.name}.before-{HEAD}")
    backup.copy(path, kept, replace=True)
    with faults(path):
        _upgrade(path, fresh=False)
    return kept


def _upgrade(path: Path, *, fresh: bool) -> None:
    """Run the migrations in one transaction, foreign keys off so that no child row goes."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    def raw() -> sqlite3.Connection:
        db = connect(path)
        db.execute("PRAGMA foreign_keys = OFF")
        return db

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine("sqlite://", creator=raw, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")  # type: ignore[attr-defined] # a Connection

    with engine.begin() as connection:
        if fresh:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Problem(
                N_("the update would break {count} references and was taken back"),
                where=str(path),
                fix=N_("Keep this store as it is and report the problem"),
                count=len(broken),
            )
