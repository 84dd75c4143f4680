"""Words for the escalation ladder and its raised rungs, in the language spoken now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee, Rung, To
from floorboard.domain.plain import clean_line
from floorboard.domain.post import Post
from floorboard.domain.problem import N_
from floorboard.i18n import _
from floorboard.reports import words

_NOTES = {
    "raised": N_("raised"),
    "acknowledged": N_("acknowledged"),
    "comment": N_("comment"),
    "handed_back": N_("handed back"),
    "backup": N_("passed to the backup"),
    "closed": N_("closed"),
}


_RUNGS = {
    "status-reply": N_("status reply overdue"),
    "second-line": N_("to second line"),
    "manager": N_("to the manager"),
    "leader": N_("to the leader in charge"),
}
"""The rungs of the ladder that ships with the program."""


class Person(Protocol):
    """Somebody who has a raised rung; `backup` where they stand in."""

    @property
    def name(self) -> str: ...
    @property
    def backup(self) -> bool: ...
    @property
    def off_since(self) -> Instant | None: ...


class Escalation(Protocol):
    """What is told of a raised rung; the store's view is one."""

    @property
    def people(self) -> Sequence[Person]: ...
    @property
    def gap(self) -> bool: ...
    @property
    def acknowledge_by(self) -> Instant | None: ...
    @property
    def backup_at(self) -> Instant | None: ...
    @property
    def backup_gap(self) -> bool: ...
    @property
    def acknowledged_by(self) -> str: ...
    @property
    def acknowledged_at(self) -> Instant | None: ...
    @property
    def closed_at(self) -> Instant | None: ...


def addressee(said: str) -> str:
    """To whom a rung goes, as the ladder says it; what a newer program says shows as it is."""
    try:
        who = Addressee.parse(said)
    except ValueError:
        return clean_line(said)
    match who.to:
        case To.POST:
            return words.post(who.name)
        case To.ROTA:
            return _("rota {code}").format(code=clean_line(who.name))
        case To.SECOND_LINE:
            return _("Second line")
        case To.PROJECT_MANAGER:
            return words.post(Post.MANAGER)
        case To.OWNER:
            return _("Owner")
        case To.SHIFT_LEAD:
            return words.post(Post.SHIFT_LEAD)


def short_addressee(said: str) -> str:
    """The same for a narrow column."""
    return {
        To.SECOND_LINE.value: _("second line"),
        To.PROJECT_MANAGER.value: _("manager"),
        To.SHIFT_LEAD.value: _("lead"),
        To.OWNER.value: _("owner"),
    }.get(said) or addressee(said)


def rung(name: str) -> str:
    """What a rung of the ladder is called; one that a policy of one's own names shows as it is."""
    found = _RUNGS.get(name)
    return clean_line(name) if found is None else _(found)


def note(kind: str) -> str:
    """What happened to a raised rung."""
    found = _NOTES.get(kind)
    return clean_line(kind) if found is None else _(found)


def actor(kind: str, name: str) -> str:
    """Whose a note is; nobody's where the program raised a rung, whichever console it ran on."""
    return "" if kind == EscalationNoteKind.RAISED else clean_line(name)


def moment(rung: Rung) -> str:
    """When a rung falls due."""
    if rung.share is not None:
        return _("at {percent}% of the time").format(percent=f"{rung.share * 100:g}")
    if not rung.after_minutes:
        return _("at the due time")
    length = words.exact_duration(rung.after_minutes * 60)
    return _("{length} after the due time").format(length=length)


def people(raised: Escalation, now: Instant, zone: ZoneInfo) -> str:
    """Who has it, the backup behind a plus, and who of them went home; and the gap, where the
    roster named nobody."""
    first, backup = (
        " · ".join(_who(each, now, zone) for each in raised.people if each.backup == stands_in)
        for stands_in in (False, True)
    )
    if raised.gap:
        first = _("nobody there, so: {people}").format(people=first or _("nobody"))
    if raised.backup_at is not None and raised.backup_gap:
        backup = _("nobody there, so: {people}").format(people=backup or _("nobody"))
    return f"{first} + {backup}" if backup else first


def _who(person: Person, now: Instant, zone: ZoneInfo) -> str:
    name = clean_line(person.name)
    if person.off_since is None:
        return name
    return _("{name}, off since {time}").format(
        name=name, time=words.when(person.off_since, now, zone)
    )


def standing(raised: Escalation, now: Instant, zone: ZoneInfo) -> str:
    """Whether somebody has acknowledged it, and since when; or when it was closed."""
    if raised.closed_at is not None:
        return _("closed {time}").format(time=words.when(raised.closed_at, now, zone))
    if raised.acknowledged_at is not None:
        time = words.when(raised.acknowledged_at, now, zone)
        return _("{who}, {time}").format(who=clean_line(raised.acknowledged_by), time=time)
    if raised.backup_at is not None:
        time = words.when(raised.backup_at, now, zone)
        return _("no; with the backup since {time}").format(time=time)
    if raised.acknowledge_by is not None:
        return _("no; by {time}").format(time=words.when(raised.acknowledge_by, now, zone))
    return _("unacknowledged")
