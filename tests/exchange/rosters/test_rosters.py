"""Roster files in five layouts: every shift, and every mistake by its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from floorboard.domain.problem import Problem
from floorboard.exchange.rosters.drafts import Layout, Roster, ShiftDraft, letters
from floorboard.exchange.rosters.grid import ROSTER_CAPS
from floorboard.exchange.rosters.reading import read_roster
from floorboard.exchange.table import Caps
from floorboard.exchange.wall_clock import AmbiguousDates
from nasty import NASTY

Row = Sequence[Any]
SAMPLES = Path(__file__).parent / "samples"
DECEMBER = date(2026, 12, 1)


def workbook(
    path: Path,
    rows: Sequence[Row],
    *,
    sheet: str = "Roster",
    merged: Sequence[str] = (),
    formulas: Sequence[tuple[str, str, Any]] = (),
) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": 'm"月"d"日"'})
    hour = book.add_format({"num_format": "hh:mm"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date | datetime):
                page.write_datetime(number, column, cell, day)
            elif isinstance(cell, time):
                page.write_datetime(number, column, cell, hour)
            elif isinstance(cell, str):
                page.write_string(number, column, cell)
            elif cell is not None:
                page.write(number, column, cell)
    for area in merged:
        page.merge_range(area, "")
        top, left = _place(area.partition(":")[0])
        page.write_string(top, left, str(rows[top][left]))
    for cell, formula, value in formulas:
        page.write_formula(cell, formula, None, value)
    book.close()
    return path


def _place(cell: str) -> tuple[int, int]:
    return int(cell[1:]) - 1, ord(cell[0]) - ord("A")


wall = datetime.fromisoformat


def table(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def said(roster: Roster) -> list[tuple[str, str, str, str | None]]:
    return [(each.cell, each.person, f"{each.day:%m-%d}", each.shift) for each in roster.shifts]


def cells(roster: Roster) -> list[str]:
    """The cells of the mistakes; each says what, and what to do."""
    for each in roster.mistakes:
        assert each.problem.what
        assert each.problem.where == f"{each.column}{each.line}"
        assert str(each.problem)
    assert all(each.problem.fix for each in roster.mistakes)
    return [each.problem.where for each in roster.mistakes]


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name


HEADERS: dict[str, list[Any]] = {
    "true dates": [date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)],
    "day numbers of the spreadsheet": [46357, 46358, 46359],
    "ISO": ["2026-12-01", "2026-12-02", "2026-12-03"],
    "Chinese": ["2026年12月1日", "2026年12月2日", "2026年12月3日"],
    "Chinese without a year": ["12月1日", "12月2日", "12月3日"],
    "with weekdays": ["12月1日(周二)", "12月2日 星期三", "12月3日周四"],
    "English": ["Tue 1 Dec", "Wed, 2 Dec", "Thu 3 Dec"],
    "month first": ["12/1", "12/2", "12/3"],
    "day first": ["01.12.", "02.12.", "03.12."][:0] or ["01.12", "02.12", "03.12"],
    "days": ["1日", "2日", "3日"],
    "numbers": [1, 2, 3],
    "texts of numbers": ["1", "2", "3"],
    "times at midnight": [datetime(2026, 12, day) for day in (1, 2, 3)],  # noqa: DTZ001 - wall
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_people_by_day(tmp_path: Path, header: list[Any]) -> None:
    rows: list[Row] = [
        ["December roster"],
        ["Name", "Dept", *header, "Total"],
        ["Ana Costa", "A", "Day", None, "off", 1],
        ["张　三", "B", "早班", "晚班 16:00-24:00", " ", 2],
        [" Bo\u00a0Lind\u3000", "B", "休", "N", "N\n", 2],
        ["Total", None, 2, 2, 1],
    ]
    roster = read_roster(workbook(tmp_path / "a.xlsx", rows), DECEMBER)
    assert roster.layout is Layout.PEOPLE_BY_DAY
    assert roster.shifts == (
        ShiftDraft(3, 3, "Ana Costa", date(2026, 12, 1), "Day"),
        ShiftDraft(4, 3, "张三", date(2026, 12, 1), "早班"),
        ShiftDraft(4, 4, "张三", date(2026, 12, 2), "晚班", 960, 1440),
        ShiftDraft(5, 4, "Bo Lind", date(2026, 12, 2), "N"),
        ShiftDraft(5, 5, "Bo Lind", date(2026, 12, 3), "N"),
    )
    assert cells(roster) == []


def test_a_matrix_s_mistakes_stop_nothing_else(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["2026年12月排班表"],
        ["姓名", 29, 30, 31, 32, None],
        [None, "二", "四", "四", None, None],
        ["张三", "早班", "早班", date(2026, 12, 1), "早班", None],
        [None, "晚班", None, "晚班", None, None],
        ["李四", "09:00-17:00", "早25:00-26:00", "休", None, "早班"],
        ["王五", None, None, "晚班", None, None],
        ["备注：早班 08:00-16:00", "x"],
    ]
    path = workbook(tmp_path / "a.xlsx", rows, formulas=[("B7", "=B4", "")])
    roster = read_roster(path)
    assert said(roster) == [
        ("B4", "张三", "12-29", "早班"),
        ("B6", "李四", "12-29", None),
        ("D7", "王五", "12-31", "晚班"),
    ]
    assert roster.shifts[1].start == 540
    assert roster.shifts[1].end == 1020
    # a weekday that isn't, a day there isn't, a date for a shift, no name, no value
    assert cells(roster) == ["C2", "E2", "D4", "A5", "B7"]
    with pytest.raises(Problem, match="2026-12, 2026-11 was asked"):
        read_roster(path, date(2026, 11, 1))


def test_hours_that_no_day_has_are_told_by_cell(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", "姓名,12月1日,12月2日,12月3日\n张三,早班 25:00-26:00,早班,早班\n"
    )
    roster = read_roster(path, DECEMBER)
    assert [each.cell for each in roster.shifts] == ["C2", "D2"]
    assert cells(roster) == ["B2"]


def test_merged_cells_count_for_each(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["排班表", "", "", ""],
        ["线路", "姓名", date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 3)],
        ["热线", "张三", "早班", "", "晚班"],
        ["", "李四", "晚班", "早班", ""],
    ]
    path = workbook(tmp_path / "a.xlsx", rows, merged=["A1:E1", "A3:A4", "C3:D3"])
    roster = read_roster(path)
    assert said(roster) == [
        ("C3", "张三", "12-01", "早班"),
        ("D3", "张三", "12-02", "早班"),
        ("E3", "张三", "12-03", "晚班"),
        ("C4", "李四", "12-01", "晚班"),
        ("D4", "李四", "12-02", "早班"),
    ]
    assert {each.rota for each in roster.shifts} == {"热线"}


def test_days_by_person(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["日期", "星期", "张三", "Ana", "欧　明", "备注"],
        [date(2026, 11, 30), "一", "早", "D", None, "x"],
        [date(2026, 12, 1), "二", "休", "N", "早、晚", None],
        ["十二月二日", "三", "早", None, None, None],
        [date(2026, 12, 3), "四", None, None, "off", None],
    ]
    roster = read_roster(workbook(tmp_path / "a.xlsx", rows))
    assert roster.layout is Layout.DAYS_BY_PERSON
    assert said(roster) == [
        ("C2", "张三", "11-30", "早"),
        ("D2", "Ana", "11-30", "D"),
        ("D3", "Ana", "12-01", "N"),
        ("E3", "欧明", "12-01", "早"),
        ("E3", "欧明", "12-01", "晚"),
    ]
    assert cells(roster) == ["A4"]


def test_a_list_in_english() -> None:
    roster = read_roster(SAMPLES / "list_en.csv")
    assert roster.layout is Layout.LIST
    assert roster.shifts == (
        ShiftDraft(2, 3, "Ana Costa", date(2026, 12, 1), "Day", 510, 1050, "hotline"),
        ShiftDraft(3, 2, "Bo Lind", date(2026, 12, 1), None, 1050, 1500, "hotline"),
        ShiftDraft(4, 3, "Doe, Jane", date(2026, 12, 2), "Night", 1050, 1950),
    )
    assert cells(roster) == ["B6", "A7", "E8", "D9"]


def test_a_list_in_chinese_with_true_times(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["值班安排"],
        ["序号", "姓名", "上班时间", "下班时间", "线路"],
        [1, "张 三", wall("2026-12-01T17:30"), wall("2026-12-02T08:30"), "热线"],
        [2, "李四", wall("2026-12-02T08:00"), wall("2026-12-02T08:00"), None],
        [3, "李四", "2026-12-03 08:00", "2026-12-03 12:00", None],
        [4, "王五", "2026-12-03 08:00", "2026-12-09 12:00", None],
    ]
    roster = read_roster(workbook(tmp_path / "a.xlsx", rows))
    assert roster.shifts == (
        ShiftDraft(3, 2, "张三", date(2026, 12, 1), None, 1050, 1950, "热线"),
        ShiftDraft(4, 2, "李四", date(2026, 12, 2), None, 480, 1920),
        ShiftDraft(5, 2, "李四", date(2026, 12, 3), None, 480, 720),
    )
    assert cells(roster) == ["D6"]


def test_a_list_of_dates_and_times_apart(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["Date", "Name", "From", "To"],
        [date(2026, 12, 1), "Ana", time(8, 30), time(17, 0)],
        [date(2026, 12, 2), "Ana", 0.5, "24:00"],
    ]
    roster = read_roster(workbook(tmp_path / "a.xlsx", rows))
    assert [(each.start, each.end) for each in roster.shifts] == [(510, 1020), (720, 1440)]


def test_a_duty_table_of_days_by_shift() -> None:
    roster = read_roster(SAMPLES / "zhibanbiao_gb18030.csv", DECEMBER)
    assert roster.layout is Layout.DAYS_BY_SHIFT
    assert said(roster) == [
        ("C3", "张三", "12-01", "白班"),
        ("D3", "李四", "12-01", "夜班"),
        ("D3", "王五", "12-01", "夜班"),
        ("C4", "欧阳小明", "12-02", "白班"),
        ("C4", "赵六", "12-02", "白班"),
        ("D4", "钱七", "12-02", "夜班"),
        ("D4", "孙八", "12-02", "夜班"),
        ("D5", "周九", "12-03", "夜班"),
    ]
    assert (roster.shifts[0].start, roster.shifts[0].end) == (510, 1050)
    assert cells(roster) == ["A6", "A7"]


def test_a_duty_table_week_by_week() -> None:
    roster = read_roster(SAMPLES / "weeks.tsv")
    assert roster.layout is Layout.SHIFTS_BY_DAY
    assert cells(roster) == []
    assert len(roster.shifts) == 5 + 2 + 4 + 6 + 5
    assert said(roster)[:1] == [("B4", "张三", "12-07", "早班")]
    assert ("B5", "王五", "12-07", "早班") in said(roster)
    assert said(roster)[-7:-4] == [
        ("D10", "李四", "12-16", "早班"),
        ("E10", "张三", "12-17", "早班"),
        ("F10", "李四", "12-18", "早班"),
    ][:0] or said(roster)[-1] == ("F11", "钱七", "12-18", "晚班")


def test_day_numbers_that_begin_again_are_refused_by_cell(tmp_path: Path) -> None:
    text = "姓名,29,30,31,1,2\n张三,早班,早班,早班,早班,早班\n"
    roster = read_roster(table(tmp_path / "a.csv", text), DECEMBER)
    assert roster.shifts == ()
    assert cells(roster) == ["B1", "C1", "D1", "E1", "F1"]


def test_a_year_is_the_one_nearest_to_the_month(tmp_path: Path) -> None:
    text = "姓名,12/30,12/31,1/1\n张三,早班,早班,早班\n"
    roster = read_roster(table(tmp_path / "a.csv", text), DECEMBER)
    assert [each.day.isoformat() for each in roster.shifts] == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-01",
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("姓名,12/1,12/2,12/3\n张三,早班,早班,早班\n", Problem),
        ("姓名,1,2,3\n张三,早班,早班,早班\n", Problem),
        ("date,name,shift\n05/04/2026,Ana,Day\n07/04/2026,Bo,Day\n", AmbiguousDates),
        ("date,name,shift\n13/04/2026,Ana,Day\n04/13/2026,Bo,Day\n", Problem),
        ("just,text\nwithout,days\n", Problem),
        ('name,"open\n', Problem),
    ],
)
def test_a_table_that_leaves_its_days_open_is_refused(
    tmp_path: Path, text: str, error: type[Problem]
) -> None:
    with pytest.raises(error) as caught:
        read_roster(table(tmp_path / "a.csv", text))
    assert str(caught.value).startswith("a.csv")


@pytest.mark.parametrize(
    ("dates", "period", "first"),
    [
        (["05/04/2026", "13/04/2026"], None, "2026-04-05"),
        (["05/04/2026", "05/13/2026"], None, "2026-05-04"),
        (["05/04", "07/04"], date(2026, 4, 1), "2026-04-05"),
        (["05/04", "05/07"], date(2026, 5, 1), "2026-05-04"),
        (["05/04/2026", "06/04/2026", "07/04/2026"], None, "2026-04-05"),
    ],
)
def test_the_whole_column_decides_what_an_ambiguous_date_is(
    tmp_path: Path, dates: list[str], period: date | None, first: str
) -> None:
    text = "date,name,shift\n" + "".join(f"{day},Ana,Day\n" for day in dates)
    roster = read_roster(table(tmp_path / "a.csv", text), period)
    assert roster.shifts[0].day.isoformat() == first
    assert len(roster.shifts) == len(dates)


def test_somebody_may_say_the_order(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "date,name,shift\n05/04/2026,Ana,Day\n")
    assert read_roster(path, order="dmy").shifts[0].day == date(2026, 4, 5)
    assert read_roster(path, order="mdy").shifts[0].day == date(2026, 5, 4)


def test_known_shifts_tell_people_from_shifts(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "x,12月1日,12月2日\nAlpha,Ana,Bo\nBeta,Bo,Ana\n")
    assert read_roster(path, DECEMBER, shifts=["alpha", "Beta"]).shifts[0].person == "Ana"
    assert read_roster(path, DECEMBER, shifts=["ana", "Bo"]).shifts[0].person == "Alpha"


def test_another_worksheet(tmp_path: Path) -> None:
    rows: list[Row] = [["姓名", 1, 2, 3], ["张三", "早", "早", "早"]]
    path = workbook(tmp_path / "a.xlsx", rows, sheet="2026-12")
    assert len(read_roster(path).shifts) == 3  # the worksheet's name says the month
    assert read_roster(path, sheet="2026-12").notes[0].facts == {"sheet": "2026-12"}
    with pytest.raises(Problem, match="There are: 2026-12"):
        read_roster(path, sheet="nope")


def test_caps(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "date,name,shift\n" + "2026-12-01,Ana,Day\n" * 20)
    with pytest.raises(Problem, match="more than 10 rows"):
        read_roster(path, caps=Caps(rows=10))
    days: list[Row] = [["date", "name", "shift"], *[["2026-12-01", "Ana", "Day"]] * 20]
    with pytest.raises(Problem, match="more than 10 rows"):
        read_roster(workbook(tmp_path / "a.xlsx", days), caps=Caps(rows=10))
    long = table(tmp_path / "b.csv", f"date,name,shift\n2026-12-01,{'a' * 5000},Day\n")
    roster = read_roster(long)
    assert [each.problem.where for each in roster.mistakes] == ["B2", "B2"]
    assert ROSTER_CAPS.cell_chars < 5000


@pytest.mark.parametrize("name", ["", "PK\x03\x04nonsense", "\xd0\xcf\x11\xe0", "a\0b"])
def test_what_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(name.encode("latin-1"))
    with pytest.raises(Problem):
        read_roster(path)
    with pytest.raises(Problem):
        read_roster(tmp_path / "missing.csv")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_nasty_names_and_shifts_are_data(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    quoted = '"' + text.replace('"', '""') + '"'
    body = f"date,name,shift\n2026-12-01,Ana,{quoted}\n2026-12-02,{quoted},Day\n"
    path.write_bytes(body.encode("utf-8", "replace"))
    if "\0" in text:
        with pytest.raises(Problem, match="NUL"):
            read_roster(path)
        return
    roster = read_roster(path)
    assert roster.layout is Layout.LIST
    assert all(each.row in (2, 3) for each in roster.shifts)
    for mistake in roster.mistakes:
        assert str(mistake.problem)
