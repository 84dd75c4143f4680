"""The journal as a story in words: a line a deed, and beneath it what changed.

The screen and `floorboard journal` tell it alike. Derived columns, such as the due times of each
clock, are left to `--json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER, EventKind
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import escalations, journal_facts, journal_rows, words
from floorboard.reports.why import Line

MOST_DETAILS = 60
"""Lines beneath one entry; a bulk deed has thousands."""

_ACTIONS = {
    "ticket.opened": N_("opened"),
    "ticket.noted": N_("noted"),
    "ticket.replied": N_("replied to the customer"),
    "ticket.chased": N_("the customer asked again"),
    "ticket.promised": N_("promised a time"),
    "ticket.assigned": N_("assigned"),
    "ticket.taken": N_("took"),
    "ticket.handed_over": N_("handed to second line"),
    "ticket.returned": N_("gave back from second line"),
    "ticket.waiting": N_("waits for the customer"),
    "ticket.resumed": N_("went on with"),
    "ticket.solved": N_("solved"),
    "ticket.closed": N_("closed"),
    "ticket.reopened": N_("reopened"),
    "ticket.merged": N_("merged"),
    "ticket.linked": N_("linked"),
    "ticket.edited": N_("edited"),
    "ticket.split": N_("split"),
    "ticket.rated": N_("recorded the satisfaction of the customer"),
    "customer.made": N_("put a customer on record"),
    "customer.edited": N_("corrected a customer"),
    "project.made": N_("put a project on the list"),
    "escalation.acknowledged": N_("acknowledged an escalation"),
    "escalation.commented": N_("commented on an escalation"),
    "escalation.handed_back": N_("handed an escalation back"),
    "escalation.backup": N_("called the backup of an escalation"),
    "review.written": N_("reviewed a project"),
    "duty.ticked": N_("ticked a duty"),
    "duty.waived": N_("waived a duty"),
    "checklist.started": N_("started a list"),
    "handover.begun": N_("began a handover"),
    "handover.written": N_("wrote in the handover"),
    "handover.offered": N_("offered the handover"),
    "handover.withdrawn": N_("withdrew the handover"),
    "handover.passed_on": N_("passed the handover on to somebody else"),
    "handover.acknowledged": N_("acknowledged a critical item"),
    "handover.asked": N_("asked back"),
    "handover.answered": N_("answered a question"),
    "handover.summarised": N_("summed up the handover"),
    "handover.signed": N_("signed the handover"),
    "handover.accepted": N_("took over"),
    "handover.amended": N_("added to an accepted handover"),
    "handover.countersigned": N_("countersigned a handover"),
    "handover.overdue": N_("a handover was overdue"),
    "roster.defined": N_("changed a rota or what it needs"),
    "roster.planned": N_("planned turns"),
    "roster.overridden": N_("changed who is on"),
    "roster.swapped": N_("offered or settled a swap"),
    "roster.leave": N_("recorded a leave, or took it back"),
    "seats.defined": N_("changed the seats"),
    "seats.assigned": N_("changed who sits where"),
    "attendance.clocked": N_("clocked in or out"),
    "attendance.corrected": N_("corrected an attendance"),
    "overtime.requested": N_("asked for overtime, or took it back"),
    "overtime.decided": N_("decided on overtime"),
    "people.managed": N_("managed people"),
    "rules.loaded": N_("put rules in force"),
    "tickets.imported": N_("imported tickets"),
    "deed.undone": N_("took back a deed of somebody else"),
    "duties.scheduled": N_("duties were scheduled"),
    "escalations.raised": N_("escalations were raised"),
    "floor.created": N_("made the floor"),
    "sample.made": N_("made the sample floor"),
    "notification.queued": N_("a notification was queued"),
    "notification.sent": N_("a notification was sent"),
    "notification.failed": N_("a notification failed"),
    "sign_in.tried": N_("tried to sign in"),
    "sign_in.done": N_("signed in"),
    "sign_in.pin_changed": N_("changed a PIN"),
}
_UNDONE = {"undone": N_("undid: {what}"), "redone": N_("redid: {what}")}
_MARKS = {"undone": N_("[undone]"), "redone": N_("[undone, then redone]")}

_TOLD_BY_FIELDS = frozenset({EventKind.OPENED, EventKind.ASSIGNED, EventKind.CHANGED})
"""Events that say no more than the ticket's changed fields."""

_SUBJECTS = {
    "override": N_("override {number}"),
    "schedule": N_("schedule {number}"),
    "swap": N_("swap {number}"),
    "leave": N_("leave {number}"),
    "list": N_("list {number}"),
    "handover": N_("handover {number}"),
}
"""What a number of the roster, or of a list, is called."""


class Difference(Protocol):
    """A row that a deed made (`before` is None), took away (`after` is None) or changed."""

    @property
    def table(self) -> str: ...
    @property
    def key(self) -> tuple[object, ...]: ...
    @property
    def before(self) -> Mapping[str, object] | None: ...
    @property
    def after(self) -> Mapping[str, object] | None: ...


class Entry(Protocol):
    """An entry of the journal; the store's view is one."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> Instant: ...
    @property
    def who(self) -> str: ...
    @property
    def console(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def before(self) -> Mapping[str, object]: ...
    @property
    def after(self) -> Mapping[str, object]: ...
    @property
    def differences(self) -> Sequence[Difference]: ...
    @property
    def of(self) -> int | None: ...


class Names(Protocol):
    """What the numbers in entries stand for; one that isn't there shows as it is. A pair is a name
    in both languages."""

    @property
    def people(self) -> Mapping[object, str]: ...
    @property
    def projects(self) -> Mapping[object, tuple[str, str]]: ...
    @property
    def customers(self) -> Mapping[object, str]: ...
    @property
    def checks(self) -> Mapping[object, tuple[str, str]]: ...
    @property
    def items(self) -> Mapping[object, tuple[str, str]]: ...
    @property
    def rotas(self) -> Mapping[object, tuple[str, str]]: ...
    @property
    def rows(self) -> Mapping[tuple[str, object], Mapping[str, object]]: ...


def lines(
    entries: Iterable[Entry], names: Names, taken_back: Mapping[int, str], zone: ZoneInfo
) -> Iterator[Line]:
    """The story of `entries`, in their order. `taken_back` says of which it is `undone`, or
    `redone` after that; those are marked."""
    for entry in entries:
        mark = taken_back.get(entry.seq, "")
        yield Line("dim" if mark == "undone" else "heading", _head(entry, names, mark, zone))
        details = _Details(entry, names, zone).lines()
        shown = details if len(details) <= MOST_DETAILS else details[: MOST_DETAILS - 1]
        yield from shown
        if len(shown) < len(details):
            more = _("… and {n} more").format(n=len(details) - len(shown))
            yield Line("dim", more, 1)


def action(value: str) -> str:
    """What somebody did; what a newer program does shows as it is."""
    found = _ACTIONS.get(value)
    return clean_line(value) if found is None else _(found)


def deed(entry: Entry) -> Problem:
    """What was done, in words that can still be translated."""
    if entry.action not in _UNDONE:
        return Problem(_message(entry.action))
    told = Problem(_UNDONE[entry.action])
    told.facts["what"] = Problem(_message(str(entry.after.get("action"))))
    return told


def _message(action: str) -> str:
    """The msgid of an action; braces of one that isn't known mean themselves."""
    return _ACTIONS.get(action) or clean_line(action).replace("{", "{{").replace("}", "}}")


def _head(entry: Entry, names: Names, mark: str, zone: ZoneInfo) -> str:
    who = entry.who if entry.who == entry.console else f"{entry.who} ({entry.console})"
    what = action(entry.action)
    if entry.action in _UNDONE:
        what = _(_UNDONE[entry.action]).format(what=action(str(entry.after.get("action"))))
        what += _(" (entry {number})").format(number=entry.of)
    parts = (
        str(entry.seq),
        words.stamp(entry.at, zone, seconds=True),
        who,
        what,
        _subject(entry, names),
        _(_MARKS[mark]) if mark else "",
    )
    return clean_line("  ".join(filter(None, parts)))


def _subject(entry: Entry, names: Names) -> str:
    """What it was done to; nothing where the deed's words say it."""
    kind, _slash, name = entry.subject.partition("/")
    number = int(name) if name.isdecimal() else None
    match kind:
        case "ticket":
            return f"#{name}" if name else ""
        case "tickets":
            rows = (each for each in entry.differences if each.table.startswith("ticket"))
            count = len({each.key[0] for each in rows})
            return ngettext("{n} ticket", "{n} tickets", count).format(n=count)
        case "person":
            return names.people.get(number, name)
        case "check":
            return _both(names.checks, number)
        case "item":
            return _both(names.items, number)
        case "roster" if name == "lock":
            return ""
        case _ if kind in _SUBJECTS:
            return _(_SUBJECTS[kind]).format(number=name) if name else ""
    return name


class _Details:
    """What one entry changed, line by line."""

    def __init__(self, entry: Entry, names: Names, zone: ZoneInfo) -> None:
        self._entry = entry
        self._names = names
        self._zone = zone

    def lines(self) -> list[Line]:
        found: list[Line] = []
        for each in self._entry.differences:
            prefix = self._prefix(each)
            for text in self._difference(each):
                first, *rest = clean(text).replace("\t", "    ").split("\n")
                found.append(Line("text", prefix + first, 1))
                found += [Line("text", line, 2) for line in rest]
        found += [Line("text", text, 1) for text in journal_facts.told(self._entry)]
        return found

    def _prefix(self, each: Difference) -> str:
        """The ticket, where the entry isn't about that one alone."""
        if not each.table.startswith("ticket") or self._entry.subject == f"ticket/{each.key[0]}":
            return ""
        return f"#{each.key[0]}  "

    def _difference(self, each: Difference) -> Iterator[str]:
        match each.table:
            case "checklist" | "checklist_item" if each.before is None:
                yield _both_titles(each.after or {})
            case "checklist" | "checklist_item" if each.after is None:
                yield _("gone: {what}").format(what=_both_titles(each.before or {}))
            case "ticket" | "customer" | "duty_check" | "checklist_item" | "project_review":
                yield from self._fields(each)
            case "ticket_event":
                yield from self._event(each)
            case "escalation":
                yield from self._escalation(each)
            case "escalation_note":
                row = each.after or each.before or {}
                told = self._with_body(escalations.note(str(row.get("kind"))), row.get("body"))
                yield told if each.after is not None else _("gone: {what}").format(what=told)
            case _:
                yield from self._roster(each)

    def _roster(self, each: Difference) -> Iterator[str]:
        """A row of the roster; the columns that an entry doesn't tell are as they are now."""
        known = self._names.rows.get((each.table, each.key[0]), {})
        if each.table == "rota_schedule_turn":
            known = {"person_id": each.key[1], "starts_at": each.key[2]}
        was, now = (None if row is None else {**known, **row} for row in (each.before, each.after))
        try:
            told = journal_rows.told(each.table, was, now, self._names, self._zone)
        except (KeyError, ValueError):
            return  # the row is gone, and the entry has but a part of it
        if told:
            yield told

    def _fields(self, each: Difference) -> Iterator[str]:
        before, after = each.before or {}, each.after or {}
        if each.table == "project_review":
            yield _both(self._names.projects, each.key[1])
        for column, label in _labels(each.table).items():
            was, now = (self._value(column, row.get(column)) for row in (before, after))
            if was == now:
                continue
            if each.before is None:
                yield words.labelled(label, now)
            elif each.after is None:
                yield _("gone: {what}").format(what=words.labelled(label, was))
            else:
                yield words.labelled(label, f"{was or '–'} → {now or '–'}")

    def _event(self, each: Difference) -> Iterator[str]:
        row = each.after or each.before or {}
        kind, until = str(row.get("kind")), row.get("until")
        if kind in _TOLD_BY_FIELDS or not (row.get("body") or until):
            return
        word = words.event(kind)
        if until:
            word += f" → {_instant(until, self._zone)}"
        told = self._with_body(word, row.get("body"))
        yield told if each.after is not None else _("gone: {what}").format(what=told)

    def _escalation(self, each: Difference) -> Iterator[str]:
        if each.before is None or each.after is None or "closed_at" not in each.after:
            return
        said = N_("escalation {number} is closed")
        if each.after["closed_at"] is None:
            said = N_("escalation {number} is open again")
        yield _(said).format(number=each.key[0])

    def _value(self, column: str, value: object) -> str:
        """A column's value in words; nothing for none."""
        if value is None or value == "" or value == NEVER:
            return ""
        names = self._names
        match column:
            case "owner_id" | "first_owner_id" | "first_by":
                return names.people.get(value, f"{value}")
            case "project_id":
                return _both(names.projects, value)
            case "customer_id":
                return names.customers.get(value, f"{value}")
            case "next_due_at":
                return _instant(value, self._zone)
            case "value" if isinstance(value, float):
                return f"{value:.15g}"
            case "priority" if isinstance(value, int):
                return words.priority(value)
        word = _WORDS.get(column)
        return str(value) if word is None else word(str(value))

    @staticmethod
    def _with_body(word: str, body: object) -> str:
        return words.labelled(word, str(body)) if body else word


_WORDS = {"kind": words.kind, "channel": words.channel}


def _instant(value: object, zone: ZoneInfo) -> str:
    """An instant in words; what can be none, as tampering leaves it, as it is."""
    if isinstance(value, int) and 0 < value < NEVER:
        return words.stamp(value, zone)
    return str(value)


def _both_titles(row: Mapping[str, object]) -> str:
    """The title of a list or an item, for the language spoken now."""
    return pick(str(row.get("title") or ""), str(row.get("title_zh") or ""))


def _both(names: Mapping[object, tuple[str, str]], number: object) -> str:
    """The name for the language spoken now."""
    found = names.get(number)
    return str(number) if found is None else pick(*found)


def _state(value: str) -> str:
    """A ticket's, check's or project's state; they have no word in common."""
    for word in (words.state, words.phase, words.project_state):
        found = word(value)
        if found != value:
            return found
    return value


_WORDS["state"] = _state


def _labels(table: str) -> dict[str, str]:
    """The columns that are told, and what they are called."""
    match table:
        case "ticket":
            return {
                "title": _("Title"),
                "body": _("Text"),
                "kind": _("Kind"),
                "channel": _("Channel"),
                "priority": _("Priority"),
                "state": _("State"),
                "project_id": _("Project"),
                "customer_id": _("Customer"),
                "owner_label": _("Owner"),
                "owner_id": _("Owner"),
                "first_owner_id": _("Followed by"),
                "satisfaction": _("Satisfaction"),
                "next_due_at": _("Due"),
            }
        case "customer":
            return {
                "name": _("Customer"),
                "organisation": _("Organisation"),
                "phone": _("Phone"),
                "email": _("E-mail"),
            }
        case "duty_check" | "checklist_item":
            return {
                "state": _("State"),
                "first_by": _("First"),
                "value": _("Number"),
                "file": _("File"),
                "note": _("Note"),
            }
    return {"state": _("State"), "remark": _("Remark"), "reported_to": _("Reported to")}
