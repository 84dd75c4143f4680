"""What is done with tickets: one function a deed, one deed a transaction.

Each says what it does in the journal, needs the permission of that name, can be undone, and is
refused where `domain.handling` says that the ticket's state doesn't allow it.
"""

from floorboard.desk.stale import StaleTicket
from floorboard.desk.tickets.bulk import BulkOutcome, bulk
from floorboard.desk.tickets.ending import close, rate, reopen, solve
from floorboard.desk.tickets.opening import NewCustomer, OpenTicket, open_ticket
from floorboard.desk.tickets.passing import assign, give_back, hand_over, resume, take, wait
from floorboard.desk.tickets.shaping import KEPT, Kept, edit, link, merge, split
from floorboard.desk.tickets.talking import chase, note, promise, reply

__all__ = [
    "KEPT",
    "BulkOutcome",
    "Kept",
    "NewCustomer",
    "OpenTicket",
    "StaleTicket",
    "assign",
    "bulk",
    "chase",
    "close",
    "edit",
    "give_back",
    "hand_over",
    "link",
    "merge",
    "note",
    "open_ticket",
    "promise",
    "rate",
    "reopen",
    "reply",
    "resume",
    "solve",
    "split",
    "take",
    "wait",
]
