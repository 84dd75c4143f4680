"""Texts measured in cells, cut and wrapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.plain import cells
from floorboard.reports.table import Column, table
from floorboard.reports.width import cell_width, cut, fit, wrap

PLAIN = st.text(max_size=80).map(cells)


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("值班主管", 8), ("a值", 3), ("e\u0301", 1), ("−58 m", 5), ("😀", 2)],
)
def test_cell_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "cut_text"),
    [("abcdef", 4, "abc…"), ("abcd", 4, "abcd"), ("值班主管", 5, "值班…"), ("值班", 2, "…")],
)
def test_cut(text: str, width: int, cut_text: str) -> None:
    assert cut(text, width) == cut_text


@given(PLAIN, st.integers(1, 40), st.booleans())
def test_fit_is_exact(text: str, width: int, right: bool) -> None:
    assert cell_width(fit(text, width, right=right)) == width


@given(PLAIN, st.integers(2, 40))
def test_wrap_keeps_every_character_but_blanks(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(PLAIN, st.integers(4, 40))
def test_wrapped_lines_fit_but_for_a_closing_sign(text: str, width: int) -> None:
    assert all(cell_width(line) <= width + 2 for line in wrap(text, width))


def test_wrap_breaks_at_blanks_and_between_wide_characters() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("客服中心值班主管", 8) == ["客服中心", "值班主管"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("one\n\ntwo", 9) == ["one", "", "two"]


def test_columns_stand_under_each_other() -> None:
    columns = [Column("Nr", right=True), Column("Name", cut=True), Column("Last")]
    rows = [(1, "王芳", "x"), (1042, "a long name that gives way", "y"), (7, None, "z")]
    assert table(columns, rows, width=24) == [
        "  Nr  Name          Last",
        "   1  王芳          x",
        "1042  a long name…  y",
        "   7                z",
    ]
    assert "gives way" in table(columns, rows)[2]


def test_no_cell_commands_the_terminal() -> None:
    (_titles, row) = table([Column("Title")], [("\x1b[31mred\n\u202e",)])
    assert row.isprintable()
