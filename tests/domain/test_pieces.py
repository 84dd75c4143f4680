"""What is found is what the text contains: the pieces, the query, and SQLite between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from floorboard.domain import pieces
from floorboard.domain.pieces import Term, fold, spans, term, terms, words

LETTERS = "ab ABé登录不开の🙂ßЖ-1230０, 𠀀가ही"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=24) | st.text(max_size=24)


@pytest.fixture(scope="module")
def db() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', prefix='2 4')")
        yield db


def hits(db: sqlite3.Connection, typed: Term, *fields: str) -> bool:
    """Whether an index of one text finds it."""
    text = words(*fields)
    db.execute("INSERT INTO found (rowid, words) VALUES (1, ?)", (text,))
    found = db.execute("SELECT rowid FROM found WHERE found MATCH ?", (typed.query,)).fetchall()
    db.execute("INSERT INTO found (found, rowid, words) VALUES ('delete', 1, ?)", (text,))
    return bool(found)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" …!? ", ""),
        ("Cannot log-in", "cannot log in"),
        ("Café登录-OK", "cafe 登录 ok"),
        ("登录，失败", "登录 失败"),
        ("ＡＢ１２　ｶﾞ", "ab12 ガ"),
        ("Straße İstanbul ΣΊΣΥΦΟΣ", "strasse istanbul σισυφοσ"),
        ("Nguyễn Đức", "nguyen đuc"),
        ("が・ぎ", "が ぎ"),
        ("각하 각", "각하 각"),
        ("ที่นี่", "ที่นี่"),
        ("हिन्दी में", "हिन्दी में"),
        ("snake_case", "snake case"),
        ("x" * 70, "x" * 64 + " " + "x" * 6),
        ("❤️ok", "❤ ok"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("客户端打不开网页", "打不", True),
        ("客户端打不开网页", "打不开", True),
        ("客户端打不开网页", "打开", False),
        ("客户端打不开网页", "页", True),
        ("客户端打不开网页", "网", True),
        ("打不，开门", "不开", False),
        ("登录login失败", "录log", True),
        ("登录login失败", "录 失败", True),
        ("登录login失败", "登login", False),
        ("登录login失败", "login失", True),
        ("Cannot log in", "LOG", True),
        ("Cannot log in", "not", False),
        ("Cannot log in", "log-in", True),
        ("Cannot log in", "logi", False),
        ("José", "jose", True),
        ("José", "josé", True),
        ("order 8837712 is late", "7712", True),
        ("order 8837712 is late", "12", False),
        ("order 8837712 is late", "883", True),
        ("order 8837712 is late", "837", False),
        ("order 8837712 is late", "8837712is", False),
        ("order 8837712 is late", "8837712-is", True),
        ("INC0010023", "0023", True),
        ("INC0010023", "inc001", True),
        ("ab12", "12", False),
        ("𠀀𠀁", "𠀁", True),
        ("🙂🙃", "🙂🙃", True),
    ],
)
def test_what_is_found(db: sqlite3.Connection, text: str, typed: str, found: bool) -> None:
    wanted = terms(typed)
    assert all(each.matches(text) for each in wanted) is found
    assert all(hits(db, each, text) for each in wanted) is found


@given(TEXTS, TEXTS)
@example("ab登", "b登")
@example("", '"')
@example("x", "x\0")
def test_the_index_finds_exactly_what_the_text_contains(text: str, typed: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', prefix='2 4')")
        for each in terms(typed):
            assert hits(db, each, text) == each.matches(text)


@given(TEXTS, st.data())
def test_every_part_of_a_text_from_a_words_beginning_on_is_found(
    text: str, data: st.DataObject
) -> None:
    folded = fold(text)
    begins = [
        n for n in range(len(folded)) if n == 0 or folded[n - 1] == " " or folded[n] > "\u0e00"
    ]
    begins = [n for n in begins if folded[n] != " "]
    if begins:
        start = data.draw(st.sampled_from(begins))
        typed = folded[start : data.draw(st.integers(start + 1, len(folded)))].strip()
        for each in terms(typed):
            assert each.matches(text)


@given(st.text())
def test_whatever_is_typed_is_a_query(typed: str) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='', prefix='2 4')")
        for each in terms(typed):
            db.execute("SELECT rowid FROM found WHERE found MATCH ?", (each.query,)).fetchall()


def test_no_find_reaches_from_one_field_into_the_next(db: sqlite3.Connection) -> None:
    together = term("log in")
    assert together is not None
    assert hits(db, together, "please log in")
    assert not hits(db, together, "please log", "in time")
    apart = term("登录失败")
    assert apart is not None
    assert not hits(db, apart, "登录", "失败")


def test_what_is_typed_is_bounded() -> None:
    assert len(terms("a b c d e f g h i j")) == pieces.MOST_TERMS
    (long,) = terms("登" * 10_000)
    assert len(long.folded) == pieces.LONGEST
    assert terms("登录 登录 登录") == terms("登录")
    assert terms(" ,.!") == ()
    assert term("") is None


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("客户端打不开网页", "打不开", ["打不开"]),
        ("Cannot LOG-in, log in", "log-in", ["LOG-in", "log in"]),
        ("José saw jose", "jose", ["José", "jose"]),
        ("Straße", "strass", ["Straß"]),
        ("登录login", "录log", ["录log"]),
        ("打不开 打开", "打 开", ["打", "开", "打开"]),
        ("not in knot", "not", ["not"]),
        ("nothing", "zzz", []),
    ],
)
def test_where_it_stands(text: str, typed: str, shown: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, terms(typed))] == shown


@given(
    st.text(st.sampled_from(LETTERS), max_size=24), st.text(st.sampled_from(LETTERS), max_size=6)
)
def test_what_is_shown_lies_in_the_text_and_contains_it(text: str, typed: str) -> None:
    for each in terms(typed):
        for start, end in spans(text, [each]):
            assert 0 <= start < end <= len(text)
            assert each.folded in fold(text[start:end]) or each.needle in " " + fold(text)
