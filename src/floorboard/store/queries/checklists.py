"""Lists that were started by hand, and their items."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from floorboard.store.queries.checks import VALUE
from floorboard.store.views.duties import ChecklistView, ItemView

_OPEN = "EXISTS (SELECT 1 FROM checklist_item i WHERE i.checklist_id = c.id AND i.state = 'open')"

_ITEM = (
    "SELECT k.id, k.checklist_id, k.position, k.title, k.title_zh, k.handbook, k.post, k.due_at,"
    " k.evidence, k.measure, k.state, coalesce(p.name, k.done_label), k.done_at, k.note,"
    f" {VALUE}, k.file, k.version"
    " FROM checklist_item k LEFT JOIN person p ON p.id = k.done_by"
)


def item(db: sqlite3.Connection, number: int) -> ItemView | None:
    """An item of a list."""
    row = db.execute(f"{_ITEM} WHERE k.id = ?", (number,)).fetchone()
    return None if row is None else ItemView(*row)


def lists(
    db: sqlite3.Connection, *, settled: bool = False, number: int | None = None
) -> list[ChecklistView]:
    """The lists of which something is open, the newest first; with `settled` the others too, with
    `number` that one alone."""
    condition = "c.id = ?1" if number is not None else "?1 IS NULL"
    if number is None and not settled:
        condition = f"?1 IS NULL AND {_OPEN}"
    found = db.execute(
        "SELECT c.id, c.template, c.title, c.title_zh, c.project_id, coalesce(p.name, ''),"
        " coalesce(p.name_zh, ''), c.ticket_id, c.change, coalesce(o.name, ''), c.owner_id,"
        " coalesce(s.name, c.started_label), c.started_at, c.version FROM checklist c"
        " LEFT JOIN project p ON p.id = c.project_id LEFT JOIN person o ON o.id = c.owner_id"
        f" LEFT JOIN person s ON s.id = c.started_by WHERE {condition}"
        " ORDER BY c.started_at DESC, c.id DESC",
        (number,),
    ).fetchall()
    items: dict[int, list[ItemView]] = defaultdict(list)
    holes = ", ".join("?" * len(found))
    for row in db.execute(
        f"{_ITEM} WHERE k.checklist_id IN ({holes}) ORDER BY k.position",
        [row[0] for row in found],
    ):
        items[row[1]].append(ItemView(*row))
    return [ChecklistView(*(*row, tuple(items[row[0]]))) for row in found]
