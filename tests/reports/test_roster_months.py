"""A month of the roster as a workbook and as a page for the wall."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import load_workbook

from floorboard import i18n
from floorboard.domain.plain import clean_line
from floorboard.exchange.rosters.drafts import Layout
from floorboard.exchange.rosters.reading import read_roster
from floorboard.reports.roster_month import (
    GAP_COLOUR,
    MonthCell,
    MonthDay,
    MonthRow,
    MonthSheet,
    MonthShift,
    colours,
)
from floorboard.reports.roster_sheet import xlsx
from floorboard.reports.roster_wall import html
from nasty import NASTY

FIRST = date(2026, 12, 1)
AT = 1_795_350_000


def month(label: str = "张三", text: str = "D") -> MonthSheet:
    days = tuple(
        MonthDay(day, day.weekday() > 4, "圣诞节" if day.day == 25 else "")
        for day in (FIRST + timedelta(number) for number in range(31))
    )
    free = (MonthCell(),) * 28
    people = (
        MonthRow(label, (MonthCell(text, "D"), MonthCell("N", "N"), MonthCell(), *free)),
        MonthRow("Bo Lind", (MonthCell(), MonthCell("D", "D"), MonthCell("x", "?"), *free)),
    )
    rotas = (MonthRow("Hotline", (MonthCell(gap=True), MonthCell("Bo", gap=True), *free, free[0])),)
    legend = (MonthShift("D", "Day 08:30-17:30"), MonthShift("N", "Night"))
    return MonthSheet(
        "Roster 2026-12", days, people, rotas, legend, AT, "Asia/Shanghai", ("note!",)
    )


@pytest.fixture(params=["en", "zh"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    with load_workbook(BytesIO(data)) as book:
        return {
            name: [list(row) for row in book.get_sheet_by_name(name).iter_rows()]
            for name in book.sheet_names
        }


def test_the_workbook(spoken: str) -> None:
    people, rotas, legend = sheets(xlsx(month())).values()
    assert people[0][0] == "Roster 2026-12"
    assert people[1][25] == "圣诞节"
    assert people[2][1:3] == [FIRST, FIRST + timedelta(1)]
    assert people[3][1] == i18n._("Tue")
    assert people[4][:3] == ["张三", "D", "N"]
    assert people[5][:4] == ["Bo Lind", "", "D", "x"]
    assert people[7][0] == "note!"
    assert rotas[4][:3] == ["Hotline", i18n._("gap"), "! Bo"]
    assert [row[:2] for row in legend[2:4]] == [["D", "Day 08:30-17:30"], ["N", "Night"]]


def test_the_same_month_is_the_same_file() -> None:
    assert xlsx(month()) == xlsx(month())
    styles = zipfile.ZipFile(BytesIO(xlsx(month()))).read("xl/styles.xml").decode()
    assert all(colour[1:].upper() in styles for colour in (*colours(month()).values(), GAP_COLOUR))


def test_the_workbook_can_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(month()))
    roster = read_roster(path)
    assert roster.layout is Layout.PEOPLE_BY_DAY
    assert [(each.person, each.day.day, each.shift) for each in roster.shifts] == [
        ("张三", 1, "D"),
        ("张三", 2, "N"),
        ("Bo Lind", 2, "D"),
        ("Bo Lind", 3, "x"),
    ]
    assert roster.mistakes == ()


RUNS = {name: f"{sign}1+cmd|'/C calc'!A0" for name, sign in zip("abcd", "=+-@", strict=True)}
RUNS["link"] = "http://evil.example/"
RUNS["long"] = "x" * 40_000


@pytest.mark.parametrize("text", (NASTY | RUNS).values(), ids=NASTY | RUNS)
def test_texts_stay_texts_in_a_workbook(text: str) -> None:
    whole = replace(month(label=text, text=text), title=text, notes=(text,))
    data = xlsx(whole)
    shown = clean_line(text)[:32_767]
    people = sheets(data)[i18n._("People")]
    assert people[4][0] == shown
    assert people[4][1] == shown
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            written = archive.read(name)
            assert b"<f>" not in written
            assert b"<hyperlink" not in written
        assert b"quotePrefix" in archive.read("xl/styles.xml")


class Page(HTMLParser):
    """The texts of the cells, and all tags, of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: list[str] = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open = tag in ("td", "th", "h1", "p")
        if self.open:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.cells[-1] += data


def test_the_page(spoken: str) -> None:
    text = html([month()])
    page = Page(text)
    assert "size: A4 landscape" in text
    assert text.count("<section>") == 1
    assert html([month(), month()]).count("<section>") == 2
    assert {"Roster 2026-12", "张三", "圣诞节", i18n._("gap"), "note!"} <= set(page.cells)
    assert text.count('class="gap"') == 2 + 1  # the cells, and the legend's
    assert f'lang="{"zh-CN" if spoken == "zh" else "en"}"' in text
    assert "http" not in text
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_texts_stay_texts_on_a_page(text: str) -> None:
    whole = replace(month(label=text, text=text), title=text, notes=(text,))
    page, plain = Page(html([whole])), Page(html([month()]))
    assert page.tags == plain.tags
    assert page.cells.count(clean_line(text)) >= 4


@pytest.mark.parametrize("people", [1, 12, 30, 45])
def test_a_month_s_rows_fit_on_its_page(people: int) -> None:
    sheet = replace(month(), people=month().people[:1] * people)
    page = html([sheet])
    height = float(page.partition("height: ")[2].partition("mm")[0])
    size = float(page.partition('style="font-size: ')[2].partition("pt")[0])
    assert height * (people + 1) + 35 <= 194  # with both headings
    assert height >= size * 0.353


def test_long_texts_are_set_smaller() -> None:
    def size(text: str) -> float:
        page = html([month(text=text)])
        return float(page.partition('style="font-size: ')[2].partition("pt")[0])

    assert size("D") > size("欧阳小明、" * 20) >= 4
    assert size("D") > size("manager") >= 5  # a word of a day is kept whole


def test_no_rows_are_no_table() -> None:
    empty = replace(month(), people=(), rotas=())
    assert "<table" not in html([empty])
    assert list(sheets(xlsx(empty))) == [i18n._("Legend")]
    assert "<section>" not in html([])
