"""What a draft still lacks: every section is filled, or explicitly "none"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.handover.facts import Facts
from floorboard.domain.handover.record import WRITABLE, Record, Section


class Lack(StrEnum):
    """What is missing."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    """Nobody is named who takes over."""
    STATE = "state"
    """A project with open tickets has no line in the daily review."""
    FIELD = "field"
    """An item lacks one of the texts it needs, its owner or its due time."""
    TEXT = "text"
    """Nothing is there: neither facts nor items nor a word, nor "none"."""


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that is missing in a section. `about` names the project, or the item's field;
    `number` is the project's, or the item's."""

    section: Section
    lack: Lack
    about: str = ""
    number: int | None = None


def blanks(record: Record, facts: Facts) -> tuple[Blank, ...]:
    """All that is missing, in the order of the sections; nothing where it can be offered."""
    return tuple(_blanks(record, facts))


def _blanks(record: Record, facts: Facts) -> Iterator[Blank]:
    if record.outgoing is None:
        yield Blank(Section.HEADER, Lack.OUTGOING)
    if record.incoming is None:
        yield Blank(Section.HEADER, Lack.INCOMING)
    for section in WRITABLE:
        if section is Section.PROJECTS:
            for project in facts.projects:
                if project.unresolved and not project.state:
                    yield Blank(section, Lack.STATE, project.name, project.project_id)
        for item in record.items_of(section):
            for field in item.missing:
                yield Blank(section, Lack.FIELD, field, item.id)
        if not _filled(record, facts, section):
            yield Blank(section, Lack.TEXT)


def _filled(record: Record, facts: Facts, section: Section) -> bool:
    """Whether there is anything in a section. A ticket that the store points out in the items'
    section isn't: the lead makes an item of it, or says "none"."""
    written = record.written(section)
    told = section is not Section.ITEMS and bool(facts.of(section))
    counted = section is Section.NUMBERS
    return told or counted or written.none or bool(written.body) or bool(record.items_of(section))
