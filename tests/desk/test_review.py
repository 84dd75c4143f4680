"""The daily review: figures that are the store's, and lines on record, one a project and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from zoneinfo import ZoneInfo

import pytest

from floorboard.desk import centre, review, sample, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.review import StaleReview
from floorboard.domain.problem import Problem
from floorboard.domain.review import ProjectReview
from floorboard.store import journal
from floorboard.store.store import Actor

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
HOUR = 3600
OPEN = "state IN ('new', 'open', 'second_line', 'waiting')"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "floor.sqlite"
    sample.make(path, NOW, tickets=120, seed=7)
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


def project(desk: Desk, at: int = 0) -> ProjectReview:
    return review.read(desk).projects[at]


def write(desk: Desk, sql: str) -> None:
    with desk.store.deed("changed", "tickets", desk.actor, NOW) as deed:
        deed.db.execute(sql)


def test_the_figures_are_those_of_the_tickets(desk: Desk) -> None:
    found = review.read(desk)
    assert found.day == "2026-11-22"
    with desk.store.reading() as db:
        for each in found.projects:
            counted = db.execute(
                "SELECT count(*), sum(next_due_at < ?), sum(state = 'waiting'),"
                f" sum(state = 'second_line'), min(opened_at) FROM ticket"
                f" WHERE {OPEN} AND project_id = ?",
                (NOW, each.project_id),
            ).fetchone()
            load = each.load
            assert counted == (
                load.open,
                load.overdue,
                load.waiting,
                load.second_line,
                load.oldest_at,
            )
            due = [ticket.next_due_at for ticket in each.worst]
            assert due == sorted(due, key=lambda at: (at is None, at))
    assert found.missing == sum(each.load.open > 0 for each in found.projects)


def test_the_past_is_as_it_was(desk: Desk) -> None:
    """At the newest instant a clock that stands still shows the same as one that runs."""
    with desk.store.reading() as db:
        newest = db.execute("SELECT max(updated_at) FROM ticket").fetchone()[0]
    desk.clock = lambda: max(newest, NOW)
    running = review.read(desk)
    desk.frozen = True
    assert review.read(desk) == running
    desk.clock = lambda: NOW - 48 * HOUR
    before = review.read(desk)
    assert before.day == "2026-11-20"
    assert all(ticket.opened_at <= before.at for each in before.projects for ticket in each.worst)
    assert sum(each.load.open for each in before.projects) > 0


def test_a_line_is_put_on_record_and_gives_way_to_a_newer_one(desk: Desk) -> None:
    first = project(desk)
    review.put(desk, first.project_id, "critical", "  gateway down\n since noon ", " 孙丽 ")
    found = project(desk)
    written = found.written
    assert written is not None
    assert (written.state, written.remark, written.reported_to, written.by, written.at) == (
        "critical",
        "gateway down\n since noon",
        "孙丽",
        "lead-1",
        NOW,
    )
    assert (written.unresolved, written.overdue) == (first.load.open, first.load.overdue)
    assert not found.missing
    desk.clock = lambda: NOW + 60
    desk.actor = Actor("lead-1", 4)
    review.put(desk, first.project_id, "stable", "", "")
    newer = project(desk).written
    assert newer is not None
    assert (newer.state, newer.remark, newer.by, newer.at) == ("stable", "", "李伟", NOW + 60)
    with desk.store.reading() as db:
        told = db.execute("SELECT action FROM journal WHERE subject = 'review/2026-11-22'")
        assert told.fetchall() == [("review.written",)] * 2
        assert journal.verify(db, journal.read_key(desk.store.path)).sound


def test_of_two_leads_who_saw_the_same_the_second_is_told(desk: Desk) -> None:
    number = project(desk).project_id
    other = Desk(desk.store, Actor("lead-2", 4), desk.clock)
    review.put(other, number, "critical", "gateway down", "孙丽", 0)
    first = project(desk).written
    assert first is not None
    with pytest.raises(StaleReview, match="李伟 meanwhile: critical, gateway down") as refused:
        review.put(desk, number, "stable", "", "", 0)
    assert refused.value.version == first.version
    assert project(desk).written == first
    review.put(desk, number, "stable", "", "", first.version)
    with pytest.raises(StaleReview, match=r"lead-1 meanwhile: stable\."):
        review.put(other, number, "watch", "x", "", first.version)
    seen = project(desk).written
    assert seen is not None
    undoing.undo(desk)
    undoing.undo(other)
    with pytest.raises(StaleReview, match="taken back") as refused:
        review.put(other, number, "watch", "x", "", seen.version)
    assert refused.value.version == 0
    review.put(other, number, "watch", "x", "", 0)


def test_it_is_done_when_each_project_with_unresolved_problems_has_its_line(desk: Desk) -> None:
    write(desk, "UPDATE ticket SET state = 'closed', next_due_at = 253402300799,"
          " next_clock = NULL WHERE project_id = 1")  # fmt: skip
    found = review.read(desk)
    quiet = next(each for each in found.projects if each.project_id == 1)
    assert (quiet.load.open, quiet.missing, quiet.worst) == (0, False, ())
    for each in found.projects:
        assert not review.read(desk).done
        if each is not quiet:
            review.put(desk, each.project_id, "stable", "", "")
    assert review.read(desk).done


@pytest.mark.parametrize(
    ("zone", "wall", "day"),
    [
        ("Asia/Shanghai", "2026-11-22T16:59", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-22T23:59", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-23T00:30", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-23T00:59", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-23T01:00", "2026-11-23"),
        ("America/Havana", "2026-11-01T00:30", "2026-10-31"),  # which comes twice
        ("America/Havana", "2026-11-01T00:30-05:00", "2026-10-31"),
        ("America/Havana", "2026-11-01T01:00", "2026-11-01"),
        ("America/Havana", "2026-03-07T23:59", "2026-03-07"),
        ("America/Havana", "2026-03-08T01:00", "2026-03-08"),  # the first minute after the gap
    ],
)
def test_a_line_belongs_to_the_day_on_which_the_shift_began(
    desk: Desk, zone: str, wall: str, day: str
) -> None:
    write(desk, f"UPDATE setting SET value = '{zone}' WHERE key = 'zone'")
    where = centre.Centre("", "", ZoneInfo(zone))
    now = datetime.fromisoformat(wall)
    at = int((now if now.tzinfo else now.replace(tzinfo=where.zone)).timestamp())
    desk.clock = lambda: at
    assert review.read(desk).day == day
    review.put(desk, project(desk).project_id, "stable", "", "")
    assert project(desk).written is not None
    with desk.store.reading() as db:
        end = review.end_of(db, date.fromisoformat(day), where)
        assert (review.day_of(db, end, where), review.day_of(db, end + 1, where)) == (
            day,
            (date.fromisoformat(day) + timedelta(days=1)).isoformat(),
        )
    assert end >= at
    desk.clock, desk.frozen = (lambda: at - 1), True
    assert project(desk).written is None, "it was written a second later"


def test_projects_that_rest_show_while_something_is_unresolved(desk: Desk) -> None:
    write(desk, "UPDATE project SET active = 0")
    assert review.read(desk).missing > 0
    write(desk, "UPDATE ticket SET project_id = NULL")
    found = review.read(desk)
    assert found.projects == ()
    assert found.done
    assert found.elsewhere.open > 0
    desk.frozen = True
    assert review.read(desk).elsewhere == found.elsewhere


def test_the_support_manager_is_proposed_before_the_deputy(desk: Desk) -> None:
    managed = project(desk)
    assert managed.superiors[0] != "吴晓梅"
    assert managed.superiors[-1] == "吴晓梅"
    write(desk, "UPDATE project SET manager_id = NULL")
    assert project(desk).superiors == ("吴晓梅",)
    write(desk, "UPDATE person SET left_on = '2026-11-21' WHERE post = 'deputy'")
    assert project(desk).superiors == ("周建国",), "the director, where there is no deputy"


@pytest.mark.parametrize(
    ("number", "state", "remark", "whom", "what"),
    [
        (1, "bad", "x", "", "there is no state bad"),
        (99, "stable", "x", "", "there is no project 99"),
        (1, "watch", " ", "", "can't be empty"),
        (1, "stable", "x" * 2001, "", "too long"),
        (1, "stable", "", "x" * 301, "too long"),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, number: int, state: str, remark: str, whom: str, what: str
) -> None:
    with pytest.raises(Problem, match=what):
        review.put(desk, number, state, remark, whom)
    assert not any(each.written for each in review.read(desk).projects)


def test_nothing_is_written_while_the_clock_stands_still(desk: Desk) -> None:
    desk.frozen = True
    with pytest.raises(Problem, match="looking, not writing"):
        review.put(desk, 1, "stable", "", "")


def test_a_line_can_be_taken_back(desk: Desk) -> None:
    number = project(desk).project_id
    review.put(desk, number, "watch", "slow since noon", "孙丽")
    first = project(desk).written
    review.put(desk, number, "stable", "", "")
    undoing.undo(desk)
    assert project(desk).written == first
    undoing.undo(desk)
    assert project(desk).written is None
