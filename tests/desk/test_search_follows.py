"""Whatever is done at a desk, taken back or imported, the index is as if it were built anew."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from floorboard.desk import search, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.domain.problem import Problem
from floorboard.store import search as store
from floorboard.store.connection import connect
from importing import open_copy, row, take
from indexing import assert_as_rebuilt

TEXTS = st.text(st.sampled_from("ab 登录不开1🙂"), min_size=1, max_size=8).map(
    lambda each: each + "z"
)

Act = Callable[[Desk, int, str], object]


def _open(desk: Desk, number: int, text: str) -> object:
    new = NewCustomer(text, phone="+86 138") if number % 2 else None
    return tickets.open_ticket(desk, OpenTicket(text, body=text[::-1], new_customer=new))


def _edit(desk: Desk, number: int, text: str) -> object:
    with desk.store.reading() as db:
        found = db.execute("SELECT version FROM ticket WHERE id = ?", (number,)).fetchone()
    return tickets.edit(desk, number, found[0], title=text) if found else None


def _import(desk: Desk, number: int, text: str) -> object:
    """A newer export of the same tickets each time, with another title."""
    with desk.store.reading() as db:
        day = db.execute("SELECT count(*) + 1 FROM journal").fetchone()[0] % 20 + 1
    at = f"2026-11-{day:02d} 09:00"
    return take(desk, [row("A-1", title=text, updated=at), row(f"A-{number}", updated=at)])


ACTS: Mapping[str, Act] = {
    "open": _open,
    "edit": _edit,
    "note": lambda desk, number, text: tickets.note(desk, number, text),
    "reply": lambda desk, number, text: tickets.reply(desk, number, text),
    "solve": lambda desk, number, text: tickets.solve(desk, number, text),
    "split": lambda desk, number, text: tickets.split(desk, number, text),
    "merge": lambda desk, number, _: tickets.merge(desk, number, number % 4 + 1),
    "undo": lambda desk, *_: undoing.undo(desk),
    "redo": lambda desk, *_: undoing.redo(desk),
    "import": _import,
    "index": lambda desk, *_: search.index(desk),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 4), TEXTS), max_size=12))
@example([("import", 1, "登z"), ("index", 1, "z"), ("import", 1, "录z"), ("import", 2, "开z")])
@settings(max_examples=25)
def test_the_index_follows(empty: Path, acts: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = open_copy(empty, Path(folder) / "floor.sqlite")
        with contextlib.closing(desk), contextlib.closing(connect(desk.store.path)) as db:
            for name, number, text in acts:
                with contextlib.suppress(Problem):  # what isn't possible changes nothing
                    ACTS[name](desk, number, text)
                assert_as_rebuilt(db)
            search.index(desk)
            assert store.complete(db)
            assert_as_rebuilt(db)


def test_a_ticket_that_was_just_opened_is_found(empty: Path, tmp_path: Path) -> None:
    desk = open_copy(empty, tmp_path / "floor.sqlite")
    wanted = OpenTicket("打不开", new_customer=NewCustomer("王芳", phone="13800004242"))
    number = tickets.open_ticket(desk, wanted)
    for typed in ("打不", "wf", "4242", str(number)):
        found = search.find(desk, typed)
        assert found.complete
        assert [each.row.id for each in found.rows] == [number]
    assert [each.name for each in search.customers(desk, "wf")] == ["王芳"]
    undoing.undo(desk)
    assert search.find(desk, "打不").rows == ()
    assert search.customers(desk, "wf") == []
    undoing.redo(desk)
    assert [each.row.id for each in search.find(desk, "打不").rows] == [number]
    desk.close()
