"""Telling the world outside of escalations: queued in the store, sent until they arrive.

Any console whose config names a way sends what waits; which one sends a notice is settled under the
write lock, before it is sent. One that doesn't arrive is tried again, later each time. The journal
tells what was queued, sent and given up; of the attempts, the queue is the record.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.domain.problem import Problem
from floorboard.exchange.notices import Way, send
from floorboard.store.connection import Connection
from floorboard.store.queries import escalations, notifications
from floorboard.store.queries import handover as handovers
from floorboard.store.queries.notifications import Notice

ACTION = "notification.sent"
AT_ONCE = 50
"""Notices that one round queues, and sends."""

CLAIM_SECONDS = 120
"""How long a notice is left to the console that took it, should that die meanwhile: longer than
sending one may take, or another console would send it too."""

FIRST_PAUSE, LONGEST_PAUSE = 30, 3600
"""Seconds until a failed notice is tried again: twice as long each time, up to the longest."""

TOO_OLD = 3 * 86400
"""Seconds after which a notice helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round did. `problem` is the last failure."""

    sent: int = 0
    failed: int = 0
    problem: Problem | None = None


def _always() -> bool:
    return True


def deliver(desk: Desk, way: Way, go_on: Callable[[], bool] = _always) -> Sent:
    """Queue a notice for each escalation and each overdue handover that has none, and send those
    whose turn it is. `go_on` is asked before each; where it says no, the rest waits."""
    if desk.frozen or not (way.command or way.webhook):
        return Sent()
    _queue(desk)
    sent = failed = 0
    last: Problem | None = None
    for _turn in range(AT_ONCE):
        notice = _claim(desk) if go_on() else None
        if notice is None:
            break
        try:
            send(way, notice.key, notice.body, desk.now())
        except Problem as problem:
            failed, last = failed + 1, problem
            _put_off(desk, notice, problem)
        else:
            sent += 1
            _arrived(desk, notice)
    return Sent(sent, failed, last)


def _queue(desk: Desk) -> None:
    with desk.store.reading() as db:
        if not (notifications.unannounced(db, 1) or notifications.unannounced_handovers(db)):
            return
    with desk.deed("notification.queued", "notifications") as deed:
        fresh = [
            (key, _body(deed.db, number, key))
            for number, key in notifications.unannounced(deed.db, AT_ONCE)
        ]
        fresh += [
            (key, _overdue(deed.db, planned_at, key))
            for planned_at, key in notifications.unannounced_handovers(deed.db)
        ]
        if not fresh:
            deed.withdraw()
        notifications.add(deed.db, fresh, deed.at)
        deed.after["keys"] = [key for key, _ in fresh]


def _body(db: Connection, number: int, key: str) -> str:
    view = escalations.by_id(db, number)
    assert view is not None
    told = {
        "key": key,
        "ticket": view.ticket_id,
        "title": view.title,
        "priority": view.priority,
        "rung": view.rung,
        "clock": view.clock,
        "due_at": view.due_at,
        "raised_at": view.raised_at,
        "to": [person.name for person in view.people],
        "gap": view.gap,
    }
    return json.dumps(told, ensure_ascii=False)


def _overdue(db: Connection, planned_at: Instant, key: str) -> str:
    """What is told of a handover that nobody accepted in time."""
    rung = next(each for each in handovers.rungs(db) if each.planned_at == planned_at)
    told = {
        "key": key,
        "handover_planned_at": planned_at,
        "raised_at": rung.raised_at,
        "to": rung.people,
        "gap": rung.gap,
    }
    return json.dumps(told, ensure_ascii=False)


def _claim(desk: Desk) -> Notice | None:
    """The notice that this console sends now, if there is one; no other takes it meanwhile."""
    now = desk.now()
    with desk.store.reading() as db:
        if not notifications.due(db, now, 1):
            return None
    with desk.store.writing() as db:
        for taken in notifications.due(db, now, 1):
            notifications.put_off(db, taken.id, taken.attempts, now + CLAIM_SECONDS, "")
            return taken
    return None


def _put_off(desk: Desk, notice: Notice, problem: Problem) -> None:
    failure, now = str(problem), desk.now()
    if now >= notice.made_at + TOO_OLD:
        with desk.deed("notification.failed", "notifications", {"key": notice.key}) as deed:
            notifications.finish(deed.db, notice.id, deed.at, failure)
        return
    pause = min(FIRST_PAUSE * 2**notice.attempts, LONGEST_PAUSE)
    with desk.store.writing() as db:
        notifications.put_off(db, notice.id, notice.attempts + 1, now + pause, failure)


def _arrived(desk: Desk, notice: Notice) -> None:
    with desk.deed(ACTION, "notifications", {"key": notice.key}) as deed:
        notifications.finish(deed.db, notice.id, deed.at)
