"""Open risk points as lines of a list: how heavy, how old, how many causes, and who answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from floorboard.domain.instant import Instant
from floorboard.i18n import _, ngettext
from floorboard.reports import risks as reports
from floorboard.reports.steps import wording
from floorboard.tui.render.runs import Run, fit

if TYPE_CHECKING:
    from floorboard.desk.risks import OpenRisk

BAR, WEIGHT, AGE, CAUSES, WHO = 6, 4, 8, 6, 10
"""The cells of each column; the title has the others."""

NARROWEST = 64
"""So wide a line has to be for who answers to stand on it."""


def headings(width: int) -> list[Run]:
    """What the columns are."""
    weight, title = fit(_("weight"), BAR + 1 + WEIGHT), fit(_("risk point"), _title(width))
    right = [fit(_("age"), AGE, "right"), fit(_("causes"), CAUSES, "right")]
    who = [fit(_("answers"), WHO)] if width >= NARROWEST else []
    return [Run("  ".join((weight, title, *right, *who)), "dim")]


def row(risk: OpenRisk, heaviest: int, now: Instant, width: int) -> list[Run]:
    """An open risk point; the bar of the `heaviest` one is full."""
    full = max(1, round(BAR * risk.weight / max(heaviest, 1)))
    begun = risk.since is None or risk.since <= now
    runs = [
        Run(fit("█" * full, BAR), "red" if begun else "amber"),
        Run(fit(f"{risk.weight}", WEIGHT + 1, "right"), "dim"),
        Run("  " + fit(wording(risk.point.title), _title(width))),
        Run("  " + fit(reports.age(risk.since, now), AGE, "right"), "dim"),
        Run("  " + fit(f"{len(risk.causes)}", CAUSES, "right"), "dim"),
    ]
    if width >= NARROWEST:
        who = reports.who(risk.direct.title, (each.name for each in risk.direct.people))
        runs.append(Run("  " + fit(who, WHO)))
    return runs


def title(risks: Sequence[OpenRisk]) -> str:
    count = len(risks)
    return ngettext("{n} open risk point", "{n} open risk points", count).format(n=count)


def _title(width: int) -> int:
    """The cells of a risk point's title."""
    others = BAR + 1 + WEIGHT + 2 + 2 + AGE + 2 + CAUSES
    return max(0, width - others - (2 + WHO if width >= NARROWEST else 0))
