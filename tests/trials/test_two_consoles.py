"""Two consoles on one store edit the same tickets: nothing is lost, nothing overwritten unseen."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from trials.evidence import Edit, examine, titles

CONSOLE = Path(__file__).with_name("console.py")
SHARED = 2
"""Tickets that both edit: few, so that they often meet."""


@pytest.mark.soak
def test_no_edit_of_two_consoles_is_lost(floor: Path, count: Callable[[int, int], int]) -> None:
    edits = count(60, 500)
    before = titles(floor)
    shared = sorted(before)[-SHARED:]
    names = ("left", "right")
    consoles = [
        subprocess.Popen(
            [sys.executable, CONSOLE, floor, name, str(edits), name, *map(str, shared)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for console in consoles:
        assert console.stdout is not None
        assert json.loads(console.stdout.readline()) == ["ready"]
    started = time.monotonic()
    for console in consoles:
        assert console.stdin is not None
        console.stdin.write("go\n")
        console.stdin.flush()
    told = [console.communicate()[0].splitlines() for console in consoles]
    took = time.monotonic() - started
    assert [console.returncode for console in consoles] == [0, 0]

    edited: list[Edit] = []
    noted: list[tuple[str, int, str]] = []
    stale = 0
    for name, lines in zip(names, told, strict=True):
        for kind, *facts in map(json.loads, lines):
            if kind == "edit":
                edited.append(Edit(name, *facts))
            elif kind == "note":
                noted.append((name, *facts))
            else:
                stale += facts[0]

    found = examine(floor, before)
    assert len(edited) == 2 * edits
    assert len(noted) == 2 * (edits // 4)
    # every acknowledged edit once, under the version it was told, and no other
    assert len(found.edits) == len(edited)
    assert found.edits == set(edited)
    assert sorted((n.console, n.ticket, n.text) for n in found.notes) == sorted(noted)
    assert stale > 0, "the two never met: this run has shown nothing"
    assert sum(edit.version - 1 for edit in newest(found.edits).values()) == len(edited)
    print(
        f"two consoles: {len(edited)} edits and {len(noted)} notes acknowledged in {took:.1f} s on"
        f" {SHARED} tickets, {stale} refused as stale and made again; 0 lost, 0 overwritten"
    )


def newest(edits: frozenset[Edit]) -> dict[int, Edit]:
    """The last edit of each ticket."""
    return {edit.ticket: edit for edit in sorted(edits, key=lambda edit: edit.version)}
