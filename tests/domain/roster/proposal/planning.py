"""Problems of a month's roster, made by hand and at random."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from floorboard.domain.roster.load import Load
from floorboard.domain.roster.proposal.problem import (
    HOUR,
    Assignment,
    Held,
    Proposal,
    RosterProblem,
    Rules,
    Slot,
    Worker,
)
from floorboard.domain.roster.proposal.rules import broken

MONDAY = date(2026, 11, 2)
HOURS = {"early": (6, 14), "late": (14, 22), "night": (22, 30), "long": (7, 19)}


def at(day: int, hour: float) -> int:
    """The instant of an hour on a day counted from `MONDAY`."""
    return int(((MONDAY - date(1970, 1, 1)).days + day) * 24 * HOUR + hour * HOUR)


def slot(
    number: int, day: int, shift: str = "early", count: int = 1, project_id: int | None = None
) -> Slot:
    start, end = HOURS[shift]
    date_of = MONDAY + timedelta(day)
    return Slot(
        number,
        1,
        date_of,
        shift,
        at(day, start),
        at(day, end),
        count,
        project_id,
        night=shift == "night",
        weekend=date_of.weekday() >= 5,
    )


def held(day: int, shift: str = "early") -> Held:
    start, end = HOURS[shift]
    return Held(MONDAY + timedelta(day), at(day, start), at(day, end), shift == "night")


def violations(problem: RosterProblem, assignments: Iterable[Assignment]) -> list[str]:
    """All that is wrong with a roster: locked cells that are missing, more people than a slot asks
    for, and what each person breaks, told in words."""
    chosen = set(assignments)
    slots = {slot.id: slot for slot in problem.slots}
    counts = Counter(each.slot_id for each in chosen)
    found = [f"not locked: {each}" for each in sorted(problem.locked - chosen)]
    found += [f"count: {slot.id}" for slot in problem.slots if counts[slot.id] > max(slot.count, 0)]
    for worker in problem.workers:
        theirs = [slots[one.slot_id] for one in sorted(chosen) if one.person_id == worker.person_id]
        each_broken = broken(worker, theirs, problem.rules)
        found += [f"{each.rule}: {each.slots} {worker.person_id}" for each in each_broken]
    return found


def month(people: int = 30, counts: tuple[int, int, int] = (6, 6, 3)) -> RosterProblem:
    """31 days of three shifts, where everybody has something before and some are on leave."""
    slots = tuple(
        slot(3 * day + place, day, shift, count)
        for day in range(31)
        for place, (shift, count) in enumerate(zip(HOURS, counts, strict=False))
    )
    workers = tuple(
        Worker(
            person,
            unavailable=((at(person, 0), at(person + 5, 0)),) if person % 3 == 0 else (),
            history=Load(person % 5, person % 4, person % 2, (150 + person) * HOUR),
        )
        for person in range(people)
    )
    return RosterProblem(slots, workers)


def small_month(seed: int, *more_shifts: str) -> RosterProblem:
    """Five slots and three people, few enough for every roster to be looked at."""
    random = Random(seed)
    shifts = ["early", "late", "night", *more_shifts]
    slots: tuple[Slot, ...] = tuple(
        slot(
            number, random.randrange(4), random.choice(shifts), project_id=random.choice([None, 1])
        )
        for number in range(5)
    )
    people = tuple(
        Worker(
            person,
            frozenset({1}) if random.random() < 0.6 else frozenset(),
            history=Load(random.randrange(4), random.randrange(4), 0, random.randrange(40) * HOUR),
            held=(held(random.randrange(-1, 5), random.choice(shifts)),),
            max_week_seconds=random.choice([None, 24 * HOUR]),
        )
        for person in range(3)
    )
    locked = {Assignment(0, 0)} if slots[0].project_id is None and seed % 2 else set()
    rules = Rules(max_run_days=random.randint(1, 4))
    return RosterProblem(slots, people, frozenset(locked), rules)


def turns(proposal: Proposal) -> dict[int, int]:
    """How many turns everybody has."""
    return {each.person_id: each.turns for each in proposal.figures}


def nights(proposal: Proposal) -> dict[int, int]:
    return {each.person_id: each.month.nights for each in proposal.figures}


SHIFTS = st.sampled_from(sorted(HOURS))
DAYS = st.integers(0, 13)
LOADS = st.builds(
    Load, st.integers(0, 9), st.integers(0, 9), st.integers(0, 3), st.integers(0, 200 * HOUR)
)


@st.composite
def workers(draw: st.DrawFn, person: int) -> Worker:
    away = draw(st.lists(st.tuples(DAYS, st.integers(1, 4)), max_size=2))
    return Worker(
        person,
        draw(st.frozensets(st.integers(1, 2))),
        tuple((at(day, 0), at(day + days, 0)) for day, days in away),
        draw(LOADS),
        tuple(draw(st.lists(st.builds(held, st.integers(-3, 16), SHIFTS), max_size=4))),
        draw(st.sampled_from([None, None, 16 * HOUR, 32 * HOUR - 1])),
    )


@st.composite
def problems(draw: st.DrawFn) -> RosterProblem:
    """Two weeks with whatever can be wrong in them, locked cells that break rules too."""
    projects = st.sampled_from([None, None, 1, 2])
    slots = tuple(
        slot(number, day, shift, draw(st.integers(0, 3)), draw(projects))
        for number, (day, shift) in enumerate(draw(st.lists(st.tuples(DAYS, SHIFTS), max_size=16)))
    )
    people = tuple(draw(workers(person)) for person in range(draw(st.integers(0, 5))))
    locked: frozenset[Assignment] = frozenset()
    if slots and people:
        cells = st.builds(
            Assignment,
            st.integers(0, len(slots) - 1),
            st.integers(0, len(people) - 1),
        )
        locked = draw(st.frozensets(cells, max_size=4))
    rules = Rules(
        draw(st.sampled_from([0, 8 * HOUR, 11 * HOUR])),
        draw(st.sampled_from([24 * HOUR, 48 * HOUR])),
        draw(st.integers(1, 6)),
    )
    return RosterProblem(slots, people, locked, rules)
