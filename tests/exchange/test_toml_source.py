"""TOML sources: errors name their line, and every value can be found again in the text."""

from __future__ import annotations

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange.toml_source import Path, TomlSource

TEXT = '''\
# a comment with [brackets] and = signs
name = "centre"
title.en = "Office # not a comment"
title.zh = """
[not.a.table]
key = 1
"""
pattern = '\\d[=' # a literal string

[week]
mon = ["09:00-12:00",  # lunch ]
       "13:00-18:00"]
"tue day" = [
    { a = 1, b = [2, 3] },
]

[deep.er.still]
x = 1

[[rule]]
kind = "incident"
target = { minutes = 5, calendar = "x" }

[[rule]]
kind = "question"

[[rule.rung]]
after = 1
[[rule.rung]]
after = 2
[rule.note]
text = "y"

[deep]
y = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("name",), 2),
        (("title", "en"), 3),
        (("title",), 3),
        (("title", "zh"), 4),
        (("pattern",), 8),
        (("week",), 10),
        (("week", "mon"), 11),
        (("week", "mon", 1), 11),
        (("week", "tue day"), 13),
        (("week", "sun"), 10),  # missing: its table's line
        (("deep", "er", "still", "x"), 18),
        (("deep", "er"), 17),
        (("rule",), 20),
        (("rule", 0), 20),
        (("rule", 0, "target", "minutes"), 22),
        (("rule", 1), 24),
        (("rule", 1, "kind"), 25),
        (("rule", 1, "rung", 0, "after"), 28),
        (("rule", 1, "rung", 1), 29),
        (("rule", 1, "note", "text"), 32),
        (("deep",), 34),
        (("deep", "y"), 35),
        (("missing",), 1),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_of(path: Path, line: int, ends: str) -> None:
    assert TomlSource(TEXT.replace("\n", ends), "x.toml").line_of(path) == line


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a = 1\nb = \n", "x.toml:2"),
        ("a = 1\n[b\nc = 1\n", "x.toml:2"),
        ("a = 1\n\na = 2", "x.toml:3"),
        ("[a]\n[a]\n", "x.toml:2"),
        ('a = 1\nb = "open', "x.toml:2"),
        ("a = 1\nb = [1,\n2", "x.toml:2"),
        ("=", "x.toml:1"),
        ("\n\n\x00", "x.toml:3"),
    ],
)
def test_what_is_not_toml(text: str, where: str) -> None:
    with pytest.raises(Problem) as caught:
        TomlSource(text, "x.toml")
    assert caught.value.where == where
    assert "at line" not in str(caught.value)
    assert "end of document" not in str(caught.value)


def test_a_byte_order_mark_is_not_a_key() -> None:
    assert TomlSource("\ufeffa = 1", "x.toml").data == {"a": 1}


def test_values_by_type() -> None:
    table = TomlSource(
        'text = "t"\nwhole = 3\nwholes = [1, 2]\nflag = true\ntexts = ["a"]\n'
        'wording = {en = "x", zh_CN = "y"}\nplain = "z"\n[table]\na = 1\n[[tables]]\nb = 2\n',
        "x.toml",
    ).root
    assert table.text("text") == "t"
    assert table.text("other", "default") == "default"
    assert table.whole("whole", 1, 9) == 3
    assert table.whole("other", 1, 9) is None
    assert table.wholes("wholes", 1, 9) == (1, 2)
    assert table.flag("flag")
    assert not table.flag("other")
    assert table.texts("texts") == ("a",)
    assert table.wording("wording") == {"en": "x", "zh_CN": "y"}
    assert table.wording("plain") == {"en": "z"}
    inner = table.table("table")
    assert inner is not None
    assert inner.whole("a", 1, 1) == 1
    assert table.table("other") is None
    assert [each.data for each in table.tables("tables")] == [{"b": 2}]
    assert "flag" in table
    assert "other" not in table


@pytest.mark.parametrize(
    ("value", "getter"),
    [
        ("1", "text"),
        ('" "', "text"),
        ("true", "whole"),
        ("0", "whole"),
        ('"1"', "whole"),
        ("[0]", "wholes"),
        ("1", "wholes"),
        ("1", "flag"),
        ("[1]", "texts"),
        ('"a"', "texts"),
        ("{ en = 1 }", "wording"),
        ('{ English = "x" }', "wording"),
        ("[]", "wording"),
        ("1", "table"),
        ("[1]", "tables"),
        ("{}", "tables"),
    ],
)
def test_wrong_types_name_their_line(value: str, getter: str) -> None:
    table = TomlSource(f"\nkey = {value}", "x.toml").root
    limits = (1, 9) if getter.startswith("whole") else ()
    with pytest.raises(Problem, match=r"^x\.toml:2: key cannot be .*Write it like this: "):
        list(getattr(table, getter)("key", *limits))


def test_unknown_and_missing_keys() -> None:
    table = TomlSource("a = 1\nb = 2", "x.toml").root
    table.only("a", "b")
    with pytest.raises(Problem, match=r"^x\.toml:2: b is not known here\. .*: a, c$"):
        table.only("a", "c")
    with pytest.raises(Problem, match=r"^x\.toml:1: c is missing"):
        table.need("a", "c")
