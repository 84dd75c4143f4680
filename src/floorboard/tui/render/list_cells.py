"""Lists that were started by hand and their items: as lines, and an item as a text to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from floorboard.desk.checklists import phase_of
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.duty import CheckPhase, CheckState
from floorboard.domain.instant import Instant
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.steps import wording
from floorboard.store.views.duties import ChecklistView, ItemView
from floorboard.tui.render import risk_paper
from floorboard.tui.render.duty_cells import SETTLED, SIGNS
from floorboard.tui.render.duty_paper import EVIDENCE, LABEL
from floorboard.tui.render.runs import Run, cut, fit
from floorboard.tui.widgets.paper import Paragraph

if TYPE_CHECKING:
    from floorboard.desk.risks import Card

WIDE = 100
"""From this width on, lines have room for whole names, and for what was given beside the post."""

NAMED = 60
"""Below this width a line has room for no more than its words and how they stand."""

DONE = 9
"""Cells of how many items are done."""


def to_do(item: ItemView) -> bool:
    """Whether an item is still to be done."""
    return item.state == CheckState.OPEN


def called(item: ItemView | ChecklistView) -> str:
    return pick(item.title, item.title_zh)


def about(found: ChecklistView) -> str:
    """What a list is about: a project, a ticket, a change."""
    ticket = f"#{found.ticket}" if found.ticket else ""
    return " · ".join(filter(None, (pick(found.project, found.project_zh), ticket, found.change)))


def list_headings(width: int) -> list[Run]:
    title, about, owner, done, next_ = (
        Run(name, "dim") for name in (_("List"), _("About"), _("Owner"), _("Done"), _("Next item"))
    )
    return _list_line(title, about, owner, done, next_, width)


def list_line(found: ChecklistView, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """A list: what it is called and about, its owner, how far it is, what waits longest."""
    left = sum(to_do(each) for each in found.items)
    done = len(found.items) - left - _waived(found)
    return _list_line(
        Run(called(found), "text" if left else "dim"),
        Run(about(found), "dim"),
        Run(found.owner, "text" if left else "dim"),
        Run(_("{done} of {all}").format(done=done, all=len(found.items)), "dim"),
        _next(found, now, zone),
        width,
    )


def _list_line(title: Run, about: Run, owner: Run, done: Run, next_: Run, width: int) -> list[Run]:
    if width < NAMED:
        return _columns((title, max(0, width - DONE - 1)), (done, DONE))
    whose = 12 if width >= WIDE else 8
    rest = width - DONE - whose - 4
    name, what = rest * 34 // 100, rest * 26 // 100
    return _columns(
        *((title, name), (about, what), (owner, whose), (done, DONE)), (next_, rest - name - what)
    )


def _waived(found: ChecklistView) -> int:
    """How many of its items needn't be done."""
    return sum(each.state == CheckState.WAIVED for each in found.items)


def _next(found: ChecklistView, now: Instant, zone: ZoneInfo) -> Run:
    """What has been late longest; else what is due first."""
    first = min(filter(to_do, found.items), key=lambda each: each.due_at, default=None)
    if first is None:
        waived = _waived(found)
        text = _("all settled, {count} waived").format(count=waived) if waived else _("all done")
        return Run(f"✓ {text}", "green")
    if phase_of(first, now) is CheckPhase.LATE:
        late = _("late {time}").format(time=words.duration(now - first.due_at))
        return Run(f"! {late} {called(first)}", "amber")
    return Run(f"{words.clock_time(first.due_at, now, zone)} {called(first)}", "dim")


def item_headings(width: int) -> list[Run]:
    title, given, post, end = (
        Run(name, "dim") for name in (_("Item"), _("Evidence"), _("Post"), _("Due, or done"))
    )
    return [Run("  "), *_item_columns(title, given, post, end, width - 2)]


def item_line(item: ItemView, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """An item: its sign and words, what was given for it or what it asks for, whose it is, when it
    is due or who did it when. Where there is no room for both, what was given stands in place of
    the post."""
    phase = phase_of(item, now)
    sign, role = SIGNS[phase]
    given, post = _evidence(item), Run(words.post(item.post), "dim")
    if width < WIDE and given.text and not to_do(item):
        post = given
    title = Run(called(item), "dim" if phase in SETTLED else "text")
    columns = _item_columns(title, given, post, _end(item, now, zone), width - 2)
    return [Run(sign, role), Run(" "), *columns]


def _item_columns(title: Run, given: Run, post: Run, end: Run, width: int) -> list[Run]:
    if width < NAMED:
        return _columns((title, max(0, width - 16)), (end, 15))
    if width < WIDE - 2:
        return _columns((title, width - 35), (post, 17), (end, 16))
    return _columns((title, 40), (given, width - 86), (post, 23), (end, 20))


def _columns(*columns: tuple[Run, int]) -> list[Run]:
    """Runs side by side, each in so many cells, a blank between two."""
    runs: list[Run] = []
    for run, width in columns:
        runs += [Run(fit(run.text, width), run.role), Run(" ")]
    return runs[:-1]


def _evidence(item: ItemView) -> Run:
    """What was given for an item; of one that is to be done, what it asks for."""
    if to_do(item):
        asked = EVIDENCE.get(Evidence(item.evidence))
        return Run(_(asked) if asked else "", "faint")
    value = "" if item.value is None else f"{item.value:,}"
    return Run(" · ".join(filter(None, (value, item.file, " ".join(item.note.split())))))


def _end(item: ItemView, now: Instant, zone: ZoneInfo) -> Run:
    """When an item is due, or how late it is; of one that isn't to be done, who said so when."""
    if item.done_at is not None:
        return Run(f"{words.when(item.done_at, now, zone)} {item.done_by}", "dim")
    if phase_of(item, now) is CheckPhase.LATE:
        return Run(_("late {time}").format(time=words.duration(now - item.due_at)), "amber")
    return Run(words.clock_time(item.due_at, now, zone), "dim")


def items_title(found: ChecklistView, width: int) -> str:
    """What a list is called and about, in at most `width` cells."""
    title = " · ".join(filter(None, (called(found), about(found))))
    return "".join(run.text for run in cut([Run(title)], width)).rstrip()


def items_foot(found: ChecklistView, now: Instant, zone: ZoneInfo) -> list[Run]:
    """Who started a list when."""
    text = _("started {when} by {who}")
    when = words.when(found.started_at, now, zone)
    return [Run(text.format(when=when, who=found.started_by), "dim")]


def paper(
    found: ChecklistView, item: ItemView, card: Card | None, now: Instant, zone: ZoneInfo
) -> list[Paragraph]:
    """An item: how it stands, whose it is, what became of it; then what the handbook says of the
    duty that it carries out, and of one that is late also what that risks."""
    phase = phase_of(item, now)
    text = [
        Paragraph((Run(called(item), "strong"),)),
        Paragraph((Run(words.phase(phase.value), SIGNS[phase][1]),)),
        Paragraph(),
        *_facts(found, item, now, zone),
    ]
    if card is None or card.duty is None:
        return text
    text += [
        Paragraph(),
        Paragraph((Run(_("In the handbook"), "blue"),)),
        Paragraph((Run(wording(card.duty.title)),)),
        Paragraph((Run(wording(card.duty.text), "dim"),)),
    ]
    if phase is CheckPhase.LATE:
        text += [Paragraph(), *risk_paper.card(card)]
    return text


def _facts(
    found: ChecklistView, item: ItemView, now: Instant, zone: ZoneInfo
) -> Iterator[Paragraph]:
    asked = EVIDENCE.get(Evidence(item.evidence))
    waived = item.state == CheckState.WAIVED
    done = "" if item.done_at is None else f"{words.when(item.done_at, now, zone)} {item.done_by}"
    for label, value in (
        (_("checklist"), called(found)),
        (_("about"), about(found)),
        (_("owner"), found.owner),
        (_("due"), words.stamp(item.due_at, zone)),
        (_("post"), words.post(item.post)),
        (_("asks for"), _(asked) if asked and not done else ""),
        (_("waived") if waived else _("done"), done),
        (_("counted"), "" if item.value is None else f"{item.value:,}"),
        (_("file"), item.file),
        (_("reason") if waived else _("note"), item.note),
    ):
        if value:
            yield Paragraph((Run(fit(label, LABEL) + " ", "dim"), Run(value)), LABEL + 1)
