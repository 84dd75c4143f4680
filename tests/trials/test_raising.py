"""Rungs are raised exactly once, whatever the consoles, restarts, kills and clocks do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from floorboard.desk import clocks, rules, sample
from floorboard.desk.desk import Desk
from floorboard.desk.duties import making
from floorboard.desk.roster import plan
from floorboard.domain import ladder
from floorboard.domain.duties.schedule import occurrences
from floorboard.domain.instant import to_wall
from floorboard.domain.ticket import NEVER, OPEN_STATES
from floorboard.store import health
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import duties as duty_queries
from floorboard.store.queries import rules as rule_queries
from trials.evidence import NOW

RAISER = Path(__file__).with_name("raiser.py")
HOUR, DAY = 3600, 86_400
CHUNK = 7
"""Rungs a transaction, in these trials: many transactions for a kill to fall into."""

Told = list[list[object]]


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A sample floor with some hundred rungs to come."""
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=300)
    return path


def start(path: Path, name: str) -> subprocess.Popen[str]:
    # the whole program, with smaller transactions
    code = (
        "import sys; sys.argv[0:1] = []; from floorboard.desk.escalations import raising;"
        f" raising.CHUNK = {CHUNK}; import runpy; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    console = subprocess.Popen(
        [sys.executable, "-c", code, str(RAISER), str(path), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert console.stdout is not None
    assert json.loads(console.stdout.readline()) == ["ready"]
    return console


def tell(console: subprocess.Popen[str], looks: Iterable[tuple[int, float]]) -> None:
    assert console.stdin is not None
    console.stdin.write("".join(f"{now} {seconds}\n" for now, seconds in looks))
    console.stdin.close()
    console.stdin = None


def end(console: subprocess.Popen[str]) -> Told:
    told = [json.loads(line) for line in console.communicate()[0].splitlines()]
    assert console.returncode == 0
    return told


def examine(path: Path, latest: int) -> int:
    """How many rungs were raised; they are those that the tickets' whole histories ask for by
    `latest`, each once, with everything that belongs to one, and each called its backup once."""
    assert health.examine(path).sound
    desk = Desk.open(path, as_of=latest)
    in_force = rules.in_force(desk)
    steps, calendars = in_force.policy.ladder, in_force.calendars
    expected: Counter[tuple[int, int, str, int]] = Counter()
    with desk.store.reading(snapshot=True) as db:
        for page in rule_queries.open_tickets(db):
            for number, facts, stored in page:
                found = clocks.clocks_from(in_force, facts)
                due = ladder.due_rungs(steps, found, calendars, (), latest)
                expected.update((number, found.cycle, rung.name, at) for at, rung in due)
                names = {rung.name for _, rung in due}
                following = ladder.next_rung(steps, found, calendars, names)
                assert stored[-1] == (following[0] if following else NEVER)
                assert clock_queries.facts(db, number) == facts
                assert facts.state in OPEN_STATES
        raised = db.execute("SELECT ticket_id, cycle, rung, due_at FROM escalation").fetchall()
        assert Counter(raised) == expected
        kinds = db.execute(
            "SELECT e.id, e.backup_at IS NOT NULL,"
            " (SELECT count(*) FROM escalation_person h WHERE h.escalation_id = e.id) > 0,"
            " (SELECT group_concat(kind) FROM escalation_note n WHERE n.escalation_id = e.id)"
            " FROM escalation e"
        ).fetchall()
        assert all(people for _, _, people, _ in kinds)
        for _, called, _, notes in kinds:
            assert notes == ("raised,backup" if called else "raised")
        entries = db.execute(
            "SELECT after FROM journal WHERE action = 'escalations.raised' ORDER BY seq"
        ).fetchall()
    told = [each for (after,) in entries for each in json.loads(after).get("raised", [])]
    assert len(told) == len(raised)
    assert {number for number, _, _ in told} == {number for number, _, _, _ in kinds}
    desk.close()
    return len(raised)


@pytest.mark.soak
def test_two_consoles_at_once_raise_each_rung_once(
    busy: Path, count: Callable[[int, int], int]
) -> None:
    rounds = count(6, 60)
    looks = [(NOW + each * 3 * DAY // rounds, 0.0) for each in range(rounds + 1)]
    consoles = [start(busy, name) for name in ("left", "right")]
    for console in consoles:
        tell(console, looks)
    told = [end(console) for console in consoles]
    total = examine(busy, looks[-1][0])
    by_console = [sum(each[1] for each in one if each[0] == "raised") for one in told]  # type: ignore[misc] # counts
    assert sum(by_console) == total
    assert all(each == ["ended", 0] for one in told for each in one if each[0] == "ended")
    print(f"two consoles: {total} rungs raised, {by_console} of them by each; 0 missed, 0 doubled")


@pytest.mark.soak
def test_restarts_kills_and_clock_jumps_miss_none_and_double_none(
    busy: Path, count: Callable[[int, int], int]
) -> None:
    restarts = count(24, 200)
    random = Random(3)
    now, looks = NOW, []
    for _ in range(restarts):
        now += random.choice((-HOUR, -HOUR, 900, 2 * HOUR, DAY if random.random() < 0.1 else HOUR))
        looks.append((now, random.choice((0.0, 0.002, 0.01, 0.03, 0.06))))
    latest = max(now for now, _ in looks) + 5 * DAY
    looks += [(latest, 0.01), (latest - HOUR, 0.02), (latest, 0.0)]
    console = start(busy, "one")
    tell(console, looks)
    told = end(console)
    total = examine(busy, latest)
    ended = Counter(each[1] for each in told if each[0] == "ended")
    killed = ended[-9]
    assert killed > 0
    assert ended[0] + killed == len(looks)
    assert total > 100
    checks = examine_checks(busy, [now for now, seconds in looks if not seconds])
    print(
        f"{len(looks)} restarts, {killed} of them killed: {total} rungs and {checks} checks,"
        " 0 missed, 0 doubled"
    )


def examine_checks(path: Path, looked: Iterable[int]) -> int:
    """How many checks there are: each duty's once on each day up to the one after the last look
    that came to its end, and none twice."""
    desk = Desk.open(path, as_of=NOW)
    with desk.store.reading(snapshot=True) as db:
        zone, book = plan.zone_of(db), plan.book_of(db)
        stored, projects = duty_queries.schedules(db), duty_queries.projects(db)
        found = db.execute("SELECT duty_id, project_id, scheduled FROM duty_check").fetchall()
    desk.close()
    days = {to_wall(now, zone).date() + timedelta(step) for now in looked for step in (0, 1)}
    span = min(days), max(days) + timedelta(1)
    wanted = {
        making.row(each, one)[:3]
        for each in stored
        for one in occurrences(each.schedule, *span, book, zone, projects)
    }
    assert wanted <= set(found)
    assert len(set(found)) == len(found)
    return len(found)
