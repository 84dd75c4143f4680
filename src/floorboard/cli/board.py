"""Opening the board in this terminal."""

from __future__ import annotations

import sys

import click

from floorboard.cli.invocation import Invocation
from floorboard.i18n import _


def check_terminal() -> None:
    """Refuse to go on where there is no terminal to show the board in."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            _("the board needs a terminal; `floorboard tickets` and other commands don't.")
        )


def open_board(invocation: Invocation) -> int:
    """The board until it is left; the status to leave the program with."""
    check_terminal()
    as_of = invocation.as_of_instant()
    from floorboard.tui.start import run

    return run(invocation.config, invocation.path, as_of)
