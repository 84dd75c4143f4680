"""Taking back the last deed of this console, and doing it again.

A deed on several tickets is taken back as one. Undoing restores every row exactly, its version
included, and is refused where a row isn't any more as the deed left it: nobody's later work is
lost. Due times alone follow the rules in force, where others were loaded since. The journal keeps
both, the deed and its undoing.

It needs the permission for the deed itself, and where somebody else did it, the one for that too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from floorboard.desk import clocks, permissions, rules
from floorboard.desk.desk import Desk
from floorboard.domain.permission import OTHERS_UNDONE
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import OPEN_STATES, State
from floorboard.i18n import _, pick
from floorboard.store.connection import Connection
from floorboard.store.images import Difference, MovedOn
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import entries, floor, rungs
from floorboard.store.queries import rules as texts
from floorboard.store.queries.entries import REDONE, UNDONE, EntryView
from floorboard.store.store import Deed

DEPTH = 200
"""Entries of the console that are looked through."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The deed that was taken back, or done again."""

    seq: int
    action: str
    subject: str
    tickets: tuple[int, ...]
    about: str = ""
    """What it was done to by name, where that is no ticket: a project."""


def undo(desk: Desk) -> Undone:
    """Take back the last deed of this console that isn't taken back yet."""
    with desk.deed(UNDONE, "") as deed:
        found = last_done(entries.of_console(deed.db, deed.by.console, DEPTH))
        if found is None:
            raise Problem(N_("there is nothing to undo on this console"))
        entry, since = found
        _check(deed, entry, entry.action)
        differences = entry.differences
        _put_back(deed, since, differences)
        _settle(deed, differences)
        deed.subject = entry.subject
        deed.after.update(of=entry.seq, action=entry.action)
        return _told(deed.db, entry, differences)


def redo(desk: Desk) -> Undone:
    """Do the deed again that was undone last, if nothing was done since."""
    with desk.deed(REDONE, "") as deed:
        entry = last_undone(entries.of_console(deed.db, deed.by.console, DEPTH))
        if entry is None:
            raise Problem(N_("there is nothing to do again on this console"))
        original = entries.one(deed.db, entry.of or 0)
        assert original is not None
        _check(deed, entry, original.action)
        differences = [each.reversed() for each in original.differences]
        _put_back(deed, entry.seq, differences)
        _settle(deed, differences)
        deed.subject = original.subject
        deed.after.update(of=original.seq, action=original.action)
        return _told(deed.db, original, differences)


def last_done(newest_first: Iterable[EntryView]) -> tuple[EntryView, int] | None:
    """The last deed that can be taken back and isn't, and the number of the entry by which it was
    done: its own, or that of doing it again."""
    last: dict[int, EntryView] = {}
    for entry in newest_first:
        if entry.of is not None:
            last.setdefault(entry.of, entry)
        elif entry.differences:
            again = last.get(entry.seq, entry)
            if again.action != UNDONE:
                return entry, again.seq
    return None


def last_undone(newest_first: Iterable[EntryView]) -> EntryView | None:
    """The undoing that can be taken back itself: after it, nothing else was done."""
    again: set[int] = set()
    for entry in newest_first:
        if entry.of is None:
            if entry.differences:
                return None
        elif entry.action == REDONE:
            again.add(entry.of)
        elif entry.of in again:
            again.discard(entry.of)
        else:
            return entry
    return None


def _check(deed: Deed, entry: EntryView, action: str) -> None:
    """Raise a `Problem` unless `entry`, by which `action` was done or undone, may be reversed: by
    who did it, or by who may reverse what others did. What nobody signed in for is nobody's."""
    permissions.check_too(deed, action)
    if entry.person_id not in (None, deed.by.person_id):
        permissions.check_too(deed, OTHERS_UNDONE)


def _put_back(deed: Deed, since: int, differences: list[Difference]) -> None:
    """Put back what the entry `since` left, unless something went on from there: what it made fall
    due may have been raised since."""
    moved = [
        int(str(each.key[0]))
        for each in differences
        if each.table == "ticket" and "next_rung_at" in (each.after or {})
    ]
    raised = rungs.raised_since(deed.db, moved, since)
    if raised is not None:
        raise _moved_on(f"#{raised}")
    try:
        deed.put_back(differences)
    except MovedOn as found:
        raise _moved_on(_subject(found.difference)) from None


def _moved_on(record: str) -> Problem:
    return Problem(
        N_("{record} has changed since: it can't be taken back"),
        record=record,
        fix=N_("Look at it and change it by hand; nothing was saved"),
    )


def _settle(deed: Deed, differences: Iterable[Difference]) -> None:
    """Compute the due times of what is open now anew: other rules may have been loaded since, and
    a rung that was raised meanwhile isn't raised again."""
    numbers = [
        int(str(each.key[0]))
        for each in differences
        if each.table == "ticket" and each.before is not None
    ]
    if not numbers:
        return
    in_force = rules.within(deed)
    raised = rungs.raised(deed.db, numbers)
    settled = []
    for number, facts in clock_queries.facts_of(deed.db, numbers).items():
        state = State(facts.state)
        if state in OPEN_STATES:
            found = clocks.clocks_from(in_force, facts)
            names = raised.get((number, found.cycle), frozenset())
            settled.append((number, clocks.due_times(in_force, found, state, names)))
    texts.set_due_times(deed.db, settled)


def _subject(difference: Difference) -> str:
    table, key = difference.table, difference.key[0]
    return f"#{key}" if table.startswith("ticket") else f"{table} {key}"


def _told(db: Connection, entry: EntryView, differences: Iterable[Difference]) -> Undone:
    keys = [each.key[0] for each in differences if each.table.startswith("ticket")]
    kind, _slash, number = entry.subject.partition("/")
    if not keys and kind == "ticket":  # a raised rung belongs to its ticket
        keys.append(number)
    tickets = sorted({int(str(key)) for key in keys})
    reviewed = {each.key[1] for each in differences if each.table == "project_review"}
    names = [pick(each.name, each.name_zh) for each in floor.projects(db) if each.id in reviewed]
    return Undone(entry.seq, entry.action, entry.subject, tuple(tickets), _(", ").join(names))
