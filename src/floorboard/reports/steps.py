"""How a calendar counted, a line a step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import Step, StepKind, Wording
from floorboard.domain.instant import Instant
from floorboard.i18n import _, language, ngettext
from floorboard.reports import words

FOLDED_FROM = 5
"""So many ordinary steps in a row, hours and nights, are told as one."""

_ORDINARY = (StepKind.COUNTED, StepKind.CLOSED)


def lines(steps: Sequence[Step], zone: ZoneInfo) -> list[str]:
    """The account of `steps` by the wall clock of `zone`: every pause, named day and change of the
    clock, ordinary days and nights between them together."""
    told: list[str] = []
    for ordinary, run in groupby(steps, lambda step: step.kind in _ORDINARY):
        group = list(run)
        if ordinary and len(group) >= FOLDED_FROM:
            told.append(_folded(group, zone))
        else:
            told += [line(step, zone) for step in group]
    return told


def _folded(group: Sequence[Step], zone: ZoneInfo) -> str:
    counted = [step for step in group if step.kind is StepKind.COUNTED]
    text = ngettext(
        "counts {length} in {n} stretch, closed between",
        "counts {length} in {n} stretches, closed between",
        len(counted),
    )
    length = words.exact_duration(sum(step.seconds for step in counted))
    when = span(group[0].start, group[-1].end, zone)
    return f"{when}  {text.format(length=length, n=len(counted))}"


def line(step: Step, zone: ZoneInfo) -> str:
    """One step: `Mon 23 Nov 2026 09:00 – 12:00  counts 3 h`."""
    return f"{span(step.start, step.end, zone)}  {_what(step)}"


def span(start: Instant, end: Instant, zone: ZoneInfo) -> str:
    """A stretch of time; the date of its end only where it is another."""
    begin = words.stamp(start, zone, seconds=start % 60 != 0)
    if end == start:
        return begin
    finish = words.stamp(end, zone, seconds=end % 60 != 0)
    same_day = begin.rpartition(" ")[0] == finish.rpartition(" ")[0]
    return f"{begin} – {finish.rpartition(' ')[2] if same_day else finish}"


def wording(text: Wording) -> str:
    """A text of a data file in the language spoken now, else in English, else as there is."""
    if isinstance(text, str):
        return text
    return text.get(language()) or text.get("en") or next(iter(text.values()), "")


def _what(step: Step) -> str:
    length, label = words.exact_duration(step.seconds), wording(step.label)
    match step.kind:
        case StepKind.COUNTED:
            return _("counts {length}").format(length=length)
        case StepKind.PAUSED:
            return _("pause, takes out {length} of open time").format(length=length)
        case StepKind.CLOSED:
            return _("not open")
        case StepKind.HOLIDAY:
            return (
                _("{name}: closed").format(name=label)
                if not step.seconds
                else (_("{name}: open for {length}").format(name=label, length=length))
            )
        case StepKind.WORKDAY:
            return _("{name}: a make-up workday, open for {length}").format(
                name=label, length=length
            )
        case StepKind.SPECIAL:
            return _("{name}: own hours, open for {length}").format(name=label, length=length)
        case StepKind.CLOCK_CHANGE:
            return _("the clock moves by {length}").format(length=length)
        case StepKind.NOT_ANNOUNCED:
            return _("make-up days of {year} are not announced yet: this may change").format(
                year=label
            )
