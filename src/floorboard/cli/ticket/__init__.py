"""`ticket`: one ticket shown, and everything that is done with tickets."""

from __future__ import annotations

import click

from floorboard.cli.command import Group
from floorboard.cli.ticket import ending, new, passing, shaping, show, talking
from floorboard.domain.problem import N_


class TicketGroup(Group):
    """A group in which a number stands for showing that ticket."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and "--help" not in args[:1] and args[0] not in self.commands:
            self._check(ctx, args)
            args = ["show", *args]
        return super().parse_args(ctx, args)

    def _check(self, ctx: click.Context, args: list[str]) -> None:
        """A slip in a command's name is no ticket's number: those have digits."""
        word = args[0]
        if len(args) > 1 and word.isalpha() and word.isascii():
            raise click.exceptions.NoSuchCommand(word, possibilities=self.commands, ctx=ctx)


ticket = TicketGroup(
    "ticket",
    help=N_(
        "Show a ticket, or do something with it.\n"
        "\n"
        "`ticket NUMBER` is `ticket show NUMBER`. What changes a ticket prints how it stands then;"
        " --json adds its version. Several numbers are one deed, and undone as one."
    ),
)
ticket.add_command(show.show_ticket)
for topic in (new, talking, passing, ending, shaping):
    for each in topic.commands:
        ticket.add_command(each)

commands = {"ticket": ticket}
