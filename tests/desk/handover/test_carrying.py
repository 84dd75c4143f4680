"""Thirty shifts in a row, at random: nothing that is owed ever drops out of the next draft."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

import deeds
from floorboard.desk import escalations, handover, tickets
from floorboard.desk.desk import Desk
from floorboard.domain.handover.record import Item, ItemKind, Record
from floorboard.domain.ticket import OPEN_STATES, State
from floorboard.store.queries import clocks as clock_queries
from floorboard.store.queries import escalations as rungs
from relieving import (
    ANN,
    BILLING,
    CHANGE,
    HAN,
    HOUR,
    LI,
    LIU,
    PIN,
    TEXTS,
    agree,
    as_,
    fill,
    record,
    set_clock,
)

LEADS = (LI, HAN, LIU)
SHIFTS = 30


class Story:
    """Shifts that follow each other, and what is known to be owed, kept apart from the store."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.random = Random(seed)
        self.tickets: list[int] = []
        self.standing: dict[int, str] = {}
        """Items that aren't cleared, by their root."""
        self.marked = 0

    def shift(self, number: int) -> None:
        lead, start = LEADS[number % 3], CHANGE + (number - 1) * 8 * HOUR
        mine = as_(self.desk, lead)
        for hour in range(1, 8):
            set_clock(self.desk, start + hour * HOUR)
            mine.clock = self.desk.clock
            self._work(mine)
        escalations.raise_due(mine)
        record_id = handover.begin(mine)
        self._check(record(self.desk, record_id))
        self._write(mine, record_id)
        fill(mine, record_id)
        handover.offer(mine, record_id, sure=True)
        if self.random.random() < 0.3:
            handover.withdraw(mine, record_id, "once more")
            handover.offer(mine, record_id, sure=True)
        self._work(mine)  # after the freeze
        agree(self.desk, record_id)
        if self.random.random() < 0.3:
            set_clock(self.desk, start + 8 * HOUR + self.random.randrange(HOUR))
        handover.hand_over(self.desk, record_id, PIN)
        handover.take_over(self.desk, record_id, PIN)

    def _work(self, desk: Desk) -> None:
        for _ in range(self.random.randrange(3)):
            self.random.choice((self._open, self._promise, self._reply, self._solve))(desk)

    def _open(self, desk: Desk) -> None:
        priority = self.random.choice((1, 1, 2, 3))
        wanted = tickets.OpenTicket("down", priority=priority, project_id=BILLING, owner_id=ANN)
        self.tickets.append(tickets.open_ticket(desk, wanted))

    def _promise(self, desk: Desk) -> None:
        hours = self.random.randrange(1, 60)
        self._some(desk, lambda number: tickets.promise(desk, number, desk.now() + hours * HOUR))

    def _reply(self, desk: Desk) -> None:
        self._some(desk, lambda number: tickets.reply(desk, number, "soon"))

    def _solve(self, desk: Desk) -> None:
        if len(self.tickets) > 6:
            self._some(desk, lambda number: tickets.solve(desk, number, "done"))

    def _some(self, desk: Desk, deed: Callable[[int], object]) -> None:
        still = [each for each in self.tickets if self._state(each) in OPEN_STATES]
        if still:
            deed(self.random.choice(still))

    def _state(self, number: int) -> State:
        return State(deeds.view(self.desk, number).state)

    def _write(self, desk: Desk, number: int) -> None:
        for kind in (ItemKind.STANDING, ItemKind.CONTINGENCY, ItemKind.CRITICAL, ItemKind.SYSTEM):
            if self.random.random() < 0.4:
                self.marked += 1
                texts = {**TEXTS, "situation": f"matter {self.marked}"}
                added = handover.add(desk, number, kind, texts, owner_id=ANN, due_at=desk.now())
                self.standing[added] = texts["situation"]
        for item in record(desk, number).items:
            if item.root_id in self.standing and self.random.random() < 0.15:
                handover.clear(desk, number, item.id, "settled")
                del self.standing[item.root_id]

    def _check(self, draft: Record) -> None:
        """Everything that is owed stands in the draft."""
        facts = handover.one(self.desk, draft.id).facts
        by_root = {each.root_id: each for each in draft.items}
        for root, text in self.standing.items():
            assert by_root[root].situation == text
        assert {each.ticket_id for each in facts.promises} == self._owed()
        with self.desk.store.reading() as db:
            raised = {each.id for each in rungs.page(db, 1000)}
        assert {each.escalation_id for each in facts.rungs} == raised
        self._check_critical(draft.items)

    def _owed(self) -> set[int]:
        """The tickets with an agreed time to keep or make good, by their histories."""
        with self.desk.store.reading() as db:
            facts = clock_queries.facts_of(db, self.tickets)
        found = set()
        for number, each in facts.items():
            if State(each.state) not in OPEN_STATES:
                continue
            owed = False
            for _at, kind, _seq, until in sorted(
                each.events, key=lambda event: (event[0], event[2])
            ):
                if until is not None:
                    owed = True
                elif kind in ("reply", "solved", "closed"):
                    owed = False
            if owed:
                found.add(number)
        return found

    def _check_critical(self, items: tuple[Item, ...]) -> None:
        """Every critical ticket that a record had once and that is open."""
        with self.desk.store.reading() as db:
            had = db.execute(
                "SELECT DISTINCT ticket_id FROM handover_item i WHERE ticket_id IS NOT NULL"
                " AND NOT EXISTS (SELECT 1 FROM handover_item c WHERE c.root_id = i.root_id"
                " AND c.cleared_at IS NOT NULL)"
            ).fetchall()
        still = {number for (number,) in had if self._state(number) in OPEN_STATES}
        assert still <= {each.ticket_id for each in items}


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_is_owed_drops_out(desk: Desk, seed: int) -> None:
    story = Story(desk, seed)
    for number in range(SHIFTS):
        story.shift(number)
    assert story.marked > 20
    assert [each.sound for each in handover.verify(desk)] == [True] * SHIFTS
    deeds.check(desk)
