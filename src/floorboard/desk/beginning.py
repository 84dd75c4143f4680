"""The first run: a floor that begins with another system's tickets."""

from __future__ import annotations

import socket
from pathlib import Path

from floorboard.desk import floor, imports
from floorboard.desk.desk import Desk
from floorboard.desk.imports import ImportReport, Options, Progress
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.wall_clock import ZoneNeeded
from floorboard.store.draft import draft
from floorboard.store.store import Actor


def with_tickets(
    path: Path, now: Instant, file: Path, *, zone: str, progress: Progress | None = None
) -> ImportReport:
    """Make a floor in `zone` at `path` with the tickets of `file`, whole or not at all.

    Wall times in the file are the profile's, and where it names no zone, the floor's. Raises
    `Problem` where no row could be read.
    """
    if not file.is_file():
        raise Problem(N_("there is no such file"), where=str(file))
    by = Actor(socket.gethostname())
    with draft(path) as store:
        with store.deed("floor.created", "floor", by, now) as deed:
            floor.furnish(deed, now, name=NAME, name_zh=NAME_ZH, zone=zone)
        desk = Desk(store, by)
        try:
            report = imports.import_tickets(desk, [file], progress=progress)
        except ZoneNeeded:
            report = imports.import_tickets(desk, [file], Options(zone=zone), progress)
        if report.barren:
            raise report.files[0].rejects[0].problem
    return report


NAME, NAME_ZH = "Support centre", "技术支持中心"
"""What a floor is called until somebody says otherwise."""
