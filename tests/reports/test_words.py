"""Words for durations and times, and a word for every value there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from floorboard import i18n
from floorboard.domain.clocks import PromiseOutcome, Verdict
from floorboard.domain.duty import CheckPhase
from floorboard.domain.post import Post
from floorboard.domain.ticket import Channel, ClockName, EventKind, Kind, State
from floorboard.reports import words

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = int(datetime(2026, 11, 22, 10, 42, tzinfo=UTC).timestamp())
"""Sunday, 18:42 there."""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 m"),
        (-58 * 60, "−58 m"),
        (-30, "−30 s"),
        (3599, "59 m"),
        (3600, "1 h 0 m"),
        (7920, "2 h 12 m"),
        (86399, "23 h 59 m"),
        (3 * 86400 + 4 * 3600 + 59, "3 d 4 h"),
        (-99 * 86400, "−99 d 0 h"),
        (400 * 86400, "400 d"),
    ],
)
def test_duration(seconds: int, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (65, "1 m 5 s"), (93600, "26 h"), (12000, "3 h 20 m")]
)
def test_exact_duration(seconds: int, text: str) -> None:
    assert words.exact_duration(seconds) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0, "18:42"),
        (-18, "00:42"),
        (-19, "yesterday 23:42"),
        (14, "tomorrow 08:42"),
        (30, "Tue 00:42"),
        (6 * 24, "Sat 18:42"),
        (7 * 24, "29 Nov"),
        (-48, "20 Nov"),
        (60 * 24, "21 Jan 2027"),
    ],
)
def test_when(hours: int, text: str) -> None:
    assert words.when(NOW + hours * 3600, NOW, SHANGHAI) == text


def test_stretches_and_stamps() -> None:
    assert words.stretch(NOW, NOW + 3600, NOW, SHANGHAI) == "18:42 – 19:42"
    assert words.stretch(NOW, NOW + 8 * 3600, NOW, SHANGHAI) == "18:42 – tomorrow 02:42"
    assert words.stamp(NOW, SHANGHAI) == "Sun 22 Nov 2026 18:42"
    assert words.stamp(NOW + 7, SHANGHAI, seconds=True) == "Sun 22 Nov 2026 18:42:07"


@pytest.mark.parametrize(
    ("word", "values"),
    [
        (words.state, State),
        (words.kind, Kind),
        (words.channel, Channel),
        (words.clock, ClockName),
        (words.event, EventKind),
        (words.post, Post),
        (words.phase, CheckPhase),
        (words.verdict, Verdict),
        (words.outcome, PromiseOutcome),
    ],
)
def test_every_value_has_its_own_word(word: Callable[[str], str], values: type[StrEnum]) -> None:
    said = {value: word(value.value) for value in values}
    assert len(set(said.values())) == len(said)
    assert "_" not in "".join(said.values())


def test_a_value_of_a_newer_program_is_shown_plainly() -> None:
    assert words.state("new_\x1bthing") == "new_␛thing"


def test_changed_fields_are_told_in_the_language_spoken_now() -> None:
    body = "title: a: b → c\nkind: question → incident\ncolour: red → blue"
    said = "title: a: b → c\nkind: Question → Incident\ncolour: red → blue"
    assert words.event_body("changed", body) == said
    assert words.event_body("note", body) == body
    i18n.use("zh")
    try:
        assert words.event_body("changed", "priority: 3 → 1").startswith("优先级")
    finally:
        i18n.use("en")
