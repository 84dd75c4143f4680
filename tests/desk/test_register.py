"""The register of complaints and suggestions, and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest

from floorboard.desk import board, filtering, register, sample, saved_views
from floorboard.desk.desk import Desk
from floorboard.desk.register import Question
from floorboard.domain.clocks import Verdict
from floorboard.domain.problem import Problem
from floorboard.domain.register import Entry, Summary, summed
from floorboard.store import journal
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
DAY = 86400


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "floor.sqlite"
    sample.make(path, NOW, tickets=400, seed=7)
    return path


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "floor.sqlite"
    copyfile(made, path)
    copyfile(journal.key_path(made), journal.key_path(path))
    found = Desk.open(path, console="lead-1")
    found.clock = lambda: NOW
    yield found
    found.close()


def every(desk: Desk, **asked: object) -> list[Entry]:
    return register.entries(desk, Question(**asked))  # type: ignore[arg-type] # any field


def one(desk: Desk, number: int) -> Entry:
    (found,) = (entry for entry in every(desk) if entry.id == number)
    return found


def write(desk: Desk, number: int, **columns: object) -> None:
    with desk.store.deed("changed", "tickets", desk.actor, NOW) as deed:
        for column, value in columns.items():
            deed.db.execute(f"UPDATE ticket SET {column} = ? WHERE id = ?", (value, number))


def test_it_holds_all_complaints_and_suggestions_and_nothing_else(desk: Desk) -> None:
    with desk.store.reading() as db:
        wanted = Filter(everything=True, kinds=("complaint", "suggestion"))
        rows = listing.page(db, wanted, Order.OPENED, 1000)
    assert [entry.id for entry in every(desk)] == [row.id for row in rows]
    assert len(rows) > 20


@pytest.mark.parametrize(
    "asked",
    [
        {"kinds": ("complaint",)},
        {"states": ("solved", "waiting")},
        {"projects": ("billing",)},
        {"projects": ("billing", "portal")},
        {"start": NOW - 2 * DAY},
        {"end": NOW - 2 * DAY},
        {"late": True},
    ],
)
def test_filters_narrow(desk: Desk, asked: dict[str, object]) -> None:
    def fits(entry: Entry) -> bool:
        start, end = asked.get("start"), asked.get("end")
        behind = {Verdict.LATE, Verdict.OPEN_LATE}
        return (
            (not asked.get("kinds") or entry.kind in asked["kinds"])  # type: ignore[operator] # a set
            and (not asked.get("states") or entry.state in asked["states"])  # type: ignore[operator] # a set
            and (not asked.get("projects") or entry.project_code in asked["projects"])  # type: ignore[operator] # a set
            and (not isinstance(start, int) or entry.received_at >= start)
            and (not isinstance(end, int) or entry.received_at < end)
            and (not asked.get("late") or bool(behind & {entry.answer, entry.solution}))
        )

    whole = every(desk)
    found = every(desk, **asked)
    assert found == [entry for entry in whole if fits(entry)]
    assert 0 < len(found) < len(whole)


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kinds": ("suggestion",)},
        {"states": ("open", "waiting")},
        {"overdue": True},
        {"late": True},
        {"satisfaction": (1, 2)},
        {"projects": ("billing",), "start": NOW - 20 * DAY, "states": ("solved", "closed")},
        {"end": NOW - 2 * DAY, "overdue": True, "kinds": ("complaint",)},
    ],
)
def test_a_page_is_the_beginning_of_the_list(
    desk: Desk, asked: dict[str, object], frozen: bool
) -> None:
    for place, entry in enumerate(every(desk)):
        if entry.state in ("solved", "closed"):
            write(desk, entry.id, satisfaction=1 + place % 5)
        elif place % 3 == 0:
            write(desk, entry.id, next_due_at=NOW - place, next_clock="solution")
    desk.frozen = frozen
    whole = every(desk, **asked)
    assert whole
    for limit in (1, 3, 1000):
        found = register.page(desk, Question(**asked), limit)  # type: ignore[arg-type] # any field
        assert (list(found.entries), found.total) == (whole[:limit], len(whole))


def test_an_unknown_project_is_told(desk: Desk) -> None:
    with pytest.raises(Problem, match="no project"):
        every(desk, projects=("nowhere",))


def test_an_overdue_complaint_is_on_the_board_too(desk: Desk) -> None:
    open_ones = [entry for entry in every(desk, kinds=("complaint",)) if entry.state == "open"]
    number = open_ones[0].id
    assert not open_ones[0].overdue
    before = board.read(desk).figures.overdue
    write(desk, number, next_due_at=NOW - 60, next_clock="status_reply")
    assert [entry.id for entry in every(desk, overdue=True, kinds=("complaint",))] == [number]
    assert board.read(desk).figures.overdue == before + 1
    with desk.store.reading() as db:
        assert number in {row.id for row in listing.page(db, Filter(due_before=NOW), Order.DUE, 99)}


def test_answers_solutions_and_satisfaction(desk: Desk) -> None:
    number = next(entry.id for entry in every(desk) if entry.state == "solved")
    received = one(desk, number).received_at
    write(
        desk,
        number,
        first_replied_at=received + 60,
        first_reply_due_at=received + 30,
        solved_at=received + 900,
        solution_due_at=received + 900,
        satisfaction=2,
        reopen_count=1,
    )
    found = one(desk, number)
    assert (found.answer, found.solution) == (Verdict.LATE, Verdict.ON_TIME)
    assert every(desk, satisfaction=(2,)) == [found]
    assert every(desk, satisfaction=(1, 3)) == []
    summary = Summary.of(found)
    assert (summary.answer.late, summary.solution.on_time, summary.reopened) == (1, 1, 1)
    assert summary.mean_satisfaction == 2


def test_a_paused_solution_has_a_target(desk: Desk) -> None:
    waiting = [entry for entry in every(desk) if entry.state == "waiting"]
    assert waiting
    assert {entry.solution for entry in waiting if entry.solution_due_at is None} <= {
        Verdict.OPEN_ON_TIME
    }


def test_figures_add_up(desk: Desk) -> None:
    whole = every(desk)
    groups = summed(whole, lambda entry: (entry.kind,))
    assert list(groups) == [("complaint",), ("suggestion",)]
    total = sum(groups.values(), Summary())
    assert total == sum(map(Summary.of, whole), Summary())
    assert total.received == len(whole)
    assert total.answered == sum(entry.answered_at is not None for entry in whole)
    assert total.mean_satisfaction is None


def test_the_past_is_as_it_was(desk: Desk) -> None:
    running = every(desk)
    with desk.store.reading() as db:
        newest = db.execute("SELECT max(updated_at) FROM ticket").fetchone()[0]
    assert newest <= NOW
    desk.frozen = True
    assert every(desk) == running
    desk.clock = lambda: NOW - 2 * DAY
    then = every(desk)
    assert {entry.id for entry in then} == {
        entry.id for entry in running if entry.received_at <= NOW - 2 * DAY
    }
    assert all((entry.solved_at or 0) <= NOW - 2 * DAY for entry in then)
    solved = {entry.id for entry in running if entry.state == "solved"}
    assert [entry for entry in then if entry.state == "open" and entry.id in solved]


def test_what_was_rated_and_reopened_later_was_not_yet(desk: Desk) -> None:
    number = next(entry.id for entry in every(desk) if entry.state == "closed")
    last = one(desk, number).received_at + 30 * DAY
    with desk.store.deed("changed", "tickets", desk.actor, NOW) as deed:
        deed.db.executemany(
            "INSERT INTO ticket_event (ticket_id, seq, at, kind, actor, body)"
            " VALUES (?, ?, ?, ?, '', '')",
            [(number, 90, last, "reopened"), (number, 91, last, "rated")],
        )
    write(desk, number, updated_at=last, satisfaction=1, reopen_count=1)
    assert (one(desk, number).satisfaction, one(desk, number).reopen_count) == (1, 1)
    desk.clock, desk.frozen = (lambda: last - 1), True
    assert (one(desk, number).satisfaction, one(desk, number).reopen_count) == (None, 0)


def test_the_shipped_view_lists_the_open_ones(desk: Desk) -> None:
    (view,) = (view for view in saved_views.SHIPPED if view.name == "complaints")
    wanted = filtering.resolve(desk, filtering.parse(view.filter))
    with desk.store.reading() as db:
        rows = listing.page(db, wanted, view.order, 1000)
    open_ones = {entry.id for entry in every(desk) if entry.state not in ("solved", "closed")}
    assert {row.id for row in rows} == open_ones
