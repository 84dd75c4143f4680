"""The real program in a real pseudo-terminal, by the keyboard alone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal import FLOORBOARD, KEYS, Terminal, restored


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample floor, made by the command."""
    path = tmp_path_factory.mktemp("floor") / "floor.sqlite"
    subprocess.run(
        [*FLOORBOARD, "demo", "--no-open", "--tickets", "400", "--store", str(path)],
        check=True,
        capture_output=True,
    )
    return path


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment in which nothing of this machine's user shows."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("DATA", "CONFIG", "STATE")}
    return {**folders, "LANGUAGE": "en"}


@pytest.fixture
def board(store: Path, home: dict[str, str]) -> Iterator[Terminal]:
    with Terminal([*FLOORBOARD, "--store", str(store)], environment=home) as terminal:
        terminal.wait_for("Duties this shift")
        terminal.wait_for("oldest")
        yield terminal


def focused(terminal: Terminal) -> str:
    """The title of the pane whose frame is lit."""
    screen = terminal._screen
    for y in range(screen.lines):
        for x in range(screen.columns):
            if screen.buffer[y][x].data == "╭" and screen.buffer[y][x].fg == "7aa2f7":
                line = "".join(screen.buffer[y][at].data for at in range(x + 2, screen.columns))
                return line.split("─")[0].strip()
    return ""


def test_a_leads_first_minute(board: Terminal) -> None:
    assert focused(board) == "Overdue"
    for pane in ("Open tickets", "On call now", "Duties this shift", "Overdue"):
        board.press("tab")
        board.wait(lambda pane=pane: focused(board) == pane, f"the keyboard on {pane}")  # type: ignore[misc] # a default binds the pane

    board.press("/")
    board.press(*"p:1-2 overdue")
    board.wait_for("/ p:1-2 overdue")
    board.press("enter")
    board.wait_for("by next due")
    assert "!!" in board.text() or " ! " in board.text()

    board.press("enter")
    board.wait_for("History")
    board.settle(0.5)  # the paper stood there before: nothing new says that the keyboard is on it
    board.press("w")
    board.wait_for("why it is due then")
    board.wait_for("overdue by")
    board.press("esc")
    board.wait_gone("why it is due then")

    board.press("q")
    assert board.wait_exit() == 0
    assert restored(bytes(board.raw))


def test_a_duty_is_ticked_or_says_why_not(board: Terminal) -> None:
    """At some hours no check's window is open; then the refusal says when it opens."""
    assert "looking only" in board.text()
    board.press("iliw\r246810\r")  # in one piece
    board.wait_gone("looking only")
    board.press("4")
    board.wait_gone("Open tickets")
    board.settle()
    told = "✓ done:", "second person", "was done already", "can be ticked from", "was missed"
    asked = "how does it stand?", "how many?", "which file"
    board.press("x")
    board.wait(
        lambda: any(words in board.text() for words in (*told, *asked)), "the tick, or why not"
    )
    if any(words in board.text() for words in asked):
        board.press("1 done\r")
        board.wait(lambda: any(words in board.text() for words in told), "the tick")
    board.press("q")
    assert board.wait_exit() == 0


def test_the_board_opens_for_who_signed_in_before(store: Path, home: dict[str, str]) -> None:
    command = [*FLOORBOARD, "--store", str(store), "--as", "liw"]
    with Terminal(command, environment=home) as terminal:
        terminal.wait_for("PIN of liw")
        terminal.press("246810\r")
        terminal.wait_for("oldest")
        assert "looking only" not in terminal.text()
        assert b"246810" not in terminal.raw
        terminal.press("I")
        terminal.wait_for("looking only")
        terminal.press("q")
        assert terminal.wait_exit() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(board: Terminal, number: signal.Signals) -> None:
    board.signal(number)
    assert board.wait_exit() == 128 + number
    assert restored(bytes(board.raw))


@pytest.mark.parametrize("ignored", [False, True], ids=["", "with SIGHUP ignored"])
def test_a_closed_terminal_ends_it(store: Path, home: dict[str, str], ignored: bool) -> None:
    shell = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh"] if ignored else []
    terminal = Terminal([*shell, *FLOORBOARD, "--store", str(store)], environment=home)
    terminal.wait_for("oldest")
    os.close(terminal.fd)
    end = time.perf_counter() + 10
    while os.waitpid(terminal.pid, os.WNOHANG)[0] == 0:
        assert time.perf_counter() < end, "it goes on without a terminal"
        time.sleep(0.05)


def test_the_first_run_offers_a_sample_floor(home: dict[str, str]) -> None:
    with Terminal(FLOORBOARD, columns=80, rows=24, environment=home) as terminal:
        terminal.wait_for("Welcome to floorboard")
        terminal.press("enter")
        terminal.wait_for("Duties this shift", most=60)
        terminal.wait_for("oldest")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_the_first_run_offers_an_empty_floor(home: dict[str, str]) -> None:
    with Terminal(FLOORBOARD, columns=80, rows=24, environment=home) as terminal:
        terminal.wait_for("Welcome to floorboard")
        terminal.press("down", "enter")
        terminal.wait_for("time zone")
        terminal.press("enter")
        terminal.wait_for("Nothing is overdue", most=60)
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_the_first_run_takes_in_tickets_and_says_what_it_refused(
    home: dict[str, str], tmp_path: Path
) -> None:
    export = tmp_path / "tickets.csv"
    export.write_text(
        "编号,标题,状态,创建时间\nA-1,打不开门户,新建,2026-11-20 09:00\nA-2,坏行,新建,昨天\n",
        "utf-8",
    )
    with Terminal(FLOORBOARD, columns=80, rows=24, environment=home) as terminal:
        terminal.wait_for("Welcome to floorboard")
        terminal.press(f"{KEYS['down']}{KEYS['down']}\r{export}\r\r")  # all in one piece
        terminal.wait_for("1 ticket is in", most=60)
        assert "1 row was refused" in terminal.text()
        terminal.press("enter")
        terminal.wait_for("打不开门户", most=60)
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_first_import_that_fails_leaves_nothing(home: dict[str, str], tmp_path: Path) -> None:
    export = tmp_path / "nothing.csv"
    export.write_text("colour,shape\nred,round\n", "utf-8")
    with Terminal(FLOORBOARD, columns=80, rows=24, environment=home) as terminal:
        terminal.wait_for("Welcome to floorboard")
        terminal.press("down", "down", "enter", str(export), "enter")
        terminal.wait_for("Asia/Shanghai")
        terminal.press("enter")
        terminal.wait_for("colour", most=60)
        terminal.press("esc", "q")
        assert terminal.wait_exit() == 0
    assert not list(Path(home["XDG_DATA_HOME"]).rglob("*.sqlite*"))


def test_the_board_shows_the_present_alone(store: Path, home: dict[str, str]) -> None:
    argv = [*FLOORBOARD, "--store", str(store), "--as-of", "2026-11-22T18:00Z"]
    with Terminal(argv, environment=home) as terminal:
        assert terminal.wait_exit() == 1
        assert "the board shows the present alone" in terminal.text()


def test_leaving_the_first_run_leaves_nothing(home: dict[str, str]) -> None:
    with Terminal(FLOORBOARD, columns=80, rows=24, environment=home) as terminal:
        terminal.wait_for("Welcome to floorboard")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert not list(Path(home["XDG_DATA_HOME"]).rglob("*.sqlite"))


def test_it_follows_the_size_of_the_terminal(board: Terminal) -> None:
    board.resize(80, 24)
    board.wait(lambda: "On call now" in board.lines()[-8] + board.lines()[-9], "panes stacked")
    board.resize(120, 40)
    board.wait(lambda: "On call now" in board.lines()[1], "panes side by side")


@pytest.mark.parametrize(
    ("written", "seen"),
    [("/zebra", "/ zebra"), (":fly", "fly"), ("2/p:1", "/ p:1")],
)
def test_keys_that_come_in_one_piece_are_all_there(
    board: Terminal, written: str, seen: str
) -> None:
    board.settle()
    board.press(written)
    board.wait_for(seen)


def test_esc_and_the_next_key_in_one_piece_are_two_keys(board: Terminal) -> None:
    board.settle()
    board.press("w")
    board.wait_for("why it is due then")
    board.press("\x1b2")
    board.wait_gone("why it is due then")
    board.wait_for("by next due")
