"""Edits under an optimistic lock: none lost, none silently overwritten, whatever is typed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from floorboard import i18n
from floorboard.desk import as_of, clocks, rules, sample, tickets
from floorboard.desk.desk import Desk
from floorboard.desk.stale import Changed
from floorboard.desk.tickets import StaleTicket
from floorboard.domain.clocks import Event
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import NEVER, EventKind, State
from floorboard.store import journal
from floorboard.store.queries import entries, listing
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.entries import EntryView
from floorboard.store.queries.listing import Filter, Order
from floorboard.store.store import Actor
from floorboard.store.views.ticket import EventView, TicketView

NOW = int(datetime(2026, 11, 23, 2, 15, tzinfo=UTC).timestamp())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tickets") / "floor.sqlite"
    sample.make(path, NOW, tickets=60)
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    copyfile(made, path)
    copyfile(journal.key_path(made), journal.key_path(path))
    found = Desk.open(path, console="desk-1")
    found.clock = lambda: NOW + 60
    yield found
    found.close()


def ticket(desk: Desk, number: int) -> TicketView:
    with desk.store.reading() as db:
        found = queries.by_id(db, number)
    assert found is not None
    return found


def history(desk: Desk, number: int) -> list[EventView]:
    with desk.store.reading() as db:
        return queries.history(db, number)


def told(desk: Desk, number: int, limit: int = 100) -> list[EntryView]:
    """The journal's entries about a ticket, newest first."""
    with desk.store.reading() as db:
        return list(entries.of_ticket(db, number, limit))


def open_ticket(desk: Desk, condition: str = "1") -> int:
    """The newest open ticket of an incident for which the SQL condition holds."""
    with desk.store.reading() as db:
        found = db.execute(
            "SELECT max(id) FROM ticket WHERE state IN ('new', 'open', 'second_line')"
            f" AND kind = 'incident' AND {condition}"
        ).fetchone()
    return int(found[0])


def test_an_edit_changes_the_fields_given_and_no_other(desk: Desk) -> None:
    number = open_ticket(desk)
    before = ticket(desk, number)
    version = tickets.edit(desk, number, 1, title="  New\ttitle ")
    after = ticket(desk, number)
    assert (after.title, after.version, after.updated_at) == ("New title", version, NOW + 60)
    assert version == told(desk, number)[0].seq
    assert (after.priority, after.owner_id, after.project_code) == (
        before.priority,
        before.owner_id,
        before.project_code,
    )
    last = history(desk, number)[-1]
    assert (last.kind, last.actor) == ("changed", "desk-1")
    assert last.body == f"title: {before.title} → New title"


def test_the_journal_holds_before_and_after(desk: Desk) -> None:
    number = open_ticket(desk)
    before = ticket(desk, number)
    tickets.edit(desk, number, 1, title="New", priority=before.priority)
    with desk.store.reading() as db:
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
    (entry,) = told(desk, number)
    assert (entry.action, entry.subject) == ("ticket.edited", f"ticket/{number}")
    assert entry.before["version"] == 1
    assert entry.after["version"] == entry.seq
    assert entry.row("ticket", number) == (
        {"title": before.title, "version": 1, "updated_at": before.updated_at},
        {"title": "New", "version": entry.seq, "updated_at": NOW + 60},
    )
    assert [each.table for each in entry.differences] == ["ticket", "ticket_event"]


def test_a_new_owner_is_an_assignment(desk: Desk) -> None:
    number = open_ticket(desk, "owner_id IS NOT NULL")
    before = ticket(desk, number)
    version = tickets.edit(desk, number, 1, owner_id=4)
    after = ticket(desk, number)
    assert (after.owner, after.reassignment_count) == ("李伟", 1)
    last = history(desk, number)[-1]
    assert (last.kind, last.body) == ("assigned", f"{before.owner} → 李伟")
    tickets.edit(desk, number, version, owner_id=None)
    assert ticket(desk, number).owner_id is None
    assert history(desk, number)[-1].body == "李伟 → –"


def test_a_new_priority_moves_the_clocks(desk: Desk) -> None:
    number = open_ticket(desk, "priority = 3")
    before = ticket(desk, number)
    version = tickets.edit(desk, number, 1, priority=1)
    after = ticket(desk, number)
    assert after.solution_due_at == after.opened_at + 240 * 60
    assert after.solution_due_at != before.solution_due_at
    tickets.edit(desk, number, version, priority=3)
    again = ticket(desk, number)
    assert (again.solution_due_at, again.next_due_at, again.next_clock) == (
        before.solution_due_at,
        before.next_due_at,
        before.next_clock,
    )


def test_an_edit_that_changes_nothing_writes_nothing(desk: Desk) -> None:
    number = open_ticket(desk)
    before = ticket(desk, number)
    assert tickets.edit(desk, number, 1, title=before.title, owner_id=before.owner_id) == 1
    assert ticket(desk, number) == before
    assert told(desk, number) == []


def test_a_stale_edit_is_refused_with_what_changed(desk: Desk) -> None:
    number = open_ticket(desk, "state = 'open' AND owner_id IS NOT NULL")
    before = ticket(desk, number)
    version = tickets.edit(desk, number, 1, priority=5, owner_id=4)
    last = tickets.edit(desk, number, version, priority=4)
    with pytest.raises(StaleTicket) as refused:
        tickets.edit(desk, number, 1, title="mine")
    assert refused.value.version == last
    assert refused.value.changes == (
        Changed("priority", before.priority, 4),
        Changed("owner_id", before.owner_id, 4),
    )
    assert str(refused.value) == (
        f"ticket {number} was changed meanwhile by desk-1: priority {before.priority} → 4,"
        f" owner {before.owner} → 李伟. Look at it again; nothing was saved"
    )
    assert ticket(desk, number).title == before.title


def test_a_change_that_no_entry_of_the_ticket_tells_is_refused_too(desk: Desk) -> None:
    number = open_ticket(desk)
    with desk.store.deed("import.done", "import", desk.actor, NOW) as deed:
        deed.db.execute("UPDATE ticket SET title = 'theirs', version = 2 WHERE id = ?", (number,))
    with pytest.raises(StaleTicket, match="was changed meanwhile") as refused:
        tickets.edit(desk, number, 1, title="mine")
    assert Changed("title", None, "theirs") in refused.value.changes
    assert "mine" not in i18n.told(refused.value)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "x" * 301}, "the title is too long: 301 characters, at most 300 fit"),
        ({"title": " \u00a0\t"}, "the title can't be empty"),
        ({"priority": 0}, "from 1 to 5, not 0"),
        ({"priority": 6}, "from 1 to 5, not 6"),
        ({"owner_id": 99}, "there is no person 99"),
        ({"project_id": 99}, "there is no project 99"),
    ],
)
def test_what_can_t_be_is_refused_and_nothing_changes(
    desk: Desk, fields: dict[str, object], message: str
) -> None:
    number = open_ticket(desk)
    before = ticket(desk, number)
    with pytest.raises(Problem, match=message):
        tickets.edit(desk, number, 1, **fields)  # type: ignore[arg-type] # any field
    assert ticket(desk, number) == before


def test_there_is_no_such_ticket(desk: Desk) -> None:
    with pytest.raises(Problem, match="there is no ticket 4711"):
        tickets.edit(desk, 4711, 1, title="x")
    with pytest.raises(Problem, match="there is no ticket 4711"):
        tickets.note(desk, 4711, "x")


NASTY = [
    "\x1b]0;owned\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "[/foo] [@click=app.quit]x[/]",
    "a\x00b",
    "evil\u202etxt.exe",
    "zero\u200bwidth\ufeff",
    "\ud800 lone",
    "'; DROP TABLE ticket; --",
    "{0} {version} %s %(x)s",
    "=cmd|' /C calc'!A0",
    "\r\nline\u2028break\x85",
    "👩‍👩‍👧‍👦 नमस्ते བོད་ ئۇيغۇر",
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_kept_harmless_in_every_field(desk: Desk, text: str) -> None:
    number = open_ticket(desk)
    tickets.edit(desk, number, 1, title=text)
    desk.actor = Actor(clean_line(text))
    tickets.note(desk, number, text)
    found, last = ticket(desk, number), history(desk, number)[-1]
    for kept in (found.title, last.body, last.actor):
        assert kept
        for unsafe in "\x00\x07\x1b\x85\u2028\u202e\u200b\ufeff\ud800\r":
            assert unsafe not in kept
    assert "\n" not in found.title + last.actor
    with pytest.raises(StaleTicket) as refused:  # the refusal shows the same text
        tickets.edit(desk, number, 1, title="mine")
    assert found.title in str(refused.value)
    assert found.title in i18n.told(refused.value)


def test_a_note_leaves_the_version_alone(desk: Desk) -> None:
    number = open_ticket(desk)
    tickets.note(desk, number, "first line\nsecond")
    last = history(desk, number)[-1]
    assert (last.kind, last.actor, last.body) == ("note", "desk-1", "first line\nsecond")
    found = ticket(desk, number)
    assert (found.updated_at, found.version) == (NOW + 60, 1)
    tickets.edit(desk, number, 1, title="still possible")


def test_a_note_has_its_limit(desk: Desk) -> None:
    number = open_ticket(desk)
    tickets.note(desk, number, "x" * 100_000)
    with pytest.raises(Problem, match="the note is too long: 100001 characters"):
        tickets.note(desk, number, "x" * 100_001)
    with pytest.raises(Problem, match="the note can't be empty"):
        tickets.note(desk, number, " \n ")


def test_a_recorded_target_is_the_solution_s(desk: Desk) -> None:
    in_force = rules.in_force(desk)
    events = [Event(NOW, EventKind.OPENED, 1), Event(NOW + 60, EventKind.REPLY, 2)]
    found = clocks.clocks_of(in_force, NOW, events, "incident", "billing", 1, NOW + 7200)
    due = clocks.due_times(in_force, found, State.OPEN)
    assert due.solution_due_at == due.next_due_at == NOW + 7200
    assert due.next_clock == "solution"
    assert due.next_rung_at == NOW + 7200
    at_rest = clocks.due_times(in_force, found, State.CLOSED)
    assert (at_rest.next_due_at, at_rest.next_clock, at_rest.next_rung_at) == (NEVER, None, NEVER)


EDITOR = """
import sys
from pathlib import Path
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import StaleTicket
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.entries import EntryView

path, name, number, count = sys.argv[1:]
desk = Desk.open(Path(path), console=name)
stale = 0
for turn in range(int(count)):
    while True:
        with desk.store.reading() as db:
            seen = queries.by_id(db, int(number))
        try:
            tickets.edit(desk, seen.id, seen.version, title=f"{seen.title[-250:]} {name}{turn}")
            break
        except StaleTicket as refused:
            assert refused.changes
            stale += 1
print(stale)
"""


def test_two_consoles_edit_one_ticket_and_every_edit_is_there(desk: Desk) -> None:
    number, each = open_ticket(desk), 100
    start = ticket(desk, number).title
    editors = [
        subprocess.Popen(
            [sys.executable, "-c", EDITOR, str(desk.store.path), name, str(number), str(each)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for editor in editors:
        editor.communicate(timeout=120)
        assert editor.returncode == 0
    edits = told(desk, number, 1000)[::-1]
    assert len(edits) == 2 * each
    with desk.store.reading() as db:
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
    title, version, words = start, 1, []
    for entry in edits:  # each edit was made on what the one before it left
        before, after = entry.row("ticket", number)
        assert (before["title"], before["version"]) == (title, version)
        words.append(str(after["title"]).rpartition(" ")[2])
        title, version = f"{title[-250:]} {words[-1]}".strip(), entry.seq
        assert (after["title"], after["version"]) == (title, version)
    assert (ticket(desk, number).title, ticket(desk, number).version) == (title, version)
    assert sorted(words) == sorted(f"{name}{turn}" for name in "ab" for turn in range(each))
    assert len(history(desk, number)) >= 2 * each


def test_a_clock_that_stands_still_writes_nothing(desk: Desk) -> None:
    number = open_ticket(desk)
    before, events = ticket(desk, number), history(desk, number)
    desk.frozen = True
    with pytest.raises(Problem, match="the clock stands still at 2026-11-23T02:16:00Z: looking"):
        tickets.edit(desk, number, before.version, title="New title")
    with pytest.raises(Problem, match="Leave out --as-of"):
        tickets.note(desk, number, "a note")
    assert (ticket(desk, number), history(desk, number)) == (before, events)


def test_a_running_clock_shows_the_present_even_where_a_change_lies_ahead(desk: Desk) -> None:
    """One ticket changed by a console whose clock was wrong must not slow down every list."""
    number = open_ticket(desk)
    with desk.deed("clock.wrong", f"ticket/{number}") as deed:
        deed.db.execute("UPDATE ticket SET updated_at = 2100000000 WHERE id = ?", (number,))
    page = as_of.page(desk, Filter(), Order.DUE, 1000)
    assert not page.replayed
    with desk.store.reading() as db:
        assert list(page.rows) == listing.page(db, Filter(), Order.DUE, 1000)
    assert as_of.ticket(desk, ticket(desk, number)) == ticket(desk, number)
    desk.frozen = True
    assert as_of.page(desk, Filter(), Order.DUE, 1000).replayed
