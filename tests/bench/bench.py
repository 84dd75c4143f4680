"""What every measurement needs: the stores, a terminal for a program, and a place for files."""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import floorboard
from bench.lines import NotMeasured
from floorboard.store.schema import HEAD
from terminal import Terminal

FLOORS = Path(__file__).parent / "floors"

THOUSAND, MILLION = 1_000, 1_000_000

FRESH_SECONDS = 4 * 3600
"""How long a kept store is used again. Its tickets stand around the instant it was made at, so
after a day nearly all of them would be overdue."""

FIRST_FRAME = b"On call now"
"""Words in a frame of the board."""

PROGRAM = Path(sys.executable).with_name("floorboard")
"""The console script of the environment that runs this."""


@dataclass(slots=True)
class Bench:
    """A run. `rounds` is how often a quick measurement is taken; a slow one takes a share."""

    rounds: int
    folder: Path
    keep: Path | None = None
    _stores: dict[int, Path] = field(default_factory=dict)

    def say(self, what: str) -> None:
        """Tell whoever waits what is going on; the table alone goes to stdout."""
        print(f"… {what}", file=sys.stderr, flush=True)

    def some(self, share: float) -> int:
        """That share of the rounds, but never fewer than two unless one was asked for."""
        return max(round(self.rounds * share), min(self.rounds, 2))

    @property
    def environment(self) -> Mapping[str, str]:
        """Settings that keep the measured program away from the user's own files."""
        home = str(self.folder / "home")
        return {f"XDG_{name}_HOME": home for name in ("CONFIG", "DATA", "STATE", "CACHE")}

    def compile(self) -> None:
        """Write the bytecode of the program and of the floors."""
        for folder in (Path(floorboard.__file__).parent, FLOORS):
            compileall.compile_dir(folder, quiet=2)

    # Programs

    def floor(self, name: str, *arguments: str) -> list[str]:
        """The command of one of our floors."""
        return [sys.executable, str(FLOORS / name), *arguments]

    def terminal(self, argv: Sequence[str], store: Path | None = None) -> Terminal:
        """A program in a terminal that nobody draws; the board opens the store that is named."""
        settings = {} if store is None else {"FLOORBOARD_STORE": str(store)}
        return Terminal(argv, environment={**self.environment, **settings}, draw=False)

    def board(self, store: Path) -> Terminal:
        """The board on a store, started as a user starts it."""
        return self.terminal([str(PROGRAM)], store)

    def run(self, argv: Sequence[str]) -> float:
        """The seconds that a command takes from start to end. Raises `NotMeasured` if it fails."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("FLOORBOARD")
        }
        begun = time.perf_counter()
        done = subprocess.run(
            argv,
            env={**environment, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            close_fds=False,
        )
        taken = time.perf_counter() - begun
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise NotMeasured(f"{' '.join(argv[-3:])}: {said[-1] if said else done.returncode}")
        return taken

    # Stores

    def store(self, tickets: int) -> Path:
        """A sample floor with that many tickets, made when it is first asked for."""
        if tickets not in self._stores:
            folder = self.keep or self.folder
            name = f"floorboard-{floorboard.__version__}-{HEAD}-{tickets}.sqlite"
            path = folder / name
            if not _fresh(path):
                self._make(path, tickets)
            self._warm_up(path)
            self._stores[tickets] = path
        return self._stores[tickets]

    def indexing_rate(self, tickets: int) -> float:
        """How many tickets a second the search index of the store was made with."""
        noted = json.loads(_notes(self.store(tickets)).read_text("utf-8"))
        return tickets / float(noted["indexing"])

    def making_rate(self, tickets: int) -> float:
        """How many tickets a second the store was made with."""
        noted = json.loads(_notes(self.store(tickets)).read_text("utf-8"))
        return tickets / float(noted["seconds"])

    def _make(self, path: Path, tickets: int) -> None:
        self.say(f"making {path.name}" + (", about 75 seconds" if tickets >= MILLION else ""))
        for old in path.parent.glob(path.name + "*"):
            old.unlink()
        command = [sys.executable, "-m", "floorboard", "--store", str(path)]
        seconds = self.run([*command, "demo", "--no-open", "--tickets", str(tickets)])
        self.say("indexing it" + (", about 150 seconds" if tickets >= MILLION else ""))
        indexing = self.run([*command, "search", "-"])
        noted = {"seconds": seconds, "indexing": indexing, "made": time.time()}
        _notes(path).write_text(json.dumps(noted), "utf-8")

    def _warm_up(self, path: Path) -> None:
        """Open the board once: files in memory, bytecode written, the day's checks in the store."""
        with self.board(path) as terminal:
            wait_for(terminal, FIRST_FRAME)
            pump([terminal], 3.0)


def wait_for(terminal: Terminal, text: bytes, most: float = 30.0) -> float:
    """The moment at which `text` had come out of the program, in seconds since its start."""
    end, seen = time.perf_counter() + most, 0
    while True:
        if terminal.raw.find(text, seen) >= 0:
            return terminal.last_output - terminal.started
        seen = max(0, len(terminal.raw) - len(text))
        if time.perf_counter() > end:
            raise NotMeasured(f"{text.decode()!r} never came")
        before = len(terminal.raw)
        if not terminal.pump(0.5) and len(terminal.raw) == before and _ended(terminal):
            raise NotMeasured(f"it ended before {text.decode()!r} came")


def pump(terminals: Sequence[Terminal], seconds: float) -> None:
    """Take in what comes for that long."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        for terminal in terminals:
            terminal.pump(min(left, 0.1 / len(terminals)))


@contextlib.contextmanager
def opened(terminals: Sequence[Terminal]) -> Iterator[None]:
    """Close them all at the end."""
    with contextlib.ExitStack() as stack:
        for terminal in terminals:
            stack.enter_context(terminal)
        yield


def turned(things: Sequence[str], round_number: int) -> list[str]:
    """Another order in each round, so that nothing always goes first."""
    first = round_number % len(things)
    return [*things[first:], *things[:first]]


def in_turn(
    names: Sequence[str], rounds: int, measure: Callable[[str], Sequence[float]], tries: int = 3
) -> dict[str, list[list[float]]]:
    """For each figure that `measure` takes of a name, in order: its value in each round.

    It is the quickest of some tries, taken in turn with all other names: what a busy machine adds
    is no property of a program.
    """
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in names}
    for number in range(rounds):
        taken: dict[str, list[Sequence[float]]] = {name: [] for name in names}
        for attempt in range(tries):
            for name in turned(names, number + attempt):
                taken[name].append(measure(name))
        for name, figures in taken.items():
            found[name].append(tuple(map(min, zip(*figures, strict=True))))
    return {name: [[*each] for each in zip(*values, strict=True)] for name, values in found.items()}


def _ended(terminal: Terminal) -> bool:
    return not Path(f"/proc/{terminal.pid}/fd/0").exists()


def _fresh(path: Path) -> bool:
    notes = _notes(path)
    if not path.exists() or not notes.exists():
        return False
    noted = json.loads(notes.read_text("utf-8"))
    return "indexing" in noted and 0 <= time.time() - float(noted["made"]) < FRESH_SECONDS


def _notes(path: Path) -> Path:
    return path.with_name(path.name + ".json")
