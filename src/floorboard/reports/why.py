"""Why a ticket is due when it is, in words (`w` on the screen, `ticket` on the command line)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.clocks import Clock, Promise, Verdict
from floorboard.domain.explanation import ClockAccount, Explanation
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.domain.policy import DEFAULT_RULE, Rule
from floorboard.i18n import _
from floorboard.reports import steps, words

Style = Literal["heading", "late", "text", "dim"]


class Line(NamedTuple):
    """A line, how loudly it speaks, and how many levels it is indented."""

    style: Style
    text: str
    indent: int = 0


_LOUD = frozenset({Verdict.LATE, Verdict.OPEN_LATE})


def lines(explanation: Explanation, zone: ZoneInfo) -> list[Line]:
    """The account of all three clocks and of every promise, by the wall clock of `zone`."""
    told: list[Line] = []
    for account in explanation.clocks:
        if told:
            told.append(Line("text", ""))
        told += _account(account, explanation, zone)
    if explanation.promises:
        told += [Line("text", ""), Line("heading", _("Times agreed with the customer"))]
        told += [Line("text", _promise(each, zone), 1) for each in explanation.promises]
    return [Line(line.style, clean_line(line.text), line.indent) for line in told]


def _account(account: ClockAccount, explanation: Explanation, zone: ZoneInfo) -> Iterator[Line]:
    clock, at = account.clock, explanation.at
    name = words.clock(clock.name.value)
    heading = _("{clock}: {verdict}").format(
        clock=name[:1].upper() + name[1:], verdict=_verdict(account, at)
    )
    yield Line("late" if account.verdict in _LOUD else "heading", heading)
    if clock.due_at is not None:
        due = _("due {time}").format(time=words.stamp(clock.due_at, zone))
        yield Line("text", _("{first}, {second}").format(first=due, second=_origin(clock, zone)), 1)
    elif clock.remaining_s is not None:
        left = words.exact_duration(clock.remaining_s)
        yield Line("text", _("paused with {length} of open time left").format(length=left), 1)
    if clock.target is not None:
        yield Line("text", _target(account, explanation), 1)
    began = _("since {time}").format(time=words.stamp(clock.started_at, zone))
    if clock.stopped_at is not None:
        stopped = _("stopped {time}").format(time=words.stamp(clock.stopped_at, zone))
        began = _("{first}, {second}").format(first=began, second=stopped)
    yield Line("text", began, 1)
    for start, end in clock.pauses:
        pause = _("paused {span}").format(span=steps.span(start, end, zone))
        yield Line("dim", pause, 1)
    if clock.paused_since is not None:
        since = words.stamp(clock.paused_since, zone)
        yield Line("dim", _("paused since {time}").format(time=since), 1)
    for line in steps.lines(account.steps, zone):
        yield Line("dim", line, 2)


def _verdict(account: ClockAccount, at: Instant) -> str:
    """The verdict, with by how much."""
    clock, word = account.clock, words.verdict(account.verdict.value)
    if clock.due_at is None:
        return word
    off = words.duration(abs((at if clock.stopped_at is None else clock.stopped_at) - clock.due_at))
    match account.verdict:
        case Verdict.OPEN_ON_TIME:
            return _("{verdict}, {length} left").format(verdict=word, length=off)
        case Verdict.OPEN_LATE | Verdict.LATE:
            return _("{verdict} by {length}").format(verdict=word, length=off)
    return word


def _origin(clock: Clock, zone: ZoneInfo) -> str:
    if clock.promise is not None:
        made = words.stamp(clock.promise.made_at, zone)
        return _("as agreed with the customer {time}").format(time=made)
    if clock.recorded:
        return _("as the source system recorded it")
    return _("by the policy")


def _target(account: ClockAccount, explanation: Explanation) -> str:
    clock = account.clock
    assert clock.target is not None
    calendar = clock.target.calendar
    if account.calendar is not None:
        calendar = steps.wording(account.calendar.titles) or calendar
    return _("target {length} of “{calendar}”, {rule}").format(
        length=words.exact_duration(clock.target.seconds),
        calendar=calendar,
        rule=_rule(clock.rule, steps.wording(explanation.policy_titles) or explanation.policy),
    )


def _rule(rule: Rule | None, policy: str) -> str:
    if rule is None or rule == DEFAULT_RULE:
        return _("the manual's default")
    parts = []
    if rule.project is not None:
        parts.append(_("project {project}").format(project=rule.project))
    if rule.kind is not None:
        parts.append(words.kind(rule.kind.value))
    if rule.priority is not None:
        parts.append(words.priority(rule.priority))
    return _("policy “{policy}” for {tickets}").format(
        policy=policy, tickets=_(", ").join(parts) or _("all tickets")
    )


def _promise(promise: Promise, zone: ZoneInfo) -> str:
    text = _("{until}, agreed {made}: {outcome}").format(
        until=words.stamp(promise.until, zone),
        made=words.stamp(promise.made_at, zone),
        outcome=words.outcome(promise.outcome.value),
    )
    if promise.settled_at is None:
        return text
    return f"{text} ({words.stamp(promise.settled_at, zone)})"
