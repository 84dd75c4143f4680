"""A whole handover as a text to read, and one compared with now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.handover.look import Look
from floorboard.domain.handover.since import Change, Turn
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.i18n import _
from floorboard.reports import handover as said
from floorboard.reports import handover_words as say
from floorboard.reports.handover import Block, Note
from floorboard.tui.render.runs import Run, fit
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

LABEL = 24
BLANK = Paragraph()

_TURNS: dict[Turn, Role] = {
    Turn.STAYED: "amber",
    Turn.CHANGED: "blue",
    Turn.CAME: "red",
    Turn.WENT: "green",
}


def paragraphs(look: Look) -> list[Paragraph]:
    """The record as its paper has it."""
    paper = said.paper(look)
    found = [_line(paper.subtitle, "strong")]
    found += [_line(f"! {mark}", "amber") for mark in paper.marks]
    for block in paper.blocks:
        found += [BLANK, _line(block.heading, "blue"), *_block(block)]
    if paper.addenda:
        found += [BLANK, _line(_("Addenda"), "blue")]
        found += [_line(each, "text") for each in paper.addenda]
    return [*found, BLANK, *(_line(each, "dim") for each in paper.foot)]


def _block(block: Block) -> Iterator[Paragraph]:
    for name, value in block.facts:
        runs = Run(fit(name, LABEL), "dim"), Run(clean_line(value), "text")
        yield Paragraph(runs, LABEL)
    for each in block.text.split("\n") if block.text else ():
        yield _line(each, "text")
    for note in block.notes:
        yield from _note(note)
    for row in block.rows:
        yield _line(_(" · ").join(filter(None, row)), "text")
    for text in (block.further, block.empty):
        if text:
            yield _line(text, "dim")


def _note(note: Note) -> Iterator[Paragraph]:
    if note.heading:
        yield _line(note.heading, "strong")
    for label, text in note.texts:
        name = [Run(f"  {label}: ", "dim")] if label else [Run("  ")]
        yield Paragraph((*name, Run(clean_line(text), "text")), 4)
    if note.small:
        yield _line(f"  {note.small}", "dim")


def _line(text: str, role: Role) -> Paragraph:
    return Paragraph((Run(clean_line(text), role),), 2)


def compared(found: Sequence[Change], now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """What was true at the freeze and is, isn't, or is otherwise now; and what came since."""
    if not found:
        return [_line(_("Nothing was on record then, and nothing is now."), "dim")]
    lines: list[Paragraph] = [Paragraph(tuple(_counted(found))), BLANK]
    for section in dict.fromkeys(each.section for each in found):
        lines.append(_line(say.section(section), "strong"))
        for each in found:
            if each.section is section:
                turn = Run(f"  {say.turn(each.turn)}: ", _TURNS[each.turn])
                text = said.changed(each.before, each.after, now, zone)
                lines.append(Paragraph((turn, Run(clean_line(text), "text")), 4))
        lines.append(BLANK)
    return lines


def _counted(found: Iterable[Change]) -> Iterator[Run]:
    changes = [*found]
    for place, turn in enumerate(_TURNS):
        count = sum(each.turn is turn for each in changes)
        yield Run(" · " if place else "", "faint")
        yield Run(f"{say.turn(turn)} {count}", _TURNS[turn] if count else "dim")
