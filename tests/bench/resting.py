"""What an open board costs while nobody touches it: processor, bytes to the terminal, memory."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.bench import FIRST_FRAME, MILLION, THOUSAND, Bench, opened, pump, wait_for
from bench.lines import Line, Result, ratios
from floorboard.desk.desk import system_clock
from floorboard.store.connection import connect
from floorboard.store.queries import listing
from floorboard.store.queries.listing import Filter
from terminal import Terminal

MEMORY = Line("memory, board at 1,000,000 tickets", "1,000 tickets", 1.2)
CPU = {
    "board": Line("idle board, processor", "one core", 1.5, " %"),
    "tickets": Line("idle ticket screen, processor", "one core", 1.5, " %"),
}
BYTES = {
    "board": Line("idle board, bytes a second", "–", 400, " B"),
    "tickets": Line("idle ticket screen, bytes a second", "–", 400, " B"),
}
LINES = (MEMORY, *CPU.values(), *BYTES.values())

SECONDS = 60.0
"""A whole minute: every time on the board that counts minutes changes once in it."""

SETTLED = 3.0
"""Seconds after which a board has done everything that it does once."""


@dataclass(slots=True)
class Mark:
    """Where a terminal stands at an instant."""

    at: float
    cpu: float
    output: int


def resting(bench: Bench) -> list[Result]:
    """Boards on both stores and a ticket screen, side by side: what each takes is counted by the
    kernel, so they don't stand in each other's way."""
    memory: dict[int, list[float]] = {MILLION: [], THOUSAND: []}
    cpu: dict[str, list[float]] = {name: [] for name in CPU}
    output: dict[str, list[float]] = {name: [] for name in BYTES}
    rounds = bench.some(0.2)
    stores = {size: bench.store(size) for size in memory}
    fallen: list[int] = []
    bench.say(f"watching idle boards, {rounds} rounds of {SECONDS:.0f} s")
    for _ in range(rounds):
        boards = {size: bench.board(store) for size, store in stores.items()}
        tickets = bench.board(stores[MILLION])
        shown = {"board": boards[MILLION], "tickets": tickets}
        terminals = [*boards.values(), tickets]
        with opened(terminals):
            for terminal in terminals:
                wait_for(terminal, FIRST_FRAME)
            tickets.press("2")
            pump(terminals, SETTLED)
            begun = system_clock()
            before = {name: _mark(terminal) for name, terminal in shown.items()}
            pump(terminals, SECONDS)
            for name, terminal in shown.items():
                then, now = before[name], _mark(terminal)
                cpu[name].append(100 * (now.cpu - then.cpu) / (now.at - then.at))
                output[name].append((now.output - then.output) / (now.at - then.at))
            fallen.append(_due_between(stores[MILLION], begun, system_clock()))
            for size, terminal in boards.items():
                memory[size].append(terminal.memory_mib())
    sizes = f"{median(memory[MILLION]):.0f} / {median(memory[THOUSAND]):.0f} MiB"
    events = f"{' + '.join(map(str, fallen))} tickets fell due meanwhile"
    return [
        Result(MEMORY, ratios(memory[MILLION], memory[THOUSAND]), sizes),
        *(Result(line, cpu[name]) for name, line in CPU.items()),
        *(Result(line, output[name], events) for name, line in BYTES.items()),
    ]


def _due_between(store: Path, start: int, end: int) -> int:
    """How many open tickets fell due: each moves a list, which is work and output too."""
    with closing(connect(store, read_only=True)) as db:
        return listing.count(db, Filter(due_from=start, due_before=end))


def _mark(terminal: Terminal) -> Mark:
    return Mark(time.perf_counter(), terminal.cpu_seconds(), len(terminal.raw))
