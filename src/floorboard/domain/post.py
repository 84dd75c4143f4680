"""The eight posts of the centre, and how well somebody knows a project (duty manual)."""

from __future__ import annotations

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


class SkillLevel(StrEnum):
    """What somebody can do on a project; a confirmed one may stand there alone."""

    LEARNING = "learning"
    CONFIRMED = "confirmed"
