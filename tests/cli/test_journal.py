"""`journal`: the story in words, which entries it tells, and whether it is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from floorboard.cli import progress
from floorboard.desk import journal
from floorboard.desk.desk import Desk

Program = Callable[..., Any]

LATER = int(datetime(2026, 11, 22, 11, 42, tzinfo=UTC).timestamp())


@pytest.fixture
def told(on_copy: Program) -> Program:
    """A floor on which something was done, undone, and done again."""
    for arguments in (
        ["new", "--title", "Printer", "--customer", "Zoë", "--phone", "1234567"],
        ["reply", 151, "--text", "two\nlines", "--in", "30m"],
        ["edit", 151, "--project", "billing", "--owner", "wangf", "--priority", 1],
        ["new", "--title", "Scanner"],
        ["solve", 151, 152, "--text", "done"],
    ):
        assert on_copy("ticket", *arguments).status == 0
    assert on_copy("undo").status == 0
    return on_copy


def story(run: Any) -> list[str]:
    assert run.status == 0
    return [line for line in run.out.splitlines()[:-1] if line[:1].isdigit()]


def test_the_story_of_a_ticket(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOORBOARD_CONSOLE", "lead-1")
    told("ticket", "note", 151, "--text", "\x1b[31mred")
    run = told("journal", "--ticket", 151)
    heads = [line.split("  ") for line in story(run)]
    assert [(number, what, *rest) for number, _when, _who, what, *rest in heads] == [
        ("2", "opened", "#151"),
        ("3", "replied to the customer", "#151"),
        ("4", "edited", "#151"),
        ("6", "solved", "2 tickets", "[undone]"),
        ("7", "undid: solved (entry 6)", "2 tickets"),
        ("8", "noted", "#151"),
    ]
    assert heads[0][1] == "Sun 22 Nov 2026 18:43:00"
    assert heads[-1][2] == "lead-1"
    for line in (
        "    Title: Printer",
        "    Customer: Zoë",
        "    State: New → Open",
        "    reply to the customer: two",
        "        lines",
        "    time agreed → Sun 22 Nov 2026 19:13",
        "    Priority: P3 → P1",
        "    Project: – → Billing",
        "    Owner: – → 王芳",
        "    #151  solved: done",
        "    #152  gone: solved: done",
        "    note: ␛[31mred",
    ):
        assert line in run.out.splitlines()
    assert run.out.splitlines()[-1] == "6 entries"
    assert "Printer" not in told("journal", "--ticket", "#152").out


def test_it_speaks_chinese(told: Program) -> None:
    assert "计费" in told("--lang", "zh", "journal").out


def test_a_ticket_that_was_undone_still_has_its_story(on_copy: Program) -> None:
    on_copy("ticket", "new", "--title", "Printer")
    on_copy("undo")
    assert on_copy("ticket", 151).status == 1
    assert len(story(on_copy("journal", "--ticket", 151))) == 2
    unknown = on_copy("journal", "--ticket", 9999)
    assert (unknown.status, "there is no ticket 9999" in unknown.err) == (1, True)


def test_which_entries_are_told(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [line.split()[0] for line in story(told("journal", "--limit", 2))] == ["6", "7"]
    assert told("journal", "--limit", 2).out.startswith("… older entries: raise --limit\n")
    assert "older" not in told("journal", "--limit", 7).out
    monkeypatch.setattr(Desk, "now", lambda desk: LATER)
    told("ticket", "note", 151, "--text", "later")
    since = told("journal", "--since", "2026-11-22 18:50")
    assert [line.split()[0] for line in story(since)] == ["8"]
    assert story(told("journal", "--since", "2030-01-01")) == []
    assert story(told("journal", "--by", "wangf")) == []
    nobody = told("journal", "--by", "nobody-here")
    assert (nobody.status, "nobody called nobody-here" in nobody.err) == (1, True)
    assert told("journal", "--limit", 0).status == 2


def test_who_did_it(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AS", "PIN", "NEW_PIN"):
        monkeypatch.setenv(f"FLOORBOARD_{name}", {"AS": ""}.get(name, "246810"))
    assert told("people", "pin", "zhoujg").status == 0
    assert told("--as", "zhoujg", "ticket", "note", 151, "--text", "x").status == 0
    lines = story(told("journal", "--by", "周建国"))
    assert [line.split("  ")[3:] for line in lines] == [["noted", "#151"]]
    assert "周建国 (" in lines[0]
    whole = told("journal").out + told("journal", "--json").out
    assert "argon2" not in whole
    assert "246810" not in whole


def test_as_json(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    document = told("journal", "--json").json
    assert (document["zone"], document["older"]) == ("Asia/Shanghai", False)
    entries = document["entries"]
    assert [each["seq"] for each in entries] == [*range(1, 8)]
    assert [each["seq"] for each in entries if each["undone"]] == [6]
    assert entries[2]["at"] == "2026-11-22T10:43:00Z"
    rows = {table: row for table, _key, row in entries[1]["after"]["rows"]}
    assert rows["customer"]["name"] == "Zoë"
    assert rows["ticket"]["next_due_at"] == "2026-11-22T14:43:00Z"
    for page in (1, 2, 7):
        monkeypatch.setattr(journal, "PAGE", page)
        assert told("journal", "--json").json == document
    assert told("journal", "--ticket", 150, "--json").json["entries"] == []


def test_pages_tell_the_same(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told("journal").out
    for page in (1, 2, 3):
        monkeypatch.setattr(journal, "PAGE", page)
        assert told("journal").out == whole


def test_the_past(told: Program) -> None:
    assert len(story(told("journal", "--as-of", "2026-11-22 18:42:30"))) == 1
    assert len(story(told("--as-of", "2026-11-22 18:43", "journal"))) == 7


def test_a_redone_deed_is_marked(told: Program) -> None:
    told("redo")
    (line,) = [line for line in story(told("journal")) if line.startswith("6 ")]
    assert line.endswith("solved  2 tickets  [undone, then redone]")


def test_a_whole_journal_and_its_head(told: Program) -> None:
    document = told("journal", "--verify", "--json").json
    assert (document["entries"], document["sound"], document["broken_at_entry"]) == (7, True, None)
    run = told("journal", "--verify")
    assert (run.status, run.err) == (0, "")
    assert run.out == f"7 entries, head {document['head']}: sound\n"


def test_a_broken_one(told: Program, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "floor.sqlite")) as db, db:
        db.execute("DROP TRIGGER journal_keep_update")
        db.execute("UPDATE journal SET at = at + 1 WHERE seq = 4")
    run = told("journal", "--verify")
    assert run.status == 1
    assert run.out == "the journal doesn't hold from entry 4 on\n"
    document = told("journal", "--verify", "--json")
    assert (document.status, document.json["broken_at_entry"]) == (1, 4)
    assert told("journal").status == 0  # what stands there can still be read


def test_long_work_shows_that_it_goes_on(told: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floorboard.store.journal.CHUNK", 1)
    monkeypatch.setattr("floorboard.store.health.STEPS", 1000)
    monkeypatch.setattr(progress, "EVERY", 0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    drawn: list[str] = []
    monkeypatch.setattr(progress.Bar, "_write", staticmethod(drawn.append))
    assert told("journal", "--verify").status == 0
    assert any("verifying" in text and "100%" in text for text in drawn)
    drawn.clear()
    assert told("doctor").status == 0
    for stage in ("pages … 0 s", "journal ", "100%"):
        assert any(stage in text for text in drawn), stage
    assert drawn[-1].isspace()
