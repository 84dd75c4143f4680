"""PINs: who gets in, what wrong ones lock and for how long, and that no guess goes uncounted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from floorboard.desk import people, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.people import NewPerson
from floorboard.desk.sign_in import Locked, WrongPin
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.store.queries import people as queries
from floorboard.store.queries.people import Failures
from importing import NOW, make_floor, open_copy

PIN, WRONG = "246810", "135791"


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A floor with a director and an agent who have PINs, and a clerk without."""
    path = make_floor(tmp_path_factory.mktemp("pins") / "floor.sqlite")
    desk = Desk.open(path)
    desk.clock = lambda: NOW
    for code, name, post in (
        ("boss", "周建国", Post.DIRECTOR),
        ("ann", "Ann Lee", Post.AGENT),
        ("clerk", "Ann Lee", Post.GENERAL),
    ):
        new = NewPerson(code, name, post, joined_on=date(2020, 1, 1))
        number = people.add(desk, new)
        if code != "clerk":
            sign_in.set_pin(desk, number, PIN)
            sign_in.sign_in_as(desk, people.found(desk, "boss").id)
    desk.close()
    return path


@pytest.fixture
def desk(staffed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk on it whose hashes are quick."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    found = open_copy(staffed, tmp_path / "floor.sqlite")
    monkeypatch.setattr(sign_in, "_hasher", lambda: quick)
    monkeypatch.setattr(sign_in, "NOBODYS", quick.hash("nobody's"))
    sign_in.sign_in_as(found, people.found(found, "boss").id)
    for code in ("boss", "ann"):
        sign_in.set_pin(found, people.found(found, code).id, PIN)
    sign_in.sign_out(found)
    yield found
    found.close()


def guess(desk: Desk, pin: str = WRONG, who: str = "ann") -> str:
    """What came of it: `in`, `wrong`, or for how many seconds it is locked."""
    try:
        sign_in.sign_in(desk, who, pin)
    except WrongPin:
        return "wrong"
    except Locked as locked:
        return str(locked.until - desk.now())
    return "in"


def count(desk: Desk, who: str = "ann") -> Failures:
    with desk.store.reading() as db:
        return queries.failures(db, people.found(desk, who).id)


@pytest.mark.parametrize("name", ["boss", "BOSS", "周建国", " boss "])
def test_signing_in(desk: Desk, name: str) -> None:
    person = sign_in.sign_in(desk, name, " ２４６８１０")
    assert (person.code, person.name, person.post) == ("boss", "周建国", "director")
    assert desk.actor.person_id == person.id
    assert desk.actor.console == "desk-1"
    assert count(desk, "boss") == Failures()
    sign_in.sign_out(desk)
    assert desk.actor.person_id is None


def test_a_name_of_two_is_none(desk: Desk) -> None:
    with pytest.raises(Problem, match="Give the code: ann, clerk"):
        sign_in.sign_in(desk, "ann  LEE", PIN)


def test_the_same_words_for_every_failure(desk: Desk) -> None:
    told = set()
    for who, pin in (("ann", WRONG), ("nobody", PIN), ("clerk", PIN), ("ann", ""), ("", "")):
        with pytest.raises(WrongPin) as refused:
            sign_in.sign_in(desk, who, pin)
        told.add(str(refused.value))
    start = "this name and this PIN don't belong together. Try again"
    assert told == {f"{start}; wrong PINs that lock it for a while: {left}" for left in (5, 4, 3)}
    assert desk.actor.person_id is None


def test_the_fifth_wrong_pin_locks_and_each_lock_is_longer(desk: Desk) -> None:
    time = [NOW]
    desk.clock = lambda: time[0]
    assert [guess(desk) for _ in range(5)] == ["wrong"] * 4 + ["300"]
    assert guess(desk, PIN) == "300"  # the right one isn't looked at either
    locks = []
    for _ in range(5):
        until = count(desk).locked_until
        assert until is not None
        time[0] = until - 1
        assert guess(desk, PIN) == "1"
        time[0] = until
        locks.append(guess(desk))
    assert locks == ["600", "1200", "2400", "3600", "3600"]
    time[0] += 3600
    assert guess(desk, PIN) == "in"
    assert count(desk) == Failures()
    assert guess(desk) == "wrong"


def test_a_success_between_clears_the_count(desk: Desk) -> None:
    for _ in range(3):
        assert [guess(desk) for _ in range(4)] == ["wrong"] * 4
        assert guess(desk, PIN) == "in"


def test_a_lock_holds_for_one_person_on_every_console_and_after_a_restart(desk: Desk) -> None:
    for _ in range(5):
        guess(desk)
    assert guess(desk, PIN, "boss") == "in"
    again = Desk.open(desk.store.path, console="desk-2")
    again.clock = lambda: NOW + 299
    assert guess(again, PIN) == "1"
    again.clock = lambda: NOW + 300
    assert guess(again, PIN) == "in"
    again.close()


@pytest.mark.parametrize("jump", [-1, -301, -3600, -86400])
def test_a_clock_set_back_never_shortens_a_lock(desk: Desk, jump: int) -> None:
    """Neither for this console, nor for one whose clock is right."""
    for _ in range(4):
        guess(desk)
    desk.clock = lambda: NOW + jump  # set back before the last guess
    assert guess(desk) == str(300 - jump)
    other = Desk.open(desk.store.path, console="desk-2")
    other.clock = lambda: NOW + 299
    assert guess(other, PIN) == "1"
    other.clock = lambda: NOW + 300
    assert guess(other) == "600"
    assert guess(desk) == str(900 - jump)  # and after the lock, too
    other.close()


def test_unlocking(desk: Desk) -> None:
    for _ in range(5):
        guess(desk)
    ann = people.found(desk, "ann").id
    with pytest.raises(Problem, match="nobody is signed in"):
        sign_in.unlock(desk, ann)
    sign_in.sign_in(desk, "boss", PIN)
    assert sign_in.unlock(desk, ann)
    assert not sign_in.unlock(desk, ann)
    assert guess(desk, PIN) == "in"
    with pytest.raises(Problem, match="isn't the business"):
        sign_in.unlock(desk, ann)


def test_who_may_set_which_pin(desk: Desk) -> None:
    ann, boss = (people.found(desk, code).id for code in ("ann", "boss"))
    sign_in.sign_in(desk, "ann", PIN)
    sign_in.set_pin(desk, ann, "998877")  # their own
    with pytest.raises(Problem, match="isn't the business"):
        sign_in.set_pin(desk, boss, "998877")
    assert guess(desk, "998877") == "in"
    assert guess(desk, PIN) == "wrong"
    assert guess(desk, PIN, "boss") == "in"
    sign_in.set_pin(desk, ann, PIN)  # another one, which forgets the wrong ones
    assert count(desk) == Failures()
    with pytest.raises(Problem, match="first to be guessed"):
        sign_in.set_pin(desk, ann, "123456")


def test_who_has_left_gets_no_pin_and_not_in(desk: Desk) -> None:
    sign_in.sign_in(desk, "boss", PIN)
    ann = people.found(desk, "ann").id
    people.leave(desk, ann, date(2026, 11, 22))
    with pytest.raises(Problem, match="left on 2026-11-22"):
        sign_in.set_pin(desk, ann, PIN)
    assert guess(desk, PIN) == "wrong"
    assert desk.actor.person_id == people.found(desk, "boss").id


def test_a_pin_changed_while_it_is_compared(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = people.found(desk, "ann").id

    def slow(hashed: str, pin: str) -> bool:
        other = Desk(desk.store, replace(desk.actor, person_id=ann), desk.clock)
        sign_in.set_pin(other, ann, "998877")
        return True

    monkeypatch.setattr(sign_in, "_matches", slow)
    assert guess(desk, PIN) == "wrong"
    assert desk.actor.person_id is None


def test_a_console_killed_while_it_compares_has_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(hashed: str, pin: str) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(sign_in, "_matches", killed)
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            guess(desk, PIN)
    assert guess(desk, PIN) == "300"


def test_nobody_waits_while_it_compares(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    def slow(hashed: str, pin: str) -> bool:
        with desk.store.deed("sign_in.tried", "other", desk.actor, NOW):
            written.append(pin)
        return True

    monkeypatch.setattr(sign_in, "_matches", slow)
    assert guess(desk, PIN) == "in"
    assert written == [PIN]


def test_the_first_pin_is_for_somebody_who_manages_people(tmp_path: Path) -> None:
    desk = Desk.open(make_floor(tmp_path / "floor.sqlite"))
    desk.clock = lambda: NOW
    agent = people.found(desk, "wf").id
    with pytest.raises(Problem, match="First give a PIN to one of these: Centre director, Deputy"):
        sign_in.set_pin(desk, agent, PIN)
    boss = people.add(desk, NewPerson("boss", "Boss", Post.SYSADMIN))
    sign_in.set_pin(desk, boss, PIN)
    with pytest.raises(Problem, match="nobody is signed in"):
        sign_in.set_pin(desk, agent, PIN)
    assert guess(desk, PIN, "boss") == "in"
    sign_in.set_pin(desk, agent, PIN)
    desk.close()


GUESSER = """
import sys
from pathlib import Path
from floorboard.desk import sign_in
from floorboard.desk.desk import Desk
import argon2, floorboard.store.journal

desk = Desk.open(Path(sys.argv[1]), console=sys.argv[2])
desk.clock = lambda: int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[4])):
    try:
        sign_in.sign_in(desk, "ann", "135791")
        print("in")
    except sign_in.WrongPin:
        print("wrong")
    except sign_in.Locked as locked:
        print(locked.until)
"""


def crowd(path: Path, consoles: int, each: int, now: int) -> list[str]:
    """What so many consoles are told that guess wrong at once."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", GUESSER, path, f"console-{n}", str(now), str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(consoles)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [line for process in processes for line in process.communicate()[0].split()]
    assert [process.returncode for process in processes] == [0] * consoles
    return told


def test_eight_consoles_that_guess_at_once_have_five_guesses(staffed: Path, tmp_path: Path) -> None:
    desk = open_copy(staffed, tmp_path / "floor.sqlite")
    assert guess(desk) == "wrong"
    told = crowd(desk.store.path, consoles=8, each=2, now=NOW)
    assert len(told) == 16
    assert set(told) <= {"wrong", str(NOW + 300)}
    assert told.count("wrong") <= 3
    assert count(desk) == Failures(5, NOW, NOW + 300)
    with desk.store.reading() as db:
        tries = db.execute(
            "SELECT after FROM journal WHERE action = 'sign_in.tried' ORDER BY seq"
        ).fetchall()
    assert [json.loads(row[0])["attempt"] for row in tries] == [1, 2, 3, 4, 5]
    # restarted after the lock, all at once again: one guess
    told = crowd(desk.store.path, consoles=3, each=2, now=NOW + 300)
    assert told == [str(NOW + 900)] * 6
    assert count(desk) == Failures(6, NOW + 300, NOW + 900)
    desk.close()
