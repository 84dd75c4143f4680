"""The program itself: its options, and which file holds which command."""

from __future__ import annotations

from importlib import import_module

import click

from floorboard import __version__, i18n
from floorboard.cli.board import check_terminal
from floorboard.cli.command import Group, option
from floorboard.cli.invocation import Invocation, begin
from floorboard.cli.language import speak
from floorboard.domain.problem import N_

COMMANDS = {
    "tickets": "tickets",
    "overdue": "tickets",
    "ticket": "ticket",
    "customer": "customer",
    "journal": "journal",
    "undo": "journal",
    "redo": "journal",
    "search": "search",
    "oncall": "oncall",
    "roster": "roster",
    "escalations": "escalations",
    "escalation": "escalations",
    "duties": "duties",
    "duty": "duty",
    "handbook": "handbook",
    "risks": "risks",
    "handover": "handover",
    "report": "report",
    "complaints": "complaints",
    "calendar": "calendar",
    "policy": "policy",
    "people": "people",
    "projects": "projects",
    "seats": "seats",
    "attendance": "attendance",
    "overtime": "overtime",
    "notify": "notify",
    "import": "imports",
    "new": "floor",
    "demo": "demo",
    "backup": "backup",
    "restore": "backup",
    "doctor": "doctor",
    "config": "settings",
}
"""Each command and its file, which is imported when the command is used."""


class Language(click.Choice[str]):
    """One that we speak, also as environments name it: `zh_CN.UTF-8`, `en-US`."""

    def __init__(self) -> None:
        super().__init__([*i18n.LANGUAGES])

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(i18n.named(value) or value, param, ctx)


class Root(Group):
    """The group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = import_module(f"floorboard.cli.{COMMANDS[cmd_name]}").commands[
            cmd_name
        ]
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        speak(value)
    return value


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"floorboard {__version__}")
        ctx.exit()


@click.group(
    "floorboard",
    cls=Root,
    invoke_without_command=True,
    help=N_(
        "The board of a support floor: what is overdue, who is on call, what must be checked.\n"
        "\n"
        "Without a command it opens the board in this terminal."
    ),
)
@option(
    "--store",
    metavar="PATH|URL",
    help=N_("The store to work on (FLOORBOARD_STORE); by default one in your data directory."),
)
@option(
    "--lang",
    type=Language(),
    is_eager=True,
    callback=_speak,
    help=N_("The language to speak (FLOORBOARD_LANG); by default the environment's."),
)
@option(
    "--as-of",
    metavar="INSTANT",
    help=N_("Look from this instant: ISO 8601, or a wall time in the centre's zone."),
)
@option(
    "--as",
    "who",
    metavar="WHO",
    help=N_("Sign in as this person (FLOORBOARD_AS), with the PIN from FLOORBOARD_PIN or asked."),
)
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=N_("Print the version and leave."),
)
@click.pass_context
def floorboard(
    ctx: click.Context, store: str | None, lang: str | None, as_of: str | None, who: str | None
) -> Invocation | None:
    ctx.obj = begin(store, lang, as_of, who)
    if ctx.invoked_subcommand is not None:
        return None
    check_terminal()
    invocation: Invocation = ctx.obj
    return invocation
