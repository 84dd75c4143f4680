"""Marked tickets, and one deed on all of them."""

from __future__ import annotations

import re
from collections import Counter

from console import Boards
from floorboard.domain.ticket import State
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter, Order
from handling import go, notes, on_one, ticket
from pages import sign_in_as


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
        shown = console.text()
        assert "Assign to 王芳 · 4 tickets" in shown
        told = next(line for line in shown.split("\n") if "now with" in line)
        assert "→ 王芳" in told
        owners = Counter(row.owner or "nobody" for row in rows if row.owner != "王芳")
        assert all(f"{name} {count}" in told for name, count in owners.items())
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
            every = listing.ids(db, Filter(everything=True), 1000)
            standing = listing.standing(db, every)
        assert len(console.main.marks) == len(standing) == 300
        await console.press("X")
        solved = sum(each.state == "solved" for each in standing.values())
        shown = console.text()
        assert f"{solved} change" in shown
        told = next(line for line in shown.split("\n") if "now with" in line)
        assert "→" not in told, "they stay with whom they are"
        told = next(line for line in shown.split("\n") if "can't: it isn't solved yet" in line)
        left = [number for number, each in standing.items() if each.state == "open"]
        assert any(f"#{number}" in told + shown.split(told)[1].split("\n")[1] for number in left)
        await console.press("escape")
        assert len(console.main.marks) == 300
        await console.press("r")
        assert "one ticket at a time" in notes(console)
        await console.press("escape")
        assert not notes(console)
        assert len(console.main.marks) == 300, "the message goes first"
        await console.press("escape")
        assert not console.main.marks


async def test_a_bulk_deed_names_what_it_leaves_alone(boards: Boards) -> None:
    async with boards() as console:
        with console.desk.store.reading() as db:
            found = {
                state: listing.page(db, Filter(states=(State(state),)), Order.NUMBER, 1)[0].id
                for state in ("solved", "open", "waiting")
            }
        for number in found.values():
            await go(console, number)
            await console.press("space")
        await console.press("s")
        await console.type("done")
        await console.press("enter")
        shown = " ".join(console.text().split())
        assert "2 change" in shown
        assert "open 1, waiting 1" in shown.replace("Open", "open").replace("Waiting", "waiting")
        assert f"#{found['solved']}" in shown.partition("1 can't")[2][:80]


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
        console.app.hush()
        await console.press("escape")
        assert not console.main.marks
        assert "▪" not in console.text()


async def test_many_are_edited_and_taken(boards: Boards) -> None:
    async with boards() as console:
        me = sign_in_as(console.desk, "wangf")
        await on_one(console)
        rows = console.main.tickets.window.rows[:2]
        await console.press("space", "space", "e", "tab", "5", "enter", "enter")
        assert {ticket(console.desk, row.id).priority for row in rows} == {5}
        assert {ticket(console.desk, row.id).kind for row in rows} == {"incident"}
        console.main.marks.add(row.id for row in rows)
        await console.press("t")
        assert "Take · 2 tickets" in console.text()
        await console.press("enter")
        assert {ticket(console.desk, row.id).owner_id for row in rows} == {me}


async def test_it_is_said_who_knows_the_projects_of_the_marked_ones(boards: Boards) -> None:
    async with boards() as console:
        await on_one(console)
        await console.press("space", "a")
        assert "knows the project" in console.text()
        await console.press("escape", "asterisk", "a")
        assert re.search(r"knows \d of \d projects", console.text())
