"""`search`, on a floor of its own: it writes the index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from cli.conftest import AT
from floorboard.store import journal

Program = Callable[..., Any]


@pytest.fixture
def on_copy(program: Program, sample_store: Path, tmp_path: Path) -> Program:
    path = tmp_path / "floor.sqlite"
    copy(sample_store, path)
    copy(journal.key_path(sample_store), journal.key_path(path))
    return lambda *arguments: program("--store", path, *arguments)


def test_words_numbers_and_customers_are_found(on_copy: Program) -> None:
    some = on_copy("tickets", "--all", "--limit", 150, "--json").json["tickets"]
    title = next(ticket["title"] for ticket in some if "登录" in ticket["title"])
    found = on_copy("search", "登录", "--json").json
    assert title in [ticket["title"] for ticket in found["tickets"]]
    assert all("登录" in t["title"] + t["text"] + t["customer"] for t in found["tickets"])
    assert on_copy("search", "#42", "--json").json["tickets"][0]["id"] == 42
    customer = on_copy("ticket", 42, "--json").json["ticket"]["customer"]
    tickets = on_copy("search", *customer.split(), "--limit", 150, "--json").json["tickets"]
    assert 42 in [ticket["id"] for ticket in tickets]


def test_text_and_json_tell_the_same(on_copy: Program) -> None:
    document = on_copy("search", "登录", "--limit", 3, "--json").json
    lines = on_copy("search", "登录", "--limit", 3).out.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == [f"#{t['id']}" for t in document["tickets"]]
    assert document["more"] is True
    assert lines[4] == "the first 3; there are more"


def test_nothing_is_found_and_nothing_is_wrong(on_copy: Program) -> None:
    for typed in ("zzzzzz", '"', "* zzz OR", "NEAR(zzz", "…"):
        run = on_copy("search", typed)
        assert (run.status, run.out, run.err) == (0, "0 tickets\n", "")


def test_the_journal_and_the_store_stay_sound(on_copy: Program) -> None:
    before = on_copy("doctor", "--json").json
    on_copy("search", "x")
    after = on_copy("doctor", "--json").json
    assert after["sound"] is True
    assert after["journal"] == before["journal"]


def test_the_past_is_not_searched(on_copy: Program) -> None:
    run = on_copy("--as-of", AT, "search", "x")
    assert run.status == 1
    assert "as they are now" in run.err


def test_something_to_look_for_must_be_given(on_copy: Program) -> None:
    assert on_copy("search").status == 2
