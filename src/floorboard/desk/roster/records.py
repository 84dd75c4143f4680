"""The records of a rota as rows, written inside a deed."""

from __future__ import annotations

from collections.abc import Sequence

from floorboard.desk.roster.definition import Known
from floorboard.exchange.rota_drafts import (
    LayerDraft,
    NeedDraft,
    OverrideDraft,
    ScheduleDraft,
    SwapDraft,
    TurnDraft,
)
from floorboard.store import rows
from floorboard.store.queries import rotas
from floorboard.store.rows import Row
from floorboard.store.store import Deed

Record = NeedDraft | TurnDraft | OverrideDraft | ScheduleDraft | SwapDraft

TABLES = {
    "need": "cover_need",
    "turn": "rota_turn",
    "override": "rota_override",
    "schedule": "rota_schedule",
    "swap": "rota_swap",
}
"""The kinds that a deed watches by their own number; rotations belong to the rota."""


def forget(deed: Deed, kind: str, numbers: Sequence[int]) -> None:
    """Delete records of a kind."""
    for number in numbers:
        if kind == "schedule":
            rotas.forget_schedule(deed.db, number)
        else:
            rows.delete(deed.db, TABLES[kind], (number,))


def insert(deed: Deed, kind: str, number: int, record: Record, rota_id: int, known: Known) -> None:
    """Make a record of a kind, with all that belongs to it."""
    facts: Row = {"id": number, "rota_id": rota_id, **_columns(record, known)}
    if kind != "turn":
        facts["version"] = deed.version
    rows.insert(deed.db, TABLES[kind], facts)
    if isinstance(record, ScheduleDraft):
        for turn in record.turns:
            rows.insert(
                deed.db,
                "rota_schedule_turn",
                {
                    "schedule_id": number,
                    "person_id": known.people[turn.person],
                    "starts_at": turn.starts_at,
                    "ends_at": turn.ends_at,
                },
            )


def _columns(record: Record, known: Known) -> Row:
    match record:
        case NeedDraft():
            return {
                "count": record.count,
                "project_id": known.projects.get(record.project),
                "days": record.days,
                "from_minute": record.start,
                "to_minute": record.end,
            }
    span: Row = {"starts_at": record.starts_at, "ends_at": record.ends_at}
    match record:
        case TurnDraft():
            return {**span, "person_id": known.people[record.person], "locked": int(record.locked)}
        case OverrideDraft():
            return {
                **span,
                "kind": record.kind.value,
                "person_id": known.people[record.person],
                "replaces_id": known.people.get(record.replaces),
                "reason": record.reason,
            }
        case ScheduleDraft():
            return {**span, "name": record.name}
        case SwapDraft():
            return {
                **span,
                "from_id": known.people[record.person],
                "to_id": known.people.get(record.to),
                "return_starts_at": record.return_starts_at,
                "return_ends_at": record.return_ends_at,
                "state": record.state.value,
                "offered_at": record.offered_at,
                "expires_at": record.expires_at,
                "decided_at": record.decided_at,
                "note": record.note,
            }


def insert_layer(
    deed: Deed, number: int, place: int, layer: LayerDraft, rota_id: int, known: Known
) -> None:
    """Make the rotation of this number and place, with its people."""
    first, last = layer.hours or (None, None)
    rows.insert(
        deed.db,
        "rota_layer",
        {
            "id": number,
            "rota_id": rota_id,
            "position": place,
            "name": layer.name,
            "unit": layer.unit.value,
            "length": layer.length,
            "anchor": layer.anchor.isoformat(),
            "anchor_group": layer.anchor_group,
            "days": layer.days,
            "advance": layer.advance.value,
            "from_minute": first,
            "to_minute": last,
            "starts_at": layer.starts_at,
            "ends_at": layer.ends_at,
        },
    )
    for group, people in enumerate(layer.groups):
        for position, person in enumerate(people):
            facts: Row = {"layer_id": number, "group_no": group, "position": position}
            rows.insert(deed.db, "rota_member", {**facts, "person_id": known.people[person]})
