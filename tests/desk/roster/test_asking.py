"""The roster read: handoffs, next turns, why, the grid, gaps and who could fill them."""

from __future__ import annotations

from datetime import date

import pytest

import rostering
from floorboard.desk import tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import ahead, changing, defining, gaps, grid, plan, swapping, why
from floorboard.desk.roster.changing import NewOverride, PlannedTurn
from floorboard.desk.roster.gaps import GapLine
from floorboard.desk.roster.grid import By
from floorboard.desk.roster.swapping import Offer
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.instant import to_wall
from floorboard.domain.roster.candidates import ReasonKind
from floorboard.domain.roster.rota import OverrideKind, Source
from floorboard.exchange.rota_drafts import NeedDraft
from floorboard.store.queries.roster import rotas
from rostering import ANN, BEN, CAT, DAN, GUS, HOUR, LEE, LI, WANG, at


def the_gap(desk: Desk, day: str = "27") -> GapLine:
    found = gaps.listed(desk, at("23"), at("29"))
    (line,) = [each for each in found if rostering.told(each.gap.start)[:2] == day]
    return line


def test_handoffs(desk: Desk) -> None:
    found = ahead.handoffs(desk, "nights", at("23 12:00"), at("25 12:00"))
    assert [(rostering.told(each.at), each.leave, each.come, each.on) for each in found] == [
        ("23 17:00", (), ("cat",), ("cat",)),
        ("24 01:00", ("cat",), (), ()),
        ("24 17:00", (), ("wf",), ("wf",)),
        ("25 01:00", ("wf",), (), ()),
    ]
    rostering.refuses(
        desk, lambda: ahead.handoffs(desk, "none", at("23"), at("24")), "there is no rota none"
    )


def test_the_next_turns_of_a_person(desk: Desk) -> None:
    changing.override(
        desk, NewOverride("hotline", OverrideKind.ADD, CAT, at("27 09:00"), at("27 12:00"))
    )
    found = ahead.of_person(desk, CAT, at("23 12:00"), at("28"))
    assert [(each.rota, rostering.told(each.start)) for each in found] == [
        ("nights", "23 17:00"),
        ("nights", "26 17:00"),
        ("hotline", "27 09:00"),
    ]
    assert found[-1].because.source is Source.OVERRIDE


def test_the_plan_of_some_rotas_knows_their_needs_alone(desk: Desk) -> None:
    with desk.store.reading() as db:
        found = plan.load(db, at("24"), at("25"), codes=["nights"])
        whole = plan.load(db, at("24"), at("25"))
        assert [each.code for each in rotas(db)] == ["hotline", "nights"]
    assert [line.view.code for line in found.lines] == ["nights"]
    assert found.needs == ()
    line = whole.line("hotline")
    assert line is not None
    assert [whole.required(line, at(f"24 {clock}")) for clock in ("08:59", "09:00", "17:00")] == [
        0,
        1,
        0,
    ]
    with desk.store.reading() as db:
        near = plan.turns_near(db, desk.now())
        assert plan.name_of(db, WANG) == "Wang Fang"
    assert {number: rostering.told(end) for number, (_, end) in near.items()} == {ANN: "23 17:00"}


SPAN = (at("24 09:00"), at("24 17:00"))


def _override(desk: Desk) -> None:
    new = NewOverride("hotline", OverrideKind.REPLACE, DAN, *SPAN, replaces_id=BEN, reason="ill")
    changing.override(desk, new)


def _schedule(desk: Desk) -> None:
    turns = [PlannedTurn(DAN, *SPAN)]
    changing.schedule(desk, "hotline", "move", at("24"), at("25"), turns)


def _swap(desk: Desk) -> None:
    number = swapping.offer(desk, swapping.Offer("hotline", BEN, *SPAN, note="ill"))
    swapping.take(desk, number, DAN)


@pytest.mark.parametrize(
    ("change", "source", "name", "told"),
    [
        (None, Source.TURN, "Ben", ""),
        (_override, Source.OVERRIDE, "Dan", "ill"),
        (_schedule, Source.SCHEDULE, "Dan", ""),
        (_swap, Source.SWAP, "Dan", "ill"),
    ],
)
def test_why(desk: Desk, change: object, source: Source, name: str, told: str) -> None:
    if callable(change):
        change(desk)
    found = why.ask(desk, "hotline", at("24 12:00"))
    (person,) = [each for each in found.people if each.on]
    assert (person.name, person.cause.source, person.cause.reason) == (name, source, told)
    if source in (Source.OVERRIDE, Source.SWAP):
        assert (person.cause.by, person.cause.at) == ("desk-1", desk.now())
        assert person.instead_of == "Ben"
    assert found.start <= at("24 12:00") < found.end
    assert found.gaps == ()


def test_why_nobody_is_on(desk: Desk) -> None:
    changing.leave(desk, BEN, at("24"), at("25"), "ill")
    found = why.ask(desk, "hotline", at("24 12:00"))
    (person,) = found.people
    assert (person.name, person.on, person.cause.source) == ("Ben", False, Source.LEAVE)
    assert [(gap.have, gap.need) for gap in found.gaps] == [(0, 1)]
    empty = why.ask(desk, "hotline", at("28 12:00"))
    assert (empty.people, empty.base) == ((), None)


def test_why_a_rotation_has_somebody_on(desk: Desk) -> None:
    (person,) = why.ask(desk, "nights", at("24 18:00")).people
    cause = person.cause
    assert (person.code, cause.source, cause.name, cause.unit) == (
        "wf",
        Source.LAYER,
        "evenings",
        "day",
    )
    assert (cause.groups, cause.length, cause.days) == (3, 1, "every_day")


def test_the_gaps(desk: Desk) -> None:
    found = gaps.listed(desk, at("23"), at("29"))
    assert [
        (each.rota, rostering.told(each.gap.start), each.gap.have, each.gap.need) for each in found
    ] == [("hotline", "27 09:00", 0, 1), ("hotline", "28 09:00", 0, 1)]
    desk.clock = lambda: at("27 12:00")
    assert rostering.told(the_gap(desk).gap.start) == "27 12:00"  # what is over is no gap
    assert gaps.rota_names(desk) == {1: "Hotline", 2: "Nights"}


def test_who_could_fill_a_gap(desk: Desk) -> None:
    changing.leave(desk, DAN, at("27"), at("28"))
    found = gaps.choices(desk, the_gap(desk))
    by_person = {each.person_id: each for each in found}
    assert {each.person_id for each in found if each.free} == {ANN, BEN, GUS, LI, LEE}
    assert {each.person_id for each in found[:2]} == {ANN, BEN}, "the rota's own first"
    assert all(each.usual for each in found[:2])
    assert [each.kind for each in by_person[DAN].blocks] == [ReasonKind.ON_LEAVE]
    assert ReasonKind.REST_BEFORE in {each.kind for each in by_person[CAT].blocks}  # to 01:00
    assert not found[-1].free


def test_filling_a_gap(desk: Desk) -> None:
    gap = the_gap(desk)
    rostering.check_undo(desk, lambda: gaps.fill(desk, gap, ANN, reason="thanks"))
    assert rostering.on(desk, "hotline", "27 12:00") == [ANN]
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, BEN), "nobody is missing there any more")


def test_who_cant_fill_a_gap(desk: Desk) -> None:
    changing.leave(desk, DAN, at("27"), at("28"))
    gap = the_gap(desk)
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, CAT), "Cat can't fill this: only 8 h")
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, DAN, anyway=True), "on leave")
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, 99), "there is no such person")
    gaps.fill(desk, gap, CAT, anyway=True)
    assert rostering.on(desk, "hotline", "27 12:00") == [CAT]


def test_a_gap_of_a_need_that_is_gone(desk: Desk, other: Desk) -> None:
    gap = the_gap(desk)
    defining.remove_need(other, "hotline", gap.gap.need_id)
    rostering.refuses(desk, lambda: gaps.choices(desk, gap), "any more")
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, ANN), "any more")


def test_a_gap_that_has_begun_is_filled_from_now_on(desk: Desk) -> None:
    gap = the_gap(desk)
    desk.clock = lambda: at("27 12:00")
    gaps.fill(desk, gap, ANN)
    assert rostering.turns(desk, "hotline", "27", "28") == ["ann 27 12:00–17:00"]


def test_of_a_gap_only_what_is_still_open_is_filled(desk: Desk, other: Desk) -> None:
    gap = the_gap(desk)
    changing.override(
        other, NewOverride("hotline", OverrideKind.ADD, BEN, at("27 11:00"), at("27 13:00"))
    )
    gaps.fill(desk, gap, ANN)
    gaps.fill(desk, gap, LI)
    assert rostering.turns(desk, "hotline", "27", "28") == [
        "ann 27 09:00–11:00",
        "ben 27 11:00–13:00",
        "lw 27 13:00–17:00",
    ]
    rostering.refuses(desk, lambda: gaps.fill(desk, gap, LEE), "nobody is missing there any more")


def test_of_a_gap_of_two_all_that_lacks_anybody_is_filled(desk: Desk, other: Desk) -> None:
    defining.add_need(desk, "nights", NeedDraft(2, "", "every_day", 480, 720))
    found = gaps.listed(desk, at("27"), at("28"))
    gap = next(each for each in found if each.rota == "nights")
    changing.override(
        other, NewOverride("nights", OverrideKind.ADD, BEN, at("27 08:00"), at("27 09:00"))
    )
    gaps.fill(desk, gap, ANN)
    assert rostering.turns(desk, "nights", "27 02:00", "27 16:00") == [
        "ben 27 08:00–09:00",
        "ann 27 08:00–12:00",
    ] or rostering.turns(desk, "nights", "27 02:00", "27 16:00") == [
        "ann 27 08:00–12:00",
        "ben 27 08:00–09:00",
    ]


def test_the_grid_by_people(desk: Desk) -> None:
    changing.leave(desk, LI, at("25"), at("26"))
    found = grid.read(desk, date(2026, 11, 23), 7)
    cells = {
        row.code: [
            " ".join(f"{p.shift}{'-' * (p.gone is not None)}" for p in day) for day in row.days
        ]
        for row in found.rows
    }
    assert cells["ann"] == ["day", "", "day", "", "", "", ""]
    assert cells["wf"] == ["", "evening", "", "", "evening", "", ""]
    assert cells["lw"][2] == "evening-"  # away
    assert [row.code for row in found.rows][:2] == ["ann", "ben"]
    assert [day.off for day in found.days] == [False] * 5 + [True] * 2
    assert found.day_of(desk.now()) == 0
    assert found.day_of(at("22")) is None
    assert [(each.person_id, rostering.told(each.start)) for each in found.leaves] == [
        (LI, "25 00:00")
    ]


def test_the_grid_by_rotas(desk: Desk) -> None:
    found = grid.read(desk, date(2026, 11, 23), 7, By.ROTAS)
    hotline, nights = found.rows
    assert [[p.person_id for p in day] for day in hotline.days] == [
        [ANN],
        [BEN],
        [ANN],
        [BEN],
        [],
        [],
        [],
    ]
    assert [len(day) for day in hotline.gaps] == [0, 0, 0, 0, 1, 1, 1]
    assert [day[0].person_id for day in nights.days[:4]] == [CAT, WANG, LI, CAT]
    assert [to_wall(day[0].start, found.zone).day for day in nights.days] == list(range(23, 30))
    assert [day[0].end - day[0].start for day in nights.days] == [8 * HOUR] * 7


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("later", [0, 3600, 5 * 86400 + 4 * 3600, 6 * 86400, 30 * 86400])
def test_a_kept_grid_says_later_what_a_new_one_says(desk: Desk, by: By, later: int) -> None:
    swapping.offer(desk, Offer("hotline", ANN, at("25 09:00"), at("25 17:00")))
    kept: grid.Kept = {}
    asked = (desk, date(2026, 11, 23), 7, by)
    before = grid.read(*asked, kept)
    now = desk.now() + later
    desk.clock = lambda: now
    assert grid.read(*asked, kept) == grid.read(*asked)
    assert kept[asked[1:]][1].names is before.names, "it wasn't read anew"


def test_a_grid_is_kept_until_something_is_done_that_it_hangs_on(desk: Desk) -> None:
    kept: grid.Kept = {}
    asked = (desk, date(2026, 11, 23), 7)
    before = grid.read(*asked, kept=kept)
    tickets.open_ticket(desk, OpenTicket("How?"))
    assert grid.read(*asked, kept=kept).names is before.names
    changing.leave(desk, LI, at("25"), at("26"))
    away = grid.read(*asked, kept=kept)
    assert [each.person_id for each in away.leaves] == [LI]
    undoing.undo(desk)
    assert not grid.read(*asked, kept=kept).leaves
    for day in range(1, 9):
        grid.read(desk, date(2026, 12, day), 1, kept=kept)
    assert len(kept) == grid.KEPT
