"""What is asked before something is ticked, and what the answer to it gives."""

from __future__ import annotations

from typing import TypedDict

from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.problem import N_
from floorboard.i18n import _

QUESTIONS = {
    Evidence.NOTE: N_("{duty}: how does it stand?"),
    Evidence.NUMBER: N_("{duty}: how many?"),
    Evidence.FILE: N_("{duty}: which file is it in?"),
}
"""What each kind of evidence is asked for with; a mere tick needs no words."""


class Given(TypedDict, total=False):
    """What `desk.duties.done` and `desk.checklists.done` take."""

    note: str
    value: float
    file: str


def question(evidence: str, duty: str) -> str | None:
    """What is asked before `duty` is ticked; None where nothing is."""
    words = QUESTIONS.get(Evidence(evidence))
    return None if words is None else _(words).format(duty=duty)


def given(evidence: str, text: str) -> Given:
    """What an answer gives; a `Problem` where a number was asked for and this is none.

    Behind a number a note may stand: `17 two of them in Tibetan`.
    """
    from floorboard.desk import duties

    match Evidence(evidence):
        case Evidence.FILE:
            return {"file": text}
        case Evidence.NUMBER:
            number, _space, note = text.strip().partition(" ")
            if not number:
                return {}  # which the desk says something about
            return {"value": duties.read_value(number), "note": note.strip()}
    return {"note": text}
