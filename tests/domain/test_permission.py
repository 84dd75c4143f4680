"""The table of posts and actions is whole, or it isn't one."""

from __future__ import annotations

import pytest

from floorboard.domain.permission import ACTIONS, SYSTEM_ACTIONS, Permissions
from floorboard.domain.post import Post

EVERYBODY = {action: frozenset(Post) for action in ACTIONS}


def test_every_action_is_named_once() -> None:
    assert len(set(ACTIONS)) == len(ACTIONS)
    assert not SYSTEM_ACTIONS & set(ACTIONS)


def test_who_may() -> None:
    found = Permissions({**EVERYBODY, "ticket.split": frozenset({Post.SENIOR, Post.DIRECTOR})})
    assert found.who_may("ticket.split") == (Post.DIRECTOR, Post.SENIOR)
    assert not found.may(Post.AGENT, "ticket.split")
    assert all(found.may(post, action) for post in Post for action in SYSTEM_ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_none_may_be_missing(action: str) -> None:
    with pytest.raises(ValueError, match=action):
        Permissions({key: value for key, value in EVERYBODY.items() if key != action})


@pytest.mark.parametrize("action", ["ticket.burnt", "duties.scheduled"])
def test_none_may_be_unknown(action: str) -> None:
    with pytest.raises(ValueError, match=action):
        Permissions({**EVERYBODY, action: frozenset()})
    with pytest.raises(KeyError):
        Permissions(EVERYBODY).may(Post.AGENT, "ticket.burnt")


def test_somebody_manages_people() -> None:
    with pytest.raises(ValueError, match="manage"):
        Permissions({**EVERYBODY, "people.managed": frozenset()})
