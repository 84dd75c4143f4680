"""A handover as a file: HTML that prints on two A4 pages, PDF, Markdown, JSON; and as lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from floorboard.domain.handover.look import Look
from floorboard.domain.plain import clean, clean_line
from floorboard.i18n import _, language
from floorboard.reports import as_json, handover, handover_words
from floorboard.reports.as_json import Value, record
from floorboard.reports.handover import Block, Note
from floorboard.reports.table import Column, table
from floorboard.reports.width import wrap
from floorboard.resources import data

TEXT_WIDTH = 100
"""Cells of a line where no terminal says how wide it is."""


_LATIN = '"Noto Sans", "Segoe UI", "Helvetica Neue", Arial'
_CHINESE = (
    '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",'
    ' "WenQuanYi Micro Hei", SimSun'
)
"""Fonts of a page, of which the first that is there is taken. Those of its language go first, for
the quotation marks that both scripts share."""


def document(look: Look) -> dict[str, Value]:
    """The handover for `--json`: the record, the facts it tells, and what is beside it."""
    whole = record(look)
    told = whole["record"]
    assert isinstance(told, dict)
    del told["content"]  # the facts, sections and items say it already
    whole["blanks"] = [{**record(each), "says": handover_words.blank(each)} for each in look.blanks]
    return whole


def content(look: Look, form: str) -> bytes:
    """The handover as a file of one of the formats of `domain.handover.archive`."""
    match form:
        case "html":
            return html(look).encode()
        case "pdf":
            from floorboard.reports.pdf import pdf

            return pdf(html(look))
        case "md":
            return markdown(look).encode()
    return f"{as_json.text(document(look))}\n".encode()


def html(look: Look) -> str:
    """The handover as one HTML page without anything from elsewhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(data("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda shown: clean(shown) if isinstance(shown, str) else shown,
    )
    environment.filters["css"] = lambda lines: Markup(_css_string(lines))
    chinese = language() == "zh"
    fonts = (_CHINESE, _LATIN) if chinese else (_LATIN, _CHINESE)
    return environment.get_template("handover.html").render(
        lang="zh-CN" if chinese else language(),
        fonts=Markup(", ".join((*fonts, "sans-serif"))),
        paper=handover.paper(look),
        state=look.record.state.value,
        changes_heading=_("Since the freeze"),
        addenda_heading=_("Addenda"),
    )


def _css_string(lines: Iterable[str]) -> str:
    """Lines of text as one string of a style sheet; nothing in it ends the string or the sheet."""
    told = "\n".join(map(clean_line, lines))
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in told) + '"'


def markdown(look: Look) -> str:
    """The handover as Markdown; what people wrote stays text."""
    return "\n".join(_markdown(look)) + "\n"


def lines(look: Look, width: int | None = None) -> list[str]:
    """The handover for a terminal that is `width` cells wide."""
    return list(_lines(look, width or TEXT_WIDTH))


def _lines(look: Look, width: int) -> Iterator[str]:
    paper = handover.paper(look, whole=True)
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
        for label, text in (*note.texts, *note.facts):
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
    paper = handover.paper(look, whole=True)
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
    for label, text in (*note.texts, *note.facts):
        yield f"- {_plain(label)}: {_paragraph(text)}" if label else f"- {_paragraph(text)}"
    if note.small:
        yield from ("", f"{_paragraph(note.small)}")


def _cells(row: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_plain, row)) + " |"
