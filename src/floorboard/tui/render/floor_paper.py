"""A rota and a check as texts to read."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from floorboard.desk.board import CheckLine, OnCallLine, phase_of
from floorboard.desk.roster.ahead import TurnAhead
from floorboard.domain.instant import Instant
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

LABEL = 14


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


def check(line: CheckLine, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """A check: its window, whose it is, and what became of it."""
    view = line.check
    phase = phase_of(view, now)
    loud: dict[str, Role] = {"late": "amber", "missed": "red", "done": "green"}
    paper = [
        Paragraph((Run(pick(view.title, view.title_zh), "strong"),)),
        Paragraph((Run(words.phase(phase.value), loud.get(phase.value, "text")),)),
        Paragraph(),
    ]
    facts = (
        (_("post"), words.post(view.post)),
        (_("project"), pick(view.project, view.project_zh)),
        (_("opens"), words.when(view.opens_at, now, zone)),
        (_("due"), words.when(view.due_at, now, zone)),
        (_("closes"), words.when(view.closes_at, now, zone)),
        (_("done"), words.when(view.done_at, now, zone) if view.done_at is not None else ""),
        (_("by"), view.done_by),
        (_("note"), view.note),
    )
    paper += [
        Paragraph((Run(fit(label, LABEL) + " ", "dim"), Run(value)), LABEL + 1)
        for label, value in facts
        if value
    ]
    return paper
