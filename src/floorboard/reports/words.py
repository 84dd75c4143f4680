"""Words for states, clocks, durations and times, in the language spoken now.

The screen calls these for every row it paints, so they are look-ups and small sums.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, everywhere

MINUS = "\N{MINUS SIGN}"

_STATES = {
    "new": N_("New"),
    "open": N_("Open"),
    "second_line": N_("Second line"),
    "waiting": N_("Waiting"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
}
_KINDS = {
    "incident": N_("Incident"),
    "question": N_("Question"),
    "request": N_("Request"),
    "complaint": N_("Complaint"),
    "suggestion": N_("Suggestion"),
}
_CHANNELS = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "fax": N_("Fax"),
    "bulletin_board": N_("Bulletin board"),
    "web": N_("Web"),
    "walk_in": N_("Walk-in"),
    "other": N_("Other"),
}
_CLOCKS = {
    "first_reply": N_("first reply"),
    "status_reply": N_("status reply"),
    "solution": N_("solution"),
}
_EVENTS = {
    "opened": N_("opened"),
    "reply": N_("reply to the customer"),
    "chased": N_("customer asked again"),
    "note": N_("note"),
    "promised": N_("time agreed"),
    "assigned": N_("assigned"),
    "second_line": N_("to second line"),
    "returned": N_("back from second line"),
    "waiting": N_("waiting for the customer"),
    "resumed": N_("resumed"),
    "solved": N_("solved"),
    "closed": N_("closed"),
    "reopened": N_("reopened"),
    "linked": N_("linked"),
    "rated": N_("satisfaction"),
    "changed": N_("changed"),
}
_FIELDS = {
    "title": N_("title"),
    "priority": N_("priority"),
    "kind": N_("kind"),
    "project": N_("project"),
    "customer": N_("customer"),
    "owner": N_("owner"),
}
"""What the history of a ticket says was changed."""

_POSTS = {
    "director": N_("Centre director"),
    "deputy": N_("Deputy director"),
    "sysadmin": N_("System administrator"),
    "shift_lead": N_("Shift lead"),
    "manager": N_("Project support manager"),
    "senior": N_("Senior support engineer"),
    "agent": N_("Seat agent"),
    "general": N_("General affairs clerk"),
}
_PHASES = {
    "ahead": N_("not yet"),
    "open": N_("to do"),
    "late": N_("late"),
    "missed": N_("missed"),
    "done": N_("done"),
    "done_late": N_("done late"),
    "waived": N_("waived"),
}
_VERDICTS = {
    "on_time": N_("on time"),
    "late": N_("late"),
    "open_on_time": N_("still on time"),
    "open_late": N_("overdue"),
    "no_target": N_("no target"),
}
_OUTCOMES = {
    "pending": N_("pending"),
    "kept": N_("kept"),
    "broken": N_("broken"),
    "moved": N_("replaced by another"),
}
_PROJECT_STATES = {
    "stable": N_("stable"),
    "watch": N_("watch"),
    "critical": N_("critical"),
}
_SKILLS = {"learning": N_("learning"), "confirmed": N_("confirmed")}
_WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)


def labelled(label: str, value: str) -> str:
    """A value and, before it, what it is called."""
    return _("{label}: {value}").format(label=label, value=value)


def state(value: str) -> str:
    """Where a ticket stands."""
    return _word(_STATES, value)


def kind(value: str) -> str:
    """What the customer wants."""
    return _word(_KINDS, value)


def state_names(value: str) -> tuple[str, ...]:
    """What a state is called in either language."""
    return everywhere(_STATES[value])


def kind_names(value: str) -> tuple[str, ...]:
    """What a kind is called in either language."""
    return everywhere(_KINDS[value])


def channel(value: str) -> str:
    """How the ticket came in."""
    return _word(_CHANNELS, value)


def clock(value: str) -> str:
    """One of the three clocks."""
    return _word(_CLOCKS, value)


def event(value: str) -> str:
    """What happened to a ticket."""
    return _word(_EVENTS, value)


def event_body(value: str, body: str) -> str:
    """What is on record with an event; which fields were changed is said in the language spoken."""
    if value != "changed":
        return body
    return "\n".join(map(_change, body.split("\n")))


def _change(line: str) -> str:
    field, found, values = line.partition(": ")
    if not found or field not in _FIELDS:
        return line
    if field == "kind":
        values = " → ".join(map(kind, values.split(" → ")))
    return labelled(_(_FIELDS[field]), values)


def post(value: str) -> str:
    """One of the eight posts."""
    return _word(_POSTS, value)


def phase(value: str) -> str:
    """How a check looks now."""
    return _word(_PHASES, value)


def verdict(value: str) -> str:
    """How a clock did, or does."""
    return _word(_VERDICTS, value)


def outcome(value: str) -> str:
    """What became of a promise."""
    return _word(_OUTCOMES, value)


def project_state(value: str) -> str:
    """How a project stands."""
    return _word(_PROJECT_STATES, value)


def skill(value: str) -> str:
    """How well somebody knows a project."""
    return _word(_SKILLS, value)


def priority(value: int) -> str:
    """P1 (most urgent) to P5."""
    return f"P{value}"


def duration(seconds: int) -> str:
    """A duration to the two units that matter: `45 s`, `58 m`, `2 h 12 m`, `3 d 4 h`.

    A negative one carries a minus sign. Cut, not rounded: what is left is never overstated.
    """
    sign, seconds = (MINUS, -seconds) if seconds < 0 else ("", seconds)
    if seconds < 60:
        return sign + _("{seconds} s").format(seconds=seconds)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return sign + _("{minutes} m").format(minutes=minutes)
    if hours < 24:
        return sign + _("{hours} h {minutes} m").format(hours=hours, minutes=minutes % 60)
    if days < 100:
        return sign + _("{days} d {hours} h").format(days=days, hours=hours % 24)
    return sign + _("{days} d").format(days=days)


def exact_duration(seconds: int) -> str:
    """A duration to the second, for explanations: `26 h`, `3 h 20 m`, `1 m 5 s`."""
    sign, seconds = (MINUS, -seconds) if seconds < 0 else ("", seconds)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(_("{hours} h").format(hours=hours))
    if minutes:
        parts.append(_("{minutes} m").format(minutes=minutes))
    if rest or not parts:
        parts.append(_("{seconds} s").format(seconds=rest))
    return sign + " ".join(parts)


def time_of_day(instant: Instant, zone: ZoneInfo) -> str:
    """`18:42`."""
    wall = datetime.fromtimestamp(instant, zone)
    return f"{wall.hour:02}:{wall.minute:02}"


def when(instant: Instant, now: Instant, zone: ZoneInfo) -> str:
    """An instant as people say it at `now`, shortest first.

    `18:42` today, `tomorrow 09:00`, `yesterday 09:00`, `Mon 09:00` within the coming six days,
    `22 Nov` otherwise, `22 Nov 2025` in another year.
    """
    wall, today = datetime.fromtimestamp(instant, zone), datetime.fromtimestamp(now, zone)
    time = f"{wall.hour:02}:{wall.minute:02}"
    days = wall.toordinal() - today.toordinal()
    if days == 0:
        return time
    if days == 1:
        return _("tomorrow {time}").format(time=time)
    if days == -1:
        return _("yesterday {time}").format(time=time)
    if 1 < days < 7:
        return _("{weekday} {time}").format(weekday=weekday(wall), time=time)
    if wall.year == today.year:
        return _("{day} {month}").format(day=wall.day, month=month(wall))
    return _("{day} {month} {year}").format(day=wall.day, month=month(wall), year=wall.year)


def stretch(start: Instant, end: Instant, now: Instant, zone: ZoneInfo) -> str:
    """A stretch of time as people say it: `tomorrow 01:00 – 02:00`, `1 Dec 17:00 – 2 Dec 01:00`,
    `1 Dec – 5 Dec` from midnight to midnight."""
    first, last = (datetime.fromtimestamp(each, zone) for each in (start, end))
    whole = not (first.hour or first.minute or last.hour or last.minute)
    begin, finish = (
        when(each, now, zone) if whole else to_the_minute(each, now, zone) for each in (start, end)
    )
    if first.date() == last.date():
        finish = time_of_day(end, zone)
    return f"{begin} – {finish}"


def onward(start: Instant, now: Instant, zone: ZoneInfo) -> str:
    """What begins, and ends nobody knows when: `from tomorrow 01:00 on`."""
    return _("from {start} on").format(start=to_the_minute(start, now, zone))


def to_the_minute(instant: Instant, now: Instant, zone: ZoneInfo) -> str:
    """`when` with the time of far days too."""
    text, time = when(instant, now, zone), time_of_day(instant, zone)
    return text if time in text else f"{text} {time}"


def day(instant: Instant, now: Instant, zone: ZoneInfo) -> str:
    """The day of an instant to come: `today`, `tomorrow`, `Mon` within six days, `22 Nov`."""
    wall, today = datetime.fromtimestamp(instant, zone), datetime.fromtimestamp(now, zone)
    days = wall.toordinal() - today.toordinal()
    if days <= 1:
        return _("tomorrow") if days == 1 else _("today")
    if days < 7:
        return weekday(wall)
    return _("{day} {month}").format(day=wall.day, month=month(wall))


def clock_time(instant: Instant, now: Instant, zone: ZoneInfo) -> str:
    """A time soon to come, as short as it can be said: `01:00` within 18 hours, `Mon 09:00` within
    six days, else as `when`."""
    if 0 <= instant - now < 18 * 3600:
        return time_of_day(instant, zone)
    if 0 <= instant - now < 6 * 86400:
        return short_stamp(instant, zone)
    return when(instant, now, zone)


def short_stamp(instant: Instant, zone: ZoneInfo) -> str:
    """A weekday and time, where there is no room for the date: `Sun 18:42`."""
    wall = datetime.fromtimestamp(instant, zone)
    time = f"{wall.hour:02}:{wall.minute:02}"
    return _("{weekday} {time}").format(weekday=weekday(wall), time=time)


def stamp(instant: Instant, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """A whole date and time: `Sun 22 Nov 2026 18:42`, with `seconds` `18:42:07`."""
    wall = datetime.fromtimestamp(instant, zone)
    time = f"{wall.hour:02}:{wall.minute:02}"
    return _("{weekday} {day} {month} {year} {time}").format(
        weekday=weekday(wall),
        day=wall.day,
        month=month(wall),
        year=wall.year,
        time=f"{time}:{wall.second:02}" if seconds else time,
    )


def date_of(day: date) -> str:
    """A whole date: `Sun 22 Nov 2026`."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday(day), day=day.day, month=month(day), year=day.year
    )


def weekday(day: date) -> str:
    """`Mon` … `Sun`."""
    return _(_WEEKDAYS[day.weekday()])


def month(day: date) -> str:
    """`Jan` … `Dec`."""
    return _(_MONTHS[day.month - 1])


def _word(words: dict[str, str], value: str) -> str:
    """The word for `value`; a value of a newer program shows as it is."""
    found = words.get(value)
    return clean_line(value) if found is None else _(found)
