"""The handbook in words: the paper about an entry, all about a post, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from floorboard.domain.handbook import (
    Counts,
    Duty,
    Entry,
    Handbook,
    Part,
    PostPages,
    RiskPoint,
)
from floorboard.domain.plain import clean_line
from floorboard.domain.post import Post
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, told
from floorboard.reports import words
from floorboard.reports.as_json import Value, value
from floorboard.reports.steps import wording

Style = Literal["title", "heading", "entry", "text", "dim"]

INDENT = 4
"""Cells before what belongs to an entry."""

_PLACES = {
    Part.DUTY: N_("duty {number}"),
    Part.RISK: N_("risk point {number}"),
    Part.POTENTIAL: N_("potential risk {number}"),
    Part.MEASURE: N_("measure {number}"),
}

_HEADINGS = {
    Part.DUTY: N_("Duties"),
    Part.RISK: N_("Risk points"),
    Part.POTENTIAL: N_("Potential risks"),
    Part.MEASURE: N_("Preventive measures"),
}


class Line(NamedTuple):
    """A line, however long: how it speaks, and where lines after its first one begin."""

    style: Style
    text: str = ""
    indent: int = 0
    """Cells before it."""
    hang: int = 0
    """Cells more before what of it is wrapped."""
    link: str = ""
    """The id of the entry that it stands for."""


BLANK = Line("text")


def place(handbook: Handbook, entry: Entry) -> str:
    """Where in the handbook an entry is: `Shift lead · duty 4`."""
    post = clean_line(wording(handbook.posts[entry.post].title))
    if entry.part is Part.POST:
        return post
    return f"{post} · {_(_PLACES[entry.part]).format(number=entry.number)}"


def paper(handbook: Handbook, entry: Entry) -> list[Line]:
    """All about an entry: what it says, what hangs together with it, and who answers for it."""
    pages = handbook.posts[entry.post]
    context = pages.around(entry)
    lines = [_line("title", wording(entry.title)), BLANK, _line("text", wording(entry.text))]
    if isinstance(entry, Duty):
        lines += _unscheduled(entry)
    whole = entry.part is Part.POST
    if not context.risk_points:
        lines += [BLANK, Line("dim", _("The handbook names no risk point for it."))]
    for part, entries in (
        (Part.DUTY, context.duties),
        (Part.RISK, context.risk_points),
        (Part.POTENTIAL, context.potential_risks),
        (Part.MEASURE, context.measures),
    ):
        if entries and part is not entry.part:
            lines += [BLANK, Line("heading", _(_HEADINGS[part]))]
            for each in entries:
                lines += _entry(each, with_text=not whole and part is not Part.DUTY)
    return [*lines, BLANK, *_answering(pages, here=entry.id)]


def about_post(pages: PostPages) -> list[Line]:
    """Everything on the pages of a post."""
    name = f"{wording(pages.title)} ({pages.id})"
    lines = [_line("title", name), _line("text", wording(pages.text)), *_answering(pages)]
    for part, entries in _parts(pages):
        lines += [BLANK, Line("heading", _(_HEADINGS[part]))]
        for each in entries:
            lines += _entry(each, with_text=True)
            lines += [each._replace(indent=INDENT) for each in _names(each)]
    return lines


def overview(handbook: Handbook) -> list[Line]:
    """Every post with its duties, and how much there is in all."""
    lines: list[Line] = []
    for pages in handbook.posts.values():
        lines.append(_line("title", f"{wording(pages.title)} ({pages.id})"))
        lines.append(_line("text", wording(pages.text)))
        lines += [line for duty in pages.duties for line in _entry(duty, with_text=False)]
        lines.append(BLANK)
    return [*lines, Line("dim", _counts(handbook.counts()))]


def found(handbook: Handbook, entries: Iterable[Entry]) -> list[Line]:
    """Entries that were searched for, each with its place."""
    lines: list[Line] = []
    for entry in entries:
        lines.append(_line("entry", f"{entry.id}  {wording(entry.title)}"))
        if entry.part is not Part.POST:
            lines.append(Line("dim", place(handbook, entry), INDENT))
        lines.append(_line("text", wording(entry.text), INDENT))
    return lines


def about_copy(
    post: Post, *, own: bool, outdated: bool, unreadable: Problem | None
) -> Iterator[Line]:
    """Whether a post's pages are the centre's own copy, and what is to be known about it."""
    if unreadable is not None:
        text = _("This centre's copy can't be read: {problem}")
        yield _line("dim", text.format(problem=told(unreadable)))
    if own:
        yield Line("dim", _("This is the centre's own copy."))
    if own and outdated:
        text = _("The program's text is another now: `floorboard handbook differences {post}`")
        yield _line("dim", text.format(post=post))


def _parts(pages: PostPages) -> tuple[tuple[Part, Sequence[Entry]], ...]:
    return (
        (Part.DUTY, pages.duties),
        (Part.RISK, pages.risk_points),
        (Part.POTENTIAL, pages.potential_risks),
        (Part.MEASURE, pages.measures),
    )


def _entry(entry: Entry, *, with_text: bool) -> Iterator[Line]:
    yield Line(
        "entry", f"{entry.number:>2}  {clean_line(wording(entry.title))}", 0, INDENT, entry.id
    )
    if with_text:
        yield _line("text", wording(entry.text), INDENT)


def _names(entry: Entry) -> Iterator[Line]:
    """The numbers by which an entry names others, and why it has no schedule."""
    match entry:
        case Duty():
            yield from _numbers(Part.RISK, entry.risks)
            yield from _unscheduled(entry)
        case RiskPoint():
            yield from _numbers(Part.POTENTIAL, entry.leads_to)
            yield from _numbers(Part.MEASURE, entry.measures)


def _numbers(part: Part, numbers: Sequence[int]) -> Iterator[Line]:
    if numbers:
        listed = ", ".join(map(str, numbers))
        yield Line("dim", words.labelled(_(_HEADINGS[part]), listed))


def _unscheduled(duty: Duty) -> Iterator[Line]:
    if duty.unscheduled:
        text = _("Not scheduled: {reason}").format(reason=wording(duty.unscheduled))
        yield _line("dim", text)


def differing(differences: Iterable[tuple[str, str, str]]) -> Iterator[Line]:
    """Texts that are one thing here and another in the program: what they are, and both."""
    for what, ours, shipped in differences:
        yield _line("entry", what)
        for label, text in ((_("in this copy"), ours), (_("in the program"), shipped)):
            yield _line("text", words.labelled(label, text or "–"), INDENT)


def _answering(pages: PostPages, here: str = "") -> Iterator[Line]:
    for label, who in (
        (_("Directly responsible"), pages.direct),
        (_("Indirectly responsible"), pages.indirect),
    ):
        line = _line("text", words.labelled(label, wording(who.title)))
        yield line if who.post is None or who.post == here else line._replace(link=who.post.value)


def _counts(counts: Counts) -> str:
    return _(
        "{posts} posts, {duties} duties, {risk_points} risk points, {potential_risks} potential"
        " risks, {measures} measures, {responsible} who answer for them"
    ).format(
        posts=counts.posts,
        duties=counts.duties,
        risk_points=counts.risk_points,
        potential_risks=counts.potential_risks,
        measures=counts.measures,
        responsible=counts.responsible,
    )


def _line(style: Style, text: str, indent: int = 0) -> Line:
    return Line(style, clean_line(text.strip()), indent)


def post_record(pages: PostPages) -> dict[str, Value]:
    """A post's pages as JSON has them: what they name, by its id."""
    return {
        "id": pages.id,
        "name": value(pages.title),
        "summary": value(pages.text),
        "direct": value(pages.direct),
        "indirect": value(pages.indirect),
        "duties": [
            _record(
                each,
                risk_points=_ids(pages, Part.RISK, each.risks),
                unscheduled=value(each.unscheduled or None),
            )
            for each in pages.duties
        ],
        "risk_points": [
            _record(
                each,
                leads_to=_ids(pages, Part.POTENTIAL, each.leads_to),
                measures=_ids(pages, Part.MEASURE, each.measures),
            )
            for each in pages.risk_points
        ],
        "potential_risks": [_record(each) for each in pages.potential_risks],
        "measures": [_record(each) for each in pages.measures],
    }


def found_record(entry: Entry) -> dict[str, Value]:
    """An entry that was searched for."""
    return _record(entry, post=entry.post.value, part=entry.part.value)


def _record(entry: Entry, **more: Value) -> dict[str, Value]:
    return {
        "id": entry.id,
        "number": entry.number,
        "title": value(entry.title),
        "text": value(entry.text),
        **more,
    }


def _ids(pages: PostPages, part: Part, numbers: Iterable[int]) -> list[Value]:
    return [f"{pages.id}.{part}.{number}" for number in numbers]
