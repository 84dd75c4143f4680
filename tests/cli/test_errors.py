"""Exit codes and messages: one line, what and where and what to do, never a traceback."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "the board needs a terminal"),
        (["tickest"], 2, "Did you mean"),
        (["tickets", "--limt", "3"], 2, "Did you mean '--limit'?"),
        (["tickets", "--limit", "0"], 2, "0 is not in the range"),
        (["tickets", "--limit", "many"], 2, "'many' is not a valid integer"),
        (["tickets", "--state", "lost"], 2, "'lost' is not one of"),
        (["ticket", "show"], 2, "Missing argument"),
        (["ticket", "sovle", "12"], 2, "Did you mean 'solve'?"),
        (["--lang", "xx", "tickets"], 2, "'xx' is not one of"),
        (["import", "tickets"], 2, "Missing argument"),
        (["tickets", "--filter", "colour:red"], 2, "a filter knows no field colour:"),
        (["tickets", "--filter", "p:9"], 2, "--filter: there is no priority 9"),
        (["tickets", "--filter", "owner:"], 2, "owner: needs a value"),
        (["tickets", "--after", "x"], 2, "--after: 'x' is not a key of this list"),
        (["journal", "--since", "soon"], 2, "--since: 'soon' is not an instant"),
        (["tickets", "--as-of", "one day"], 2, "--as-of: 'one day' is not an instant"),
        (["tickets", "--as-of", "2026-02-30"], 2, "is not an instant"),
        (["ticket", "99999999999999999999"], 1, "there is no ticket"),
        (["backup", "/dev/null/x"], 1, "/dev/null/x"),
        (["--store", "/nowhere/x.sqlite", "tickets"], 1, "/nowhere/x.sqlite: there is no store"),
        (["--store", "mysql://host/db", "tickets"], 1, "mysql://host/db: "),
        (["--store", "/etc/hostname", "tickets"], 1, "/etc/hostname: this is not a floorboard"),
    ],
)
def test_status_and_message(
    on_sample: Program, arguments: list[str], status: int, said: str
) -> None:
    run = on_sample(*arguments)
    assert run.status == status
    assert run.err.startswith("floorboard: ")
    assert said in run.err
    assert run.err.count("\n") == 1
    assert run.out == ""


def test_what_is_wrong_is_shown_without_its_control_bytes(on_sample: Program) -> None:
    run = on_sample("ticket", "\x1b]0;mine\x07\x9b1m")
    assert run.status == 1
    assert "\x1b" not in run.err
    assert "\x9b" not in run.err


def test_the_unexpected_goes_to_a_private_log(
    on_sample: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from floorboard.desk import as_of

    def fail(*arguments: object) -> None:
        secret_local = "4711-secret"
        raise RuntimeError(f"out of {len(secret_local)} ideas")

    monkeypatch.setattr(as_of, "page", fail)
    run = on_sample("tickets")
    log = home / "state" / "floorboard" / "floorboard.log"
    assert run.status == 1
    assert str(log) in run.err
    assert "Traceback" not in run.err
    assert run.err.count("\n") == 1
    text = log.read_text()
    assert "RuntimeError: out of 11 ideas" in text
    assert "4711" not in text.replace('secret_local = "4711-secret"', "")
    assert log.stat().st_mode & 0o777 == 0o600


def test_the_log_is_plain_text_of_bounded_size(
    on_sample: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from floorboard import log
    from floorboard.desk import as_of

    def fail(*arguments: object) -> None:
        raise RuntimeError("\x1b]0;owned\x07 \x9b31m \u202e" + "x" * 300)

    monkeypatch.setattr(as_of, "page", fail)
    monkeypatch.setattr(log, "LIMIT", 2000)
    for _ in range(20):
        assert on_sample("tickets").status == 1
        assert log.log_path().stat().st_size <= 2 * log.LIMIT
    log.write("y" * 10 * log.ENTRY)  # one that is longer than all that is kept
    assert log.log_path().stat().st_size < 2 * log.ENTRY
    assert on_sample("tickets").status == 1
    text = log.log_path().read_text()
    assert "RuntimeError: ␛]0;owned" in text
    assert not set(text) & set("\x1b\x07\x9b\u202e\r")
    assert text.endswith("x\n\n")
    assert log.log_path().stat().st_mode & 0o777 == 0o600
    assert [file.name for file in log.log_path().parent.iterdir()] == ["floorboard.log"]


def test_warnings_of_the_board_go_to_the_same_log(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from floorboard import log

    logger = logging.getLogger("floorboard")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", logger.propagate)
    log.log_to_file()
    log.log_to_file()
    logging.getLogger("floorboard.tui.app").warning("%s", "gone \x1b[31m")
    text = log.log_path().read_text()
    assert text.count("WARNING floorboard.tui.app: gone ␛[31m\n") == 1
    log.log_path().unlink()
    log.log_path().mkdir()  # it can't be written: nothing is painted over the board
    logging.getLogger("floorboard.tui.app").warning("lost")
    assert capsys.readouterr() == ("", "")


def test_an_error_of_the_store_does_not_quote_what_customers_wrote(tmp_path: Path) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from floorboard.store import schema
    from floorboard.store.connection import connect
    from floorboard.store.engine import session_on

    path = tmp_path / "floor.sqlite"
    schema.create(path)
    with closing(connect(path)) as db, pytest.raises(DBAPIError) as caught:
        session_on(db).execute(text("INSERT INTO nowhere VALUES (:what)"), {"what": "my password"})
    assert "my password" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stor = 'x'\n", "config.toml:1: stor is not known here"),
        ("bell = true\nlang = 'xx'\n", "config.toml:2: "),
        ("\n\npoll_seconds = 'often'\n", "config.toml:3: "),
        ("lock_minutes = 1441\n", "config.toml:1: lock_minutes cannot be 1441"),
        ("bell = 1\n", "config.toml:1: "),
        ("[keys]\nsolve = 3\n", "config.toml:2: "),
        ("bell = \n", "config.toml:1: this is not TOML"),
    ],
)
def test_a_wrong_config_is_told_with_its_line(
    program: Program, home: Path, text: str, said: str
) -> None:
    folder = home / "config" / "floorboard"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(text)
    run = program("config")
    assert run.status == 1
    assert said in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("LANG", "xx"), ("BELL", "loud"), ("POLL_SECONDS", "nan"), ("LOCK_MINUTES", "-1")],
)
def test_a_wrong_variable_is_told_by_its_name(
    program: Program, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"FLOORBOARD_{name}", value)
    run = program("config")
    assert run.status == 1
    assert run.err.startswith(f"floorboard: FLOORBOARD_{name}: ")


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "floorboard", *arguments]


def test_a_reader_that_leaves_is_no_error(sample_store: Path) -> None:
    arguments = ("--store", str(sample_store), "tickets", "--all", "--json", "--limit", "1000")
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_nothing_half_done(tmp_path: Path, number: signal.Signals) -> None:
    store = tmp_path / "s.sqlite"
    arguments = ("demo", "--tickets", "200000", "--no-open", "--store", str(store))
    with subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"LANG": "en_US.UTF-8"},
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(number)
        _out, said = process.communicate(timeout=60)
    # Python itself dies of SIGINT where that met a string being executed; shells show both alike.
    assert process.returncode in (128 + number, -number)
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_that_knows_no_chinese_gets_question_marks(sample_store: Path) -> None:
    done = subprocess.run(
        command("--store", str(sample_store), "oncall"),
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LANG": "en_US.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert b"?" in done.stdout
