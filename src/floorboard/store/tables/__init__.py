"""The tables, with the constraints that hold whatever program writes them.

Instants are whole seconds since the epoch, UTC. Choices are CHECKed against the domain's words.
Importing this package registers every table in `metadata`.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from floorboard.store.tables.columns import NAMING
from floorboard.store.tables.duties import Duty, DutyCheck
from floorboard.store.tables.people import Customer, Person, Project
from floorboard.store.tables.record import Calendar, Journal, Policy, Setting
from floorboard.store.tables.roster import Rota, RotaTurn, Shift
from floorboard.store.tables.tickets import Ticket, TicketCount, TicketEvent

metadata = SQLModel.metadata

__all__ = [
    "NAMING",
    "Calendar",
    "Customer",
    "Duty",
    "DutyCheck",
    "Journal",
    "Person",
    "Policy",
    "Project",
    "Rota",
    "RotaTurn",
    "Setting",
    "Shift",
    "Ticket",
    "TicketCount",
    "TicketEvent",
    "metadata",
]
