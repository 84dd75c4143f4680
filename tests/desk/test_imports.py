"""Imports: what a file says becomes tickets, people, projects and customers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from floorboard.desk import imports
from floorboard.desk.desk import Desk
from floorboard.desk.imports import ImportReport, Options
from floorboard.domain.instant import iso
from floorboard.domain.problem import Problem
from floorboard.store.queries import entries
from importing import (
    TABLES,
    UTC_ZONE,
    Row,
    check_clocks,
    content,
    history,
    open_copy,
    row,
    take,
    ticket,
    write,
)


def test_a_list_becomes_tickets(desk: Desk) -> None:
    report = take(
        desk,
        [
            row(due="2026-11-03 10:00"),
            row("A-2", "closed", resolved="2026-11-01 09:10", closed="2026-11-02 09:00"),
            row("A-3", "waiting", assignee="Nobody Known", project="Portal", customer=""),
        ],
    )
    assert (report.rows, report.tickets, report.created, report.customers) == (3, 3, 3, 1)
    assert report.projects == ("Portal",)
    first, second, third = (ticket(desk, name) for name in ("A-1", "A-2", "A-3"))
    assert (first.source, first.project_code, first.owner, first.owner_id) == (
        "generic", "billing", "Wang Fang", 1,
    )  # fmt: skip
    assert first.recorded_target_at == first.solution_due_at
    assert iso(first.recorded_target_at or 0) == "2026-11-03T10:00:00Z"
    assert (first.customer, first.team, first.priority) == ("Zoë Müller", "Desk", 2)
    assert [iso(at or 0) for at in (second.solved_at, second.closed_at)] == [
        "2026-11-01T09:10:00Z", "2026-11-02T09:00:00Z",
    ]  # fmt: skip
    assert second.next_due_at is None
    assert second.first_replied_at == second.solved_at
    assert (third.owner, third.owner_id, third.customer) == ("Nobody Known", None, "")
    assert (third.project_code, third.project) == ("portal", "Portal")
    assert history(desk, "A-3") == ["01T08:00 opened", "01T09:00 waiting"]
    check_clocks(desk)


def test_the_journal_names_the_files_and_what_they_brought(desk: Desk) -> None:
    take(desk, [row()])
    with desk.store.reading() as db:
        (entry,) = [each for each in entries.since(db) if each.subject == "import"]
    assert entry.action == "tickets.imported"
    files = entry.after["files"]
    assert isinstance(files, list)
    (told,) = files
    assert told["name"] == "list.csv"
    assert len(told["sha256"]) == 64
    assert (told["created"], told["events"], told["profile"]) == (1, 1, "generic")


def test_people_projects_and_customers_are_found(desk: Desk) -> None:
    names = ["WANG FANG", "王芳", "wf", "wang  fang"]
    projects = ["BILLING", "billing desk", "账单", "Billing"]
    rows = [
        row(f"A-{n}", assignee=name, project=project)
        for n, (name, project) in enumerate(zip(names, projects, strict=True))
    ]
    report = take(desk, rows)
    assert (report.projects, report.customers) == ((), 1)
    with desk.store.reading() as db:
        assert db.execute("SELECT DISTINCT owner_id, project_id FROM ticket").fetchall() == [(1, 1)]
    report = take(desk, [row("B-1"), row("B-2", customer="李伟")])
    assert report.customers == 1
    with desk.store.reading() as db:
        found = db.execute("SELECT name, search, source, external_id FROM customer").fetchall()
    assert found[1][0] == "李伟"
    assert "liwei" in found[1][1]
    assert found[1][2:] == ("generic", "李伟")


def test_projects_of_one_code_stay_apart(desk: Desk) -> None:
    report = take(
        desk, [row(f"A-{n}", project=p) for n, p in enumerate(["C++", "C#", "!!", "？？"])]
    )
    assert report.projects == ("C++", "C#", "!!", "？？")
    with desk.store.reading() as db:
        codes = [code for (code,) in db.execute("SELECT code FROM project ORDER BY id")]
    assert codes == ["billing", "c", "c-2", "!!", "？？"]


def test_a_ticket_without_priority_gets_one_and_keeps_it(desk: Desk) -> None:
    report = take(desk, [row(priority="")])
    assert ticket(desk).priority == 3
    assert any("no priority" in str(note) for note in report.notes)
    take(desk, [row(priority="1", updated="2026-11-02 09:00")])
    take(desk, [row(priority="", updated="2026-11-03 09:00")])
    assert ticket(desk).priority == 1


NASTY = ["\x1b]0;owned\x07", "evil\u202etxt.exe", "zero\u200bwidth", "[/foo] [@click=app.quit]x[/]"]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_made_harmless_in_every_field(desk: Desk, text: str) -> None:
    fields = ("title", "project", "customer", "assignee", "team")
    take(desk, [row(f"A{text}", description=text, **dict.fromkeys(fields, text))])
    with desk.store.reading() as db:
        stored = "".join(str(part) for part in db.iterdump())
    for unsafe in "\x07\x1b\u202e\u200b":
        assert unsafe not in stored
    check_clocks(desk)


def test_what_is_too_long_is_cut_or_stays_out(desk: Desk, tmp_path: Path) -> None:
    report = take(
        desk,
        [
            row(title="x" * 301, description="more", customer="c" * 400),
            row("A-2", description="y" * 100_001),
            row("N" * 301),
        ],
    )
    assert (report.created, len(report.rejects)) == (2, 1)
    assert "at most 300 fit" in str(report.rejects[0].problem)
    first, second = ticket(desk), ticket(desk, "A-2")
    assert (len(first.title), first.body) == (300, "x" * 301 + "\n\nmore")
    assert len(first.customer) == 300
    assert len(second.body) == 100_000
    assert sum("longer than" in str(note) for note in report.notes) == 3


def test_wall_times_need_a_zone(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="--zone"):
        take(desk, [row()], Options())
    with pytest.raises(Problem, match="there is no time zone Mars/X"):
        take(desk, [row()], Options(zone="Mars/X"))
    take(
        desk, [row(created="2026-11-01T08:00:00Z", updated="2026-11-01T09:00:00+01:00")], Options()
    )
    assert iso(ticket(desk).opened_at) == "2026-11-01T08:00:00Z"


def as_xlsx(path: Path, rows: Sequence[Row]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for y, cells in enumerate([[*rows[0]], *([*each.values()] for each in rows)]):
            for x, cell in enumerate(cells):
                sheet.write_string(y, x, cell)
    return path


def as_json_lines(path: Path, rows: Iterable[Row]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return path


def test_every_format_tells_the_same(desk: Desk, empty: Path, tmp_path: Path) -> None:
    rows = [row(title="无法登录", customer="李伟"), row("A-2", "waiting", assignee="王芳")]
    files = [
        write(tmp_path / "utf8.csv", rows),
        write(tmp_path / "gb.csv", rows, "gb18030"),
        as_xlsx(tmp_path / "book.xlsx", rows),
        as_json_lines(tmp_path / "lines.jsonl", rows),
    ]
    told = []
    for file in files:
        each = open_copy(empty, tmp_path / f"{file.name}.sqlite")
        imports.import_tickets(each, [file], UTC_ZONE)
        told.append(content(each, *TABLES))
        each.close()
    assert all(each == told[0] for each in told)
    report: ImportReport = imports.import_tickets(desk, files, UTC_ZONE)
    assert (report.created, report.unchanged, report.updated) == (2, 6, 0)
