"""Deeds from the keyboard: what the store holds after the keys were pressed."""

from __future__ import annotations

import pytest

from console import NOW, Boards, Console
from floorboard.config import Config
from floorboard.domain.problem import Problem
from floorboard.i18n import told
from floorboard.store.queries import tickets as queries
from floorboard.tui.render.runs import Run
from handling import BOTH, go, here, history, last, notes, on_one, ticket
from pages import in_one_piece

# One deed, one key


def lead_of(console: Console) -> str:
    """The line over what is being written."""
    lead = console.main.composer().lead
    return lead.render_line(0).text


@BOTH
async def test_a_reply_is_written_and_told(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        row = here(console)
        await console.press("r")
        assert f"#{row.id}" in console.text()
        await console.type("we are on it 明天见")
        await console.press("enter")
        event = last(console.desk, row.id)
        assert (event.kind, event.body) == ("reply", "we are on it 明天见")
        assert f"✓ #{row.id}" in console.text()
        assert not console.main.hands.writer.drafts
        assert here(console).id == row.id, "a key pressed next is still about it"
        await console.press("down")
        assert row.id not in [each.id for each in console.main.overdue.window.rows]


@pytest.mark.parametrize(
    ("key", "text", "kind"),
    [
        ("c", "asked billing", "note"),
        ("K", "called again", "chased"),
        ("h", "needs the logs", "second_line"),
        ("s", "restarted it", "solved"),
        ("W", "", "waiting"),
        ("W", "for the invoice number", "waiting"),
    ],
)
async def test_a_text_and_its_event(boards: Boards, key: str, text: str, kind: str) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press(key)
        await console.type(text)
        await console.press("enter")
        found = [each for each in history(console.desk, row.id) if each.kind == kind]
        assert found[-1].body == text


async def test_h_and_w_do_the_opposite_where_that_is_possible(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await go(console, row.id)
        for key, text, state in (
            ("h", "please look", "second_line"),
            ("h", "it was the cache", "open"),
            ("W", "", "waiting"),
        ):
            await console.press(key)
            await console.type(text)
            await console.press("enter")
            assert ticket(console.desk, row.id).state == state
            assert here(console).id == row.id
        await console.press("W")
        assert ticket(console.desk, row.id).state == "open"


@BOTH
async def test_a_promise_shows_what_it_means_while_it_is_typed(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        row = here(console)
        await console.press("p")
        await console.type("later")
        await console.press("enter")
        assert last(console.desk, row.id).kind != "promised"
        for _ in "later":
            await console.pilot.press("backspace")
        await console.type("30")
        assert "19:12" in console.text()
        await console.press("enter")
        event = last(console.desk, row.id)
        assert (event.kind, event.until) == ("promised", NOW + 1800)
        assert "19:12" in console.text()


async def test_a_time_that_is_over_means_tomorrow_and_says_so(boards: Boards) -> None:
    async with boards() as console:
        await console.press("p")
        await console.type("9:00")
        assert "→ tomorrow 09:00" in console.text()


async def test_assigning_suggests_narrows_and_assigns(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("a")
        assert "on shift to" in console.text()
        await console.type("wf")
        await console.press("enter")
        assert ticket(console.desk, row.id).owner == "王芳"
        await go(console, row.id)
        await console.press("a")
        await console.type("nobody")
        await console.press("enter")
        assert ticket(console.desk, row.id).owner_id is None


async def test_the_name_may_come_before_the_people(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.pilot.press("a", "w", "f", "enter")
        await console.settle()
        assert ticket(console.desk, row.id).owner == "王芳"


async def test_taking_needs_somebody_and_says_so(boards: Boards) -> None:
    async with boards() as console:
        await on_one(console)
        await console.press("t")
        assert "nobody is signed in" in notes(console)


async def test_an_edit_changes_what_was_changed(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("e")
        await console.type(" again")
        await console.press("tab", "right", "tab", "1", "enter")
        after = ticket(console.desk, row.id)
        assert after.title == f"{row.title} again"
        assert (after.kind, after.priority) == ("question", 1)
        assert after.project == row.project


async def test_an_edit_of_nothing_is_none(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("e", "enter")
        assert ticket(console.desk, row.id).version == row.version


async def test_linking_shows_the_other_one_and_joining_closes(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        other = console.main.tickets.window.rows[3]
        await console.press("L")
        await console.type(str(other.id))
        assert other.title[:10] in console.text()
        await console.press("enter")
        await go(console, row.id)
        assert f"#{other.id}" in console.text()
        await console.press("J")
        await console.type("nothing")
        await console.press("enter")
        assert "isn't a ticket's number" in console.text()
        await console.press("escape", "J")
        for refused in (99999, row.id):
            await console.type(str(refused))
            await console.press("enter")
            assert console.main.composer().open
        await console.type(str(other.id))
        await console.press("enter")
        assert ticket(console.desk, row.id).state == "closed"
        assert f"#{row.id} joined and closed · → #{other.id}" in console.text()
        assert here(console).id == other.id


async def test_a_rating_is_read_and_may_reopen(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console, "solved")
        await console.press("R")
        await console.type("9")
        assert "isn't a number from 1 to 5" in console.text()
        await console.pilot.press("backspace")
        await console.type("2! it still fails")
        assert "it is reopened" in console.text()
        await console.press("enter")
        after = ticket(console.desk, row.id)
        assert (after.state, after.satisfaction) == ("open", 2)


async def test_a_part_is_split_off(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("S")
        await console.type("the other half")
        await console.press("enter")
        with console.desk.store.reading() as db:
            (link,) = queries.links(db, row.id)
        assert (link.title, link.relation, link.outgoing) == ("the other half", "split_from", False)
        assert f"→ #{link.id}" in console.text()


@pytest.mark.parametrize("begun", [(), ("2",)])
async def test_what_is_solved_stays_under_the_cursor(
    boards: Boards, begun: tuple[str, ...]
) -> None:
    async with boards() as console:
        await console.press(*begun, "down", "s")
        row = here(console)
        await console.type("restarted it")
        await console.press("enter", "X")
        assert ticket(console.desk, row.id).state == "closed"
        table = console.main.table()
        assert table is not None
        await console.press("O")
        await console.type("again")
        await console.press("enter")
        assert ticket(console.desk, row.id).state == "open"
        await console.press("s")
        await console.type("for good")
        await console.press("enter", "f5")
        assert here(console).id == row.id
        total = len(table.window.rows)
        await console.press("up")
        assert row.id not in [each.id for each in table.window.rows]
        assert len(table.window.rows) == total - 1 == table.total


# What isn't possible


async def test_what_is_typed_behind_a_refused_key_does_nothing_else(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.tui.telling.BURST_SECONDS", 5.0)
    async with boards() as console:
        row = await on_one(console, "solved")
        before = history(console.desk, row.id)
        in_one_piece(console, *"sthe", "space", *"customer", "4", "e", "u", "enter")
        await console.settle()
        assert console.app.screen is console.main
        assert console.main.ticket() == row
        assert history(console.desk, row.id) == before, "nothing was written"
        assert f"#{row.id}: it is solved: reopen it first" in notes(console)
        await console.press("escape", "slash")  # what isn't text ends it
        assert console.main.floor.wish.prompting


async def test_after_a_pause_a_key_is_a_key_again(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.tui.telling.BURST_SECONDS", 0.05)
    async with boards() as console:
        row = await on_one(console, "solved")
        await console.press("s")
        await console.pilot.pause(0.2)
        await console.press("O")
        await console.type("it came back")
        await console.press("enter")
        assert ticket(console.desk, row.id).state == "open"


async def test_what_is_impossible_says_why(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console, "solved")
        await console.press("p")
        assert f"#{row.id}: it is solved: reopen it first" in notes(console)
        assert console.app.focused is console.main.tickets
        console.main.focus_pane("duties")
        await console.press("r")
        assert "put the cursor on a ticket first" in notes(console)


@BOTH
async def test_the_menu_has_everything_and_its_letters_do_it(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        row = await on_one(console)
        await console.press("m")
        shown = console.text()
        assert f"#{row.id}" in shown
        for letter in "rcpathseKWXORLJS":
            assert f"│ {letter} " in shown
        if lang == "en":
            assert "it isn't solved yet" in shown
        await console.press("X")
        assert ticket(console.desk, row.id).state == "open"
        await console.press("c")
        await console.type("from the menu")
        await console.press("enter")
        assert last(console.desk, row.id).body == "from the menu"


async def test_a_remapped_key_is_the_menus_too(boards: Boards) -> None:
    config = Config(poll_seconds=0.05, keys={"ticket.note": "N"})
    async with boards(config=config) as console:
        row = await on_one(console)
        await console.press("m", "N")
        await console.type("remapped")
        await console.press("enter")
        assert last(console.desk, row.id).body == "remapped"


@BOTH
async def test_a_long_refusal_leaves_the_number_in_view(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    refused = Problem("the text is far too long " * 9)
    async with boards(size=(80, size[1]), lang=lang) as console:
        row = here(console)
        await console.press("c")
        await console.type("a note")
        console.main.composer().lead.tell([Run(told(refused), "amber")])
        await console.settle()
        lead = lead_of(console)
        assert f"#{row.id}" in lead
        assert "far too long" in lead


@pytest.mark.parametrize("size", [(40, 10), (20, 5)])
@pytest.mark.parametrize(("key", "label"), [("r", "Reply"), ("c", "Note")])
async def test_a_narrow_line_says_what_it_is(
    boards: Boards, size: tuple[int, int], key: str, label: str
) -> None:
    async with boards(size=size) as console:
        row = here(console)
        await console.press(key)
        lead = lead_of(console)
        assert f"#{row.id} · {label}" in lead


async def test_second_line_is_told_by_name_or_as_anybody(boards: Boards) -> None:
    async with boards() as console:
        await console.press("h")
        await console.type("look at the log")
        await console.press("enter")
        assert "waits for anybody there" in console.text().splitlines()[-1]


async def test_a_long_text_says_how_full_it_is(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.desk.intake.BODY_LIMIT", 10)
    async with boards() as console:
        await console.press("c")
        await console.type("sevenxx")
        assert "of 10" not in lead_of(console)
        await console.type("x")
        assert "8 of 10 characters" in lead_of(console)
        await console.type("xxx")
        assert "11 of 10 characters" in lead_of(console)
