"""The handbook's files: what is shipped, and that each mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.domain.handbook import LANGUAGES, Counts, Duty, RiskPoint
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.exchange.handbook import read_handbook, read_pages, said

SHIPPED = sorted((Path(__file__).parents[2] / "data" / "handbook").glob("*.toml"))
TEXTS = [(path.name, path.read_text("utf-8")) for path in SHIPPED]
BOOK = read_handbook(TEXTS)

GOOD = """\
post = "agent"
name = { en = "Agent", zh = "坐席" }
summary = { en = "Answers.", zh = "接电话。" }
direct = { en = "Agent", zh = "坐席" }
direct_post = "agent"
indirect = { en = "Somebody", zh = "某人" }

[[duty]]
number = 1
title = { en = "Answer", zh = "接听" }
text = { en = "Answer calls.", zh = "接听电话。" }
risks = [1]

[[duty]]
number = 2
title = { en = "Rest", zh = "休息" }
text = { en = "Rest well.", zh = "好好休息。" }
risks = []
unscheduled = { en = "When tired.", zh = "累了再说。" }

[[risk_point]]
number = 1
title = { en = "Silence", zh = "没人接" }
text = { en = "Nobody answers.", zh = "没人接电话。" }
leads_to = [1]
measures = [1]

[[potential_risk]]
number = 1
title = { en = "Anger", zh = "不满" }
text = { en = "They go.", zh = "客户走了。" }

[[measure]]
number = 1
title = { en = "A bell", zh = "铃" }
text = { en = "It rings.", zh = "会响。" }
"""


def test_what_is_shipped_has_the_manual_s_counts() -> None:
    assert BOOK.counts() == Counts(
        posts=8, duties=54, risk_points=34, potential_risks=24, measures=34, responsible=16
    )


@pytest.mark.parametrize("post", Post)
def test_what_is_shipped_is_written_in_both_languages(post: Post) -> None:
    pages = BOOK.posts[post]
    texts = [text for entry in pages for text in (entry.title, entry.text)]
    texts += [pages.direct.title, pages.indirect.title]
    texts += [duty.unscheduled for duty in pages.duties if duty.unscheduled]
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert text["en"].isascii()
        assert any("\u4e00" <= character <= "\u9fff" for character in text["zh"]), text
        assert len(text["zh"]) < len(text["en"])


def test_what_is_shipped_hangs_together() -> None:
    for post, pages in BOOK.posts.items():
        assert pages.direct.post is post
        assert all(point.measures for point in pages.risk_points)
        assert len({entry.id for entry in pages}) == len(list(pages))
    scheduled = [entry for entry in BOOK if isinstance(entry, Duty) and not entry.unscheduled]
    assert len(scheduled) >= 40


def test_a_good_file() -> None:
    pages = read_pages(GOOD, "agent.toml")
    assert pages.duties == (
        Duty(
            "agent.duty.1",
            {"en": "Answer", "zh": "接听"},
            {"en": "Answer calls.", "zh": "接听电话。"},
            (1,),
            {},
        ),
        pages.duties[1],
    )
    assert pages.duties[1].unscheduled["zh"] == "累了再说。"
    assert pages.risk_points == (
        RiskPoint(
            "agent.risk.1",
            {"en": "Silence", "zh": "没人接"},
            {"en": "Nobody answers.", "zh": "没人接电话。"},
            (1,),
            (1,),
        ),
    )
    assert (pages.direct.post, pages.indirect.post) == (Post.AGENT, None)


def test_said_is_all_of_it_by_id() -> None:
    found = said(read_pages(GOOD, "agent.toml"))
    assert found["agent", "name", "zh"] == "坐席"
    assert found["agent", "direct_post", ""] == "agent"
    assert found["agent.duty.2", "unscheduled", "en"] == "When tired."
    assert found["agent.risk.1", "leads_to", ""] == "1"
    assert found["agent.measure.1", "text", "en"] == "It rings."
    assert len(found) == 2 * (4 + 2 + 3 + 2 + 2 + 2) + 2 + 2 + 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'post = "agent"\nname',
            'post = "boss"\nname',
            "p.toml:1: there is no post boss. Known are: director",
        ),
        ('post = "agent"\nname', "name", "p.toml:1: post is missing"),
        ('direct_post = "agent"', 'direct_post = "me"', "p.toml:5: there is no post me"),
        ('direct_post = "agent"', "direct_post = 5", "p.toml:5: direct_post cannot be 5"),
        ('summary = { en = "Answers.", ', "summary = { ", "p.toml:3: summary says nothing in th"),
        ('name = { en = "Agent", zh = "坐席" }', 'name = "Agent"', "p.toml:2: name says nothing"),
        ('en = "Rest well.", zh', 'en = " ", zh', "p.toml:17: text cannot be"),
        (', zh = "累了再说。"', "", "p.toml:19: unscheduled says nothing in this language: zh"),
        ("[[potential_risk]]\nnumber = 1", "[[potential_risk]]", "p.toml:28: number is missing"),
        ("[[duty]]\nnumber = 2", "[[duty]]\nnumber = 3", "p.toml:15: number 3 stands where 2"),
        ("[[duty]]\nnumber = 2", "[[duty]]\nnumber = true", "p.toml:15: number cannot be True"),
        ("risks = [1]", "risks = [2]", r"p.toml:12: there is no \[\[risk_point\]\] 2 in this file"),
        ("risks = [1]", "risks = [1, 1]", "p.toml:12: 1 stands in risks twice"),
        ("risks = [1]", "risks = [0]", r"p.toml:12: risks cannot be \[0\]"),
        ("risks = [1]\n", "", "p.toml:8: risks is missing"),
        ("leads_to = [1]", "leads_to = [2]", r"p.toml:25: there is no \[\[potential_risk\]\] 2"),
        ("measures = [1]", "measures = [7]", r"p.toml:26: there is no \[\[measure\]\] 7"),
        ("measures = [1]", "measure = [1]", "p.toml:26: measure is not known here"),
        ("[[measure]]\nnumber", "[[measure]]\nrisks = []\nnumber", "p.toml:34: risks is not known"),
        ("[[measure]]", "[[measures]]", "p.toml:33: measures is not known here"),
        ("[[measure]]", "[measure]", r"p.toml:33: measure cannot be"),
        ("[[risk_point]]", "[[risk_point]", "p.toml:21: this is not TOML"),
    ],
    ids=lambda value: value if value.startswith("p.toml") else "",
)
def test_mistakes(old: str, new: str, told: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(Problem, match=told):
        read_pages(GOOD.replace(old, new), "p.toml")


def test_every_post_has_one_file() -> None:
    with pytest.raises(Problem, match="the handbook says nothing about agent, general"):
        read_handbook([each for each in TEXTS if each[0] not in ("agent.toml", "general.toml")])
    with pytest.raises(Problem, match=r"more.toml: another file is about agent, too"):
        read_handbook([*TEXTS, ("more.toml", GOOD)])
