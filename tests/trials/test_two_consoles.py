"""Consoles on one store work on the same tickets: nothing is lost, nothing overwritten unseen."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from trials.evidence import Said, check_versions, examine, now_in, of_console
from trials.running import go, start

SHARED = 2
"""Tickets that both edit: few, so that they often meet."""


def run(
    path: Path, names: tuple[str, ...], kind: str, often: int, numbers: list[int]
) -> tuple[dict[str, Said], Counter[str], float]:
    """Let consoles work to their end; what each said, what was refused, and the seconds."""
    consoles = [start(path, name, kind, often, name, numbers) for name in names]
    started = time.monotonic()
    go(consoles)
    told = [console.communicate()[0].splitlines() for console in consoles]
    took = time.monotonic() - started
    assert [console.returncode for console in consoles] == [0] * len(names)
    said = {name: Said() for name in names}
    refused: Counter[str] = Counter()
    for name, lines in zip(names, told, strict=True):
        for line in lines:
            said[name].hear(line)
            what, *facts = json.loads(line)
            if what in ("stale", "refused"):
                refused[what] += facts[0]
    return said, refused, took


@pytest.mark.soak
def test_no_edit_of_two_consoles_is_lost(floor: Path, count: Callable[[int, int], int]) -> None:
    edits = count(60, 500)
    before = now_in(floor)
    shared = before.numbers[-SHARED:]
    said, refused, took = run(floor, ("left", "right"), "edits", edits, shared)

    written = examine(floor, before)
    for name, each in said.items():  # every acknowledged deed, under its number, and no other
        assert len(each.versions) == edits
        assert len(each.entries) == edits + edits // 4
        assert of_console(floor, name) == each.entries
    assert check_versions([*said.values()], written) == 2 * edits
    assert refused["stale"] > 0, "the two never met: this run has shown nothing"
    print(
        f"two consoles: {2 * edits} edits and {2 * (edits // 4)} notes acknowledged in {took:.1f} s"
        f" on {SHARED} tickets, {refused['stale']} refused as stale and made again;"
        " 0 lost, 0 overwritten"
    )


@pytest.mark.soak
def test_no_deed_of_three_consoles_is_lost(floor: Path, count: Callable[[int, int], int]) -> None:
    tries = count(80, 3000)
    before = now_in(floor)
    said, refused, took = run(floor, ("one", "two", "three"), "deeds", tries, before.numbers)

    written = examine(floor, before)
    for name, each in said.items():
        assert of_console(floor, name) == each.entries
    seen = check_versions([*said.values()], written)
    done = sum(len(each.entries) for each in said.values())
    kinds = {action for each in said.values() for _, action, _ in each.entries}
    assert refused["stale"] > 0, "they never met: this run has shown nothing"
    assert len(kinds) > 15
    print(
        f"three consoles: {3 * tries} deeds tried in {took:.1f} s, {done} of {len(kinds)} kinds"
        f" done, {refused['refused']} not possible, {refused['stale']} refused as stale;"
        f" {seen} done to what was seen, no two to the same; 0 lost, 0 illegal"
    )
