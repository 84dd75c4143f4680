"""A log with one row an update, folded into tickets with their histories."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorboard.domain.instant import iso
from floorboard.domain.ticket import EventKind, State
from floorboard.exchange.drafts import TicketDraft
from floorboard.exchange.folding import steps
from floorboard.exchange.tickets import Reading, read_tickets

Row = dict[str, str]
UTC = ZoneInfo("UTC")


def row(state: str, at: str, count: int, **others: str) -> Row:
    plain = {
        "number": "INC1", "incident_state": state, "reassignment_count": "0", "reopen_count": "0",
        "sys_mod_count": str(count), "made_sla": "TRUE", "caller_id": "Zoë  Müller",
        "opened_by": "李伟", "opened_at": "29-02-2016 01:16", "sys_updated_by": f"agent {count}",
        "sys_updated_at": at, "contact_type": "Phone", "category": "Billing",
        "subcategory": "?", "priority": "3 - Moderate", "assignment_group": "Desk",
        "assigned_to": "?", "resolved_at": "?", "closed_at": "?",
    }  # fmt: skip
    return plain | others


HEADER = [*row("", "", 0)]


def read(tmp_path: Path, rows: list[Row]) -> Reading:
    path = tmp_path / "log.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(rows)
    return read_tickets(path, zone=UTC)


def only(tmp_path: Path, rows: list[Row]) -> TicketDraft:
    reading = read(tmp_path, rows)
    assert reading.rejects == []
    (draft,) = reading.drafts
    return draft


def history(draft: TicketDraft) -> list[str]:
    return [f"{iso(event.at)[8:16]} {event.kind.value}" for event in draft.events]


def test_a_whole_life(tmp_path: Path) -> None:
    draft = only(
        tmp_path,
        [
            row("New", "29-02-2016 01:23", 0),
            row("Active", "29-02-2016 02:00", 1, assigned_to="王芳"),
            row("Active", "29-02-2016 02:10", 2, assigned_to="王芳", priority="2 - High"),
            row("Awaiting User Info", "29-02-2016 03:00", 3, assigned_to="王芳"),
            row("Awaiting Vendor", "29-02-2016 04:00", 4, assigned_to="王芳"),
            row("Active", "29-02-2016 05:00", 5, assigned_to="王芳"),
            row("Resolved", "29-02-2016 06:00", 6, assigned_to="王芳"),
            row("Awaiting User Info", "01-03-2016 07:00", 7, assigned_to="王芳", reopen_count="1"),
            row("-100", "01-03-2016 07:30", 8, assigned_to="王芳", reopen_count="1"),
            row(
                "Resolved", "01-03-2016 08:00", 9, assignment_group="Network", made_sla="FALSE",
                reopen_count="1", reassignment_count="2",
                resolved_at="01-03-2016 08:05", closed_at="05-03-2016 12:00",
            ),
            row(
                "Closed", "05-03-2016 12:01", 10, assignment_group="Network", made_sla="FALSE",
                reopen_count="1", reassignment_count="2",
                resolved_at="01-03-2016 08:05", closed_at="05-03-2016 12:00",
            ),
        ],
    )  # fmt: skip
    assert history(draft) == [
        "29T01:16 opened",
        "29T02:00 assigned",
        "29T02:10 changed",
        "29T03:00 waiting",
        "29T03:00 changed",
        "29T04:00 resumed",
        "29T04:00 second_line",
        "29T05:00 returned",
        "29T06:00 solved",
        "01T07:00 reopened",
        "01T07:00 waiting",
        "01T07:30 changed",
        "01T08:00 assigned",
        "01T08:05 solved",
        "05T12:00 closed",
    ]
    assert draft.events[1].text == "王芳"
    assert draft.events[2].text == "3 - Moderate → 2 - High"
    assert draft.events[12].text == "Network"
    assert (draft.events[0].actor, draft.events[1].actor) == ("李伟", "agent 1")
    assert draft.state is State.CLOSED
    assert (draft.title, draft.project, draft.customer) == ("Billing", "Billing", "Zoë Müller")
    assert (draft.owner, draft.group) == ("", "Network")
    assert (draft.reopen_count, draft.reassignment_count, draft.verdict) == (1, 2, "late")
    assert iso(draft.solved_at or 0) == "2016-03-01T08:05:00Z"
    assert iso(draft.closed_at or 0) == "2016-03-05T12:00:00Z"
    assert iso(draft.updated_at) == "2016-03-05T12:01:00Z"
    assert draft.target_at is None


def test_recorded_times_of_a_ticket_that_is_open_again_do_not_count(tmp_path: Path) -> None:
    late = {"resolved_at": "01-03-2016 08:05", "closed_at": "05-03-2016 12:00"}
    draft = only(
        tmp_path,
        [
            row("Resolved", "29-02-2016 06:00", 1, **late),
            row("Active", "29-02-2016 07:00", 2, **late),
        ],
    )
    assert (draft.state, draft.solved_at, draft.closed_at) == (State.OPEN, None, None)
    assert history(draft) == ["29T01:16 opened", "29T06:00 solved", "29T07:00 reopened"]
    assert iso(draft.updated_at) == "2016-02-29T07:00:00Z"


def test_closing_what_was_never_solved_solves_it_at_the_recorded_closing(tmp_path: Path) -> None:
    draft = only(
        tmp_path,
        [
            row("New", "29-02-2016 01:23", 0),
            row("Closed", "29-02-2016 06:10", 1, closed_at="29-02-2016 06:00"),
        ],
    )
    assert history(draft) == ["29T01:16 opened", "29T06:00 solved", "29T06:00 closed"]
    assert draft.solved_at == draft.closed_at


def test_rows_of_one_stamp_have_the_same_keys_whatever_was_before_them(tmp_path: Path) -> None:
    rows = [
        row("New", "29-02-2016 01:23", 0),
        row("Active", "29-02-2016 02:00", 1),
        row("Active", "29-02-2016 03:00", 2),
        row("Awaiting User Info", "29-02-2016 04:00", 3),
        row("Resolved", "29-02-2016 04:00", 3),
    ]
    whole, part = only(tmp_path, rows), only(tmp_path, [rows[0], *rows[3:]])
    keys = {event.key for event in whole.events}
    assert {event.key for event in part.events} <= keys
    assert any("#2" in key for key in keys)


def test_what_a_log_dates_before_the_opening_counts_at_the_opening(tmp_path: Path) -> None:
    early = {"resolved_at": "29-02-2016 01:00", "closed_at": "29-02-2016 01:01"}
    draft = only(
        tmp_path,
        [
            row("Active", "29-02-2016 01:10", 0, assigned_to="王芳"),
            row("Awaiting User Info", "29-02-2016 01:11", 1, assigned_to="王芳"),
            row("Closed", "29-02-2016 01:20", 2, assigned_to="王芳", **early),
        ],
    )
    assert {at[:8] for at in history(draft)} == {"29T01:16"}
    assert history(draft)[0] == "29T01:16 opened"
    assert draft.solved_at == draft.closed_at == draft.opened_at


def test_blanks_in_the_newest_row_are_filled_from_older_ones(tmp_path: Path) -> None:
    draft = only(
        tmp_path,
        [
            row("New", "29-02-2016 01:23", 0, caller_id="Bo", category="Portal"),
            row("Active", "29-02-2016 02:23", 1, caller_id="?", category=""),
        ],
    )
    assert (draft.customer, draft.project) == ("Bo", "Portal")


def test_interleaved_tickets_and_a_bad_row(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        [
            row("New", "29-02-2016 01:23", 0, number="INC1"),
            row("New", "29-02-2016 01:25", 0, number="INC2"),
            row("Active", "?", 1, number="INC1"),
            row("Resolved", "29-02-2016 03:25", 1, number="INC2"),
            row("Active", "29-02-2016 02:23", 2, number="INC1"),
        ],
    )
    assert [(draft.external_id, len(draft.events), draft.line) for draft in reading.drafts] == [
        ("INC1", 2, 2),
        ("INC2", 2, 3),
    ]
    (reject,) = reading.rejects
    assert (reject.line, reject.column, reject.value) == (4, "sys_updated_at", "?")
    assert reject.cells[0] == "INC1"


def life(seed: int) -> list[Row]:
    """A made-up log of a few tickets, with updates in one minute and counts that repeat."""
    chance = random.Random(seed)
    states = ["New", "Active", "Awaiting User Info", "Awaiting Problem", "Resolved", "-100"]
    rows: list[Row] = []
    for number in range(1, 4):
        at = datetime(2016, 2, 29, 2, 0)  # noqa: DTZ001 - a wall time
        for count in range(chance.randint(1, 9)):
            at += timedelta(minutes=chance.choice([0, 0, 1, 700]))
            rows.append(
                row(
                    chance.choice(states),
                    f"{at:%d-%m-%Y %H:%M}",
                    max(0, count - chance.choice([0, 0, 1])),
                    number=f"INC{number}",
                    assigned_to=chance.choice(["王芳", "陈静", "?"]),
                )
            )
    return rows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10_000), shuffled=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    tmp_path: Path, seed: int, shuffled: random.Random
) -> None:
    rows = life(seed)
    expected = {draft.external_id: replace(draft, line=0) for draft in read(tmp_path, rows).drafts}
    shuffled.shuffle(rows)
    rows.append(rows[0])
    again = {draft.external_id: replace(draft, line=0) for draft in read(tmp_path, rows).drafts}
    assert again == expected
    for draft in expected.values():
        keys = [event.key for event in draft.events]
        assert len(keys) == len({*keys})
        assert [event.at for event in draft.events] == sorted(event.at for event in draft.events)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(seed=st.integers(0, 10_000), cut=st.integers(1, 20))
def test_a_newer_export_keeps_every_key_of_an_older_one(
    tmp_path: Path, seed: int, cut: int
) -> None:
    rows = sorted(
        life(seed),
        key=lambda one: (
            datetime.strptime(one["sys_updated_at"], "%d-%m-%Y %H:%M"),  # noqa: DTZ007 - wall
            int(one["sys_mod_count"]),
        ),
    )
    # An export is cut between two minutes, not within one.
    cut = min(cut, len(rows))
    while cut < len(rows) and rows[cut]["sys_updated_at"] == rows[cut - 1]["sys_updated_at"]:
        cut += 1
    older = {draft.external_id: draft for draft in read(tmp_path, rows[:cut]).drafts}
    newer = {draft.external_id: draft for draft in read(tmp_path, rows).drafts}
    for number, draft in older.items():
        keys = {event.key for event in newer[number].events}
        assert {event.key for event in draft.events} <= keys
        assert draft.updated_at <= newer[number].updated_at


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_steps_lead_from_state_to_state(before: State, after: State) -> None:
    happened = steps(before, after)
    assert (EventKind.REOPENED in happened) == (
        before in {State.SOLVED, State.CLOSED} and after not in {State.SOLVED, State.CLOSED}
    )
    assert (EventKind.WAITING in happened) == (after is State.WAITING is not before)
    assert (EventKind.SECOND_LINE in happened) == (after is State.SECOND_LINE is not before)
    assert (EventKind.CLOSED in happened) == (after is State.CLOSED is not before)
    assert len({*happened}) == len(happened)
