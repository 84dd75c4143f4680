"""Calendars and policies from files into a store that is in use.

A file that is loaded takes the place of the stored one of its name, and the due times of all open
tickets, with those of their next rungs, are computed anew in the same transaction. What is solved
or closed keeps the due times it was judged by, and a target that the source system recorded stays
as agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from floorboard.desk import rules
from floorboard.desk.clocks import clocks_from, due_times
from floorboard.desk.desk import Desk
from floorboard.domain.calendar import ALWAYS
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import State
from floorboard.exchange.calendars import read_calendar
from floorboard.exchange.policies import read_policy
from floorboard.store.queries import rules as texts
from floorboard.store.queries import rungs
from floorboard.store.store import Deed


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did."""

    name: str
    """What the calendar or the policy is called."""
    new: bool
    """Whether the store had none of that name."""
    changed: bool
    """False where the store has it like this already: nothing was written."""
    recomputed: int = 0
    """Open tickets whose due times were computed anew."""
    moved: int = 0
    """Those with another due time now."""


def load_calendar(desk: Desk, path: Path) -> Loaded:
    """Put the calendar in the file at `path` in force, in place of the one of its name.

    Raises `Problem` with the line for a mistake, and for a calendar that nothing can be measured
    by: of a country without known holidays, or one that never opens.
    """
    text = read_text(path)
    calendar = read_calendar(text, str(path))
    calendar.due(desk.now(), 60)
    name = calendar.name
    with desk.deed("rules.loaded", f"calendar/{name}") as deed:
        before = dict(texts.calendars(deed.db)).get(name)
        if before == text:
            deed.withdraw()
            return Loaded(name, new=False, changed=False)
        texts.put(deed.db, "calendar", name, text, deed.at)
        return _loaded(deed, name, before, text)


def load_policy(desk: Desk, path: Path) -> Loaded:
    """Make the policy in the file at `path` the one in force.

    Raises `Problem` with the line for a mistake, and for a calendar that the store doesn't have.
    """
    text = read_text(path)
    with desk.deed("rules.loaded", "policy") as deed:
        calendars = {ALWAYS, *dict(texts.calendars(deed.db))}
        name = read_policy(text, str(path), calendars).name
        deed.subject = f"policy/{name}"
        before, chosen = dict(texts.policies(deed.db)).get(name), texts.chosen_policy(deed.db)
        if before == text and chosen == name:
            deed.withdraw()
            return Loaded(name, new=False, changed=False)
        texts.put(deed.db, "policy", name, text, deed.at)
        if chosen != name:
            texts.choose_policy(deed.db, name)
            deed.before["in_force"], deed.after["in_force"] = chosen, name
        return _loaded(deed, name, before, text)


def read_text(path: Path) -> str:
    """The text of a calendar's or a policy's file."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            N_("the file can't be read: {error}"),
            where=str(path),
            error=getattr(error, "strerror", None) or error,
        ) from error


def _loaded(deed: Deed, name: str, before: str | None, text: str) -> Loaded:
    """Move the due times, and tell the journal which text took the place of which."""
    if before is not None:
        deed.before["digest"] = _digest(before)
    seen, moved = _recompute(deed)
    deed.after.update(digest=_digest(text), recomputed=seen, moved=moved)
    return Loaded(name, before is None, changed=True, recomputed=seen, moved=moved)


def _recompute(deed: Deed) -> tuple[int, int]:
    """Give every open ticket the due times of the rules that the deed put in force; how many
    tickets there are, and how many have others now."""
    in_force = rules.within(deed)
    seen = count = 0
    for page in texts.open_tickets(deed.db):
        raised = rungs.raised(deed.db, [number for number, _, _ in page])
        moved = []
        for number, facts, stored in page:
            clocks = clocks_from(in_force, facts)
            names = raised.get((number, clocks.cycle), frozenset())
            due = due_times(in_force, clocks, State(facts.state), names)
            if due != stored:
                moved.append((number, due))
                count += due[:-1] != stored[:-1]  # the rung alone is no due time
        texts.set_due_times(deed.db, moved)
        seen += len(page)
    return seen, count


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
