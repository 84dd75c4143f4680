"""`make bench`: the program's speed as ratios against floors measured in the same run.

Every figure of the table is taken in rounds: floor and program in turn, on the same machine in the
same seconds, one ratio a round, then the median of the rounds. Absolute times stand aside, because
they say more about the machine than about the program.

The exit status is 0 when everything could be measured, 1 when something could not. A line over its
limit is marked, and fails the run only with `--strict`: a busy machine is no fault of the code.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # As for any installed program; a start without bytecode costs several times as much.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    sys.exit(import_module("bench.command").main(sys.argv[1:]))
