"""The draft: sections and items, saved as they are written."""

from __future__ import annotations

from collections.abc import Mapping

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.handover.beginning import put_item
from floorboard.desk.handover.work import Work, at_work
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.record import (
    SBAR,
    SECTION_OF,
    WRITABLE,
    Item,
    ItemKind,
    Record,
    Section,
)
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import floor

TEXT_LIMIT = 4_000
TEXT = N_("the text")


class StaleSection(Problem):
    """Somebody else wrote there meanwhile: nothing was saved. `body` is what stands there now."""

    body = ""


def write(
    desk: Desk,
    number: int,
    section: Section,
    body: str,
    *,
    none: bool = False,
    version: int | None = None,
) -> int:
    """Write a section, or say that there is `none` of it; its new version. What is there already
    stays if nothing changed. Refused where it isn't as it was at `version` (0 for empty)."""
    said = intake.text(body, TEXT, TEXT_LIMIT)
    if section not in WRITABLE:
        raise Problem(N_("this section isn't written by hand"), fix=N_("Choose another section"))
    with at_work(desk, number, Kind.WRITE) as work:
        record, deed = work.record, work.deed
        standing = record.written(section)
        if version is not None and version != standing.version:
            raise _stale(standing.body)
        if none:
            _check_none(record, section, said)
        if (standing.body, standing.none) == (said, none):
            deed.withdraw()
            return standing.version
        values = {"body": said, "none": none, "version": deed.version}
        if standing.version:
            rows.update(deed.db, "handover_section", (number, section.value), values)
        else:
            key = {"handover_id": number, "section": section.value}
            rows.insert(deed.db, "handover_section", {**key, **values})
        return deed.version


def add(
    desk: Desk,
    number: int,
    kind: ItemKind,
    texts: Mapping[str, str] | None = None,
    *,
    ticket_id: int | None = None,
    owner_id: int | None = None,
    due_at: Instant | None = None,
) -> int:
    """Add an item to its section; its number. `texts` are of `SBAR`. What is about a ticket takes
    over its title, owner and due time where nothing else is said."""
    values: dict[str, object] = {**_texts(texts or {})}
    with at_work(desk, number, Kind.WRITE) as work:
        record, deed = work.record, work.deed
        if ticket_id is not None:
            values = {**_of_ticket(work, ticket_id), **values}
        _check_person(work, owner_id)
        if owner_id is not None:
            values["owner_id"] = owner_id
        if due_at is not None:
            values["due_at"] = due_at
        _no_more_none(work, SECTION_OF[kind])
        last = max((each.position for each in record.items), default=0)
        return put_item(deed, number, last + 1, {**values, "kind": kind.value})


def edit(
    desk: Desk,
    number: int,
    item_id: int,
    texts: Mapping[str, str] | None = None,
    *,
    version: int | None = None,
    kind: ItemKind | None = None,
    owner_id: int | None = None,
    due_at: Instant | None = None,
) -> int:
    """Change an item; its new version. What isn't named stays."""
    values: dict[str, object] = {**_texts(texts or {})}
    with at_work(desk, number, Kind.WRITE) as work:
        item = _item(work.record, item_id)
        if version is not None and version != item.version:
            raise _stale(item.situation)
        _check_person(work, owner_id)
        named = {"kind": kind.value if kind else None, "owner_id": owner_id, "due_at": due_at}
        values |= {name: value for name, value in named.items() if value is not None}
        if all(getattr(item, name) == value for name, value in values.items()):
            work.deed.withdraw()
            return item.version
        values["version"] = work.deed.version
        rows.update(work.deed.db, "handover_item", (item_id,), values)
        return work.deed.version


def clear(desk: Desk, number: int, item_id: int, note: str) -> None:
    """An item is settled: this record still tells it, with the reason, the next one doesn't."""
    said = intake.filled(intake.line(note, N_("the reason"), intake.NOTE_LIMIT), N_("the reason"))
    with at_work(desk, number, Kind.WRITE) as work:
        _item(work.record, item_id)
        facts = {"cleared_at": work.deed.at, "cleared_note": said, "version": work.deed.version}
        rows.update(work.deed.db, "handover_item", (item_id,), facts)


def drop(desk: Desk, number: int, item_id: int) -> None:
    """Take an item away that this draft began. One that was carried on is cleared instead."""
    with at_work(desk, number, Kind.WRITE) as work:
        if _item(work.record, item_id).carried:
            raise Problem(
                N_("this stands since an earlier handover: it doesn't just go"),
                fix=N_("Clear it, and say why"),
            )
        rows.delete(work.deed.db, "handover_item", (item_id,))


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    wrong = set(texts) - set(SBAR)
    if wrong:
        raise ValueError(f"not texts of an item: {', '.join(sorted(wrong))}")
    return {name: intake.text(said, TEXT, intake.NOTE_LIMIT) for name, said in texts.items()}


def _of_ticket(work: Work, ticket_id: int) -> dict[str, object]:
    ticket = rows.get(work.deed.db, "ticket", ticket_id)
    if ticket is None:
        raise Problem(
            N_("there is no ticket #{number}"), number=ticket_id, fix=N_("Give another number")
        )
    from floorboard.domain.ticket import NEVER

    due = ticket["next_due_at"]
    return {
        "ticket_id": ticket_id,
        "situation": ticket["title"],
        "owner_id": ticket["owner_id"],
        "due_at": None if due == NEVER else due,
    }


def _item(record: Record, item_id: int) -> Item:
    for each in record.items:
        if each.id == item_id:
            return each
    raise Problem(
        N_("handover {number} has no item {item}"),
        number=record.id,
        item=item_id,
        fix=N_("Look at it again; nothing was saved"),
    )


def _check_person(work: Work, person_id: int | None) -> None:
    if person_id is not None and floor.person(work.deed.db, person_id) is None:
        raise Problem(
            N_("there is nobody with the number {number}"),
            number=person_id,
            fix=N_("Name somebody else"),
        )


def _check_none(record: Record, section: Section, said: str) -> None:
    """ "None" is said of what is empty."""
    items = [each for each in record.items_of(section) if each.cleared_at is None]
    if said or items:
        raise Problem(
            N_('something stands in this section: it isn\'t "none"'),
            fix=N_("Clear or remove it first"),
        )


def _no_more_none(work: Work, section: Section) -> None:
    """An item came: the section isn't "none" any more."""
    standing = work.record.written(section)
    if standing.none:
        values = {"none": False, "version": work.deed.version}
        rows.update(work.deed.db, "handover_section", (work.record.id, section.value), values)


def _stale(body: str) -> StaleSection:
    stale = StaleSection(
        N_("somebody else wrote here meanwhile"), fix=N_("Look at it again; nothing was saved")
    )
    stale.body = body
    return stale
