"""`projects`: an empty floor gets its projects by command."""

from __future__ import annotations

import pytest

from cli.conftest import Program, Run


@pytest.fixture
def on_empty(program: Program, tmp_path: object) -> Program:
    store = f"{tmp_path}/floor.sqlite"
    program("--store", store, "new", "--name", "Centre", "--zone", "Asia/Shanghai")

    def run(*arguments: object) -> Run:
        return program("--store", store, *arguments)

    return run


def test_a_project_is_put_on_the_list_and_taken_off_again(on_empty: Program) -> None:
    none = "there is no project yet\n"
    assert on_empty("projects", "list").out == none
    on_empty("people", "add", "sunl", "孙丽", "--post", "manager")
    made = on_empty(
        *("projects", "add", "billing", "Billing", "--chinese", "计费", "--manager", "sunl")
    )
    assert (made.status, made.out) == (0, "billing is on the list\n")
    (project,) = on_empty("projects", "list", "--json").json["projects"]
    assert (project["code"], project["name"], project["name_zh"]) == ("billing", "Billing", "计费")
    assert on_empty("people", "skill", "sunl", "billing", "confirmed").status == 0
    on_empty("people", "skill", "sunl", "billing", "none")
    assert on_empty("undo").status == 0


def test_undoing_takes_it_off(on_empty: Program) -> None:
    on_empty("projects", "add", "billing", "Billing")
    assert on_empty("undo").status == 0
    assert on_empty("projects", "list").out == "there is no project yet\n"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (("Billing", "Other"), "the code Billing is Billing's"),
        (("a b", "Other"), "can't be a code"),
        (("other", " "), "can't be empty"),
        (("other", "Other", "--manager", "nobody"), "nobody called nobody"),
    ],
)
def test_what_is_refused(on_empty: Program, wrong: tuple[str, ...], why: str) -> None:
    on_empty("projects", "add", "billing", "Billing")
    done = on_empty("projects", "add", *wrong)
    assert done.status == 1
    assert why in done.err
