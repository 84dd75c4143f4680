"""Which language the command line speaks, click's own words included."""

from __future__ import annotations

import gettext
import os
from typing import TYPE_CHECKING

from floorboard import i18n
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext
from floorboard.resources import data

if TYPE_CHECKING:
    from click import UsageError


def begin() -> None:
    """Speak the environment's language until options and config are read."""
    speak(i18n.named(os.environ.get("FLOORBOARD_LANG", "")) or i18n.preferred())


def speak(language: str) -> None:
    """Speak `language` from now on. Click asks gettext's default domain for its words, so our
    catalogue, which holds them too, is made that domain."""
    i18n.use(language)
    os.environ["LANGUAGE"] = {"zh": "zh_CN"}.get(language, language)
    gettext.bindtextdomain("floorboard", str(data("locale")))
    gettext.textdomain("floorboard")


def usage(error: UsageError) -> str:
    """A wrong usage as one line: what is wrong, and where help is."""
    message = " ".join(error.format_message().split())
    if error.ctx is None:
        return message
    if message[-1] not in ".?。？)）":
        message += "."
    hint = _("Try '{command} {option}' for help.").format(
        command=error.ctx.command_path, option="--help"
    )
    return f"{message} {hint}"


CLICKS_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value!r} is not one of {choices}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("Choose from:\n\t{choices}"),
)
"""What users meet of click's own texts, for the catalogue to hold; those with a plural are in
`_plurals`."""


def _plurals() -> tuple[str, ...]:
    return (
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
        ngettext(
            "Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1
        ),
        ngettext(
            "Option {name!r} requires an argument.",
            "Option {name!r} requires {nargs} arguments.",
            1,
        ),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    )
