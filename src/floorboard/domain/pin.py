"""PINs: what may be one, and how long wrong ones lock it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from floorboard.domain.problem import N_, Problem

SHORTEST, LONGEST = 6, 32
"""Digits of a PIN."""

ATTEMPTS = 5
"""Wrong PINs in a row that lock it."""

FIRST_LOCK, LONGEST_LOCK = 5 * 60, 3600
"""Seconds of the first lock, and of any."""


def read_pin(typed: str) -> str:
    """The digits that were typed, full-width ones too; a PIN is compared and kept like this."""
    return unicodedata.normalize("NFKC", typed.strip())


def check_pin(pin: str) -> None:
    """Raise a `Problem`, which doesn't tell the digits, where `pin` isn't fit to be one."""
    if not (pin.isascii() and pin.isdigit()):
        raise Problem(N_("a PIN consists of digits"), fix=N_("Choose another one"))
    if not SHORTEST <= len(pin) <= LONGEST:
        raise Problem(
            N_("a PIN has {shortest} to {longest} digits"),
            fix=N_("Choose another one"),
            shortest=SHORTEST,
            longest=LONGEST,
        )
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise Problem(
            N_("this PIN would be the first to be guessed: one digit throughout, or a plain run"),
            fix=N_("Choose another one"),
        )


def lock_seconds(wrong: int) -> int:
    """How long so many wrong PINs in a row lock it: from the fifth on 5 minutes, doubling to an
    hour."""
    if wrong < ATTEMPTS:
        return 0
    return min(FIRST_LOCK << min(wrong - ATTEMPTS, 10), LONGEST_LOCK)
