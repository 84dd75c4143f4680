"""Proposing a month's roster, driven by keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from console import ANY_SIZE, Boards, Console
from floorboard.desk import people, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.roster import proposing
from floorboard.desk.roster.proposing import Draft
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.proposal import solver
from floorboard.domain.roster.proposal.problem import Proposal, RosterProblem
from floorboard.domain.roster.proposal.search import Effort, search
from floorboard.reports import roster as reports
from floorboard.store.queries import roster
from floorboard.tui.render import proposal_cells
from floorboard.tui.screens.confirm import ConfirmScreen
from floorboard.tui.screens.proposal import ProposalScreen
from pages import in_one_piece, opened, page, sign_in_as, told

Turns = set[tuple[int, int, int]]


def quick(problem: RosterProblem, effort: Effort) -> Proposal:
    """The same search, short, and the same whatever the machine does."""
    return search(problem, Effort(steps=2_000, progress=effort.progress))


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "propose", quick)


def turns(desk: Desk, draft: Draft) -> Turns:
    """What is planned where the draft plans."""
    with desk.store.reading() as db:
        found = roster.turns(db, draft.start, draft.end).get(draft.rota_id, ())
    return {
        (each.person_id, each.starts_at, each.ends_at)
        for each in found
        if draft.start <= each.starts_at < draft.end
    }


def proposed(draft: Draft, *days: date) -> Turns:
    return {
        (each.person_id, slot.start, slot.end)
        for each in draft.proposal.assignments
        if (slot := draft.slots[each.slot_id]).day in days or not days
    }


async def december(console: Console) -> Draft:
    """Propose the hotline's December; the draft."""
    screen = await opened(console, "propose", ProposalScreen)
    await console.press("enter", "down", "enter")
    await console.until(lambda: screen.draft is not None, "the proposal")
    await console.settle()
    draft = screen.draft
    assert draft is not None
    return draft


async def test_rota_and_month_are_asked_then_it_stands_beside_today_s(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "propose", ProposalScreen)
        assert "which rota?" in console.text()
        assert "Hotline" in console.text()
        await console.press("enter")
        assert "Hotline: which month?" in console.text()
        assert "Dec 2026" in console.text()
        await console.press("escape", "escape")
        assert console.app.screen is console.main
        draft = await december(console)
        shown = console.text()
        assert "proposed beside today's" in shown
        for row in proposal_cells.rows(draft):
            assert row.name[:10] in shown
        for sign in ("+D", "−D", "=D", "~N"):
            assert sign in shown
        assert ("every place is filled" in shown) is not bool(draft.proposal.missing)


async def test_all_of_it_is_taken_over_and_back(boards: Boards) -> None:
    async with boards() as console:
        draft = await december(console)
        before = turns(console.desk, draft)
        foreseen = proposing.foreseen(console.desk, draft)
        await console.press("a")
        assert isinstance(console.app.screen, ConfirmScreen)
        words = f"{foreseen.made} turns are made, {foreseen.gone} turns go"
        assert words in " ".join(console.text().split())
        assert turns(console.desk, draft) == before
        await console.press("enter")
        assert turns(console.desk, draft) == proposed(draft)
        assert f"{foreseen.made} turns made, {foreseen.gone} gone" in console.text()
        assert not any(sign in console.text() for sign in ("+D", "−D", "~D"))
        await console.press("a")
        assert "the roster is like this already" in told(console)
        await console.press("u")
        assert turns(console.desk, draft) == before
        assert "+D" in console.text()


async def test_marked_days_alone_are_taken_over(boards: Boards) -> None:
    async with boards() as console:
        draft = await december(console)
        before = turns(console.desk, draft)
        # the second, and from the seventh to the thirteenth
        await console.press("right", "space", *("right",) * 4, "space", *("right",) * 5, "V")
        days = [date(2026, 12, day) for day in (2, *range(7, 14))]
        assert "8 days marked" in console.text()
        await console.press("a")
        assert "8 marked days" in console.text()
        await console.press("enter")
        after = turns(console.desk, draft)
        assert after - before <= proposed(draft, *days)
        assert proposed(draft, *days) <= after
        spans = [(slot.start, slot.end) for slot in draft.slots.values() if slot.day in days]
        kept = {turn for turn in before if turn[1:] not in spans}
        assert kept <= after
        await console.press("u")
        assert turns(console.desk, draft) == before


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A search that goes on until it is cancelled or let go."""
    go_on = threading.Event()

    def slow(problem: RosterProblem, effort: Effort) -> Proposal:
        while not effort.cancelled() and not go_on.wait(0.01):
            effort.progress(0.42, 3)
        stopped.append(effort.cancelled())
        return quick(problem, effort)

    stopped: list[bool] = []
    monkeypatch.setattr(solver, "propose", slow)
    yield go_on
    go_on.set()
    assert stopped


async def test_the_search_shows_how_far_it_is_and_stops_on_escape(
    boards: Boards, held: threading.Event
) -> None:
    async with boards() as console:
        screen = await opened(console, "propose", ProposalScreen)
        await console.press("enter")
        await console.pilot.press("down", "enter")
        await console.until(lambda: "42%" in console.text(), "the bar")
        assert "3 places are missing" in console.text()
        await console.pilot.press("escape")
        await console.until(lambda: "which month?" in console.text(), "the months")
        await console.settle()
        assert screen.draft is None
        await console.pilot.press("enter")
        await console.until(lambda: "42%" in console.text(), "the bar")
        held.set()
        await console.until(lambda: screen.draft is not None, "the proposal")


async def test_what_cannot_be_proposed_says_why(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        await opened(console, "propose", ProposalScreen)
        await console.press("down", "down", "down", "down", "enter", "down", "enter")
        await console.settle()
        assert "nothing is needed on" in told(console)
        assert "which month?" in console.text()
        await console.press("escape")
        assert "which rota?" in console.text()


async def test_places_that_stay_empty_say_what_kept_people_out(boards: Boards, other: Desk) -> None:
    with other.deed("floor.created", "needs") as deed:
        deed.db.execute("UPDATE cover_need SET count = 9 WHERE rota_id = 1")
    async with boards() as console:
        draft = await december(console)
        assert draft.proposal.missing
        shown = console.text()
        assert f"{draft.proposal.missing} places stay empty" in shown
        paper = page(console, ProposalScreen).unfilled
        said = "".join(run.text for row in paper.window.rows for run in row)
        for each in draft.proposal.unfilled[:3]:
            assert reports.kept_out(each.reasons) in " ".join(said.split())
        await console.press("a")
        assert "places stay empty" in console.text()
        await console.press("escape")


async def test_keys_in_one_piece(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "propose", ProposalScreen)
        in_one_piece(console, "enter", "down", "enter")
        await console.until(lambda: screen.draft is not None, "the proposal")
        await console.settle()
        assert screen.draft is not None
        assert proposal_cells.days(screen.draft)[0] == date(2026, 12, 1)
        in_one_piece(console, "right", "space", "a")
        await console.settle()
        assert "1 marked day:" in console.text()
        await console.press("escape")


async def test_an_agent_looks_and_is_told_who_may(boards: Boards, other: Desk) -> None:
    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        sign_in_as(console.desk, "wangf")
        await december(console)
        await console.press("a")
        page(console, ProposalScreen)
        assert "isn't the business of this post" in told(console)


async def test_a_refusal_of_the_desk_is_told(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Problem(N_("somebody else was quicker [/b]"))

    async with boards() as console:
        await december(console)
        monkeypatch.setattr(proposing, "accept", refuse)
        await console.press("a", "enter")
        assert "somebody else was quicker [/b]" in told(console)
        page(console, ProposalScreen)


@ANY_SIZE
async def test_it_fits_and_every_day_can_be_reached(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        await december(console)
        screen = page(console, ProposalScreen)
        await console.press("end", *("right",) * 40)
        assert screen.beside.days[screen.beside.column] == date(2026, 12, 31)
        if size[0] >= 80:
            console.app.hush()
            await console.settle()
            assert " 31" in console.text()
            assert all(each.name[:8] in console.text() for each in screen.beside.window.visible)
        await console.press("tab", "down", "tab", "down", "escape", "escape", "escape", "escape")
        assert console.app.screen is console.main
