"""The roster in words: what puts somebody on, what takes them off, where cover is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_
from floorboard.domain.roster.candidates import Reason, ReasonKind
from floorboard.domain.roster.cause import Cause
from floorboard.domain.roster.cover import Gap
from floorboard.domain.roster.proposal.problem import KeptOut, Rule
from floorboard.domain.roster.rota import Source
from floorboard.i18n import _, ngettext
from floorboard.reports import words

_SWAP_STATES = {
    "offered": N_("offered"),
    "taken": N_("taken"),
    "refused": N_("refused"),
    "withdrawn": N_("taken back"),
    "expired": N_("expired"),
}
_OVERRIDES = {
    "add": N_("added"),
    "remove": N_("taken off"),
    "replace": N_("stands in"),
}
_UNITS = {
    "hour": (N_("handoff every hour"), N_("handoff every {count} hours")),
    "day": (N_("handoff every day"), N_("handoff every {count} days")),
    "week": (N_("handoff every week"), N_("handoff every {count} weeks")),
    "month": (N_("handoff every month"), N_("handoff every {count} months")),
}
_DAYS = {
    "every_day": N_("every day"),
    "weekdays": N_("weekdays"),
    "workdays": N_("workdays"),
    "holidays": N_("holidays"),
    "days_off": N_("days off"),
    "mon": N_("Mon"),
    "tue": N_("Tue"),
    "wed": N_("Wed"),
    "thu": N_("Thu"),
    "fri": N_("Fri"),
    "sat": N_("Sat"),
    "sun": N_("Sun"),
}


def swap_state(value: str) -> str:
    """What became of a swap."""
    return _(_SWAP_STATES.get(value, value))


def override_kind(value: str) -> str:
    """What an override does."""
    return _(_OVERRIDES.get(value, value))


def days(text: str) -> str:
    """A set of days, as `mon-fri,holidays`."""
    return _(", ").join(
        "–".join(_(_DAYS.get(day, day)) for day in _ends(token)) for token in text.split(",")
    )


def hours(start: int, end: int) -> str:
    """The hours of a day, in minutes after midnight; the end may lie on the next day."""
    if (start, end) == (0, 1440):
        return _("all day")
    return f"{start // 60:02}:{start % 60:02}–{end // 60 % 24:02}:{end % 60:02}"


def month_title(first: date, names: Iterable[str] = ()) -> str:
    """What a month's sheet is called; of one rota or person alone, with its name."""
    title = _("Roster {month} {year}").format(month=words.month(first), year=first.year)
    return " · ".join((title, *names))


def calendar_title(*names: str) -> str:
    """What a calendar of the roster is called."""
    return " · ".join((_("Roster"), *names))


def unannounced(year: int) -> str:
    """What a reader must know of a year whose make-up workdays aren't known."""
    return _("the make-up workdays of {year} aren't announced yet").format(year=year)


def away() -> str:
    """Somebody is on leave: short, for a cell."""
    return _("leave")


def instead_of(name: str) -> str:
    return _("instead of {name}").format(name=name)


def _ends(token: str) -> Iterable[str]:
    first, dash, last = token.partition("-")
    return (first, last) if dash and first in _DAYS else (token,)


def rhythm(unit: str, length: int) -> str:
    """How often a rotation hands off."""
    one, many = _UNITS[unit]
    return _(one) if length == 1 else _(many).format(count=length)


def cause(found: Cause, now: Instant, zone: ZoneInfo, instead_of: str = "") -> str:
    """Why somebody is on or isn't, in one line."""
    match found.source:
        case Source.TURN:
            return _("planned by name, {span}").format(span=_span(found, now, zone))
        case Source.LAYER:
            return _layer(found)
        case Source.OVERRIDE:
            return _decided(_override(found, instead_of), found, now, zone)
        case Source.SCHEDULE:
            text = _("temporary schedule {name}, {span}")
            return text.format(name=found.name, span=_span(found, now, zone))
        case Source.SWAP:
            text = _("took the turn over from {name}").format(name=instead_of)
            return _decided(text if instead_of else _("gave the turn away"), found, now, zone)
        case Source.LEAVE:
            text = _("on leave, {span}").format(span=_span(found, now, zone))
            return _decided(text, found, now, zone)
        case Source.EMPLOYMENT:
            return _("doesn't work here then")


def _layer(found: Cause) -> str:
    groups = ngettext("{count} group in turn", "{count} groups in turn", found.groups)
    text = _("rotation {name}: {groups}, {rhythm}").format(
        name=found.name or found.place,
        groups=groups.format(count=found.groups),
        rhythm=rhythm(found.unit, found.length),
    )
    limited = "" if found.days == "every_day" else days(found.days)
    return _("{text}, on {days}").format(text=text, days=limited) if limited else text


def _override(found: Cause, instead_of: str) -> str:
    if found.kind == "replace":
        return _("stands in for {name}").format(name=instead_of) if instead_of else _("replaced")
    return override_kind(found.kind)


def _decided(text: str, found: Cause, now: Instant, zone: ZoneInfo) -> str:
    """`text` with the reason, and with who decided it and when."""
    if found.reason:
        text = _("{text}: {reason}").format(text=text, reason=found.reason)
    if found.at is None:
        return text
    when = words.when(found.at, now, zone)
    return _("{text} ({name}, {time})").format(text=text, name=found.by, time=when)


def _span(found: Cause, now: Instant, zone: ZoneInfo) -> str:
    start, end = found.starts_at, found.ends_at
    if start is None or end is None:
        return ""
    return words.stretch(start, end, now, zone)


_BLOCKS = {
    ReasonKind.NOT_JOINED: N_("doesn't work here yet"),
    ReasonKind.LEFT: N_("doesn't work here any more"),
    ReasonKind.ON_LEAVE: N_("on leave, {span}"),
    ReasonKind.NOT_CONFIRMED: N_("not confirmed for this project"),
    ReasonKind.ON_ROTA: N_("on {rota}, {span}"),
    ReasonKind.REST_BEFORE: N_("only {figure} of rest before it, {limit} are due"),
    ReasonKind.REST_AFTER: N_("only {figure} of rest after it, {limit} are due"),
    ReasonKind.SAME_DAY: N_("has another turn that day: {rota}, {span}"),
    ReasonKind.WEEK_HOURS: N_("{figure} in that week, {limit} at most"),
}


_NO_REST = {
    ReasonKind.REST_BEFORE: N_("no rest before it, {limit} are due"),
    ReasonKind.REST_AFTER: N_("no rest after it, {limit} are due"),
}


def block(reason: Reason, rotas: Mapping[int, str], now: Instant, zone: ZoneInfo) -> str:
    """What keeps somebody from filling a gap; `rotas` are the rotas' names."""
    figure = _whole_minutes(reason)
    text = _BLOCKS[reason.kind] if figure else _NO_REST.get(reason.kind, _BLOCKS[reason.kind])
    return _(text).format(
        figure=words.exact_duration(figure),
        limit=words.exact_duration(reason.limit or 0),
        rota=rotas.get(reason.id or 0, ""),
        span=words.stretch(*reason.span, now, zone) if reason.span else "",
    )


def blocks(
    reasons: Iterable[Reason], rotas: Mapping[int, str], now: Instant, zone: ZoneInfo
) -> str:
    """What keeps somebody from it: of each kind the worst, or the first where they are alike."""
    worst: dict[ReasonKind, Reason] = {}
    for each in reasons:
        known = worst.setdefault(each.kind, each)
        if _weight(each) > _weight(known):
            worst[each.kind] = each
    return _(", ").join(block(each, rotas, now, zone) for each in worst.values())


def _weight(reason: Reason) -> int:
    """The longer week and the shorter rest are worse; other figures aren't compared."""
    match reason.kind:
        case ReasonKind.WEEK_HOURS:
            return reason.figure or 0
        case ReasonKind.REST_BEFORE | ReasonKind.REST_AFTER:
            return -(reason.figure or 0)
    return 0


def _whole_minutes(reason: Reason) -> int:
    """The seconds that a reason tells, without those that only say when it was asked."""
    return (reason.figure or 0) // 60 * 60


def merits(reasons: Iterable[Reason]) -> str:
    """What somebody has done in the month, and how long they rest beside the gap."""
    told = []
    for each in reasons:
        if each.kind is ReasonKind.REST:
            if each.figure is not None:
                figure = _whole_minutes(each)
                text = _("{figure} of rest") if figure else _("no rest beside it")
                told.append(text.format(figure=words.exact_duration(figure)))
        elif each.kind is ReasonKind.SECONDS:
            figure = _whole_minutes(each)
            text = _("{figure} this month") if figure else _("none yet this month")
            told.append(text.format(figure=words.exact_duration(figure)))
        elif each.figure:
            told.append(_counted(each.kind, each.figure))
    return _(", ").join(told)


def _counted(kind: ReasonKind, count: int) -> str:
    match kind:
        case ReasonKind.NIGHTS:
            text = ngettext("{count} night", "{count} nights", count)
        case ReasonKind.WEEKENDS:
            text = ngettext("{count} weekend turn", "{count} weekend turns", count)
        case _:
            text = ngettext("{count} holiday", "{count} holidays", count)
    return text.format(count=count)


def gap_span(gap: Gap, now: Instant, zone: ZoneInfo) -> str:
    """When a gap is; of one whose end isn't in sight, from when on."""
    if gap.goes_on:
        return words.onward(gap.start, now, zone)
    return words.stretch(gap.start, gap.end, now, zone)


_RULES = {
    Rule.SKILL: N_("{count} not confirmed for the project"),
    Rule.AVAILABLE: N_("{count} away"),
    Rule.DAY: N_("{count} on already that day"),
    Rule.REST: N_("{count} without enough rest"),
    Rule.WEEK: N_("{count} with their week full"),
    Rule.RUN: N_("{count} too many days on end"),
}


def kept_out(reasons: Iterable[KeptOut]) -> str:
    """What kept how many people out of a place that stays empty."""
    return _(", ").join(
        _(_RULES[each.rule]).format(count=each.people) for each in reasons if each.rule in _RULES
    )
