"""The program's door: the one place where an exception becomes a message and an exit status.

0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys

from floorboard import __version__

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130


def main() -> int:
    """Run the program with the process's arguments; its exit status."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # Before anything is imported: scripts ask for it, and it needs nothing.
        print(f"floorboard {__version__}")
        return DONE
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        return _reader_gone()


def _run(arguments: list[str]) -> int:
    from floorboard.cli import language
    from floorboard.cli.invocation import Invocation

    _end_tidily()
    language.begin()
    try:
        outcome = _command(arguments)
        if isinstance(outcome, Invocation):
            as_of, person = outcome.as_of_instant(), outcome.person_id()
            from floorboard.tui.start import run

            outcome = run(outcome.config, outcome.path, as_of, person)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except Exception as error:
        return _tell(error)
    return outcome if isinstance(outcome, int) else DONE


def _command(arguments: list[str]) -> object:
    """What the command returns: an exit status, or the `Invocation` to open the board on."""
    if not arguments:
        # The plain start doesn't wait for the library that parses options.
        from floorboard.cli.board import check_terminal
        from floorboard.cli.invocation import begin

        check_terminal()
        return begin()
    from floorboard.cli.root import floorboard

    return floorboard.main(arguments, "floorboard", standalone_mode=False)


def _tell(error: Exception) -> int:
    """Say on one line what went wrong; the exit status for it."""
    from floorboard.domain.problem import Problem
    from floorboard.i18n import _, told

    if isinstance(error, Problem):  # one that lies in an option's value is wrong usage
        return _fail(told(error), USAGE if error.where.startswith("--") else FAILED)
    from click.exceptions import Abort, ClickException, NoArgsIsHelpError, UsageError

    from floorboard.cli import language

    if isinstance(error, Abort):  # what click makes of Ctrl-C
        return _stopped()
    if isinstance(error, NoArgsIsHelpError):  # its message is the whole help
        print(error.format_message(), file=sys.stderr)
        return USAGE
    if isinstance(error, UsageError):
        return _fail(language.usage(error), USAGE)
    if isinstance(error, ClickException):
        return _fail(error.format_message(), FAILED)
    text = _("something unexpected went wrong; the details are in {path}")
    return _fail(text.format(path=_log(error)), FAILED)


def _stopped() -> int:
    from floorboard.i18n import _

    return _fail(_("stopped; nothing is left half done"), STOPPED)


def _fail(message: str, status: int) -> int:
    """Say `message` on one line of stderr."""
    from floorboard.domain.plain import clean_line

    line = clean_line(f"floorboard: {message}")
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr)
    return status


def _reader_gone() -> int:
    """Who read our output has left, as `head` does: end quietly, also in the last flush."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _end_tidily() -> None:
    """Let a plain kill run the `finally` blocks, so that no draft of a file is left behind."""
    import signal

    def leave(number: int, frame: object) -> None:
        sys.exit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, leave)


def _log(error: Exception) -> str:
    """Put the traceback into the log; the log's path."""
    import traceback

    from floorboard import log

    try:
        log.write("".join(traceback.format_exception(error)))
    except OSError:
        return f"{type(error).__name__}: {error}"  # nowhere to keep it: at least say what it is
    return str(log.log_path())


if __name__ == "__main__":
    sys.exit(main())
