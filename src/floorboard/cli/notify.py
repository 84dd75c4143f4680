"""`notify`: send what waits to be told outside, from a timer where no board is open."""

from __future__ import annotations

import click

from floorboard.cli.command import command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext


@command(
    "notify",
    N_(
        "Raise what has fallen due and tell it by the way that [notify] in the config names.\n"
        "\n"
        "An open board does both by itself. What doesn't arrive is kept and tried again."
    ),
)
@json_option
@click.pass_obj
def notify(invocation: Invocation, as_json: bool) -> None:
    from floorboard.desk import escalations, notifying
    from floorboard.store.queries import notifications

    way = invocation.config.notify
    if not way:
        raise Problem(
            N_("the config names no way to notify anybody"),
            where=str(invocation.config.file or ""),
            fix=N_("Give it a [notify] table with a command or a webhook"),
        )
    with invocation.desk() as desk:
        desk.check_clock()
        escalations.raise_due(desk)
        sent = notifying.deliver(desk, way)
        with desk.store.reading() as db:
            queue = notifications.queue(db)
    if as_json:
        print_json({"sent": sent.sent, "failed": sent.failed, "waiting": queue.waiting})
    else:
        told = ngettext("{count} notice sent", "{count} notices sent", sent.sent)
        waits = ngettext("{count} waits", "{count} wait", queue.waiting)
        line = _("{sent}, {waits}").format(
            sent=told.format(count=sent.sent), waits=waits.format(count=queue.waiting)
        )
        print_lines([line])
    if sent.problem is not None:
        raise sent.problem


commands = {"notify": notify}
