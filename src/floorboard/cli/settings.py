"""`config`: where things are, and what is in force."""

from __future__ import annotations

import click

from floorboard.cli.command import command, json_option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines
from floorboard.config import config_path, state_dir
from floorboard.domain.problem import N_
from floorboard.i18n import _, language
from floorboard.reports.table import Column, table


@command("config", N_("Show where the program keeps things, and the settings in force."))
@json_option
@click.pass_obj
def show_config(invocation: Invocation, as_json: bool) -> None:
    from floorboard.domain.handover.archive import Archive

    config, file = invocation.config, config_path()
    archive = config.handover or Archive()
    settings = {
        "store": invocation.store,
        "lang": config.lang,
        "console": config.console,
        "bell": config.bell,
        "poll_seconds": config.poll_seconds,
        "lock_minutes": config.lock_minutes,
        "notify.command": config.notify.command,
        "notify.webhook": config.notify.webhook,
        "handover.directory": archive.directory,
        "handover.formats": list(archive.formats),
        "handover.languages": list(archive.languages),
        "keys": dict(config.keys),
    }
    places = {
        "config": str(file),
        "config_exists": file.exists(),
        "log": str(state_dir() / "floorboard.log"),
    }
    if as_json:
        print_json({**places, "language": language(), "settings": settings})
        return
    none = _("(none yet)")
    rows = [
        (_("config file"), places["config"] if file.exists() else f"{file} {none}"),
        (_("log"), places["log"]),
        *((name, _shown(value)) for name, value in settings.items() if name != "keys"),
        *((f"keys.{action}", key) for action, key in config.keys.items()),
    ]
    print_lines(table([Column(_("Setting")), Column(_("Value"))], rows))


commands = {"config": show_config}


def _shown(value: object) -> object:
    return ", ".join(value) if isinstance(value, list) else value
