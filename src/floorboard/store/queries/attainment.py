"""What became of targets, added up by SQLite in one scan of the tickets' stored columns, and a look
at those that are still open.

Every sum is over comparisons, which are 1, 0, or NULL where one side is missing; NULL adds nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from floorboard.domain.attainment import Agreement, By, Figures, Tally
from floorboard.domain.instant import Instant
from floorboard.store.queries.listing import OPEN_SQL

MOST_TYPES = 50
"""Types that are shown one by one; the rest is one group."""


Key = str | int | None
"""What a group is called here: a project's id, a priority, a kind or a title."""

Types = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The tickets that were opened in [`start`, `end`); None is without end.

    With `seen_at`, those that have not changed since that instant; with `unmerged_at`, those that
    were not merged into another ticket then.
    """

    start: Instant | None = None
    end: Instant | None = None
    seen_at: Instant | None = None
    unmerged_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Tickets that wait for the customer without a due time: their solution clock is paused, if
    there is a target for such tickets."""

    key: Key
    kind: str
    project_code: str | None
    priority: int
    tickets: int


# Tied to another one by merging, and closed by that: one that was reopened and solved counts again.
_LAST_OF = (
    "SELECT e.kind FROM ticket_event e WHERE e.ticket_id = l.ticket_id AND e.at <= :merged_at"
    " AND e.kind IN ('{}', 'reopened') ORDER BY e.at DESC, e.seq DESC LIMIT 1"
)
_MERGED = (
    "(SELECT l.ticket_id FROM ticket_link l WHERE l.relation = 'merged_into'"
    f" AND ({_LAST_OF.format('closed')}) = 'closed'"
    f" AND ({_LAST_OF.format('solved')}) IS NOT 'solved')"
)

# When the centre was done with it. A ticket that was closed without being solved was solved so.
_DONE = "coalesce(t.solved_at, t.closed_at)"
_CLOCKS = (
    (f"coalesce(t.first_replied_at, {_DONE})", "t.first_reply_due_at"),
    (_DONE, "t.status_reply_due_at"),
    (_DONE, "t.solution_due_at"),
    (_DONE, "t.recorded_target_at"),
)
"""When each clock stopped, and when it was due."""

# What every ticket is asked is kept short: a million of them answer.
_ALL = ", ".join(f"sum({stopped} <= {due}), count({due})" for stopped, due in _CLOCKS)
_OPEN = ", ".join(
    f"sum({stopped} IS NULL AND {due} >= :now), sum({stopped} IS NULL AND {due} < :now)"
    for stopped, due in _CLOCKS
)
# Where it is done, what is recorded is compared with what was; where it isn't, with what is. Of an
# open ticket, "late" may have been said after the instant that is looked from, and "on time" before
# it went over.
_OUTCOME = f"(coalesce({_DONE}, :now) <= t.recorded_target_at)"
_VERDICTS = (
    f"sum({_OUTCOME} = (t.recorded_verdict = 'on_time')),"
    f" sum({_OUTCOME} <> (t.recorded_verdict = 'on_time')"
    f" AND ({_DONE} IS NOT NULL OR t.recorded_verdict = 'late' AND :seen_at IS NULL))"
)
_JUDGED = "t.recorded_verdict IS NOT NULL AND t.recorded_target_at IS NOT NULL"


def figures(
    db: sqlite3.Connection, span: Span, now: Instant, by: By | None = None, types: Types = ()
) -> dict[Key, Figures]:
    """The figures of each group at `now`; without `by`, of all tickets as one group."""

    def ask(wanted: str, condition: str = "1") -> dict[Key, list[int]]:
        key, values = _key(by, types)
        where, bounds = _where(span)
        grouped = "" if by is None else " GROUP BY 1"
        rows = db.execute(
            f"SELECT {key}, {wanted} FROM ticket t WHERE {where} AND {condition}{grouped}",
            {"now": now, "seen_at": span.seen_at, **values, **bounds},
        )
        return {row[0]: [each or 0 for each in row[1:]] for row in rows}

    every = ask(f"count(*), count(t.recorded_verdict), {_ALL}")
    still_open = ask(_OPEN, OPEN_SQL)
    said = any(counts[1] for counts in every.values())
    verdicts = ask(_VERDICTS, _JUDGED) if said else {}
    return {
        key: _figures(counts, still_open.get(key, [0] * 8), verdicts.get(key, [0, 0]))
        for key, counts in every.items()
    }


def merged(
    db: sqlite3.Connection, span: Span, now: Instant, by: By | None = None, types: Types = ()
) -> dict[Key, int]:
    """How many of each group had been merged into another ticket at `now`."""
    key, values = _key(by, types)
    where, bounds = _where(span)
    rows = db.execute(
        f"SELECT {key}, count(*) FROM ticket t WHERE t.id IN {_MERGED} AND {where} GROUP BY 1",
        {"merged_at": now, **values, **bounds},
    )
    return dict(rows.fetchall())


def waiting(
    db: sqlite3.Connection, span: Span, by: By | None = None, types: Types = ()
) -> list[Waiting]:
    """Those without a due time for their solution, by what a policy's targets depend on."""
    key, values = _key(by, types)
    where, bounds = _where(span)
    rows = db.execute(
        f"SELECT {key}, t.kind, p.code, t.priority, count(*)"
        " FROM ticket t LEFT JOIN project p ON p.id = t.project_id"
        f" WHERE {OPEN_SQL} AND t.state = 'waiting' AND t.solution_due_at IS NULL AND {where}"
        " GROUP BY 1, t.kind, t.project_id, t.priority",
        {**values, **bounds},
    )
    return [Waiting(*row) for row in rows]


def numbers(
    db: sqlite3.Connection,
    span: Span,
    by: By | None = None,
    types: Types = (),
    *,
    changed_since: Instant | None = None,
) -> Iterator[tuple[int, Key]]:
    """Each ticket's number and group; only those that have changed since, where that is given."""
    key, values = _key(by, types)
    where, bounds = _where(span)
    if changed_since is not None:
        where, bounds = f"{where} AND t.updated_at > :since", {**bounds, "since": changed_since}
    sql = f"SELECT t.id, {key} FROM ticket t WHERE {where}"
    return ((number, group) for number, group in db.execute(sql, {**values, **bounds}))


def types(db: sqlite3.Connection, span: Span) -> Types:
    """The most frequent types."""
    where, bounds = _where(span)
    rows = db.execute(
        f"SELECT t.title FROM ticket t WHERE {where}"
        " GROUP BY t.title ORDER BY count(*) DESC, t.title LIMIT :most",
        {"most": MOST_TYPES, **bounds},
    )
    return tuple(title for (title,) in rows)


def _key(by: By | None, types: Types) -> tuple[str, dict[str, object]]:
    """The expression of a ticket's group, and its values."""
    match by:
        case None:
            return "NULL", {}
        case By.PROJECT:
            return "t.project_id", {}
        case By.PRIORITY:
            return "t.priority", {}
        case By.KIND:
            return "t.kind", {}
        case By.TYPE:
            values: dict[str, object] = {f"type{at}": each for at, each in enumerate(types)}
            holes = ", ".join(f":{name}" for name in values)
            return f"CASE WHEN t.title IN ({holes}) THEN t.title END", values


def _where(span: Span) -> tuple[str, dict[str, object]]:
    conditions = {
        "start": ("t.opened_at >= :start", span.start),
        "end": ("t.opened_at < :end", span.end),
        "seen_at": ("t.updated_at <= :seen_at", span.seen_at),
        "merged_at": (f"t.id NOT IN {_MERGED}", span.unmerged_at),
    }
    wanted = {name: value for name, (_, value) in conditions.items() if value is not None}
    return " AND ".join(conditions[name][0] for name in wanted) or "1", {**wanted}


def _figures(every: list[int], still_open: list[int], verdicts: list[int]) -> Figures:
    tickets, said, *clocks = every
    tallies = []
    for at in range(0, len(clocks), 2):
        on_time, targets = clocks[at : at + 2]
        ahead, behind = still_open[at : at + 2]
        late = targets - on_time - ahead - behind
        tallies.append(Tally(on_time, late, ahead, behind, tickets - targets))
    first, status, solution, recorded = tallies
    agree, contradict = verdicts
    judged = Agreement(agree, contradict, said - agree - contradict)
    return Figures(tickets, first, status, solution, recorded, judged)
