"""Open risk points in words: what opens one, since when, and who answers."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from floorboard.domain.handbook import RiskPoint, Words
from floorboard.domain.instant import Instant
from floorboard.domain.risks import Cause, CauseKind
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.steps import wording


def what(cause: Cause) -> str:
    """What is wrong: `Backups checked: missed 3 times`."""
    title = pick(cause.title, cause.title_zh)
    if cause.kind is CauseKind.COMPLAINT:
        number = cause.subject.partition("/")[2]
        title = _("complaint #{number} {title}").format(number=number, title=title)
    return words.labelled(title, _wrong(cause))


def _wrong(cause: Cause) -> str:
    match cause.kind:
        case CauseKind.MISSED:
            text = ngettext("missed once", "missed {n} times", cause.times)
            return text.format(n=cause.times)
        case CauseKind.LATE:
            return _("on a list, late")
        case CauseKind.GAP:
            return _("{have} of {need} on").format(have=cause.have, need=cause.need)
        case CauseKind.SKILL if cause.need:
            text = _("{have} of {need} on who know it")
            return text.format(have=cause.have, need=cause.need)
        case CauseKind.SKILL:
            return _("nobody is confirmed to know it")
        case CauseKind.COMPLAINT:
            return _("{clock} overdue").format(clock=words.clock(cause.clock))


def since(instant: Instant | None, now: Instant, zone: ZoneInfo) -> str:
    """Since when, or from when on; nothing where nobody knows."""
    if instant is None:
        return ""
    if instant > now:
        return words.onward(instant, now, zone)
    return _("open since {time}").format(time=words.when(instant, now, zone))


def age(instant: Instant | None, now: Instant) -> str:
    """How long it has stood, or how soon it begins: `3 h`, `in 11 h`."""
    if instant is None:
        return "–"
    length = _length(abs(now - instant))
    return length if instant <= now else _("in {length}").format(length=length)


def _length(seconds: int) -> str:
    """The one unit that matters."""
    if seconds >= 86400:
        return _("{days} d").format(days=seconds // 86400)
    if seconds >= 3600:
        return _("{hours} h").format(hours=seconds // 3600)
    return _("{minutes} m").format(minutes=seconds // 60)


def place(point: RiskPoint) -> str:
    """Where in the handbook it is: `Shift lead · risk point 3`."""
    number = _("risk point {number}").format(number=point.number)
    return f"{words.post(point.post)} · {number}"


def project(cause: Cause) -> str:
    """Whose project it is, unless the cause is called so itself."""
    return "" if cause.title == cause.project else pick(cause.project, cause.project_zh)


def who(title: Words, names: Iterable[str]) -> str:
    """Whoever answers, by name; where the roster names nobody, as they are called."""
    return _(", ").join(names) or wording(title)
