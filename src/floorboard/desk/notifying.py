"""Telling the world outside of escalations: queued in the store, sent until they arrive.

Any console whose config names a way sends what waits; which one sends a notice is settled under the
write lock, before it is sent. One that doesn't arrive is tried again, later each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.exchange.notices import Way, send
from floorboard.store.connection import Connection
from floorboard.store.queries import escalations, notifications
from floorboard.store.queries.notifications import Notice

ACTION = "notification.sent"
AT_ONCE = 50
"""Notices that one round queues, and sends."""

CLAIM_SECONDS = 120
"""How long a notice is left to the console that took it, should that die meanwhile."""

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


def deliver(desk: Desk, way: Way) -> Sent:
    """Queue a notice for each escalation that has none, and send those whose turn it is."""
    if desk.frozen or not (way.command or way.webhook):
        return Sent()
    _queue(desk)
    sent = failed = 0
    last: Problem | None = None
    for notice in _claim(desk):
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
        if not notifications.unannounced(db, 1):
            return
    with desk.deed("notification.queued", "notifications") as deed:
        fresh = []
        for number, backup in notifications.unannounced(deed.db, AT_ONCE):
            key = f"backup/{number}" if backup else f"escalation/{number}"
            fresh.append((key, _body(deed.db, number, key)))
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


def _claim(desk: Desk) -> list[Notice]:
    """The notices that this console sends now; no other takes them meanwhile."""
    now = desk.now()
    with desk.store.reading() as db:
        if not notifications.due(db, now, 1):
            return []
    with desk.deed("notification.tried", "notifications") as deed:
        taken = notifications.due(deed.db, now, AT_ONCE)
        if not taken:
            deed.withdraw()
        for each in taken:
            notifications.put_off(deed.db, each.id, each.attempts, now + CLAIM_SECONDS, "")
        deed.after["keys"] = [each.key for each in taken]
    return taken


def _put_off(desk: Desk, notice: Notice, problem: Problem) -> None:
    with desk.deed("notification.failed", "notifications", {"key": notice.key}) as deed:
        failure = str(problem)
        if deed.at >= notice.made_at + TOO_OLD:
            notifications.finish(deed.db, notice.id, deed.at, failure)
        else:
            pause = min(FIRST_PAUSE * 2**notice.attempts, LONGEST_PAUSE)
            notifications.put_off(deed.db, notice.id, notice.attempts + 1, deed.at + pause, failure)


def _arrived(desk: Desk, notice: Notice) -> None:
    with desk.deed(ACTION, "notifications", {"key": notice.key}) as deed:
        notifications.finish(deed.db, notice.id, deed.at)
