"""A month proposed, looked at, and taken over whole or for some days."""

from __future__ import annotations

from datetime import date

import pytest

import rostering
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, comparing, defining, planning, proposing
from floorboard.desk.roster.changing import NewOverride
from floorboard.desk.roster.planning import NewTurn
from floorboard.domain.roster.rota import OverrideKind
from floorboard.exchange.rota_drafts import NeedDraft
from floorboard.store.queries import roster as queries
from rostering import ANN, BEN, CAT, LI, WANG, at

FIRST = date(2026, 11, 23)


@pytest.fixture
def needing(desk: Desk) -> Desk:
    """The hotline needs one by day and one in the evening."""
    defining.add_need(desk, "hotline", NeedDraft(1, "", "every_day", 1020, 1500))
    return desk


def test_a_week_is_proposed_and_accepted(needing: Desk) -> None:
    draft = proposing.propose(needing, "hotline", FIRST, 7)
    assert draft.start == needing.now()
    assert (draft.codes[ANN], draft.names[ANN]) == ("ann", "Ann")
    assert {slot.shift for slot in draft.slots.values()} == {"day", "evening"}
    proposed = draft.turns(draft.start, draft.end)
    assert proposed
    assert {turn.person_id for turn in proposed} == {ANN, BEN}
    locked = NewTurn(1, BEN, at("26 09:00"), at("26 17:00"))
    assert locked in proposed
    seen = proposing.foreseen(needing, draft)
    rostering.check_undo(needing, lambda: proposing.accept(needing, draft))
    assert proposing.accept(needing, draft) == planning.Planned(0, 0)
    assert seen.made > 0
    with needing.store.reading() as db:
        found = queries.turns(db, at("23 12:00"), at("30"))[1]
    made = {(turn.person_id, turn.starts_at) for turn in found if turn.starts_at > draft.start}
    assert made == {(turn.person_id, turn.starts_at) for turn in proposed}


def test_some_days_are_accepted(needing: Desk) -> None:
    draft = proposing.propose(needing, "hotline", FIRST, 7)
    day = date(2026, 11, 28)
    wanted = draft.turns(at("28"), at("29"))
    before = rostering.turns(needing, "hotline", "23", "28")
    assert proposing.accept(needing, draft, [day]).made == len(wanted) > 0
    assert rostering.turns(needing, "hotline", "23", "28") == before
    assert len(rostering.turns(needing, "hotline", "28", "29 02:00")) == len(wanted)


def test_it_stands_beside_what_the_resolver_says(desk: Desk) -> None:
    defining.add_need(desk, "nights", NeedDraft(1, "", "every_day", 1020, 1500))
    halves = at("25 17:00"), at("25 21:00")
    changing.override(desk, NewOverride("nights", OverrideKind.REPLACE, BEN, *halves, LI))
    proposed = proposing.propose(desk, "nights", FIRST, 7, cancelled=lambda: True)
    draft = comparing.compared(desk, proposed)
    day = {number: date(2026, 11, number) for number in range(23, 30)}
    evening = ("evening",)
    assert draft.today == {
        CAT: {day[23]: evening, day[26]: evening, day[29]: evening},
        WANG: {day[24]: evening, day[27]: evening},
        LI: {day[25]: ("21:00–01:00",), day[28]: evening},
        BEN: {day[25]: ("17:00–21:00",)},
    }
    proposing.accept(desk, draft)
    after = comparing.compared(desk, draft)
    assert after.today == after.then == draft.then
    made = {(turn.person_id, rostering.told(turn.starts_at)) for turn in draft.turns(0, 1 << 40)}
    for person, days in draft.then.items():
        for each, codes in days.items():
            stays = codes == evening and (person, f"{each:%d} 17:00") in made
            assert stays or each == day[25], "the override stays"


def test_who_is_on_leave_isnt_proposed(needing: Desk) -> None:
    changing.leave(needing, ANN, at("24"), at("30"))
    draft = proposing.propose(needing, "hotline", FIRST, 7)
    proposed = draft.turns(at("24"), at("30"))
    assert {turn.person_id for turn in proposed} == {BEN}
    assert draft.proposal.missing > 0


def test_cancelling_gives_what_there_is(needing: Desk) -> None:
    heard: list[tuple[float, int]] = []
    draft = proposing.propose(
        needing, "hotline", FIRST, 7, lambda *told: heard.append(told), lambda: True
    )
    assert draft.proposal is not None


@pytest.mark.parametrize(
    ("hours", "slots"),
    [
        # shorter than a shift
        ((600, 720), ["24 10:00–12:00"]),
        # a whole shift and what is left around it
        ((480, 1050), ["24 08:00–09:00", "24 09:00–17:00 day", "24 17:00–17:30"]),
        # whole shifts alone
        ((540, 1980), ["24 01:00–09:00 night", "24 09:00–17:00 day", "24 17:00–01:00 evening"]),
        ((60, 1020), ["24 01:00–09:00 night", "24 09:00–17:00 day"]),
        ((720, 1500), ["24 12:00–17:00", "24 17:00–01:00 evening"]),
        # more than anybody works at a stretch, in two parts
        ((1050, 1950), ["24 01:00–08:30", "24 17:30–01:00"]),
    ],
)
def test_what_is_needed_outside_whole_shifts_is_proposed_too(
    desk: Desk, hours: tuple[int, int], slots: list[str]
) -> None:
    for need in defining.needs(desk, "hotline"):
        defining.remove_need(desk, "hotline", need.id)
    defining.add_need(desk, "hotline", NeedDraft(1, "", "every_day", *hours))
    draft = proposing.propose(desk, "hotline", FIRST, 3)
    assert [
        f"{rostering.told(each.start)}–{rostering.told(each.end)[3:]} {each.shift}".strip()
        for each in draft.slots.values()
        if each.day == date(2026, 11, 24)
    ] == slots
    assert [*draft.slots] == [each.id for each in draft.slots.values()]
    assert all(draft.start <= each.start < draft.end for each in draft.slots.values())


@pytest.mark.parametrize(
    ("rota", "first", "why"),
    [
        ("none", FIRST, "there is no rota none"),
        ("nights", FIRST, "nothing is needed on Nights"),
        ("hotline", date(2026, 10, 1), "that time is over"),
    ],
)
def test_what_cant_be_proposed(desk: Desk, rota: str, first: date, why: str) -> None:
    rostering.refuses(desk, lambda: proposing.propose(desk, rota, first, 7), why)
