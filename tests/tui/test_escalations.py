"""Screen 5, driven by keys."""

from __future__ import annotations

import pytest
from textual import events

from console import NOW, Boards, Console
from floorboard.config import Config
from floorboard.desk import escalations
from floorboard.desk.desk import Desk
from floorboard.reports import escalations as told
from floorboard.store.queries import escalations as queries
from floorboard.store.queries import tickets
from floorboard.store.store import Actor
from floorboard.tui.screens.escalations import EscalationScreen
from pages import sign_in_as
from pages import told as told_last


@pytest.fixture(autouse=True)
def raised(other: Desk) -> None:
    escalations.raise_due(other)


def screen(console: Console) -> EscalationScreen:
    found = console.app.screen
    assert isinstance(found, EscalationScreen)
    return found


def in_one_piece(console: Console, *keys: str) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    for key in keys:
        console.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("begun", [(), ("5",)])
async def test_the_keys_behind_enter_are_about_the_ticket_that_is_opened(
    boards: Boards, begun: tuple[str, ...]
) -> None:
    async with boards() as console:
        listed = escalations.listed(console.desk, 10).escalations
        assert listed[0].ticket_id != listed[2].ticket_id
        await console.press(*begun)
        down = ("down", "down") if begun else ()
        number = listed[len(down)].ticket_id
        in_one_piece(console, *("5",)[len(begun) :], *down, "enter", "c", "o", "k", "enter")
        await console.settle()
        await console.settle()
        with console.desk.store.reading() as db:
            assert tickets.history(db, number)[-1].body == "ok"
        assert not console.main.hands.writer.drafts
        row = console.main.ticket()
        assert row is not None
        assert row.id == number


async def test_a_digit_and_the_key_behind_it_are_taken_in_their_order(boards: Boards) -> None:
    async with boards() as console:
        await console.press("5")
        in_one_piece(console, "1", "c", "o", "k", "escape")
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["ok"]
        assert not console.app.page_drafts


async def test_its_keys_are_those_that_the_config_names(boards: Boards) -> None:
    keys = {
        "tick": "A,z",
        "zoom": "Z",
        "review.stable": "Y",
        "escalation.backup": "B",
        "review.watch": "F",
    }
    async with boards(config=Config(poll_seconds=0.05, keys=keys)) as console:
        await console.press("5")
        first = screen(console).list.current
        assert first is not None
        shown = console.text().splitlines()[-1]
        assert "A acknowledge" in shown
        assert "B call the backup" in shown
        await console.press("x")
        assert screen(console).focused is screen(console).list
        await console.press("A")
        await console.type("on it")
        await console.press("enter")
        with console.desk.store.reading() as db:
            assert queries.notes(db, first.id)[-1].body == "on it"


@pytest.mark.parametrize(
    ("size", "clock"), [((120, 40), "Sun 22 Nov 2026 18:42"), ((80, 24), "18:42")]
)
async def test_it_says_what_time_it_is(boards: Boards, size: tuple[int, int], clock: str) -> None:
    async with boards(size=size) as console:
        await console.press("5")
        assert clock in console.text().splitlines()[0]
        console.time[0] = NOW + 60
        await console.until(lambda: "18:43" in console.text().splitlines()[0], "the next minute")


@pytest.mark.parametrize("deed", ["x", "c", "h"])
async def test_a_refused_line_stays_and_says_why(boards: Boards, deed: str) -> None:
    async with boards() as console:
        await console.press("5")
        if deed == "h":
            await console.press("x")
            await console.type("mine")
            await console.press("enter")
        await console.press(deed, "enter")
        assert "nothing is written yet" in console.text()
        screen(console).reread()
        await console.settle()
        assert "nothing is written yet" in console.text(), "what is read anew leaves the reason"
        await console.type("on it")
        await console.press("enter")
        first = screen(console).list.current
        assert first is not None
        with console.desk.store.reading() as db:
            assert queries.notes(db, first.id)[-1].body == "on it"


@pytest.mark.parametrize(
    ("keys", "deed", "why"),
    [
        ((), "h", "#{0}: nobody acknowledged it"),
        (("x", "o", "k", "enter"), "x", "#{0}: this console acknowledged it already"),
        (("b", "enter"), "b", "#{0}: its backup was called already"),
    ],
)
async def test_what_isnt_possible_is_refused_at_its_key(
    boards: Boards, keys: tuple[str, ...], deed: str, why: str
) -> None:
    async with boards() as console:
        await console.press("5", *keys)
        view = screen(console).list.current
        assert view is not None
        words = {"h": "hand back", "x": "acknowledge", "b": "call the backup"}
        possible = {word: some for _key, word, some in screen(console).keys._hints}
        assert [possible[words[each]] for each in words] == [each != deed for each in words] or (
            deed == "b" and not possible["call the backup"]
        )
        await console.press(deed)
        assert why.format(view.ticket_id) in told_last(console)
        assert screen(console).focused is screen(console).list
        assert not screen(console)._line.display


async def test_a_key_behind_the_screens_own_waits_for_what_it_shows(boards: Boards) -> None:
    async with boards() as console:
        in_one_piece(console, "5", "h")
        await console.settle()
        assert "nobody acknowledged it" in told_last(console)
        assert screen(console).focused is screen(console).list
        in_one_piece(console, "x", "o", "k", "enter")
        await console.settle()
        view = screen(console).list.current
        assert view is not None
        assert view.acknowledged_at is not None


async def test_what_one_may_not_do_is_refused_at_its_key(boards: Boards) -> None:
    async with boards() as console:
        console.desk.frozen = True
        await console.press("5", "x")
        assert "the clock stands still" in told_last(console)
        assert screen(console).focused is screen(console).list


async def test_answers_are_taken_back_where_they_were_given(boards: Boards) -> None:
    async with boards() as console:
        await console.press("5", "x")
        await console.type("u on it")
        await console.press("enter")
        view = screen(console).list.current
        assert view is not None
        assert view.acknowledged_at is not None
        await console.press("u")
        taken = f"taken back: acknowledgement on #{view.ticket_id}"
        assert taken in console.text()
        view = screen(console).list.current
        assert view is not None
        assert view.acknowledged_at is None
        await console.press("U")
        assert f"done again: acknowledgement on #{view.ticket_id}" in console.text()


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_low_screen_shows_what_has_to_be_known(boards: Boards, lang: str) -> None:
    async with boards(size=(80, 24), lang=lang) as console:
        await console.press("5")
        first = screen(console).list.current
        assert first is not None
        row = next(line for line in console.text().splitlines() if f"#{first.ticket_id}" in line)
        assert first.title[:8] in row
        assert told.short_addressee(first.addressee) in row
        await console.press("x")
        await console.type("on it")
        await console.press("enter")
        paper = console.text().rpartition("╭")[2]
        assert told.addressee(first.backup) in paper
        assert "on it" in paper
        assert f"{told.note('raised')}  this console" not in paper, "it says nothing"


async def test_who_alone_has_it_is_warned_before_it_is_handed_back(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        await console.press("5")
        view = screen(console).list.current
        assert view is not None
        await console.press("x", *"mine", "enter", "h")
        assert "why do you hand it back" in console.text()
        assert "Nobody else on duty" not in console.text()
        await console.press("escape")
        assert len(view.people) == 1
        console.desk.actor = Actor("desk-1", view.people[0].id)
        await console.press("h")
        assert "Nobody else on duty has it" in console.text()


@pytest.mark.parametrize("away", [(), ("5",)])
async def test_the_message_about_more_of_them_stays_away_from_their_own_screen(
    boards: Boards, away: tuple[str, ...]
) -> None:
    async with boards() as console:
        await console.press(*away)
        console.app.upkeep.escalated(3)
        console.app.upkeep.escalated(4)
        await console.settle()
        assert len(console.app._notifications) == (0 if away else 1)


async def test_who_leads_now_is_told_what_is_left_with_those_who_went_home(boards: Boards) -> None:
    async with boards() as console:
        console.time[0] = NOW + 7 * 3600
        console.main.reread()
        await console.until(
            lambda: any("went home" in each.message for each in console.app._notifications),
            "the message",
        )


async def test_another_than_it_was_raised_to_takes_it_over(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        me = sign_in_as(console.desk, "wangf")
        await console.press("5")
        view = screen(console).list.current
        assert view is not None
        assert me not in [each.id for each in view.people]
        await console.press("x")
        await console.type("mine now")
        await console.press("enter")
        with console.desk.store.reading() as db:
            after = queries.by_id(db, view.id)
        assert after is not None
        assert after.acknowledged_by == "王芳"
