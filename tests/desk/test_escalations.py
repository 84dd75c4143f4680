"""Rungs are raised once, go to whom the roster names, and are answered by people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalating import (
    ANN,
    BEN,
    BILLING,
    CAT,
    DAN,
    FAY,
    GUS,
    HOUR,
    LEADS,
    NOW,
    PORTAL,
    SECOND_LINE,
    all_of,
    make,
    names,
    notes,
    ticket,
)
from floorboard.desk import clocks, escalations, rule_files, rules, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import Raised, raise_due
from floorboard.desk.escalations.roster import Roster
from floorboard.desk.ladder import next_rung_at
from floorboard.domain import ladder
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import NEVER, State
from floorboard.store import health, journal
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import escalations as queries
from floorboard.store.queries import rungs
from floorboard.store.store import Actor
from importing import open_copy

POLICY = """
name = "short"
[[rule]]
status_reply = 60
solution = 600
"""
SHARES = (
    POLICY
    + """
[[rung]]
name = "warning"
clock = "solution"
share = 0.5
to = "owner"
[[rung]]
name = "late"
clock = "solution"
to = "second_line"
"""
)

At = Callable[[float], Instant]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("escalating") / "floor.sqlite")


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(made, tmp_path / "floor.sqlite")
    for path in (found.store.path, journal.key_path(found.store.path)):
        path.chmod(0o600)
    found.clock = lambda: NOW
    yield found
    assert health.examine(found.store.path).sound
    found.close()


@pytest.fixture
def at(desk: Desk) -> At:
    """Set the desk's clock to so many hours after the beginning."""

    def move(hours: float) -> Instant:
        now = NOW + round(hours * HOUR)
        desk.clock = lambda: now
        return now

    return move


def load(desk: Desk, text: str) -> None:
    path = desk.store.path.with_name("policy.toml")
    path.write_text(text, "utf-8")
    rule_files.load_policy(desk, path)


def alter(desk: Desk, sql: str, *values: object) -> None:
    """Change the floor behind the desk's back."""
    with desk.store.deed("floor.created", "floor", desk.actor, desk.now()) as deed:
        deed.db.execute(sql, values)


def stored_next(desk: Desk, number: int) -> Instant:
    with desk.store.reading() as db:
        found = db.execute("SELECT next_rung_at FROM ticket WHERE id = ?", (number,)).fetchone()
    return int(found[0])


def computed_next(desk: Desk, number: int) -> Instant:
    """What `next_rung_at` has to be: from the whole history and what was raised in the cycle."""
    with desk.store.reading() as db:
        facts = clock_queries.facts(db, number)
        assert facts is not None
        in_force = rules.in_force(desk)
        found = clocks.clocks_from(in_force, facts)
        raised = rungs.raised(db, [number]).get((number, found.cycle), frozenset())
    return next_rung_at(in_force, found, raised)


def table(desk: Desk) -> list[tuple[int, str, float, list[str]]]:
    """Ticket, rung, hours after the beginning at which it was raised, and to whom."""
    return [
        (view.ticket_id, view.rung, (view.raised_at - NOW) / HOUR, names(view))
        for view in all_of(desk)
    ]


def test_an_unsolved_ticket_goes_up_rung_by_rung(desk: Desk, at: At) -> None:
    number = ticket(desk)
    for hours in (1, 3.99, 4, 5, 8, 9, 28, 40):
        at(hours)
        raise_due(desk)
        assert stored_next(desk, number) == computed_next(desk, number)
    assert table(desk) == [
        (number, "status-reply", 4, ["Cat", "+Dan"]),
        (number, "second-line", 4, ["Ben", "+Dan"]),
        (number, "manager", 8, ["Dan", "+Eve"]),
        (number, "leader", 28, ["Eve", "+Fay"]),
    ]
    assert not any(view.gap or view.backup_gap for view in all_of(desk))
    assert stored_next(desk, number) == NEVER


def test_at_the_next_look_all_that_fell_due_is_raised_with_both_times(desk: Desk, at: At) -> None:
    number = ticket(desk)
    now = at(100)
    assert raise_due(desk) == Raised(4, 0)
    assert [(v.due_at - NOW) / HOUR for v in all_of(desk)] == [4, 4, 8, 28]
    assert {view.raised_at for view in all_of(desk)} == {now}
    assert {view.acknowledge_by for view in all_of(desk)} == {
        now + minutes * 60 for minutes in (15, 30, 60, 240)
    }
    assert raise_due(desk) == Raised()
    assert stored_next(desk, number) == NEVER
    at(105)
    assert raise_due(desk) == Raised(0, 4)
    assert raise_due(desk) == Raised()


def test_looking_again_writes_nothing(desk: Desk, at: At) -> None:
    ticket(desk)
    for hours in (5, 6):  # the second look is for the backups
        at(hours)
        raise_due(desk)

    def entries() -> int:
        with desk.store.reading() as db:
            return int(db.execute("SELECT max(seq) FROM journal").fetchone()[0])

    before = entries()
    for hours in (6, 4, 0, -1, 7):
        at(hours)
        assert raise_due(desk) == Raised()
    assert entries() == before


def test_a_frozen_desk_raises_nothing(desk: Desk, at: At) -> None:
    ticket(desk)
    at(5)
    desk.frozen = True
    assert raise_due(desk) == Raised()
    assert all_of(desk) == []


def test_a_clock_set_back_and_forward_doubles_nothing_and_misses_nothing(
    desk: Desk, at: At
) -> None:
    number = ticket(desk)
    now = 0.0
    for jump in (4.5, -1, 1, 24, -1, -24, 24, 3, -1, 24):
        now += jump
        at(now)
        raise_due(desk)
        raise_due(desk)
    assert [view.rung for view in all_of(desk)] == [
        "status-reply",
        "second-line",
        "manager",
        "leader",
    ]
    assert all(view.raised_at >= view.due_at for view in all_of(desk))
    assert stored_next(desk, number) == NEVER


def test_a_reply_moves_the_status_rung_and_a_promise_replaces_it(desk: Desk, at: At) -> None:
    number = ticket(desk, priority=4)
    at(3)
    tickets.reply(desk, number, "We look into it", promise_until=NOW + round(3.5 * HOUR))
    assert stored_next(desk, number) == NOW + 3.5 * HOUR
    at(3.4)
    assert raise_due(desk) == Raised()
    at(3.6)
    assert raise_due(desk) == Raised(1, 0)
    # it was raised in this cycle: the next broken promise isn't raised again
    tickets.promise(desk, number, NOW + 4 * HOUR)
    at(5)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == ["status-reply"]


def test_solving_closes_every_open_rung_and_undoing_it_opens_them(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(9)
    raise_due(desk)
    now = at(9.1)
    escalations.acknowledge(desk, 1, "calling them")
    tickets.solve(desk, number, "The plug was out")
    assert [view.closed_at for view in all_of(desk)] == [now] * 3
    assert [notes(desk, view.id)[-1].kind for view in all_of(desk)] == ["closed"] * 3
    assert stored_next(desk, number) == NEVER
    at(60)
    assert raise_due(desk) == Raised()
    undoing.undo(desk)
    assert [view.closed_at for view in all_of(desk)] == [None] * 3
    assert stored_next(desk, number) == computed_next(desk, number)
    undoing.redo(desk)
    assert [view.closed_at for view in all_of(desk)] == [now] * 3


def test_reopening_starts_a_cycle_in_which_everything_is_raised_again(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(5)
    raise_due(desk)
    tickets.solve(desk, number, "Done")
    at(10)
    tickets.reopen(desk, number, "It isn't")
    # the solution was overdue when it was solved, and still is
    assert stored_next(desk, number) == computed_next(desk, number) <= NOW + 10 * HOUR
    assert raise_due(desk) == Raised(2, 0)
    at(14)
    raise_due(desk)
    raised = [(view.cycle, view.rung) for view in all_of(desk)]
    assert raised == [
        (0, "status-reply"),
        (0, "second-line"),
        (1, "second-line"),
        (1, "manager"),
        (1, "status-reply"),
    ]
    assert stored_next(desk, number) == computed_next(desk, number)


def test_a_note_changes_no_cycle(desk: Desk, at: At) -> None:
    """A ticket that is reopened without having been solved stays in its cycle."""
    number = ticket(desk)
    at(5)
    raise_due(desk)
    alter(
        desk,
        "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
        " VALUES (?, 90, ?, 'reopened', '', '')",
        number,
        NOW + 60,
    )
    at(9)
    raise_due(desk)
    assert {view.cycle for view in all_of(desk)} == {0}
    assert [view.rung for view in all_of(desk)] == ["status-reply", "second-line", "manager"]


def test_waiting_for_the_customer_raises_no_solution_rung(desk: Desk, at: At) -> None:
    number = ticket(desk)
    tickets.reply(desk, number, "What does the plug look like?")
    tickets.wait(desk, number)
    at(48)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == ["status-reply"]
    tickets.resume(desk, number)
    at(51.9)
    assert raise_due(desk).raised == 0
    at(52)
    assert raise_due(desk).raised == 1


def test_whom_a_rung_goes_to(desk: Desk) -> None:
    def found(words: str, project: int | None = BILLING, owner: int | None = ANN) -> list[int]:
        with desk.store.reading() as db:
            return [*Roster(db, desk.now()).find(Addressee.parse(words), project, owner)]

    assert found("second_line") == [BEN]
    assert found("second_line", PORTAL) == found("second_line", None) == []
    assert found("project_manager") == [DAN]
    assert found("project_manager", PORTAL) == found("project_manager", None) == []
    assert found("owner") == [ANN]
    assert found("owner", owner=None) == []
    assert found("shift_lead") == found("rota:lead") == [CAT]
    assert found("rota:nowhere") == []
    assert found("post:director") == [FAY]
    assert found("post:senior") == [BEN]  # on a rota; Gus isn't
    alter(desk, "DELETE FROM rota_turn WHERE rota_id = ?", SECOND_LINE)
    assert found("post:senior") == [BEN, GUS]
    alter(desk, "UPDATE rota SET code = 'second_line', project_id = NULL WHERE id = ?", LEADS)
    assert found("second_line") == []  # the project has a line of its own, and nobody is on it
    assert found("second_line", PORTAL) == [CAT]


@pytest.mark.parametrize(
    ("column", "day", "here"),
    [
        ("joined_on", "2026-11-24", False),
        ("joined_on", "2026-11-23", True),
        ("left_on", "2026-11-23", True),  # the last day
        ("left_on", "2026-11-22", False),
    ],
)
def test_who_has_left_or_not_joined_yet_is_nobody(
    desk: Desk, column: str, day: str, here: bool
) -> None:
    alter(desk, f"UPDATE person SET {column} = ? WHERE id IN (?, ?, ?)", day, BEN, DAN, ANN)
    with desk.store.reading() as db:
        roster = Roster(db, desk.now())
        found = [
            roster.find(Addressee.parse(words), BILLING, ANN)
            for words in ("second_line", "project_manager", "owner", "rota:second-billing")
        ]
    assert [bool(people) for people in found] == [here] * 4


def test_the_day_of_leaving_is_the_centre_s(desk: Desk) -> None:
    """23:30 in Shanghai is afternoon in London."""
    for hours, here in ((12.9, True), (13.1, False)):  # midnight
        with desk.store.reading() as db:
            alter(desk, "UPDATE person SET left_on = '2026-11-23' WHERE id = ?", CAT)
            roster = Roster(db, NOW + round(hours * HOUR))
            assert bool(roster.find(Addressee.parse("shift_lead"), None, None)) == here


def test_a_rung_for_nobody_goes_to_the_shift_lead_and_shows_the_gap(desk: Desk, at: At) -> None:
    ticket(desk, PORTAL)
    at(4)
    raise_due(desk)
    status, second = all_of(desk)
    assert (names(status), status.gap) == (["Cat"], False)
    assert (names(second), second.gap) == (["Cat"], True)
    at(5)
    raise_due(desk)
    status, second = all_of(desk)  # the project has no manager, and Cat has it already
    assert (names(second), second.backup_gap) == (["Cat"], True)
    at(25)  # nobody is on any more
    raise_due(desk)
    manager = all_of(desk)[-1]
    assert (manager.rung, names(manager), manager.gap) == ("manager", [], True)


def test_unanswered_ones_climb_and_answered_ones_don_t(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    status, second = all_of(desk)
    escalations.acknowledge(desk, second.id, "on it")
    now = at(5)
    assert raise_due(desk) == Raised(0, 1)
    status, second = all_of(desk)
    assert (names(status), status.backup_at) == (["Cat", "+Dan"], now)
    assert [note.kind for note in notes(desk, status.id)] == ["raised", "backup"]
    assert (names(second), second.backup_at) == (["Ben"], None)
    assert (second.acknowledged_by, second.acknowledged_at) == ("desk-1", NOW + 4 * HOUR)


def test_what_people_do_is_on_record(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    desk.actor = Actor("desk-1", BEN)
    escalations.acknowledge(desk, 2, "  on it\n")
    escalations.comment(desk, 2, "they don't answer")
    desk.actor = Actor("desk-2", CAT)
    now = at(4.25)
    escalations.hand_back(desk, 2, "Ben is ill")
    view = all_of(desk)[1]
    assert (view.acknowledged_by, view.acknowledged_at) == ("", None)
    assert view.acknowledge_by == now + 30 * 60
    escalations.call_backup(desk, 2)
    view = all_of(desk)[1]
    assert (names(view), view.backup_at, view.backup_gap) == (["Ben", "+Dan"], now, False)
    assert [(note.kind, note.actor, note.body) for note in notes(desk, 2)] == [
        ("raised", "desk-1", ""),
        ("acknowledged", "Ben", "on it"),
        ("comment", "Ben", "they don't answer"),
        ("handed_back", "Cat", "Ben is ill"),
        ("backup", "Cat", ""),
    ]
    at(30)
    raise_due(desk)
    assert names(all_of(desk)[1]) == ["Ben", "+Dan"]  # the backup was called once
    with desk.store.reading() as db:
        told = db.execute("SELECT action, subject FROM journal WHERE subject LIKE 'ticket/%'")
        assert [action for action, _ in told] == [
            "ticket.opened",
            "escalation.acknowledged",
            "escalation.commented",
            "escalation.handed_back",
            "escalation.backup",
        ]
        raised = db.execute("SELECT j.action FROM journal_ticket t JOIN journal j USING (seq)")
        assert raised.fetchone() == ("escalations.raised",)


def test_a_handed_back_one_goes_to_its_backup_in_its_time(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    escalations.acknowledge(desk, 1, "on it")
    at(6)
    escalations.hand_back(desk, 1, "not mine")
    assert raise_due(desk).backups == 1  # the second line's
    at(6.24)
    assert raise_due(desk).backups == 0
    at(6.25)
    assert raise_due(desk).backups == 1


def test_what_isn_t_possible_is_refused(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    with pytest.raises(Problem, match=r"escalation 1 isn't acknowledged"):
        escalations.hand_back(desk, 1, "no")
    with pytest.raises(Problem, match="there is no escalation 99"):
        escalations.acknowledge(desk, 99, "yes")
    with pytest.raises(Problem, match="can't be empty"):
        escalations.acknowledge(desk, 1, " ")
    desk.actor = Actor("desk-1", CAT)
    escalations.acknowledge(desk, 1, "yes")
    with pytest.raises(Problem, match=r"acknowledged already by Cat at 2026-11-23 15:00"):
        escalations.acknowledge(desk, 1, "me too")
    escalations.call_backup(desk, 2)
    with pytest.raises(Problem, match=r"was called already at 2026-11-23 15:00"):
        escalations.call_backup(desk, 2)
    tickets.solve(desk, number, "done")
    for deed in (escalations.acknowledge, escalations.hand_back, escalations.call_backup):
        with pytest.raises(Problem, match=r"was closed at 2026-11-23 15:00, with ticket #1"):
            deed(desk, 1, "too late")
    escalations.comment(desk, 1, "that is always possible")
    with desk.store.reading() as db:
        assert queries.counts(db).open == 0


def test_answers_are_undone(desk: Desk, at: At) -> None:
    ticket(desk)
    at(4)
    raise_due(desk)
    before = all_of(desk), notes(desk, 1)
    escalations.acknowledge(desk, 1, "on it")
    escalations.call_backup(desk, 1)
    after = all_of(desk), notes(desk, 1)
    undoing.undo(desk)
    undoing.undo(desk)
    assert (all_of(desk), notes(desk, 1)) == before
    undoing.redo(desk)
    undoing.redo(desk)
    assert (all_of(desk), notes(desk, 1)) == after


def test_a_rung_without_a_backup(desk: Desk, at: At) -> None:
    load(desk, SHARES)
    ticket(desk)
    at(20)
    assert raise_due(desk) == Raised(2, 0)
    assert [view.acknowledge_by for view in all_of(desk)] == [None, None]
    with pytest.raises(Problem, match="nobody stands behind escalation 1"):
        escalations.call_backup(desk, 1)
    at(1000)
    assert raise_due(desk) == Raised()


def test_shares_fall_due_before_the_due_time(desk: Desk, at: At) -> None:
    load(desk, SHARES)
    number = ticket(desk)
    assert stored_next(desk, number) == NOW + 5 * HOUR
    at(1)
    tickets.wait(desk, number)
    assert stored_next(desk, number) == NEVER
    at(3)
    tickets.resume(desk, number)
    for hours in (6.9, 7, 11.9, 12):
        at(hours)
        raise_due(desk)
        assert stored_next(desk, number) == computed_next(desk, number)
    assert table(desk) == [(number, "warning", 7, ["Ann"]), (number, "late", 12, ["Ben"])]


def test_another_ladder_that_is_loaded_holds_from_then_on(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    load(desk, SHARES)
    assert stored_next(desk, number) == computed_next(desk, number) == NOW + 5 * HOUR
    load(desk, POLICY + '[[rung]]\nname = "second-line"\nclock = "solution"\nto = "owner"\n')
    assert stored_next(desk, number) == NEVER  # that rung was raised already
    load(desk, SHARES)
    at(10)
    raise_due(desk)
    assert [view.rung for view in all_of(desk)] == [
        "status-reply",
        "second-line",
        "warning",
        "late",
    ]


def test_a_ladder_alone_moves_no_due_time(desk: Desk) -> None:
    number = ticket(desk)
    load(desk, SHARES)
    path = desk.store.path.with_name("policy.toml")
    path.write_text(SHARES.replace("0.5", "0.25"), "utf-8")
    loaded = rule_files.load_policy(desk, path)
    assert (loaded.changed, loaded.recomputed, loaded.moved) == (True, 1, 0)
    assert stored_next(desk, number) == NOW + 2.5 * HOUR


def test_many_are_raised_in_chunks_of_rungs(
    desk: Desk, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.desk.escalations.raising.CHUNK", 5)
    numbers = [ticket(desk) for _ in range(7)]
    at(10)  # three rungs each
    told: list[tuple[int, int]] = []
    assert raise_due(desk, lambda done, total: told.append((done, total))).raised == 21
    assert sorted((v.ticket_id, v.rung) for v in all_of(desk)) == sorted(
        (number, rung) for number in numbers for rung in ("status-reply", "second-line", "manager")
    )
    assert told[-1] == (7, 7)
    assert told == sorted(told)
    with desk.store.reading() as db:
        entries = db.execute(
            "SELECT json_array_length(after, '$.raised') FROM journal"
            " WHERE action = 'escalations.raised' AND after LIKE '%\"raised\"%'"
        ).fetchall()
    assert [each[0] for each in entries] == [5, 5, 5, 5, 1]
    at(11)
    assert raise_due(desk).backups == 21
    for number in numbers:
        assert stored_next(desk, number) == computed_next(desk, number)


def test_the_lists(desk: Desk, at: At) -> None:
    first = ticket(desk)
    at(1)
    ticket(desk)
    at(6)
    raise_due(desk)
    tickets.solve(desk, first, "done")
    at(12)
    raise_due(desk)
    with desk.store.reading() as db:
        found = queries.page(db, 10)
        assert [v.due_at for v in found] == sorted(v.due_at for v in found)
        assert {v.ticket_id for v in found} == {2}
        key = queries.key(found[1])
        assert queries.page(db, 10, after=key) == found[2:]
        assert queries.page(db, 10, before=key) == found[:1]
        assert queries.page(db, 10, start=key) == found[1:]
        assert queries.page(db, 2, last=True) == found[-2:]
        everything = queries.page(db, 10, everything=True)
        assert [v.id for v in everything] == [5, 4, 3, 2, 1]
        key = queries.key(everything[1], everything=True)
        assert queries.page(db, 10, everything=True, after=key) == everything[2:]
        assert queries.page(db, 10, everything=True, before=key) == everything[:1]
        assert [v.id for v in queries.of_ticket(db, first)] == [1, 2]
        assert queries.by_id(db, 3) == everything[2]
        assert queries.by_id(db, 9) is None
        counts = queries.counts(db)
    assert (counts.open, counts.unacknowledged) == (3, 3)
    escalations.acknowledge(desk, 3, "yes")
    listed = escalations.listed(desk, 2)
    assert ([v.id for v in listed.escalations], listed.counts.unacknowledged) == ([3, 4], 2)


def test_as_it_stood_then(desk: Desk, at: At) -> None:
    number = ticket(desk)
    at(4)
    raise_due(desk)
    at(4.1)
    escalations.acknowledge(desk, 1, "yes")
    at(5)
    raise_due(desk)
    at(6)
    tickets.solve(desk, number, "done")
    desk.frozen = True
    told = []
    for hours in (3, 4, 4.5, 5, 6):
        at(hours)
        found = escalations.listed(desk, 10)
        told.append((found.counts.open, found.counts.unacknowledged))
        assert [v.id for v in found.escalations] == [1, 2][: found.counts.open]
        if hours == 4.5:
            assert [names(v) for v in found.escalations] == [["Cat"], ["Ben"]]
    assert told == [(0, 0), (2, 2), (2, 1), (2, 1), (0, 0)]
    assert len(escalations.listed(desk, 10, everything=True).escalations) == 2


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["reply", "promise", "wait", "resume", "solve", "reopen", "look", "look"]),
        st.integers(1, 400),
    ),
    max_size=14,
)


@settings(max_examples=25)
@given(deeds=DEEDS, shares=st.booleans())
def test_stored_and_computed_rungs_agree_whatever_is_done(
    made: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]], shares: bool
) -> None:
    """The next rung that is stored is the one that the whole history asks for; what a look raises
    are the rungs that the clocks as a whole say are due, each once in a cycle."""
    desk = open_copy(made, tmp_path_factory.mktemp("deeds") / "floor.sqlite")
    now = NOW
    desk.clock = lambda: now
    if shares:
        load(desk, SHARES)
    number = ticket(desk)
    for name, minutes in deeds:
        now += minutes * 60
        with desk.store.reading() as db:
            facts = clock_queries.facts(db, number)
        assert facts is not None
        if name == "look":
            in_force = rules.in_force(desk)
            found = clocks.clocks_from(in_force, facts)
            cycle = found.cycle
            before = {v.rung for v in all_of(desk) if v.cycle == cycle}
            steps = in_force.policy.ladder
            due = ladder.due_rungs(steps, found, in_force.calendars, before, now)
            if State(facts.state) is State.SOLVED:
                assert due == []
            count = len(all_of(desk))
            raise_due(desk)
            fresh = all_of(desk)[count:]
            assert [(v.due_at, v.rung, v.cycle) for v in fresh] == [
                (at, rung.name, cycle) for at, rung in due
            ]
        else:
            _do(desk, number, name, State(facts.state), now)
        assert stored_next(desk, number) == computed_next(desk, number)
    every = [(v.ticket_id, v.cycle, v.rung) for v in all_of(desk)]
    assert len(every) == len(set(every))
    desk.close()


def _do(desk: Desk, number: int, name: str, state: State, now: Instant) -> None:
    """Do it, where the ticket's state lets it be done."""
    try:
        match name:
            case "reply":
                tickets.reply(desk, number, "so far")
            case "promise":
                tickets.promise(desk, number, now + 90 * 60)
            case "wait":
                tickets.wait(desk, number)
            case "resume":
                tickets.resume(desk, number)
            case "solve":
                tickets.solve(desk, number, "done")
            case "reopen":
                tickets.reopen(desk, number, "no")
    except Problem:
        assert state is not State.OPEN or name in ("resume", "reopen")


def test_the_unanswered_and_the_due_are_read_by_their_indexes(desk: Desk) -> None:
    plans: list[str] = []
    with desk.store.reading() as db:
        db.set_trace_callback(plans.append)
        rungs.to_raise(db, NOW, 10)
        rungs.unanswered(db, NOW, 10)
        rungs.waiting(db, NOW)
        queries.page(db, 10)
        db.set_trace_callback(None)
        used = [
            " ".join(step[3] for step in db.execute(f"EXPLAIN QUERY PLAN {sql}"))
            for sql in plans
            if sql.lstrip().startswith("SELECT") and "json_each" not in sql
        ]
    assert [next((index for index in INDEXES if index in plan), plan) for plan in used] == [
        "ix_ticket_rung",
        "ix_escalation_unanswered",
        "ix_ticket_rung",
        "ix_escalation_unanswered",
        "ix_escalation_open",
    ]
    assert not any("TEMP B-TREE" in plan and "open" in plan for plan in used)


INDEXES = ("ix_ticket_rung", "ix_escalation_unanswered", "ix_escalation_open")
