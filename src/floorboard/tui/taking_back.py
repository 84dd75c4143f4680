"""The last deed of this console, taken back or done again, at whichever screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.desk.undoing import Undone


def undo(desk: Desk) -> Undone:
    from floorboard.desk import undoing  # not for the first frame

    return undoing.undo(desk)


def redo(desk: Desk) -> Undone:
    from floorboard.desk import undoing

    return undoing.redo(desk)
