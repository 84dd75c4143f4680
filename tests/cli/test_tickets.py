"""`tickets`, `overdue` and `ticket`, on the sample floor."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Program = Callable[..., Any]


def test_tickets_come_most_urgent_first(on_sample: Program) -> None:
    rows = on_sample("tickets", "--json").json["tickets"]
    dues = [row["next_due_at"] for row in rows if row["next_due_at"]]
    assert dues == sorted(dues)
    assert len(rows) > 5


def test_text_and_json_tell_the_same(on_sample: Program) -> None:
    document = on_sample("tickets", "--limit", 7, "--json").json
    text = on_sample("tickets", "--limit", 7).out.splitlines()
    assert [line.split()[0] for line in text[1:8]] == [f"#{t['id']}" for t in document["tickets"]]
    assert f"7 of {document['total']}" in text[8]


def test_pages_join_without_a_gap(on_sample: Program) -> None:
    for sort in ("due", "priority", "number", "opened", "updated"):
        whole = on_sample("tickets", "--sort", sort, "--limit", 500, "--json").json
        found: list[int] = []
        key: str | None = None
        for _page in range(100):
            after = ["--after", key] if key else []
            page = on_sample("tickets", "--sort", sort, "--limit", 9, "--json", *after).json
            found += [ticket["id"] for ticket in page["tickets"]]
            key = page["next"]
            if key is None:
                break
        assert found == [ticket["id"] for ticket in whole["tickets"]]
        assert len(found) == whole["total"]


def test_overdue_holds_what_is_past_its_due_time(on_sample: Program) -> None:
    document = on_sample("overdue", "--json").json
    assert document["total"] > 0
    assert all(ticket["next_due_at"] < document["as_of"] for ticket in document["tickets"])


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (["--state", "waiting"], lambda t: t["state"] == "waiting"),
        (["--priority", "1", "--priority", "2"], lambda t: t["priority"] in (1, 2)),
        (["--project", "billing"], lambda t: t["project"] == "Billing"),
        (["--filter", "项目:计费"], lambda t: t["project"] == "Billing"),
        (["--owner", "none"], lambda t: t["owner"] == ""),
        (["--owner", "wangfang"], lambda t: t["owner"] == "王芳"),
        (["--filter", "owner:王芳 state:waiting"], lambda t: t["state"] == "waiting"),
        (["--all", "--state", "solved"], lambda t: t["state"] == "solved"),
    ],
)
def test_options_choose(
    on_sample: Program, options: list[str], holds: Callable[[dict[str, Any]], bool]
) -> None:
    rows = on_sample("tickets", "--json", *options).json["tickets"]
    assert rows
    assert all(map(holds, rows))


def test_an_unknown_project_lets_nothing_through(on_sample: Program) -> None:
    run = on_sample("tickets", "--project", "nowhere")
    assert (run.status, run.out) == (0, "0 tickets\n")


def test_a_wrong_key_is_refused(on_sample: Program) -> None:
    run = on_sample("tickets", "--after", "12")
    assert run.status == 2
    assert run.err.startswith("floorboard: --after: '12' is not a key of this list.")


def test_a_ticket_tells_its_fields_clocks_and_history(on_sample: Program) -> None:
    number = on_sample("overdue", "--limit", 1, "--json").json["tickets"][0]["id"]
    text = on_sample("ticket", number).out
    assert text.startswith(f"#{number}  ")
    for part in ("State", "Clocks", "First reply:", "overdue by", "by the policy", "History"):
        assert part in text
    document = on_sample("ticket", f"#{number}", "--json").json
    assert document["ticket"]["id"] == number
    assert {clock["name"] for clock in document["clocks"]} == {
        "first_reply",
        "status_reply",
        "solution",
    }
    assert document["history"][0]["kind"] == "opened"


def test_an_unknown_ticket_is_one_line(on_sample: Program) -> None:
    run = on_sample("ticket", "INC404")
    assert run.status == 1
    assert run.err.count("\n") == 1
    assert "there is no ticket INC404" in run.err


def test_the_past_is_computed_from_the_history(program: Program, sample_store: object) -> None:
    """At an instant before the newest event a ticket solved since is open, and none was opened."""

    def ask(*arguments: object) -> Any:
        return program("--store", sample_store, *arguments, "--json").json

    at = "2026-11-20T12:00:00+08:00"
    then = ask("tickets", "--all", "--limit", 500, "--as-of", at)
    assert all(ticket["opened_at"] <= then["as_of"] for ticket in then["tickets"])
    now = {t["id"]: t for t in ask("tickets", "--all", "--limit", 500)["tickets"]}
    solved_since = [
        ticket
        for ticket in then["tickets"]
        if ticket["state"] not in ("solved", "closed")
        and now[ticket["id"]]["state"] in ("solved", "closed")
    ]
    assert solved_since
    one = ask("ticket", solved_since[0]["id"], "--as-of", at)
    assert one["ticket"]["solved_at"] is None
    assert one["ticket"]["state"] == solved_since[0]["state"]
    assert one["ticket"]["next_due_at"] == solved_since[0]["next_due_at"]
    assert all(event["at"] <= then["as_of"] for event in one["history"])


def test_past_and_present_meet_at_the_newest_change(program: Program, sample_store: object) -> None:
    """A second before the newest change, only the ticket that changed may differ."""
    newest = program(
        "--store", sample_store, "tickets", "--all", "--sort", "updated", "--limit", 1, "--json"
    ).json["tickets"][0]
    instant = newest["updated_at"]
    earlier = instant[:-3] + f"{int(instant[-3:-1]) - 1:02}Z" if instant[-3:] != "00Z" else instant

    def rows(at: str) -> list[Any]:
        found = program(
            "--store", sample_store, "--as-of", at, "tickets", "--limit", 500, "--json"
        ).json["tickets"]
        dues = ("id", "state", "next_due_at", "next_clock")
        return [[t[name] for name in dues] for t in found if t["id"] != newest["id"]]

    assert rows(earlier) == rows(instant)


def test_a_ticket_not_yet_opened_is_refused(program: Program, sample_store: object) -> None:
    run = program("--store", sample_store, "ticket", 150, "--as-of", "2020-01-01T00:00:00Z")
    assert run.status == 1
    assert "wasn't opened yet" in run.err


def test_chinese_is_spoken_where_it_is_asked_for(on_sample: Program) -> None:
    rows = on_sample("--lang", "zh", "tickets", "--limit", 50).out
    assert "计费" in rows
    assert "Billing" not in rows


def test_json_is_the_same_in_both_languages(on_sample: Program) -> None:
    english, chinese = (
        json.loads(on_sample("--lang", language, "tickets", "--json").out)
        for language in ("en", "zh")
    )
    assert english == chinese
