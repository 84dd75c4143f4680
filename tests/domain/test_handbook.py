"""What hangs together in the handbook, and finding things in it."""

from __future__ import annotations

import pytest

from floorboard.domain.handbook import (
    Counts,
    Duty,
    Entry,
    Handbook,
    Measure,
    Part,
    PostPages,
    PotentialRisk,
    Responsible,
    RiskPoint,
    Words,
)
from floorboard.domain.post import Post


def both(en: str, zh: str = "") -> Words:
    return {"en": en, "zh": zh or f"中文{en}"}


def pages(post: Post) -> PostPages:
    """Two duties that open one risk point each; both lead to the second potential risk."""
    who = Responsible(both(post.value), post)
    return PostPages(
        post.value,
        both(f"The {post}"),
        both("is there"),
        who,
        Responsible(both("outside"), None),
        (
            Duty(f"{post}.duty.1", both("Count calls"), both("every day"), (1,), {}),
            Duty(f"{post}.duty.2", both("Rest", "休息"), both("count sheep"), (2,), both("no")),
            Duty(f"{post}.duty.3", both("Else"), both("now and then"), (), both("no")),
        ),
        (
            RiskPoint(f"{post}.risk.1", both("Nobody counts"), both("late"), (1, 2), (1,)),
            RiskPoint(f"{post}.risk.2", both("Nobody rests"), both("tired"), (2,), (2,)),
        ),
        (
            PotentialRisk(f"{post}.potential.1", both("Lost"), both("money")),
            PotentialRisk(f"{post}.potential.2", both("Gone"), both("people")),
        ),
        (
            Measure(f"{post}.measure.1", both("A sheet"), both("with lines")),
            Measure(f"{post}.measure.2", both("A couch"), both("with cushions")),
        ),
    )


BOOK = Handbook({post: pages(post) for post in Post})
AGENT = BOOK.posts[Post.AGENT]


def ids(entries: tuple[Entry, ...] | list[Entry]) -> str:
    """`agent.risk.1 agent.risk.2` without the post."""
    return " ".join(each.id.partition(".")[2] for each in entries)


@pytest.mark.parametrize(
    ("id", "duties", "points", "risks", "measures"),
    [
        ("agent.duty.1", "duty.1", "risk.1", "potential.1 potential.2", "measure.1"),
        ("agent.duty.2", "duty.2", "risk.2", "potential.2", "measure.2"),
        ("agent.duty.3", "", "", "", ""),
        ("agent.risk.1", "duty.1", "risk.1", "potential.1 potential.2", "measure.1"),
        ("agent.potential.1", "duty.1", "risk.1", "potential.1 potential.2", "measure.1"),
        (
            *("agent.potential.2", "duty.1 duty.2", "risk.1 risk.2"),
            *("potential.1 potential.2", "measure.1 measure.2"),
        ),
        ("agent.measure.2", "duty.2", "risk.2", "potential.2", "measure.2"),
        (
            *("agent", "duty.1 duty.2 duty.3", "risk.1 risk.2"),
            *("potential.1 potential.2", "measure.1 measure.2"),
        ),
    ],
)
def test_what_hangs_together(id: str, duties: str, points: str, risks: str, measures: str) -> None:
    entry = BOOK.entry(id)
    assert entry is not None
    found = AGENT.around(entry)
    assert ids(list(found.duties)) == duties
    assert ids(list(found.risk_points)) == points
    assert ids(list(found.potential_risks)) == risks
    assert ids(list(found.measures)) == measures


def test_an_id_says_whose_it_is_and_what() -> None:
    entry = BOOK.entry("shift_lead.potential.2")
    assert entry is not None
    assert (entry.post, entry.part, entry.number) == (Post.SHIFT_LEAD, Part.POTENTIAL, 2)
    assert (AGENT.post, AGENT.part, AGENT.number) == (Post.AGENT, Part.POST, 0)
    assert BOOK.entry("shift_lead.potential.3") is None


def test_counts() -> None:
    assert BOOK.counts(Post.AGENT) == Counts(1, 3, 2, 2, 2, 2)
    assert BOOK.counts() == Counts(8, 24, 16, 16, 16, 16)


@pytest.mark.parametrize("name", ["agent", "AGENT", " the Agent", "中文The agent"])
def test_a_post_is_called_by_its_id_or_a_name(name: str) -> None:
    assert BOOK.called(name) is Post.AGENT
    assert BOOK.called("boss") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("count", "duty.1 risk.1 duty.2"),
        ("COUNT  every", "duty.1"),
        ("休息", "duty.2"),
        ("休息 rest", ""),
        ("中文count", "duty.1 duty.2"),
        ("  ", ""),
        ("nothing of the kind", ""),
    ],
)
def test_search_finds_titles_first_in_either_language(text: str, found: str) -> None:
    assert ids([each for each in BOOK.search(text) if each.post is Post.AGENT]) == found


def test_every_post_is_needed_in_its_place() -> None:
    with pytest.raises(ValueError, match="not every post"):
        Handbook({Post.AGENT: AGENT})
