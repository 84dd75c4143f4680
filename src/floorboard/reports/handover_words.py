"""The words of a handover: its sections, what is blank, what changed."""

from __future__ import annotations

from collections.abc import Iterable

from floorboard.domain.handover.blanks import Blank, Lack
from floorboard.domain.handover.record import MEANINGS, ItemKind, Section, Side, State
from floorboard.domain.handover.since import Turn
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _

_SECTIONS = {
    Section.HEADER: N_("Shift and leads"),
    Section.PROJECTS: N_("State of the projects"),
    Section.NUMBERS: N_("Numbers"),
    Section.ITEMS: N_("Critical and watch items"),
    Section.PROMISES: N_("Promises to customers"),
    Section.ESCALATIONS: N_("Open escalations"),
    Section.CONTINGENCIES: N_("If … then …"),
    Section.STANDING: N_("Standing conditions and workarounds"),
    Section.PEOPLE: N_("People"),
    Section.DUTIES: N_("Duties missed and left"),
    Section.SYSTEMS: N_("Equipment and systems"),
    Section.ANNOUNCEMENTS: N_("Announcements and orders"),
    Section.SUMMARY: N_("Summary of the incoming lead"),
    Section.SIGNATURES: N_("Signatures"),
}

_SHORT = {
    Section.HEADER: N_("Shift, leads"),
    Section.PROJECTS: N_("Projects"),
    Section.ITEMS: N_("Critical, watch"),
    Section.PROMISES: N_("Promises"),
    Section.ESCALATIONS: N_("Escalations"),
    Section.STANDING: N_("Standing"),
    Section.DUTIES: N_("Duties"),
    Section.SYSTEMS: N_("Systems"),
    Section.ANNOUNCEMENTS: N_("Announcements"),
    Section.SUMMARY: N_("Summary"),
}

_STATES = {
    State.DRAFT: N_("draft"),
    State.OFFERED: N_("offered, frozen"),
    State.ACCEPTED: N_("accepted"),
}

_KINDS = {
    ItemKind.CRITICAL: N_("critical"),
    ItemKind.WATCH: N_("watch"),
    ItemKind.CONTINGENCY: N_("if … then …"),
    ItemKind.STANDING: N_("standing"),
    ItemKind.SYSTEM: N_("system"),
    ItemKind.ANNOUNCEMENT: N_("announcement"),
}

_SIDES = {
    Side.OUTGOING: N_("Outgoing lead"),
    Side.INCOMING: N_("Incoming lead"),
    Side.MANAGER: N_("Manager"),
}

_FIELDS = {
    "situation": N_("Situation"),
    "background": N_("Background"),
    "assessment": N_("Assessment"),
    "recommendation": N_("Recommendation"),
    "owner_id": N_("Owner"),
    "due_at": N_("Due"),
}

_OF_CONTINGENCY = {"situation": N_("If"), "recommendation": N_("Then")}

_TURNS = {
    Turn.CAME: N_("came up"),
    Turn.WENT: N_("no longer"),
    Turn.CHANGED: N_("changed"),
    Turn.STAYED: N_("still open"),
}

_FAULTS = {
    "content": N_("what was frozen was changed"),
    "text": N_("its texts or items were changed"),
    "header": N_("its times were changed"),
    "signatures": N_("the signatures don't hold"),
    "seal": N_("its seal doesn't hold"),
    "journal": N_("the journal has another seal"),
    "addenda": N_("its addenda aren't those of the journal"),
    "countersign": N_("the countersignature isn't that of the journal"),
    "gone": N_("the record is gone"),
}


def section(value: Section) -> str:
    """The heading of a section."""
    return _(_SECTIONS[value])


def short(value: Section) -> str:
    """A section in a word or two, for a narrow list."""
    return _(_SHORT.get(value) or _SECTIONS[value])


def state(value: str) -> str:
    """Where a record stands."""
    return _(_STATES[State(value)])


def kind(value: ItemKind) -> str:
    """What an item is."""
    return _(_KINDS[value])


def side(value: Side) -> str:
    """Who signs."""
    return _(_SIDES[value])


def meaning(value: Side) -> str:
    """What the signature of a side means."""
    return _(MEANINGS[value])


def field(name: str, kind: ItemKind = ItemKind.CRITICAL) -> str:
    """What a field of an item is called."""
    special = _OF_CONTINGENCY.get(name) if kind is ItemKind.CONTINGENCY else None
    return _(special or _FIELDS[name])


def turn(value: Turn) -> str:
    """What became of something."""
    return _(_TURNS[value])


def fault(value: str) -> str:
    """What of an accepted record doesn't hold."""
    return _(_FAULTS[value])


def blank(value: Blank) -> str:
    """What is missing, and where."""
    name = section(value.section)
    match value.lack:
        case Lack.OUTGOING:
            return _("{section}: who hands over").format(section=name)
        case Lack.INCOMING:
            return _("{section}: who takes over").format(section=name)
        case Lack.STATE:
            return _("{section}: {project}").format(section=name, project=clean_line(value.about))
        case Lack.FIELD:
            return _("{section}: item {number}, {field}").format(
                section=name, number=value.number, field=field(value.about)
            )
    return name


def joined(parts: Iterable[str]) -> str:
    """A list in one line."""
    return _(", ").join(parts)
