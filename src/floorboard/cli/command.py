"""Commands and options whose help is translated when it is shown, not when it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from floorboard.domain.problem import N_
from floorboard.i18n import _
from floorboard.reports.width import cell_width, wrap

Function = TypeVar("Function", bound=Callable[..., Any])

NUMBER = click.IntRange(1, 2**63 - 1)
"""The number of something in the store, which knows no greater ones."""


class Formatter(click.HelpFormatter):
    """Help wrapped by cells, because Chinese has no blanks to break at and is twice as wide."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in wrap(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n" if line else "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        first = min(max(cell_width(term) for term, _text in rows), col_max) + col_spacing
        indent, hanging = " " * self.current_indent, " " * (self.current_indent + first)
        for term, text in rows:
            room = first - cell_width(term)
            self.write(indent + term + (" " * room if room >= col_spacing else f"\n{hanging}"))
            lines = wrap(text, max(self.width - len(hanging), 20))
            self.write(f"\n{hanging}".join(lines) + "\n")


click.Context.formatter_class = Formatter


class Command(click.Command):
    """A command whose help is a template of the catalogues. Its first line is the summary."""

    def get_short_help_str(self, limit: int = 45) -> str:
        return _(self.help or "").partition("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))


class Group(Command, click.Group):
    """A command with commands of its own; where none of them is named, `default` is meant."""

    def __init__(self, *args: Any, default: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args[:1] == ["--help"] or (args and args[0] in self.commands)
        if self._default and not named:
            args = [self._default, *args]
        return super().parse_args(ctx, args)


class Option(click.Option):
    """An option whose help is a template of the catalogues."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        kept = self.help
        self.help = _(kept or "")
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = kept


class Argument(click.Argument):
    """An argument whose help is a template of the catalogues."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return (self.make_metavar(ctx), _(self.help or ""))


def command(name: str, help: str) -> Callable[[Callable[..., Any]], Command]:
    """Make the function below a command; `help` is marked with `N_`."""
    return click.command(name, cls=Command, help=help)


def group(name: str, help: str) -> Callable[[Callable[..., Any]], Group]:
    """Make the function below a group of commands; `help` is marked with `N_`."""
    return click.group(name, cls=Group, help=help)


def option(*declarations: str, help: str, **more: Any) -> Callable[[Function], Function]:
    """An option; `help` is marked with `N_`."""
    return click.option(*declarations, cls=Option, help=help, **more)


def argument(name: str, help: str, **more: Any) -> Callable[[Function], Function]:
    """An argument; `help` is marked with `N_`."""
    return click.argument(name, cls=Argument, help=help, **more)


json_option = option(
    "--json", "as_json", is_flag=True, help=N_("Print one JSON document instead of text.")
)
as_of_option = option(
    "--as-of",
    metavar="INSTANT",
    help=N_("Look at the floor as it was at this instant, not now."),
)
