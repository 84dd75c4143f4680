"""A calendar or a policy that is loaded moves the due times of open tickets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from floorboard.desk import rules, why
from floorboard.desk.desk import Desk
from floorboard.desk.rule_files import Loaded, load_calendar, load_policy
from floorboard.domain.instant import iso
from floorboard.domain.problem import Problem
from floorboard.reports import why as told
from floorboard.store import health, journal
from floorboard.store.queries import entries
from floorboard.store.queries import rules as queries
from floorboard.store.queries.entries import EntryView
from importing import check_clocks, content, make_floor, open_copy, row, take, ticket

DATA = Path(__file__).parents[2] / "data"
OFFICE = (DATA / "calendars" / "centre.toml").read_text("utf-8")
POLICY = (DATA / "policies" / "centre.toml").read_text("utf-8")
MAKE_UP = """
[[day]]
date = 2026-11-21
name = { en = "Make-up Saturday", zh = "周六调休上班" }
like = "mon"
"""
FRIDAY = {"created": "2026-11-20 09:00", "updated": "2026-11-20 09:00"}
"""17:00 in Shanghai, half an hour before the office closes."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_floor(tmp_path_factory.mktemp("rules") / "floor.sqlite")


@pytest.fixture
def desk(empty: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(empty, tmp_path / "floor.sqlite")
    for each in (found.store.path, journal.key_path(found.store.path)):
        each.chmod(0o600)
    take(
        found,
        [
            row("OPEN", **FRIDAY),
            row("AGREED", due="2026-11-25 10:00", **FRIDAY),
            row("SOLVED", "solved", resolved="2026-11-20 09:10", **FRIDAY),
        ],
    )
    yield found
    found.close()


def file(tmp_path: Path, text: str, name: str = "mine.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def solution(desk: Desk, external_id: str) -> str:
    return iso(ticket(desk, external_id).solution_due_at or 0)


def last(desk: Desk, subject: str) -> EntryView:
    with desk.store.reading() as db:
        return [each for each in entries.since(db) if each.subject == subject][-1]


def test_a_make_up_day_that_was_added_moves_due_times(desk: Desk, tmp_path: Path) -> None:
    # 8 h from Friday 17:00: the rest of them on Monday, or already on a Saturday with hours
    solved = solution(desk, "SOLVED")
    assert solution(desk, "OPEN") == "2026-11-23T09:00:00Z"
    loaded = load_calendar(desk, file(tmp_path, OFFICE + MAKE_UP))
    assert loaded == Loaded("centre", new=False, changed=True, recomputed=2, moved=1)
    assert solution(desk, "OPEN") == "2026-11-21T09:00:00Z"
    assert solution(desk, "AGREED") == "2026-11-25T10:00:00Z"
    assert solution(desk, "SOLVED") == solved
    lines = told.lines(why.explain(desk, ticket(desk, "OPEN").id), ZoneInfo("Asia/Shanghai"))
    assert any("Make-up Saturday" in line.text for line in lines)
    assert health.examine(desk.store.path).sound


def test_the_journal_tells_which_text_took_the_place_of_which(desk: Desk, tmp_path: Path) -> None:
    load_calendar(desk, file(tmp_path, OFFICE + MAKE_UP))
    first = last(desk, "calendar/centre")
    load_calendar(desk, file(tmp_path, OFFICE))
    second = last(desk, "calendar/centre")
    assert (second.action, second.after["moved"]) == ("rules.loaded", 1)
    assert second.before["digest"] == first.after["digest"]
    assert second.after["digest"] == first.before["digest"]
    check_clocks(desk)


def test_the_same_again_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    before = content(desk)
    with desk.store.reading() as db:
        stored = dict(queries.calendars(db))["centre"]
    assert not load_calendar(desk, file(tmp_path, stored)).changed
    assert not load_policy(desk, file(tmp_path, POLICY)).changed
    assert content(desk) == before


def test_a_policy_s_targets_move_due_times(desk: Desk, tmp_path: Path) -> None:
    text = POLICY.replace("first_reply = 30\nsolution = 480", "first_reply = 30\nsolution = 240")
    loaded = load_policy(desk, file(tmp_path, text))
    assert loaded == Loaded("centre", new=False, changed=True, recomputed=2, moved=1)
    assert solution(desk, "OPEN") == "2026-11-23T04:00:00Z"
    assert rules.in_force(desk).targets("incident", None, 2)


def test_a_new_calendar_is_added_and_a_policy_may_name_it_then(desk: Desk, tmp_path: Path) -> None:
    shop = file(tmp_path, 'name = "shop"\nzone = "UTC"\n[week]\nmon = ["09:00-12:00"]\n', "s.toml")
    policy = file(tmp_path, 'name = "gold"\ncalendar = "shop"\n[[rule]]\nsolution = 60\n')
    with pytest.raises(Problem, match=r"mine\.toml:2: there is no calendar shop"):
        load_policy(desk, policy)
    added = load_calendar(desk, shop)
    assert (added.name, added.new, added.moved) == ("shop", True, 0)
    assert load_policy(desk, policy).moved == 2
    assert rules.in_force(desk).policy.name == "gold"
    entry = last(desk, "policy/gold")
    assert (entry.before, entry.after["in_force"]) == ({"in_force": "centre"}, "gold")
    assert solution(desk, "OPEN") == "2026-11-23T10:00:00Z"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "c"\nzone = "Mars"\n[week]\n', r"mine\.toml:2: zone cannot be"),
        ('name = "c"\nzone = "UTC"\n[week]\n', "does not open again"),
        (
            'name = "c"\nzone = "UTC"\n[week]\nmon = ["09:00-12:00"]\n[holidays]\ncountry = "XX"\n',
            r"mine\.toml:6: no public holidays are known for XX",
        ),
    ],
)
def test_a_calendar_that_measures_nothing_is_refused(
    desk: Desk, tmp_path: Path, text: str, said: str
) -> None:
    before = content(desk)
    with pytest.raises(Problem, match=said):
        load_calendar(desk, file(tmp_path, text))
    assert content(desk) == before


def test_a_frozen_desk_loads_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.frozen = True
    with pytest.raises(Problem, match="stands still"):
        load_calendar(desk, file(tmp_path, OFFICE + MAKE_UP))
