"""The plain search for a month's roster: the hardest slots first, then changes that help.

What it does depends on the problem, the seed and the number of steps alone, unless a time limit
or somebody who watches stops it; it gives the best it has whenever it stops.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, log
from random import Random

from floorboard.domain.roster.proposal.board import Board
from floorboard.domain.roster.proposal.problem import Maker, Proposal, RosterProblem
from floorboard.domain.roster.proposal.rules import proposal_of

STEPS = 400_000
"""Steps of a search, about two seconds."""

_HOT, _COLD = 12.0, 0.3
_LOOK = 256
"""Steps between two looks at the time and at who watches."""
_LEAST = 1e-6
"""What counts as a change of the cost."""
_NOBODY = -1


def _unwatched(_done: float, _missing: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, and who watches.

    `seconds` count by `now`, a clock that only goes forward; without `now` the steps alone limit
    the search. `progress` hears which part of the effort is spent, 0 to 1, and how many places are
    still missing. The search ends soon after `cancelled` says so.
    """

    steps: int = STEPS
    seconds: float | None = None
    now: Callable[[], float] | None = None
    seed: int = 0
    progress: Callable[[float, int], None] = _unwatched
    cancelled: Callable[[], bool] = bool

    def scaled(self, first: float, last: float) -> Callable[[float, int], None]:
        """`progress` for a part of the whole."""
        return lambda done, missing: self.progress(first + done * (last - first), missing)


def search(problem: RosterProblem, effort: Effort | None = None) -> Proposal:
    """The best roster that the search comes to."""
    running = Search(problem, effort or Effort())
    running.build()
    running.improve()
    running.finish()
    return running.proposal()


class Search:
    """Places, one for each person that a slot still asks for, and who holds them.

    No step gives up a place that is filled, so cover never gets worse.
    """

    def __init__(self, problem: RosterProblem, effort: Effort) -> None:
        self.board = Board(problem)
        self._effort = effort
        self._random = Random(effort.seed)
        self._started = effort.now() if effort.now else 0.0
        self._slot = [
            at
            for at, slot in enumerate(problem.slots)
            for _ in range(slot.count - self.board.locked[at])
        ]
        self._holder = [_NOBODY] * len(self._slot)
        same_day: dict[int, list[int]] = {}
        for place, slot in enumerate(self._slot):
            same_day.setdefault(problem.slots[slot].day.toordinal(), []).append(place)
        self._same_day = [same_day[problem.slots[slot].day.toordinal()] for slot in self._slot]
        self._missing = len(self._slot)

    def build(self) -> None:
        """Fill place after place, the ones that the fewest can take first, as cheaply as it
        goes."""
        hardness = [self.board.hardness(slot) for slot in range(len(self.board.slots))]
        for place in sorted(range(len(self._slot)), key=lambda place: hardness[self._slot[place]]):
            self._fill(place)

    def improve(self) -> None:
        """Give places to others, and swap them, at first even where it costs something."""
        if not self._slot or not self.board.people:
            return
        best, best_missing, best_cost = self._holder[:], self._missing, self.board.cost
        heat = _HOT
        for step in range(self._effort.steps):
            if step % _LOOK == 0:
                done = max(step / self._effort.steps, self._time_spent())
                self._effort.progress(min(done, 1.0), best_missing)
                if done >= 1 or self._effort.cancelled():
                    break
                heat = _HOT * (_COLD / _HOT) ** done
            self._step(-heat * log(1 - self._random.random()))
            if (self._missing, self.board.cost) < (best_missing, best_cost - _LEAST):
                best, best_missing, best_cost = self._holder[:], self._missing, self.board.cost
        self._return_to(best)

    def finish(self) -> None:
        """Give each place to whoever is better there, once; then fill what can still be filled."""
        for place in range(len(self._slot)):
            if self._effort.cancelled() or self._time_spent() >= 1:
                break
            for person in self.board.people:
                self._give(place, person, -_LEAST)
        for place, holder in enumerate(self._holder):
            if holder == _NOBODY:
                self._fill(place)
        self._effort.progress(1.0, self._missing)

    def proposal(self) -> Proposal:
        """What it has come to, with what is missing and why."""
        board = self.board
        found = set(board.problem.locked)
        found.update(
            board.assignment(person, slot)
            for slot, person in zip(self._slot, self._holder, strict=True)
            if person != _NOBODY
        )
        return proposal_of(board.problem, found, self.board.cost, Maker.SEARCH)

    def _step(self, allowed: float) -> None:
        draw, places = self._random.random, len(self._slot)
        place, chance = int(draw() * places), draw()
        if chance < 0.4:
            self._give(place, int(draw() * len(self.board.people)), allowed)
            return
        others = self._same_day[place]
        other = others[int(draw() * len(others))] if chance < 0.7 else int(draw() * places)
        self._exchange(place, other, allowed)

    def _fill(self, place: int) -> None:
        """Give an empty place to whoever takes it at the least cost."""
        board, slot = self.board, self._slot[place]
        least, chosen = inf, _NOBODY
        for person in board.people:
            if board.may(person, slot):
                cost = board.put(person, slot)
                board.take(person, slot)
                if cost < least:
                    least, chosen = cost, person
        if chosen != _NOBODY:
            self._give(place, chosen, inf)

    def _give(self, place: int, person: int, allowed: float) -> bool:
        """Give `place` to `person` if that costs no more than `allowed`; an empty one always."""
        board, slot, holder = self.board, self._slot[place], self._holder[place]
        if not board.may(person, slot):
            return False
        change = board.put(person, slot)
        if holder == _NOBODY:
            self._missing -= 1
        else:
            change += board.take(holder, slot)
            if change > allowed:
                board.take(person, slot)
                board.put(holder, slot)
                return False
        self._holder[place] = person
        return True

    def _exchange(self, place: int, other: int, allowed: float) -> None:
        """Swap the holders of two places if that costs no more than `allowed`.

        When one is empty its emptiness moves, and somebody may be found for where it is now.
        """
        board, slot, there = self.board, self._slot[place], self._slot[other]
        holder, their = self._holder[place], self._holder[other]
        if slot == there or holder == their:
            return
        change = self._take(holder, slot) + self._take(their, there)
        possible = (holder == _NOBODY or board.may(holder, there)) and (
            their == _NOBODY or board.may(their, slot)
        )
        if possible:
            change += self._put(holder, there) + self._put(their, slot)
            if change <= allowed:
                self._holder[place], self._holder[other] = their, holder
                if _NOBODY in (holder, their):
                    self._fill(place if their == _NOBODY else other)
                return
            self._take(holder, there)
            self._take(their, slot)
        self._put(holder, slot)
        self._put(their, there)

    def _put(self, person: int, slot: int) -> float:
        return 0.0 if person == _NOBODY else self.board.put(person, slot)

    def _take(self, person: int, slot: int) -> float:
        return 0.0 if person == _NOBODY else self.board.take(person, slot)

    def _return_to(self, holders: list[int]) -> None:
        """Go back to a roster that was had before."""
        changed = [
            (slot, now, then)
            for slot, now, then in zip(self._slot, self._holder, holders, strict=True)
            if now != then
        ]
        for slot, now, _ in changed:
            self._take(now, slot)
        for slot, _, then in changed:
            self._put(then, slot)
        self._holder = holders[:]
        self._missing = holders.count(_NOBODY)

    def _time_spent(self) -> float:
        """Which part of the time is over, from 0."""
        now, seconds = self._effort.now, self._effort.seconds
        if now is None or seconds is None:
            return 0.0
        return (now() - self._started) / max(seconds, _LEAST)
