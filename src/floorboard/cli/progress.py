"""A bar on stderr for work that takes a while; silent where stderr isn't a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from floorboard.i18n import _
from floorboard.reports.width import cell_width, fit

EVERY = 0.1
"""Seconds between two drawings."""

WIDTH = 24


class Bar:
    """Call it with how much is done and how much there is (0 if that isn't known; 0 of 0 shows the
    seconds that have passed)."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()
        self._begun = time.monotonic()
        self._next = self._begun + EVERY
        self._drawn = 0

    def stage(self, label: str) -> None:
        """From now on the work is called so; what is counted begins anew."""
        if label != self._label:
            self._label, self._begun = label, time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if not self._shown:
            return
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + EVERY
        rate = _("{n} a second").format(n=f"{done / (now - self._begun):,.0f}")
        if not done and not total:
            line = f"{self._label} … {now - self._begun:.0f} s"
        elif total > 0:
            share = min(done / total, 1.0)
            filled = round(share * WIDTH)
            line = f"{self._label} {'█' * filled}{'░' * (WIDTH - filled)} {share:4.0%}  {rate}"
        else:
            line = f"{self._label} {done:,}  {rate}"
        width = cell_width(line)
        self._write("\r" + fit(line, max(width, self._drawn)))
        self._drawn = width

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away, however the work ended."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")

    @staticmethod
    def _write(text: str) -> None:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()
