"""The wish to open the board. A command returns it as an `Invocation`, and the program's door
opens the board on it, because commands know nothing of the screen."""

from __future__ import annotations

import sys

from floorboard.i18n import _


def check_terminal() -> None:
    """Refuse to go on where there is no terminal to show the board in."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return
    from click import UsageError

    raise UsageError(
        _("the board needs a terminal; `floorboard tickets` and other commands don't.")
    )
