"""`people` and `--as`: a floor that is set up from the command line, and who may do what then."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from floorboard.desk import sign_in

Program = Callable[..., Any]

PIN, OTHER = "246810", "135791"


class Terminal(io.StringIO):
    """Standard input of a person."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def floor(program: Program, home: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Run the program on an empty floor; `pin` and `new` are what the environment says."""
    for name in ("AS", "PIN", "NEW_PIN"):
        monkeypatch.delenv(f"FLOORBOARD_{name}", raising=False)
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(sign_in, "_hasher", lambda: quick)
    monkeypatch.setattr(sign_in, "NOBODYS", quick.hash("nobody's"))
    store = home / "floor.sqlite"
    made = program("--store", store, "new", "--name", "Centre", "--zone", "Asia/Shanghai")
    assert made.status == 0

    def run(
        *arguments: object,
        pin: str = "",
        new: str = "",
        typed: str = "",
        hidden: tuple[str, ...] = (),
    ) -> Any:
        """`typed` stands on lines of standard input; `hidden` is typed on a terminal."""
        answers = iter(hidden)
        with monkeypatch.context() as patch:
            for name, value in (("PIN", pin), ("NEW_PIN", new)):
                if value:
                    patch.setenv(f"FLOORBOARD_{name}", value)
            patch.setattr("sys.stdin", Terminal() if hidden else io.StringIO(typed))
            patch.setattr("getpass.getpass", lambda question: next(answers))
            return program("--store", store, *arguments)

    return run


@pytest.fixture
def staffed(floor: Program) -> Program:
    """The floor with a director and an agent who have PINs."""
    boss = floor("people", "add", "boss", "周建国", "--post", "director", "--other-name", "Zhou")
    assert (boss.status, boss.out) == (0, "boss is on the list: 周建国, Centre director\n")
    assert floor("people", "add", "ann", "Ann Lee", "--post", "agent").status == 0
    first = floor("people", "pin", "boss", new=PIN)
    assert (first.status, first.out) == (0, "boss signs in with the new PIN\n")
    assert floor("--as", "boss", "people", "pin", "ann", pin=PIN, new=OTHER).status == 0
    return floor


def test_the_first_pin(floor: Program) -> None:
    floor("people", "add", "ann", "Ann Lee", "--post", "agent")
    refused = floor("people", "pin", "ann", new=PIN)
    assert refused.status == 1
    assert "nobody with a PIN could manage people then. First give a PIN to one of" in refused.err


@pytest.mark.parametrize("name", ["zjg", "zhoujianguo", "Zhou", "建国", "BOSS"])
def test_people_are_named_by_initials_too(staffed: Program, name: str) -> None:
    assert staffed("people", "unlock", name).status == 1  # nobody signed in
    for deed in (["unlock", name], ["edit", name, "--post", "director"]):
        run = staffed("--as", name, "people", *deed, pin=PIN)
        assert (run.status, run.out) == (0, "nothing is another now\n")
    assert "周建国" in staffed("journal", "--by", name).out
    assert staffed("people", "skills", "--of", name).status == 0
    unknown = staffed("--as", "zjgx", "people", "list", pin=PIN)
    assert (unknown.status, "don't belong together" in unknown.err) == (1, True)


def test_the_list(staffed: Program) -> None:
    text = staffed("people", "list").out
    assert [line.split()[0] for line in text.splitlines()] == ["Code", "ann", "boss"]
    people = staffed("people", "list", "--json").json["people"]
    assert [(each["code"], each["post"], each["has_pin"]) for each in people] == [
        ("ann", "agent", True),
        ("boss", "director", True),
    ]
    assert "argon2" not in staffed("people", "list", "--json").out


def test_whoever_is_not_signed_in_looks(staffed: Program) -> None:
    refused = staffed("people", "edit", "ann", "--post", "senior")
    assert refused.status == 1
    assert "nobody is signed in: this console looks, it doesn't write. Sign in" in refused.err
    assert staffed("people", "list").status == 0


def test_what_the_post_does_not_allow(staffed: Program) -> None:
    refused = staffed("--as", "ann", "people", "edit", "ann", "--post", "director", pin=OTHER)
    assert refused.status == 1
    assert "(Seat agent); who may: Centre director, Deputy director, System adm" in refused.err


def test_editing(staffed: Program) -> None:
    done = staffed("--as", "boss", "people", "edit", "ann", "--post", "senior", pin=PIN)
    assert (done.status, done.out) == (0, "ann is now: Ann Lee, Senior support engineer\n")
    again = staffed("--as", "boss", "people", "edit", "ann", "--post", "senior", pin=PIN)
    assert (again.status, again.out) == (0, "nothing is another now\n")


def test_leaving(staffed: Program) -> None:
    staffed("--as", "boss", "people", "edit", "ann", "--joined", "2020-01-01", pin=PIN)
    done = staffed("--as", "boss", "people", "leave", "ann", "--on", "2024-05-01", pin=PIN)
    assert done.out == "the last day of Ann Lee: 2024-05-01\n"
    assert "ann" not in staffed("people", "list").out
    assert "2024-05-01" in staffed("people", "list", "--all").out
    assert staffed("--as", "ann", "people", "list", pin=OTHER).status == 1
    assert staffed("--as", "boss", "people", "leave", "ann", "--never", pin=PIN).status == 0
    assert staffed("--as", "ann", "people", "list", pin=OTHER).status == 0
    both = staffed("people", "leave", "ann", "--never", "--on", "2024-05-01")
    assert (both.status, "contradict" in both.err) == (2, True)
    assert staffed("people", "leave", "ann", "--on", "2024-13-01").status == 2


def test_wrong_pins_lock_and_unlock(staffed: Program) -> None:
    told = [staffed("--as", "ann", "people", "list", pin=PIN) for _ in range(6)]
    assert [run.status for run in told] == [1] * 6
    words = [run.err.partition(".")[0] for run in told]
    assert len(set(words[:4])) == 1
    assert "don't belong together" in words[0]
    assert "locked for" in words[4]
    assert "locked for" in words[5]
    assert "locked to" in staffed("people", "list").out
    assert staffed("--as", "ann", "people", "list", pin=OTHER).status == 1
    done = staffed("--as", "boss", "people", "unlock", "ann", pin=PIN)
    assert done.out == "ann can sign in again\n"
    assert staffed("--as", "ann", "people", "list", pin=OTHER).status == 0
    nobody = staffed("--as", "nobody", "people", "list", pin=OTHER)
    assert nobody.err.partition(".")[0] == words[0]


def test_pins_come_by_a_line_where_there_is_no_terminal(staffed: Program) -> None:
    assert staffed("--as", "boss", "people", "list", typed=f"{PIN}\n").status == 0
    both = staffed("--as", "boss", "people", "pin", "ann", typed=f"{PIN}\n998877\n")
    assert both.status == 0
    assert staffed("--as", "ann", "people", "list", pin="998877").status == 0
    none = staffed("--as", "ann", "people", "list")
    assert none.status == 2
    assert "no PIN was given: set FLOORBOARD_PIN" in none.err


def test_pins_are_typed_twice_on_a_terminal(staffed: Program) -> None:
    change = ("--as", "boss", "people", "pin", "ann")
    two = staffed(*change, hidden=(PIN, "998877", "998878"))
    assert (two.status, "two different PINs" in two.err) == (1, True)
    poor = staffed(*change, hidden=(PIN, "123456"))  # it isn't asked for twice
    assert (poor.status, "first to be guessed" in poor.err) == (1, True)
    assert staffed(*change, hidden=(PIN, "998877", "998877")).status == 0
    assert staffed("--as", "ann", "people", "list", hidden=("998877",)).status == 0


def test_who_signs_in_by_the_environment(staffed: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOORBOARD_AS", "boss")
    assert staffed("people", "edit", "ann", "--post", "senior", pin=PIN).status == 0
    assert staffed("people", "list", pin=OTHER).status == 1
    frozen = staffed("--as-of", "2026-01-01", "people", "list")  # needs no PIN: can't write
    assert frozen.status == 0


def test_skills(staffed: Program) -> None:
    none = staffed("--as", "boss", "people", "skill", "ann", "billing", "confirmed", pin=PIN)
    assert (none.status, "there is no project billing" in none.err) == (1, True)
    assert staffed("people", "skills", "--json").json["skills"] == []
    assert staffed("people", "skill", "ann", "billing", "expert").status == 2


def test_permissions(staffed: Program, home: Path) -> None:
    shown = staffed("people", "permissions", "--json").json
    assert shown["unsigned"] == "look"
    assert shown["permissions"]["people.managed"] == ["director", "deputy", "sysadmin"]
    assert "people.managed" in staffed("people", "permissions").out
    file = home / "mine.toml"
    shipped = Path(__file__).parents[2] / "data/permissions/centre.toml"
    file.write_text(shipped.read_text("utf-8").replace('split = ["upper"]', 'split = ["boss"]'))
    wrong = staffed("--as", "boss", "people", "permissions", "--load", file, pin=PIN)
    assert wrong.status == 1
    assert f"{file}:" in wrong.err
    assert "there is no post or group boss" in wrong.err
    file.write_text(file.read_text("utf-8").replace('["boss"]', '["floor"]'), "utf-8")
    assert staffed("people", "permissions", "--load", file).status == 1
    done = staffed("--as", "boss", "people", "permissions", "--load", file, pin=PIN)
    assert (done.status, done.out) == (0, "the permissions are in force\n")
    shown = staffed("people", "permissions", "--json").json
    assert "agent" in shown["permissions"]["ticket.split"]


def test_a_floor_of_one_person(staffed: Program) -> None:
    assert staffed("people", "unsigned", "write").status == 1
    assert staffed("--as", "boss", "people", "unsigned", "write", pin=PIN).status == 0
    assert staffed("people", "permissions", "--json").json["unsigned"] == "write"
    assert staffed("people", "edit", "ann", "--post", "senior").status == 1


def test_nobody_is_called_so(staffed: Program) -> None:
    run = staffed("people", "unlock", "x")
    assert (run.status, "there is nobody called x" in run.err) == (1, True)


def test_the_journal_tells_who_signed_in_where_it_is_asked(staffed: Program) -> None:
    assert " signed in" not in staffed("journal").out
    assert " signed in" in staffed("journal", "--all").out
