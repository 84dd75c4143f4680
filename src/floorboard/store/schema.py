"""Laying out a store and bringing an older one up to date.

The revision is read with plain SQL; Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store.connection import APPLICATION_ID, connect, faults, journal_mode

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""Every revision of the schema, oldest first. A test holds it against the migrations."""

HEAD = REVISIONS[-1]

_STORED = "SELECT version_num FROM alembic_version"


def create(path: Path) -> None:
    """Make an empty store and its key at `path`, which must be free.

    A process killed meanwhile leaves part of it: `draft` builds where nobody looks.
    """
    from floorboard.store import journal

    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    journal.make_key(path)
    _upgrade(path)


def revision(db: sqlite3.Connection, path: Path) -> str:
    """The store's revision; a `Problem` where the file is no store of ours."""
    with faults(path):
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise Problem(
                N_("this is not a floorboard store"), where=str(path), fix=N_("Name another file")
            )
        row = db.execute(_STORED).fetchone()
    if row is None:
        raise Problem(
            N_("the store is damaged"),
            where=str(path),
            fix=N_("Run `floorboard doctor`, then restore a backup"),
        )
    return str(row[0])


def bring_up_to_date(path: Path) -> Path | None:
    """Migrate the store if it is behind, after a backup; the backup's path, or None.

    A store that a newer program has written is refused before anything is written.
    """
    with closing(connect(path, read_only=True)) as db:
        found = revision(db, path)
        mode = db.execute("PRAGMA journal_mode").fetchone()[0]
    if found == HEAD:
        if mode != journal_mode():
            # Written with another SQLite. Later the store's own readers would be in the way of the
            # change, and no write would get through; where it can't be done now, it can be read.
            with suppress(Problem):
                connect(path).close()
        return None
    if found not in REVISIONS:
        raise Problem(
            N_("a newer floorboard has written this store (schema {found}, this knows {known})"),
            where=str(path),
            fix=N_("Update floorboard; nothing was changed"),
            found=found,
            known=HEAD,
        )
    kept = path.with_name(f"{path.name}.before-{HEAD}")
    return kept if _upgrade(path, keep=kept) else None


def _upgrade(path: Path, *, keep: Path | None = None) -> bool:
    """Run the migrations in one transaction, foreign keys off so that no child row goes.

    A new store has nothing to `keep`. An old one is copied there under the write lock, so that of
    two consoles that find it old, the second finds it migrated and leaves the first one's copy be.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    from floorboard.store import backup, journal

    def raw() -> sqlite3.Connection:
        db = connect(path)
        db.execute("PRAGMA foreign_keys = OFF")
        return db

    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))  # it expands `%(…)s`
    engine = create_engine("sqlite://", creator=raw, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined] # a Connection

    try:
        with engine.begin() as connection:
            if keep is None:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            elif connection.exec_driver_sql(_STORED).scalar() == HEAD:
                return False
            else:
                backup.copy(path, keep, replace=True)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            db = connection.connection.driver_connection
            assert isinstance(db, sqlite3.Connection)
            journal.begin_seal(db, journal.read_key(path))
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise Problem(
                    N_("the update would break {count} references and was taken back"),
                    where=str(path),
                    fix=N_("Keep this store as it is and report the problem"),
                    count=len(broken),
                )
    except DBAPIError as error:
        with faults(path):
            raise error.orig or error from error
    return True
