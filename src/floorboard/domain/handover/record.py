"""The record of a handover: its sections in their order, and what is written in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_


class State(StrEnum):
    """Where a record stands. A withdrawn one is a draft again."""

    DRAFT = "draft"
    OFFERED = "offered"
    """Frozen: what it says doesn't change any more, unless it is withdrawn."""
    ACCEPTED = "accepted"
    """Signed by both: it stands for ever."""


class Section(StrEnum):
    """The parts of a record, in the order in which they are read."""

    HEADER = "header"
    PROJECTS = "projects"
    NUMBERS = "numbers"
    ITEMS = "items"
    """Critical and watch items."""
    PROMISES = "promises"
    ESCALATIONS = "escalations"
    CONTINGENCIES = "contingencies"
    """If this happens, do that."""
    STANDING = "standing"
    """Standing conditions and temporary workarounds."""
    PEOPLE = "people"
    DUTIES = "duties"
    SYSTEMS = "systems"
    ANNOUNCEMENTS = "announcements"
    SUMMARY = "summary"
    """The incoming lead's own."""
    SIGNATURES = "signatures"


WRITABLE = tuple(
    each for each in Section if each not in (Section.HEADER, Section.SUMMARY, Section.SIGNATURES)
)
"""The sections that the outgoing lead writes, or says "none" to."""


class ItemKind(StrEnum):
    """What an item is; each belongs to one section."""

    CRITICAL = "critical"
    """The incoming lead acknowledges it."""
    WATCH = "watch"
    CONTINGENCY = "contingency"
    STANDING = "standing"
    SYSTEM = "system"
    ANNOUNCEMENT = "announcement"


SECTION_OF: Mapping[ItemKind, Section] = {
    ItemKind.CRITICAL: Section.ITEMS,
    ItemKind.WATCH: Section.ITEMS,
    ItemKind.CONTINGENCY: Section.CONTINGENCIES,
    ItemKind.STANDING: Section.STANDING,
    ItemKind.SYSTEM: Section.SYSTEMS,
    ItemKind.ANNOUNCEMENT: Section.ANNOUNCEMENTS,
}

SBAR = ("situation", "background", "assessment", "recommendation")
"""The four texts of an item. A contingency has the first (if) and the last (then) alone."""

FIELDS: Mapping[ItemKind, tuple[str, ...]] = {
    ItemKind.CRITICAL: (*SBAR, "owner_id", "due_at"),
    ItemKind.WATCH: (*SBAR, "owner_id", "due_at"),
    ItemKind.CONTINGENCY: ("situation", "recommendation"),
    ItemKind.STANDING: ("situation",),
    ItemKind.SYSTEM: ("situation",),
    ItemKind.ANNOUNCEMENT: ("situation",),
}
"""What an item of each kind must say."""


class Side(StrEnum):
    """Who signs, in their order; the manager countersigns what both have signed."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    MANAGER = "manager"


MEANINGS: Mapping[Side, str] = {
    Side.OUTGOING: N_(
        "I hand the floor over. To the best of my knowledge this record is true and complete."
    ),
    Side.INCOMING: N_(
        "I have read and understood this record, and take over the responsibility for the floor."
    ),
    Side.MANAGER: N_("I have read this record."),
}
"""What each signature means; the words are shown where one signs and where it is printed."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Somebody who hands over, takes over or countersigns."""

    id: int
    name: str
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What the outgoing lead wrote in a section, or that there is nothing to say (`none`)."""

    section: Section
    body: str
    none: bool
    version: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is handed over. It stands since `since_at`, when the first record that had
    it was begun; in that one it was the item `root_id`."""

    id: int
    kind: ItemKind
    position: int
    ticket_id: int | None
    situation: str
    background: str
    assessment: str
    recommendation: str
    owner_id: int | None
    owner: str
    due_at: Instant | None
    since_at: Instant
    root_id: int
    cleared_at: Instant | None = None
    cleared_note: str = ""
    version: int = 1

    @property
    def section(self) -> Section:
        return SECTION_OF[self.kind]

    @property
    def carried(self) -> bool:
        """Whether an earlier record had it already."""
        return self.root_id != self.id

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields it still needs; none where it is cleared."""
        if self.cleared_at is not None:
            return ()
        return tuple(name for name in FIELDS[self.kind] if getattr(self, name) in ("", None))


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The incoming lead has taken note of a critical item."""

    item_id: int
    person_id: int
    at: Instant


@dataclass(frozen=True, slots=True)
class Question:
    """What the incoming lead asked back, and the answer; both stay."""

    id: int
    section: Section
    asked_by: int
    asked_at: Instant
    question: str
    answered_by: int | None = None
    answered_at: Instant | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A PIN was given for one side; `digest` is that of what was signed."""

    side: Side
    person_id: int
    name: str
    at: Instant
    digest: str


@dataclass(frozen=True, slots=True)
class Addendum:
    """A correction of an accepted record, which itself stays as it is."""

    id: int
    person_id: int | None
    name: str
    at: Instant
    body: str


@dataclass(frozen=True, slots=True)
class Record:
    """A handover of the shift [`starts_at`, `ends_at`) to the one that ends at `until_at`.

    `instead_of` is who was responsible on record when somebody else began it. `planned` is whom
    the roster named where another takes over, `passed_because` why.
    """

    id: int
    state: State
    shift: str
    shift_zh: str
    starts_at: Instant
    ends_at: Instant
    until_at: Instant
    outgoing: Lead | None
    incoming: Lead | None
    begun_at: Instant
    instead_of: Lead | None = None
    planned: Lead | None = None
    passed_because: str = ""
    previous_id: int | None = None
    offered_at: Instant | None = None
    accepted_at: Instant | None = None
    major: bool = False
    """A major incident was open when it was offered."""
    content: str = ""
    """What was frozen, in its canonical form; empty while it is a draft."""
    digest: str = ""
    seal: str = ""
    """The hash of the whole accepted record."""
    summary: str = ""
    summarised_at: Instant | None = None
    overtime_id: int | None = None
    """The overtime that a late acceptance asked for."""
    version: int = 1
    sections: tuple[Written, ...] = ()
    items: tuple[Item, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    questions: tuple[Question, ...] = ()
    signatures: tuple[Signature, ...] = ()
    addenda: tuple[Addendum, ...] = ()

    def written(self, section: Section) -> Written:
        """What is written in a section, empty where nothing is."""
        found = (each for each in self.sections if each.section == section)
        return next(found, Written(section, "", False, 0))

    def items_of(self, section: Section) -> tuple[Item, ...]:
        """The items of a section, in their order."""
        return tuple(each for each in self.items if each.section == section)

    def signature(self, side: Side) -> Signature | None:
        """The signature of a side, if it has signed."""
        return next((each for each in self.signatures if each.side is side), None)

    def side_of(self, person_id: int | None) -> Side | None:
        """The side on which somebody stands, if on any."""
        for side, lead in ((Side.OUTGOING, self.outgoing), (Side.INCOMING, self.incoming)):
            if lead is not None and lead.id == person_id:
                return side
        return None

    @property
    def unacknowledged(self) -> tuple[Item, ...]:
        """The critical items that the incoming lead still has to acknowledge."""
        seen = {each.item_id for each in self.acknowledgements}
        return tuple(
            each
            for each in self.items
            if each.kind is ItemKind.CRITICAL and each.cleared_at is None and each.id not in seen
        )

    @property
    def unanswered(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.answered_at is None)

    @property
    def signed_at(self) -> Instant | None:
        """When the last word of an accepted record was said: a signature or an addendum."""
        if self.accepted_at is None:
            return None
        said = [each.at for each in self.signatures] + [each.at for each in self.addenda]
        return max(self.accepted_at, *said)

    @property
    def late_seconds(self) -> int:
        """How long after the planned time it was accepted."""
        return 0 if self.accepted_at is None else max(0, self.accepted_at - self.ends_at)
