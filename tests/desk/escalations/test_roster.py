"""Rungs go to whom the roster names at that instant."""

from __future__ import annotations

import pytest

from escalating import (
    ANN,
    BEN,
    BILLING,
    CAT,
    DAN,
    FAY,
    GUS,
    HOUR,
    LEADS,
    NOW,
    PORTAL,
    SECOND_LINE,
    At,
    all_of,
    alter,
    names,
    ticket,
)
from floorboard.desk.desk import Desk
from floorboard.desk.escalations import raise_due
from floorboard.desk.escalations.roster import Roster
from floorboard.domain.ladder import Addressee


def test_whom_a_rung_goes_to(desk: Desk) -> None:
    def found(words: str, project: int | None = BILLING, owner: int | None = ANN) -> list[int]:
        with desk.store.reading() as db:
            return [*Roster(db, desk.now()).find(Addressee.parse(words), project, owner)]

    assert found("second_line") == [BEN]
    assert found("second_line", PORTAL) == found("second_line", None) == []
    assert found("project_manager") == [DAN]
    assert found("project_manager", PORTAL) == found("project_manager", None) == []
    assert found("owner") == [ANN]
    assert found("owner", owner=None) == []
    assert found("shift_lead") == found("rota:lead") == [CAT]
    assert found("rota:nowhere") == []
    assert found("post:director") == [FAY]
    assert found("post:senior") == [BEN]  # on a rota; Gus isn't
    alter(desk, "DELETE FROM rota_turn WHERE rota_id = ?", SECOND_LINE)
    assert found("post:senior") == [BEN, GUS]
    alter(desk, "UPDATE rota SET code = 'second_line', project_id = NULL WHERE id = ?", LEADS)
    assert found("second_line") == []  # the project has a line of its own, and nobody is on it
    assert found("second_line", PORTAL) == [CAT]


@pytest.mark.parametrize(
    ("column", "day", "here"),
    [
        ("joined_on", "2026-11-24", False),
        ("joined_on", "2026-11-23", True),
        ("left_on", "2026-11-23", True),  # the last day
        ("left_on", "2026-11-22", False),
    ],
)
def test_who_has_left_or_not_joined_yet_is_nobody(
    desk: Desk, column: str, day: str, here: bool
) -> None:
    alter(desk, f"UPDATE person SET {column} = ? WHERE id IN (?, ?, ?)", day, BEN, DAN, ANN)
    with desk.store.reading() as db:
        roster = Roster(db, desk.now())
        found = [
            roster.find(Addressee.parse(words), BILLING, ANN)
            for words in ("second_line", "project_manager", "owner", "rota:second-billing")
        ]
    assert [bool(people) for people in found] == [here] * 4


def test_the_day_of_leaving_is_the_centre_s(desk: Desk) -> None:
    """23:30 in Shanghai is afternoon in London."""
    for hours, here in ((12.9, True), (13.1, False)):  # midnight
        with desk.store.reading() as db:
            alter(desk, "UPDATE person SET left_on = '2026-11-23' WHERE id = ?", CAT)
            roster = Roster(db, NOW + round(hours * HOUR))
            assert bool(roster.find(Addressee.parse("shift_lead"), None, None)) == here


def test_a_rung_for_nobody_goes_to_the_shift_lead_and_shows_the_gap(desk: Desk, at: At) -> None:
    ticket(desk, PORTAL)
    at(4)
    raise_due(desk)
    status, second = all_of(desk)
    assert (names(status), status.gap) == (["Cat"], False)
    assert (names(second), second.gap) == (["Cat"], True)
    at(5)
    raise_due(desk)
    status, second = all_of(desk)  # the project has no manager, and Cat has it already
    assert (names(second), second.backup_gap) == (["Cat"], True)
    at(25)  # nobody is on any more
    raise_due(desk)
    manager = all_of(desk)[-1]
    assert (manager.rung, names(manager), manager.gap) == ("manager", [], True)
