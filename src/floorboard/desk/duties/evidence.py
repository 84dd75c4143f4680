"""What somebody who has done a duty gives: a note, a number, a file's name."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from floorboard.desk import intake
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.problem import N_, Problem

MOST = 10**12
"""A number is below it."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given, cleaned."""

    note: str
    value: float | None
    file: str


def given(note: str, value: float | None, file: str) -> Given:
    """What somebody typed, taken in; a `Problem` for what is too long or no count."""
    if value is not None and not 0 <= value < MOST:  # NaN is neither
        raise Problem(N_("{value} is no count"), value=value, fix=N_("Give a number from 0 on"))
    return Given(
        intake.text(note, N_("the note"), intake.NOTE_LIMIT),
        value,
        intake.line(file, N_("the file's name")),
    )


def reason(written: str) -> str:
    """Why something needn't be done, taken in."""
    kept = intake.text(written, N_("the reason"), intake.NOTE_LIMIT)
    return intake.filled(kept, N_("the reason"))


def demand(duty: str, asked: Evidence, found: Given) -> None:
    """Raise a `Problem` unless `found` has what `duty` asks for."""
    if asked is Evidence.NOTE and not found.note:
        raise Problem(N_("{duty} needs a note"), duty=duty, fix=N_("Say how it stands"))
    if asked is Evidence.NUMBER and found.value is None:
        raise Problem(N_("{duty} needs a number"), duty=duty, fix=N_("Say how many"))
    if asked is Evidence.FILE and not found.file:
        raise Problem(N_("{duty} needs a file's name"), duty=duty, fix=N_("Say where it is kept"))
    if asked is not Evidence.NUMBER and found.value is not None:
        raise Problem(N_("{duty} asks for no number"), duty=duty, fix=N_("Leave it out"))


def read_value(text: str) -> float:
    """The number that somebody typed; a `Problem` for anything else."""
    written = unicodedata.normalize("NFKC", text).strip().replace("_", "?")
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Problem(
            N_("{text} is no number"),
            text=repr(text),
            fix=N_("Write it like this: {examples}"),
            examples="17, 12.5",
        )
    return value
