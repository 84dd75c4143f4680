"""A handover as cells: its sections with what is missing, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.handover.facts import (
    DutyFact,
    Fact,
    PersonFact,
    ProjectFact,
    PromiseFact,
    RungFact,
    TicketFact,
)
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import (
    FIELDS,
    Item,
    ItemKind,
    Question,
    Section,
    Side,
    State,
)
from floorboard.domain.instant import Instant
from floorboard.domain.plain import clean_line
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import handover as said
from floorboard.reports import handover_words as say
from floorboard.reports import words
from floorboard.store.views.handover import HandoverRow
from floorboard.tui.render.runs import Run, cut, ends, fit, width_of
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

SIGN, LABEL = 2, 15
CELL_SHARE = 4
"""No column but the last takes more than this part of the width."""

BLANK = Paragraph()

_STATES: dict[str, Role] = {"stable": "green", "watch": "amber", "critical": "red", "": "amber"}


class Line(NamedTuple):
    """A section in the list: the sign of how it stands, and what there is to know."""

    section: Section
    sign: str
    role: Role
    note: str


def lines(look: Look) -> list[Line]:
    """Every section of a record."""
    return [Line(each, *_standing(look, each)) for each in Section]


def cells(line: Line, width: int) -> list[Run]:
    """A line of the list."""
    note = [Run(line.note, line.role)] if line.note else []
    room = width - SIGN - (width_of(note) + 1 if note else 0)
    name = Run(fit(say.short(line.section), room), "dim" if line.role == "faint" else "text")
    return ends([Run(f"{line.sign} ", line.role), name], note, width)


def _standing(look: Look, section: Section) -> tuple[str, Role, str]:
    record = look.record
    if record.state is State.DRAFT:
        return _of_draft(look, section)
    waiting = sum(each.section == section for each in record.unanswered)
    if section is Section.ITEMS and record.state is State.OFFERED and record.unacknowledged:
        text = _("{n} to acknowledge").format(n=len(record.unacknowledged))
        return "!", "amber", text
    if waiting:
        text = ngettext("{n} question", "{n} questions", waiting).format(n=waiting)
        return "?", "amber", text
    if section is Section.SUMMARY and not record.summary:
        return "!", "amber", _("blank")
    if section is Section.SIGNATURES and record.state is State.OFFERED:
        return "!", "amber", _("{n} of {total}").format(n=len(record.signatures), total=2)
    changed = sum(each.section == section for each in look.changes)
    return "✓", "green", _("{n} changed").format(n=changed) if changed else ""


def _of_draft(look: Look, section: Section) -> tuple[str, Role, str]:
    record = look.record
    missing = sum(each.section == section for each in look.blanks)
    if section in (Section.SUMMARY, Section.SIGNATURES):
        return "·", "faint", ""
    if missing:
        return "!", "amber", _("{n} blank").format(n=missing) if missing > 1 else _("blank")
    if record.written(section).none:
        return "✓", "green", _("none")
    count = len(record.items_of(section)) or len(look.facts.of(section))
    return "✓", "green", str(count) if count and section is not Section.NUMBERS else ""


def foot(look: Look, zone: ZoneInfo) -> list[Run]:
    """How the record stands as a whole."""
    record = look.record
    if record.state is State.DRAFT:
        missing = len(look.blanks)
        if missing:
            return [Run(_("{n} blank").format(n=missing), "amber")]
        return [Run(_("nothing is blank"), "green")]
    at = record.accepted_at or record.offered_at or look.at
    text = _("{state} {time}").format(
        state=say.state(record.state), time=words.clock_time(at, look.at, zone)
    )
    return [Run(text, "green" if record.state is State.ACCEPTED else "blue")]


# What a section says


def paragraphs(look: Look, section: Section, zone: ZoneInfo, width: int) -> list[Paragraph]:
    """A section as text. What can be worked on or opened has a link: `field:ITEM:NAME`,
    `item:ITEM`, `text:SECTION`, `question:NUMBER`, `ticket:NUMBER`, `check:NUMBER`, `project:…`,
    `lists:…` and `roster:…`."""
    match section:
        case Section.SUMMARY:
            body = [*_text(look, section, look.record.summary)]
        case Section.SIGNATURES:
            body = [*_signatures(look, zone)]
        case _:
            body = [*_labelled(look, section), *_written(look, section)]
            for item in look.record.items_of(section):
                body += [*_item(look, item, zone)]
            body += [*_facts(look, section, zone, width)]
    asked = [each for each in look.record.questions if each.section == section]
    for question in asked:
        body += [*_question(question, look.at, zone)]
    return body or [Paragraph((Run(_("Nothing."), "dim"),))]


def _labelled(look: Look, section: Section) -> Iterator[Paragraph]:
    """What the record says by itself, name by name."""
    if section not in (Section.HEADER, Section.NUMBERS):
        return
    for name, value in said.block(look, section).facts:
        runs = Run(fit(name, 24), "dim"), Run(clean_line(value), "text")
        yield Paragraph(runs, 24)
    yield BLANK


def _written(look: Look, section: Section) -> Iterator[Paragraph]:
    if section is Section.HEADER:
        return
    written = look.record.written(section)
    if written.none:
        yield Paragraph((Run(_("none"), "text"),), link=f"text:{section}")
        yield BLANK
        return
    lacking = any(each.section == section and not each.about for each in look.blanks)
    if written.body or lacking:
        yield from _text(look, section, written.body)
        yield BLANK


def _text(look: Look, section: Section, body: str) -> Iterator[Paragraph]:
    """The lead's own words, the first line of them to be opened."""
    if not body:
        yield Paragraph((Run(_("– blank –"), "amber"),), link=f"text:{section}")
    for place, each in enumerate(body.split("\n") if body else ()):
        yield Paragraph((Run(each, "text"),), link="" if place else f"text:{section}")


def _item(look: Look, item: Item, zone: ZoneInfo) -> Iterator[Paragraph]:
    critical = item.kind is ItemKind.CRITICAL
    cleared = item.cleared_at is not None
    role: Role = "dim" if cleared else "red" if critical else "text"
    head = [Run(f"{'■' if critical else '□'} {say.kind(item.kind)}", role)]
    if item.ticket_id is not None:
        head.append(Run(f" #{item.ticket_id}", "blue"))
    if item.carried:
        age = words.duration((look.record.offered_at or look.at) - item.since_at)
        since = words.clock_time(item.since_at, look.at, zone)
        text = _("since {time}, {age}").format(time=since, age=age)
        head.append(Run(f" · {text}", "dim"))
    head += _acknowledged(look, item, zone)
    yield Paragraph(tuple(head), link=f"item:{item.id}")
    if item.cleared_at is not None:
        text = _("cleared {time}: {reason}").format(
            time=words.clock_time(item.cleared_at, look.at, zone), reason=item.cleared_note
        )
        yield Paragraph((Run(f"  {clean_line(text)}", "green"),), 2)
    for name in FIELDS[item.kind]:
        yield _field(look, item, name, zone)
    yield BLANK


def _acknowledged(look: Look, item: Item, zone: ZoneInfo) -> Iterator[Run]:
    for each in look.record.acknowledgements:
        if each.item_id == item.id:
            time = words.clock_time(each.at, look.at, zone)
            yield Run(" · " + _("acknowledged {time}").format(time=time), "green")
            return
    if look.record.state is State.OFFERED and item in look.record.unacknowledged:
        yield Run(" · " + _("not acknowledged"), "amber")


def _field(look: Look, item: Item, name: str, zone: ZoneInfo) -> Paragraph:
    value = value_of(item, name, look.at, zone)
    shown = Run(value, "text") if value else Run(_("– blank –"), "amber")
    if item.cleared_at is not None:
        shown = Run(value, "dim")
    label = Run("  " + fit(say.field(name, item.kind), LABEL), "dim")
    return Paragraph((label, shown), LABEL + 2, link=f"field:{item.id}:{name}")


def value_of(item: Item, name: str, now: Instant, zone: ZoneInfo) -> str:
    """A field of an item, in words."""
    match name:
        case "owner_id":
            return item.owner
        case "due_at":
            return "" if item.due_at is None else words.clock_time(item.due_at, now, zone)
    return str(getattr(item, name))


def _question(question: Question, now: Instant, zone: ZoneInfo) -> Iterator[Paragraph]:
    asked = words.clock_time(question.asked_at, now, zone)
    label = Run(fit(_("asked {time}").format(time=asked), LABEL + 2), "blue")
    runs = label, Run(question.question, "text")
    yield Paragraph(runs, LABEL + 2, link=f"question:{question.id}")
    if question.answered_at is None:
        answer = Run(_("no answer yet"), "amber")
    else:
        answer = Run(question.answer, "text")
    yield Paragraph((Run(fit(_("answer"), LABEL + 2), "dim"), answer), LABEL + 2)
    yield BLANK


def _signatures(look: Look, zone: ZoneInfo) -> Iterator[Paragraph]:
    record = look.record
    for side in Side:
        signed = record.signature(side)
        lead = {Side.OUTGOING: record.outgoing, Side.INCOMING: record.incoming}.get(side)
        if side is Side.MANAGER and signed is None:
            continue
        name = signed.name if signed else lead.name if lead else _("nobody yet")
        yield Paragraph((Run(fit(say.side(side), LABEL + 2), "dim"), Run(name, "strong")))
        yield Paragraph((Run(f"  {say.meaning(side)}", "text"),), 2)
        if signed is None:
            yield Paragraph((Run(f"  {_('not signed')}", "amber"),))
        else:
            text = _("signed {time} with the PIN · {digest}").format(
                time=words.clock_time(signed.at, look.at, zone), digest=signed.digest[:16]
            )
            yield Paragraph((Run(f"  ✓ {text}", "green"),), 4)
        yield BLANK


# What the store knows


def _facts(look: Look, section: Section, zone: ZoneInfo, width: int) -> Iterator[Paragraph]:
    facts = look.facts.of(section)
    if section is Section.ITEMS:
        known = {each.ticket_id for each in look.record.items}
        facts = tuple(each for each in facts if each.key not in known)
        if look.record.state is not State.DRAFT:
            facts = ()
    if not facts:
        return
    now = look.record.offered_at or look.at
    if section is Section.ITEMS:
        yield Paragraph((Run(_("Urgent tickets that are no items:"), "dim"),))
    rows = [tuple(clean_line(each) for each in said.row(fact, now, zone)) for fact in facts]
    titles = said.columns(section)
    widths = _widths([titles, *rows], width)
    if titles:
        yield Paragraph(_laid_out(titles, widths, ["dim"] * len(titles)))
    for fact, row in zip(facts, rows, strict=True):
        yield Paragraph(_laid_out(row, widths, _roles(fact, now, len(row))), link=_link(fact))
    yield BLANK


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The cells of each column: what its widest needs, within its share; the last has the rest."""
    columns = [*zip(*(row for row in rows if row), strict=True)]
    most = max(6, width // CELL_SHARE)
    widths = [min(most, max(width_of([Run(each)]) for each in column)) for column in columns]
    widths[-1] = max(0, width - sum(each + 2 for each in widths[:-1]))
    return widths


def _laid_out(row: Sequence[str], widths: Sequence[int], roles: Sequence[Role]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for text, width, role in zip(row, widths, roles, strict=True):
        if width > 0:
            runs += [Run(fit(text, width), role), Run("  ")]
    return tuple(runs[:-1])


def _roles(fact: Fact, now: Instant, count: int) -> list[Role]:
    """The roles of a row's cells: what is wrong stands out."""
    roles: list[Role] = ["text"] * count
    match fact:
        case ProjectFact():
            roles[1] = _STATES.get(fact.state, "text") if fact.unresolved else "dim"
        case PromiseFact() if fact.until < now:
            roles[1] = "red"
        case RungFact() if not fact.acknowledged_by:
            roles[2] = "red"
        case PersonFact() if fact.what in ("gap", "missing"):
            roles[0] = "amber"
        case DutyFact() if fact.what == "missed":
            roles[0] = "red"
    if isinstance(fact, TicketFact | PromiseFact | RungFact):
        roles[0] = "blue"
    return roles


def _link(fact: Fact) -> str:
    match fact:
        case TicketFact() | PromiseFact() | RungFact():
            return f"ticket:{fact.ticket_id}"
        case ProjectFact():
            return f"project:{fact.project_id}"
        case DutyFact():
            return "lists:" if fact.what == "list" else f"check:{fact.number}"
        case PersonFact():
            return "roster:"
    return ""


def since(look: Look, zone: ZoneInfo) -> list[Paragraph]:
    """What is otherwise since the freeze; it belongs to the next record."""
    found = [
        Paragraph(
            (
                Run(f"{say.turn(each.turn)} ", "blue"),
                Run(f"{say.short(each.section)}: ", "dim"),
                Run(said.changed(each.before, each.after, look.at, zone), "text"),
            ),
            2,
        )
        for each in look.changes
    ]
    for ticket in look.tickets:
        row = _(" · ").join(filter(None, said.row(ticket, look.at, zone)))
        found.append(
            Paragraph((Run(_("ticket changed") + " ", "blue"), Run(clean_line(row), "text")), 2)
        )
    return found


# Older ones

NUMBER, SHIFT, WHEN, LEAD = 5, 10, 22, 12


def record_headings(width: int) -> list[Run]:
    """What stands above the records."""
    titles = [(_("No."), NUMBER), (_("Shift"), SHIFT), (_("Planned for"), WHEN)]
    titles += [(_("Hands over"), LEAD), (_("Takes over"), LEAD)]
    runs = [Run(fit(text, cells) + " ", "dim") for text, cells in titles]
    return [*runs, Run(_("State"), "dim")]


def record_cells(row: HandoverRow, now: Instant, zone: ZoneInfo, width: int) -> list[Run]:
    """A record: which shift, who to whom, how it stands, and what came afterwards."""
    runs = [
        Run(fit(str(row.id), NUMBER) + " ", "blue"),
        Run(fit(pick(row.shift, row.shift_zh), SHIFT) + " ", "text"),
        Run(fit(words.clock_time(row.ends_at, now, zone), WHEN) + " ", "dim"),
        Run(fit(row.outgoing, LEAD) + " ", "text"),
        Run(fit(row.incoming, LEAD) + " ", "text"),
    ]
    state = State(row.state)
    role: Role = "green" if state is State.ACCEPTED else "amber"
    runs.append(Run(say.state(row.state), role))
    if row.major:
        runs.append(Run(" · " + _("major incident"), "red"))
    if row.addenda:
        text = ngettext("{count} addendum", "{count} addenda", row.addenda)
        runs.append(Run(" · " + text.format(count=row.addenda), "text"))
    if row.countersigned_by:
        runs.append(Run(" · " + _("countersigned"), "dim"))
    return cut(runs, width)
