"""The roster as workbook, page and calendars, and calendars that are continued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

import rostering
from floorboard import i18n
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, defining, exporting, importing, month, planning
from floorboard.desk.roster.changing import NewOverride
from floorboard.desk.roster.exporting import Request
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import OverrideKind
from floorboard.exchange.icalendars import Duty, read_duties, written_duties
from rostering import BEN, DAN, WANG, ZONE, at

FIRST = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def duties(path: Path) -> list[Duty]:
    return list(written_duties(path.read_bytes(), path.name))


def cells(path: Path, sheet: int) -> dict[str, list[object]]:
    """The rows of a worksheet by their label."""
    with load_workbook(path) as book:
        rows = book.get_sheet_by_index(sheet).to_python()
    return {str(row[0]): list(row[1:]) for row in rows}


def test_a_workbook(desk: Desk, tmp_path: Path) -> None:
    changing.leave(desk, WANG, at("24"), at("25 02:00"))
    path = tmp_path / "november.xlsx"
    (done,) = exporting.export(desk, Request("xlsx", path, FIRST))
    assert (done.path, done.events) == (str(path), None)
    people, rotas = cells(path, 0), cells(path, 1)
    assert people["Ann"][22:25] == ["Day", "", "Day"]
    assert people["Wang Fang"][23:27] == ["leave", "", "", "Evening"]
    assert rotas["Hotline"][22:24] == ["Day Ann", "Day Ben"]
    assert str(rotas["Hotline"][26]) == "gap"
    assert rotas["Nights"][22] == "Evening Cat"
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []


def test_a_page_in_another_language(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "wall.html"
    exporting.export(desk, Request("html", path, FIRST, language="zh"))
    text = path.read_text("utf-8")
    assert "热线" in text
    assert "夜班线" in text
    assert "晚: 晚班 17:00–01:00" in text
    assert 'lang="zh-CN"' in text
    assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Night", "Day", "Evening"], ["N", "D", "E"]),
        (["夜班", "白班"], ["夜", "白"]),
        (["Early", "evening", "Day"], ["EA", "EV", "D"]),
        (["Day", "Day 2"], ["Day", "Day 2"]),
        (["A", "a"], ["A", "a"]),
    ],
)
def test_shifts_in_a_few_letters(names: list[str], short: list[str]) -> None:
    assert list(month.shortest({name: name for name in names}).values()) == short


def test_of_one_rota_or_one_person(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    exporting.export(desk, Request("html", path, FIRST, rota="nights"))
    text = path.read_text("utf-8")
    assert "Nights" in text
    assert "Hotline" not in text
    assert "Ann" not in text
    exporting.export(desk, Request("html", path, FIRST, person="ann"))
    text = path.read_text("utf-8")
    assert "Ann" in text
    assert "Cat" not in text


def test_calendars_for_everybody(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    done = exporting.export(desk, Request("ics", folder, FIRST))
    names = {"rota-hotline.ics", "rota-nights.ics"}
    names |= {f"person-{code}.ics" for code in ("ann", "ben", "cat", "wf", "lw")}
    assert {path.name for path in folder.iterdir()} == names
    assert {each.path for each in done} == {str(folder / name) for name in names}
    ann, hotline = duties(folder / "person-ann.ics"), duties(folder / "rota-hotline.ics")
    assert [(each.summary, rostering.told(each.start)) for each in ann] == [
        ("Hotline", "23 09:00"),
        ("Hotline", "25 09:00"),
    ]
    assert [each.summary for each in hotline] == ["Ann", "Ben", "Ann", "Ben"]
    assert {each.uid for each in ann} <= {each.uid for each in hotline}


def test_a_calendar_is_continued(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hotline.ics"
    wanted = Request("ics", path, FIRST, rota="hotline")
    (first,) = exporting.export(desk, wanted)
    assert (first.events, first.cancelled) == (4, 0)
    before = duties(path)
    assert exporting.export(desk, wanted) == [first]
    assert duties(path) == before
    changing.override(
        desk,
        NewOverride("hotline", OverrideKind.REPLACE, DAN, at("24 09:00"), at("24 17:00"), BEN),
    )
    (then,) = exporting.export(desk, wanted)
    assert (then.events, then.cancelled) == (4, 1)
    after = {each.uid: each for each in duties(path)}
    (gone,) = [each for each in after.values() if each.cancelled]
    assert (gone.summary, gone.sequence) == ("Ben", 1)
    assert gone.uid in {each.uid for each in before}
    (new,) = [each for each in after.values() if each.summary == "Dan"]
    assert new.description == "instead of Ben"
    assert after[before[0].uid] == before[0]


def test_who_isnt_on_any_more_gets_it_cancelled(desk: Desk, tmp_path: Path) -> None:
    number = changing.override(
        desk, NewOverride("hotline", OverrideKind.ADD, DAN, at("27 09:00"), at("27 17:00"))
    )
    exporting.export(desk, Request("ics", tmp_path, FIRST))
    changing.withdraw_override(desk, number)
    exporting.export(desk, Request("ics", tmp_path, FIRST))
    (gone,) = duties(tmp_path / "person-dan.ics")
    assert gone.cancelled


def test_a_rotation_goes_on_over_months(desk: Desk, tmp_path: Path) -> None:
    """The same turn has the same name in the files of both months that it touches."""
    path = tmp_path / "nights.ics"
    exporting.export(desk, Request("ics", path, FIRST, rota="nights"))
    november = {each.uid: each for each in duties(path)}
    exporting.export(desk, Request("ics", path, date(2026, 12, 1), rota="nights"))
    december = {each.uid: each for each in duties(path)}
    assert not any(each.cancelled for each in december.values())
    shared = november.keys() & december.keys()
    assert [rostering.told(november[each].start) for each in shared] == ["30 17:00"]


def test_what_was_exported_is_imported_whole(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    exporting.export(desk, Request("ics", path, FIRST))
    found = read_duties(path.read_bytes(), path.name, at("23"), at("30"), ZONE)
    assert not found.mistakes
    assert {duty.person for duty in found.duties} == {"ann", "ben", "cat", "wf", "lw"}
    exporting.export(desk, Request("ics", path.with_name("h.ics"), FIRST, rota="hotline"))
    done = importing.load(desk, importing.Request(path.with_name("h.ics"), "hotline", FIRST))
    assert (done.made, done.gone, done.refused) == (0, 0, ())


def test_a_workbook_is_imported_whole(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "hotline.xlsx"
    exporting.export(desk, Request("xlsx", path, FIRST, rota="hotline"))
    done = importing.load(desk, importing.Request(path, "hotline", FIRST))
    assert (done.read, done.made, done.gone, done.refused) == (4, 0, 0, ())


def test_a_part_of_a_shift_is_imported_as_it_is(desk: Desk, tmp_path: Path) -> None:
    for name, start, end in ((DAN, "27 10:00", "27 17:00"), (BEN, "27 11:00", "27 22:30")):
        turn = planning.NewTurn(1, name, at(start), at(end))
        planning.write(desk, [turn], "roster/hotline")
    path = tmp_path / "hotline.xlsx"
    exporting.export(desk, Request("xlsx", path, FIRST, rota="hotline"))
    people, rotas = cells(path, 0), cells(path, 1)
    assert people["Dan"][26] == "10:00–17:00"
    assert str(rotas["Hotline"][26]).endswith("10:00–17:00 Dan; 11:00–22:30 Ben")
    done = importing.load(desk, importing.Request(path, "hotline", FIRST))
    assert (done.read, done.made, done.gone, done.refused) == (6, 0, 0, ())


@pytest.mark.parametrize(("rota", "person"), [("nights", ""), ("", "ben")])
def test_another_calendar_isnt_cancelled(
    desk: Desk, tmp_path: Path, rota: str, person: str
) -> None:
    path = tmp_path / "hotline.ics"
    exporting.export(desk, Request("ics", path, FIRST, rota="hotline"))
    before = path.read_bytes()
    rostering.refuses(
        desk,
        lambda: exporting.export(desk, Request("ics", path, FIRST, rota, person)),
        "turns of another calendar: ann on hotline",
    )
    assert path.read_bytes() == before


def test_without_rotas_there_are_no_calendars(desk: Desk, tmp_path: Path) -> None:
    for code in ("hotline", "nights"):
        defining.remove(desk, code)
    folder = tmp_path / "calendars"
    for path in (folder, tmp_path / "all.ics"):
        with pytest.raises(Problem, match="there is no rota yet"):
            exporting.export(desk, Request("ics", path, FIRST))
        assert not path.exists()


@pytest.mark.parametrize("kind", ["xlsx", "html", "ics"])
def test_where_it_cant_be_written(desk: Desk, tmp_path: Path, kind: exporting.Kind) -> None:
    target = tmp_path / "nowhere" / f"x.{kind}"
    with pytest.raises(Problem, match="can't be written") as refused:
        exporting.export(desk, Request(kind, target, FIRST))
    assert refused.value.where == str(target)
    assert list(tmp_path.glob("nowhere*")) == []


def test_somebody_elses_calendar_isnt_overwritten(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.ics"
    path.write_text("BEGIN:VCALENDAR\r\nPRODID:-//me\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "utf-8")
    before = path.read_bytes()
    rostering.refuses(
        desk, lambda: exporting.export(desk, Request("ics", path, FIRST)), "isn't a calendar of"
    )
    assert path.read_bytes() == before
    rostering.refuses(
        desk,
        lambda: exporting.export(desk, Request("html", path, FIRST, rota="none")),
        "there is no rota none",
    )
