"""The program with a clock that a test turns: `turned_clock.py FILE …` adds the seconds in FILE."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import SimpleNamespace

from floorboard.__main__ import main
from floorboard.desk import desk

if __name__ == "__main__":
    turned = Path(sys.argv.pop(1))

    def now() -> float:
        """This machine's time, turned on."""
        return time.time() + int(turned.read_text())

    vars(desk)["time"] = SimpleNamespace(time=now)  # all that the desk asks of it
    sys.exit(main())
