"""Words for the ladder and its raised rungs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pytest

from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee, Rung, To
from floorboard.domain.ticket import ClockName
from floorboard.reports import escalations as told

UTC = ZoneInfo("UTC")
NOW = 1_795_402_800  # 03:00
LEAD = Addressee(To.SHIFT_LEAD)


@dataclass(frozen=True)
class Somebody:
    name: str
    backup: bool = False
    off_since: Instant | None = None


@dataclass(frozen=True)
class Raised:
    people: tuple[Somebody, ...] = (Somebody("Ann"), Somebody("Ben"))
    gap: bool = False
    acknowledge_by: Instant | None = None
    backup_at: Instant | None = None
    backup_gap: bool = False
    acknowledged_by: str = ""
    acknowledged_at: Instant | None = None
    closed_at: Instant | None = None


PLAIN = Raised()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("second_line", "Second line"),
        ("project_manager", "Project support manager"),
        ("owner", "Owner"),
        ("shift_lead", "Shift lead"),
        ("post:deputy", "Deputy director"),
        ("rota:duty-manager", "rota duty-manager"),
        ("rota:\x1b[2J", "rota ␛[2J"),
        ("robot:7", "robot:7"),
        ("robot:\x07", "robot:␇"),
    ],
)
def test_addressees(said: str, words: str) -> None:
    assert told.addressee(said) == words


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        (Rung("a", ClockName.SOLUTION, LEAD), "at the due time"),
        (Rung("a", ClockName.SOLUTION, LEAD, 90), "1 h 30 m after the due time"),
        (Rung("a", ClockName.SOLUTION, LEAD, share=0.75), "at 75% of the time"),
        (Rung("a", ClockName.SOLUTION, LEAD, share=0.625), "at 62.5% of the time"),
    ],
)
def test_moments(rung: Rung, words: str) -> None:
    assert told.moment(rung) == words


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (PLAIN, "Ann · Ben"),
        (replace(PLAIN, people=(Somebody("Ann"), Somebody("Cat", backup=True))), "Ann + Cat"),
        (
            replace(PLAIN, people=(Somebody("Ann", off_since=NOW - 7200), Somebody("Ben"))),
            "Ann, off since 01:00 · Ben",
        ),
        (replace(PLAIN, people=(Somebody("A\x1b"),)), "A␛"),
        (replace(PLAIN, gap=True), "nobody there, so: Ann · Ben"),
        (replace(PLAIN, people=(), gap=True), "nobody there, so: nobody"),
        (
            replace(PLAIN, people=(Somebody("Ann"),), backup_at=NOW, backup_gap=True),
            "Ann + nobody there, so: nobody",
        ),
    ],
)
def test_people(raised: Raised, words: str) -> None:
    assert told.people(raised, NOW, UTC) == words


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (PLAIN, "unacknowledged"),
        (replace(PLAIN, acknowledge_by=NOW + 900), "no; by 03:15"),
        (
            replace(PLAIN, acknowledge_by=NOW, backup_at=NOW + 60),
            "no; with the backup since 03:01",
        ),
        (
            replace(PLAIN, acknowledged_by="Ann\n", acknowledged_at=NOW, backup_at=NOW),
            "Ann⏎, 03:00",
        ),
        (replace(PLAIN, acknowledged_at=NOW, closed_at=NOW + 7200), "closed 05:00"),
    ],
)
def test_standing(raised: Raised, words: str) -> None:
    assert told.standing(raised, NOW, UTC) == words


def test_every_note_has_a_word() -> None:
    assert len({told.note(kind.value) for kind in EscalationNoteKind}) == len(EscalationNoteKind)
    assert told.note("closed") == "closed"
    assert told.note("new\x1b") == "new␛"
