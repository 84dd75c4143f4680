"""Finding tickets and customers, and the index through deeds, undo and imports."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.desk import sample, search
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.domain.pieces import Term, terms
from floorboard.store import bulk
from floorboard.store import search as store
from floorboard.store.store import Actor, Store
from importing import NOW, open_copy, row, take

CUSTOMERS = (
    ("王芳", "蓝桥软件有限公司", "+86 138-0000-4242"),
    ("林海燕", "", "13900007156"),
    ("José Núñez", "Acme", ""),
    ("单立新", "", ""),
)
TICKETS = (
    ("打不开开票软件", "上周还正常", None, 1),
    ("Cannot log in", "The log file is attached", "INC0010023", 3),
    ("登录失败", "客户端打不开", None, 2),
    ("Invoice 20261122 is late", "", "inc7", None),
)


@pytest.fixture
def desk(empty: Path, tmp_path: Path) -> Iterator[Desk]:
    """A floor with a few tickets and customers; number 102 is far from the others."""
    desk = open_copy(empty, tmp_path / "floor.sqlite")
    with desk.store.deed("sample.made", "floor", desk.actor, NOW) as deed:
        columns = ("id", "name", "search", "organisation", "phone", "email", "source", "version")
        made = [
            (number, name, search_key(name), organisation, phone, "", "", 1)
            for number, (name, organisation, phone) in enumerate(CUSTOMERS, 1)
        ]
        bulk.insert(deed.db, "customer", columns, made)
        names = ("id", "title", "body", "external_id", "customer_id", "source", "kind", "channel")
        more = ("state", "priority", "owner_label", "team", "opened_at", "next_due_at")
        last = ("reopen_count", "reassignment_count", "updated_at", "version")
        rest = ("incident", "phone", "open", 3, "", "", NOW, 253_402_300_799, 0, 0, NOW, 1)
        rows = [(number, *ticket, "x", *rest) for number, ticket in enumerate(TICKETS, 1)]
        rows.append((102, "fax", "", None, None, "x", *rest))
        bulk.insert(deed.db, "ticket", (*names, *more, *last), rows)
        events = ("ticket_id", "seq", "at", "kind", "actor", "body")
        bulk.insert(
            deed.db, "ticket_event", events, [(4, 1, NOW, "note", "", "电话 8837712，打不通")]
        )
    yield desk
    desk.close()


def found(desk: Desk, typed: str, limit: int = 50) -> list[int]:
    return [each.row.id for each in search.find(desk, typed, limit).rows]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("打不", [4, 3, 1]),
        ("打不开", [3, 1]),
        ("打不开 登录", [3]),
        ("登录 log", []),
        ("LOG", [2]),
        ("log-in", [2]),
        ("log file", [2]),
        ("file cannot", [2]),
        ("2", [2, 4]),
        ("#2", [2, 4]),
        ("02", [102]),
        ("102", [102]),
        ("0023", [2]),
        ("INC0010023", [2]),
        ("inc0010023", [2]),
        ("INC7", [4]),
        ("7712", [4]),
        ("1122", [4]),
        ("4242", [1]),
        ("138-0000", [1]),
        ("1380000", [1]),
        ("7156", [3]),
        ("王芳", [1]),
        ("芳", [1]),
        ("wf", [1]),
        ("wangf", [1]),
        ("wang fang", [1]),
        ("lhy 登录", [3]),
        ("软件", [1]),
        ("蓝桥", [1]),
        ("jose", [2]),
        ("Núñez log", [2]),
        ("", []),
        ("…", []),
        ("999999999999999999999", []),
    ],
)
def test_what_is_found_and_in_which_order(desk: Desk, typed: str, numbers: list[int]) -> None:
    search.index(desk)
    assert found(desk, typed) == numbers


def test_the_text_that_it_was_found_in_is_shown(desk: Desk) -> None:
    search.index(desk)
    texts = {each.row.id: each.text for each in search.find(desk, "打不").rows}
    assert texts == {1: "", 3: "客户端打不开", 4: "电话 8837712，打不通"}
    (one,) = search.find(desk, "wf").rows
    assert (one.customer, one.organisation, one.text) == ("王芳", "蓝桥软件有限公司", "")


def test_there_is_more_than_the_limit(desk: Desk) -> None:
    search.index(desk)
    for limit, (numbers, more) in {
        1: ([4], True),
        2: ([4, 3], True),
        3: ([4, 3, 1], False),
    }.items():
        result = search.find(desk, "打不", limit)
        assert ([each.row.id for each in result.rows], result.more) == (numbers, more)


def test_what_is_not_in_the_index_yet_is_said(desk: Desk) -> None:
    assert not search.find(desk, "打不").complete
    assert found(desk, "102") == [102]  # a number needs no index
    assert search.index(desk)
    assert search.find(desk, "打不").complete
    assert not search.index(desk)


def test_a_clock_that_stands_still_writes_no_index(desk: Desk) -> None:
    desk.frozen = True
    assert not search.index(desk)
    assert not search.find(desk, "打不").complete


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("wf", ["王芳"]),
        ("王", ["王芳"]),
        ("4242", ["王芳"]),
        ("138 0000 4242", ["王芳"]),
        ("shan", ["单立新"]),
        ("l", ["林海燕"]),
        ("l x", ["单立新"]),
        ("nunez", ["José Núñez"]),
        ("acme", ["José Núñez"]),
        ("", []),
    ],
)
def test_customers(desk: Desk, typed: str, names: list[str]) -> None:
    search.index(desk)
    if typed == "l":  # those first whose name begins with it
        assert search.customers(desk, typed)[0].name == names[0]
        return
    assert [each.name for each in search.customers(desk, typed)] == names


def test_a_customers_open_tickets_are_counted(desk: Desk) -> None:
    search.index(desk)
    with desk.store.deed("ticket.solved", "ticket/1", desk.actor, NOW) as deed:
        deed.db.execute("UPDATE ticket SET state = 'solved' WHERE id = 1")
    assert [(each.name, each.open) for each in search.customers(desk, "wf")] == [("王芳", 0)]
    assert [(each.name, each.open) for each in search.customers(desk, "lhy")] == [("林海燕", 1)]


# The index through imports


def assert_sound(desk: Desk, *typed: str) -> None:
    """What the index finds for these is what a look through all texts finds."""
    assert search.find(desk, "x").complete
    with desk.store.reading() as db:
        texts = [
            *db.execute("SELECT id, title FROM ticket"),
            *db.execute("SELECT id, body FROM ticket"),
            *db.execute("SELECT id, coalesce(external_id, '') FROM ticket"),
            *db.execute("SELECT ticket_id, body FROM ticket_event"),
            *db.execute(
                "SELECT t.id, c.name FROM ticket t JOIN customer c ON c.id = t.customer_id"
            ),
        ]
    for each in typed:
        (term,) = terms(each)
        assert (
            found(desk, each, 1000) == sorted({n for n, text in texts if term.matches(text)})[::-1]
        )


def test_an_import_changes_what_is_found(desk: Desk) -> None:
    search.index(desk)
    take(desk, [row("A-1", title="打印机坏了"), row("A-2", title="Printer jam")])
    assert not search.find(desk, "打印").complete
    search.index(desk)
    assert_sound(desk, "打印", "printer", "zoe")
    newer = [
        row(
            "A-1",
            "resolved",
            title="扫描仪坏了",
            updated="2026-11-02 10:00",
            resolved="2026-11-02 09:59",
        ),
        row("A-3", title="打印纸没了", updated="2026-11-02 10:00"),
    ]
    take(desk, newer)
    assert found(desk, "打印") == []
    assert len(found(desk, "扫描")) == 1
    search.index(desk)
    assert_sound(desk, "打印", "扫描", "printer", "坏")
    with desk.store.reading() as db:
        assert store.complete(db)


# Everything that is asked of a whole floor


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("found") / "floor.sqlite"
    sample.make(path, NOW, tickets=400, seed=3)
    desk = Desk(Store.open(path), Actor("console"), lambda: NOW)
    search.index(desk)
    yield desk
    desk.close()


@given(st.data())
@settings(max_examples=60)
def test_found_is_what_contains_it(floor: Desk, data: st.DataObject) -> None:
    """Words out of the floor's own texts, one or two, against a look through every ticket."""
    with floor.store.reading() as db:
        texts: dict[int, list[str]] = {}
        for number, *parts in itertools.chain(
            db.execute("SELECT id, title, body FROM ticket"),
            db.execute("SELECT ticket_id, body FROM ticket_event"),
            db.execute(
                "SELECT t.id, c.name, c.search, c.organisation, c.email, c.phone FROM ticket t"
                " JOIN customer c ON c.id = t.customer_id"
            ),
        ):
            texts.setdefault(number, []).extend(parts)
    some = data.draw(st.sampled_from(sorted(texts)))
    words = [word for text in texts[some] for word in text.split()]
    picked = []
    for _ in range(data.draw(st.integers(1, 2))):
        word = data.draw(st.sampled_from(words))
        start = data.draw(st.integers(0, max(len(word) - 2, 0)))
        picked.append(word[start : start + data.draw(st.integers(1, 4))])
    typed = " ".join(picked)
    wanted = terms(typed)
    if not wanted:
        return

    def fits(number: int, term: Term) -> bool:
        own = str(number)
        ends = len(term.digits) > 1 and own.endswith(term.digits)
        return ends or own == term.digits or any(map(term.matches, texts[number]))

    expected = {number for number in texts if all(fits(number, term) for term in wanted)}
    result = search.find(floor, typed, 1000)
    numbers = [each.row.id for each in result.rows]
    assert set(numbers) == expected
    assert len(numbers) == len(expected)
    if not any(term.digits for term in wanted):
        assert numbers == sorted(numbers, reverse=True)
