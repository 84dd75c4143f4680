"""Taking back the last deed of a console, and doing it again: exactly, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import deeds
import escalating
from deeds import changes, last_entry, later, of, row, told, view
from escalating import ANN, BEN, CAT, DAN, FAY, HOUR, SHARES, all_of, load, ticket
from floorboard import i18n
from floorboard.desk import duties, escalations, imports, sign_in, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.imports import Options
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.domain.handling import Handling
from floorboard.domain.problem import Problem
from floorboard.store import journal
from floorboard.store.store import Actor
from floorboard.store.tables import Duty
from importing import row as line
from importing import write

OVER = "has changed since: it can't be taken back"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return escalating.make(tmp_path_factory.mktemp("undoing") / "floor.sqlite")


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    found = deeds.copy_of(made, tmp_path, escalating.NOW, CAT)
    yield found
    found.close()


@pytest.fixture
def other(desk: Desk) -> Desk:
    """Another console on the same store, a minute later."""
    return Desk(desk.store, Actor("desk-2", ANN), lambda: desk.now() + 60)


def opened(desk: Desk) -> int:
    """A ticket that no undo at this console takes away."""
    return ticket(Desk(desk.store, Actor("maker"), desk.clock))


Do = Callable[[Desk, int], object]

DEEDS: dict[str, Do] = {
    "note": lambda desk, number: tickets.note(desk, number, "x"),
    "reply and promise": lambda desk, n: tickets.reply(desk, n, "x", desk.now() + 600),
    "chase": lambda desk, number: tickets.chase(desk, number, "x"),
    "promise": lambda desk, number: tickets.promise(desk, number, desk.now() + 600),
    "assign": lambda desk, number: tickets.assign(desk, number, BEN),
    "take": tickets.take,
    "hand over": lambda desk, number: tickets.hand_over(desk, number, "x", BEN),
    "wait": tickets.wait,
    "solve, which closes rungs": lambda desk, number: tickets.solve(desk, number, "x"),
    "edit": lambda desk, number: tickets.edit(
        desk, number, view(desk, number).version, title="y", priority=4, project_id=None
    ),
    "link": lambda desk, number: tickets.link(desk, number, number + 1),
    "merge": lambda desk, number: tickets.merge(desk, number, number + 1),
    "split": lambda desk, number: tickets.split(desk, number, "y"),
    "open": lambda desk, number: tickets.open_ticket(desk, OpenTicket("y")),
    "open for a new customer": lambda desk, number: tickets.open_ticket(
        desk, OpenTicket("y", new_customer=NewCustomer("Zoë Müller"))
    ),
    "bulk": lambda desk, number: tickets.bulk(desk, Handling.SOLVE, [number, number + 1], text="x"),
    "acknowledge": lambda desk, number: escalations.acknowledge(desk, all_of(desk)[0].id, "x"),
    "comment": lambda desk, number: escalations.comment(desk, all_of(desk)[0].id, "x"),
    "call the backup": lambda desk, number: escalations.call_backup(desk, all_of(desk)[0].id),
}


@pytest.mark.parametrize("do", DEEDS.values(), ids=DEEDS)
def test_undo_restores_exactly_and_redo_does_too(desk: Desk, do: Do) -> None:
    number = opened(desk)
    opened(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    later(desk, 60)
    before = of(desk)
    do(desk, number)
    entry, after = last_entry(desk), of(desk)
    assert changes(before, after)
    for _ in range(2):
        undone = undoing.undo(desk)
        assert (undone.seq, undone.action, undone.subject) == (
            entry.seq, entry.action, entry.subject,
        )  # fmt: skip
        assert of(desk) == before
        again = undoing.redo(desk)
        assert (again.seq, again.action) == (entry.seq, entry.action)
        assert of(desk) == after
    deeds.check(desk)
    assert last_entry(desk).action == "redone"
    assert last_entry(desk).of == entry.seq


@pytest.mark.parametrize(
    "do",
    [
        tickets.close,
        lambda d, n: tickets.reopen(d, n, "x"),
        lambda d, n: tickets.rate(d, n, 1, "x", disagrees=True),
    ],
)
def test_what_is_done_to_a_solved_ticket_is_undone_too(desk: Desk, do: Do) -> None:
    number = opened(desk)
    tickets.solve(desk, number, "done")
    before = of(desk)
    later(desk, HOUR)
    do(desk, number)
    undoing.undo(desk)
    assert of(desk) == before
    undoing.undo(desk)
    assert view(desk, number).state == "open"
    deeds.check(desk)


def test_the_last_goes_first_and_what_is_new_ends_the_redoing(desk: Desk) -> None:
    number = opened(desk)
    for text in ("one", "two", "three"):
        tickets.note(desk, number, text)
    for text in ("three", "two"):
        assert told(desk, number)[-1] == ("note", text)
        undoing.undo(desk)
    undoing.redo(desk)
    assert told(desk, number)[-1] == ("note", "two")
    tickets.note(desk, number, "four")
    with pytest.raises(Problem, match="there is nothing to do again"):
        undoing.redo(desk)
    for _ in range(3):
        undoing.undo(desk)
    with pytest.raises(Problem, match="there is nothing to undo on this console"):
        undoing.undo(desk)
    assert told(desk, number) == [("opened", "")]
    for text in ("one", "two", "four"):
        undoing.redo(desk)
        assert told(desk, number)[-1] == ("note", text)


def test_each_console_undoes_its_own(desk: Desk, other: Desk) -> None:
    mine, theirs = opened(desk), opened(desk)
    tickets.note(desk, mine, "mine")
    tickets.note(other, theirs, "theirs")
    undoing.undo(desk)
    assert (len(told(desk, mine)), len(told(desk, theirs))) == (1, 2)
    with pytest.raises(Problem, match="there is nothing to undo"):
        undoing.undo(desk)
    undoing.undo(other)
    assert len(told(desk, theirs)) == 1


MOVED: dict[str, Do] = {
    "a note": lambda desk, number: tickets.note(desk, number, "x"),
    "a reply": lambda desk, number: tickets.reply(desk, number, "x"),
    "an edit": lambda desk, number: tickets.edit(
        desk, number, view(desk, number).version, title="z"
    ),
    "a link": lambda desk, number: tickets.link(desk, number, number + 1),
    "a bulk deed": lambda desk, number: tickets.bulk(desk, Handling.NOTE, [number], text="x"),
}


@pytest.mark.parametrize("do", MOVED.values(), ids=MOVED)
@pytest.mark.parametrize("seconds", [0, 60])
def test_it_is_refused_where_somebody_went_on(
    desk: Desk, other: Desk, do: Do, seconds: int
) -> None:
    """In the same second too, in which a note leaves no other trace than itself."""
    number = opened(desk)
    opened(desk)
    tickets.reply(desk, number, "we are at it")
    other.clock = lambda: desk.now() + seconds
    do(other, number)
    before = of(desk)
    with pytest.raises(Problem) as refused:
        undoing.undo(desk)
    assert i18n.told(refused.value).startswith(f"#{number} {OVER}")
    assert of(desk) == before
    undoing.undo(other)  # … and once they took it back, it is as it was left
    undoing.undo(desk)
    assert told(desk, number) == [("opened", "")]


def test_what_was_undone_isn_t_done_again_over_what_came_since(desk: Desk, other: Desk) -> None:
    number = opened(desk)
    tickets.note(desk, number, "mine")
    undoing.undo(desk)
    tickets.note(other, number, "theirs")
    with pytest.raises(Problem, match=OVER):
        undoing.redo(desk)
    assert told(desk, number)[-1] == ("note", "theirs")


def test_nothing_is_done_again_on_what_was_taken_from_under_it(desk: Desk, other: Desk) -> None:
    """In one second, in which two notes leave no other trace than themselves."""
    number = opened(desk)
    other.clock = desk.clock
    tickets.note(desk, number, "first")
    tickets.note(other, number, "second")
    undoing.undo(other)
    undoing.undo(desk)
    with pytest.raises(Problem, match=OVER):
        undoing.redo(other)
    undoing.redo(desk)
    undoing.redo(other)
    assert [text for _, text in told(desk, number)] == ["", "first", "second"]


def test_a_bulk_deed_is_refused_whole(desk: Desk, other: Desk) -> None:
    numbers = [opened(desk) for _ in range(3)]
    tickets.bulk(desk, Handling.ASSIGN, numbers, owner_id=BEN)
    tickets.note(other, numbers[1], "x")
    before = of(desk)
    with pytest.raises(Problem, match=f"#{numbers[1]} {OVER}"):
        undoing.undo(desk)
    assert of(desk) == before


@pytest.mark.parametrize("which", [0, 1])
def test_a_merge_is_undone_on_both_sides_or_on_none(desk: Desk, other: Desk, which: int) -> None:
    numbers = [opened(desk), opened(desk)]
    tickets.merge(desk, *numbers)
    tickets.note(other, numbers[which], "x")
    before = of(desk)
    with pytest.raises(Problem, match=f"#{numbers[which]} {OVER}"):
        undoing.undo(desk)
    assert of(desk) == before


def test_a_customer_who_has_another_ticket_by_now_stays(desk: Desk, other: Desk) -> None:
    first = tickets.open_ticket(desk, OpenTicket("x", new_customer=NewCustomer("Zoë")))
    customer = int(str(row(desk, first)["customer_id"]))
    second = tickets.open_ticket(other, OpenTicket("y", customer_id=customer))
    before = of(desk)
    with pytest.raises(Problem) as refused:
        undoing.undo(desk)
    assert i18n.told(refused.value).startswith(f"customer {customer} {OVER}")
    assert of(desk) == before
    assert undoing.undo(other).tickets == (second,)
    assert undoing.undo(desk).tickets == (first,)
    assert of(desk)["customer"] == {}
    with pytest.raises(Problem, match=OVER):  # the customer isn't there any more
        undoing.redo(other)
    deeds.check(desk)


def test_a_rung_raised_since_stays_raised_and_is_raised_once(desk: Desk) -> None:
    """The next rung follows from the due times: undoing an edit that moved those finds it anew."""
    number = opened(desk)
    first = row(desk, number)
    tickets.promise(desk, number, desk.now() + 600)
    tickets.edit(desk, number, view(desk, number).version, priority=3)
    later(desk, 1200)
    assert escalations.raise_due(desk).raised == 1
    undoing.undo(desk)
    assert row(desk, number)["solution_due_at"] == first["solution_due_at"]
    deeds.check(desk)
    later(desk, 10 * HOUR)
    escalations.raise_due(desk)
    assert [each.rung for each in all_of(desk)] == ["status-reply", "second-line", "manager"]
    with pytest.raises(Problem, match=OVER):  # the promise: its rung is raised
        undoing.undo(desk)


@pytest.mark.parametrize(
    "do",
    [
        tickets.wait,
        lambda d, n: tickets.solve(d, n, "done"),
        lambda d, n: tickets.bulk(d, Handling.SOLVE, [n], text="done"),
    ],
)
def test_what_comes_back_is_due_by_the_rules_of_today(desk: Desk, other: Desk, do: Do) -> None:
    number = opened(desk)
    do(desk, number)
    load(replace(other, actor=Actor("desk-2", FAY)), SHARES)
    undoing.undo(desk)
    assert row(desk, number)["solution_due_at"] == desk.now() + 10 * HOUR
    deeds.check(desk)


@pytest.mark.parametrize("do", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize("again", [False, True])
def test_other_rules_are_in_no_deeds_way(desk: Desk, other: Desk, do: Do, again: bool) -> None:
    """They move stored due times, which isn't going on with a ticket."""
    number = opened(desk)
    opened(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    later(desk, 60)
    do(desk, number)
    if again:
        undoing.undo(desk)
    load(replace(other, actor=Actor("desk-2", FAY)), SHARES)
    act = undoing.redo if again else undoing.undo
    act(desk)
    deeds.check(desk)


def test_what_is_done_again_is_due_by_the_rules_of_today(desk: Desk, other: Desk) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x"))
    undoing.undo(desk)
    load(replace(other, actor=Actor("desk-2", FAY)), SHARES)
    undoing.redo(desk)
    assert row(desk, number)["solution_due_at"] == desk.now() + 10 * HOUR
    deeds.check(desk)


def test_undoing_a_solve_opens_its_rungs_again(desk: Desk) -> None:
    number = opened(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    tickets.solve(desk, number, "done")
    assert all(each.closed_at for each in all_of(desk))
    undoing.undo(desk)
    assert not any(each.closed_at for each in all_of(desk))
    assert escalations.raise_due(desk).raised == 0, "none is raised again"
    escalations.acknowledge(desk, all_of(desk)[0].id, "I have it")
    with pytest.raises(Problem, match="there is nothing to do again"):
        undoing.redo(desk)


def test_a_rung_answered_since_is_not_undone_away(desk: Desk, other: Desk) -> None:
    opened(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    number = all_of(desk)[0].id
    escalations.acknowledge(desk, number, "I have it")
    escalations.comment(other, number, "thanks")
    with pytest.raises(Problem, match=OVER):
        undoing.undo(desk)


def test_what_nobody_did_nobody_undoes(desk: Desk) -> None:
    opened(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    with pytest.raises(Problem, match="there is nothing to undo"):
        undoing.undo(desk)


def test_a_tick_is_undone(desk: Desk) -> None:
    with desk.store.deed("floor.created", "floor", Actor("maker"), desk.now()) as deed:
        deed.session.add(
            Duty(code="walk", title="Walk", post="agent", due_minute=660, minutes_before=60,
                 minutes_after=60)
        )  # fmt: skip
    duties.ensure(desk)
    before = of(desk)
    now = desk.now()
    check = next(c for c in before["duty_check"].values() if c["due_at"] == now)
    duties.done(desk, int(str(check["id"])), int(str(check["version"])), note="walked")
    after = of(desk)
    assert changes(before, after)
    assert undoing.undo(desk).action == "duty.ticked"
    assert of(desk) == before
    undoing.redo(desk)
    assert of(desk) == after


def test_whoever_undoes_must_be_allowed_what_is_undone(desk: Desk) -> None:
    number = opened(desk)
    tickets.merge(desk, number, opened(desk))
    before = of(desk)
    desk.actor = replace(desk.actor, person_id=ANN)
    with pytest.raises(Problem, match=r"isn't the business of this post \(Seat agent\); who may: "):
        undoing.undo(desk)
    assert of(desk) == before
    desk.actor = replace(desk.actor, person_id=FAY)
    undoing.undo(desk)
    desk.actor = replace(desk.actor, person_id=ANN)
    with pytest.raises(Problem, match="isn't the business of this post"):
        undoing.redo(desk)
    desk.actor = replace(desk.actor, person_id=CAT)
    undoing.redo(desk)
    assert of(desk) == before


@pytest.mark.parametrize(
    ("whose", "who", "may"),
    [
        (ANN, ANN, True),
        (CAT, ANN, False),  # edits are an agent's business too, but not this one
        (CAT, DAN, False),
        (ANN, CAT, True),
        (ANN, FAY, True),
        (None, ANN, True),
    ],
)
def test_others_deeds_are_taken_back_by_who_may_do_that(
    desk: Desk, whose: int | None, who: int, may: bool
) -> None:
    """After a quick switch, the console's last deed is somebody else's."""
    number = opened(desk)
    before = of(desk)
    desk.actor = replace(desk.actor, person_id=whose)
    tickets.edit(desk, number, view(desk, number).version, priority=4)
    after = of(desk)
    as_whose, as_who = desk.actor, replace(desk.actor, person_id=who)
    for act, done in ((undoing.undo, before), (undoing.redo, after)):
        desk.actor = as_who
        if not may:
            with pytest.raises(Problem, match=r"somebody else's deed.*who may: .*Shift lead"):
                act(desk)
            desk.actor = as_whose
        act(desk)
        assert of(desk) == done


def test_a_console_that_nobody_signed_in_to_looks_and_undoes_nothing(desk: Desk) -> None:
    number = opened(desk)
    desk.actor = replace(desk.actor, person_id=None)
    tickets.note(desk, number, "nobody has a PIN yet")
    sign_in.set_pin(desk, FAY, "482916")
    with pytest.raises(Problem, match="nobody is signed in"):
        undoing.undo(desk)
    desk.actor = replace(desk.actor, person_id=CAT)
    undoing.undo(desk)
    assert told(desk, number) == [("opened", "")]


def test_after_an_import_brought_news_it_is_refused(desk: Desk, tmp_path: Path) -> None:
    def take(**news: str) -> None:
        rows = [line(project="billing", **news)]
        imports.import_tickets(desk, [write(tmp_path / "list.csv", rows)], Options(zone="UTC"))

    take()
    (number,) = (int(str(key[0])) for key in of(desk)["ticket"])
    tickets.edit(desk, number, view(desk, number).version, priority=5)
    take(updated="2026-11-22 09:00", title="Other words")
    assert view(desk, number).title == "Other words"
    before = of(desk)
    with pytest.raises(Problem, match=f"#{number} {OVER}"):
        undoing.undo(desk)
    assert of(desk) == before


def test_the_journal_keeps_the_deed_its_undoing_and_its_doing_again(desk: Desk) -> None:
    number = opened(desk)
    tickets.note(desk, number, "x")
    seq = last_entry(desk).seq
    undoing.undo(desk)
    undone = last_entry(desk)
    undoing.redo(desk)
    redone = last_entry(desk)
    assert [undone.action, redone.action] == ["undone", "redone"]
    assert (undone.of, redone.of) == (seq, seq)
    assert undone.subject == redone.subject == f"ticket/{number}"
    assert [each.reversed() for each in undone.differences] == redone.differences
    with desk.store.reading() as db:
        assert journal.verify(db, journal.read_key(desk.store.path)).sound


def test_a_clock_that_stands_still_undoes_nothing(desk: Desk) -> None:
    tickets.note(desk, opened(desk), "x")
    desk.frozen = True
    with pytest.raises(Problem, match="the clock stands still"):
        undoing.undo(desk)
