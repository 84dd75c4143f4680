"""What belongs to a check: its page of the handbook, its rule, its past, and what it risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from floorboard.desk.desk import Desk
from floorboard.desk.duties import reading
from floorboard.desk.duties.reading import Day

if TYPE_CHECKING:
    from floorboard.desk.board import CheckLine
    from floorboard.desk.risks import Card
    from floorboard.domain.duties.schedule import Schedule


@dataclass(frozen=True, slots=True)
class About:
    """All that screen 4 says of a check beside the check itself."""

    schedule: Schedule | None
    history: tuple[Day, ...]
    card: Card
    """The duty of the handbook, what opens when it isn't done, and who answers."""


def about(desk: Desk, line: CheckLine) -> About:
    """What belongs to a check."""
    from floorboard.desk import risks
    from floorboard.desk.duties import scheduling

    check = line.check
    rules = {each.schedule.code: each.schedule for each in scheduling.schedules(desk)}
    return About(
        rules.get(check.duty),
        reading.history(desk, check.duty, project_id=check.project_id),
        risks.card(desk, check.handbook, check.project_id),
    )
