"""Sets of days: what they hold, and how they are written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.calendar import DayKind, NamedDay
from floorboard.domain.opening import Range
from floorboard.domain.roster.days import DaySet, unannounced

MONDAY = date(2026, 9, 28)


class Book:
    """A week of which Thursday is a holiday, Friday a holiday with somebody in, Saturday made up
    for."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def named_day(self, day: date) -> NamedDay | None:
        self.asked.append(day)
        return {
            date(2026, 10, 1): NamedDay("Holiday"),
            date(2026, 10, 3): NamedDay("Made up", ((540, 1020),), DayKind.WORKDAY),
        }.get(day)

    def ranges_on(self, day: date) -> tuple[Range, ...]:
        named = self.named_day(day)
        if named is not None:
            return named.ranges
        return ((540, 1020),) if day.weekday() < 5 else ()

    def announced(self, year: int) -> bool:
        self.asked.append(year)
        return year < 2027


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("every_day", "0123456"),
        ("weekdays", "01234"),
        ("workdays", "01245"),
        ("holidays", "3"),
        ("days_off", "36"),
        ("sat,sun", "56"),
        ("mon-wed,fri", "0124"),
        ("sat-mon", "056"),
        ("mon,holidays", "03"),
        ("workdays,days_off", "0123456"),
        ("2026-09-29", "1"),
        ("2026-09-30..2026-10-02", "234"),
        ("2020-01-01..2026-09-28,sun", "06"),
        (" Sat , HOLIDAYS", "35"),
    ],
)
def test_what_a_set_holds(text: str, held: str) -> None:
    days, book = DaySet.parse(text), Book()
    week = [MONDAY + timedelta(days=each) for each in range(7)]
    assert "".join(str(day.weekday()) for day in week if days.holds(day, book)) == held


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mon,tue,wed,thu,fri", "weekdays"),
        ("sun-sat", "every_day"),
        ("weekdays,sat,sun", "every_day"),
        ("workdays,every_day", "every_day"),
        ("sun,fri,sat,mon", "mon,fri-sun"),
        ("mon,sat-mon", "mon,sat-sun"),
        (
            "2026-10-02,holidays,sat,2026-01-01..2026-01-03",
            "sat,holidays,2026-01-01..2026-01-03,2026-10-02",
        ),
        ("2026-01-01..2026-01-01", "2026-01-01"),
    ],
)
def test_a_set_is_written_in_one_way(text: str, canonical: str) -> None:
    assert DaySet.parse(text).text == canonical


@pytest.mark.parametrize(
    "text",
    [
        *("", ",", "mon,", "monday", "mon-", "mon-xyz", "-fri", "weekday", "2026-02-30"),
        *("2026-1-1", "2026-01-02..2026-01-01", "2026-01-01..", "..2026-01-01"),
        "2026-01-01...2026-01-02",
    ],
)
def test_a_word_that_is_no_set_of_days_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a set of days|last day is before the first"):
        DaySet.parse(text)


TOKENS = st.one_of(
    st.sampled_from(["weekdays", "workdays", "holidays", "days_off", "mon", "sat-tue", "thu-sun"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat),
)


@given(st.lists(TOKENS, min_size=1, max_size=6).map(",".join))
def test_what_is_written_is_read_back(text: str) -> None:
    assert DaySet.parse(DaySet.parse(text).text) == DaySet.parse(text)


@given(st.lists(TOKENS, min_size=1, max_size=4).map(",".join), st.integers(0, 6))
def test_the_book_is_asked_only_by_sets_that_need_it(text: str, weekday: int) -> None:
    days, book = DaySet.parse(text), Book()
    days.holds(MONDAY + timedelta(days=weekday), book)
    unannounced(days, [2026, 2027], book)
    assert days.needs_book or not book.asked


def test_make_up_days_that_are_not_announced_matter_to_those_who_ask_for_them() -> None:
    for text in ("workdays", "holidays", "days_off", "sat,workdays"):
        assert unannounced(DaySet.parse(text), range(2025, 2029), Book()) == [2027, 2028]
    for text in ("weekdays", "2027-01-01", "every_day,workdays"):
        assert unannounced(DaySet.parse(text), range(2025, 2029), Book()) == []
