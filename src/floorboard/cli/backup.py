"""`backup` and `restore`: copies of the store."""

from __future__ import annotations

from pathlib import Path

import click

from floorboard.cli.command import argument, command, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_lines
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _

PATH = click.Path(path_type=Path)


@command(
    "backup",
    N_(
        "Copy the store and its journal's key to DESTINATION.\n"
        "\n"
        "The store may be in use meanwhile. The copy is proved before it gets its name. Into a"
        " folder, the copy is named for the store and the time."
    ),
)
@argument("destination", type=PATH, metavar="DESTINATION", help=N_("A new file, or a folder."))
@click.pass_obj
def back_up(invocation: Invocation, destination: Path) -> None:
    from datetime import UTC, datetime

    from floorboard.store import backup

    source = invocation.path
    if not source.exists():
        raise Problem(N_("there is no store here"), where=str(source))
    target = destination.expanduser()
    if target.is_dir():
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        target = target / f"{source.stem}-{stamp}{source.suffix}"
    backup.copy(source, target)
    print_lines([clean_line(_("backed up to {path}").format(path=target))])


@command(
    "restore",
    N_(
        "Make the store a copy of the backup SOURCE.\n"
        "\n"
        "The backup is proved first. With --force it takes an existing store's place, of which a"
        " copy is kept beside it. Consoles that are open show the restored store."
    ),
)
@argument("source", type=PATH, metavar="SOURCE", help=N_("A file that `backup` has made."))
@option("--force", is_flag=True, help=N_("Replace the store that is there."))
@click.pass_obj
def bring_back(invocation: Invocation, source: Path, force: bool) -> None:
    from floorboard.desk.desk import system_clock
    from floorboard.store.restore import restore

    target = invocation.path
    kept = restore(source.expanduser(), target, system_clock(), replace=force)
    lines = [_("restored {path}").format(path=target)]
    if kept is not None:
        lines.append(_("the store that was there is kept as {path}").format(path=kept))
    print_lines(map(clean_line, lines))


commands = {"backup": back_up, "restore": bring_back}
