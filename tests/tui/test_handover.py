"""Screen 6: a whole handover by keys, from the first word to the second signature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

import relieving
from console import ANY_SIZE, ZONE, Console
from floorboard import i18n
from floorboard.config import Config
from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.domain.handover.record import ItemKind, Record, Section, State
from floorboard.store.store import Actor, Store
from floorboard.tui.app import FloorboardApp
from floorboard.tui.live import Live, Opening
from floorboard.tui.screens.handover.screen import HandoverScreen
from floorboard.tui.screens.handovers import HandoversScreen
from floorboard.tui.screens.reading import ReadingScreen
from pages import page
from relieving import HAN, LI, NOW, PIN, as_

Floors = Callable[..., AbstractAsyncContextManager[Console]]


@pytest.fixture
def floors(tmp_path: Path) -> Floors:
    """The console of a floor with three leads: `async with floors() as console`."""
    path = relieving.make(tmp_path / "floor.sqlite")

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 40), lang: str = "en") -> AsyncIterator[Console]:
        i18n.use(lang)
        time = [NOW]
        desk = Desk(Store.open(path), Actor("this console", LI), lambda: time[0])
        opening: Future[Opening] = Future()
        opening.set_result(Opening(desk))
        app = FloorboardApp(Live(desk, ZONE), Config(poll_seconds=0.05), opening)
        async with app.run_test(size=size, notifications=True) as pilot:
            console = Console(app, pilot, desk, time)
            await console.settle()
            yield console
        desk.close()
        i18n.use("en")
        if app.fault is not None:
            raise app.fault

    return opened


async def on_screen(console: Console) -> HandoverScreen:
    await console.press("6")
    return page(console, HandoverScreen)


def under_way(console: Console) -> Record:
    look = handover.current(console.desk)
    assert look is not None
    return look.record


async def sits(console: Console, person: int) -> None:
    """Somebody else sits at this console."""
    console.desk.actor = Actor("this console", person)
    console.app.reread()
    await console.settle()


async def line(console: Console, text: str) -> None:
    await console.type(text)
    await console.press("enter")


@ANY_SIZE
async def test_it_fits_every_screen(floors: Floors, size: tuple[int, int], lang: str) -> None:
    async with floors(size=size, lang=lang) as console:
        await on_screen(console)
        await console.press("n")
        for _ in Section:
            await console.press("n")
        assert under_way(console).state is State.DRAFT


async def test_a_whole_handover_by_keys(floors: Floors) -> None:
    async with floors() as console:
        screen = await on_screen(console)
        assert "answers for the floor" in console.text()
        await console.press("n")
        number = under_way(console).id

        # a critical item, field by field
        screen.go_to(Section.ITEMS)
        await console.press("plus")
        await line(console, "the disk is full")
        await line(console, "since noon")
        await line(console, "holds until four")
        await line(console, "call Ann at three")
        await line(console, "ann")
        await line(console, "2h")
        (item,) = under_way(console).items
        assert not item.missing
        assert (item.background, item.owner, item.due_at) == ("since noon", "Ann", NOW + 7200)

        # the rest is blank, and offering lists it
        await console.press("O")
        assert isinstance(console.app.screen, ReadingScreen)
        assert "Equipment and systems" in console.text()
        await console.press("escape")
        for section in (each.section for each in handover.one(console.desk, number).blanks):
            screen.go_to(section)
            await console.press("minus")
        await console.press("O")
        assert under_way(console).state is State.OFFERED

        # a ticket comes after the freeze
        relieving.ticket(console.desk, "came late")
        console.app.reread()
        await console.settle()
        assert "came late" in console.text() or "Since the freeze" in console.text()

        # the outgoing lead can't agree with themselves; the incoming one can
        await console.press("x")
        assert under_way(console).unacknowledged
        await sits(console, HAN)
        screen.go_to(Section.ITEMS, f"item:{item.id}")
        await console.press("x")
        assert not under_way(console).unacknowledged
        await console.press("r")
        await line(console, "which disk?")
        await sits(console, LI)
        await console.press("r")
        await line(console, "the left one")
        assert under_way(console).questions[0].answer == "the left one"
        await sits(console, HAN)
        screen.go_to(Section.SUMMARY)
        await console.press("e")
        await line(console, "a full disk, call Ann")
        assert under_way(console).summary == "a full disk, call Ann"

        # both sign, each with their PIN, in their order
        await console.press("s")
        assert "Liu" not in console.text()
        await line(console, "000000")
        assert not under_way(console).signatures
        await console.press("s")
        await line(console, PIN)
        assert len(under_way(console).signatures) == 1
        await console.press("s")
        await line(console, PIN)
        assert handover.current(console.desk) is None
        found = handover.responsible(console.desk)
        assert found is not None
        assert (found.lead.id, found.number) == (HAN, number)
        assert PIN not in str(console.app.page_drafts)
        await console.press("1")
        assert "Han Xue" in console.text().splitlines()[0]
        assert all(each.sound for each in handover.verify(console.desk, number))


async def test_a_text_is_saved_as_it_is_typed(floors: Floors) -> None:
    async with floors() as console:
        screen = await on_screen(console)
        await console.press("n")
        screen.go_to(Section.SYSTEMS)
        await console.press("e")
        await console.type("the printer jams")

        def kept() -> bool:
            return under_way(console).written(Section.SYSTEMS).body == "the printer jams"

        await console.until(kept, "the text without Enter")
        await console.press("escape")
        assert kept()
        assert not screen.writing


async def test_what_another_console_wrote_is_not_written_over(floors: Floors) -> None:
    async with floors() as console:
        screen = await on_screen(console)
        await console.press("n")
        number = under_way(console).id
        screen.go_to(Section.SYSTEMS)
        await console.press("e")
        handover.write(as_(console.desk, LI), number, Section.SYSTEMS, "theirs")
        await line(console, "mine")
        assert under_way(console).written(Section.SYSTEMS).body == "theirs"
        assert "mine" in str(console.app.page_drafts)
        await console.press("e")
        await console.press("enter")  # seen, and written over
        assert under_way(console).written(Section.SYSTEMS).body == "mine"


async def test_whoever_isn_t_the_outgoing_lead_only_looks(floors: Floors) -> None:
    async with floors() as console:
        handover.begin(as_(console.desk, LI))
        await sits(console, HAN)
        screen = await on_screen(console)
        screen.go_to(Section.SYSTEMS)
        await console.press("e")
        assert not screen.writing
        assert "Li Wei" in console.text() or "李伟" in console.text()
        handover.add(
            as_(console.desk, LI),
            under_way(console).id,
            ItemKind.SYSTEM,
            {"situation": "the PBX hums"},
        )
        await console.until(lambda: "the PBX hums" in console.text(), "what the other one writes")


async def test_it_is_passed_on_and_withdrawn(floors: Floors) -> None:
    async with floors() as console:
        number = relieving.offered(as_(console.desk, LI))
        await on_screen(console)
        await console.press("W")
        await line(console, "a mistake")
        assert under_way(console).state is State.DRAFT
        await console.press("h")
        await line(console, "liu")
        await line(console, "Han is ill")
        record = under_way(console)
        assert record.id == number
        assert record.incoming is not None
        assert record.incoming.name == "Liu Yang"
        assert record.passed_because == "Han is ill"


async def test_older_ones_are_read_compared_and_corrected(floors: Floors) -> None:
    async with floors() as console:
        number = relieving.accepted(as_(console.desk, LI))
        await on_screen(console)
        await console.press("v")
        page(console, HandoversScreen)
        await console.press("enter")
        assert "the disk is full" in console.text()
        await console.press("escape", "equals_sign")
        assert isinstance(console.app.screen, ReadingScreen)
        await console.press("escape", "e")
        await line(console, "it was the right disk")
        assert relieving.record(console.desk, number).addenda[0].body == "it was the right disk"
        await console.press("slash")
        await console.type("nowhere")
        assert "Nothing fits." in console.text()
