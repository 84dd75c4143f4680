"""`report` and `complaints`, on the sample floor."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from floorboard.desk import review
from floorboard.desk.desk import Desk

Program = Callable[..., Any]

NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""When the sample floor was made."""

TALLIES = ("first_reply", "status_reply", "solution", "recorded_target")


def test_attainment_counts_every_ticket_once(on_sample: Program) -> None:
    document = on_sample("report", "attainment", "--by", "project", "--json").json
    total = document["total"]
    assert total["tickets"] == 150
    for name in TALLIES:
        tally = total[name]
        counts = [tally[each] for each in ("on_time", "late", "open_on_time", "open_late")]
        assert sum(counts) + tally["no_target"] == 150
        assert tally["counted"] == tally["on_time"] + tally["late"]
        if tally["counted"]:
            assert tally["rate"] == tally["on_time"] / tally["counted"]
        else:
            assert tally["rate"] is None
    assert sum(group["tickets"] for group in document["groups"]) == 150
    assert "every_status_reply" not in total
    assert any("--rounds" in note for note in document["notes"])


def test_text_and_json_tell_the_same(on_sample: Program) -> None:
    document = on_sample("report", "attainment", "--by", "kind", "--rounds", "--json").json
    run = on_sample("report", "attainment", "--by", "kind", "--rounds")
    lines = run.out.splitlines()
    assert lines[0].startswith("150 tickets · as of Sun 22 Nov 2026 18:42 · Asia/Shanghai")
    rows = [line.split() for line in lines if " Every status reply  " in line]
    shown = [int(row[row.index("reply") + 1]) for row in rows]
    told = [g["every_status_reply"]["on_time"] for g in (*document["groups"], document["total"])]
    assert shown == told
    assert document["total"]["every_status_reply"]["counted"] > 150


def test_periods_that_follow_on_each_other_add_up(on_sample: Program) -> None:
    days = ("2026-11-20", "2026-11-21")

    def tickets(*bounds: str) -> int:
        found = on_sample("report", "attainment", *bounds, "--json").json
        return int(found["total"]["tickets"])

    before = tickets("--to", days[0])
    between = tickets("--from", days[0], "--to", days[1])
    after = tickets("--from", days[1])
    assert min(before, between, after) > 0
    assert before + between + after == 150
    utc = tickets("--from", days[0], "--to", days[1], "--zone", "UTC")
    assert utc == tickets("--from", "2026-11-20T08:00+08:00", "--to", "2026-11-21T08:00+08:00")


def test_the_past_counts_what_was_there(program: Program, sample_store: Path) -> None:
    def ask(at: str) -> Any:
        run = program("--store", sample_store, "report", "attainment", "--as-of", at, "--json")
        return run.json

    then = ask("2026-11-20T12:00:00+08:00")
    assert 0 < then["replayed"] < then["total"]["tickets"] < 150
    assert ask("2000-01-01")["total"]["tickets"] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("attainment", "--from", "2026-11-21", "--to", "2026-11-21"), "--to: the period ends"),
        (("attainment", "--from", "soon"), "--from: 'soon' is not an instant"),
        (("attainment", "--zone", "Mars"), "--zone: there is no time zone 'Mars'"),
        (("daily", "--date", "yesterday"), "--date: 'yesterday' is not a day"),
        (("daily", "--date", "2026-11-23"), "--date: 2026-11-23 is still to come"),
        (("daily", "-o", "/nowhere/at/all"), "the report can't be written"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    on_sample: Program, arguments: tuple[str, ...], told: str
) -> None:
    run = on_sample("report", *arguments)
    status = 1 if "-o" in arguments else 2
    assert (run.status, run.out, run.err.count("\n")) == (status, "", 1)
    assert told in run.err


@pytest.fixture
def reviewed(sample_store: Path, tmp_path: Path) -> Path:
    """A floor on which one project's line is written, with words that mean something in HTML."""
    path = tmp_path / "floor.sqlite"
    for suffix in ("", ".key"):
        shutil.copy(f"{sample_store}{suffix}", f"{path}{suffix}")
    desk = Desk.open(path, console="lead-1")
    desk.clock = lambda: NOW - 60
    review.put(desk, 1, "critical", "<script>alert(1)</script> & \x1b[31mred", "孙丽 <boss>")
    desk.close()
    return path


AT = ("--as-of", "2026-11-22T18:42:00+08:00")


def test_the_daily_review_as_text(program: Program, reviewed: Path) -> None:
    run = program("--store", reviewed, "report", "daily", *AT)
    assert run.status == 0
    assert "Daily review of Sun 22 Nov 2026" in run.out
    assert "critical" in run.out
    assert "reported to 孙丽 <boss>, 18:41 by lead-1" in run.out
    assert "5 projects with unresolved problems still lack their line." in run.out
    assert "\x1b" not in run.out


def test_the_daily_review_as_json(program: Program, reviewed: Path) -> None:
    found = program("--store", reviewed, "report", "daily", "--json", *AT).json
    assert (found["day"], found["missing"], found["done"]) == ("2026-11-22", 5, False)
    written = [project["written"] for project in found["projects"] if project["written"]]
    assert len(written) == 1
    assert written[0]["state"] == "critical"
    assert written[0]["at"] == "2026-11-22T10:41:00Z"
    assert all(project["load"]["open"] >= len(project["worst"]) for project in found["projects"])


class Tags(HTMLParser):
    """The tags of a page, and which of them are open at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_daily_review_as_a_page(program: Program, reviewed: Path, tmp_path: Path) -> None:
    page = tmp_path / "daily.html"
    arguments = ("report", "daily", "--format", "html", "-o", page, *AT)
    for language in ("en", "zh"):
        run = program("--store", reviewed, "--lang", language, *arguments)
        assert (run.status, run.out) == (0, "")
        text = page.read_text("utf-8")
        tags = Tags()
        tags.feed(text)
        assert tags.open == []
        assert "script" not in tags.seen
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in text
        assert "孙丽 &lt;boss&gt;" in text
        assert "\x1b" not in text
        assert "size: A4" in text
        assert "http" not in text
    assert 'lang="zh-CN"' in text


def test_a_past_day_is_shown_as_it_stood(program: Program, sample_store: Path) -> None:
    store = ("--store", sample_store)
    found = program(*store, "report", "daily", "--date", "2026-11-20", "--json").json
    assert (found["day"], found["at"]) == ("2026-11-20", "2026-11-20T16:59:59Z")
    assert all(
        ticket["opened_at"] <= found["at"]
        for project in found["projects"]
        for ticket in project["worst"]
    )


def test_complaints_are_listed(on_sample: Program) -> None:
    document = on_sample("complaints", "--limit", 3, "--json").json
    assert document["total"] > 3
    assert len(document["entries"]) == 3
    assert {entry["kind"] for entry in document["entries"]} <= {"complaint", "suggestion"}
    text = on_sample("complaints", "--limit", 3).out.splitlines()
    assert [line.split()[0] for line in text[1:4]] == [f"#{e['id']}" for e in document["entries"]]
    assert text[4] == f"3 of {document['total']}"
    assert on_sample("complaints", "--satisfaction", 5).out == "0 entries\n"


def test_complaints_in_figures(on_sample: Program) -> None:
    listed = on_sample("complaints", "--limit", 500, "--json").json["entries"]
    for by in ("kind", "project", "month"):
        document = on_sample("report", "complaints", "--by", by, "--json").json
        assert document["total"]["received"] == len(listed)
        assert sum(group["received"] for group in document["groups"]) == len(listed)
    assert {group["group"] for group in document["groups"]} <= {"2026-10", "2026-11"}
    answered = [entry for entry in listed if entry["answer"] == "on_time"]
    assert document["total"]["answer"]["on_time"] == len(answered)
    text = on_sample("report", "complaints", "--by", "project").out
    assert "Billing" in text
    assert "Counted are" in text
