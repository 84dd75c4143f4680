"""Deeds from the keyboard: what the store holds after the keys were pressed."""

from __future__ import annotations

import re

import pytest
from textual import events

from console import NOW, Boards, Console
from floorboard.config import Config
from floorboard.desk import tickets
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import OpenTicket
from floorboard.store.queries import listing
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.listing import Filter
from floorboard.store.views.listing import TicketRow
from floorboard.store.views.ticket import EventView, TicketView
from floorboard.tui.screens.confirm import DEAF_SECONDS
from nasty import NASTY

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What could command a terminal or reorder a line."""

BOTH = pytest.mark.parametrize(("size", "lang"), [((120, 40), "en"), ((80, 24), "zh")])


def ticket(desk: Desk, number: int) -> TicketView:
    with desk.store.reading() as db:
        found = queries.by_id(db, number)
    assert found is not None
    return found


def history(desk: Desk, number: int) -> list[EventView]:
    with desk.store.reading() as db:
        return queries.history(db, number)


def last(desk: Desk, number: int) -> EventView:
    return history(desk, number)[-1]


def here(console: Console) -> TicketRow:
    row = console.main.ticket()
    assert row is not None
    return row


def notes(console: Console) -> str:
    return "\n".join(note.message for note in console.app._notifications)


async def on_one(console: Console, state: str = "open") -> TicketRow:
    """The cursor on a ticket of this state in the list."""
    await console.press("slash")
    await console.type(f"state:{state} kind:incident")
    await console.press("enter")
    return here(console)


async def go(console: Console, number: int) -> None:
    await console.press("colon")
    await console.type(str(number))
    await console.press("enter")


# One deed, one key


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
        for _ in "nothing":
            await console.pilot.press("backspace")
        await console.type(str(other.id))
        await console.press("enter")
        assert ticket(console.desk, row.id).state == "closed"


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


# What isn't possible


async def test_what_is_impossible_says_why(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console, "solved")
        await console.press("p")
        assert f"#{row.id}: it is solved: reopen it first" in notes(console)
        assert console.app.focused is console.main.tickets
        await console.press("3", "r")
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
    config = Config(poll_seconds=0.05, keys={"ticket.note": "b"})
    async with boards(config=config) as console:
        row = await on_one(console)
        await console.press("m", "b")
        await console.type("remapped")
        await console.press("enter")
        assert last(console.desk, row.id).body == "remapped"


# Drafts


async def test_a_draft_stays_with_its_ticket_and_deed(boards: Boards) -> None:
    async with boards() as console:
        first = here(console)
        await console.press("r")
        await console.type("half a rep")
        await console.press("escape", "down")
        assert here(console).id != first.id
        await console.press("r")
        assert "half a rep" not in console.text()
        await console.press("escape", "up", "c")
        assert "half a rep" not in console.text()
        await console.press("escape", "r")
        assert "half a rep" in console.text()
        await console.type("ly")
        await console.press("enter")
        assert last(console.desk, first.id).body == "half a reply"
        assert not console.main.hands.writer.drafts


async def test_leaving_asks_while_a_draft_is_unsaved(boards: Boards) -> None:
    async with boards() as console:
        await console.press("r")
        await console.type("unsaved words")
        await console.press("escape", "q")
        assert "unsaved words" in console.text()
        await console.press("escape")
        assert console.app.is_running
        await console.press("r", "ctrl+q")
        assert "unsaved words" in console.text()
        await console.pilot.press("enter")
        await console.pilot.pause()
        assert console.app.return_code == 0


async def test_what_the_desk_refuses_is_not_lost(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("p")
        await console.type("30")
        tickets.solve(other, row.id, "solved elsewhere")
        await console.press("enter")
        assert "it is solved" in notes(console)
        assert list(console.main.hands.writer.drafts.values()) == ["30"]


async def test_a_click_elsewhere_keeps_the_draft(boards: Boards) -> None:
    async with boards() as console:
        await console.press("r")
        await console.type("half")
        await console.pilot.click("#open", offset=(10, 4))
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["half"]
        assert console.main.floor.wish.focus == "open"
        assert not console.main.floor.wish.composing
        await console.press("tab")
        assert console.app.focused is not None
        assert console.app.focused.id == "on_call"


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (10, 3), (20, 5), (40, 8), (250, 70)])
async def test_no_size_breaks_a_deed(boards: Boards, size: tuple[int, int]) -> None:
    async with boards(size=size) as console:
        for key in ("r", "p", "a", "e", "n", "m", "L"):
            await console.press(key)
            await console.type("7")
            await console.press("escape")
        await console.press("space", "c")
        await console.type("x")
        await console.press("enter", "escape", "escape")
        assert console.app.fault is None


# Keys in one piece


async def test_keys_behind_the_opener_stand_on_its_line(boards: Boards) -> None:
    async with boards() as console:
        first, second = console.main.overdue.window.rows[:2]
        keys = ["down", "r", *"quick", "enter", "up", "c", *"note", "enter"]
        await console.pilot.press(*keys)
        await console.settle()
        await console.settle()
        assert last(console.desk, second.id).body == "quick"
        assert last(console.desk, first.id).body == "note"


async def test_one_burst_from_a_terminal(boards: Boards) -> None:
    """Nothing is waited for between two keys, as when they come in one read."""
    async with boards() as console:
        first, second = console.main.overdue.window.rows[:2]
        for key in ("down", "r", "h", "i", "escape", "up", "c", "o", "k", "enter", "u", "U"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        await console.settle()
        assert list(console.main.hands.writer.drafts.values()) == ["hi"]
        assert last(console.desk, first.id).body == "ok"
        assert "ok" not in [each.body for each in history(console.desk, second.id)]
        assert "done again: note" in console.text()


async def test_enter_and_a_deed_at_once_are_about_the_same_ticket(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "end", "1")
        row = console.main.overdue.window.rows[1]
        for key in ("down", "enter", "c", "o", "k", "enter"):
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        assert last(console.desk, row.id).body == "ok"


@pytest.mark.parametrize("name", [name for name in NASTY if name != "100,000 characters"])
async def test_whatever_is_pasted_is_text(boards: Boards, name: str) -> None:
    async with boards(size=(80, 24)) as console:
        row = here(console)
        await console.press("c")
        assert console.app.focused is not None
        console.app.focused.post_message(events.Paste(f"x{NASTY[name]}"))
        await console.settle()
        shown = console.text()
        assert not COMMANDS.search(shown)
        await console.press("enter")
        body = last(console.desk, row.id).body
        assert body.startswith("x")
        assert not COMMANDS.search(body)


async def test_a_long_text_grows_and_keeps_its_lines(boards: Boards) -> None:
    async with boards(size=(80, 24)) as console:
        row = here(console)
        await console.press("r")
        assert console.app.focused is not None
        console.app.focused.post_message(events.Paste("one\ntwo\n\n" + "three " * 40))
        await console.settle()
        assert console.main.floor.wish.composing > 4
        await console.press("ctrl+j")
        await console.type("end")
        await console.press("enter")
        body = last(console.desk, row.id).body
        assert body.startswith("one\ntwo\n\nthree three")
        assert body.endswith("\nend")
        assert console.main.floor.wish.composing == 0


# Two consoles


@BOTH
async def test_a_stale_deed_shows_what_changed_and_may_go_on(
    boards: Boards, other: Desk, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang, config=Config(poll_seconds=600)) as console:
        row = await on_one(console)
        await console.press("s")
        await console.type("all is well")
        tickets.edit(other, row.id, row.version, priority=1, title="another title")
        await console.press("enter")
        shown = console.text()
        assert "another title" in shown
        assert "another console" in shown
        assert "all is well" in shown
        await console.press("escape")
        assert ticket(console.desk, row.id).state == "open"
        assert list(console.main.hands.writer.drafts.values()) == ["all is well"]
        tickets.edit(other, row.id, ticket(other, row.id).version, priority=2)
        await go(console, row.id)
        tickets.edit(other, row.id, ticket(other, row.id).version, priority=3)
        await console.press("s", "enter", "enter")
        assert "all is well" in console.text(), "an Enter at once wasn't meant for the question"
        await console.pilot.pause(DEAF_SECONDS)
        await console.press("enter")
        after = ticket(console.desk, row.id)
        assert (after.state, after.priority) == ("solved", 3)
        assert last(console.desk, row.id).body == "all is well"


async def test_own_deeds_in_quick_succession_are_nobody_else_s(
    boards: Boards, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the list was read again, its rows have the versions that one's own deeds replaced."""
    async with boards(config=Config(poll_seconds=600)) as console:
        row = await on_one(console)
        monkeypatch.setattr(console.app, "reread", lambda: None)
        for key, text in (("r", "we are on it"), ("a", "wf"), ("h", "the logs, please")):
            await console.press(key)
            await console.type(text)
            await console.press("enter")
        assert ticket(console.desk, row.id).state == "second_line"
        assert here(console).version == row.version
        tickets.reply(other, row.id, "they went on")
        await console.press("s")
        await console.type("done")
        await console.press("enter")
        assert "another console changed:" in console.text()
        assert "replied to the customer" in console.text()
        assert ticket(console.desk, row.id).state == "second_line"


# Taking back


async def test_u_takes_back_and_capital_u_does_again(boards: Boards) -> None:
    async with boards() as console:
        row = await on_one(console)
        before = history(console.desk, row.id)
        await console.press("c")
        await console.type("a note")
        await console.press("enter", "u")
        assert history(console.desk, row.id) == before
        assert f"taken back: note on #{row.id}" in console.text()
        assert here(console).id == row.id
        await console.press("U")
        assert last(console.desk, row.id).body == "a note"
        assert f"done again: note on #{row.id}" in console.text()


async def test_what_moved_on_is_not_taken_back(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        row = await on_one(console)
        await console.press("a")
        await console.type("wf")
        await console.press("enter")
        tickets.edit(other, row.id, ticket(other, row.id).version, owner_id=None)
        await console.press("u")
        assert "has changed since" in notes(console)
        await console.press("U")
        assert "nothing to do again" in notes(console)


# Many at once


async def test_marked_tickets_are_assigned_and_taken_back_as_one(boards: Boards) -> None:
    async with boards() as console:
        await on_one(console)
        rows = console.main.tickets.window.rows[:4]
        await console.press("space", "space", "shift+down")
        assert console.main.marks.ids == tuple(row.id for row in rows)
        assert "4 marked" in console.text()
        await console.press("o")
        assert len(console.main.marks) == 4
        await console.press("a")
        await console.type("wf")
        await console.press("enter")
        assert "Assign to 王芳 · 4 tickets" in console.text()
        await console.press("enter")
        assert {ticket(console.desk, row.id).owner for row in rows} == {"王芳"}
        assert not console.main.marks
        await console.press("u")
        assert {row.id: ticket(console.desk, row.id).owner for row in rows} == {
            row.id: row.owner for row in rows
        }
        assert "taken back: assignment on" in console.text()


async def test_a_bulk_deed_foresees_what_it_cannot_do(boards: Boards) -> None:
    async with boards() as console:
        await console.press("colon")
        await console.type("filter all")
        await console.press("enter", "asterisk")
        with console.desk.store.reading() as db:
            standing = listing.standing(db, listing.ids(db, Filter(everything=True), 1000))
        assert len(console.main.marks) == len(standing) == 300
        await console.press("X")
        solved = sum(state == "solved" for state, _ in standing.values())
        shown = console.text()
        assert f"{solved} change" in shown
        assert "can't: it isn't solved yet" in shown
        await console.press("escape")
        assert len(console.main.marks) == 300
        await console.press("r")
        assert "one ticket at a time" in notes(console)
        await console.press("escape")
        assert not console.main.marks


async def test_esc_takes_a_bulk_deed_back_while_it_runs(boards: Boards) -> None:
    async with boards() as console:
        await console.press("colon")
        await console.type("filter state:open,new")
        await console.press("enter", "asterisk", "c")
        await console.type("many")
        await console.press("enter")
        screen = console.app.screen
        screen._stop.set()  # type: ignore[attr-defined] # a bulk screen
        await console.press("enter")
        assert "nothing was done" in notes(console)
        with console.desk.store.reading() as db:
            found = db.execute("SELECT count(*) FROM ticket_event WHERE body = 'many'").fetchone()
        assert found[0] == 0
        assert console.main.marks, "they can be tried again"
        await console.press("c", "enter", "enter")
        with console.desk.store.reading() as db:
            found = db.execute("SELECT count(*) FROM ticket_event WHERE body = 'many'").fetchone()
        assert found[0] > 20
        assert "done" in console.text()


async def test_a_range_is_marked_and_marks_stay_when_it_is_read_again(boards: Boards) -> None:
    async with boards() as console:
        await console.press("2", "space", "down", "down", "down", "V")
        rows = console.main.tickets.window.rows[:5]
        assert console.main.marks.ids == tuple(row.id for row in rows)
        await console.press("f5", "1")
        assert len(console.main.marks) == 5
        assert "▪" in console.text()
        await console.press("escape")
        assert not console.main.marks
        assert "▪" not in console.text()


async def test_many_are_edited(boards: Boards) -> None:
    async with boards() as console:
        await on_one(console)
        rows = console.main.tickets.window.rows[:2]
        await console.press("space", "space", "e", "tab", "5", "enter", "enter")
        assert {ticket(console.desk, row.id).priority for row in rows} == {5}
        assert {ticket(console.desk, row.id).kind for row in rows} == {"incident"}


# A caller


def caller(desk: Desk) -> tuple[str, int, int]:
    """A customer with an open ticket and a project: name, number, project."""
    with desk.store.reading() as db:
        row = db.execute(
            "SELECT c.name, t.id, t.project_id FROM ticket t JOIN customer c"
            " ON c.id = t.customer_id WHERE t.state = 'open' AND t.project_id IS NOT NULL"
            " AND (SELECT count(*) FROM customer d WHERE d.search LIKE c.search || '%') = 1"
            " AND t.id = (SELECT max(id) FROM ticket WHERE customer_id = c.id)"
            " ORDER BY t.id DESC LIMIT 1"
        ).fetchone()
    return row[0], row[1], row[2]


def project_of(desk: Desk, number: int) -> int:
    with desk.store.reading() as db:
        found = db.execute("SELECT project_id FROM ticket WHERE id = ?", (number,)).fetchone()
    return int(found[0])


@BOTH
async def test_a_known_caller_takes_four_keys(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        name, known, project = caller(console.desk)
        await console.press("n")
        await console.type(name)
        assert f"#{known}" in console.text()
        await console.press("enter")
        await console.type("it fails again")
        await console.press("enter")
        row = here(console)
        made = ticket(console.desk, row.id)
        assert row.id > 300
        assert (made.title, made.customer, made.channel) == ("it fails again", name, "phone")
        assert (made.kind, made.priority) == ("incident", 3)
        assert project_of(console.desk, row.id) == project
        assert f"✓ #{row.id}" in console.text()


async def test_the_callers_open_ticket_can_be_gone_to(boards: Boards) -> None:
    async with boards() as console:
        name, known, _ = caller(console.desk)
        await console.press("n")
        await console.type(name)
        await console.press("down", "enter")
        assert here(console).id == known


async def test_a_new_caller_is_made(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Zoë Quux")
        await console.press("enter")
        await console.type("cannot print")
        await console.press("tab", "right", "right", "tab", "right", "tab", "1", "enter")
        made = ticket(console.desk, here(console).id)
        assert (made.customer, made.title) == ("Zoë Quux", "cannot print")
        assert (made.kind, made.channel, made.priority) == ("request", "email", 1)
        await console.press("u")
        assert "taken back: the new ticket" in console.text()


async def test_a_call_typed_in_one_piece(boards: Boards) -> None:
    async with boards() as console:
        name, _, project = caller(console.desk)
        keys = ["n", *name, "enter", *"again", "enter"]
        for key in keys:
            console.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await console.settle()
        await console.settle()
        made = here(console)
        assert (made.title, ticket(console.desk, made.id).customer) == ("again", name)
        assert project_of(console.desk, made.id) == project


async def test_a_ticket_without_a_title_is_not_saved(boards: Boards) -> None:
    async with boards() as console:
        await console.press("n")
        await console.type("Zoë")
        await console.press("enter", "enter")
        assert "needs a title" in notes(console)
        await console.press("escape")
        with console.desk.store.reading() as db:
            assert db.execute("SELECT max(id) FROM ticket").fetchone()[0] == 300


# What the paper says


async def test_the_paper_says_what_is_owed_and_who_follows(boards: Boards, other: Desk) -> None:
    number = tickets.open_ticket(other, OpenTicket("stuck", owner_id=3))
    tickets.promise(other, number, NOW + 600)
    tickets.hand_over(other, number, "please")
    linked = tickets.open_ticket(other, OpenTicket("the other"))
    tickets.link(other, number, linked)
    async with boards() as console:
        await go(console, number)
        shown = console.text()
        view = ticket(console.desk, number)
        assert view.first_owner
        for words in ("followed by", view.first_owner, "tied to", f"#{linked}", "10 m  due"):
            assert words in shown, words
        assert "pending" in shown
        tickets.reply(other, number, "still at it")
        await console.press("f5")
        assert "kept" in console.text()
        await console.press("slash")
        await console.type(f"owner:{view.first_owner} stuck")
        assert here(console).id == number, "its first owner's list has it still"
