"""A handover as paper: whole, plain, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import nasty
from floorboard import i18n
from floorboard.domain.handover.facts import RungFact
from floorboard.domain.handover.record import Addendum, ItemKind, Section, Written
from floorboard.domain.handover.since import changes
from floorboard.domain.plain import cells
from floorboard.reports import as_json, handover_words
from floorboard.reports import handover as shown
from floorboard.reports import handover_files as files
from floorboard.reports.width import cell_width
from handing import HEAD, HOUR, NOW, SUN, WHOLE, accepted, draft, item, look, offered


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield str(request.param)
    i18n.use("en")


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
    assert promises.further == "and 15 more, promised for later than the next shift"
    assert sum("  call " in line for line in files.lines(found, 100)) == 20


def test_every_rung_is_on_paper_and_the_numbers_by_priority() -> None:
    rungs = tuple(RungFact(n, n, "x", "second-line", NOW, "", ()) for n in range(150))
    found = replace(look(offered()), facts=replace(WHOLE, rungs=rungs))
    blocks = {each.section: each for each in shown.paper(found).blocks}
    assert len(blocks[Section.ESCALATIONS].rows) == 150
    numbers = blocks[Section.NUMBERS]
    assert (numbers.columns, numbers.rows) == (
        ("Priority", "P1"),
        [("Unsolved", "2"), ("Overdue", "1")],
    )


@pytest.mark.parametrize("text", [*nasty.NASTY.values(), "</style><b>", '"; } \\22 \\'])
def test_what_stands_on_every_page_stays_a_string(text: str) -> None:
    found = replace(look(accepted()), centre=text)
    page = files.html(found)
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    (line,) = re.findall(r'content: ".*', style)
    inside = line.removeprefix('content: "').removesuffix('";')
    assert re.fullmatch(r"(?:[A-Za-z0-9]|\\[0-9a-f]{1,6} )+", inside)
    told = re.sub(r"\\([0-9a-f]+) ", lambda code: chr(int(code[1], 16)), inside)
    assert told.split("\n")[1] == f"Journal: 42 entries, head {HEAD}"
    assert told.startswith("Shift handover 1 · accepted · ")
    assert cells(text)[:20] in told
    assert cell_width(told.split("\n")[0]) <= shown.RUNNING
    assert "url(" not in style
    assert "@import" not in style


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
