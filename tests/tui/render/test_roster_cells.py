"""The roster's cells, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard import i18n
from floorboard.desk.roster.gaps import GapLine
from floorboard.desk.roster.grid import Away, By, Day, Grid, Piece, Row
from floorboard.domain.calendar import DayKind
from floorboard.domain.roster.cover import Gap
from floorboard.domain.roster.rota import Because, Source
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView
from floorboard.tui.render import roster_cells
from floorboard.tui.render.runs import Run, width_of
from floorboard.tui.widgets.roster_grid import span
from nasty import NASTY

ZONE = ZoneInfo("UTC")
HOUR = 3600
MONDAY = date(2026, 11, 23)
START = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp())

SHIFTS = (
    ShiftView("night", "Night", "夜班", 60, 540),
    ShiftView("day", "Day", "白班", 540, 1020),
    ShiftView("evening", "Evening", "晚班", 1020, 1500),
)
ROTAS = tuple(
    RotaView(number, f"r{number}", name, name_zh, False, None, "", "", 1)
    for number, (name, name_zh) in enumerate(
        [("Hotline", "热线"), ("2nd line Billing", "二线 计费"), ("2nd line Bonds", "二线 计划")], 1
    )
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def days(count: int = 7) -> tuple[Day, ...]:
    return tuple(
        Day(
            MONDAY + timedelta(days=each),
            START + each * 24 * HOUR,
            START + (each + 1) * 24 * HOUR,
            each % 7 > 4,
            None,
            "",
            True,
        )
        for each in range(count)
    )


def piece(shift: str, first: int, hours: int, rota: int = 1, person: int = 1) -> Piece:
    """A turn that begins at the hour `first` of the Monday."""
    begins = START + first * HOUR
    return Piece(rota, person, begins, begins + hours * HOUR, shift, Because(Source.TURN, 1))


def grid(*pieces: Piece, gaps: tuple[Gap, ...] = (), by: By = By.PEOPLE) -> Grid:
    """A week in which the first row has these on its Monday."""
    week = days()
    cells = (pieces, *((),) * 6)
    row = Row(1, "wangf", "王芳", "Wang Fang", cells, (gaps, *((),) * 6))
    lines = tuple(GapLine(each, "r1", "Hotline", "热线", "", "", "", None) for each in gaps)
    return Grid(
        START,
        ZONE,
        by,
        week,
        (row,),
        ROTAS,
        SHIFTS,
        {1: "王芳", 2: "Daniel Whitfield", 3: "陈静"},
        {},
        (),
        lines,
        (),
        frozenset(),
        {},
    )


def text(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)


def cell(found: Grid, width: int) -> str:
    look = roster_cells.look(found)
    if found.by is By.PEOPLE:
        return text(roster_cells.person_cell(look, found.rows[0], 0, width))
    return "\n".join(map(text, roster_cells.rota_lines(look, found.rows[0], 0, width)))


DAY = piece("day", 9, 8)
EVENING = piece("evening", 17, 8)
BILLING = piece("", 9, 24, rota=2)
BONDS = piece("", 9, 24, rota=3)


@pytest.mark.parametrize(
    ("pieces", "width", "shown"),
    [
        ([DAY], 3, "D  "),
        ([DAY], 13, "D 09–17      "),
        ([EVENING], 8, "E 17–01 "),
        ([BILLING], 3, "B  "),
        ([BILLING, BONDS], 3, "BO "),
        ([BILLING, BONDS], 13, "BO 09–09     "),
        ([DAY, EVENING], 3, "DE "),
        ([DAY, EVENING, BILLING], 3, "D+ "),
        ([DAY, EVENING], 18, "D 09–17 E 17–01   "),
        ([replace(DAY, because=Because(Source.SWAP, 1))], 13, "D~09–17      "),
        ([replace(DAY, because=Because(Source.OVERRIDE, 1))], 3, "D* "),
        ([], 3, "·  "),
    ],
)
def test_a_persons_day(pieces: list[Piece], width: int, shown: str) -> None:
    assert cell(grid(*pieces), width) == shown


def test_leave_is_louder_where_it_takes_a_turn() -> None:
    found = replace(grid(), leaves=(Away(1, 1, START, START + 24 * HOUR),))
    taken = replace(DAY, gone=Source.LEAVE)
    row = replace(found.rows[0], days=((taken,), *((),) * 6))
    quiet = roster_cells.person_cell(roster_cells.look(found), found.rows[0], 0, 3)
    loud = roster_cells.person_cell(roster_cells.look(found), row, 0, 3)
    assert text(quiet) == text(loud) == "L  "
    assert [quiet[0].role, loud[0].role] == ["dim", "amber"]


def test_chinese_signs() -> None:
    i18n.use("zh")
    look = roster_cells.look(grid(DAY, BILLING))
    assert [each.text for each in look.shifts.values()] == ["夜", "白", "晚"]
    signs = [each.text for each in look.rotas.values()]
    assert len(set(signs)) == len(signs) == 3
    assert cell(grid(DAY), 3) == "白 "
    assert cell(grid(DAY), 9) == "白 09–17 "


@pytest.mark.parametrize(
    ("pieces", "gaps", "width", "shown"),
    [
        ([DAY], (), 3, "芳 "),
        ([replace(DAY, person_id=2)], (), 3, "DW "),
        ([DAY, replace(DAY, person_id=2)], (), 3, "2  "),
        ([DAY], (Gap(1, START, START + HOUR, 1, 2),), 3, "芳!"),
        ([DAY, replace(DAY, person_id=3)], (), 13, "D 王芳 陈静  "),
        ([DAY, replace(DAY, person_id=2)], (), 13, "D 王芳 DW    "),
        ([], (Gap(1, START, START + HOUR, 1, 2),), 13, "! 00–01 1/2  "),
        ([], (Gap(1, START, START + 48 * HOUR, 0, 2),), 14, "! all day 0/2 "),
    ],
)
def test_a_rotas_day(pieces: list[Piece], gaps: tuple[Gap, ...], width: int, shown: str) -> None:
    assert cell(grid(*pieces, gaps=gaps, by=By.ROTAS), width) == shown


def test_what_is_over_is_quiet() -> None:
    found = replace(grid(DAY), at=START + 20 * HOUR)
    runs = roster_cells.person_cell(roster_cells.look(found), found.rows[0], 0, 13)
    assert {run.role for run in runs if run.text.strip()} == {"faint"}


def test_holidays_are_named_and_years_not_announced_said() -> None:
    week = list(days())
    for place, kind in ((0, DayKind.HOLIDAY), (1, DayKind.HOLIDAY), (5, DayKind.WORKDAY)):
        name = {"en": "Festival" if kind is DayKind.HOLIDAY else "make-up", "zh": "节"}
        week[place] = replace(week[place], kind=kind, name=name, announced=place != 5)
    look = roster_cells.look(replace(grid(), days=tuple(week)))
    told = text(roster_cells.holidays(look))
    assert "23 Nov – 24 Nov Festival" in told
    assert "28 Nov make-up" in told
    assert "2026: make-up workdays are not announced yet" in told
    assert text(roster_cells.headings(look, 3, None)[-1]).split() == ["H", "H", "W"]


@given(
    st.sampled_from(list(NASTY.values())),
    st.integers(1, 30),
    st.lists(st.sampled_from([DAY, EVENING, BILLING, BONDS]), max_size=4),
    st.sampled_from(list(By)),
)
def test_a_cell_is_as_wide_as_it_should_be(
    name: str, width: int, pieces: list[Piece], by: By
) -> None:
    gap = Gap(1, START, START + HOUR, 0, 1)
    found = replace(grid(*pieces, gaps=(gap,), by=by), names={1: name})
    look = roster_cells.look(found)
    row = found.rows[0]
    lines = (
        [roster_cells.person_cell(look, row, 0, width)]
        if by is By.PEOPLE
        else roster_cells.rota_lines(look, row, 0, width)
    )
    for runs in [*lines, roster_cells.gap_cell(look, 0, width)]:
        assert width_of(runs) == width


@pytest.mark.parametrize(
    ("at", "wide", "width", "shown"),
    [
        (date(2026, 11, 25), False, 80, (date(2026, 11, 23), 7)),
        (date(2026, 11, 25), True, 120, (date(2026, 11, 1), 30)),
        (date(2026, 2, 3), True, 200, (date(2026, 2, 1), 28)),
    ],
)
def test_the_days_on_view(at: date, wide: bool, width: int, shown: tuple[date, int]) -> None:
    assert span(at, wide, width) == shown


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans(), st.integers(1, 300))
def test_the_days_on_view_hold_the_day_and_tile(at: date, wide: bool, width: int) -> None:
    first, count = span(at, wide, width)
    assert first <= at < first + timedelta(days=count)
    assert span(first, wide, width) == (first, count)
    following = first + timedelta(days=count)
    assert span(following, wide, width)[0] == following
