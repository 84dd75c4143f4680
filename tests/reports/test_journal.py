"""The journal in words: every action has some, and nothing that an entry holds breaks a line."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard import i18n
from floorboard.domain.permission import ACTIONS, SYSTEM_ACTIONS
from floorboard.reports import journal
from floorboard.store.queries.entries import EntryView, Mentioned

ZONE = ZoneInfo("Asia/Shanghai")
NOBODY = Mentioned({}, {}, {}, {})


Facts = dict[str, object]
Change = tuple[str, list[int], Facts | None, Facts | None]
"""A row's table and key, and what it was before and after."""


def entry(
    subject: str = "ticket/5",
    action: str = "ticket.edited",
    *,
    before: Facts | None = None,
    after: Facts | None = None,
    changes: Iterable[Change] = (),
) -> EntryView:
    changed = list(changes)
    return EntryView(
        7,
        1_700_000_000,
        "王芳",
        "lead-1",
        action,
        subject,
        {**(before or {}), "rows": [[table, key, was] for table, key, was, _now in changed]},
        {**(after or {}), "rows": [[table, key, now] for table, key, _was, now in changed]},
        "",
    )


def told(one: EntryView, names: Mentioned = NOBODY, mark: str = "") -> list[str]:
    lines = journal.lines([one], names, {one.seq: mark} if mark else {}, ZONE)
    return ["  " * line.indent + line.text for line in lines]


@pytest.mark.parametrize("action", sorted({*ACTIONS, *SYSTEM_ACTIONS} - {"undone", "redone"}))
def test_every_action_has_words(action: str) -> None:
    assert journal.action(action) != action


def test_the_head_says_when_who_where_and_what() -> None:
    assert told(entry()) == ["7  Wed 15 Nov 2023 06:13:20  王芳 (lead-1)  edited  #5"]
    assert told(entry(), mark="undone")[0].endswith("  [undone]")
    undone = entry(action="undone", after={"of": 3, "action": "ticket.solved"})
    assert "undid: solved (entry 3)" in told(undone)[0]
    assert "later.word" in told(entry(action="later.word"))[0]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("ticket/5", "#5"),
        ("person/2", "王芳"),
        ("person/3", "3"),
        ("check/4", "Walk the floor"),
        ("calendar/centre", "centre"),
        ("floor", ""),
        ("later/é", "é"),
    ],
)
def test_subjects(subject: str, shown: str) -> None:
    names = Mentioned({2: "王芳"}, {}, {}, {4: ("Walk the floor", "巡视")})
    assert told(entry(subject), names)[0].endswith(f"edited{'  ' if shown else ''}{shown}")


def test_fields_have_names_and_not_numbers() -> None:
    names = Mentioned({2: "王芳", 3: "李伟"}, {1: ("Billing", "计费")}, {}, {})
    was: Facts = {"owner_id": 2, "project_id": None, "priority": 3, "version": 1}
    now: Facts = {"owner_id": 3, "project_id": 1, "priority": 1, "version": 7}
    one = entry(changes=[("ticket", [5], was, now)])
    assert told(one, names)[1:] == [
        "  Priority: P3 → P1",
        "  Project: – → Billing",
        "  Owner: 王芳 → 李伟",
    ]


def test_facts_besides_rows() -> None:
    one = entry(
        "setting/unsigned",
        "people.managed",
        before={"unsigned": "look"},
        after={"unsigned": "write", "raised": [[1, 2], [3, 4]], "text": "a\nb"},
    )
    assert told(one)[1:] == ["  unsigned consoles: look → write", "  raised: 2", "  text: a …"]


def test_a_long_entry_is_cut() -> None:
    changes: list[Change] = [
        ("ticket", [number], {"priority": 3}, {"priority": 1}) for number in range(1, 500)
    ]
    lines = told(entry("tickets", changes=changes))
    assert len(lines) == 1 + journal.MOST_DETAILS
    assert lines[1] == "  #1  Priority: P3 → P1"
    assert lines[-1] == f"  … and {499 - journal.MOST_DETAILS + 1} more"


VALUES = st.none() | st.booleans() | st.integers() | st.text()
ROWS = st.none() | st.dictionaries(
    st.sampled_from(
        ["title", "body", "kind", "state", "owner_id", "until", "next_due_at", "closed_at", "x"]
    ),
    VALUES,
)
TABLES = [
    *("ticket", "ticket_event", "ticket_link", "customer", "escalation", "escalation_note"),
    *("duty_check", "checklist", "checklist_item", "project_review", "later"),
]


@given(
    st.text(),
    st.text(),
    st.dictionaries(st.text(), VALUES | st.lists(VALUES), max_size=3),
    st.lists(st.tuples(st.sampled_from(TABLES), st.integers(1, 9), ROWS, ROWS), max_size=4),
)
def test_whatever_stands_there_is_told_on_plain_lines(
    subject: str,
    action: str,
    facts: Facts,
    changes: list[tuple[str, int, Facts | None, Facts | None]],
) -> None:
    rows = ((table, [number, 1], was, now) for table, number, was, now in changes)
    for line in journal.lines(
        [entry(subject, action, after=facts, changes=rows)], NOBODY, {}, ZONE
    ):
        assert not set(line.text) & set("\n\r\t\x1b\x07\x7f\u202e")


TURN: Facts = {"id": 4, "rota_id": 1, "person_id": 2, "starts_at": 1_795_482_000}
TURN |= {"ends_at": 1_795_510_800, "version": 7}
ROSTER = Mentioned(
    {2: "王芳", 3: "李伟"},
    {1: ("Billing", "计费")},
    {},
    {},
    {1: ("Hotline", "热线")},
    {
        ("rota_swap", 4): {**TURN, "from_id": 2, "to_id": 3, "state": "taken", "note": ""},
        ("leave", 4): TURN,
    },
)
WHEN = "Tue 24 Nov 2026 09:00 – 17:00"


@pytest.mark.parametrize(
    ("table", "was", "now", "shown"),
    [
        ("rota_turn", None, {**TURN, "locked": 1}, [f"王芳, Hotline, {WHEN}, locked"]),
        ("rota_turn", TURN, None, [f"gone: 王芳, Hotline, {WHEN}"]),
        (
            "rota_override",
            None,
            {**TURN, "kind": "replace", "replaces_id": 3, "reason": "ill"},
            [f"王芳, stands in, instead of 李伟, Hotline, {WHEN}: ill"],
        ),
        ("rota_schedule", None, {**TURN, "name": "the move"}, [f"the move, Hotline, {WHEN}"]),
        ("leave", None, {**TURN, "reason": ""}, [f"王芳, {WHEN}"]),
        (
            "leave",
            {"ends_at": 1_795_510_800},
            {"ends_at": 1_795_496_400},
            [f"王芳, {WHEN}", "  ends: Tue 24 Nov 2026 17:00 → Tue 24 Nov 2026 13:00"],
        ),
        (
            "rota_swap",
            {"state": "offered", "to_id": None},
            {"state": "taken", "to_id": 3},
            [
                f"王芳 → anybody, Hotline, {WHEN}",
                "  state: offered → taken",
                "  given to: anybody → 李伟",
            ],
        ),
        ("rota_override", {"ends_at": 1}, {"ends_at": 2}, []),  # the rest of it is gone
        (
            "cover_need",
            None,
            {"rota_id": 1, "count": 1, "days": "mon-fri", "from_minute": 540, "to_minute": 1020},
            ["1 person, Hotline, Mon–Fri, 09:00–17:00"],
        ),
        ("rota_layer", None, {"rota_id": 1, "name": "evenings"}, ["rotation evenings, Hotline"]),
    ],
)
def test_the_roster_in_words(
    table: str, was: Facts | None, now: Facts | None, shown: list[str]
) -> None:
    one = entry("override/4", "roster.overridden", changes=[(table, [4], was, now)])
    head, *lines = told(one, ROSTER)
    assert head.endswith("changed who is on  override 4")
    assert lines == [f"  {line}" for line in shown]


def test_facts_are_in_words_too() -> None:
    after: Facts = {"name": "王芳", "post": "shift_lead", "joined_on": "2026-11-01"}
    one = entry("person/2", "people.managed", after={**after, "skill billing": "confirmed"})
    assert told(one)[1:] == [
        "  name: 王芳",
        "  post: Shift lead",
        "  first day: 2026-11-01",
        "  skill billing: confirmed",
    ]
    i18n.use("zh")
    try:
        assert not any(line.isascii() for line in told(one)[1:])
    finally:
        i18n.use("en")
