"""A draft can be offered when every section is filled or "none"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from floorboard.domain.handover.blanks import Blank, Lack, blanks
from floorboard.domain.handover.facts import DutyFact, TicketFact
from floorboard.domain.handover.record import WRITABLE, ItemKind, Record, Section, Written
from handing import NOW, draft, facts, item, project

DUTY = DutyFact("missed", 1, "walk", "", "", "", NOW)
TICKET = TicketFact(7, "down", "open", 1, "", NOW)


def test_nothing_is_missing_where_everything_is_said() -> None:
    assert blanks(draft(), facts()) == ()


def test_an_empty_draft_lacks_every_section_but_the_numbers() -> None:
    found = blanks(draft(sections=(), items=()), facts())
    assert found == tuple(
        Blank(each, Lack.TEXT) for each in WRITABLE if each is not Section.NUMBERS
    )


@pytest.mark.parametrize("section", [each for each in WRITABLE if each is not Section.NUMBERS])
def test_each_section_counts(section: Section) -> None:
    others = tuple(each for each in draft().sections if each.section != section)
    bare = draft(sections=others, items=())
    assert blanks(bare, facts()) == (Blank(section, Lack.TEXT),)
    assert not blanks(replace(bare, sections=(*others, Written(section, "x", False, 1))), facts())
    assert not blanks(replace(bare, sections=(*others, Written(section, "", True, 1))), facts())


@pytest.mark.parametrize(
    ("change", "told", "found"),
    [
        ({"incoming": None}, {}, Blank(Section.HEADER, Lack.INCOMING)),
        ({"outgoing": None}, {}, Blank(Section.HEADER, Lack.OUTGOING)),
        ({}, {"projects": (project(""),)}, Blank(Section.PROJECTS, Lack.STATE, "Billing", 1)),
        ({}, {"projects": (project("", False),)}, None),
        ({}, {"projects": (project("critical"),)}, None),
    ],
)
def test_what_the_store_tells(change: Any, told: Any, found: Blank | None) -> None:
    assert blanks(draft(**change), facts(**told)) == ((found,) if found else ())


def test_what_the_store_knows_fills_a_section() -> None:
    bare = draft(sections=tuple(e for e in draft().sections if e.section != Section.DUTIES))
    assert blanks(bare, facts()) != ()
    assert blanks(bare, facts(duties=(DUTY,))) == ()


def test_a_ticket_that_is_only_pointed_out_is_no_item() -> None:
    sections = tuple(each for each in draft().sections if each.section != Section.ITEMS)
    bare: Record = draft(sections=sections, items=())
    assert blanks(bare, facts(tickets=(TICKET,))) == (Blank(Section.ITEMS, Lack.TEXT),)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        (ItemKind.CRITICAL, "situation background assessment recommendation owner_id due_at"),
        (ItemKind.WATCH, "situation background assessment recommendation owner_id due_at"),
        (ItemKind.CONTINGENCY, "situation recommendation"),
        (ItemKind.STANDING, "situation"),
        (ItemKind.SYSTEM, "situation"),
        (ItemKind.ANNOUNCEMENT, "situation"),
    ],
)
def test_each_kind_of_item_says_what_it_must(kind: ItemKind, lacking: str) -> None:
    empty = dict.fromkeys(("situation", "background", "assessment", "recommendation"), "")
    bare = item(5, kind, owner_id=None, due_at=None, **empty)
    found = blanks(draft(items=(bare,)), facts())
    assert [(each.about, each.number) for each in found] == [(n, 5) for n in lacking.split()]
    assert blanks(draft(items=(replace(bare, cleared_at=NOW),)), facts()) == ()
