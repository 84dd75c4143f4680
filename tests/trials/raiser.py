"""A console that looks for what has fallen due, and makes the day's checks: it starts anew for each
look, and may be killed.

Run as a program, with a store and a name. It prints `ready`; then each line it reads is what time
it is, and after how many seconds to kill the console that looks: 0 lets it end. A look prints what
it raised; `ended` tells how it went. What the program imports is there already, so that hundreds of
restarts take no longer than they must.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

from floorboard.desk import duties, escalations
from floorboard.desk.desk import Desk

LATER = ("floorboard.store.journal", "floorboard.store.search")
"""What the first write would import."""


def say(*words: object) -> None:
    """One whole line at once, so that a kill leaves none half."""
    os.write(1, (json.dumps(words) + "\n").encode())


def look(path: Path, name: str, now: int) -> None:
    """Open the store, raise what is due at `now`, make the checks of its days, and leave."""
    desk = Desk.open(path, console=name)
    desk.clock = lambda: now
    told = escalations.raise_due(desk)
    duties.ensure(desk)
    desk.close()
    say("raised", told.raised, told.backups)


def main() -> None:
    path, name = Path(sys.argv[1]), sys.argv[2]
    for module in LATER:
        import_module(module)
    say("ready")
    for line in sys.stdin:
        now, seconds = line.split()
        child = os.fork()
        if child == 0:
            look(path, name, int(now))
            os._exit(0)
        if float(seconds):
            time.sleep(float(seconds))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
