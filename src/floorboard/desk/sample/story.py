"""A ticket's story: what happened to it, told as events, and the rows it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from time import gmtime

from floorboard.desk.clocks import DueTimes, clocks_of, due_times
from floorboard.desk.rules import Rules
from floorboard.desk.sample.cast import SHARES, Caller, Cast, Member, Project
from floorboard.desk.sample.words import Topic, Words, pick
from floorboard.domain.clocks import Event
from floorboard.domain.instant import Instant
from floorboard.domain.ticket import EventKind, State

TICKET_COLUMNS = (
    "id",
    "kind",
    "channel",
    "state",
    "priority",
    "title",
    "body",
    "project_id",
    "customer_id",
    "owner_id",
    "opened_at",
    "first_replied_at",
    "last_replied_at",
    "solved_at",
    "closed_at",
    *DueTimes._fields,
    "reopen_count",
    "updated_at",
    "source",
    "owner_label",
    "team",
    "reassignment_count",
    "version",
)
EVENT_COLUMNS = ("ticket_id", "seq", "at", "kind", "person_id", "actor", "body", "until")

CHANNELS = (
    *("phone",) * 50,
    *("web",) * 20,
    *("email",) * 15,
    *("bulletin_board",) * 8,
    *("walk_in",) * 4,
    *("fax",) * 3,
)

# What a customer does is told in the customer's name, the rest in that of the staff.
_BY_CUSTOMER = frozenset({EventKind.CHASED, EventKind.RESUMED, EventKind.REOPENED})
_SAID = {
    EventKind.REPLY: "reply",
    EventKind.WAITING: "waiting",
    EventKind.RESUMED: "resumed",
    EventKind.SECOND_LINE: "second_line",
    EventKind.PROMISED: "promised",
    EventKind.CHASED: "chased",
    EventKind.SOLVED: "solved",
    EventKind.REOPENED: "reopened",
}

Happening = tuple[Instant, EventKind, int | None, str, str, Instant | None]
"""At, kind, person, actor, body, until."""


@dataclass(slots=True)
class Story:
    """A ticket in the making; events are told in order of time."""

    opened_at: Instant
    project: Project
    caller: Caller
    topic: Topic
    agent: Member
    """Who took it, and follows it until it is solved."""
    owner_id: int | None
    channel: str
    body: str
    title: str
    state: State = State.NEW
    events: list[Happening] = field(default_factory=list)
    due: DueTimes | None = None


class Teller:
    """Makes stories up. The same generator state makes the same story."""

    def __init__(self, rng: Random, cast: Cast, words: Words, rules: Rules) -> None:
        self.rng = rng
        self._cast = cast
        self._words = words
        self._rules = rules
        self._agents = cast.of_post("agent")

    def begin(self, opened_at: Instant) -> Story:
        """Somebody calls about something."""
        rng, words = self.rng, self._words
        project = self._cast.shares[int(rng.random() * SHARES)]
        callers = self._cast.callers
        caller = callers[int(rng.random() ** 2 * len(callers))]  # a few call often
        topic = words.topic(rng, project.code, caller.language)
        agent = pick(rng, self._agents)
        channel = pick(rng, CHANNELS)
        story = Story(
            opened_at,
            project,
            caller,
            topic,
            agent,
            agent.id,
            channel,
            words.said(rng, caller.language, "body"),
            words.title(rng, topic, gmtime(opened_at).tm_mon),
        )
        if channel == "phone":
            story.events.append((opened_at, EventKind.OPENED, agent.id, "", "", None))
        else:
            story.events.append((opened_at, EventKind.OPENED, None, caller.name, "", None))
        return story

    def add(
        self,
        story: Story,
        at: Instant,
        kind: EventKind,
        until: Instant | None = None,
        by: Member | None = None,
    ) -> None:
        """It goes on. `by` is the agent, where nobody else is named."""
        said = _SAID.get(kind)
        body = self._words.said(self.rng, story.caller.language, said) if said else ""
        if kind in _BY_CUSTOMER:
            story.events.append((at, kind, None, story.caller.name, body, until))
        else:
            story.events.append((at, kind, (by or story.agent).id, "", body, until))

    def settle(self, story: Story) -> DueTimes:
        """Compute the due times that its events leave behind."""
        clocks = clocks_of(
            self._rules,
            story.opened_at,
            [Event(e[0], e[1], seq, e[5]) for seq, e in enumerate(story.events, start=1)],
            story.topic.kind,
            story.project.code,
            story.topic.priority,
        )
        story.due = due_times(self._rules, clocks, story.state)
        return story.due


def event_rows(story: Story, ticket_id: int) -> list[tuple[object, ...]]:
    """The rows of its events, in the order of `EVENT_COLUMNS`."""
    return [
        (ticket_id, seq, at, kind.value, person, actor, body, until)
        for seq, (at, kind, person, actor, body, until) in enumerate(story.events, start=1)
    ]


def ticket_row(story: Story, ticket_id: int) -> tuple[object, ...]:
    """The row of the ticket, in the order of `TICKET_COLUMNS`."""
    first = last = solved = closed = None
    reopened = 0
    for event in story.events:
        kind = event[1]
        if kind is EventKind.REPLY or kind is EventKind.SOLVED:
            last = event[0]
            if first is None:
                first = last
            if kind is EventKind.SOLVED:
                solved = last
        elif kind is EventKind.REOPENED:
            solved = None
            reopened += 1
        elif kind is EventKind.CLOSED:
            closed = event[0]
    assert story.due is not None
    return (
        ticket_id,
        story.topic.kind,
        story.channel,
        story.state.value,
        story.topic.priority,
        story.title,
        story.body,
        story.project.id,
        story.caller.id,
        story.owner_id,
        story.opened_at,
        first,
        last,
        solved,
        closed,
        *story.due,
        reopened,
        story.events[-1][0],
        "",
        "",
        "",
        0,
        1,
    )
