"""What each deed on a ticket asks for, how it is done, and how its success is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from floorboard.domain.handling import Handling, refusal
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import State
from floorboard.i18n import ngettext

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant
    from floorboard.store.views.listing import TicketRow

Asks = Literal["nothing", "text", "note", "time", "number", "rating", "owner", "fields"]
"""What must be said first: a text, a note that may be empty, the time of a promise, another
ticket's number, a rating, an owner, or other values of the ticket's fields."""


class Way(NamedTuple):
    """How one deed is done from the keyboard. All texts are msgids."""

    action: str
    """The id of its key."""
    label: str
    asks: Asks
    question: str
    """What the composer says; it may name the `{customer}`."""
    done: str
    """What is told of one `{number}`."""
    many: str = ""
    """What it is called when it is done to many; empty where that isn't possible."""


WAYS: Mapping[Handling, Way] = {
    Handling.REPLY: Way(
        "ticket.reply",
        N_("reply to the customer"),
        "text",
        N_("Reply to {customer}"),
        N_("#{number} answered"),
    ),
    Handling.NOTE: Way(
        "ticket.note",
        N_("a note for colleagues"),
        "text",
        N_("Note for colleagues"),
        N_("#{number}: the note is kept"),
        N_("Add a note"),
    ),
    Handling.PROMISE: Way(
        "ticket.promise",
        N_("promise a time"),
        "time",
        N_("{customer} hears from us by"),
        N_("#{number}: promised"),
    ),
    Handling.ASSIGN: Way(
        "ticket.assign",
        N_("assign it"),
        "owner",
        N_("Assign"),
        N_("#{number} assigned"),
        N_("Assign to {owner}"),
    ),
    Handling.TAKE: Way(
        "ticket.take",
        N_("take it"),
        "nothing",
        N_("Take it"),
        N_("#{number} is yours"),
        N_("Take"),
    ),
    Handling.HAND_OVER: Way(
        "ticket.hand",
        N_("hand to second line"),
        "text",
        N_("To second line: what must they know?"),
        N_("#{number} is with second line"),
        N_("Hand to second line"),
    ),
    Handling.GIVE_BACK: Way(
        "ticket.hand",
        N_("back from second line"),
        "text",
        N_("Back from second line: what was found?"),
        N_("#{number} is back from second line"),
    ),
    Handling.SOLVE: Way(
        "ticket.solve",
        N_("solve it"),
        "text",
        N_("How was it solved?"),
        N_("#{number} solved"),
        N_("Solve"),
    ),
    Handling.EDIT: Way(
        "ticket.edit",
        N_("edit title, kind, priority, project, customer"),
        "fields",
        N_("Edit"),
        N_("#{number} changed"),
        N_("Edit"),
    ),
    Handling.CHASE: Way(
        "ticket.chase",
        N_("the customer asked again"),
        "text",
        N_("{customer} asked again: what did they say?"),
        N_("#{number}: asked again, on record"),
    ),
    Handling.WAIT: Way(
        "ticket.wait",
        N_("wait for the customer"),
        "note",
        N_("Wait for {customer}: for what?"),
        N_("#{number} waits for the customer"),
        N_("Wait for the customer"),
    ),
    Handling.RESUME: Way(
        "ticket.wait",
        N_("the wait is over"),
        "nothing",
        N_("The wait is over"),
        N_("#{number} goes on"),
    ),
    Handling.CLOSE: Way(
        "ticket.close",
        N_("close it"),
        "nothing",
        N_("Close it"),
        N_("#{number} closed"),
        N_("Close"),
    ),
    Handling.REOPEN: Way(
        "ticket.reopen",
        N_("reopen it"),
        "text",
        N_("Why is it reopened?"),
        N_("#{number} reopened"),
    ),
    Handling.RATE: Way(
        "ticket.rate",
        N_("how satisfied the customer is"),
        "rating",
        N_("How satisfied is {customer}? 1–5, and ! to reopen it"),
        N_("#{number}: satisfaction is on record"),
    ),
    Handling.LINK: Way(
        "ticket.link",
        N_("link it with another ticket"),
        "number",
        N_("Link it with which ticket?"),
        N_("#{number} linked"),
    ),
    Handling.MERGE: Way(
        "ticket.merge",
        N_("join it to another ticket, and close it"),
        "number",
        N_("Join it to which ticket, and close it?"),
        N_("#{number} joined and closed"),
    ),
    Handling.SPLIT: Way(
        "ticket.split",
        N_("split off a part"),
        "text",
        N_("Split off: the title of the new ticket?"),
        N_("#{number}: split"),
    ),
}

Key = tuple[Handling, tuple[int, ...]]
"""What a draft is for."""


class Task(NamedTuple):
    """A deed that something is being asked for: on one ticket, or on those that are marked."""

    handling: Handling
    ids: tuple[int, ...]
    row: TicketRow | None
    """The one ticket, as it was when the deed was begun."""

    @property
    def way(self) -> Way:
        return WAYS[self.handling]

    @property
    def key(self) -> Key:
        return self.handling, self.ids


PAIRS = {
    "hand": (Handling.HAND_OVER, Handling.GIVE_BACK),
    "wait": (Handling.WAIT, Handling.RESUME),
}
"""Keys that do one thing or its opposite, whichever is possible."""


def meant(name: str, state: str | None) -> Handling:
    """The deed that a key's `name` means for a ticket in `state`."""
    first, *others = PAIRS.get(name) or (Handling(name),)
    possible = [each for each in (first, *others) if state and not refusal(each, State(state))]
    return possible[0] if possible else first


class Rating(NamedTuple):
    """What a customer said of how they were served."""

    points: int
    text: str
    disagrees: bool


def rating(typed: str) -> Rating:
    """`4`, `5 quick`, `2! it still fails`: from 1 to 5, and `!` where they disagree."""
    points, text = typed.strip()[:1], typed.strip()[1:].strip()
    if points not in tuple("12345") or text[:1].isdigit():
        raise Problem(
            N_("{typed} isn't a number from 1 to 5"),
            fix=N_("Say 4, or 2! it still fails"),
            typed=typed,
        )
    return Rating(int(points), text.removeprefix("!").strip(), text.startswith("!"))


def number(typed: str) -> int:
    """`1107` or `#1107`."""
    digits = typed.strip().removeprefix("#").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise Problem(N_("{typed} isn't a ticket's number"), fix=N_("Say 1107"), typed=typed)
    return int(digits)


def written(
    handling: Handling, ticket: int, said: object, version: int | None
) -> Callable[[Desk], int | None]:
    """The deed that asks for something written, to be done at a desk; it returns the other ticket
    that it is about.

    `said` is a text, a `Rating`, a number or an instant, as its way asks.
    """

    def act(desk: Desk) -> int | None:
        from floorboard.desk import tickets

        text = str(said or "")
        match handling:
            case Handling.REPLY:
                tickets.reply(desk, ticket, text)
            case Handling.NOTE:
                tickets.note(desk, ticket, text)
            case Handling.CHASE:
                tickets.chase(desk, ticket, text)
            case Handling.PROMISE:
                assert isinstance(said, int)
                tickets.promise(desk, ticket, said)
            case Handling.TAKE:
                tickets.take(desk, ticket, version)
            case Handling.HAND_OVER:
                tickets.hand_over(desk, ticket, text, version=version)
            case Handling.GIVE_BACK:
                tickets.give_back(desk, ticket, text, version=version)
            case Handling.WAIT:
                tickets.wait(desk, ticket, text, version=version)
            case Handling.RESUME:
                tickets.resume(desk, ticket, version=version)
            case Handling.SOLVE:
                tickets.solve(desk, ticket, text, version=version)
            case Handling.CLOSE:
                tickets.close(desk, ticket, version=version)
            case Handling.REOPEN:
                tickets.reopen(desk, ticket, text, version=version)
            case Handling.RATE:
                assert isinstance(said, Rating)
                tickets.rate(desk, ticket, said.points, said.text, disagrees=said.disagrees)
            case Handling.LINK:
                assert isinstance(said, int)
                tickets.link(desk, ticket, said)
                return said
            case Handling.MERGE:
                assert isinstance(said, int)
                tickets.merge(desk, ticket, said, version=version)
                return said
            case Handling.SPLIT:
                return tickets.split(desk, ticket, text, version=version)
            case _:
                raise AssertionError(handling)
        return None

    return act


def assign(number: int, owner_id: int | None, desk: Desk, version: int | None) -> None:
    """Give a ticket to somebody, or to nobody."""
    from floorboard.desk import tickets

    tickets.assign(desk, number, owner_id, version)


def edit(number: int, fields: Mapping[str, Any], desk: Desk, version: int | None) -> object:
    """Give a ticket's fields other values."""
    from floorboard.desk import tickets

    return tickets.edit(desk, number, version or 0, **fields)


def read(way: Way, typed: str, now: Instant, zone: ZoneInfo) -> object:
    """What was typed, as the deed needs it. Raises `Problem` for what it can't be."""
    match way.asks:
        case "time":
            from floorboard.domain import agreed_time

            return agreed_time.parse(typed, now, zone)
        case "rating":
            return rating(typed)
        case "number":
            return number(typed)
        case "text":
            if not typed.strip():
                raise Problem(N_("nothing is written yet"))
    return typed


_UNDONE: Mapping[str, str] = {
    "ticket.opened": N_("the new ticket"),
    "ticket.noted": N_("note"),
    "ticket.replied": N_("reply"),
    "ticket.chased": N_("customer asked again"),
    "ticket.promised": N_("promise"),
    "ticket.assigned": N_("assignment"),
    "ticket.taken": N_("taking"),
    "ticket.handed_over": N_("handing to second line"),
    "ticket.returned": N_("giving back"),
    "ticket.waiting": N_("waiting"),
    "ticket.resumed": N_("resuming"),
    "ticket.solved": N_("solving"),
    "ticket.closed": N_("closing"),
    "ticket.reopened": N_("reopening"),
    "ticket.rated": N_("satisfaction"),
    "ticket.edited": N_("change"),
    "ticket.linked": N_("link"),
    "ticket.merged": N_("joining"),
    "ticket.split": N_("splitting"),
    "escalation.acknowledged": N_("acknowledgement"),
    "escalation.commented": N_("comment"),
    "escalation.handed_back": N_("handing back"),
    "escalation.backup": N_("calling the backup"),
    "duty.ticked": N_("tick"),
    "duty.waived": N_("waiver"),
    "checklist.started": N_("the new list"),
    "review.written": N_("review"),
    "customer.made": N_("the new customer"),
    "customer.edited": N_("change of a customer"),
    "seats.defined": N_("change of a seat"),
    "seats.assigned": N_("change of who sits where"),
    "people.managed": N_("change of what somebody knows"),
    "attendance.clocked": N_("clocking in or out"),
    "attendance.corrected": N_("corrected attendance"),
    "overtime.requested": N_("request for overtime"),
    "overtime.decided": N_("decision on overtime"),
    "roster.overridden": N_("change of who is on"),
    "roster.leave": N_("leave"),
    "roster.swapped": N_("swap"),
    "roster.planned": N_("planned turns"),
    "roster.defined": N_("change of a rota"),
    "handover.begun": N_("the handover that was begun"),
    "handover.written": N_("change in the handover"),
    "handover.offered": N_("offer of the handover"),
    "handover.withdrawn": N_("withdrawal of the handover"),
    "handover.passed_on": N_("passing on of the handover"),
    "handover.acknowledged": N_("acknowledgement"),
    "handover.asked": N_("question"),
    "handover.answered": N_("answer"),
    "handover.summarised": N_("summary"),
    "handover.signed": N_("signature"),
}


def noun(action: str) -> str:
    """The msgid for a deed as a thing that can be taken back; `action` is the journal's word."""
    return _UNDONE.get(action, action)


def counted(count: int) -> str:
    """`37 tickets`."""
    return ngettext("{count} ticket", "{count} tickets", count).format(count=f"{count:,}")


def titled(row: TicketRow) -> str:
    """A ticket by its number and title."""
    return f"#{row.id} {row.title}"
