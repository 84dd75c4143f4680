"""What is hashed and signed: a record in its canonical form.

Three hashes build on each other: `digest` of what was frozen; `agreed` of that and of what came of
it up to the signatures, which is what both leads sign; `seal` of that and the signatures. Numbers
stand for people, so that somebody may be renamed; their names of the moment are in what was frozen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from floorboard.domain.handover.facts import Facts, as_plain, from_plain
from floorboard.domain.handover.record import Item, Record, Side, Written
from floorboard.domain.instant import Instant

FORMAT = 1


def canonical(document: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no blanks: one document has one text."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hashed(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content(record: Record, facts: Facts, offered_at: Instant, major: bool) -> str:
    """What is frozen when a draft is offered."""
    return canonical(
        {
            "format": FORMAT,
            "handover": record.id,
            "shift": [record.shift, record.shift_zh],
            "starts_at": record.starts_at,
            "ends_at": record.ends_at,
            "until_at": record.until_at,
            "outgoing": _lead(record, Side.OUTGOING),
            "incoming": _lead(record, Side.INCOMING),
            "begun_at": record.begun_at,
            "offered_at": offered_at,
            "major": major,
            "previous": record.previous_id,
            "sections": sections(record),
            "items": items(record),
            "facts": as_plain(facts),
        }
    )


def frozen_facts(record: Record) -> Facts:
    """The facts as they were frozen."""
    return from_plain(json.loads(record.content)["facts"])


def sections(record: Record) -> list[list[object]]:
    """What was written, as it is hashed."""
    return [_section(each) for each in sorted(record.sections, key=lambda each: each.section)]


def items(record: Record) -> list[list[object]]:
    """The items, as they are hashed."""
    return [_item(each) for each in sorted(record.items, key=lambda each: each.id)]


def agreed(record: Record) -> str:
    """The hash that both leads sign."""
    return hashed(
        canonical(
            {
                "digest": hashed(record.content),
                "outgoing": record.outgoing.id if record.outgoing else None,
                "incoming": record.incoming.id if record.incoming else None,
                "planned": record.planned.id if record.planned else None,
                "passed_because": record.passed_because,
                "acknowledged": [
                    [each.item_id, each.person_id, each.at] for each in record.acknowledgements
                ],
                "questions": [
                    [
                        *(each.id, each.section, each.asked_by, each.asked_at, each.question),
                        *(each.answered_by, each.answered_at, each.answer),
                    ]
                    for each in record.questions
                ],
                "summary": [record.summary, record.summarised_at],
            }
        )
    )


def seal(record: Record, accepted_at: Instant) -> str:
    """The hash of the whole record, which the journal keeps. A countersignature comes later, and
    signs this one."""
    return hashed(
        canonical(
            {
                "agreed": agreed(record),
                "signatures": [
                    [each.side, each.person_id, each.at, each.digest]
                    for each in record.signatures
                    if each.side is not Side.MANAGER
                ],
                "accepted_at": accepted_at,
            }
        )
    )


def faults(record: Record) -> list[str]:
    """Which parts of an accepted record don't hold any more, by name; none where all do."""
    told = json.loads(record.content) if record.content else {}
    found = []
    if hashed(record.content) != record.digest:
        found.append("content")
    if told.get("sections") != sections(record) or told.get("items") != items(record):
        found.append("text")
    times = record.starts_at, record.ends_at, record.offered_at, record.major, record.id
    if times != tuple(
        told.get(name) for name in ("starts_at", "ends_at", "offered_at", "major", "handover")
    ):
        found.append("header")
    if not _signed(record):
        found.append("signatures")
    if record.accepted_at is None or seal(record, record.accepted_at) != record.seal:
        found.append("seal")
    return found


def _signed(record: Record) -> bool:
    """Whether both leads, and nobody else, have signed this, the outgoing one not after the other;
    the manager, if at all, is a third."""
    out, into = (record.signature(side) for side in (Side.OUTGOING, Side.INCOMING))
    if out is None or into is None or record.outgoing is None or record.incoming is None:
        return False
    signed = agreed(record)
    people = [each.person_id for each in record.signatures]
    manager = record.signature(Side.MANAGER)
    return (
        (out.person_id, into.person_id) == (record.outgoing.id, record.incoming.id)
        and len(set(people)) == len(people)
        and out.digest == into.digest == signed
        and out.at <= into.at == record.accepted_at
        and (manager is None or manager.digest == record.seal)
    )


def _lead(record: Record, side: Side) -> list[object]:
    lead = record.outgoing if side is Side.OUTGOING else record.incoming
    return [lead.id, lead.name, lead.other_name] if lead else []


def _section(each: Written) -> list[object]:
    return [each.section.value, each.body, each.none]


def _item(each: Item) -> list[object]:
    return [
        *(each.id, each.kind.value, each.position, each.ticket_id, each.situation),
        *(each.background, each.assessment, each.recommendation, each.owner_id),
        *(each.due_at, each.since_at, each.root_id, each.cleared_at, each.cleared_note),
    ]
