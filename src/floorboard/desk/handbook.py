"""The handbook in force: the program's, with the centre's own copy of a post's pages in place.

A copy remembers the program's text that it was made from. When an update brings another one, what
the two say differently is told, and the copy stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from floorboard.desk.desk import Desk
from floorboard.desk.rule_files import read_text
from floorboard.domain.handbook import Handbook, Part, PostPages
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.resources import data
from floorboard.store.queries import handbook as queries
from floorboard.store.queries import standing
from floorboard.store.queries.handbook import Copies

CHANGED = "rules.loaded"
"""What the journal and the permissions call a change of it."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The handbook, and which of its posts' pages are the centre's own."""

    handbook: Handbook
    own: frozenset[Post]
    outdated: frozenset[Post]
    """Those of them that were made from another text than the program's present one."""
    unreadable: Mapping[Post, Problem]
    """Copies that this program can't read, and why; the program's own pages stand in for them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that the program has changed since the copy was made, and the copy doesn't have."""

    id: str
    field: str
    language: str
    """Empty for what is the same in each, as numbers are."""
    ours: str
    """Empty where the copy has nothing of the kind."""
    shipped: str
    """Empty where the program has nothing of the kind any more."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did."""

    post: Post
    changed: bool
    """False where the same text was in force already: nothing was written."""
    differences: tuple[Difference, ...] = ()
    """What the program had changed, and the file doesn't have; from now on it isn't told again."""


def in_force(desk: Desk) -> InForce:
    """The handbook as it holds here. It is compiled once, and again when a text changes."""
    with desk.store.reading() as db:
        found = queries.copies(db)
    return compiled(found)


@lru_cache(maxsize=4)
def compiled(copies: Copies) -> InForce:
    """The handbook with these copies in place of the program's own pages."""
    from floorboard.exchange.handbook import read_handbook  # the first frame needs none

    own: dict[Post, str] = {}
    unreadable: dict[Post, Problem] = {}
    for post, text, _made_from in copies:
        try:
            pages_of(text, file_name(post))
            own[post] = text
        except Problem as problem:
            unreadable[post] = problem
    return InForce(
        read_handbook((file_name(post), own.get(post) or shipped(post)) for post in Post),
        frozenset(own),
        frozenset(post for post, _text, made_from in copies if made_from != shipped(post)),
        unreadable,
    )


def duty_ids(found: InForce) -> tuple[str, ...]:
    """The ids of the duties in a handbook, which schedules and lists may name."""
    return tuple(each.id for each in found.handbook if each.part is Part.DUTY)


@lru_cache(maxsize=16)
def pages_of(text: str, source_name: str) -> PostPages:
    """The pages that a text describes; a `Problem` where it is wrong."""
    from floorboard.exchange.handbook import read_pages

    return read_pages(text, source_name)


def shipped(post: Post) -> str:
    """The program's own text about a post."""
    return data("handbook", file_name(post)).read_text("utf-8")


def file_name(post: Post) -> str:
    return f"{post}.toml"


def own_post(desk: Desk) -> Post | None:
    """The post of whoever is signed in."""
    if desk.actor.person_id is None:
        return None
    with desk.store.reading() as db:
        post = standing.of(db, desk.actor.person_id).post
    return Post(post) if post else None


def text_of(desk: Desk, post: Post) -> str:
    """The text about a post: the centre's own, or else the program's."""
    copy = _copy(_copies(desk), post)
    return shipped(post) if copy is None else copy[0]


def load(desk: Desk, path: Path) -> Loaded:
    """Put the pages in the file at `path` in force, in place of those of their post.

    Raises `Problem` with the line for a mistake. The program's own text makes no copy.
    """
    text = read_text(path)
    post = pages_of(text, str(path)).post
    with desk.deed(CHANGED, f"handbook/{post}") as deed:
        copies = queries.copies(deed.db)
        copy, ours = _copy(copies, post), shipped(post)
        left = _differences(post, text, copy[1]) if copy else ()
        if (text, ours) == (copy or (ours, ours)):
            deed.withdraw()
            return Loaded(post, changed=False)
        if text == ours:
            queries.forget(deed.db, post)
        else:
            queries.put(deed.db, post, text, ours)
        deed.before["digest"] = _digest(copy[0] if copy else ours)
        deed.after["digest"] = _digest(text)
        return Loaded(post, changed=True, differences=left)


def forget(desk: Desk, post: Post) -> bool:
    """Go back to the program's own pages; whether there was a copy."""
    with desk.deed(CHANGED, f"handbook/{post}") as deed:
        copy = _copy(queries.copies(deed.db), post)
        if copy is None:
            deed.withdraw()
            return False
        queries.forget(deed.db, post)
        deed.before["digest"], deed.after["digest"] = _digest(copy[0]), _digest(shipped(post))
        return True


def differences(desk: Desk, post: Post) -> tuple[Difference, ...]:
    """What the program says otherwise about a post since the centre's copy was made, where the copy
    doesn't say it so; nothing where there is no copy."""
    copy = _copy(_copies(desk), post)
    return () if copy is None else _differences(post, *copy)


def _differences(post: Post, text: str, made_from: str) -> tuple[Difference, ...]:
    new = shipped(post)
    if made_from == new:
        return ()
    ours, theirs, before = (_said(each, post) for each in (text, new, made_from))
    return tuple(
        Difference(*key, ours.get(key, ""), theirs.get(key, ""))
        for key in dict.fromkeys((*theirs, *before, *ours))
        if theirs.get(key) != ours.get(key) and not (before and theirs.get(key) == before.get(key))
    )


def _said(text: str, post: Post) -> Mapping[tuple[str, str, str], str]:
    """What a text says by id, field and language; nothing where this program can't read it."""
    from floorboard.exchange.handbook import said

    try:
        return said(pages_of(text, file_name(post)))
    except Problem:
        return {}


def _copies(desk: Desk) -> Copies:
    with desk.store.reading() as db:
        return queries.copies(db)


def _copy(copies: Copies, post: Post) -> tuple[str, str] | None:
    """The centre's text about a post, and the program's that it was made from."""
    return next(((text, made_from) for each, text, made_from in copies if each == post), None)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
