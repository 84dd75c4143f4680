"""Where a command gets PINs from: the environment, the terminal, which doesn't show them, or a
line of standard input. Never from an argument, which others see in the list of processes."""

from __future__ import annotations

import os
import sys

from floorboard.domain.pin import check_pin, read_pin
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _

OWN, NEW = "FLOORBOARD_PIN", "FLOORBOARD_NEW_PIN"


def pin_of(who: str) -> str:
    """The PIN that `who` signs in with."""
    return os.environ.get(OWN, "") or _asked(_("PIN of {who}: ").format(who=who), OWN)


def new_pin(who: str) -> str:
    """The PIN that somebody is to get; on a terminal it is typed twice."""
    given = os.environ.get(NEW, "")
    if given:
        return given
    pin = _asked(_("New PIN of {who}: ").format(who=who), NEW)
    if sys.stdin.isatty():
        check_pin(read_pin(pin))  # before it is typed again
        if _asked(_("Once more: "), NEW) != pin:
            raise Problem(N_("these were two different PINs"), fix=N_("Nothing was changed"))
    return pin


def _asked(question: str, variable: str) -> str:
    """What is typed on the terminal, without showing it, or the next line of standard input."""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(question)
    line = sys.stdin.readline().strip()
    if not line:
        from click import UsageError

        text = _("no PIN was given: set {variable}, or give it on a line of standard input.")
        raise UsageError(text.format(variable=variable))
    return line
