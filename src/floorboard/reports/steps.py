"""How a calendar counted, a line a step."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.calendar import Step, StepKind, Wording
from floorboard.domain.instant import Instant
from floorboard.i18n import _, language
from floorboard.reports import words

SHOWN = 40
"""Steps told in full; of a longer account the beginning and the end."""


def lines(steps: Sequence[Step], zone: ZoneInfo) -> list[str]:
    """The account of `steps` by the wall clock of `zone`."""
    if len(steps) <= SHOWN:
        return [line(step, zone) for step in steps]
    half = SHOWN // 2
    left_out = _("… {n} more steps …").format(n=len(steps) - 2 * half)
    first, last = steps[:half], steps[-half:]
    return [*(line(s, zone) for s in first), left_out, *(line(s, zone) for s in last)]


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
            return _("closed")
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
