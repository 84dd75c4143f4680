"""Imports: whole or not at all, once however often, the newer over the older and never back."""

from __future__ import annotations

import csv
import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorboard.desk import floor, imports, rules, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.imports import FileReport, ImportReport, Options
from floorboard.domain.instant import iso
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import State
from floorboard.store import backup, bulk, journal
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import entries
from floorboard.store.queries import tickets as queries
from floorboard.store.views import TicketView

NOW = int(datetime(2026, 11, 23, 2, 15, tzinfo=UTC).timestamp())
UTC_ZONE = Options(zone="UTC")
TABLES = ["project", "customer", "ticket", "ticket_event", "ticket_count"]

Row = dict[str, str]


def row(number: str = "A-1", status: str = "open", **others: str) -> Row:
    """A row of a list with one row a ticket."""
    plain = {
        "id": number, "title": f"Problem {number}", "status": status, "priority": "2",
        "project": "Billing", "customer": "Zoë Müller", "assignee": "Wang Fang", "team": "Desk",
        "created": "2026-11-01 08:00", "updated": "2026-11-01 09:00", "resolved": "",
        "closed": "", "due": "",
    }  # fmt: skip
    return plain | others


def update(number: str, state: str, at: str, count: int, **others: str) -> Row:
    """A row of a log with one row an update."""
    plain = {
        "number": number, "incident_state": state, "reassignment_count": "0", "reopen_count": "0",
        "sys_mod_count": str(count), "made_sla": "TRUE", "caller_id": "Zoë Müller",
        "opened_by": "李伟", "opened_at": "29-02-2016 01:16", "sys_updated_by": f"agent {count}",
        "sys_updated_at": at, "contact_type": "Phone", "category": "Billing",
        "priority": "3 - Moderate", "assignment_group": "Desk", "assigned_to": "?",
        "resolved_at": "?", "closed_at": "?",
    }  # fmt: skip
    return plain | others


LOG = [
    update("INC1", "New", "29-02-2016 01:16", 0),
    update("INC1", "Active", "29-02-2016 02:00", 1, assigned_to="Ann"),
    update("INC1", "Awaiting User Info", "29-02-2016 03:00", 2, assigned_to="Ann"),
    update("INC1", "Active", "29-02-2016 05:00", 3, assigned_to="Bob"),
    update("INC1", "Resolved", "29-02-2016 06:00", 4, resolved_at="29-02-2016 05:55"),
    update("INC1", "Closed", "05-03-2016 06:00", 5, closed_at="05-03-2016 06:00"),
    update("INC2", "New", "29-02-2016 01:30", 0, category="Portal", caller_id="Ann Lee"),
    update("INC2", "Active", "29-02-2016 07:30", 1, category="Portal", caller_id="Ann Lee"),
    update("INC3", "Active", "01-03-2016 07:30", 0, opened_at="01-03-2016 07:00"),
]


def write(path: Path, rows: Sequence[Row], encoding: str = "utf-8") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with two people, one project and no tickets."""
    path = tmp_path_factory.mktemp("imports") / "floor.sqlite"
    floor.create(path, NOW, name="Centre", zone="Asia/Shanghai")
    desk = Desk.open(path, console="desk-1", as_of=NOW)
    with desk.store.deed("people.hired", "floor", desk.actor, NOW) as deed:
        columns = ("code", "name", "other_name", "search", "post", "joined_on", "version")
        people = [
            ("wf", "Wang Fang", "王芳", "", "agent", "2020-01-01", 1),
            ("cj", "Chen Jing", "陈静", "", "agent", "2020-01-01", 1),
        ]
        bulk.insert(deed.db, "person", columns, people)
        fields = ("code", "name", "name_zh", "search", "active", "version")
        bulk.insert(deed.db, "project", fields, [("billing", "Billing desk", "账单", "", 1, 1)])
    desk.close()
    return path


@pytest.fixture
def desk(empty: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(empty, tmp_path / "floor.sqlite")
    yield found
    found.close()


def open_copy(empty: Path, path: Path) -> Desk:
    copyfile(empty, path)
    copyfile(journal.key_path(empty), journal.key_path(path))
    return Desk.open(path, console="desk-1", as_of=NOW)


def take(
    desk: Desk, rows: Sequence[Row], options: Options = UTC_ZONE, name: str = "list.csv"
) -> FileReport:
    """Import these rows from a file of their own."""
    path = write(desk.store.path.with_name(name), rows)
    (report,) = imports.import_tickets(desk, [path], options).files
    return report


def content(desk: Desk, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with desk.store.reading() as db:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in tables or (*TABLES, "journal")
        }


def meaning(desk: Desk) -> dict[str, object]:
    """What the store says of the tickets, without how often and in which order it was told."""
    with desk.store.reading() as db:
        found: dict[str, object] = {}
        for number, external_id in db.execute("SELECT id, external_id FROM ticket").fetchall():
            view = queries.by_id(db, number)
            assert view is not None
            told = db.execute(
                "SELECT at, kind, actor, body, source_key FROM ticket_event WHERE ticket_id = ?"
                " ORDER BY at, source_key",
                (number,),
            ).fetchall()
            fields = {name: getattr(view, name) for name in view.__slots__}
            found[external_id] = (fields | {"id": 0, "version": 0}, told)
        return found


def ticket(desk: Desk, external_id: str = "A-1") -> TicketView:
    with desk.store.reading() as db:
        (found,) = queries.by_external_id(db, external_id)
    return found


def history(desk: Desk, external_id: str = "A-1") -> list[str]:
    number = ticket(desk, external_id).id
    with desk.store.reading() as db:
        return [f"{iso(e.at)[8:16]} {e.kind}" for e in queries.history(db, number)]


def check_clocks(desk: Desk) -> None:
    """The stored due times are those of the stored histories, and no CHECK is violated."""
    in_force = rules.in_force(desk)
    with desk.store.reading() as db:
        names = ", ".join(tickets.DueTimes._fields)
        for number, state, *due in db.execute(f"SELECT id, state, {names} FROM ticket").fetchall():
            facts = clock_queries.facts(db, number)
            assert facts is not None
            clocks = tickets.clocks_from(in_force, facts)
            assert tuple(due) == tuple(tickets.due_times(clocks, State(state)))
        counted = dict(db.execute("SELECT state, n FROM ticket_count WHERE n > 0"))
        assert counted == dict(db.execute("SELECT state, count(*) FROM ticket GROUP BY state"))
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
    backup.prove(desk.store.path)


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
        (entry,) = entries.about(db, "import")
    assert entry.action == "tickets.imported"
    files = entry.after["files"]
    assert isinstance(files, list)
    (told,) = files
    assert told["name"] == "list.csv"
    assert len(told["sha256"]) == 64
    assert (told["created"], told["events"], told["profile"]) == (1, 1, "generic")


@pytest.mark.parametrize("rows", [LOG, [row(), row("A-2", "waiting")]])
def test_the_same_file_again_changes_nothing(desk: Desk, rows: list[Row]) -> None:
    first = take(desk, rows)
    before = content(desk)
    again = take(desk, rows)
    assert content(desk) == before
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert again.notes == first.notes[: len(again.notes)]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_rows_doesn_t_matter(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    shuffled = [*LOG]
    random.Random(seed).shuffle(shuffled)
    one, two = (open_copy(empty, folder / name) for name in ("one", "two"))
    take(one, LOG, name="one.csv")
    take(two, shuffled, name="two.csv")
    assert content(one, *TABLES) == content(two, *TABLES)
    check_clocks(two)
    one.close()
    two.close()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cuts=st.lists(st.integers(1, len(LOG)), min_size=1, max_size=3),
    again=st.integers(1, len(LOG)),
)
def test_a_log_that_grows_is_the_log_at_its_end(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, cuts: list[int], again: int
) -> None:
    """Exports of a growing log, in order, and an old one once more at the end."""
    by_time = sorted(LOG, key=lambda each: (each["sys_updated_at"][3:5], each["sys_updated_at"]))
    folder = tmp_path_factory.mktemp("grows")
    whole, grown = (open_copy(empty, folder / name) for name in ("whole", "grown"))
    take(whole, by_time, name="whole.csv")
    for cut in (*sorted(cuts), len(LOG)):
        take(grown, by_time[:cut], name="grown.csv")
    assert meaning(grown) == meaning(whole)
    before = content(grown)
    take(grown, by_time[:again], name="grown.csv")
    assert content(grown) == before
    check_clocks(grown)
    whole.close()
    grown.close()


def test_a_newer_export_updates_and_an_older_one_never_goes_back(desk: Desk) -> None:
    old = [row(), row("A-2")]
    new = [
        row(title="Still broken", priority="1", updated="2026-11-02 09:00", assignee="陈静"),
        row("A-2", "resolved", updated="2026-11-02 10:00", resolved="2026-11-02 09:59"),
        row("A-3"),
    ]
    take(desk, old)
    report = take(desk, new)
    assert (report.created, report.updated, report.events) == (1, 2, 2)
    found = ticket(desk)
    assert (found.title, found.priority, found.owner_id, found.version) == (
        "Still broken", 1, 2, 2,
    )  # fmt: skip
    assert ticket(desk, "A-2").state == "solved"
    check_clocks(desk)
    before = content(desk)
    report = take(desk, old)
    assert (report.older, report.updated, report.created) == (2, 0, 0)
    assert content(desk) == before


def test_where_nothing_says_which_is_newer_the_ticket_is_left(desk: Desk) -> None:
    take(desk, [row()])
    before = content(desk)
    report = take(desk, [row(title="Other")])
    assert (report.undecided, report.updated) == (1, 0)
    assert content(desk) == before
    # … unless the export as a whole is newer: it knows of a later ticket
    later = row("A-2", created="2026-11-03 08:00", updated="2026-11-03 08:00")
    report = take(desk, [row(title="Other"), later])
    assert (report.undecided, report.updated, report.created) == (0, 1, 1)
    assert ticket(desk).title == "Other"
    report = take(desk, [row()])  # the older one again
    assert (report.undecided, ticket(desk).title) == (1, "Other")


def test_a_state_without_an_event_is_explained(desk: Desk) -> None:
    def at(day: int, status: str, **others: str) -> FileReport:
        return take(desk, [row(status=status, updated=f"2026-11-{day:02} 09:00", **others)])

    at(1, "waiting")
    at(2, "waiting", title="still waiting")
    assert history(desk) == ["01T08:00 opened", "01T09:00 waiting"]
    at(3, "open")
    assert history(desk)[2:] == ["03T09:00 resumed"]
    at(4, "resolved")
    at(5, "resolved", title="still solved")
    assert history(desk)[3:] == ["04T09:00 solved"]
    at(6, "open")
    at(7, "resolved", resolved="2026-11-06 12:00")
    assert history(desk)[4:] == ["06T09:00 reopened", "06T12:00 solved"]
    at(8, "closed", resolved="2026-11-06 11:00", closed="2026-11-08 08:00")
    assert history(desk)[4:] == ["06T09:00 reopened", "06T11:00 solved", "08T08:00 closed"]
    found = ticket(desk)
    assert [iso(x or 0)[8:16] for x in (found.solved_at, found.closed_at)] == [
        "06T11:00",
        "08T08:00",
    ]
    check_clocks(desk)


def test_what_was_edited_here_stays(desk: Desk) -> None:
    take(desk, [row(), row("A-2")])
    number = ticket(desk).id
    tickets.edit(desk, number, 1, priority=1, owner_id=2)
    tickets.note(desk, number, "called them")
    before = content(desk)
    report = take(desk, [row(), row("A-2")])
    assert (report.unchanged, report.kept) == (2, 2)
    assert content(desk) == before
    for day in (3, 4):
        newer = row(title="New words", priority="4", updated=f"2026-11-{day:02} 09:00")
        report = take(desk, [newer])
        assert (report.updated, report.kept) == (1, 2)
        found = ticket(desk)
        assert (found.title, found.priority, found.owner_id) == ("New words", 1, 2)
    assert history(desk)[1:] == ["23T02:15 assigned", "23T02:15 changed", "23T02:15 note"]
    check_clocks(desk)


def test_what_our_people_did_last_counts(desk: Desk) -> None:
    take(desk, [row()])
    found = ticket(desk)
    solved = found.updated_at + 600
    with desk.store.deed("ticket.solved", f"ticket/{found.id}", desk.actor, NOW) as deed:
        deed.db.execute(
            "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
            " VALUES (?, 2, ?, 'solved', 'desk-1', '')",
            (found.id, solved),
        )
        deed.db.execute(
            "UPDATE ticket SET state = 'solved', solved_at = ?, next_due_at = 253402300799,"
            " next_clock = NULL WHERE id = ?",
            (solved, found.id),
        )
    before = content(desk)
    report = take(desk, [row()])
    assert (report.unchanged, report.undecided) == (1, 0)
    assert content(desk) == before
    report = take(desk, [row(title="Typo mended", updated="2026-11-01 09:05")])
    assert (report.updated, report.kept) == (1, 1)
    assert (ticket(desk).state, ticket(desk).title) == ("solved", "Typo mended")
    take(desk, [row(updated="2026-11-05 09:00")])  # and they are at it again
    assert (ticket(desk).state, history(desk)[-1]) == ("open", "05T09:00 reopened")
    check_clocks(desk)


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


def test_bad_rows_stay_out_and_are_written_down(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, [row(), row("A-2", created="soon"), row("A-3", "lunch")])
    assert report.created == 1
    assert [(each.line, each.column) for each in report.rejects] == [(3, "created"), (4, "status")]
    assert report.rejects_path == tmp_path / "list.csv.rejects.csv"
    with report.rejects_path.open(encoding="utf-8-sig", newline="") as file:
        written = [*csv.DictReader(file)]
    assert [(each["line"], each["id"]) for each in written] == [("3", "A-2"), ("4", "A-3")]


@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}])
def test_nothing_is_left_behind(desk: Desk, tmp_path: Path, options: Mapping[str, bool]) -> None:
    before, files = content(desk), sorted(tmp_path.iterdir())
    rows = [row(), row("A-2", created="soon")]
    path = write(tmp_path / "list.csv", rows)
    report = imports.import_tickets(desk, [path], Options(zone="UTC", **options))  # type: ignore[arg-type]
    assert content(desk) == before
    assert sorted(tmp_path.iterdir()) == sorted([*files, path])
    assert report.refused == options.get("strict", False)
    assert report.created == (0 if report.refused else 1)
    assert report.rejects == 1


def test_a_reject_file_that_can_t_be_written_spoils_nothing(desk: Desk, tmp_path: Path) -> None:
    options = Options(zone="UTC", rejects=tmp_path / "nowhere" / "r.csv")
    report = take(desk, [row(), row("A-2", created="soon")], options)
    assert (report.created, report.rejects_path) == (1, None)
    assert "--rejects" in str(report.rejects_problem)


def test_rejects_never_overwrite_what_is_imported(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="would overwrite"):
        take(desk, [row()], Options(zone="UTC", rejects=tmp_path / "list.csv"))
    paths = [write(tmp_path / name, [row()]) for name in ("a.csv", "a.csv.rejects.csv")]
    with pytest.raises(Problem, match="would overwrite"):
        imports.import_tickets(desk, paths, UTC_ZONE)
    with pytest.raises(Problem, match="can't share one reject file"):
        imports.import_tickets(desk, paths, Options(rejects=tmp_path / "both.csv"))
    assert not ticket_count(desk)


def ticket_count(desk: Desk) -> int:
    with desk.store.reading() as db:
        return int(db.execute("SELECT count(*) FROM ticket").fetchone()[0])


def test_wall_times_need_a_zone(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="--zone"):
        take(desk, [row()], Options())
    with pytest.raises(Problem, match="there is no time zone Mars/X"):
        take(desk, [row()], Options(zone="Mars/X"))
    take(
        desk, [row(created="2026-11-01T08:00:00Z", updated="2026-11-01T09:00:00+01:00")], Options()
    )
    assert iso(ticket(desk).opened_at) == "2026-11-01T08:00:00Z"


def test_several_files_go_in_together_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    one = write(tmp_path / "1.csv", [row(), row("A-2")])
    two = write(tmp_path / "2.csv", [row(updated="2026-11-02 09:00", title="Newer"), row("A-3")])
    bad = tmp_path / "3.csv"
    bad.write_text("what,is,this\n1,2,3\n")
    before = content(desk)
    with pytest.raises(Problem, match=r"3\.csv"):
        imports.import_tickets(desk, [one, two, bad], UTC_ZONE)
    assert content(desk) == before
    report = imports.import_tickets(desk, [one, two], UTC_ZONE)
    assert (report.created, report.updated, report.tickets) == (3, 1, 4)
    assert ticket(desk).title == "Newer"
    assert len(content(desk)["journal"]) == len(before["journal"]) + 1
    check_clocks(desk)


def many(count: int) -> list[Row]:
    return [
        row(
            f"A-{n:05}", random.Random(n).choice(["open", "waiting", "resolved"]), customer=f"C {n}"
        )
        for n in range(count)
    ]


def test_what_progress_raises_takes_the_import_back(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", many(5000))
    calls: list[tuple[int, int]] = []
    imports.import_tickets(
        desk, [path], Options(zone="UTC", dry_run=True), lambda *call: calls.append(call)
    )
    assert calls[-1] == (5000, 5000)
    shares = [done / total for done, total in calls]
    assert shares == sorted(shares)
    assert len({round(share, 2) for share in shares}) > 5
    before = content(desk)

    def stop_at(number: int, error: BaseException) -> imports.Progress:
        told = iter(range(len(calls)))

        def progress(done: int, total: int) -> None:
            if next(told) == number:
                raise error

        return progress

    for number in (0, len(calls) // 2, len(calls) - 3, len(calls) - 1):
        for error in (KeyboardInterrupt(), ZeroDivisionError()):
            with pytest.raises(type(error)):
                imports.import_tickets(desk, [path], UTC_ZONE, stop_at(number, error))
            assert content(desk) == before
    imports.import_tickets(desk, [path], UTC_ZONE)
    assert ticket_count(desk) == 5000
    check_clocks(desk)


KILLED = """
import os, signal, sys
from pathlib import Path
from floorboard.desk import imports
from floorboard.desk.desk import Desk

store, file, number = sys.argv[1:]
told = iter(range(1000))

def progress(done, total):
    if next(told) == int(number):
        os.kill(os.getpid(), signal.SIGKILL)

imports.import_tickets(Desk.open(Path(store)), [Path(file)], imports.Options(zone="UTC"), progress)
"""


@pytest.mark.parametrize("number", [1, 6, 8])
@pytest.mark.parametrize("filled", [False, True])
def test_a_kill_half_way_leaves_nothing(
    desk: Desk, tmp_path: Path, number: int, filled: bool
) -> None:
    if filled:
        take(desk, [row("B-1")])
    before = content(desk)
    path = write(tmp_path / "many.csv", many(5000))
    arguments = [sys.executable, "-c", KILLED, str(desk.store.path), str(path), str(number)]
    assert subprocess.run(arguments, check=False).returncode == -signal.SIGKILL
    assert content(desk) == before
    check_clocks(desk)
    imports.import_tickets(desk, [path], UTC_ZONE)
    assert ticket_count(desk) == 5000 + filled


def test_indexes_and_triggers_are_there_after_filling(desk: Desk) -> None:
    def parts() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(desk.store.path)) as db:
            return db.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()

    before = parts()
    take(desk, LOG)
    assert parts() == before


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
