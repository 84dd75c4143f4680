"""A handover as paper: whole, plain, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import nasty
from floorboard import i18n
from floorboard.domain.handover.blanks import blanks
from floorboard.domain.handover.facts import (
    DutyFact,
    PersonFact,
    PriorityFact,
    PromiseFact,
    RungFact,
    TicketFact,
)
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import Addendum, ItemKind, Record, Section, Written
from floorboard.domain.handover.since import changes
from floorboard.reports import as_json, handover_words
from floorboard.reports import handover as shown
from floorboard.reports import handover_files as files
from handing import HOUR, NOW, SUN, accepted, draft, facts, item, offered, project

HEAD = "c" * 64
WHOLE = facts(
    priorities=(PriorityFact(1, 2, 1),),
    projects=(project("watch"),),
    tickets=(TicketFact(7, "down", "open", 1, "王芳", NOW),),
    promises=tuple(PromiseFact(n, f"call {n}", NOW + n * HOUR, "P", "", "王芳") for n in range(20)),
    rungs=(RungFact(1, 7, "down", "second-line", NOW - HOUR, "", ("孙丽",)),),
    people=(PersonFact("gap", "Hotline", "热线", NOW, NOW + HOUR, "1/2"),),
    duties=(DutyFact("list", 1, "Upgrade", "升级", "P", "", NOW, 1, 2),),
)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield str(request.param)
    i18n.use("en")


def look(record: Record) -> Look:
    missing = blanks(record, WHOLE)
    return Look(NOW, "Centre", "中心", "Asia/Shanghai", record, WHOLE, missing, (), (), 42, HEAD)


STATES = {"draft": draft(), "offered": offered(), "accepted": accepted()}


@pytest.mark.parametrize("state", STATES)
def test_every_section_is_there_in_its_order(language: str, state: str) -> None:
    found = look(STATES[state])
    for text in (files.html(found), files.markdown(found), "\n".join(files.lines(found, 80))):
        places = [text.find(handover_words.section(each)) for each in Section]
        assert -1 not in places
        assert HEAD in text.replace("\n", "")
        assert "42" in text


def test_what_is_signed_is_told_with_its_meaning(language: str) -> None:
    signed = accepted()
    text = files.html(look(signed))
    for signature in signed.signatures:
        assert signature.name in text
        assert handover_words.meaning(signature.side) in text.replace("&#39;", "'")
    assert signed.seal in text
    assert "one disk" in text


def test_the_paper_counts_what_it_leaves_out_and_the_screen_leaves_nothing_out() -> None:
    found = look(replace(offered(), until_at=NOW + 5 * HOUR))
    promises = shown.paper(found).blocks[list(Section).index(Section.PROMISES)]
    assert [row[0] for row in promises.rows] == [f"#{n}" for n in range(5)]
    assert promises.further == "and 15 more"
    assert sum("  call " in line for line in files.lines(found, 100)) == 20


def test_a_draft_says_what_is_blank() -> None:
    bare = draft(sections=(), items=(item(5, situation="", owner_id=None),))
    lines = files.lines(look(bare), 100)
    assert any("item 5, Owner" in line for line in lines)
    assert "  – blank –" in lines
    told = json.loads(as_json.text(files.document(look(bare))))
    assert {"section": "items", "lack": "field", "about": "owner_id", "number": 5,
            "says": "Critical and watch items: item 5, Owner"} in told["blanks"]  # fmt: skip
    assert told["record"]["ends_at"] == "2026-11-23T03:00:00Z"
    assert "content" not in told["record"]


def test_what_changed_since_the_freeze_is_apart() -> None:
    after = replace(WHOLE, duties=(), promises=WHOLE.promises[1:])
    found = replace(look(offered()), changes=changes(WHOLE, after), tickets=WHOLE.tickets)
    lines = files.lines(found, 120)
    start = lines.index("Since the freeze")
    assert (
        "  Duties missed and left: no longer: open list, 2 to do, 1 late · Upgrade · P · Mon 11:00"
        in (lines[start:])
    )
    assert any("ticket changed: #7" in line for line in lines[start:])


def test_addenda_and_major_incidents_stand_out() -> None:
    record = replace(
        accepted(), major=True, addenda=(Addendum(1, SUN.id, "孙丽", NOW, "the right disk"),)
    )
    for text in (files.html(look(record)), files.markdown(look(record))):
        assert "A major incident was open" in text
        assert "Addendum, Mon 23 Nov 2026 11:00, 孙丽: the right disk" in text


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


@pytest.mark.parametrize("text", nasty.NASTY.values())
def test_what_people_write_is_text(text: str) -> None:
    record = draft(
        items=(item(1, ItemKind.CRITICAL, situation=text, owner=text, background=text),),
        sections=(Written(Section.PEOPLE, text, False, 1),),
    )
    found = look(replace(record, summary=text))
    tags = Tags()
    tags.feed(files.html(found))
    plain = Tags()
    plain.feed(files.html(look(draft())))
    assert tags.found <= plain.found | {"div"}
    for line in (*files.lines(found, 80), *files.markdown(found).split("\n")):
        assert "\x1b" not in line
        assert "\u202e" not in line
    as_json.text(files.document(found))


def test_markdown_is_escaped() -> None:
    record = draft(sections=(Written(Section.PEOPLE, "# *no* [x](y)\n| a |", False, 1),))
    text = files.markdown(look(record))
    assert "\\# \\*no\\* \\[x\\]\\(y\\)  \n\\| a \\|" in text
