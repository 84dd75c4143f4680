"""A rota as a text to read."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from floorboard.desk.board import OnCallLine
from floorboard.desk.roster.ahead import TurnAhead
from floorboard.domain.instant import Instant
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.widgets.paper import Paragraph


def rota(
    line: OnCallLine, turns: Sequence[TurnAhead], now: Instant, zone: ZoneInfo
) -> list[Paragraph]:
    """Whose turns are running on this rota and until when, whose come next, and the gap ahead."""
    need = _("{count} must be on at once").format(count=line.required)
    paper = [Paragraph((Run(need, "dim"),)), Paragraph()]
    for title, wanted in ((_("Now"), True), (_("Next"), False)):
        listed = [turn for turn in turns if (turn.start <= now) is wanted]
        paper.append(Paragraph((Run(title, "blue"),)))
        if not listed:
            paper.append(Paragraph((Run("  " + _("nobody"), "amber" if wanted else "dim"),)))
        paper += [_turn(turn, now, zone) for turn in listed]
        paper.append(Paragraph())
    if line.gap is not None:
        text = _("GAP {start} – {end}: {have} of {need}").format(
            start=words.when(line.gap.start, now, zone),
            end="…" if line.gap.goes_on else words.when(line.gap.end, now, zone),
            have=line.gap.have,
            need=line.gap.need,
        )
        paper.append(Paragraph((Run(f"! {text}", "amber"),)))
    return paper


def _turn(turn: TurnAhead, now: Instant, zone: ZoneInfo) -> Paragraph:
    name = f"{turn.name} {turn.other_name}".strip()
    span = f"{words.when(turn.start, now, zone)} – {words.when(turn.end, now, zone)}"
    return Paragraph((Run(f"  {fit(name, 22)} "), Run(span)), 25)
