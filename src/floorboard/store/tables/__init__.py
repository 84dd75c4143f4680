"""The tables, with the constraints that hold whatever program writes them.

Instants are whole seconds since the epoch, UTC. Choices are CHECKed against the domain's words.
Importing this package registers every table in `metadata`.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from floorboard.store.tables.attendance import Attendance, Overtime
from floorboard.store.tables.columns import NAMING
from floorboard.store.tables.duties import Checklist, ChecklistItem, Duty, DutyCheck
from floorboard.store.tables.escalations import (
    Escalation,
    EscalationNote,
    EscalationPerson,
    Notification,
)
from floorboard.store.tables.handover import (
    Handover,
    HandoverAcknowledgement,
    HandoverAddendum,
    HandoverItem,
    HandoverQuestion,
    HandoverRung,
    HandoverRungPerson,
    HandoverSection,
    HandoverSignature,
)
from floorboard.store.tables.people import (
    Credential,
    Customer,
    Person,
    Project,
    ProjectSkill,
    SignInFailure,
)
from floorboard.store.tables.record import (
    Calendar,
    Journal,
    JournalHead,
    JournalTicket,
    Policy,
    SearchMark,
    Setting,
)
from floorboard.store.tables.reviews import ProjectReview
from floorboard.store.tables.roster import (
    CoverNeed,
    Leave,
    Rota,
    RotaLayer,
    RotaMember,
    RotaOverride,
    RotaSchedule,
    RotaScheduleTurn,
    RotaSwap,
    RotaTurn,
    Shift,
)
from floorboard.store.tables.seats import Seat, Sitting
from floorboard.store.tables.tickets import Ticket, TicketCount, TicketEvent, TicketLink

metadata = SQLModel.metadata

__all__ = [
    "NAMING",
    "Attendance",
    "Calendar",
    "Checklist",
    "ChecklistItem",
    "CoverNeed",
    "Credential",
    "Customer",
    "Duty",
    "DutyCheck",
    "Escalation",
    "EscalationNote",
    "EscalationPerson",
    "Handover",
    "HandoverAcknowledgement",
    "HandoverAddendum",
    "HandoverItem",
    "HandoverQuestion",
    "HandoverRung",
    "HandoverRungPerson",
    "HandoverSection",
    "HandoverSignature",
    "Journal",
    "JournalHead",
    "JournalTicket",
    "Leave",
    "Notification",
    "Overtime",
    "Person",
    "Policy",
    "Project",
    "ProjectReview",
    "ProjectSkill",
    "Rota",
    "RotaLayer",
    "RotaMember",
    "RotaOverride",
    "RotaSchedule",
    "RotaScheduleTurn",
    "RotaSwap",
    "RotaTurn",
    "SearchMark",
    "Seat",
    "Setting",
    "Shift",
    "SignInFailure",
    "Sitting",
    "Ticket",
    "TicketCount",
    "TicketEvent",
    "TicketLink",
    "metadata",
]
