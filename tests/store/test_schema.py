"""The migrations make the schema that the tables describe; older stores are brought to it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from floorboard.domain.problem import Problem
from floorboard.store import backup, health, journal, schema
from floorboard.store.connection import connect
from floorboard.store.store import Actor, Store
from floorboard.store.tables import metadata

BY = Actor("console")


def engine_on(path: Path) -> Engine:
    return create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, to the byte."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def stored_revision(path: Path) -> str:
    with closing(connect(path, read_only=True)) as db:
        return schema.revision(db, path)


def call_it(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = ?", (revision,))


# What the schema is


def test_the_revisions_are_those_of_the_migrations(path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert scripts.get_current_head() == schema.HEAD
    assert tuple(in_order) == schema.REVISIONS
    assert stored_revision(path) == schema.HEAD


def test_the_migrated_schema_is_that_of_the_tables(path: Path) -> None:
    engine = engine_on(path)
    with engine.connect() as connection, warnings.catch_warnings():
        # Alembic can't compare `uq_duty_check_once`, an index on an expression, and says so;
        # the next test compares it.
        warnings.filterwarnings("ignore", message="autogenerate skipping.*uq_duty_check_once")
        warnings.filterwarnings("ignore", message="Skipped unsupported reflection.*uq_duty_check")
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                # of the search index the tables know nothing
                "include_name": lambda name, kind, _: kind != "table" or "_search" not in name,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_so_are_its_checks_and_indexes(path: Path) -> None:
    """Alembic compares no CHECK, and no condition of a partial index."""
    made = create_engine("sqlite://")
    with made.connect() as connection:
        metadata.create_all(connection)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        meant = parts(raw)
    made.dispose()
    with closing(connect(path)) as db:
        found = parts(db)
    assert found == meant
    assert any(part.startswith("ck_ticket_due CHECK (") for part in found)
    assert any(" WHERE state IN " in part for part in found)


def parts(db: sqlite3.Connection) -> set[str]:
    """The checks and indexes, each as its SQL."""
    found = set()
    for kind, sql in db.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "index":
            found.add(" ".join(sql.split()))
        for line in sql.splitlines():
            if check := re.search(r"CONSTRAINT (ck_\w+ CHECK .*?),?\s*$", line):
                found.add(check[1])
    return found


def test_the_journal_and_the_counts_have_their_triggers(path: Path) -> None:
    with closing(connect(path)) as db:
        triggers = {
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        }
    assert triggers == {
        *("ticket_count_insert", "ticket_count_update", "ticket_count_delete"),
        *("journal_keep_insert", "journal_keep_update", "journal_keep_delete"),
        *(f"handover_keep_{what}" for what in ("insert", "delete", "accepted", "frozen")),
        *("handover_keep_signed", "handover_keep_order"),
        *(
            f"handover_{part}_keep_{event}"
            for part in ("section", "item", "acknowledgement", "question", "signature", "addendum")
            for event in ("insert", "update", "delete")
        ),
    }


def test_a_store_is_not_laid_out_over_a_file(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(FileExistsError):
        schema.create(taken)
    assert taken.read_text() == "mine"


# A newer store


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_newer_store_is_refused_and_no_byte_of_it_changes(path: Path, mode: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {mode}")
    call_it(path, "9999")
    before = contents(path.parent)
    with pytest.raises(Problem, match="a newer floorboard has written this store") as refused:
        Store.open(path)
    assert "schema 9999" in str(refused.value)
    assert "nothing was changed" in str(refused.value)
    assert contents(path.parent) == before


# An older store, with a revision as a later version would bring it

NOW, NEXT = schema.HEAD, "9000"

FOLLOWING = f'''"""The schema that follows."""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{NOW}"
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("desk", sa.String(), nullable=False, server_default="-"))
        batch.alter_column("search", new_column_name="found_by")
'''


class Later:
    """A program that knows one revision more."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        scripts = folder / "later program, 100% newer"
        shutil.copytree(Path(schema.__file__).parent / "migrations", scripts / "migrations")
        self._following = scripts / "migrations" / "versions" / f"{NEXT}_following_schema.py"
        patch.setattr(schema, "__file__", str(scripts / "schema.py"))
        patch.setattr(schema, "REVISIONS", (*schema.REVISIONS, NEXT))
        patch.setattr(schema, "HEAD", NEXT)
        self.migration()

    def migration(self, more: str = "") -> None:
        """Let the migration do `more` at its end."""
        self._following.write_text(f"{FOLLOWING}    {more}\n")


@pytest.fixture
def later(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Such a program, beside a store of ours with people and what refers to them."""
    with store.deed("filled", "floor", BY, 1) as deed:
        deed.db.execute(
            "INSERT INTO person (id, code, name, other_name, search, post, joined_on, version)"
            " VALUES (1, 'wf', '王芳', '', 'wf', 'agent', '2026-01-01', 1)"
        )
        deed.db.execute(
            "INSERT INTO project (id, code, name, name_zh, search, manager_id, active, version)"
            " VALUES (1, 'b', 'Billing', '', '', 1, 1, 1)"
        )
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    return Later(tmp_path, monkeypatch)


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(connect(path, read_only=True)) as db:
        return db.execute(sql).fetchall()


def test_an_older_store_is_kept_and_migrated(path: Path, later: Later) -> None:
    kept = schema.bring_up_to_date(path)
    assert kept == path.with_name(f"floor.sqlite.before-{NEXT}")
    assert stored_revision(path) == NEXT
    assert rows(path, "SELECT name, found_by, desk FROM person") == [("王芳", "wf", "-")]
    # rebuilding a table with foreign keys on would have deleted what refers to its rows
    assert rows(path, "SELECT name, manager_id FROM project") == [("Billing", 1)]
    assert health.examine(path).sound
    assert schema.bring_up_to_date(path) is None


def test_what_is_kept_is_the_whole_store_as_it_was(path: Path, later: Later) -> None:
    kept = schema.bring_up_to_date(path)
    assert kept is not None
    assert stored_revision(kept) == NOW
    assert rows(kept, "SELECT name, search FROM person") == [("王芳", "wf")]
    backup.prove(kept)
    with closing(connect(kept, read_only=True)) as db:
        verdict = journal.verify(db, journal.read_key(kept))
    assert (verdict.entries, verdict.sound) == (1, True)
    for file in (kept, journal.key_path(kept)):
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ('raise RuntimeError("no")', RuntimeError, "no"),
        ('op.execute("INSERT INTO nowhere VALUES (1)")', Problem, "no such table: nowhere"),
        ('op.execute("UPDATE project SET manager_id = 9")', Problem, "would break 1 references"),
        ('op.execute("DELETE FROM person")', Problem, "would break 1 references"),
    ],
)
def test_a_migration_that_fails_is_taken_back(
    path: Path, later: Later, more: str, error: type[Exception], said: str
) -> None:
    later.migration(more)
    before = rows(path, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    with pytest.raises(error, match=said):
        Store.open(path)
    assert stored_revision(path) == NOW
    assert rows(path, "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2") == before
    assert rows(path, "SELECT name, search FROM person") == [("王芳", "wf")]
    later.migration()
    assert schema.bring_up_to_date(path) is not None  # and a repaired one gets through


def test_without_room_for_the_backup_nothing_is_migrated(
    path: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **more: object) -> None:
        raise Problem("the disk is full")

    monkeypatch.setattr(backup, "copy", full)
    with pytest.raises(Problem, match="the disk is full"):
        schema.bring_up_to_date(path)
    assert stored_revision(path) == NOW


def test_the_second_of_two_consoles_leaves_the_firsts_backup_be(
    path: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = schema.bring_up_to_date(path)
    assert kept is not None
    before = kept.read_bytes()
    # it looked before the first had finished
    monkeypatch.setattr(schema, "revision", lambda db, path: NOW)
    assert schema.bring_up_to_date(path) is None
    assert kept.read_bytes() == before


def test_while_another_console_writes_a_migration_waits_and_says_so(
    path: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.store.connection.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Problem, match="another console is writing"):
            schema.bring_up_to_date(path)
    assert stored_revision(path) == NOW
