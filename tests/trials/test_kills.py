"""Processes are killed in the middle: what was acknowledged is there, and nothing is half done.

A kill takes the process and leaves the machine; what a power cut does is the journal mode's matter.
"""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

import escalating
from floorboard.desk import escalations, sample
from floorboard.desk.desk import Desk
from floorboard.domain.ticket import NEVER
from floorboard.store import health
from trials.evidence import NOW, Said, check_versions, examine, now_in, unsaid
from trials.running import Nursery

MOMENT = 0.12
"""A console is killed within this many seconds after its first word."""

Count = Callable[[int, int], int]


@pytest.mark.soak
def test_whatever_was_acknowledged_outlives_a_kill(floor: Path, count: Count) -> None:
    kills = count(16, 1000)
    start = now_in(floor)
    random = Random("kills")
    said: list[Said] = []
    left_unsaid = writing = 0
    nurseries = [Nursery(floor, name, start.numbers) for name in ("left", "right")]
    for nursery in nurseries:
        nursery.begin(f"{nursery.name} 0")
    try:
        for number in range(kills):  # one is killed while the other one works
            nursery = nurseries[number % 2]
            name = nursery.name
            time.sleep(random.random() * MOMENT)
            said.append(nursery.kill())
            writing += under_way(floor)
            left_unsaid += unsaid(floor, name, said[-1])
            if number % 50 == 49:
                examine(floor, start)
            nursery.begin(f"{name.split()[0]} {number + 1}")
        for nursery in nurseries:
            said.append(nursery.kill())
            left_unsaid += unsaid(floor, nursery.name, said[-1])
    finally:
        for nursery in nurseries:
            nursery.close()
    written = examine(floor, start)
    check_versions(said, written)
    done = [entry for each in said for entry in each.entries]
    kinds = Counter(action for _, action, _ in done)
    assert len(done) >= kills
    assert len(done) + left_unsaid == len(written)
    raised = raise_the_rest(floor)
    examine(floor, start)
    print(
        f"kills: {kills + 2} on two consoles, {writing} of them while a write was under way;"
        f" {len(done)} deeds of {len(kinds)} kinds were acknowledged and are there,"
        f" {left_unsaid} more were done and not yet said; {raised} rungs raised;"
        " 0 deeds lost, 0 half done, 0 rungs lost or doubled, the journal verifies"
    )


def raise_the_rest(floor: Path) -> int:
    """Raise every rung that will ever fall due, as the tickets stand now; how many there are."""
    desk = Desk.open(floor, console="last")
    with desk.store.reading() as db:
        latest = db.execute("SELECT max(next_rung_at) FROM ticket WHERE next_rung_at < ?", (NEVER,))
        now = (latest.fetchone()[0] or escalating.NOW) + 60 * escalating.DAY
    desk.clock = lambda: now
    escalations.raise_due(desk)
    with desk.store.reading() as db:
        assert db.execute("SELECT min(next_rung_at) FROM ticket").fetchone() == (NEVER,)
        raised = int(db.execute("SELECT count(*) FROM escalation").fetchone()[0])
    desk.close()
    return raised


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
