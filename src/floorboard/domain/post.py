"""The eight posts of the centre (duty manual)."""

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
