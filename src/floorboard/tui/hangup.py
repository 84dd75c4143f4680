"""A terminal that goes away: noticed, and left without writing to it.

The kernel sends SIGHUP and then SIGCONT. Textual answers the second by setting the terminal up
again; its output thread dies of the attempt, and the next writes wait for that thread for ever.
"""

from __future__ import annotations

import signal
import sys
import termios
from types import FrameType

from textual.driver import Driver


def terminal_is_gone() -> bool:
    """Whether standard input no longer is a terminal that answers."""
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ else -1)
    except (termios.error, OSError, ValueError):
        return True
    return False


def ignore_resuming_a_dead_terminal() -> None:
    """Let Textual see a SIGCONT only while there is a terminal to come back to."""
    resume = signal.getsignal(signal.SIGCONT)

    def resume_if_there(number: int, frame: FrameType | None) -> None:
        if callable(resume) and not terminal_is_gone():
            resume(number, frame)

    signal.signal(signal.SIGCONT, resume_if_there)


def write_no_more(driver: Driver) -> None:
    """Drop everything that is still to be written."""
    driver.write = lambda data: None  # type: ignore[method-assign] # the driver offers no switch
    driver.flush = lambda: None  # type: ignore[method-assign] # nor for this
