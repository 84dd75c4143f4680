"""A roster while it is being searched: who may take what, and what each change costs.

Slots and people are numbered from 0, and sets of slots or days are the bits of an int, so that
one look at a change takes microseconds. The cost is soft: for each person the squares of the
nights, weekends, holidays and shifts they have in total, by their share, and a fine for each quick
turn and isolated night. Squares make the next night dearest to who had most.
"""

from __future__ import annotations

from collections.abc import Iterable

from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal.problem import (
    SHIFT_SECONDS,
    Assignment,
    Held,
    RosterProblem,
    Rules,
    Slot,
    Worker,
)

NIGHT, WEEKEND, HOLIDAY, SHIFT = 4.0, 4.0, 8.0, 2.0
WEIGHTS = (NIGHT, WEEKEND, HOLIDAY, SHIFT)
"""What the squares of nights, weekends, holidays and shifts of eight hours weigh."""
QUICK_TURN = 8.0
ISOLATED_NIGHT = 3.0


def amounts(load: Load) -> tuple[float, float, float, float]:
    """`load` in the units of `WEIGHTS`."""
    return (load.nights, load.weekends, load.holidays, load.seconds / SHIFT_SECONDS)


def opening_amounts(problem: RosterProblem) -> list[list[float]]:
    """What each worker starts with, history less what everybody has of it.

    To take the same amount by share from all changes no comparison of rosters that fill as many
    places, and keeps a long history from outweighing everything else.
    """
    shares = [problem.rules.share(worker) for worker in problem.workers]
    loads = [list(amounts(worker.history)) for worker in problem.workers]
    for kind in range(len(WEIGHTS)):
        least = min(
            (load[kind] / share for load, share in zip(loads, shares, strict=True)), default=0
        )
        for load, share in zip(loads, shares, strict=True):
            load[kind] -= least * share
    return loads


class Board:
    """The locked cells and what was put on so far. `put` and `take` change it and tell the change
    of the cost; `may` is to be asked before `put`."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.slots = problem.slots
        self.people = range(len(problem.workers))
        self.slot_at = {slot.id: at for at, slot in enumerate(problem.slots)}
        self.person_at = {worker.person_id: at for at, worker in enumerate(problem.workers)}
        self._read_slots()
        self._read_people()
        self.locked = [0] * len(self.slots)
        self.cost = sum(
            weight * load[kind] ** 2 / share
            for load, share in zip(self.load, self.share, strict=True)
            for kind, weight in enumerate(WEIGHTS)
        )
        for each in sorted(problem.locked):
            slot = self.slot_at[each.slot_id]
            self.put(self.person_at[each.person_id], slot)
            self.locked[slot] += 1

    def may(self, person: int, slot: int) -> bool:
        """Whether `person` breaks no hard rule by taking `slot` as well."""
        if not self.fit[person] >> slot & 1 or self._slots_of[person] & self._conflicts[slot]:
            return False
        if (
            self.weeks[person].get(self.week[slot], 0) + self.seconds[slot]
            > self.most_seconds[person]
        ):
            return False
        days, at = self.days[person], self.day[slot]
        first, last = at, at
        while days >> (last + 1) & 1:
            last += 1
        while first and days >> (first - 1) & 1:
            first -= 1
        return last - first < self.most_days

    def put(self, person: int, slot: int) -> float:
        """Put `person` on `slot`."""
        change = self.quick_turns(person, slot)
        self._slots_of[person] |= 1 << slot
        self.days[person] |= 1 << self.day[slot]
        weeks, week = self.weeks[person], self.week[slot]
        weeks[week] = weeks.get(week, 0) + self.seconds[slot]
        load, share = self.load[person], self.share[person]
        for kind, amount, weight in self.amounts[slot]:
            change += weight * (2 * load[kind] + amount) / share
            load[kind] += amount
        if self._night[slot]:
            change += self._work_nights(person, self.nights[person] | 1 << self.day[slot])
        self.cost += change
        return change

    def take(self, person: int, slot: int) -> float:
        """Take `person`, who isn't locked there, off `slot`."""
        self._slots_of[person] ^= 1 << slot
        self.days[person] ^= 1 << self.day[slot]
        self.weeks[person][self.week[slot]] -= self.seconds[slot]
        change = -self.quick_turns(person, slot)
        load, share = self.load[person], self.share[person]
        for kind, amount, weight in self.amounts[slot]:
            load[kind] -= amount
            change -= weight * (2 * load[kind] + amount) / share
        if self._night[slot]:
            change += self._work_nights(person, self.nights[person] & ~(1 << self.day[slot]))
        self.cost += change
        return change

    def hardness(self, slot: int) -> int:
        """How many people could take `slot` for each place it has."""
        fit = sum(mask >> slot & 1 for mask in self.fit)
        return fit // max(self.slots[slot].count, 1)

    def assignment(self, person: int, slot: int) -> Assignment:
        return Assignment(self.slots[slot].id, self.problem.workers[person].person_id)

    def quick_turns(self, person: int, slot: int) -> float:
        quick = (self._slots_of[person] & self.quick[slot]).bit_count()
        return QUICK_TURN * (quick + self._held_quick[person].get(slot, 0))

    def _work_nights(self, person: int, nights: int) -> float:
        before, self.nights[person] = self.nights[person], nights
        ours = ~self.held_nights[person]
        fined = (_isolated(nights) & ours).bit_count() - (_isolated(before) & ours).bit_count()
        return ISOLATED_NIGHT * fined

    def _read_slots(self) -> None:
        rules, slots = self.problem.rules, self.slots
        days = [slot.day.toordinal() for slot in slots]
        days += [turn.day.toordinal() for each in self.problem.workers for turn in each.held]
        self._first_day = min(days, default=0)
        self.most_days = max(rules.max_run_days, 0)
        self.day = [slot.day.toordinal() - self._first_day for slot in slots]
        self.week = [_week(slot) for slot in slots]
        self.seconds = [slot.end - slot.start for slot in slots]
        self._night = [slot.night for slot in slots]
        self.amounts = [
            [
                (kind, amount, WEIGHTS[kind] * amount)
                for kind, amount in enumerate(amounts(slot.load))
                if amount
            ]
            for slot in slots
        ]
        self._conflicts = [
            _bits(each.day == slot.day or _closer(each, slot, rules.rest_seconds) for each in slots)
            for slot in slots
        ]
        self.quick = [_bits(_quick(each, slot, rules) for each in slots) for slot in slots]

    def _read_people(self) -> None:
        rules, workers = self.problem.rules, self.problem.workers
        self.fit = [
            _bits(_fits(worker, slot, rules.rest_seconds) for slot in self.slots)
            for worker in workers
        ]
        self.share = [rules.share(worker) for worker in workers]
        self.load = opening_amounts(self.problem)
        self.most_seconds = [rules.week_seconds(worker) for worker in workers]
        self._slots_of = [0 for _ in workers]
        self.days = [0 for _ in workers]
        self.nights = [0 for _ in workers]
        self.held_nights = [0 for _ in workers]
        self.weeks: list[dict[int, int]] = [{} for _ in workers]
        self._held_quick: list[dict[int, int]] = [{} for _ in workers]
        for person, worker in enumerate(workers):
            for turn in worker.held:
                self._hold(person, turn)

    def _hold(self, person: int, turn: Held) -> None:
        bit = 1 << turn.day.toordinal() - self._first_day
        self.days[person] |= bit
        if turn.night:
            self.nights[person] |= bit
            self.held_nights[person] |= bit
        week = _week(turn)
        weeks, quick = self.weeks[person], self._held_quick[person]
        weeks[week] = weeks.get(week, 0) + turn.end - turn.start
        for at, slot in enumerate(self.slots):
            if _quick(slot, turn, self.problem.rules):
                quick[at] = quick.get(at, 0) + 1


def _fits(worker: Worker, slot: Slot, rest_seconds: int) -> bool:
    """Whether nothing keeps `worker` out of `slot` whatever else is planned."""
    return (
        (slot.project_id is None or slot.project_id in worker.confirmed)
        and all(slot.end <= start or end <= slot.start for start, end in worker.unavailable)
        and not any(
            turn.day == slot.day or _closer(turn, slot, rest_seconds) for turn in worker.held
        )
    )


def _closer(one: Slot | Held, other: Slot | Held, rest_seconds: int) -> bool:
    """Whether there is less than that time between them."""
    return one.start < other.end + rest_seconds and other.start < one.end + rest_seconds


def _quick(one: Slot | Held, other: Slot | Held, rules: Rules) -> bool:
    """Whether there is enough rest between them, but only just."""
    return _closer(one, other, rules.easy_rest_seconds) and not _closer(
        one, other, rules.rest_seconds
    )


def _week(turn: Slot | Held) -> int:
    """A number of its own for each week, Monday to Sunday."""
    return (turn.day.toordinal() - 1) // 7


def _isolated(nights: int) -> int:
    """Those without a night on the day before or after."""
    return nights & ~(nights << 1 | nights >> 1)


def _bits(flags: Iterable[bool]) -> int:
    bits = 0
    for at, flag in enumerate(flags):
        bits |= flag << at
    return bits
