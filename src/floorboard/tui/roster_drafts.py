"""Changes of the roster that were begun in a form and aren't saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from floorboard.desk.roster.grid import By
from floorboard.domain.instant import Instant

Key = tuple[str, By, int, date]
"""A deed, and the cell it is about: what the rows are, the row's number, and the day."""


class Where(NamedTuple):
    """Whose time on which rota a deed is about, and when it begins."""

    person_id: int
    rota: str
    start: Instant


@dataclass(frozen=True, slots=True)
class Draft:
    """What was changed in the form called `what`, by the fields' ids."""

    what: str
    values: Mapping[str, Any]

    def said(self) -> list[str]:
        """What was typed."""
        return [each for each in self.values.values() if isinstance(each, str)]


Drafts = dict[Key, Draft]
