"""Permissions from TOML: what they mean, and that each mistake is told with its line."""

from __future__ import annotations

import pytest

from floorboard.domain.permission import ACTIONS
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.exchange.permissions import read_permissions


def text(groups: str = "", **changed: str | None) -> str:
    """A whole file in which the sysadmin may do everything, with `ticket__solved="…"` instead."""
    lines = [groups] if groups else []
    kinds: dict[str, list[str]] = {}
    for action in ACTIONS:
        kind, _, word = action.partition(".")
        value = changed.get(f"{kind}__{word}", '["sysadmin"]')
        kinds.setdefault(kind, []).extend([f"{word} = {value}"] if value is not None else [])
    for kind, words in kinds.items():
        lines += [f"[{kind}]", *words]
    return "\n".join(lines)


MANAGED = text().splitlines().index("[people]") + 2
"""The line that says who manages people."""


def test_posts_and_groups() -> None:
    found = read_permissions(
        text(
            '[groups]\nseats = ["agent", "senior"]\nfloor = ["seats", "shift_lead"]',
            ticket__solved='["floor", "director"]',
            ticket__split="[]",
        ),
        "p.toml",
    )
    assert found.who_may("ticket.solved") == (
        Post.DIRECTOR,
        Post.SHIFT_LEAD,
        Post.SENIOR,
        Post.AGENT,
    )
    assert found.who_may("ticket.split") == ()
    assert found.who_may("deed.undone") == (Post.SYSADMIN,)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (text().replace("[deed]", "[deeds]"), "deeds is not known here"),
        (text() + "\nburnt = []", f"p.toml:{len(text().splitlines()) + 1}: burnt is not known"),
        (text(ticket__opened=None), "p.toml:1: opened is missing"),
        (text().partition("[deed]")[0], "p.toml:1: deed is missing"),
        (text(ticket__opened='["boss"]'), "p.toml:2: there is no post or group boss. Known are: d"),
        (text(ticket__opened='"agent"'), "p.toml:2: opened cannot be 'agent'"),
        (text(ticket__opened="[1]"), r"p.toml:2: opened cannot be \[1\]"),
        (text("[groups]\nagent = []"), "p.toml:2: agent is a post"),
        (text('[groups]\na = ["b"]\nb = []'), "p.toml:2: there is no post or group b"),
        (text("[groups]\na = 1"), "p.toml:2: a cannot be 1"),
        ("ticket = 1", "customer is missing"),
        (text(people__managed="[]"), f"p.toml:{MANAGED}: nobody could manage people any more"),
        ("[ticket", "p.toml:1: this is not TOML"),
    ],
    ids=lambda told: told if told.startswith(("p.toml", "nobody")) else "",
)
def test_mistakes(wrong: str, told: str) -> None:
    with pytest.raises(Problem, match=told):
        read_permissions(wrong, "p.toml")
