"""`calendar`: without a store, by name and by file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]

SHOP = """
name = "shop"
zone = "Europe/Berlin"
[week]
mon = ["09:00-12:00", "13:00-17:00"]
tue = ["09:00-12:00", "13:00-17:00"]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.toml"
    file.write_text(SHOP)
    return file


@pytest.mark.parametrize(
    ("start", "minutes", "pauses", "due"),
    [
        ("2026-11-23 09:00", 180, [], "2026-11-23T11:00:00Z"),
        ("2026-11-23 09:00", 181, [], "2026-11-23T12:01:00Z"),
        ("2026-11-23T08:00:00Z", 180, [], "2026-11-23T11:00:00Z"),
        ("2026-11-22", 60, [], "2026-11-23T09:00:00Z"),
        ("2026-326", 60, [], "2026-11-23T09:00:00Z"),
        ("2026-11-23 09:00", 0, [], "2026-11-23T08:00:00Z"),
        ("2026-11-23 09:00", 60, ["2026-11-23T09:30/2026-11-23T10:00"], "2026-11-23T09:30:00Z"),
        ("2026-11-23 10:00 Europe/Athens", 180, [], "2026-11-23T11:00:00Z"),
        ("2026-11-24 16:00", 120, [], "2026-11-30T09:00:00Z"),
    ],
)
def test_due(
    program: Program, shop: Path, start: str, minutes: int, pauses: list[str], due: str
) -> None:
    options = [part for pause in pauses for part in ("--pause", pause)]
    run = program("calendar", "due", shop, start, minutes, *options, "--json")
    assert run.json["due_at"] == due
    assert due in program("calendar", "due", shop, start, minutes, *options).out


def test_elapsed_inverts_due(program: Program, shop: Path) -> None:
    run = program("calendar", "elapsed", shop, "2026-11-22", "2026-11-23 14:00", "--json")
    assert run.json["elapsed_s"] == 4 * 3600
    text = program("calendar", "elapsed", shop, "2026-11-22", "2026-11-23 14:00", "--explain").out
    assert text.splitlines()[0] == "4 h"
    assert "Mon 23 Nov 2026 13:00 – 14:00  counts 1 h" in text


def test_a_calendar_of_the_program_needs_no_store(program: Program) -> None:
    names = [each["name"] for each in program("calendar", "list", "--json").json["calendars"]]
    assert "always" in names
    shown = program("calendar", "due", "always", "2026-11-23T00:00:00Z", 90, "--json").json
    assert shown["due_at"] == "2026-11-23T01:30:00Z"


def test_the_stores_calendars_come_first(on_sample: Program) -> None:
    rows = on_sample("calendar", "list", "--json").json["calendars"]
    assert {row["from"] for row in rows} == {"store"}


def test_show_lists_hours_and_named_days(program: Program, shop: Path) -> None:
    shop.write_text(SHOP + '[[day]]\ndate = 2027-01-04\nname = "Stocktaking"\nclosed = true\n')
    text = program("calendar", "show", shop).out
    assert "09:00-12:00, 13:00-17:00" in text
    assert program("calendar", "show", shop, "--json").json["week"]["sun"] == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["due", "nowhere", "2026-11-23", "5"], 1, "there is no calendar 'nowhere'"),
        (["due", "always", "soon", "5"], 2, "START: 'soon' is not an instant"),
        (["due", "always", "2026-13-01", "5"], 2, "START: '2026-13-01' is not an instant"),
        (["due", "always", "2026-11-23", "5", "--pause", "x"], 2, "--pause: 'x' is not a break"),
        (["due", "always", "2026-11-23 10:00 Mars/X", "5"], 2, "there is no time zone 'Mars/X'"),
        (["due", "missing.toml", "2026-11-23", "5"], 1, "missing.toml: the file can't be read"),
    ],
)
def test_what_is_refused(program: Program, arguments: list[str], status: int, said: str) -> None:
    run = program("calendar", *arguments)
    assert run.status == status
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_wrong_file_is_told_with_its_line(program: Program, shop: Path) -> None:
    shop.write_text('name = "shop"\nzone = "Mars/X"\n[week]\n')
    run = program("calendar", "show", shop)
    assert run.status == 1
    assert f"{shop}:2: " in run.err


def test_load_adds_a_calendar_to_the_store(program: Program, tmp_path: Path, shop: Path) -> None:
    store = ("--store", tmp_path / "floor.sqlite")
    program(*store, "new", "--name", "Centre", "--zone", "Europe/Berlin")
    said = "shop is in force; of 0 open tickets 0 have another due time now\n"
    assert program(*store, "calendar", "load", shop).out == said
    rows = program(*store, "calendar", "list", "--json").json["calendars"]
    assert {row["name"]: row["from"] for row in rows}["shop"] == "store"
    assert program(*store, "doctor").status == 0


def test_load_needs_a_store(program: Program, tmp_path: Path, shop: Path) -> None:
    run = program("--store", tmp_path / "none.sqlite", "calendar", "load", shop)
    assert (run.status, "there is no store here" in run.err) == (1, True)
