"""Consoles that are run as programs of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO

from trials.evidence import Said

CONSOLE = Path(__file__).with_name("console.py")


def start(
    path: Path, name: str, kind: str, often: int, seed: str, numbers: Iterable[int]
) -> subprocess.Popen[str]:
    """A console that is ready; see `console.py`."""
    words = [path, name, kind, often, seed, *numbers]
    found = subprocess.Popen(
        [sys.executable, CONSOLE, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(CONSOLE.parents[1])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert json.loads(_pipe(found.stdout).readline()) == ["ready"]
    return found


def go(consoles: Iterable[subprocess.Popen[str]]) -> None:
    """Let them begin."""
    for console in consoles:
        stdin = _pipe(console.stdin)
        stdin.write("go\n")
        stdin.flush()


class Nursery:
    """Makes one console after the other, each to be killed at its work."""

    def __init__(self, path: Path, name: str, numbers: Iterable[int]) -> None:
        self._process = start(path, "fork", "deeds", 0, name, numbers)
        self._stdin, self._stdout = _pipe(self._process.stdin), _pipe(self._process.stdout)
        self.name = name
        self._pid, self._first = 0, ""

    def begin(self, name: str) -> None:
        """A console of that name, which has done something already."""
        self.name = name
        self._stdin.write(f"{name}\n")
        self._stdin.flush()
        kind, self._pid = json.loads(self._stdout.readline())
        assert kind == "pid"
        self._first = self._stdout.readline()
        assert json.loads(self._first)[0] == "did", self._first

    def kill(self) -> Said:
        """Kill it now; what it has acknowledged."""
        os.kill(self._pid, signal.SIGKILL)
        self._pid = 0
        said, line = Said(), self._first
        while json.loads(line)[0] != "ended":
            said.hear(line)
            line = self._stdout.readline()
        assert json.loads(line) == ["ended", -signal.SIGKILL]
        return said

    def close(self) -> None:
        """End it, and whatever console is still at work."""
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._stdin.close()
        self._process.wait()
        self._stdout.close()


def _pipe(found: IO[str] | None) -> IO[str]:
    assert found is not None
    return found
