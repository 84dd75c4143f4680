"""Imports again: once however often, the newer over the older, and our own people's word."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import escalating
from floorboard.desk import escalations, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.imports import FileReport
from floorboard.domain.handling import Handling
from floorboard.domain.instant import iso
from floorboard.store.queries import entries
from importing import (
    LOG,
    NOW,
    TABLES,
    Row,
    check_clocks,
    content,
    history,
    meaning,
    open_copy,
    row,
    take,
    ticket,
)


@pytest.mark.parametrize("rows", [LOG, [row(), row("A-2", "waiting")]])
def test_the_same_file_again_changes_nothing(desk: Desk, rows: list[Row]) -> None:
    first = take(desk, rows)
    before = content(desk)
    again = take(desk, rows)
    assert content(desk) == before
    assert (again.created, again.updated, again.unchanged) == (0, 0, first.created)
    assert again.notes == first.notes[: len(again.notes)]


@settings(max_examples=12)
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


@settings(max_examples=20)
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
    assert (found.title, found.priority, found.owner_id) == ("Still broken", 1, 2)
    with desk.store.reading() as db:
        assert found.version == [each.seq for each in entries.since(db)][-1]
    assert ticket(desk, "A-2").state == "solved"
    check_clocks(desk)
    before = content(desk)
    report = take(desk, old)
    assert (report.older, report.updated, report.created) == (2, 0, 0)
    assert content(desk) == before


def test_what_an_export_solves_has_no_open_rung(desk: Desk) -> None:
    take(desk, [row(), row("A-2"), row("A-3")])
    assert escalations.raise_due(desk).raised >= 3
    news = {"updated": "2026-11-22 09:00", "resolved": "2026-11-22 08:00"}
    take(
        desk,
        [
            row(status="resolved", **news),
            row("A-2", "closed", closed="2026-11-22 09:00", **news),
            row("A-3", title="Still broken", updated="2026-11-22 09:00"),
        ],
    )
    with desk.store.reading() as db:
        found = db.execute(
            "SELECT t.external_id, e.closed_at, (SELECT n.kind FROM escalation_note n"
            " WHERE n.escalation_id = e.id ORDER BY n.seq DESC LIMIT 1)"
            " FROM escalation e JOIN ticket t ON t.id = e.ticket_id"
        ).fetchall()
    assert {each[1:] for each in found if each[0] != "A-3"} == {(NOW, "closed")}
    assert {each[1] for each in found if each[0] == "A-3"} == {None}


def test_rules_loaded_while_an_import_waits_hold_for_it(desk: Desk) -> None:
    other = Desk(desk.store, desk.actor, desk.clock)

    def waited() -> int:
        desk.clock = lambda: NOW
        escalating.load(other, escalating.SHARES)
        return NOW

    desk.clock = waited
    take(desk, [row()])
    check_clocks(desk)


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


@pytest.mark.parametrize("many", [False, True])
def test_an_edit_that_was_done_again_is_ours(desk: Desk, many: bool) -> None:
    take(desk, [row()])
    number = ticket(desk).id
    if many:
        tickets.bulk(desk, Handling.EDIT, [number], fields={"priority": 1})
    else:
        tickets.edit(desk, number, 1, priority=1)
    undoing.undo(desk)
    undoing.redo(desk)
    take(desk, [row(priority="4", updated="2026-11-03 09:00")])
    assert ticket(desk).priority == 1


@pytest.mark.parametrize("again", [False, True])
def test_of_what_was_taken_back_the_source_has_the_word(desk: Desk, again: bool) -> None:
    take(desk, [row()])
    tickets.edit(desk, ticket(desk).id, 1, priority=1)
    if again:
        undoing.undo(desk)
        undoing.redo(desk)
    undoing.undo(desk)
    take(desk, [row(priority="4", updated="2026-11-03 09:00")])
    assert ticket(desk).priority == 4


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
