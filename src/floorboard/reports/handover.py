"""A handover as paper: its sections in words, in the language spoken now, whatever prints them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from floorboard.domain.handover.facts import (
    DutyFact,
    Fact,
    PersonFact,
    PriorityFact,
    ProjectFact,
    PromiseFact,
    RungFact,
    TicketFact,
)
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import (
    SBAR,
    Item,
    ItemKind,
    Lead,
    Record,
    Section,
    Side,
    State,
)
from floorboard.domain.instant import Instant
from floorboard.domain.plain import cells
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import escalations, words
from floorboard.reports import handover_words as say
from floorboard.reports.width import cut

Row = tuple[str, ...]

RUNNING = 110
"""Cells of the line on every page that fit beside the page's number."""


@dataclass(frozen=True, slots=True)
class Note:
    """An item, question or signature: a heading with labelled facts, and labelled texts below it.
    `kind` is an `ItemKind`, `question` or `signature`."""

    kind: str
    heading: str
    texts: tuple[tuple[str, str], ...]
    small: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Block:
    """A section: labelled facts, the lead's words, a table, items, and questions to it. `empty`
    is what stands there instead: that there is nothing, or that it is blank."""

    section: Section
    heading: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    columns: Row = ()
    rows: list[Row] = field(default_factory=list)
    further: str = ""
    notes: list[Note] = field(default_factory=list)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole handover. `marks` are what stands out above it: that it is a draft, that a major
    incident was open. `changes` is what is otherwise since the freeze, `foot` what proves it,
    `running` what stands on every page."""

    title: str
    subtitle: str
    running: tuple[str, ...]
    marks: tuple[str, ...]
    blocks: tuple[Block, ...]
    changes: tuple[str, ...]
    addenda: tuple[str, ...]
    foot: tuple[str, ...]


def paper(look: Look, *, whole: bool = False) -> Paper:
    """The handover in words. Promises for after the next shift are only counted, unless the `whole`
    of it is wanted."""
    return _Writer(look, whole).paper()


def block(look: Look, section: Section) -> Block:
    """One section in words."""
    return _Writer(look).block(section)


def changed(fact_before: Fact | None, fact_after: Fact | None, now: Instant, zone: ZoneInfo) -> str:
    """A fact that came, went or changed, on one line."""
    cells = [
        _(" · ").join(filter(None, row(each, now, zone)))
        for each in (fact_before, fact_after)
        if each is not None
    ]
    return " → ".join(dict.fromkeys(cells))


class _Writer:
    def __init__(self, look: Look, whole: bool = False) -> None:
        self._look = look
        self._record: Record = look.record
        self._whole = whole
        self._zone = ZoneInfo(look.zone)
        self._at = look.record.offered_at or look.at

    def paper(self) -> Paper:
        record = self._record
        shift = pick(record.shift, record.shift_zh)
        start = words.stamp(record.starts_at, self._zone)
        span = f"{start} – {words.time_of_day(record.ends_at, self._zone)}"
        title = _("Shift handover {number}").format(number=record.id)
        name = pick(self._look.centre, self._look.centre_zh)
        subtitle = _(" · ").join(filter(None, (name, shift, span)))
        running = cells(_(" · ").join((title, say.state(record.state), subtitle)))
        foot = tuple(self._foot())
        return Paper(
            title,
            subtitle,
            (cut(running, RUNNING), foot[0]),
            tuple(self._marks()),
            tuple(self.block(each) for each in Section),
            tuple(self._changes()),
            tuple(self._addenda()),
            foot,
        )

    def _marks(self) -> Iterator[str]:
        record = self._record
        if record.state is State.DRAFT:
            yield _("Draft: nothing of this is handed over yet.")
        if record.state is State.OFFERED:
            yield _("Offered, not accepted: the outgoing lead is responsible.")
        if record.major:
            yield _("A major incident was open when this was offered.")
        if record.instead_of is not None:
            yield _(
                "{name} was responsible until then; {outgoing} hands over in their place."
            ).format(name=record.instead_of.name, outgoing=_name(record.outgoing))

    def block(self, section: Section) -> Block:
        block = Block(section, say.section(section))
        match section:
            case Section.HEADER:
                block.facts = list(self._header())
            case Section.NUMBERS:
                block.facts = list(self._numbers())
                block.columns, block.rows = self._by_priority()
            case Section.SUMMARY:
                block.text = self._record.summary
                if self._record.summarised_at is not None:
                    block.facts = [(_("Written"), self._stamp(self._record.summarised_at))]
            case Section.SIGNATURES:
                block.notes = list(self._signatures())
            case _:
                self._fill(block)
        if not (block.facts or block.text or block.rows or block.notes):
            none = self._record.written(section).none
            block.empty = _("none") if none else _("– blank –")
        block.notes += self._questions(section)
        return block

    def _fill(self, block: Block) -> None:
        block.text = self._record.written(block.section).body
        block.notes = [self._note(each) for each in self._record.items_of(block.section)]
        if block.section is Section.ITEMS:
            return
        rows = self._rows(block.section)
        block.rows = rows if self._whole else rows[: self._soon(block.section, len(rows))]
        if rows:
            block.columns = columns(block.section)
        total = len(rows)
        if block.section is Section.ESCALATIONS:
            total = max(total, self._look.facts.totals.escalations)
        if total > len(block.rows):
            further = _("and {n} more")
            if block.section is Section.PROMISES:
                further = _("and {n} more, promised for later than the next shift")
            block.further = further.format(n=f"{total - len(block.rows):,}")

    def _rows(self, section: Section) -> list[Row]:
        return [row(each, self._at, self._zone) for each in self._look.facts.of(section)]

    def _soon(self, section: Section, total: int) -> int:
        """How many rows matter in the next shift: of the promises, those due then, or the next."""
        if section is not Section.PROMISES:
            return total
        until = self._record.until_at
        return max(1, sum(each.until < until for each in self._look.facts.promises))

    def _header(self) -> Iterator[tuple[str, str]]:
        record = self._record
        yield _("State"), say.state(record.state)
        yield _("Hands over"), _name(record.outgoing)
        takes = _name(record.incoming)
        if record.planned is not None:
            takes = _("{name}, instead of {planned}: {reason}").format(
                name=takes, planned=record.planned.name, reason=record.passed_because
            )
        yield _("Takes over"), takes
        yield _("Planned for"), self._stamp(record.ends_at)
        yield _("Begun"), self._stamp(record.begun_at)
        if record.offered_at is not None:
            yield _("Frozen"), self._stamp(record.offered_at)
        if record.accepted_at is not None:
            yield _("Accepted"), self._stamp(record.accepted_at)
            if record.late_seconds >= 60:
                yield _("Late"), words.duration(record.late_seconds)

    def _numbers(self) -> Iterator[tuple[str, str]]:
        totals = self._look.facts.totals
        yield _("Unsolved"), f"{totals.open:,}"
        yield _("Overdue"), f"{totals.overdue:,}"
        yield _("Due in the next shift"), f"{totals.due_next:,}"
        if totals.oldest_at is not None:
            yield _("Oldest"), words.duration(self._look.facts.at - totals.oldest_at)

    def _by_priority(self) -> tuple[Row, list[Row]]:
        """The numbers with a column for each priority."""
        titles, rows = columns(Section.NUMBERS), self._rows(Section.NUMBERS)
        if not rows:
            return (), []
        head, *measures = zip(titles, *rows, strict=True)
        return head, measures

    def _note(self, item: Item) -> Note:
        ticket = f"#{item.ticket_id}" if item.ticket_id is not None else ""
        kind = "" if item.kind not in (ItemKind.CRITICAL, ItemKind.WATCH) else say.kind(item.kind)
        since = ""
        if item.carried:
            since = _("stands since {time}, {age}").format(
                time=self._stamp(item.since_at), age=words.duration(self._at - item.since_at)
            )
        texts = [
            (say.field(name, item.kind), getattr(item, name))
            for name in SBAR
            if getattr(item, name)
        ]
        facts: tuple[tuple[str, str], ...] = ()
        if item.kind in (ItemKind.CRITICAL, ItemKind.WATCH):
            due = "" if item.due_at is None else self._stamp(item.due_at)
            facts = (say.field("owner_id"), item.owner), (say.field("due_at"), due)
        elif item.kind is not ItemKind.CONTINGENCY and len(texts) == 1:
            texts = [("", texts[0][1])]
        small = [since, self._seen(item)]
        if item.cleared_at is not None:
            small.append(
                _("cleared {time}: {reason}").format(
                    time=self._stamp(item.cleared_at), reason=item.cleared_note
                )
            )
        heading = " ".join(filter(None, (kind, ticket)))
        told = _(" · ").join(filter(None, small))
        return Note(item.kind.value, heading, tuple(texts), told, facts)

    def _seen(self, item: Item) -> str:
        for each in self._record.acknowledgements:
            if each.item_id == item.id:
                return _("acknowledged {time}").format(time=self._stamp(each.at))
        waiting = self._record.state is State.OFFERED and item in self._record.unacknowledged
        return _("not acknowledged") if waiting else ""

    def _questions(self, section: Section) -> Iterator[Note]:
        for each in self._record.questions:
            if each.section == section:
                answer = each.answer or _("– no answer yet –")
                texts = (_("Asked"), each.question), (_("Answer"), answer)
                yield Note("question", "", texts, self._stamp(each.asked_at))

    def _signatures(self) -> Iterator[Note]:
        for side in Side:
            signed = self._record.signature(side)
            if signed is None:
                continue
            facts = (_("Signed"), signed.name), (_("Time"), self._stamp(signed.at, seconds=True))
            small = _("Signed with the PIN, SHA-256: {digest}").format(digest=signed.digest)
            yield Note("signature", say.side(side), (("", say.meaning(side)),), small, facts)

    def _changes(self) -> Iterator[str]:
        for each in self._look.changes:
            text = changed(each.before, each.after, self._look.at, self._zone)
            yield f"{say.section(each.section)}: {say.turn(each.turn)}: {text}"
        for ticket in self._look.tickets:
            cells = row(ticket, self._look.at, self._zone)
            text = _(" · ").join(filter(None, cells))
            yield _("ticket changed: {ticket}").format(ticket=text)

    def _addenda(self) -> Iterator[str]:
        for each in self._record.addenda:
            yield _("Addendum, {time}, {name}: {text}").format(
                time=self._stamp(each.at), name=each.name, text=each.body
            )

    def _foot(self) -> Iterator[str]:
        look, record = self._look, self._record
        yield ngettext(
            "Journal: {n} entry, head {head}",
            "Journal: {n} entries, head {head}",
            look.journal_entries,
        ).format(n=f"{look.journal_entries:,}", head=look.journal_head)
        if record.digest:
            yield _("Frozen content, SHA-256: {digest}").format(digest=record.digest)
        if record.seal:
            yield _("Seal of the record, SHA-256: {digest}").format(digest=record.seal)
        yield _("Printed {time}").format(time=self._stamp(look.at))

    def _stamp(self, at: Instant, *, seconds: bool = False) -> str:
        return words.stamp(at, self._zone, seconds=seconds)


def _name(lead: Lead | None) -> str:
    if lead is None:
        return _("nobody yet")
    return f"{lead.name} {lead.other_name}".strip()


_PEOPLE = {
    "missing": N_("absent"),
    "leave": N_("on leave"),
    "gap": N_("gap"),
    "overtime": N_("overtime pending"),
}
_DUTIES = {"missed": N_("missed"), "left": N_("left"), "list": N_("open list")}


def columns(section: Section) -> Row:
    """The titles of a section's table."""
    match section:
        case Section.PROJECTS:
            return _("Project"), _("State"), _("Overdue"), _("Why")
        case Section.NUMBERS:
            return _("Priority"), _("Unsolved"), _("Overdue")
        case Section.PROMISES:
            return _("Ticket"), _("Promised for"), _("Project"), _("Owner"), _("Title")
        case Section.ESCALATIONS:
            acknowledged = _("Acknowledged")
            return _("Ticket"), _("Rung"), _("Late"), _("People"), acknowledged, _("Title")
        case Section.PEOPLE:
            return _("What"), _("Person or rota"), _("When"), _("Note")
        case Section.DUTIES:
            return _("What"), _("Duty"), _("Project"), _("Due")
    return ()


def row(fact: Fact, now: Instant, zone: ZoneInfo) -> Row:
    """A fact as cells of its section's table."""
    match fact:
        case ProjectFact():
            state = words.project_state(fact.state) if fact.state else _("– blank –")
            if not fact.state and not fact.unresolved:
                state = _("nothing unresolved")
            name = pick(fact.name, fact.name_zh)
            return name, state, f"{fact.overdue:,}", fact.remark
        case PriorityFact():
            return words.priority(fact.priority), f"{fact.open:,}", f"{fact.overdue:,}"
        case TicketFact():
            parts = words.priority(fact.priority), words.state(fact.state), fact.owner
            return f"#{fact.ticket_id}", *parts, fact.title
        case PromiseFact():
            by = _moment(fact.until, now, zone)
            if fact.until < now:
                by = _("{time}, broken").format(time=by)
            project = pick(fact.project, fact.project_zh)
            return f"#{fact.ticket_id}", by, project, fact.owner, fact.title
        case RungFact():
            late = words.duration(now - fact.due_at)
            who = fact.acknowledged_by or _("no")
            people = _(", ").join(fact.people)
            rung = escalations.rung(fact.rung)
            return f"#{fact.ticket_id}", rung, late, people, who, fact.title
        case PersonFact():
            span = f"{_moment(fact.start, now, zone)} – {_moment(fact.end, now, zone)}"
            return _(_PEOPLE[fact.what]), pick(fact.name, fact.name_zh), span, fact.note
        case DutyFact():
            what = _(_DUTIES[fact.what])
            if fact.what == "list":
                late = _("{open} to do, {late} late").format(open=fact.open, late=fact.late)
                what = f"{what}, {late}"
            names = pick(fact.title, fact.title_zh), pick(fact.project, fact.project_zh)
            return what, *names, _moment(fact.due_at, now, zone)


NEAR_SECONDS = 6 * 86400
"""So far around the freeze, a weekday tells the day."""


def _moment(at: Instant, now: Instant, zone: ZoneInfo) -> str:
    """An instant on a paper that is read long after: no "tomorrow"."""
    near = abs(at - now) < NEAR_SECONDS
    return words.short_stamp(at, zone) if near else words.stamp(at, zone)
