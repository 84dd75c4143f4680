"""What tests of deeds share: every deed as one step, and what must hold whatever was done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from shutil import copy

from floorboard.desk import checklists, clocks, duties, escalations, rules, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.domain.clocks import Event
from floorboard.domain.handling import Handling
from floorboard.domain.ticket import EventKind, State
from floorboard.store import journal, rows
from floorboard.store.connection import Connection
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import entries
from floorboard.store.queries import tickets as queries
from floorboard.store.queries.entries import EntryView
from floorboard.store.rows import Row
from floorboard.store.store import Actor
from floorboard.store.views.ticket import TicketView

Key = tuple[object, ...]
Tables = dict[str, dict[Key, Row]]

RECORD = {"journal", "journal_ticket", "journal_head", "alembic_version"}
"""Tables that remember what was done; undoing doesn't take from them."""

DERIVED = {"ticket_count", "search_mark"}
"""Tables that are kept in step with others."""

MINUTE = 60


def tables(db: Connection) -> Tables:
    """Every row of every table that a deed may change, by its key; not what only remembers."""
    found: Tables = {}
    schema = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    virtual = [name for name, sql in schema if sql and sql.startswith("CREATE VIRTUAL")]
    for name, _ in schema:
        if name in RECORD or name.startswith("sqlite_") or any(v in name for v in virtual):
            continue
        columns = db.execute(f"PRAGMA table_info({name})").fetchall()
        named = [column[1] for column in columns]
        keys = [column[1] for column in columns if column[5]]
        found[name] = {}
        for values in db.execute(f"SELECT * FROM {name}"):
            row = dict(zip(named, values, strict=True))
            found[name][tuple(row[key] for key in keys)] = row
    found["setting"].pop(("ticket.last_number",), None)
    found["ticket_count"] = {key: row for key, row in found["ticket_count"].items() if row["n"]}
    found["search_mark"] = {k: row for k, row in found["search_mark"].items() if row["last_id"]}
    return found


def of(desk: Desk) -> Tables:
    with desk.store.reading(snapshot=True) as db:
        return tables(db)


@dataclass(frozen=True)
class Change:
    """A row before and after: None where it wasn't there, else its changed columns alone."""

    table: str
    key: Key
    before: Row | None
    after: Row | None


def changes(before: Tables, after: Tables) -> list[Change]:
    """What is another in `after`, told by the tables alone; what is derived is left aside."""
    found: list[Change] = []
    for table in after.keys() - DERIVED:
        was_there, is_there = before[table], after[table]
        for key in {**was_there, **is_there}:
            was, now = was_there.get(key), is_there.get(key)
            if was == now:
                continue
            if was is not None and now is not None:
                columns = [column for column in now if now[column] != was[column]]
                was = {column: was[column] for column in columns}
                now = {column: now[column] for column in columns}
            found.append(Change(table, key, was, now))
    return found


@dataclass(frozen=True)
class Step:
    """One deed that somebody tries, possible or not. `pick` says with which of the tickets, of the
    people or of the escalations; `more` is any other number that it takes."""

    deed: str
    pick: int = 0
    more: int = 0
    looked: bool = False
    """Whether it is done to the ticket as it was seen, where the deed has a version."""


@dataclass(frozen=True)
class Scene:
    """What a step is tried with."""

    desk: Desk
    numbers: Sequence[int]
    step: Step
    seen: int | None = None
    """The version that was looked at."""
    word: str = "said"

    @property
    def ticket(self) -> int:
        return self.numbers[self.step.pick % len(self.numbers)]

    @property
    def other(self) -> int:
        return self.numbers[self.step.more % len(self.numbers)]

    @property
    def person(self) -> int:
        return 1 + self.step.more % 7

    @property
    def until(self) -> int:
        return self.desk.now() + (self.step.more - 1) * 20 * MINUTE

    @property
    def escalation(self) -> int:
        with self.desk.store.reading() as db:
            found = [row[0] for row in db.execute("SELECT id FROM escalation ORDER BY id")]
        return found[self.step.pick % len(found)] if found else 1

    @property
    def check(self) -> tuple[int, int]:
        """A check and its version."""
        with self.desk.store.reading() as db:
            found = db.execute("SELECT id, version FROM duty_check ORDER BY id DESC").fetchall()
        return found[self.step.pick % len(found)] if found else (1, 1)

    @property
    def item(self) -> int:
        """An item of a list."""
        with self.desk.store.reading() as db:
            found = [row[0] for row in db.execute("SELECT id FROM checklist_item ORDER BY id")]
        return found[self.step.pick % len(found)] if found else 1


def _open(at: Scene) -> None:
    priority = 1 + at.step.more % 5
    project = (None, 1, 2)[at.step.pick % 3]
    owner = (None, at.person)[at.step.more % 2]
    tickets.open_ticket(
        at.desk, OpenTicket(at.word, priority=priority, project_id=project, owner_id=owner)
    )


def _open_for(at: Scene) -> None:
    customer = NewCustomer(f"{at.word} Müller", phone="13800138000")
    tickets.open_ticket(at.desk, OpenTicket(at.word, kind="request", new_customer=customer))


def _edit(at: Scene, **fields: object) -> None:
    with at.desk.store.reading() as db:
        row = db.execute("SELECT version FROM ticket WHERE id = ?", (at.ticket,)).fetchone()
    version = at.seen if at.seen is not None else row[0] if row else 1
    tickets.edit(at.desk, at.ticket, version, **fields)  # type: ignore[arg-type] # any of them


def _bulk(at: Scene, handling: Handling, **arguments: object) -> None:
    tickets.bulk(at.desk, handling, at.numbers, **arguments)  # type: ignore[arg-type] # any


STEPS: Mapping[str, Callable[[Scene], object]] = {
    "open": _open,
    "open for a new customer": _open_for,
    "note": lambda at: tickets.note(at.desk, at.ticket, at.word),
    "reply": lambda at: tickets.reply(at.desk, at.ticket, at.word),
    "reply and promise": lambda at: tickets.reply(at.desk, at.ticket, at.word, at.until),
    "chase": lambda at: tickets.chase(at.desk, at.ticket, at.word),
    "promise": lambda at: tickets.promise(at.desk, at.ticket, at.until),
    "assign": lambda at: tickets.assign(at.desk, at.ticket, at.person, at.seen),
    "assign to nobody": lambda at: tickets.assign(at.desk, at.ticket, None, at.seen),
    "take": lambda at: tickets.take(at.desk, at.ticket, at.seen),
    "hand over": lambda at: tickets.hand_over(
        at.desk, at.ticket, at.word, (None, at.person)[at.step.more % 2], at.seen
    ),
    "give back": lambda at: tickets.give_back(at.desk, at.ticket, at.word, at.seen),
    "wait": lambda at: tickets.wait(at.desk, at.ticket, "", at.seen),
    "resume": lambda at: tickets.resume(at.desk, at.ticket, "", at.seen),
    "solve": lambda at: tickets.solve(at.desk, at.ticket, at.word, at.seen),
    "close": lambda at: tickets.close(at.desk, at.ticket, at.seen),
    "reopen": lambda at: tickets.reopen(at.desk, at.ticket, at.word, at.seen),
    "rate": lambda at: tickets.rate(at.desk, at.ticket, at.step.more),
    "disagree": lambda at: tickets.rate(at.desk, at.ticket, 1, at.word, disagrees=True),
    "edit the title": lambda at: _edit(at, title=f"{at.word} {at.step.more}"),
    "edit the priority": lambda at: _edit(at, priority=at.step.more),
    "edit project and kind": lambda at: _edit(
        at,
        project_id=(None, 1, 2)[at.step.more % 3],
        kind=("incident", "complaint")[at.step.more % 2],
    ),
    "edit the owner": lambda at: _edit(at, owner_id=at.person),
    "link": lambda at: tickets.link(at.desk, at.ticket, at.other),
    "merge": lambda at: tickets.merge(at.desk, at.ticket, at.other, at.seen),
    "split": lambda at: tickets.split(at.desk, at.ticket, at.word, at.seen),
    "assign all": lambda at: _bulk(at, Handling.ASSIGN, owner_id=at.person),
    "solve all": lambda at: _bulk(at, Handling.SOLVE, text=at.word),
    "rank all": lambda at: _bulk(at, Handling.EDIT, fields={"priority": 1 + at.step.more % 5}),
    "note all": lambda at: _bulk(at, Handling.NOTE, text=at.word),
    "undo": lambda at: undoing.undo(at.desk),
    "redo": lambda at: undoing.redo(at.desk),
    "raise": lambda at: escalations.raise_due(at.desk),
    "acknowledge": lambda at: escalations.acknowledge(at.desk, at.escalation, at.word),
    "comment": lambda at: escalations.comment(at.desk, at.escalation, at.word),
    "hand back": lambda at: escalations.hand_back(at.desk, at.escalation, at.word),
    "call the backup": lambda at: escalations.call_backup(at.desk, at.escalation, at.word),
    "schedule": lambda at: duties.ensure(at.desk),
    "tick": lambda at: duties.done(at.desk, *at.check),
    "start a list": lambda at: checklists.start(at.desk, "emergency", ticket_id=at.ticket),
    "tick an item": lambda at: checklists.done(at.desk, at.item, note=at.word),
}
"""Every deed there is, each as a step."""

VERSIONED = {
    "assign", "assign to nobody", "take", "hand over", "give back", "wait", "resume", "solve",
    "close", "reopen", "edit the title", "edit the priority", "edit project and kind",
    "edit the owner", "merge", "split",
}  # fmt: skip
"""The steps that may be done to the ticket as it was seen, and to no other."""


def attempt(scene: Scene) -> object:
    return STEPS[scene.step.deed](scene)


def check(desk: Desk) -> None:
    """Everything that must hold of a floor whose tickets have come about by deeds alone."""
    in_force = rules.in_force(desk)
    with desk.store.reading(snapshot=True) as db:
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        counted = dict(db.execute("SELECT state, n FROM ticket_count WHERE n > 0").fetchall())
        found = tables(db)
        raised = _raised(db)
        facts = clock_queries.facts_of(db, [key[0] for key in found["ticket"]])  # type: ignore[misc] # ids
    assert counted == Counter(row["state"] for row in found["ticket"].values())
    there = [(e["id"], e["ticket_id"], e["rung"]) for e in found["escalation"].values()]
    assert Counter(raised) == Counter(there), "what was raised is there, and nothing else"
    rungs = [(e["ticket_id"], e["cycle"], e["rung"]) for e in found["escalation"].values()]
    assert len(set(rungs)) == len(rungs), "each is raised once"
    histories: dict[object, list[Row]] = {}
    for (number, _), row in sorted(found["ticket_event"].items()):
        histories.setdefault(number, []).append(row)
    open_rungs = {e["ticket_id"] for e in found["escalation"].values() if e["closed_at"] is None}
    in_cycle: dict[tuple[object, object], set[str]] = {}
    for *of_cycle, rung in rungs:
        in_cycle.setdefault((of_cycle[0], of_cycle[1]), set()).add(str(rung))
    for (number,), row in found["ticket"].items():
        assert isinstance(number, int)
        events = histories[number]
        _check_history(row, events)
        state = State(str(row["state"]))
        computed = clocks.clocks_from(in_force, facts[number])
        names = in_cycle.get((number, computed.cycle), set())
        kinds = [Event(e["at"], EventKind(e["kind"]), e["seq"]) for e in events]  # type: ignore[arg-type] # as stored
        wanted = {
            **clocks.due_times(in_force, computed, state, names)._asdict(),
            **clocks.times(kinds, computed, state)._asdict(),
        }
        assert {column: row[column] for column in wanted} == wanted
        if state in (State.SOLVED, State.CLOSED):
            assert number not in open_rungs


def _raised(db: Connection) -> list[tuple[int, int, str]]:
    """Every rung that the journal says was raised: its number, its ticket and its name."""
    after = db.execute("SELECT after FROM journal WHERE action = 'escalations.raised'")
    return [tuple(each) for (text,) in after for each in json.loads(text).get("raised", ())]


OPEN = {"new", "open", "second_line", "waiting"}
ENDED = {"solved", "closed"}
ANY = OPEN | ENDED

LEGAL: Mapping[str, set[str]] = {
    "reply": ANY - {"closed"},
    "chased": ANY,
    "note": ANY,
    "promised": OPEN | {"solved"},
    "assigned": ANY - {"closed"},
    "second_line": OPEN - {"second_line"},
    "returned": {"second_line"},
    "waiting": OPEN - {"waiting"},
    "resumed": {"waiting"},
    "solved": OPEN,
    "closed": OPEN | {"solved"},
    "reopened": ENDED,
    "linked": ANY,
    "rated": ENDED,
    "changed": ANY - {"closed"},
}
"""The states in which each event may happen: a model beside `domain.handling`. A promise may come
with a reply to what is solved."""


def _check_history(row: Row, events: Sequence[Row]) -> None:
    """The ticket stands where its history leads, and every step of that was a legal one."""
    assert [each["kind"] for each in events].count("opened") == 1
    first, *rest = events
    assert (first["kind"], first["seq"]) == ("opened", 1)
    for one, two in pairwise(events):
        assert one["at"] <= two["at"], "what happens later sorts later"  # type: ignore[operator] # ints
        assert one["seq"] + 1 == two["seq"]  # type: ignore[operator] # ints
    state, handed = ("open" if _opened_for_somebody(row, rest) else "new"), False
    before = ""
    for event in rest:
        kind, body = str(event["kind"]), str(event["body"])
        assert state in LEGAL[kind], (kind, state)
        match kind:
            case "closed":
                assert state == "solved" or before.startswith("→ #"), "merged, or solved before"
                state, handed = "closed", False
            case "solved":
                state, handed = "solved", False
            case "second_line":
                state, handed = "second_line", True
            case "returned" | "reopened":
                state, handed = "open", False
            case "waiting":
                state = "waiting"
            case "resumed":
                state = "second_line" if handed else "open"
            case "chased" if state == "waiting":
                state = "second_line" if handed else "open"
            case "reply" | "promised" if state == "new":
                state = "open"
            case "assigned" if state == "new" and not body.endswith("→ –"):
                state = "open"
        before = body
    assert row["state"] == state
    assert (row["first_owner_id"] is not None) == handed
    assert row["reopen_count"] == sum(each["kind"] == "reopened" for each in events)
    rated = [int(str(each["body"])[0]) for each in events if each["kind"] == "rated"]
    assert row["satisfaction"] == (rated[-1] if rated else None)


def _opened_for_somebody(row: Row, rest: Sequence[Row]) -> bool:
    """Whether it had an owner from the first: its first change of owner tells, if it had one."""
    given = [str(each["body"]) for each in rest if each["kind"] == "assigned"]
    return not given[0].startswith("– →") if given else row["owner_id"] is not None


def copy_of(made: Path, folder: Path, now: int, person: int | None = None) -> Desk:
    """A desk on a copy of a floor, at which somebody may be signed in."""
    for file in (made, journal.key_path(made)):
        copy(file, folder / file.name)
    desk = Desk.open(folder / made.name)
    desk.actor = Actor("desk-1", person)
    desk.clock = lambda: now
    return desk


def later(desk: Desk, seconds: int) -> int:
    """Let time go on at a desk, or back; what time it is then."""
    now = desk.now() + seconds
    desk.clock = lambda: now
    return now


def view(desk: Desk, number: int) -> TicketView:
    with desk.store.reading() as db:
        found = queries.by_id(db, number)
    assert found is not None
    return found


def told(desk: Desk, number: int) -> list[tuple[str, str]]:
    """Kind and text of each event of a ticket."""
    with desk.store.reading() as db:
        return [(each.kind, each.body) for each in queries.history(db, number)]


def row(desk: Desk, number: int) -> Row:
    with desk.store.reading() as db:
        found = rows.get(db, "ticket", number)
    assert found is not None
    return found


def last_entry(desk: Desk) -> EntryView:
    """The newest entry of the journal."""
    with desk.store.reading() as db:
        found = entries.one(db, journal.next_seq(db) - 1)
    assert found is not None
    return found
