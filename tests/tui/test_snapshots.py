"""Pictures of the screens, in both languages, at both sizes, at a frozen instant.

`pytest tests/tui/test_snapshots.py --snapshot-update` draws them anew; look at each before it is
committed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from textual.pilot import Pilot

from console import NOW, ZONE, Console
from floorboard import i18n
from floorboard.config import Config
from floorboard.desk import checklists, escalations
from floorboard.desk.desk import Desk
from floorboard.domain.roster.proposal import solver
from floorboard.domain.roster.proposal.problem import Proposal, RosterProblem
from floorboard.domain.roster.proposal.search import Effort, search
from floorboard.store import journal
from floorboard.store.store import Actor, Store
from floorboard.tui.app import FloorboardApp
from floorboard.tui.live import Live, Opening

SCENES = {
    "board": (),
    "tickets": ("2", "down", "down"),
    "ticket": ("down", "enter"),
    "why": ("down", "w"),
    "duties": ("4",),
    "command": ("colon",),
    "help": ("question_mark",),
    "deeds": ("down", "m"),
    "reply": ("down", "r", *"你好"),
    "new": ("n",),
    "escalations": ("5", "down"),
    "seats": ("colon", *"seats", "enter", "down", "right"),
    "skills": ("colon", *"skills", "enter", "down", "right"),
    "proposal": ("colon", *"propose", "enter", "enter", "down", "enter", "right", "space"),
    "roster": ("3", "right", "down"),
    "month": ("3", "v", "down"),
    "rotas": ("3", "b", "exclamation_mark"),
    "fill": ("3", "exclamation_mark", "f"),
    "attendance": ("colon", *"attendance", "enter", "tab"),
    "overtime": ("colon", *"attendance", "enter", "n"),
    "handbook": ("colon", *"handbook", "enter", *("down",) * 4, "enter", "down"),
    "risks": ("colon", *"risks", "enter", "down"),
    "lists": ("colon", *"lists", "enter", "down", "tab"),
}

SIZES = {"wide": (120, 40), "narrow": (80, 24)}

TWO = {("wide", "en"), ("narrow", "zh")}
ENOUGH = {"attendance": TWO, "overtime": TWO, "handbook": TWO, "risks": TWO, "lists": TWO}
"""Where fewer pictures say enough: of which size, in which language."""

PICTURES = [
    (scene, size, lang)
    for scene in SCENES
    for size in SIZES
    for lang in ("en", "zh")
    if (size, lang) in ENOUGH.get(scene, {(size, lang)})
]


def quick(problem: RosterProblem, effort: Effort) -> Proposal:
    """The same search, short, and the same whatever the machine does."""
    return search(problem, Effort(steps=2_000, progress=effort.progress))


def escalated(floor: Path, copy: Path) -> Path:
    """A copy of the floor in which what has fallen due is raised."""
    desk = copied(floor, copy, NOW)
    escalations.raise_due(desk)
    desk.close()
    return copy


def listed(floor: Path, copy: Path) -> Path:
    """A copy of the floor with lists that were started two hours ago."""
    desk = copied(floor, copy, NOW - 2 * 3600)
    number = checklists.start(desk, "emergency", project_id=1, ticket_id=7, owner_id=1)
    checklists.start(desk, "system-upgrade", change="CR-2026-11", owner_id=2)
    found = checklists.one(desk, number)
    assert found is not None
    checklists.done(desk, found.items[0].id, note="B 厅 12 个座席断线")
    checklists.done(desk, found.items[1].id)
    checklists.done(desk, found.items[3].id, value=4)
    checklists.waive(desk, found.items[4].id, None, "主任在现场")
    desk.close()
    return copy


def copied(floor: Path, copy: Path, now: int) -> Desk:
    """A desk at a copy of the floor, at `now`."""
    for path, to in ((floor, copy), (journal.key_path(floor), journal.key_path(copy))):
        shutil.copyfile(path, to)
    return Desk(Store.open(copy), Actor("console"), lambda: now)


@pytest.mark.parametrize(("scene", "size", "lang"), PICTURES)
def test_picture(
    scene: str,
    size: str,
    lang: str,
    floor: Path,
    tmp_path: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    i18n.use(lang)
    monkeypatch.setattr(solver, "propose", quick)
    if scene == "overtime":  # the form opens although the clock stands still
        monkeypatch.setattr(Desk, "check_clock", lambda desk: None)
    if scene == "escalations":
        floor = escalated(floor, tmp_path / "floor.sqlite")
    if scene == "lists":
        floor = listed(floor, tmp_path / "floor.sqlite")
    desk = Desk(Store.open(floor), Actor("console"), lambda: NOW, frozen=True)
    opening: Future[Opening] = Future()
    opening.set_result(Opening(desk))
    app = FloorboardApp(Live(desk, ZONE), Config(), opening)

    async def act(pilot: Pilot[int]) -> None:
        console = Console(app, pilot, desk)
        await console.settle()
        await console.press(*SCENES[scene])
        await console.settle()

    try:
        assert snap_compare(app, terminal_size=SIZES[size], run_before=act)
    finally:
        desk.close()
        i18n.use("en")
