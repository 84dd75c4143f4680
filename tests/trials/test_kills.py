"""Processes are killed in the middle: what was acknowledged is there, and nothing is half done.

A kill takes the process and leaves the machine; what a power cut does is the journal mode's matter.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from floorboard.desk import sample
from floorboard.store import health
from trials.evidence import NOW, Edit, examine, titles

CONSOLE = Path(__file__).with_name("console.py")
MOMENT = 0.12
"""A console is killed within this many seconds after its first word."""

Count = Callable[[int, int], int]


@pytest.mark.soak
def test_whatever_was_acknowledged_outlives_a_kill(floor: Path, count: Count) -> None:
    kills = count(12, 200)
    before = titles(floor)
    random = Random("kills")
    edited: set[Edit] = set()
    noted: set[tuple[str, int, str]] = set()
    unsaid = writing = 0
    nursery = subprocess.Popen(
        [sys.executable, CONSOLE, floor, "fork", "0", "kills", *map(str, sorted(before)[-4:])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    assert json.loads(nursery.stdout.readline()) == ["ready"]
    try:
        for number in range(kills):
            name = f"console {number}"
            nursery.stdin.write(f"{name}\n")
            nursery.stdin.flush()
            kind, pid = json.loads(nursery.stdout.readline())
            assert kind == "pid"
            first = nursery.stdout.readline()  # its first edit, so that it is at work
            time.sleep(random.random() * MOMENT)
            os.kill(pid, signal.SIGKILL)
            lines = [first]
            while json.loads(lines[-1])[0] != "ended":
                lines.append(nursery.stdout.readline())
            assert json.loads(lines.pop()) == ["ended", -signal.SIGKILL]
            for kind, *facts in map(json.loads, lines):
                if kind == "edit":
                    edited.add(Edit(name, *facts))
                else:
                    noted.add((name, *facts))
            writing += under_way(floor)
            found = examine(floor, before)
            assert edited <= found.edits
            assert noted <= {(note.console, note.ticket, note.text) for note in found.notes}
            # At most the one deed that was done but not yet said.
            more = len(found.edits) + len(found.notes) - len(edited) - len(noted)
            assert more - unsaid in (0, 1)
            unsaid = more
    finally:
        nursery.stdin.close()
        nursery.wait()
        nursery.stdout.close()
    assert len(edited) >= kills
    print(
        f"kills: {kills}, {writing} of them in the middle of a write; {len(edited)} edits and"
        f" {len(noted)} notes were acknowledged and are there, {unsaid} more were done and not yet"
        " said; 0 lost, 0 half done, the journal verifies"
    )


DEMO = """
import sys
from pathlib import Path
from floorboard.desk import sample

def tell(done, of):
    print(done, flush=True)

print("ready", flush=True)
sample.make(Path(sys.argv[1]), int(sys.argv[2]), tickets=int(sys.argv[3]), progress=tell)
print("made", flush=True)
"""


@pytest.mark.soak
def test_a_demo_killed_half_way_leaves_no_store(tmp_path: Path, count: Count) -> None:
    kills, tickets = count(3, 30), 4000
    random = Random("demo")
    path = tmp_path / "floor.sqlite"
    finished = 0
    for number in range(kills):
        # at the start, when the last ticket is written and the indexes follow, and between
        wanted = (0, tickets, random.randrange(1, tickets))[min(number, 2)]
        with subprocess.Popen(
            [sys.executable, "-c", DEMO, path, str(NOW), str(tickets)],
            stdout=subprocess.PIPE,
            text=True,
        ) as demo:
            assert demo.stdout is not None
            assert demo.stdout.readline() == "ready\n"
            while wanted and int(demo.stdout.readline()) < wanted:
                pass
            time.sleep(random.random() * 0.05)
            demo.kill()
        assert demo.returncode in (-signal.SIGKILL, 0)
        if path.exists():  # the kill came too late: then the store is whole
            found = health.examine(path)
            assert found.sound
            assert sum(found.counted.values()) == tickets
            path.unlink()
            finished += 1
        # A key may be there already: it gets its name just before the store does.
        left = {file.name for file in tmp_path.iterdir()}
        assert left <= {".floor.sqlite.draft", "floor.sqlite.key"}
    sample.make(path, NOW, tickets=50)
    assert {file.name for file in tmp_path.iterdir()} == {"floor.sqlite", "floor.sqlite.key"}
    assert health.examine(path).sound
    print(
        f"demo of {tickets} tickets: killed {kills} times, {finished} of them when it had finished;"
        " 0 half stores left, and it could be made again"
    )


COLUMNS = ("id", "title", "state", "priority", "opened_at", "updated_at", "owner", "customer")


def export(path: Path, rows: int) -> None:
    """A ticket list as another system would write it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for n in range(1, rows + 1):
            day = f"2026-{1 + n % 9:02}-{1 + n % 28:02}"
            facts = (f"INC{n:06}", f"cannot log in {n}", ("open", "closed")[n % 2], 1 + n % 5)
            writer.writerow(
                (*facts, f"{day} 09:00:00", f"{day} 10:00:00", f"agent {n % 20}", f"C{n % 900}")
            )


@pytest.mark.soak
def test_an_import_killed_half_way_leaves_nothing(
    floor: Path, tmp_path: Path, count: Count
) -> None:
    kills, rows = count(3, 25), 20_000
    random = Random("import")
    file = tmp_path / "export.csv"
    export(file, rows)
    before = health.examine(floor)

    store = another(floor, tmp_path / "whole.sqlite")  # to the end, for what it takes and makes
    started = time.monotonic()
    whole = importing(store, file)
    wait_for_its_first_write(whole, store)
    writes_from = time.monotonic() - started
    _, error = whole.communicate()
    took = time.monotonic() - started
    assert whole.returncode == 0, error
    after = health.examine(store)
    assert after.sound
    assert sum(after.counted.values()) == rows + sum(before.counted.values())

    writing = finished = 0
    for number in range(kills):
        store = another(floor, tmp_path / f"killed {number}.sqlite")
        killed = importing(store, file)
        if number % 3:
            wait_for_its_first_write(killed, store)
            time.sleep((took - writes_from) * random.random())
        else:
            time.sleep(took * random.random())
        killed.kill()
        killed.communicate()
        writing += under_way(store)
        found = health.examine(store)
        assert found.sound
        if found.journal_entries > before.journal_entries:  # it had just finished: then whole
            assert found.counted == after.counted
            finished += 1
        else:
            assert found.counted == before.counted
            assert found.journal_head == before.journal_head
    again = importing(store, file)
    again.communicate()
    assert again.returncode == 0
    assert health.examine(store).counted == after.counted
    print(
        f"import of {rows} rows ({took:.1f} s, writing from {writes_from:.1f} s on): killed {kills}"
        f" times, {writing} of them while it wrote, {finished} when it had finished;"
        " 0 left anything half done, and it could be made again"
    )


def importing(store: Path, file: Path) -> subprocess.Popen[str]:
    """The program, importing `file`."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FLOORBOARD")}
    environment |= {f"XDG_{name}_HOME": str(file.parent) for name in ("DATA", "CONFIG", "STATE")}
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "floorboard", "--store", str(store)),
            *("import", "tickets", str(file), "--zone", "UTC"),
        ],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def another(store: Path, path: Path) -> Path:
    """A copy of a store that nobody has open."""
    shutil.copy(store, path)
    shutil.copy(f"{store}.key", f"{path}.key")
    return path


def under_way(store: Path) -> bool:
    """Whether SQLite keeps a log beside the store: a write is under way, or was cut off."""
    return any(store.with_name(f"{store.name}-{log}").exists() for log in ("journal", "wal"))


def wait_for_its_first_write(process: subprocess.Popen[str], store: Path) -> None:
    while process.poll() is None and not under_way(store):
        time.sleep(0.002)
