"""Two leads sign at once, and consoles are killed at every step: nobody signs twice, no record is
half signed, and no word that was saved is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

import deeds
import relieving
from floorboard.desk import handover
from floorboard.domain.handover.record import Record, Section, Side, State
from floorboard.store import health
from floorboard.store.queries import handover as queries

Count = Callable[[int, int], int]

LEADS = Path(__file__).with_name("leads.py")
SOON = 0.03
"""Seconds until both begin: by then both have read when."""

LONGEST = 0.5
"""A console is killed within so many seconds."""

Program = subprocess.Popen[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return relieving.make(tmp_path / "floor.sqlite")


@contextmanager
def lead(path: Path, name: str, kind: str) -> Iterator[Program]:
    with subprocess.Popen(
        [sys.executable, str(LEADS), str(path), name, kind],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(LEADS.parents[1]), *sys.path])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as found:
        assert heard(found) == ["ready"]
        yield found
        assert found.stdin is not None
        found.stdin.close()


def tell(program: Program, *words: object) -> None:
    assert program.stdin is not None
    program.stdin.write(" ".join(map(str, words)) + "\n")
    program.stdin.flush()


def heard(program: Program) -> list[Any]:
    assert program.stdout is not None
    line = program.stdout.readline()
    assert line, "it ended"
    return list(json.loads(line))


@pytest.mark.soak
def test_two_signatures_at_once(path: Path, count: Count) -> None:
    races = count(12, 300)
    desk = relieving.opened(path, relieving.LI)
    came: Counter[str] = Counter()
    with lead(path, "left", "sign") as left, lead(path, "right", "sign") as right:
        for race in range(races):
            number = relieving.ready(desk)
            sides = (
                (Side.OUTGOING, Side.OUTGOING),
                (Side.OUTGOING, Side.INCOMING),
                (Side.INCOMING, Side.INCOMING),
            )[race % 3]
            if sides[0] is Side.INCOMING:
                tell(left, Side.OUTGOING, number, 0)
                assert heard(left) == ["signed"]
            start = time.time() + SOON
            for program, side in zip((left, right), sides, strict=True):
                tell(program, side, number, start)
            said = sorted(heard(program)[0] for program in (left, right))
            came[" ".join(said)] += 1
            found = relieving.record(desk, number)
            check(found)
            if sides[0] is sides[1]:
                assert said == ["refused", "signed"], "one of them, never both, never none"
            else:
                assert "signed" in said, "the outgoing lead could"
            if found.state is not State.ACCEPTED:
                tell(left, Side.INCOMING, number, 0)
                assert heard(left) == ["signed"]
            check(relieving.record(desk, number))
    assert [each.sound for each in handover.verify(desk)] == [True] * races
    deeds.check(desk)
    desk.close()
    assert health.examine(path).sound
    print(f"{races} races of two signatures: {dict(came)}; no side twice, nobody twice")


def check(found: Record) -> None:
    """No side twice, nobody twice, none half done."""
    sides = [each.side for each in found.signatures]
    people = [each.person_id for each in found.signatures]
    assert len(set(sides)) == len(sides)
    assert len(set(people)) == len(people)
    both = set(sides) >= {Side.OUTGOING, Side.INCOMING}
    assert both == (found.state is State.ACCEPTED)
    assert found.state is not State.DRAFT or not sides
    assert (found.content == "") == (found.state is State.DRAFT)


@pytest.mark.soak
def test_consoles_are_killed_at_every_step(path: Path, count: Count) -> None:
    kills = count(10, 200)
    random = Random("handover")
    steps: Counter[str] = Counter()
    stood: Counter[str] = Counter()
    words = 0
    desk = relieving.opened(path)
    with lead(path, "mortal", "hand") as program:
        for _ in range(kills):
            tell(program, random.random() * LONGEST)
            written: dict[tuple[int, Section], str] = {}
            last = ""
            while (said := heard(program))[0] != "ended":
                last = said[0] if said[0] == "wrote" else said[1]
                steps[last] += 1
                if said[0] == "wrote":
                    written[int(said[1]), Section(said[2])] = said[3]
                    words += 1
            assert said == ["ended", -signal.SIGKILL], "it went on from there"
            with desk.store.reading() as db:
                found = queries.open_one(db)
            stood["nothing open" if found is None else found.state] += 1
            if found is not None:
                check(found)
            lost = [
                body
                for (number, section), body in written.items()
                if relieving.record(desk, number).written(section).body != body
            ]
            # the last one may have been written over by a word that wasn't said yet
            assert len(lost) <= (last == "wrote"), "a saved word is there"
    accepted = handover.verify(desk)
    assert all(each.sound for each in accepted)
    for each in accepted:
        check(relieving.record(desk, each.number))
    deeds.check(desk)
    desk.close()
    assert health.examine(path).sound
    print(
        f"{kills} kills: {len(accepted)} handovers accepted, {words} words saved and all there;"
        f" killed while the record was {dict(stood)}; steps {dict(steps)}; none half signed"
    )
