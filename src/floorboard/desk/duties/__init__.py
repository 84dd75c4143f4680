"""Recurring duties: their schedules, the checks that come of them, and what becomes of these."""

from __future__ import annotations

from floorboard.desk.duties.evidence import read_value
from floorboard.desk.duties.making import ensure
from floorboard.desk.duties.ticking import Ticked, done, waive

__all__ = ["Ticked", "done", "ensure", "read_value", "waive"]
