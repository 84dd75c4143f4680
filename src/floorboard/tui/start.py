"""From the command to the first frame: the board's data are read while Textual is imported."""

from __future__ import annotations

import gc
import threading
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.config import Config
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.log import log_to_file
from floorboard.tui.live import Live, Opening


def run(
    config: Config, path: Path, as_of: Instant | None = None, person_id: int | None = None
) -> int:
    """Open the board on the store at `path`; where there is none, offer to make one first.

    `person_id` is who has signed in already. Returns the exit status. Raises what ended the
    program, if a fault did.
    """
    if as_of is not None:
        raise Problem(
            N_("the board shows the present alone"),
            fix=N_("`floorboard tickets`, `overdue`, `oncall` and `duties` take --as-of"),
        )
    if not path.exists():
        from floorboard.tui.welcome import welcome

        if not welcome(path):
            return 0
    log_to_file()
    # Nothing of what is imported from here to the first paint is garbage.
    gc.disable()
    desk = Desk.open(path, console=config.console)
    desk.actor = replace(desk.actor, person_id=person_id)
    opening: Future[Opening] = Future()
    reader = threading.Thread(target=_read, args=(desk, opening), daemon=True)
    reader.start()
    try:
        from floorboard.tui import pasted
        from floorboard.tui.app import FloorboardApp

        pasted.install()
        reader.join(timeout=0.25)
        zone = ZoneInfo(opening.result().board.zone if opening.done() else "UTC")
        app = FloorboardApp(Live(desk, zone), config, opening)
        app.run()
        if app.fault is not None:
            raise app.fault
        return app.return_code or 0
    finally:
        desk.close()


def _read(desk: Desk, opening: Future[Opening]) -> None:
    try:
        opening.set_result(Opening(desk))
    except BaseException as error:
        opening.set_exception(error)
