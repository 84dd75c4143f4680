"""The shift handover, from the draft to the countersignature (rules.md, *Handover*)."""

from floorboard.desk.handover.after import amend, verify
from floorboard.desk.handover.agreeing import acknowledge, answer, ask, summarise
from floorboard.desk.handover.beginning import begin
from floorboard.desk.handover.offering import (
    Incomplete,
    MajorIncident,
    offer,
    pass_on,
    stand_in,
    withdraw,
)
from floorboard.desk.handover.reading import (
    Responsible,
    compare,
    current,
    listed,
    one,
    responsible,
    responsible_within,
)
from floorboard.desk.handover.reminding import Due, Reminder, raise_overdue, reminder, rungs
from floorboard.desk.handover.saving import save, save_missing
from floorboard.desk.handover.signing import countersign, hand_over, take_over
from floorboard.desk.handover.writing import StaleSection, add, clear, drop, edit, write
from floorboard.domain.handover.look import Look

__all__ = [
    "Due",
    "Incomplete",
    "Look",
    "MajorIncident",
    "Reminder",
    "Responsible",
    "StaleSection",
    "acknowledge",
    "add",
    "amend",
    "answer",
    "ask",
    "begin",
    "clear",
    "compare",
    "countersign",
    "current",
    "drop",
    "edit",
    "hand_over",
    "listed",
    "offer",
    "one",
    "pass_on",
    "raise_overdue",
    "reminder",
    "responsible",
    "responsible_within",
    "rungs",
    "save",
    "save_missing",
    "stand_in",
    "summarise",
    "take_over",
    "verify",
    "withdraw",
    "write",
]
