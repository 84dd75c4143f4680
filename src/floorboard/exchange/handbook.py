"""The handbook's pages as TOML files, one a post (data/handbook)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from floorboard.domain.handbook import (
    LANGUAGES,
    Duty,
    Handbook,
    Measure,
    Part,
    PostPages,
    PotentialRisk,
    Responsible,
    RiskPoint,
    Words,
)
from floorboard.domain.post import Post
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.toml_source import TomlSource, TomlTable

MOST = 999
"""The entries of a kind that a post may have."""

_DUTY, _RISK, _POTENTIAL, _MEASURE = "duty", "risk_point", "potential_risk", "measure"
"""What the file calls its tables."""


class _Said(TypedDict):
    """What every entry has."""

    id: str
    title: Words
    text: Words


def read_handbook(texts: Iterable[tuple[str, str]]) -> Handbook:
    """The handbook of these files' names and TOML texts, one for each post.

    Raises `Problem` with the file and line for a mistake, for two files about one post, and for a
    post without one.
    """
    found: dict[Post, PostPages] = {}
    for name, text in texts:
        pages = read_pages(text, name)
        if pages.post in found:
            raise Problem(
                N_("another file is about {post}, too"),
                where=name,
                fix=N_("Make one file of the two"),
                post=pages.id,
            )
        found[pages.post] = pages
    missing = [post for post in Post if post not in found]
    if missing:
        raise Problem(
            N_("the handbook says nothing about {posts}"),
            fix=N_("Give each post a file of its own"),
            posts=", ".join(missing),
        )
    return Handbook({post: found[post] for post in Post})


def read_pages(text: str, source_name: str) -> PostPages:
    """The pages of the post that the TOML `text` describes; `source_name` is its file's name.

    Every text is needed in each language, entries are numbered from 1 in their order, and what a
    duty or a risk point names has to be in the file. Raises `Problem` with the file and line.
    """
    root = TomlSource(text, source_name).root
    said = ("post", "name", "summary", "direct", "direct_post", "indirect", "indirect_post")
    root.only(*said, _DUTY, _RISK, _POTENTIAL, _MEASURE)
    root.need("post", _DUTY, _RISK, _POTENTIAL, _MEASURE)
    post = _post(root, "post")
    tables = {kind: _numbered(root, kind) for kind in (_DUTY, _RISK, _POTENTIAL, _MEASURE)}
    count = {kind: len(found) for kind, found in tables.items()}
    return PostPages(
        post.value,
        _words(root, "name"),
        _words(root, "summary"),
        _responsible(root, "direct"),
        _responsible(root, "indirect"),
        tuple(_duty(post, table, count) for table in tables[_DUTY]),
        tuple(_risk_point(post, table, count) for table in tables[_RISK]),
        tuple(PotentialRisk(**_said(post, Part.POTENTIAL, each)) for each in tables[_POTENTIAL]),
        tuple(Measure(**_said(post, Part.MEASURE, each)) for each in tables[_MEASURE]),
    )


def said(pages: PostPages) -> dict[tuple[str, str, str], str]:
    """What the file of these pages says, by id, key and language. What is the same in every
    language has none: numbers, and the posts of those who answer."""
    found: dict[tuple[str, str, str], str] = {}

    def tell(id: str, key: str, words: Words) -> None:
        found.update(((id, key, language), text) for language, text in words.items())

    for entry in pages:
        is_post = entry is pages
        tell(entry.id, "name" if is_post else "title", entry.title)
        tell(entry.id, "summary" if is_post else "text", entry.text)
        match entry:
            case PostPages():
                for key, who in (("direct", entry.direct), ("indirect", entry.indirect)):
                    tell(entry.id, key, who.title)
                    found[entry.id, f"{key}_post", ""] = who.post or ""
            case Duty():
                tell(entry.id, "unscheduled", entry.unscheduled)
                found[entry.id, "risks", ""] = _listed(entry.risks)
            case RiskPoint():
                found[entry.id, "leads_to", ""] = _listed(entry.leads_to)
                found[entry.id, "measures", ""] = _listed(entry.measures)
    return found


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _numbered(root: TomlTable, kind: str) -> list[TomlTable]:
    """The tables of a kind, which are numbered 1, 2, 3 …"""
    found = list(root.tables(kind))
    for expected, table in enumerate(found, start=1):
        table.need("number")
        number = table.whole("number", 1, MOST)
        if number != expected:
            raise table.problem(
                "number",
                N_("number {number} stands where {expected} belongs"),
                N_("Number each [[{kind}]] in its order: 1, 2, 3 …"),
                number=number,
                expected=expected,
                kind=kind,
            )
    return found


def _duty(post: Post, table: TomlTable, count: dict[str, int]) -> Duty:
    table.only("number", "title", "text", "risks", "unscheduled")
    return Duty(
        **_said(post, Part.DUTY, table),
        risks=_references(table, "risks", _RISK, count),
        unscheduled=_words(table, "unscheduled") if "unscheduled" in table else {},
    )


def _risk_point(post: Post, table: TomlTable, count: dict[str, int]) -> RiskPoint:
    table.only("number", "title", "text", "leads_to", "measures")
    return RiskPoint(
        **_said(post, Part.RISK, table),
        leads_to=_references(table, "leads_to", _POTENTIAL, count),
        measures=_references(table, "measures", _MEASURE, count),
    )


def _said(post: Post, part: Part, table: TomlTable) -> _Said:
    if part in (Part.POTENTIAL, Part.MEASURE):
        table.only("number", "title", "text")
    return {
        "id": f"{post}.{part}.{table.data['number']}",
        "title": _words(table, "title"),
        "text": _words(table, "text"),
    }


def _references(table: TomlTable, key: str, kind: str, count: dict[str, int]) -> tuple[int, ...]:
    """The numbers of tables of a kind, each once."""
    table.need(key)
    numbers = table.wholes(key, 1, MOST)
    for at, number in enumerate(numbers):
        if number > count[kind]:
            raise table.problem(
                key,
                N_("there is no [[{kind}]] {number} in this file"),
                N_("There are {count}; name one of them, or add it"),
                kind=kind,
                number=number,
                count=count[kind],
            )
        if number in numbers[:at]:
            raise table.problem(
                key,
                N_("{number} stands in {key} twice"),
                N_("Remove one of the two"),
                number=number,
                key=key,
            )
    return numbers


def _responsible(root: TomlTable, key: str) -> Responsible:
    post = f"{key}_post"
    return Responsible(_words(root, key), _post(root, post) if post in root else None)


def _post(table: TomlTable, key: str) -> Post:
    try:
        return Post(table.text(key))
    except ValueError:
        raise table.problem(
            key,
            N_("there is no post {name}"),
            N_("Known are: {known}"),
            name=table.data[key],
            known=", ".join(Post),
        ) from None


def _words(table: TomlTable, key: str) -> Words:
    """A text, which is needed in each language."""
    table.need(key)
    found = table.wording(key)
    for language in LANGUAGES:
        if language not in found:
            raise table.problem(
                key,
                N_("{key} says nothing in this language: {language}"),
                N_("Write it in each, as in {expected}"),
                key=key,
                language=language,
                expected=f'{key} = {{ en = "…", zh = "…" }}',
            )
    return found
