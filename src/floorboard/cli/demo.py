"""`demo`: a sample floor to try the program on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from floorboard.cli.command import command, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_lines
from floorboard.config import data_dir
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext

SAMPLE = "sample.sqlite"
"""The sample floor's file in the data directory, beside the real floor's."""


@command(
    "demo",
    N_(
        "Make a sample floor and open the board on it.\n"
        "\n"
        "A believable centre around the present moment: 18 people, 6 projects, two languages, a"
        " day's roster, tickets in all states. The same seed gives the same floor."
    ),
)
@option(
    "--tickets",
    type=click.IntRange(0, 10_000_000),
    default=400,
    show_default=True,
    help=N_("How many tickets."),
)
@option("--store", metavar="PATH|URL", help=N_("Where to make it; by default a store of its own."))
@option("--seed", type=int, default=1, show_default=True, help=N_("Another number, another floor."))
@option("--no-open", is_flag=True, help=N_("Make it, and don't open the board."))
@option("--force", is_flag=True, help=N_("Replace the store that is there, and keep it."))
@click.pass_context
def make_sample(
    ctx: click.Context, tickets: int, store: str | None, seed: int, no_open: bool, force: bool
) -> Invocation | None:
    from floorboard.cli.board import check_terminal
    from floorboard.cli.progress import Bar
    from floorboard.desk import sample
    from floorboard.desk.desk import system_clock

    invocation: Invocation = ctx.obj
    if not no_open:
        check_terminal()
    target = invocation.elsewhere(store or _said_before(invocation))
    path = target.path
    now = target.as_of_instant()
    if path.exists() and not force:
        raise Problem(
            N_("there is a store already"),
            where=str(path),
            fix=N_("Open it with `floorboard --store {path}`, or add --force to make it anew"),
            path=path,
        )
    making = ngettext("making {n} ticket", "making {n} tickets", tickets)
    with Bar(making.format(n=f"{tickets:,}")) as bar:
        make = partial(
            sample.make,
            now=system_clock() if now is None else now,
            tickets=tickets,
            seed=seed,
            pin=sample.PIN,
            progress=bar,
        )
        kept = _make_anew(path, make) if path.exists() else make(path)
    lines = [_("made {path}").format(path=path)]
    lines.append(_("everybody on it signs in with the PIN {pin}").format(pin=sample.PIN))
    if kept is not None:
        lines.append(_("the store that was there is kept as {path}").format(path=kept))
    if no_open:
        lines.append(_("open it with: {command}").format(command=f"floorboard --store {path}"))
    print_lines(map(clean_line, lines))
    return None if no_open else target


commands = {"demo": make_sample}


def _said_before(invocation: Invocation) -> str:
    """The store that was named for this run or is configured, else one of the sample's own: a
    first try never takes the real floor's place."""
    if invocation.store_named:
        return invocation.store
    return str(data_dir() / SAMPLE)


def _make_anew(path: Path, make: Callable[[Path], None]) -> Path | None:
    """Make the sample beside the store at `path`, then put it there; where the store is kept."""
    from floorboard.desk.desk import system_clock
    from floorboard.store.journal import key_path
    from floorboard.store.restore import restore

    made = path.with_name(f".{path.name}.anew")
    parts = (made, key_path(made))
    try:
        for left in parts:  # by a process that was killed
            left.unlink(missing_ok=True)
        make(made)
        return restore(made, path, system_clock(), replace=True)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
