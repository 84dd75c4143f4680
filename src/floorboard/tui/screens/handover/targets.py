"""What can be written in a handover: where each text goes, and how a word is understood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.desk.names import matching
from floorboard.domain import agreed_time
from floorboard.domain.handover.record import SBAR, Item, Record, Section
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.reports import handover_words as say
from floorboard.reports import words
from floorboard.store.queries.people import Colleague
from floorboard.tui.autosave import Target, Version


def of_section(record: Record, section: Section) -> Target:
    """The lead's words in a section."""
    written = record.written(section)

    def save(desk: Desk, text: str, version: int | None) -> int:
        return handover.write(desk, record.id, section, text, version=version)

    key = f"handover.{section}", record.id
    link = f"text:{section}"
    return Target(
        key, say.section(section), "", written.body, Version(written.version), save, link=link
    )


def of_summary(record: Record) -> Target:
    """The incoming lead's own words."""

    def save(desk: Desk, text: str, version: int | None) -> None:
        if text.strip():
            handover.summarise(desk, record.id, text)

    question = _("Summary: what you take over, in your own words")
    key, link = ("handover.summary", record.id), f"text:{Section.SUMMARY}"
    return Target(key, question, "", record.summary, Version(None), save, link=link)


def of_field(
    record: Record,
    item: Item,
    name: str,
    version: Version,
    people: Sequence[Colleague],
    now: Instant,
    zone: ZoneInfo,
) -> Target:
    """A field of an item: a text, who sees to it, or when it is due. `version` is the item's."""
    key = f"handover.{name}", item.id
    about = f"#{item.ticket_id}" if item.ticket_id is not None else say.kind(item.kind)
    question = say.field(name, item.kind)
    edit = partial(handover.edit, number=record.id, item_id=item.id)

    def save(desk: Desk, text: str, version: int | None) -> int:
        return edit(desk, texts={name: text}, version=version)

    def save_owner(desk: Desk, text: str, version: int | None) -> int:
        return edit(desk, owner_id=_found(people, text).id, version=version)

    def save_due(desk: Desk, text: str, version: int | None) -> int:
        return edit(desk, due_at=agreed_time.parse(text, now, zone), version=version)

    def moment(text: str) -> str:
        return words.when(agreed_time.parse(text, now, zone), now, zone)

    link = f"field:{item.id}:{name}"
    word = partial(Target, key, kept=False, link=link, version=version)
    if name in SBAR:
        return Target(key, question, about, getattr(item, name), version, save, link=link)
    if name == "owner_id":
        question = _("{field}: a name, its pinyin or its initials").format(field=question)
        return word(
            question=question,
            about=about,
            text=item.owner,
            save=save_owner,
            meaning=lambda text: _found(people, text).name,
        )
    question = _("{field}: 30m, 2h, 21:30, tomorrow 9:00").format(field=question)
    due = "" if item.due_at is None else words.clock_time(item.due_at, now, zone)
    return word(question=question, about=about, text=due, save=save_due, meaning=moment)


def _found(people: Sequence[Colleague], typed: str) -> Colleague:
    """Who is meant. Raises `Problem` where nobody is called so."""
    found = matching(people, typed) if typed.strip() else []
    if not found:
        raise Problem(N_("nobody is called so"), fix=N_("Type a name, its pinyin or its initials"))
    return found[0]


def whom(people: Sequence[Colleague], typed: str) -> int | None:
    """Who is meant by what was typed; None for nobody in particular."""
    return _found(people, typed).id if typed.strip() else None
