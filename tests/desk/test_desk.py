"""What a console is called where nobody says it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

ASK = "from floorboard.desk.desk import console_name; print(console_name())"


def name_in(stdin: int) -> str:
    run = subprocess.run([sys.executable, "-c", ASK], stdin=stdin, capture_output=True, check=True)
    return run.stdout.decode().strip()


def test_each_terminal_is_a_console_of_its_own() -> None:
    terminals = [os.openpty() for _ in range(2)]
    try:
        names = [name_in(slave) for _, slave in terminals]
        wanted = [os.ttyname(slave).removeprefix("/dev/") for _, slave in terminals]
    finally:
        for each in terminals:
            os.close(each[0])
            os.close(each[1])
    assert names == [f"{socket.gethostname()}:{terminal}" for terminal in wanted]
    assert len({*names}) == 2


def test_without_a_terminal_it_is_the_machine() -> None:
    assert name_in(subprocess.DEVNULL) == socket.gethostname()
