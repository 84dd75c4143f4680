"""The search index holds what the tables hold, whatever was written, and in which order."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from floorboard.store import backup, health, rows, search
from floorboard.store.connection import connect
from floorboard.store.images import Difference
from floorboard.store.rows import Row
from floorboard.store.store import Store
from indexing import assert_as_rebuilt, pieces_of

TICKET: Row = {
    "source": "", "external_id": None, "kind": "incident", "channel": "phone", "state": "open",
    "priority": 3, "title": "t", "body": "", "owner_label": "", "team": "", "opened_at": 10,
    "reopen_count": 0, "reassignment_count": 0, "updated_at": 10, "version": 1,
    "next_due_at": 253_402_300_799,
}  # fmt: skip
EVENT: Row = {"at": 10, "kind": "note", "actor": "", "body": ""}
CUSTOMER: Row = {
    "name": "王芳", "search": "王芳 wang fang wangfang wf", "organisation": "", "phone": "",
    "email": "", "source": "", "version": 1,
}  # fmt: skip


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(path)) as db:
        yield db


def make(db: sqlite3.Connection, table: str, key: tuple[int, ...], **texts: object) -> Difference:
    base = {"ticket": TICKET, "ticket_event": EVENT, "customer": CUSTOMER}[table]
    row = {**dict(zip(rows.KEYS[table], key, strict=True)), **base, **texts}
    rows.insert(db, table, row)
    return Difference(table, key, None, row)


def change(db: sqlite3.Connection, table: str, key: tuple[int, ...], **to: object) -> Difference:
    before = rows.get(db, table, *key)
    assert before is not None
    rows.update(db, table, key, to)
    return Difference(table, key, {column: before[column] for column in to}, to)


def take_away(db: sqlite3.Connection, table: str, key: tuple[int, ...]) -> Difference:
    before = rows.get(db, table, *key)
    rows.delete(db, table, key)
    return Difference(table, key, before, None)


def found(db: sqlite3.Connection, query: str, index: str = "ticket_search") -> list[int]:
    sql = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid"
    return [row[0] for row in db.execute(sql, (query,))]


def test_rows_are_taken_in_a_few_at_a_time(db: sqlite3.Connection) -> None:
    for number in range(1, 6):
        make(
            db, "ticket", (number,), title=f"打不开 {number}", body="网页", external_id=f"X{number}"
        )
        make(db, "ticket_event", (number, 1))
        make(db, "ticket_event", (number, 2), body="已登录")
    make(db, "customer", (1,), phone="+86 138-0000-4242")
    assert not search.complete(db)
    more = [search.index_some(db, 2) for _ in range(4)]
    assert more == [True, True, True, False]
    assert search.complete(db)
    own = [number << search.EVENT_BITS for number in range(1, 6)]
    assert found(db, '"打不 不开"') == found(db, '"网页"') == own
    assert found(db, '"登录"') == [each + 2 for each in own]
    assert found(db, '"x3"') == [3 << search.EVENT_BITS]
    assert found(db, '"wf"', "customer_search") == [1]
    assert not search.index_some(db, 2)


def test_a_row_in_the_index_changes_with_its_texts(db: sqlite3.Connection) -> None:
    search.changed(db, [make(db, "ticket", (1,), title="打不开", body="网页")])
    assert search.complete(db)
    search.changed(db, [change(db, "ticket", (1,), title="登录", version=2)])
    assert (found(db, '"打不"'), found(db, '"登录"')) == ([], [1 << search.EVENT_BITS])
    assert found(db, '"网页"') == [1 << search.EVENT_BITS]
    search.changed(db, [change(db, "ticket", (1,), state="waiting")])
    search.changed(db, [take_away(db, "ticket", (1,))])
    assert pieces_of(db, "ticket_search") == []
    assert db.execute("SELECT last_id FROM search_mark WHERE name = 'ticket'").fetchone() == (0,)


def test_several_differences_on_one_row_are_one(db: sqlite3.Connection) -> None:
    search.changed(db, [make(db, "ticket", (1,), title="one", body="first")])
    told = [change(db, "ticket", (1,), title="two"), change(db, "ticket", (1,), body="second")]
    told += [change(db, "ticket", (1,), title="three"), take_away(db, "ticket", (1,))]
    told += [make(db, "ticket", (1,), title="four"), change(db, "ticket", (1,), body="fifth")]
    search.changed(db, told)
    assert_as_rebuilt(db)
    assert found(db, '"four"') == found(db, '"fifth"') == [1 << search.EVENT_BITS]


def test_what_lies_above_the_mark_waits(db: sqlite3.Connection) -> None:
    make(db, "ticket", (1,), title="imported")
    search.changed(
        db,
        [make(db, "ticket", (2,), title="opened"), make(db, "ticket_event", (2, 1), body="said")],
    )
    search.changed(db, [make(db, "ticket_event", (1, 1), body="noted")])
    assert pieces_of(db, "ticket_search") == []
    while search.index_some(db, 1):
        pass
    assert found(db, '"opened"') == [2 << search.EVENT_BITS]
    search.changed(
        db, [make(db, "ticket", (3,), title="next"), make(db, "ticket_event", (3, 1), body="said")]
    )
    assert search.complete(db)
    assert found(db, '"said"') == [(2 << search.EVENT_BITS) + 1, (3 << search.EVENT_BITS) + 1]


def test_it_is_built_for_others_to_write_meanwhile(store: Store, db: sqlite3.Connection) -> None:
    db.execute("BEGIN")
    for number in range(1, 1001):
        make(db, "ticket", (number,), title=f"打不开 {number}")
    db.execute("COMMIT")
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))
        db.execute("BEGIN IMMEDIATE")  # nobody holds the write lock here
        db.execute("COMMIT")
        if len(seen) == 2:
            search.build(store.path)  # another console does the same

    search.build(store.path, progress)
    assert seen[0] == (0, 1000)
    assert search.complete(db)
    assert len(found(db, '"打不"')) == 1000
    assert_as_rebuilt(db)


def test_ended_half_way_it_goes_on_from_there(store: Store, db: sqlite3.Connection) -> None:
    for number in range(1, 301):
        make(db, "ticket", (number,), title="打不开")

    def end(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search.build(store.path, end)
    assert 0 < len(found(db, '"打不"')) < 300
    assert_as_rebuilt(db)
    search.build(store.path)
    assert len(found(db, '"打不"')) == 300


def test_an_indexed_store_is_sound_and_its_copy_finds_the_same(
    path: Path, tmp_path: Path, db: sqlite3.Connection
) -> None:
    make(db, "ticket", (1,), title="打不开")
    search.build(path)
    assert health.examine(path).sound
    copy = tmp_path / "copy.sqlite"
    backup.copy(path, copy)
    backup.prove(copy)
    with closing(connect(copy)) as other:
        assert found(other, '"打不"') == [1 << search.EVENT_BITS]
        search.changed(other, [change(other, "ticket", (1,), title="登录")])
        assert_as_rebuilt(other)


TEXTS = st.text(st.sampled_from("ab 登录不-12🙂"), max_size=8)
NUMBERS = st.integers(1, 6)


class Writing(RuleBasedStateMachine):
    """Deeds that open, change and take back, imports that add rows behind the index's back, and the
    index being brought up to date now and then."""

    template: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        path = self.folder / "floor.sqlite"
        shutil.copy(self.template, path)
        self.db = connect(path)
        self.done: list[list[Difference]] = []

    def teardown(self) -> None:
        self.db.close()

    def _next(self) -> int:
        return int(self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM ticket").fetchone()[0])

    @rule(title=TEXTS, body=TEXTS, said=TEXTS)
    def open_one(self, title: str, body: str, said: str) -> None:
        number = self._next()
        told = [make(self.db, "ticket", (number,), title=title, body=body)]
        told.append(make(self.db, "ticket_event", (number, 1), body=said))
        self._follow(told)

    @rule(title=TEXTS)
    def import_one(self, title: str) -> None:
        make(self.db, "ticket", (self._next(),), title=title)

    @rule(number=NUMBERS, title=TEXTS, said=TEXTS)
    def work_on_one(self, number: int, title: str, said: str) -> None:
        if rows.get(self.db, "ticket", number) is None:
            return
        sql = "SELECT coalesce(max(seq), 0) + 1 FROM ticket_event WHERE ticket_id = ?"
        seq = self.db.execute(sql, (number,)).fetchone()[0]
        told = [change(self.db, "ticket", (number,), title=title)]
        told.append(make(self.db, "ticket_event", (number, seq), body=said))
        self._follow(told)

    @rule(name=TEXTS, phone=st.sampled_from(["", "+86 138", "13800004242"]))
    def make_customer(self, name: str, phone: str) -> None:
        number = self.db.execute("SELECT coalesce(max(id), 0) + 1 FROM customer").fetchone()[0]
        self._follow([make(self.db, "customer", (number,), name=name or "x", phone=phone)])

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        told = []
        for each in reversed(self.done.pop()):
            now = rows.get(self.db, each.table, *each.key)
            if now is None or any(now[column] != to for column, to in (each.after or {}).items()):
                return
            if each.before is None:
                if (
                    each.table == "ticket"
                    and self.db.execute(
                        "SELECT 1 FROM ticket_event WHERE ticket_id = ?", each.key
                    ).fetchone()
                ):
                    break
                rows.delete(self.db, each.table, each.key)
            else:
                rows.update(self.db, each.table, each.key, each.before)
            told.append(each.reversed())
        search.changed(self.db, told)

    @rule(limit=st.integers(1, 3))
    def index(self, limit: int) -> None:
        search.index_some(self.db, limit)

    @invariant()
    def it_is_as_rebuilt(self) -> None:
        assert_as_rebuilt(self.db)

    def _follow(self, told: list[Difference]) -> None:
        search.changed(self.db, told)
        self.done.append(told)


def test_whatever_is_written_the_index_is_as_if_built_anew(template: Path, tmp_path: Path) -> None:
    class Here(Writing):
        pass

    Here.template, Here.folder = template, tmp_path
    run_state_machine_as_test(Here, settings=settings(max_examples=40, stateful_step_count=15))
