"""What goes on from record to record, and what differs between two looks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.handover.carrying import carried, tickets_of
from floorboard.domain.handover.facts import DutyFact, Facts
from floorboard.domain.handover.record import ItemKind, Section
from floorboard.domain.handover.since import Turn, changes, compared
from handing import NOW, facts, item, project

items = st.lists(
    st.builds(
        lambda number, kind, ticket, cleared: item(
            number, kind, ticket_id=ticket, cleared_at=cleared
        ),
        st.integers(1, 99),
        st.sampled_from(ItemKind),
        st.none() | st.integers(1, 5),
        st.none() | st.just(NOW),
    ),
    unique_by=lambda each: each.id,
)


@given(items, st.frozensets(st.integers(1, 5)))
def test_all_goes_on_but_what_was_cleared_or_closed(found: list, still: frozenset[int]) -> None:  # type: ignore[type-arg] # items
    on = carried(found, still)
    for each in found:
        closed = each.ticket_id is not None and each.ticket_id not in still
        assert (each in on) == (each.cleared_at is None and not closed)
    assert tickets_of(on) <= still


DUTY = DutyFact("left", 1, "walk", "", "", "", NOW)


def test_what_came_went_and_changed() -> None:
    before = facts(projects=(project(),), duties=(DUTY,))
    after = facts(projects=(project("critical"),), duties=(replace(DUTY, number=2),))
    told = [(each.section, each.turn) for each in changes(before, after)]
    assert told == [
        (Section.PROJECTS, Turn.CHANGED),
        (Section.DUTIES, Turn.WENT),
        (Section.DUTIES, Turn.CAME),
    ]


def test_what_stayed_is_told_where_two_records_are_compared() -> None:
    same: Facts = facts(duties=(DUTY,))
    assert changes(same, same) == ()
    assert [each.turn for each in compared(same, same)] == [Turn.STAYED]
