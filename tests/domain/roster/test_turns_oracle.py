"""Rotations against a slow reading of the rules: a wall clock watched half an hour at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.calendar import DayKind, NamedDay
from floorboard.domain.opening import Range
from floorboard.domain.roster.days import DaySet
from floorboard.domain.roster.rotation import Advance, Rotation, Unit, turns
from rotas import APIA, BERLIN, CHICAGO, LORD_HOWE, SHANGHAI, at

HALF_HOUR = 1800
SPAN = 40 * 86400
"""Seconds on either side of a clock change that are watched."""

CHANGES = [
    (CHICAGO, at("2026-03-08 08:00")),
    (CHICAGO, at("2026-11-01 07:00")),
    (LORD_HOWE, at("2026-04-04 15:00")),
    (LORD_HOWE, at("2026-10-03 15:30")),
    (BERLIN, at("2026-03-29 01:00")),
    (BERLIN, at("2026-10-25 01:00")),
    (SHANGHAI, at("2026-10-01 00:00")),
    (APIA, at("2011-12-30 10:00")),
]


class Book:
    """Every ninth day is a holiday; a Saturday in an even week is worked."""

    def named_day(self, day: date) -> NamedDay | None:
        if day.toordinal() % 9 == 0:
            return NamedDay("Holiday")
        if day.weekday() == 5 and day.isocalendar().week % 2 == 0:
            return NamedDay("Made up", ((540, 1020),), DayKind.WORKDAY)
        return None

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        named = self.named_day(day)
        if named is not None:
            return named.ranges
        return ((540, 1020),) if day.weekday() < 5 else ()

    def announced(self, year: int) -> bool:
        return True


BOOK = Book()


class Watch:
    """What a clock in `zone` shows around a change, half an hour at a time."""

    def __init__(self, zone: ZoneInfo, change: int) -> None:
        self.slots = range(change - SPAN, change + SPAN, HALF_HOUR)
        self.walls = {
            slot: datetime.fromtimestamp(slot, zone).replace(tzinfo=None) for slot in self.slots
        }
        self._first: dict[datetime, int] = {}
        self._last: dict[datetime, int] = {}
        passed = self.walls[self.slots[0]]
        for slot, wall in self.walls.items():
            while passed <= wall:  # those that were jumped over have come too
                self._first[passed] = slot
                passed += timedelta(minutes=30)
            self._last[wall] = slot

    def knows(self, wall: datetime) -> bool:
        return wall in self._first

    def first(self, wall: datetime) -> int:
        """The first slot at which this wall time has come."""
        return self._first[wall]

    def last(self, wall: datetime) -> int:
        """The last slot that shows it, or where none does the first after it."""
        return self._last.get(wall, self._first[wall])


watch = cache(Watch)


def wall_of(made: Rotation, number: int) -> datetime:
    if made.unit is Unit.MONTH:
        return made.anchor + relativedelta(months=number * made.length)
    step = {Unit.HOUR: timedelta(hours=1), Unit.DAY: timedelta(days=1)}
    return made.anchor + number * made.length * step.get(made.unit, timedelta(weeks=1))


def is_on(made: Rotation, clock: Watch, number: int, slot: int) -> bool:
    """Whether the days and hours of a rotation leave this slot of its turn."""
    days, begun = DaySet.parse(made.days), wall_of(made, number)
    if made.unit is Unit.HOUR and not days.holds(begun.date(), BOOK):
        return False
    if made.unit is Unit.HOUR and made.hours is None:
        return True
    for back in range(-2, 3):
        day = clock.walls[slot].date() + timedelta(days=back)
        midnight = datetime.combine(day, datetime.min.time())
        if made.unit is not Unit.HOUR and not days.holds(day, BOOK):
            continue
        if made.hours is None:
            start = datetime.combine(day, made.anchor.time())
            if clock.first(start) <= slot < clock.first(start + timedelta(days=1)):
                return True
        else:
            begin, close = (midnight + timedelta(minutes=minute) for minute in made.hours)
            if clock.first(begin) <= slot < clock.last(close):
                return True
    return False


def watched(made: Rotation, clock: Watch) -> dict[int, tuple[int, bool]]:
    """The group of each slot, and whether it is on, by counting every turn from the anchor."""
    by_number: dict[int, list[tuple[int, bool]]] = {}
    margin = timedelta(days=3)
    for direction in (1, -1):
        number = 0 if direction == 1 else -1
        while all(
            clock.knows(wall_of(made, edge) + more)
            for edge in (number, number + 1)
            for more in (-margin, margin)
        ):
            slots = range(
                clock.first(wall_of(made, number)),
                clock.first(wall_of(made, number + 1)),
                HALF_HOUR,
            )
            by_number[number] = [(slot, is_on(made, clock, number, slot)) for slot in slots]
            number += direction
    found: dict[int, tuple[int, bool]] = {}
    for number, slots_on in by_number.items():
        between = range(number) if number > 0 else range(number, 0)
        passed = sum(
            1
            for each in between
            if made.advance is Advance.CALENDAR or any(on for _, on in by_number[each])
        )
        group = made.anchor_group + (passed if number > 0 else -passed)
        for slot, on in slots_on:
            found[slot] = (group % len(made.groups), on)
    return found


DAYS = st.sampled_from(
    [
        *("every_day", "every_day", "weekdays", "sun", "mon,wed-thu", "workdays", "holidays"),
        *("days_off,tue", "2026-03-01..2026-04-10", "sat,2026-10-20..2026-11-03"),
    ]
)
HOURS = st.one_of(
    st.none(),
    st.none(),
    st.tuples(st.integers(0, 47), st.integers(1, 48)).map(
        lambda each: (each[0] * 30, (each[0] + each[1]) * 30)
    ),
)
LENGTHS = {Unit.HOUR: (1, 36), Unit.DAY: (1, 9), Unit.WEEK: (1, 2), Unit.MONTH: (1, 1)}


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rotation, ZoneInfo, int]:
    """A rotation whose anchor lies within days of a clock change, often in the very hour."""
    zone, change = draw(st.sampled_from(CHANGES))
    unit = draw(st.sampled_from(list(Unit)))
    slots = draw(st.one_of(st.integers(-4, 4), st.integers(-240, 240)))
    near = datetime.fromtimestamp(change, zone).replace(tzinfo=None) + timedelta(minutes=30 * slots)
    size = draw(st.integers(1, 9))
    made = Rotation(
        unit,
        draw(st.integers(*LENGTHS[unit])),
        near,
        tuple((each,) for each in range(size)),
        draw(st.integers(0, size - 1)),
        draw(DAYS),
        draw(st.sampled_from(Advance)),
        draw(HOURS),
    )
    return made, zone, change


@settings(max_examples=100, deadline=None)
@given(cases())
def test_turns_are_those_that_a_watched_clock_gives(case: tuple[Rotation, ZoneInfo, int]) -> None:
    made, zone, change = case
    expected = watched(made, watch(zone, change))
    if not expected:
        return
    start, end = min(expected), max(expected) + HALF_HOUR
    found: dict[int, tuple[int, bool]] = {}
    for turn in turns(made, zone, BOOK, start, end):
        for slot in range(max(turn.start, start), min(turn.end, end), HALF_HOUR):
            on = any(begin <= slot < close for begin, close in turn.parts)
            assert slot not in found, "turns overlap"
            found[slot] = (turn.group, on)
    assert found == expected


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(-700, 700), st.integers(1, 40))
def test_a_part_is_the_part_of_the_whole(
    case: tuple[Rotation, ZoneInfo, int], days: int, length: int
) -> None:
    """Far from the anchor turns are counted by patterns and years; near it one by one."""
    made, zone, change = case
    start = change + days * 86400
    end = start + length * 86400
    whole = turns(made, zone, BOOK, min(start, change), max(end, change))
    part = turns(made, zone, BOOK, start, end)
    assert part == [turn for turn in whole if turn.start < end and turn.end > start]
    for turn in part:
        for begin, close in turn.parts:
            assert turn.start <= begin < close <= turn.end


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(-40, 40))
def test_a_group_that_was_on_at_a_handoff_is_an_anchor_as_well(
    case: tuple[Rotation, ZoneInfo, int], steps: int
) -> None:
    made, zone, change = case
    if made.unit is Unit.MONTH:
        return
    moved_to = wall_of(made, steps)
    moved = made._replace(anchor=moved_to)
    start = change - SPAN
    before = turns(made, zone, BOOK, start, change + SPAN)
    after = turns(moved, zone, BOOK, start, change + SPAN)
    shift = {
        (one.group - other.group) % len(made.groups)
        for one, other in zip(before, after, strict=True)
    }
    assert len(shift) == 1
    assert [turn.parts for turn in before] == [turn.parts for turn in after]
