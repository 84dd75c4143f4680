"""The seat map, driven by keys."""

from __future__ import annotations

from console import ANY_SIZE, Boards
from floorboard.desk import people, seats
from floorboard.desk.desk import Desk
from floorboard.desk.seats import Changes, NewSeat
from floorboard.store.views.seats import SeatView
from floorboard.tui import pages
from floorboard.tui.screens.seats import SeatScreen
from pages import in_one_piece, opened, page, sign_in_as, told


def seat(desk: Desk, code: str) -> SeatView:
    return next(each for each in seats.seat_map(desk).seats if each.code == code)


def sitter(desk: Desk, code: str) -> str | None:
    found = seat(desk, code).sitter
    return None if found is None else found.name


async def test_it_shows_the_floor_as_it_lies(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        shown = console.text()
        for each in seats.seat_map(console.desk).seats:
            assert f" {each.code} " in shown
            assert each.extension in shown
            if each.sitter is not None:
                assert f"● {each.sitter.name}" in shown
        assert "✕ out of use" in shown
        assert "○ free" in shown


async def test_somebody_is_seated_by_initials_and_gets_up_again(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("down", "right", "a")
        await console.type("wangf")
        await console.press("enter")
        assert sitter(console.desk, "B2") == "王芳"
        assert "王芳 sits at B2" in console.text()
        assert "● 王芳" in console.text()
        await console.press("X")
        assert sitter(console.desk, "B2") is None
        await console.press("u", "u")
        assert sitter(console.desk, "B2") is None
        await console.press("U")
        assert sitter(console.desk, "B2") == "王芳"


async def test_keys_in_one_piece_are_about_the_seat_they_reach(boards: Boards) -> None:
    async with boards() as console:
        pages.show(console.app, "seats")
        in_one_piece(console, "down", "right", "right", "a", *"wangf", "enter")
        await console.settle()
        await console.settle()
        assert sitter(console.desk, "B3") == "王芳"


async def test_nobody_frees_the_seat(boards: Boards, other: Desk) -> None:
    seats.assign(other, "A1", people.found(other, "wangf").id)
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("a")
        await console.type("nobody")
        await console.press("enter")
        assert sitter(console.desk, "A1") is None
        assert "A1 is free, 王芳 got up" in console.text()


async def test_what_is_refused_is_told_where_one_is(boards: Boards, other: Desk) -> None:
    seats.assign(other, "A1", people.found(other, "wangf").id)
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("W")
        assert "王芳 sits at A1" in told(console)
        assert seat(console.desk, "A1").usable
        await console.press("down", "W")
        assert not seat(console.desk, "B1").usable
        await console.press("W")
        assert seat(console.desk, "B1").usable


async def test_extension_and_parameters_are_edited(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("e", "end", "backspace", "9", "tab", "ctrl+u", "tab")
        await console.type("lamp=on")
        await console.press("enter")
        found = seat(console.desk, "A1")
        assert found.extension == "8009"
        assert found.parameters == {"lamp": "on"}
        await console.press("enter")
        assert "lamp" in console.text()
        await console.press("escape", "u")
        assert seat(console.desk, "A1").parameters == {"headset": "USB"}


async def test_a_parameter_that_is_none_is_told_and_kept(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("e", "tab", "tab")
        await console.type("lamp")
        await console.press("enter")
        assert "'lamp' isn't a parameter" in console.text()
        await console.type("=on")
        await console.press("enter")
        assert seat(console.desk, "A1").parameters == {"headset": "USB", "lamp": "on"}


async def test_a_console_nobody_signed_in_to_looks(boards: Boards, other: Desk) -> None:
    from floorboard.desk import sign_in

    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        await console.press("down", "a")
        page(console, SeatScreen)
        assert "this console looks" in told(console)
        sign_in_as(console.desk, deputy.code)
        await console.press("f5", "a")
        assert not isinstance(console.app.screen, SeatScreen)


async def test_a_floor_without_seats_says_how(boards: Boards, other: Desk) -> None:
    with other.deed("floor.created", "seats") as deed:
        deed.db.execute("DELETE FROM sitting")
        deed.db.execute("DELETE FROM seat")
    async with boards() as console:
        await opened(console, "seats", SeatScreen)
        assert "There are no seats yet" in console.text()
        await console.press("a", "X", "e", "W", "enter", "down", "right")
        page(console, SeatScreen)


@ANY_SIZE
async def test_it_fits_and_every_seat_can_be_reached(
    boards: Boards, size: tuple[int, int], lang: str, other: Desk
) -> None:
    seats.add(other, NewSeat("Z9", 5, 7))
    seats.change(other, "Z9", Changes(extension="[b]\u202e", parameters={"[/x]": "\x1b[31m"}))
    async with boards(size=size, lang=lang) as console:
        await opened(console, "seats", SeatScreen)
        await console.press("end", *("right",) * 6)
        console.app.hush()
        await console.settle()
        if size[0] >= 40:
            assert " Z9 " in console.text(), console.text()
        await console.press("enter")
        assert "\x1b" not in console.text()
        await console.press("escape", "escape")
        assert not isinstance(console.app.screen, SeatScreen)
