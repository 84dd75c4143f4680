"""The lists that are started by hand, driven by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from console import ANY_SIZE, NOW, Boards, Console
from floorboard.desk import checklists, people, sign_in
from floorboard.desk.desk import Desk
from floorboard.domain.duty import CheckPhase
from floorboard.store.queries import floor
from floorboard.store.views.duties import ChecklistView, ItemView
from floorboard.tui.screens.list_start import ListStartScreen
from floorboard.tui.screens.lists import ListScreen
from floorboard.tui.screens.reading import ReadingScreen
from pages import in_one_piece, opened, page, sign_in_as, told

LEAD, MANAGER = "liw", "sunl"

Start = Callable[..., ChecklistView]


@pytest.fixture
def start(other: Desk) -> Start:
    """Start a list at another console, and see it."""
    sign_in_as(other, MANAGER)

    def started(template: str, title: str = "") -> ChecklistView:
        return seen(other, checklists.start(other, template, title=title))

    return started


def seen(desk: Desk, number: int) -> ChecklistView:
    found = checklists.one(desk, number)
    assert found is not None
    return found


def now_is(console: Console, item: ItemView) -> ItemView:
    """How an item stands in the store."""
    found = checklists.item(console.desk, item.id)
    assert found is not None
    return found


async def on_lists(console: Console) -> ListScreen:
    sign_in_as(console.desk, LEAD)
    return await opened(console, "lists", ListScreen)


async def stand_on(console: Console, screen: ListScreen, evidence: str) -> ItemView:
    """Put the cursor on the first item that asks for this."""
    items = screen.items.window.rows
    place = next(place for place, each in enumerate(items) if each.evidence == evidence)
    screen.items.action_move(place - screen.items.window.cursor)
    await console.settle()
    return items[place]


def form_of(console: Console) -> ListStartScreen:
    found = console.app.screen
    assert isinstance(found, ListStartScreen), console.text()
    return found


def line_below(console: Console, words: str) -> str:
    """What stands under the line with these words."""
    lines = console.text().splitlines()
    return lines[next(place for place, each in enumerate(lines) if words in each) + 1]


@ANY_SIZE
async def test_it_fits_every_screen(
    boards: Boards, start: Start, size: tuple[int, int], lang: str
) -> None:
    for template in checklists.templates():
        start(template.code)
    async with boards(size=size, lang=lang) as console:
        screen = await on_lists(console)
        for key in ("down", "tab", "pagedown", "enter", "escape", "x", "escape", "o", "n", "down"):
            await console.press(key)
        await console.press("escape")
        assert console.app.screen is screen


async def test_what_a_list_says_in_either_language(boards: Boards, other: Desk) -> None:
    sign_in_as(other, LEAD)
    owner = people.found(other, MANAGER)
    number = checklists.start(
        other, "emergency", project_id=1, ticket_id=7, change="CR-7", owner_id=owner.id
    )
    item = seen(other, number).items[0]
    checklists.done(other, item.id, note="all of hall B")
    async with boards() as console:
        console.time[0] += 3600
        await on_lists(console)
        with console.desk.store.reading() as db:
            project = next(each for each in floor.projects(db) if each.id == 1)
        line = next(each for each in console.text().splitlines() if "emergency" in each)
        for words in (f"{project.name} · #7 · CR-7", owner.name, "1 of 10", "! late 50 m"):
            assert words in line
        done = next(each for each in console.text().splitlines() if "what fails, and" in each)
        for words in ("✓", "all of hall B", "Shift lead", "18:42 李伟"):
            assert words in done
        await console.press("f2")
        assert "紧急事件" in console.text()
        assert "记下故障现象和影响范围" in console.text()


@pytest.mark.parametrize("template", [each.code for each in checklists.templates()])
async def test_a_list_is_started_by_its_letter(boards: Boards, template: str) -> None:
    async with boards() as console:
        screen = await on_lists(console)
        assert "No list is open: n starts one." in console.text()
        codes = [each.code for each in checklists.templates()]
        await console.press("n", *["right"] * codes.index(template), "enter")
        (found,) = checklists.open_lists(console.desk)
        assert (found.template, found.owner, found.started_by) == (template, "李伟", "李伟")
        assert screen.lists.current == found
        assert "✓ started:" in console.text()
        assert screen.items.current == found.items[0]
        await console.press("u")
        assert checklists.open_lists(console.desk) == []
        assert "taken back: the new list" in console.text()


async def test_the_cursor_stands_on_the_new_list(boards: Boards, start: Start) -> None:
    newer = start("project-start", "the newer one")
    async with boards() as console:
        screen = await on_lists(console)
        console.time[0] -= 60  # lists stand newest first; this one comes below
        await console.press("n", "e", "enter")
        assert screen.lists.current is not None
        assert screen.lists.current.template == "emergency"
        assert screen.lists.current.id != newer.id
        assert screen.lists.window.cursor == 1


async def test_it_says_what_it_is_about(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_lists(console)
        await console.press("n", "s")
        assert "9 items, the first due 18:57, the last Wed 18:42" in console.text()
        await console.press("tab")
        await console.type("portal moves")
        await console.press("tab", "p", "tab")
        await console.type("#12")
        await console.press("tab")
        await console.type("CR-2026-11")
        await console.press("tab")
        await console.type("sunl")
        await console.press("enter")
        found = screen.lists.current
        assert found is not None, console.text()
        assert (found.title, found.template) == ("portal moves", "system-upgrade")
        assert (found.ticket, found.change) == (12, "CR-2026-11")
        assert (found.owner, found.started_by) == ("孙丽", "李伟")
        assert found.project_id is not None


@pytest.mark.parametrize(
    ("tabs", "label", "typed", "said"),
    [
        (1, "title", "", "the title is too long"),
        (3, "ticket", "99999", "there is no ticket #99999"),
        (3, "ticket", "soon", "soon isn't a ticket's number"),
        (5, "owner", "nobodyatall", "there is nobody called nobodyatall"),
    ],
)
async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_lost(
    boards: Boards, tabs: int, label: str, typed: str, said: str
) -> None:
    async with boards() as console:
        await on_lists(console)
        await console.press("n", "e", "tab", "tab", "tab", "tab")
        await console.type("CR-7")
        form = form_of(console)
        field = form._fields()[tabs]
        field.value = typed or "x" * 400
        field.focus()
        await console.settle()
        await console.press("enter")
        assert checklists.open_lists(console.desk) == []
        assert said in line_below(console, f"│ {label}  ")
        assert form.focused is field
        assert form._values()["change"] == "CR-7"
        await console.press("ctrl+u", "enter")
        (found,) = checklists.open_lists(console.desk)
        assert (found.template, found.change) == ("emergency", "CR-7")


async def test_enter_twice_starts_one(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_lists(console)
        in_one_piece(console, "n", "e", "enter", "enter", "enter")
        await console.until(lambda: screen.lists.current is not None, "the list")
        assert len(checklists.open_lists(console.desk)) == 1


async def test_a_form_that_was_begun_is_kept(boards: Boards) -> None:
    async with boards() as console:
        screen = await on_lists(console)
        await console.press("n", "s", "tab")
        await console.type("new mail server")
        await console.press("escape")
        assert console.app.screen is screen
        await console.press("n")
        assert "new mail server" in console.text()
        await console.press("enter")
        assert screen.lists.current is not None
        assert screen.lists.current.title == "new mail server"
        assert screen.lists.current.template == "system-upgrade"
        await console.press("n")
        assert "new mail server" not in [*form_of(console)._values().values()]
        await console.press("s", "escape")
        assert not console.app.roster_drafts, "a template alone is no draft"


async def test_a_tick_goes_on_to_the_next(boards: Boards, start: Start) -> None:
    found = start("system-upgrade")
    async with boards() as console:
        screen = await on_lists(console)
        await console.press("x", "x")
        first, second, third = (now_is(console, each) for each in found.items[:3])
        assert (first.state, first.done_by, first.done_at) == ("done", "李伟", NOW)
        assert second.state == "done"
        assert third.state == "open"
        assert screen.items.current == third
        assert "2 of 9" in console.text()
        await console.press("u")
        assert now_is(console, second).state == "open"
        await console.press("U")
        assert now_is(console, second).state == "done"


async def test_each_kind_of_evidence_is_asked_for(boards: Boards, start: Start) -> None:
    start("project-start")
    async with boards() as console:
        screen = await on_lists(console)
        for evidence, asked, typed in (
            ("note", "how does it stand?", "agreed with Zhou"),
            ("number", "how many?", "14 two of them new"),
            ("file", "which file is it in?", "/srv/needs.xlsx"),
        ):
            item = await stand_on(console, screen, evidence)
            await console.press("x")
            assert asked in console.text()
            await console.type(typed)
            await console.press("enter")
            assert now_is(console, item).state == "done"
            now = now_is(console, item)
            gave = {
                "note": (now.note, now.value, now.file),
                "number": (f"{now.value} {now.note}", now.value, now.file),
                "file": (now.file, now.value, now.file),
            }[evidence]
            assert gave == (typed, 14 if evidence == "number" else None, now.file)
        text = console.text()
        for words in ("agreed with Zhou", "14 · two of them new", "/srv/needs.xlsx"):
            assert words in text


async def test_a_tick_may_have_a_note(boards: Boards, start: Start) -> None:
    item = start("system-upgrade").items[0]
    async with boards() as console:
        await on_lists(console)
        await console.press("c")
        await console.type("by mail")
        await console.press("escape", "c")
        assert page(console, ListScreen)._line.value == "by mail"
        await console.press("enter")
        assert (now_is(console, item).state, now_is(console, item).note) == ("done", "by mail")
        assert not console.app.page_drafts


async def test_a_wrong_number_stays_on_its_line_and_its_item(boards: Boards, start: Start) -> None:
    start("emergency")
    async with boards() as console:
        screen = await on_lists(console)
        item = await stand_on(console, screen, "number")
        await console.press("x")
        await console.type("a few")
        await console.press("enter")
        assert now_is(console, item).state == "open"
        assert "is no number" in console.text()
        assert screen._line.value == "a few"
        assert screen.items.current == item
        await console.press("ctrl+u")
        await console.type("3")
        await console.press("enter")
        assert now_is(console, item).value == 3
        assert screen.items.current is not None
        assert screen.items.current.position == item.position + 1


async def test_waiving_needs_a_reason(boards: Boards, start: Start) -> None:
    item = start("emergency").items[0]
    async with boards() as console:
        await on_lists(console)
        await console.press("X", "enter")
        assert now_is(console, item).state == "open"
        assert "the reason can't be empty" in console.text()
        await console.type("a drill")
        await console.press("enter")
        assert (now_is(console, item).state, now_is(console, item).note) == ("waived", "a drill")
        assert "waived: what fails, and for whom, noted" in console.text()
        await console.press("u")
        assert now_is(console, item) == item
        assert "taken back: waiver" in console.text()


@pytest.mark.parametrize("key", ["x", "c", "X"])
async def test_what_is_done_is_done(boards: Boards, start: Start, other: Desk, key: str) -> None:
    item = start("emergency").items[0]
    checklists.done(other, item.id, note="hall B")
    async with boards() as console:
        screen = await on_lists(console)
        await console.press("tab", "up")
        assert screen.items.current is not None
        assert screen.items.current.id == item.id
        await console.press(key)
        assert "was done already by 孙丽" in told(console)
        assert now_is(console, item).note == "hall B"


async def test_another_console_was_first(boards: Boards, start: Start, other: Desk) -> None:
    found = start("emergency")
    async with boards() as console:
        screen = await on_lists(console)
        item = found.items[0]
        await console.press("x")
        await console.type("half of hall A")
        checklists.done(other, item.id, item.version, note="hall B")
        await console.press("enter")
        await console.settle()
        assert "was done already by 孙丽" in console.text()
        assert screen._line.value == "half of hall A"
        assert now_is(console, item).note == "hall B"


async def test_a_tick_of_what_was_seen_otherwise_is_refused(
    boards: Boards, start: Start, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = start("system-upgrade").items[0]
    async with boards() as console:
        await on_lists(console)
        monkeypatch.setattr(console.app, "reread", lambda: None)
        with other.deed("duty.ticked", f"item/{item.id}") as deed:
            deed.watch("item", [item.id])
            deed.db.execute(
                "UPDATE checklist_item SET version = ? WHERE id = ?", (deed.version, item.id)
            )
        await console.press("x")
        assert "customers and all posts told was changed meanwhile" in told(console)
        assert now_is(console, item).state == "open"


async def test_keys_in_one_piece_are_about_the_list_they_reach(
    boards: Boards, start: Start
) -> None:
    below, above = start("system-upgrade", "one"), start("system-upgrade", "two")
    async with boards() as console:
        await on_lists(console)
        in_one_piece(console, "down", "x", "c", *"sent", "enter")
        await console.until(lambda: now_is(console, below.items[1]).note == "sent", "the note")
        assert now_is(console, below.items[0]).state == "done"
        assert seen(console.desk, above.id) == above


async def test_with_its_last_item_a_list_is_done(boards: Boards, start: Start, other: Desk) -> None:
    found = start("emergency", "the drill")
    for each in found.items[1:]:
        checklists.waive(other, each.id, None, "a drill")
    async with boards() as console:
        screen = await on_lists(console)
        await console.press("x")
        await console.type("none")
        await console.press("enter")
        assert "with it all of the drill" in console.text()
        assert screen.lists.current is None
        assert screen.items.current is None
        await console.press("o")
        assert screen.lists.current is not None
        assert "1 of 10" in console.text()
        assert "✓ all settled, 9 waived" in console.text()
        await console.press("o")
        assert screen.lists.current is None
        await console.press("u")
        assert screen.items.current is not None
        assert screen.items.current.id == found.items[0].id


async def test_enter_reads_an_item_with_its_duty(boards: Boards, start: Start) -> None:
    item = start("emergency").items[3]
    async with boards() as console:
        screen = await opened(console, "lists", ListScreen)
        await console.press("enter")
        assert screen.pane is screen.items
        await stand_on(console, screen, "number")
        await console.press("enter")
        assert isinstance(console.app.screen, ReadingScreen)
        text = console.text()
        for words in (item.title, "In the handbook", "asks for", "a number", "Shift lead"):
            assert words in text
        assert "Risk points" not in text
        await console.press("escape")
        console.time[0] = item.due_at + 60
        await console.press("enter")
        assert checklists.phase_of(item, console.time[0]) is CheckPhase.LATE
        assert "Risk points" in console.text()


async def test_an_item_of_no_duty_is_read_without_one(boards: Boards, start: Start) -> None:
    found = start("system-upgrade")
    place = next(place for place, each in enumerate(found.items) if not each.handbook)
    async with boards() as console:
        await on_lists(console)
        await console.press("tab", *["down"] * place, "enter")
        assert isinstance(console.app.screen, ReadingScreen)
        assert "In the handbook" not in console.text()


async def test_who_may_not_is_told(boards: Boards, start: Start, other: Desk) -> None:
    item = start("system-upgrade").items[0]
    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in_as(other, deputy.code)
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        screen = await on_lists(console)
        assert all(possible for _key, _word, possible in screen.hints()[:4])
        console.app.seat.lock()
        await console.settle()
        await console.press("f5")
        assert not any(possible for _key, _word, possible in screen.hints()[:4])
        for key in ("x", "c", "X", "n"):
            console.app.clear_notifications()
            await console.press(key)
            assert "nobody is signed in" in told(console)
            assert console.app.screen is screen
        assert now_is(console, item).state == "open"
