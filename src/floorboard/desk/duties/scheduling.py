"""The schedules in force: loaded from a file, printed as one, set going and stopped.

What is on record goes by a schedule's code. A change holds from now on: checks that nobody has
begun and that aren't due yet are made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from floorboard.desk.desk import Desk
from floorboard.desk.duties.making import ensure
from floorboard.desk.rule_files import read_text
from floorboard.domain.problem import N_, Problem
from floorboard.resources import data
from floorboard.store.queries import duties as queries
from floorboard.store.views.duties import StoredSchedule

if TYPE_CHECKING:
    from floorboard.domain.duties.schedule import Schedule
    from floorboard.store.store import Deed

SHIPPED = "centre.toml"
"""The file in `data/duties` with the schedules that come with the program."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did, by the schedules' codes."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    stopped: tuple[str, ...]
    """What the file doesn't have; its record stays."""
    same: int
    """How many are as they were."""


def schedules(desk: Desk) -> list[StoredSchedule]:
    """All schedules, those too that are stopped."""
    with desk.store.reading() as db:
        return queries.schedules(db, active=False)


def load(desk: Desk, path: Path | None = None) -> Loaded:
    """Put the schedules in the file at `path` in force, else those that come with the program.

    Those that the file doesn't have are stopped. Raises `Problem` with the line for a mistake.
    """
    from floorboard.desk import handbook
    from floorboard.exchange.schedules import read_schedules

    wanted = shipped()
    if path is not None:
        duties = handbook.duty_ids(handbook.in_force(desk))
        wanted = read_schedules(read_text(path), str(path), duties)
    ensure(desk)  # what was due before is made by what held before
    with desk.deed("rules.loaded", "schedules") as deed:
        done = put(deed, wanted)
        if not (done.added or done.changed or done.stopped):
            deed.withdraw()
        deed.after.update(
            added=list(done.added), changed=list(done.changed), stopped=list(done.stopped)
        )
    ensure(desk)
    return done


@lru_cache(maxsize=1)
def shipped() -> tuple[Schedule, ...]:
    """The schedules that come with the program."""
    from floorboard.desk import handbook
    from floorboard.exchange.schedules import read_schedules

    duties = handbook.duty_ids(handbook.compiled(()))
    return read_schedules(data("duties", SHIPPED).read_text("utf-8"), SHIPPED, duties)


def put(deed: Deed, wanted: tuple[Schedule, ...]) -> Loaded:
    """Keep these schedules and stop all others."""
    db = deed.db
    there = {each.schedule.code: each for each in queries.schedules(db, active=False)}
    added: list[str] = []
    changed: list[str] = []
    for schedule in wanted:
        found = there.pop(schedule.code, None)
        if found is not None and found.active and found.schedule == schedule:
            continue
        (changed if found else added).append(schedule.code)
        _keep(deed, schedule, active=True)
    stopped = [each for each in there.values() if each.active]
    for each in stopped:
        _keep(deed, each.schedule, active=False)
    codes = tuple(each.schedule.code for each in stopped)
    same = len(wanted) - len(added) - len(changed)
    return Loaded(tuple(added), tuple(changed), codes, same)


def text(desk: Desk) -> str:
    """The schedules in force as a file to edit and load."""
    from floorboard.exchange.schedule_writing import write_schedules

    return write_schedules([each.schedule for each in schedules(desk) if each.active])


def set_active(desk: Desk, code: str, active: bool) -> bool:
    """Set a schedule going, from now on, or stop it; whether that changed anything."""
    ensure(desk)
    with desk.deed("rules.loaded", f"schedule/{code}") as deed:
        stored = {each.schedule.code: each for each in queries.schedules(deed.db, active=False)}
        found = stored.get(code)
        if found is None:
            raise unknown(code)
        if found.active == active:
            deed.withdraw()
            return False
        _keep(deed, found.schedule, active=active)
        deed.before["usable"], deed.after["usable"] = not active, active
    ensure(desk)
    return True


def unknown(code: str) -> Problem:
    """That no schedule has this code."""
    return Problem(
        N_("there is no duty with the code {code}"),
        code=code,
        fix=N_("`floorboard duty schedules` shows all of them"),
    )


def _keep(deed: Deed, schedule: Schedule, *, active: bool) -> None:
    queries.forget_untouched(deed.db, schedule.code, deed.at)
    queries.put_schedule(deed.db, schedule, active=active, made_until=deed.at)
