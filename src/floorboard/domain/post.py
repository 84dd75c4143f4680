"""The eight posts of the centre, and how well somebody knows a project (duty manual)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Post(StrEnum):
    DIRECTOR = "director"
    DEPUTY = "deputy"
    SYSADMIN = "sysadmin"
    SHIFT_LEAD = "shift_lead"
    MANAGER = "manager"
    SENIOR = "senior"
    AGENT = "agent"
    GENERAL = "general"


PROJECTS_TO_CARRY: Mapping[str, int] = {Post.AGENT: 2, Post.SENIOR: 3}
"""Main projects that somebody of a post grows to carry (duty manual, *agent* 6, *senior* 2)."""

PROJECT_DEPTH = 2
"""So many know a project, or it has nobody when one of them is away."""


class SkillLevel(StrEnum):
    """What somebody can do on a project; a confirmed one may stand there alone."""

    LEARNING = "learning"
    CONFIRMED = "confirmed"


def works_on(day: str, joined_on: str, left_on: str | None) -> bool:
    """Whether somebody works at the centre on `day`: from their first day to their last, if they
    have one. All of them are ISO 8601."""
    return joined_on <= day and (left_on is None or day <= left_on)
