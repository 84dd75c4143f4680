"""Signing in on the board: by name and PIN, in whatever pieces the keys arrive, and locking."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from textual import events
from textual.widgets import Input

from console import ANY_SIZE, NOW, Boards, Console
from floorboard.config import Config
from floorboard.desk import people, sign_in
from floorboard.desk.desk import Desk
from floorboard.store.queries import people as queries
from floorboard.tui.screens.confirm import ConfirmScreen
from floorboard.tui.screens.sign_in import SignInScreen
from handling import here, history
from pages import told

PIN, WRONG = "246810", "135791"


@pytest.fixture(autouse=True)
def pins(other: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The director, the evening's lead and an agent have PINs, with quick hashes."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(sign_in, "_hasher", lambda: quick)
    hashed = quick.hash(PIN)
    with other.store.deed("pins.set", "people", other.actor, NOW) as deed:
        for code in ("zhoujg", "liw", "wangf"):
            (person,) = queries.called(deed.db, code)
            queries.put_pin(deed.db, person.id, hashed, NOW)


def who(console: Console) -> str:
    """The code of who is signed in at this console."""
    number = console.desk.actor.person_id
    found = [each.code for each in people.listed(console.desk) if each.id == number]
    return found[0] if found else ""


def at_once(console: Console, keys: str) -> None:
    """Keys that arrive in one piece, as a terminal pastes them."""
    for key in keys:
        name = {"\r": "enter", "/": "slash", ":": "colon"}.get(key, key)
        character = key if key.isprintable() else "\r" if key == "\r" else None
        console.app.post_message(events.Key(name, character))


async def signed_in(console: Console, code: str) -> None:
    await console.until(lambda: who(console) == code, f"{code} to be signed in")
    await console.settle()


async def test_by_name_and_pin(boards: Boards) -> None:
    async with boards() as console:
        assert "looking only" in console.text().splitlines()[0]
        await console.press("i")
        assert "Who sits here?" in console.text()
        assert "李伟" in console.text()
        await console.type("zjg")
        assert "周建国" in console.text()
        assert "Shift lead" not in console.text().partition("Who sits here?")[2][:400]
        await console.press("enter")
        assert "PIN of 周建国" in console.text()
        await console.type(PIN)
        assert "••••••" in console.text()
        assert PIN not in console.text()
        await console.press("enter")
        await signed_in(console, "zhoujg")
        assert not isinstance(console.app.screen, SignInScreen)
        top = console.text().splitlines()[0]
        assert "周建国" in top
        assert "looking only" not in top


@pytest.mark.parametrize("keys", [f"izjg\r{PIN}\r", f"izhoujg\r{PIN}\r", f"i周建国\r{PIN}\r"])
async def test_everything_in_one_piece(boards: Boards, keys: str) -> None:
    async with boards() as console:
        at_once(console, keys)
        await signed_in(console, "zhoujg")


async def test_pasted_in_two_pieces(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, "iwf\r")
        await console.settle()
        console.app.post_message(events.Paste(PIN))
        await console.settle()
        await console.press("enter")
        await signed_in(console, "wangf")


async def test_in_one_piece_while_the_store_is_busy(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        with other.store.deed("held", "lock", other.actor, NOW):
            at_once(console, f"iwf\r{PIN}\r")
            await console.pilot.pause(0.3)
            started = time.monotonic()
            await console.pilot.press("down")
            assert time.monotonic() - started < 3  # the screen isn't frozen
            assert who(console) == ""
        await signed_in(console, "wangf")


async def test_who_is_on_shift_comes_first(boards: Boards) -> None:
    async with boards() as console:
        await console.press("i")
        screen = console.app.screen
        assert isinstance(screen, SignInScreen)
        shown = [(each.code, each.on_shift) for each in screen._roll.window.rows]
        assert {code for code, _ in shown} == {"zhoujg", "liw", "wangf"}
        assert [on for _, on in shown] == sorted((on for _, on in shown), reverse=True)
        first = shown[1][0]
        await console.press("down", "enter")
        await console.type(PIN)
        await console.press("enter")
        await signed_in(console, first)


async def test_wrong_pins_are_told_in_place_and_lock(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, "iwf\r")
        for attempt in range(1, 6):
            at_once(console, f"{WRONG}\r")
            told = "don't belong together" if attempt < 5 else "locked for 5 min 0 s"
            await console.until(lambda told=told: told in console.text(), told)  # type: ignore[misc] # of this round
            await console.settle()
            assert isinstance(console.app.screen, SignInScreen)
            assert console.app.screen.query_one(Input).value == ""
        console.time[0] += 61
        await console.until(lambda: "locked for 3 min 59 s" in console.text(), "the rest")
        at_once(console, f"{PIN}\r")
        await console.until(lambda: "locked for 3 min 5" in console.text(), "the lock")
        assert who(console) == ""
        console.time[0] += 240
        at_once(console, f"{PIN}\r")
        await signed_in(console, "wangf")


async def test_a_name_that_nobody_has(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, f"inobody\r{PIN}\r")
        await console.until(lambda: "nobody who has a PIN" in console.text(), "the refusal")
        await console.settle()
        assert who(console) == ""
        assert PIN not in console.text()
        at_once(console, PIN)
        await console.settle()
        assert PIN not in console.text(), "whoever takes it for the PIN that was wrong"
        await console.press("enter")
        assert "Esc asks for the name" in console.text()
        await console.press("escape")
        await console.type("wf")
        assert "wf" in console.text()
        await console.press("escape")
        assert not isinstance(console.app.screen, SignInScreen)


async def test_a_pin_typed_behind_a_wrong_name_stays_hidden(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, f"inobody\r{PIN}")
        await console.until(lambda: "nobody who has a PIN" in console.text(), "the refusal")
        await console.settle()
        assert PIN not in console.text()
        await console.press("escape")
        assert console.app.screen.query_one(Input).value == ""


async def test_escape_goes_back_step_by_step(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, "iwf\r24")
        await console.settle()
        assert "PIN of 王芳" in console.text()
        await console.press("escape")
        assert "Who sits here?" in console.text()
        assert console.app.screen.query_one(Input).value == ""
        await console.press("escape")
        assert not isinstance(console.app.screen, SignInScreen)
        assert who(console) == ""


async def test_keys_behind_the_pin_wait_until_it_is_checked(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = sign_in._matches

    def slow(hashed: str, pin: str) -> bool:
        begun.set()
        go_on.wait(5)
        return real(hashed, pin)

    monkeypatch.setattr(sign_in, "_matches", slow)
    async with boards() as console:
        number = console.main.overdue.window.rows[2].id
        at_once(console, f"iwf\r{PIN}\r:{number}\rc")
        await console.until(begun.is_set, "the check")
        at_once(console, "ok")
        await console.pilot.pause(0.3)
        at_once(console, "\r")
        go_on.set()
        await signed_in(console, "wangf")
        await console.settle()
        note = history(console.desk, number)[-1]
        assert (note.actor, note.body) == ("王芳", "ok")


@pytest.mark.parametrize("held", [False, True])
async def test_keys_behind_a_pin_are_taken_where_another_console_writes(
    boards: Boards, other: Desk, held: bool
) -> None:
    async with boards() as console:
        number = console.main.overdue.window.rows[2].id
        with other.store.deed("held", "lock", other.actor, NOW) if held else nullcontext():
            at_once(console, f"iwf\r{PIN}\r:{number}\r")
            await console.pilot.pause(0.3)
        await signed_in(console, "wangf")
        await console.settle()
        assert here(console).id == number


async def test_what_is_typed_behind_a_wrong_pin_is_dropped_and_said_so(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, f"iwf\r{WRONG}\r:300\r")
        await console.until(lambda: "don't belong" in console.text(), "the refusal")
        await console.settle()
        assert "what was typed behind the PIN is dropped" in told(console)
        assert isinstance(console.app.screen, SignInScreen)
        assert console.app.screen.query_one(Input).value == ""
        at_once(console, f"{WRONG}\r")
        await console.settle()
        dropped = [each for each in console.app._notifications if "dropped" in each.message]
        assert len(dropped) == 1, "nothing was this time"


async def test_who_goes_back_while_it_is_checked_is_not_signed_in(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    real = sign_in._matches

    def slow(hashed: str, pin: str) -> bool:
        begun.set()
        go_on.wait(5)
        return real(hashed, pin)

    monkeypatch.setattr(sign_in, "_matches", slow)
    async with boards() as console:
        at_once(console, f"iwf\r{PIN}\r")
        await console.until(begun.is_set, "the check")
        await console.pilot.press("escape", "escape")
        go_on.set()
        await console.pilot.pause(0.3)
        await console.settle()
        assert who(console) == ""
        assert not isinstance(console.app.screen, SignInScreen)


async def test_switching_and_signing_out(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        at_once(console, f"iliw\r{WRONG}\r")
        await console.until(lambda: "don't belong" in console.text(), "the refusal")
        assert who(console) == "wangf"  # still
        at_once(console, f"{PIN}\r")
        await signed_in(console, "liw")
        await console.press("I")
        assert who(console) == ""
        assert "looking only" in console.text().splitlines()[0]
        await console.press("I")
        assert "nobody is signed in here" in console.text()


async def test_what_is_done_carries_the_name(boards: Boards) -> None:
    async with boards() as console:
        await console.press("4", "x")
        assert "nobody is signed in" in console.text()
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        await console.press("x")
        await console.settle()
        with console.desk.store.reading() as db:
            (action, person) = db.execute(
                "SELECT action, person_id FROM journal ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        assert (action, person) == ("duty.ticked", people.found(console.desk, "wangf").id)


def config(minutes: int) -> Config:
    return Config(poll_seconds=0.05, lock_minutes=minutes)


async def test_a_seat_that_was_left_locks(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floorboard.tui.seat.LOOK_SECONDS", 0.05)
    async with boards(config=config(10)) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        console.time[0] += 599
        await console.pilot.pause(0.2)
        assert who(console) == "wangf"
        await console.press("tab")  # somebody is here
        console.time[0] += 599
        await console.pilot.pause(0.2)
        assert who(console) == "wangf"
        console.time[0] -= 3600  # a clock that is set back
        await console.pilot.pause(0.2)
        console.time[0] += 600
        await signed_in(console, "")
        assert "looking only" in console.text().splitlines()[0]
        assert not isinstance(console.app.screen, SignInScreen)


async def test_the_first_key_after_too_long_does_nothing_in_that_name(boards: Boards) -> None:
    """The lid was closed for a night: no timer ran."""
    async with boards(config=config(10)) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        await console.press("4")
        console.time[0] += 8 * 3600
        await console.press("x")
        assert who(console) == ""
        with console.desk.store.reading() as db:
            actions = {row[0] for row in db.execute("SELECT action FROM journal")}
        assert "duty.ticked" not in actions


async def test_never(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floorboard.tui.seat.LOOK_SECONDS", 0.05)
    async with boards(config=config(0)) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        console.time[0] += 86400
        await console.pilot.pause(0.2)
        await console.press("tab")
        assert who(console) == "wangf"


async def test_a_draft_outlives_the_lock(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("floorboard.tui.seat.LOOK_SECONDS", 0.05)
    async with boards(config=config(10)) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        await console.press("slash")
        await console.type("invoice")
        console.time[0] += 600
        await console.until(
            lambda: isinstance(console.app.screen, SignInScreen), "the question who is here"
        )
        at_once(console, f"wf\r{PIN}\r")
        await signed_in(console, "wangf")
        assert console.main.query_one("#prompt_line", Input).value == "invoice"
        assert console.app.focused is console.main.query_one("#prompt_line", Input)


async def test_a_draft_is_its_writers(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, f"iliw\r{PIN}\r")
        await signed_in(console, "liw")
        await console.press("r")
        await console.type("from the lead")
        await console.press("escape", "5", "c")
        await console.type("half a comment")
        await console.press("escape", "escape")
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        await console.press("r")
        assert console.main.composer().text == ""
        await console.type("mine")
        await console.press("escape", "ctrl+q")
        assert isinstance(console.app.screen, ConfirmScreen)
        shown = console.text()
        whose = [shown.index(each) for each in ("mine", "李伟:", "from the lead", "half a comment")]
        assert whose == sorted(whose)
        await console.press("escape")
        at_once(console, f"iliw\r{PIN}\r")
        await signed_in(console, "liw")
        await console.press("r")
        assert console.main.composer().text == "from the lead"


async def test_a_line_that_was_left_open_closes_for_another(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("floorboard.tui.seat.LOOK_SECONDS", 0.05)
    async with boards(config=config(10)) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
        await console.press("r")
        await console.type("half")
        console.time[0] += 600
        await console.until(
            lambda: isinstance(console.app.screen, SignInScreen), "the question who is here"
        )
        at_once(console, f"liw\r{PIN}\r")
        await signed_in(console, "liw")
        assert not console.main.composer().open
        await console.press("r")
        assert console.main.composer().text == ""


async def test_while_a_line_is_typed_i_is_a_letter(boards: Boards) -> None:
    async with boards() as console:
        at_once(console, "/iI")
        await console.settle()
        assert not isinstance(console.app.screen, SignInScreen)
        assert console.main.query_one("#prompt_line", Input).value == "iI"


async def test_a_floor_without_pins_says_how(boards: Boards, store: Path) -> None:
    async with boards() as console:
        with console.desk.store.deed("pins.gone", "people", console.desk.actor, NOW) as deed:
            deed.db.execute("DELETE FROM credential")
        await console.press("f5", "i")
        assert "Nobody has a PIN yet" in console.text()
        at_once(console, f"wf\r{PIN}\r")
        await console.settle()
        assert "Nobody has a PIN yet" in console.text()
        await console.press("escape", "escape")
        assert "looking only" not in console.text()


@ANY_SIZE
async def test_it_fits_any_screen(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        at_once(console, f"iwf\r{PIN}\r")
        await signed_in(console, "wangf")
