"""The sample floor: the same each time, true in its clocks, believable, whole or absent."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from floorboard.desk import board, clocks, duties, escalations, rules, sample, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.desk.sample import present
from floorboard.desk.sample.words import Words
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean
from floorboard.domain.ticket import State
from floorboard.store import backup, journal
from floorboard.store.queries import clocks as clock_queries

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""A Sunday evening in Shanghai."""

TABLES = [
    "setting",
    "calendar",
    "policy",
    "shift",
    "person",
    "project",
    "customer",
    "rota",
    "rota_turn",
    "project_skill",
    "duty",
    "duty_check",
    "seat",
    "sitting",
    "attendance",
    "overtime",
    "ticket",
    "ticket_event",
    "ticket_count",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "floor.sqlite"
    sample.make(path, NOW, tickets=300)
    return path


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        return {
            table: db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES
        }


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def test_the_same_arguments_make_the_same_floor(made: Path, tmp_path: Path) -> None:
    sample.make(tmp_path / "twin", NOW, tickets=300)
    assert content(tmp_path / "twin") == content(made)
    sample.make(tmp_path / "other", NOW, tickets=300, seed=2)
    other = content(tmp_path / "other")
    assert other["ticket"] != content(made)["ticket"]
    assert other["person"] == content(made)["person"]


def test_the_store_is_sound_to_its_last_check(made: Path) -> None:
    backup.prove(made)  # CHECK constraints, which filling leaves aside, are looked at here too
    assert sorted(each.name for each in made.parent.iterdir()) == [made.name, made.name + ".key"]
    with closing(sqlite3.connect(made)) as db:
        assert journal.verify(db, journal.read_key(made)).entries == 1
        indexes = db.execute("SELECT count(*) FROM sqlite_master WHERE tbl_name = 'ticket'")
        assert indexes.fetchone()[0] == 19  # the table, fifteen indexes, three triggers
        counted = db.execute("SELECT state, n FROM ticket_count ORDER BY 1").fetchall()
        there = db.execute("SELECT state, count(*) FROM ticket GROUP BY 1 ORDER BY 1").fetchall()
        assert counted == there


def test_stored_due_times_are_those_of_the_history(made: Path) -> None:
    desk = Desk.open(made, as_of=NOW)
    in_force = rules.in_force(desk)
    with desk.store.reading() as db:
        stored = db.execute(f"SELECT id, state, {', '.join(clocks.DueTimes._fields)} FROM ticket")
        for number, state, *due in stored.fetchall():
            facts = clock_queries.facts(db, number)
            assert facts is not None
            found = clocks.clocks_from(in_force, facts)
            assert tuple(due) == clocks.due_times(in_force, found, State(state))
            assert found == clocks.clocks_from(in_force, facts, NOW) or found.promises
    desk.close()


def test_histories_are_in_order_and_over_by_now(made: Path) -> None:
    events: dict[object, list[tuple[object, ...]]] = {}
    for number, *event in rows(
        made, "SELECT ticket_id, seq, at, kind FROM ticket_event ORDER BY ticket_id, seq"
    ):
        events.setdefault(number, []).append(tuple(event))
    assert len(events) == 300
    for history in events.values():
        assert [event[0] for event in history] == list(range(1, len(history) + 1))
        times = [event[1] for event in history]
        assert times == sorted(times, key=str)
        assert int(str(times[-1])) <= NOW
        assert history[0][2] == "opened"
    opened = [row[0] for row in rows(made, "SELECT opened_at FROM ticket ORDER BY id")]
    assert opened == sorted(opened, key=str)


def test_rungs_have_fallen_due_and_go_to_people(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=300)
    assert rows(path, "SELECT count(*) FROM escalation") == [(0,)]
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    raised = escalations.raise_due(desk)
    assert raised.raised >= 3
    desk.clock = lambda: NOW + 86_400
    assert escalations.raise_due(desk).backups == raised.raised
    found = escalations.listed(desk, 1000).escalations
    assert {view.rung for view in found} == {"status-reply", "second-line", "manager", "leader"}
    assert not any(view.gap or view.backup_gap for view in found)
    assert all(view.people for view in found)
    desk.close()


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 10, 42, tzinfo=UTC),
        datetime(2026, 11, 23, 2, 15, tzinfo=UTC),
        datetime(2026, 11, 24, 16, 50, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
        datetime(2026, 2, 17, 4, 0, tzinfo=UTC),  # the first day of the Chinese new year
        datetime(2026, 10, 10, 1, 0, tzinfo=UTC),  # a make-up workday
    ],
)
def test_at_any_time_of_the_day_the_floor_is_believable(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "floor.sqlite"
    at = int(now.timestamp())
    sample.make(path, at)
    desk = Desk.open(path, as_of=at)
    shown = board.read(desk)
    assert shown.shift is not None
    assert shown.lead is not None
    assert (shown.figures.open, shown.figures.overdue, shown.figures.waiting) == (140, 7, 22)
    assert shown.figures.oldest_due_at is not None
    assert at - shown.figures.oldest_due_at <= present.OLDEST
    assert shown.figures.due_by <= 40
    assert 10 <= len(shown.checks) <= 40
    assert all(
        shown.shift.starts_at <= each.check.due_at < shown.shift.ends_at for each in shown.own
    )
    assert (shown.missed, shown.gaps) == (0, 1)
    assert shown.late <= 1
    assert gaps_ahead(desk, at) == 1
    desk.frozen = False
    assert duties.ensure(desk) == 0  # all checks are there
    desk.close()


def gaps_ahead(desk: Desk, now: Instant) -> int:
    """Gaps of all rotas in the next ten days."""
    with desk.store.reading() as db:
        return len(plan.load(db, now, now + 10 * 86400).gaps(now))


def test_people_projects_and_scripts(made: Path) -> None:
    assert rows(made, "SELECT count(*), count(DISTINCT post) FROM person") == [(22, 8)]
    assert rows(made, "SELECT count(*), count(manager_id) FROM project") == [(6, 6)]
    assert rows(made, "SELECT count(*) FROM person WHERE instr(search, 'liwei')") == [(1,)]
    names = "".join(str(row[0]) for row in rows(made, "SELECT name FROM person"))
    for start, end in (("\u0600", "\u06ff"), ("\u0f00", "\u0fff"), ("a", "z")):
        assert any(start <= character <= end for character in names)


def test_titles_vary_in_both_languages(made: Path) -> None:
    words = Words()
    for language in ("en", "zh"):
        patterns = {
            topic.title
            for (_, spoken), topics in words._topics.items()
            if spoken == language
            for topic in topics
        }
        assert len(patterns) >= 60
    titles = [str(row[0]) for row in rows(made, "SELECT title FROM ticket")]
    assert len(set(titles)) > 120
    assert any(title.isascii() for title in titles)
    assert sum(not title.isascii() for title in titles) > 200
    assert all(title == clean(title) and "{" not in title for title in titles)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_small_floors(tmp_path: Path, count: int) -> None:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=count)
    backup.prove(path)
    assert rows(path, "SELECT count(*) FROM ticket") == [(count,)]


def test_a_large_floor_has_no_more_open_than_its_people_can_follow() -> None:
    assert [present.open_share(n) for n in (0, 10, 400, 100_000, 1_000_000)] == [
        0,
        3,
        140,
        2150,
        20_150,
    ]


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    sample.make(
        tmp_path / "floor.sqlite",
        NOW,
        tickets=1200,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert told[-1] == (1200, 1200)


class Cancelled(Exception):
    pass


def test_a_cancelled_floor_leaves_nothing(tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sample.make(tmp_path / "floor.sqlite", NOW, tickets=600, progress=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_floor_leaves_no_store_and_the_next_one_clears_up(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    script = (
        "import sys; from pathlib import Path; from floorboard.desk import sample;"
        " sample.make(Path(sys.argv[1]), 1_795_344_120, tickets=200_000,"
        " progress=lambda done, total: print(done, flush=True))"
    )
    maker = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert maker.stdout is not None
    maker.stdout.readline()
    time.sleep(0.2)
    os.kill(maker.pid, signal.SIGKILL)
    maker.communicate()
    assert not path.exists()
    assert not journal.key_path(path).exists()
    sample.make(path, NOW, tickets=10)
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, path.name + ".key"]


def test_everybody_knows_their_projects(made: Path) -> None:
    """Agents carry two projects and seniors three, but for the one who has just begun."""
    known = rows(
        made,
        "SELECT p.code, p.post, count(*) FROM project_skill s JOIN person p ON p.id = s.person_id"
        " WHERE s.level = 'confirmed' GROUP BY p.id",
    )
    counts = {str(code): int(str(count)) for code, _, count in known}
    short = [
        code
        for code, post, _ in known
        if counts[str(code)] < {"agent": 2, "senior": 3}.get(str(post), 0)
    ]
    assert short == ["whitfield"]
    posts = {str(post) for _, post, _ in known}
    assert {"agent", "senior", "manager"} <= posts
    by_project = rows(made, "SELECT DISTINCT project_id FROM project_skill")
    assert len(by_project) == 6


def test_pins_are_given_only_where_they_are_wanted(made: Path, tmp_path: Path) -> None:
    assert rows(made, "SELECT count(*) FROM credential") == [(0,)]
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=0, pin=sample.PIN)
    assert rows(path, "SELECT count(*), count(DISTINCT pin_hash) FROM credential") == [(22, 1)]
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    assert sign_in.sign_in(desk, "liw", sample.PIN).name == "李伟"
    desk.close()
