"""A real pseudo-terminal around a real process: keys in, a screen out, every byte kept."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace, TracebackType

import pyte

# Pyte gives up a line at a mark without a combining class, such as Tibetan has.
pyte.screens.unicodedata = SimpleNamespace(  # type: ignore[assignment, attr-defined]
    combining=lambda character: unicodedata.category(character) in ("Mn", "Me", "Cf"),
    normalize=unicodedata.normalize,
)

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pgup": "\x1b[5~",
    "pgdn": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "f2": "\x1bOQ",
    "f5": "\x1b[15~",
}

FLOORBOARD = [sys.executable, "-m", "floorboard"]

TICK = os.sysconf("SC_CLK_TCK")

_ASKED = re.compile(rb"\x1b\[\?(\d+)\$p")
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<=>?][0-9;]*[a-zA-Z$]+|\x1bP[^\x1b]*\x1b\\")


class Terminal:
    """A program in a terminal of its own, `columns` by `rows`."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
        draw: bool = True,
    ) -> None:
        self.raw = bytearray()
        self.started = time.perf_counter()
        self.last_output = self.started
        self.status: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._draw = draw
        self.pid, self.fd = self._spawn(argv, columns, rows, environment or {})

    @staticmethod
    def _spawn(
        argv: Sequence[str], columns: int, rows: int, environment: Mapping[str, str]
    ) -> tuple[int, int]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("FLOORBOARD") and name not in ("NO_COLOR", "COLUMNS", "LINES")
        }
        settings = {
            **inherited,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            **environment,
        }
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(argv[0], list(argv), settings)
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        return pid, fd

    # Reading

    def pump(self, seconds: float) -> bool:
        """Take in one piece of output, waiting at most `seconds` for it."""
        ready, _, _ = select.select([self.fd], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            piece = os.read(self.fd, 1 << 16)
        except OSError:
            return False
        if not piece:
            return False
        self.last_output = time.perf_counter()
        self.raw += piece
        for asked in _ASKED.finditer(piece):
            state = 2 if asked[1] == b"2026" else 0
            os.write(self.fd, b"\x1b[?%s;%d$y" % (asked[1], state))
        if self._draw:
            self._stream.feed(_NOT_FOR_PYTE.sub(b"", piece))
        return True

    def settle(self, quiet: float = 0.15, most: float = 10.0) -> None:
        """Wait until nothing has come for `quiet` seconds."""
        end = time.perf_counter() + most
        while time.perf_counter() < end and self.pump(quiet):
            pass

    def wait(self, condition: Callable[[], bool], what: str, most: float = 20.0) -> None:
        """Wait until `condition` holds of the screen; fail with the screen if it never does."""
        end = time.perf_counter() + most
        while not condition():
            if time.perf_counter() > end:
                raise AssertionError(f"waited in vain for {what}; the screen:\n{self.text()}")
            self.pump(0.05)

    def wait_for(self, text: str, most: float = 20.0) -> None:
        """Wait until `text` stands on the screen."""
        self.wait(lambda: text in self.text(), repr(text), most)

    def wait_gone(self, text: str, most: float = 20.0) -> None:
        """Wait until `text` no longer stands on the screen."""
        self.wait(lambda: text not in self.text(), f"no {text!r}", most)

    def lines(self) -> list[str]:
        """The screen, line by line; the empty cell behind a wide character is left out."""
        buffer = self._screen.buffer
        return [
            "".join(buffer[y][x].data for x in range(self._screen.columns)).rstrip()
            for y in range(self._screen.lines)
        ]

    def text(self) -> str:
        return "\n".join(self.lines())

    # Writing

    def press(self, *keys: str) -> None:
        """Send keys by name, or text as it is."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())
            if key == "esc":
                time.sleep(0.15)  # alone, so that it isn't taken for the start of a sequence
            self.pump(0.02)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._screen.resize(rows, columns)
        self.signal(signal.SIGWINCH)

    # Measuring

    def cpu_seconds(self) -> float:
        """Processor time that the process has taken so far."""
        total = 0
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            total += int((thread / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory_mib(self) -> float:
        """Resident memory of the process."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    # Ending

    def wait_exit(self, most: float = 20.0) -> int:
        """The exit status; negative for a signal."""
        end = time.perf_counter() + most
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.pump(0.05):
                    pass
                self.status = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() > end:
                raise AssertionError(f"it didn't end; the screen:\n{self.text()}")
            else:
                self.pump(0.02)
        return self.status

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -signal.SIGKILL
        os.close(self.fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def restored(raw: bytes) -> bool:
    """Whether the output leaves the alternate screen and shows the cursor again."""
    return raw.rfind(b"\x1b[?1049l") > raw.rfind(b"\x1b[?1049h") and (
        raw.rfind(b"\x1b[?25h") > raw.rfind(b"\x1b[?25l")
    )
