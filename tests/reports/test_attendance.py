"""A month's attendance in words and in a workbook."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from floorboard import i18n
from floorboard.desk.attendance import Month, PersonMonth
from floorboard.domain.attendance import Figures
from floorboard.reports import attendance
from floorboard.store.views.attendance import AttendanceView
from floorboard.store.views.floor import ShiftView
from nasty import NASTY

NOW = 1_795_400_000


def month(figures: Figures, name: str = "王芳", note: str = "") -> Month:
    return Month(
        NOW,
        "2026-11",
        "Asia/Shanghai",
        NOW - 86400,
        NOW + 86400,
        (ShiftView("day", "Day", "白班", 540, 1020),),
        (PersonMonth(1, "wf", name, "", "agent", figures, 3600, 7200, 0),),
        (AttendanceView(1, 1, "wf", name, NOW, None, NOW, NOW + 3600, note, 1),),
        (),
    )


def sheet(of: Month, number: int = 0) -> dict[str, object]:
    """The first row of a sheet, by title."""
    book = CalamineWorkbook.from_filelike(BytesIO(attendance.workbook(of)))
    titles, row = book.get_sheet_by_index(number).to_python()
    return dict(zip(map(str, titles), row, strict=True))


def test_a_line_a_person() -> None:
    found = Figures(planned=20, worked=18, late=2, late_seconds=2100, worked_seconds=5400)
    (_, line) = attendance.lines(month(found))
    assert line.split() == ["wf", "王芳", "20", "18", "2", "(35", "m)", "1.5", "2.0"]


def test_nothing_is_shown_as_nothing() -> None:
    (_, line) = attendance.lines(month(Figures()))
    assert line.split() == ["wf", "王芳", "2.0"]


def test_the_figures_of_the_workbook() -> None:
    found = Figures(planned=20, late=2, late_seconds=2119, by_shift={"day": 5400})
    row = sheet(month(found))
    assert (row["Planned shifts"], row["Times late"], row["Minutes late"]) == (20, 2, 35)
    assert (row["Hours, Day"], row["Overtime approved, hours"]) == (1.5, 2)
    assert row["Post"] == "Seat agent"


def test_the_workbook_speaks_the_language_of_the_program() -> None:
    try:
        i18n.use("zh")
        assert "白班" in "".join(sheet(month(Figures())))
    finally:
        i18n.use("en")


@pytest.mark.parametrize("text", NASTY)
def test_whatever_somebody_is_called(text: str) -> None:
    attendance.lines(month(Figures(), name=text))
    row = sheet(month(Figures(), name=text, note=text), 1)
    assert not any(ord(character) < 32 for character in str(row["Name"]) + str(row["Note"]))
    assert str(row["In"]).startswith("2026-11-2")


def test_a_state_of_a_newer_program_shows_as_it_is() -> None:
    assert attendance.state("approved") == "approved"
    assert attendance.state("deferred\x1b") == "deferred␛"
