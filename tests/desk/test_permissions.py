"""Every post and every action, tried at a real desk against the table in permissions.txt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from floorboard.desk import people, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.people import NewPerson
from floorboard.desk.sign_in import hashed_pin, set_pin, sign_in_as
from floorboard.domain.instant import Instant
from floorboard.domain.permission import ACTIONS, SYSTEM_ACTIONS
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.reports import words
from floorboard.store.queries import people as queries
from floorboard.store.queries import standing
from floorboard.store.store import Actor, Deed
from importing import NOW, make_floor, open_copy

DAY = 86400


def table() -> dict[tuple[str, str], bool]:
    """(post, action) to whether it may, from the file."""
    path = Path(__file__).with_name("permissions.txt")
    (_, *posts), *rows = ([*line.split()] for line in ("- " + path.read_text()).splitlines())
    assert all(set(marks) <= {"yes", "-"} and len(marks) == len(posts) for _, *marks in rows)
    return {
        (post, action): mark == "yes"
        for action, *marks in rows
        for post, mark in zip(posts, marks, strict=True)
    }


TABLE = table()


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with somebody of every post, called as it is, and one PIN."""
    path = make_floor(tmp_path_factory.mktemp("posts") / "floor.sqlite")
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    for post in Post:
        people.add(desk, NewPerson(post, post, post, joined_on=date(2020, 1, 1)))
    desk.close()
    return path


@pytest.fixture
def desk(staffed: Path, tmp_path: Path) -> Iterator[Desk]:
    found = open_copy(staffed, tmp_path / "floor.sqlite")
    yield found
    found.close()


def give_pin(desk: Desk, who: str = "director") -> None:
    """A PIN that nobody knows."""
    with desk.store.deed("pin", "person", Actor("test"), NOW) as deed:
        (person,) = queries.called(deed.db, who)
        queries.put_pin(deed.db, person.id, "none", NOW)


def attempt(desk: Desk, action: str) -> str:
    """Why `action` isn't done; empty where it is."""
    try:
        with desk.deed(action, "nothing") as deed:
            deed.withdraw()
    except Problem as problem:
        return str(problem)
    return ""


def test_the_table_is_whole() -> None:
    assert list(TABLE) == [(post, action) for action in ACTIONS for post in Post]


@pytest.mark.parametrize("post", Post)
def test_each_post_may_do_what_the_table_says(desk: Desk, post: Post) -> None:
    give_pin(desk)
    sign_in_as(desk, people.found(desk, post).id)
    with desk.store.reading() as db:
        shipped = permissions.in_force(db)
    for action in ACTIONS:
        refused = attempt(desk, action)
        assert (refused == "") == TABLE[post, action], (post, action, refused)
        if refused:
            for other in Post:
                named = words.post(other) in refused.partition("who may:")[2]
                assert named == shipped.may(other, action), (post, action, refused)
    for action in SYSTEM_ACTIONS:
        assert attempt(desk, action) == ""


@pytest.mark.parametrize("action", [*ACTIONS, *sorted(SYSTEM_ACTIONS)])
def test_a_console_that_nobody_signed_in_to(desk: Desk, action: str) -> None:
    assert attempt(desk, action) == ""  # nobody has a PIN: nothing is set up
    give_pin(desk)
    told = attempt(desk, action)
    assert ("nobody is signed in" in told) == (action in ACTIONS)
    assert ("--as CODE" in told) == (action in ACTIONS)
    sign_in_as(desk, people.found(desk, "director").id)
    people.let_unsigned(desk, True)
    desk.actor = Actor("unsigned")
    assert (attempt(desk, action) == "") == (action != "people.managed")


def test_somebody_else_signs_in_while_a_deed_waits_for_the_lock(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deed stays whose it was: refused to them, or theirs in the journal."""
    agent, director = (people.found(desk, post).id for post in (Post.AGENT, Post.DIRECTOR))
    real = desk.store.deed

    @contextmanager
    def waiting(action: str, subject: str, by: Actor, at: Instant, facts: Any) -> Iterator[Deed]:
        with real(action, subject, by, at, facts) as deed:
            sign_in_as(desk, director)
            yield deed

    monkeypatch.setattr(desk.store, "deed", waiting)
    sign_in_as(desk, agent)
    assert "(Seat agent)" in attempt(desk, "people.managed")
    sign_in_as(desk, agent)
    with desk.deed("ticket.noted", "nothing"):
        pass
    with desk.store.reading() as db:
        last = db.execute("SELECT person_id FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    assert last[0] == agent


def test_an_unknown_action_is_a_fault(desk: Desk) -> None:
    sign_in_as(desk, people.found(desk, "director").id)
    with pytest.raises(KeyError):
        attempt(desk, "ticket.burnt")


@pytest.mark.parametrize(
    ("last_day", "now", "works"),
    [
        (date(2026, 11, 23), NOW, True),  # 10:15 on 23 November in Shanghai
        (date(2026, 11, 22), NOW, False),
        (date(2026, 11, 23), NOW + 13 * 3600 + 44 * 60, True),  # 23:59
        (date(2026, 11, 23), NOW + 13 * 3600 + 45 * 60, False),  # midnight
        (date(2026, 11, 24), NOW + DAY, True),
    ],
)
def test_who_has_left_may_nothing(desk: Desk, last_day: date, now: Instant, works: bool) -> None:
    agent = people.found(desk, "agent").id
    people.leave(desk, agent, last_day)
    sign_in_as(desk, agent)
    desk.clock = lambda: now
    told = attempt(desk, "ticket.noted")
    assert (told == "") == works
    assert works or "doesn't work here today" in told


def test_somebody_unknown_may_nothing(desk: Desk) -> None:
    sign_in_as(desk, 999)
    assert "doesn't work here today" in attempt(desk, "ticket.noted")


def test_another_table_is_in_force_at_once(desk: Desk, tmp_path: Path) -> None:
    text = permissions.shipped().replace('solved = ["floor"]', 'solved = ["heads"]')
    file = tmp_path / "strict.toml"
    file.write_text(text, "utf-8")
    sign_in_as(desk, people.found(desk, "agent").id)
    assert attempt(desk, "ticket.solved") == ""
    sign_in_as(desk, people.found(desk, "director").id)
    assert people.load_permissions(desk, file)
    assert not people.load_permissions(desk, file)
    sign_in_as(desk, people.found(desk, "agent").id)
    told = attempt(desk, "ticket.solved")
    assert "(Seat agent); who may: Centre director, Deputy director. Ask" in told
    with pytest.raises(Problem, match="isn't the business"):
        people.load_permissions(desk, file)


def test_a_console_that_nobody_signed_in_to_loads_no_table(desk: Desk, tmp_path: Path) -> None:
    """Whoever loads it could give themselves the managing of people."""
    file = tmp_path / "takeover.toml"
    file.write_text(permissions.shipped().replace("managed = [", 'managed = ["agent", '), "utf-8")
    sign_in_as(desk, people.found(desk, "director").id)
    give_pin(desk)
    people.let_unsigned(desk, True)
    desk.actor = Actor("unsigned")
    assert attempt(desk, "rules.loaded") == ""
    with pytest.raises(Problem, match="nobody is signed in"):
        people.load_permissions(desk, file)


def test_no_table_shuts_everybody_out(desk: Desk, tmp_path: Path) -> None:
    give_pin(desk, "sysadmin")
    sign_in_as(desk, people.found(desk, "sysadmin").id)
    file = tmp_path / "heads.toml"
    file.write_text(permissions.shipped().replace('["heads", "sysadmin"]', '["heads"]'), "utf-8")
    with pytest.raises(Problem, match="nobody with a PIN could manage people"):
        people.load_permissions(desk, file)
    with desk.store.reading() as db:
        assert standing.permissions_text(db) == ""


def test_no_hash_is_ever_in_the_journal(desk: Desk) -> None:
    set_pin(desk, people.found(desk, "director").id, "246810")
    assert hashed_pin("246810").startswith("$argon2id$")
    with desk.store.reading() as db:
        said = " ".join(str(row) for row in db.execute("SELECT * FROM journal"))
    assert "people.managed" in said
    assert "246810" not in said
    assert "argon2" not in said
