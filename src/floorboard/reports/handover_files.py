"""A handover as a file: HTML that prints on two A4 pages, Markdown, JSON; and as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floorboard.domain.handover.look import Look
from floorboard.domain.plain import clean, clean_line
from floorboard.i18n import _, language
from floorboard.reports import handover, handover_words
from floorboard.reports.as_json import Value, record
from floorboard.reports.handover import Block, Note
from floorboard.reports.table import Column, table
from floorboard.reports.width import wrap
from floorboard.resources import data

TEXT_WIDTH = 100
"""Cells of a line where no terminal says how wide it is."""

ALL = 10**6
"""More rows than any table has: on a screen, nothing is left out."""


def document(look: Look) -> dict[str, Value]:
    """The handover for `--json`: the record, the facts it tells, and what is beside it."""
    whole = record(look)
    told = whole["record"]
    assert isinstance(told, dict)
    del told["content"]  # the facts, sections and items say it already
    whole["blanks"] = [{**record(each), "says": handover_words.blank(each)} for each in look.blanks]
    return whole


def html(look: Look) -> str:
    """The handover as one HTML page without anything from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda shown: clean(shown) if isinstance(shown, str) else shown,
    )
    return environment.get_template("handover.html").render(
        lang={"zh": "zh-CN"}.get(language(), language()),
        paper=handover.paper(look),
        state=look.record.state.value,
        changes_heading=_("Since the freeze"),
        addenda_heading=_("Addenda"),
    )


def markdown(look: Look) -> str:
    """The handover as Markdown; what people wrote stays text."""
    return "\n".join(_markdown(look)) + "\n"


def lines(look: Look, width: int | None = None) -> list[str]:
    """The handover for a terminal that is `width` cells wide."""
    return list(_lines(look, width or TEXT_WIDTH))


def _lines(look: Look, width: int) -> Iterator[str]:
    paper = handover.paper(look, ALL)
    yield clean_line(f"{paper.title} · {handover_words.state(look.record.state)}")
    yield clean_line(paper.subtitle)
    for mark in paper.marks:
        yield from wrap(clean_line(f"! {mark}"), width)
    for block in paper.blocks:
        yield ""
        yield clean_line(block.heading)
        yield from (f"  {line}" for line in _block_lines(block, width - 2))
    for heading, told in (
        (_("Since the freeze"), paper.changes),
        (_("Addenda"), paper.addenda),
    ):
        if told:
            yield from ("", heading)
            for each in told:
                yield from (f"  {line}" for line in _wrapped(each, width - 2))
    if look.blanks:
        yield from ("", _("Blank"))
        for blank in look.blanks:
            yield clean_line(f"  {handover_words.blank(blank)}")
    yield ""
    for foot in paper.foot:
        yield from wrap(clean_line(foot), width)


def _block_lines(block: Block, width: int) -> Iterator[str]:
    for label, fact in block.facts:
        yield clean_line(f"{label}: {fact}")
    if block.text:
        yield from _wrapped(block.text, width)
    if block.rows:
        columns = [Column(each, cut=True) for each in block.columns]
        yield from table(columns, block.rows, width)
    if block.further:
        yield clean_line(block.further)
    for note in block.notes:
        if note.heading:
            yield clean_line(note.heading)
        for label, text in note.texts:
            said = f"{label}: {text}" if label else text
            yield from (f"  {line}" for line in _wrapped(said, width - 2))
        if note.small:
            yield from (f"  {line}" for line in _wrapped(note.small, width - 2))
    if block.empty:
        yield block.empty


def _wrapped(text: str, width: int) -> list[str]:
    parts = clean(text).replace("\t", "    ").splitlines()
    return [line for part in parts for line in wrap(clean_line(part), width)]


_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")


def _plain(text: str) -> str:
    """Text that no Markdown is read in."""
    return _SPECIAL.sub(r"\\\1", clean_line(text))


def _paragraph(text: str) -> str:
    """Text of several lines, which stay lines."""
    return "  \n".join(map(_plain, clean(text).splitlines()))


def _markdown(look: Look) -> Iterator[str]:
    paper = handover.paper(look, ALL)
    yield f"# {_plain(paper.title)}"
    yield ""
    yield _plain(paper.subtitle)
    for mark in paper.marks:
        yield from ("", f"**{_plain(mark)}**")
    for block in paper.blocks:
        yield from ("", f"## {_plain(block.heading)}")
        yield from _block_markdown(block)
    for heading, told in (
        (_("Since the freeze"), paper.changes),
        (_("Addenda"), paper.addenda),
    ):
        if told:
            yield from ("", f"## {_plain(heading)}", "")
            yield from (f"- {_paragraph(each)}" for each in told)
    yield from ("", "---", "")
    yield from (f"{_plain(each)}  " for each in paper.foot)


def _block_markdown(block: Block) -> Iterator[str]:
    if block.facts:
        yield ""
        yield from (f"- {_plain(label)}: {_plain(fact)}" for label, fact in block.facts)
    if block.text:
        yield from ("", _paragraph(block.text))
    if block.rows:
        yield from ("", _cells(block.columns), "|" + " --- |" * len(block.columns))
        yield from map(_cells, block.rows)
    if block.further:
        yield from ("", _plain(block.further))
    for note in block.notes:
        yield from _note_markdown(note)
    if block.empty:
        yield from ("", _plain(block.empty))


def _note_markdown(note: Note) -> Iterator[str]:
    if note.heading:
        yield from ("", f"### {_plain(note.heading)}")
    yield ""
    for label, text in note.texts:
        yield f"- {_plain(label)}: {_paragraph(text)}" if label else f"- {_paragraph(text)}"
    if note.small:
        yield from ("", f"{_paragraph(note.small)}")


def _cells(row: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_plain, row)) + " |"
