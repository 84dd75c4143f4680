"""Views as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.ticket import State
from floorboard.reports import as_json


@dataclass(frozen=True, slots=True)
class View:
    id: int
    due_at: int | None
    state: State
    pauses: tuple[tuple[int, int], ...] = ()


def test_instants_are_told_by_their_names() -> None:
    assert as_json.record(View(60, 60, State.NEW), as_of=0, total=3) == {
        "id": 60,
        "due_at": "1970-01-01T00:01:00Z",
        "state": "new",
        "pauses": [],
        "as_of": "1970-01-01T00:00:00Z",
        "total": 3,
    }


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "\x9b1m", "\u202e", "\ud800", "\U000e0041", "王芳"]
)
def test_no_text_commands_the_terminal_and_none_is_lost(text: str) -> None:
    printed = as_json.text({"text": text})
    assert all(character.isprintable() or character == "\n" for character in printed)
    assert json.loads(printed) == {"text": text}


@given(st.dictionaries(st.text(), st.text()))
def test_what_is_printed_reads_back(document: dict[str, str]) -> None:
    assert json.loads(as_json.text(document)) == document
