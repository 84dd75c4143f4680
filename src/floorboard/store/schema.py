"""Making a store and bringing an older one up to date.

The revision is read with plain SQL; Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store import backup, journal
from floorboard.store.connection import APPLICATION_ID, connect, faults, journal_mode

REVISIONS = ("0001",)
"""Every revision of the schema, oldest first. A test holds it against the migrations."""

HEAD = REVISIONS[-1]


def create(path: Path) -> None:
    """Make an empty store at `path`, whole or not at all; a `Problem` if the name is taken."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    os.close(handle)
    draft = Path(name)
    try:
        with faults(path):
            _upgrade(draft, fresh=True)
            _settle(draft)
        journal.make_key(path)
        os.link(draft, path)
    except FileExistsError:
        raise Problem(
            N_("there is a file of that name already"),
            where=str(path),
            fix=N_("Name another with --store"),
        ) from None
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


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


def _settle(draft: Path) -> None:
    """Leave one file on disk, in the journal mode it will be used in."""
    with closing(connect(draft)) as db:
        if journal_mode() == "wal":
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _refused(path: Path, error: OSError) -> Problem:
    return Problem(
        N_("the store can't be made: {error}"),
        where=str(path),
        fix=N_("Choose another place with --store"),
        error=error.strerror or error,
    )
