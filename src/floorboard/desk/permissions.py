"""Who may do what: asked inside every deed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from floorboard.desk import centre
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.permission import MANAGING, OTHERS_UNDONE, SYSTEM_ACTIONS, Permissions
from floorboard.domain.post import Post, works_on
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.resources import data
from floorboard.store.connection import Connection
from floorboard.store.queries import standing
from floorboard.store.store import Actor, Deed

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk

SHIPPED = "centre.toml"
"""The file in `data/permissions` that holds until another is loaded."""

WRITE = "write"
"""The setting `unsigned` of a floor where nobody needs to sign in to work."""


def in_force(db: Connection) -> Permissions:
    """What each post may do in this store."""
    return compiled(standing.permissions_text(db))


@lru_cache(maxsize=8)
def compiled(text: str) -> Permissions:
    """The permissions that `text` describes; an empty one means the shipped file, which also says
    who may do what a text from an older program doesn't know."""
    from floorboard.exchange.permissions import read_permissions  # the first frame needs none

    ours = read_permissions(shipped(), SHIPPED)
    return read_permissions(text, SHIPPED, ours) if text else ours


def shipped() -> str:
    """The permissions that come with the program."""
    return data("permissions", SHIPPED).read_text("utf-8")


def looks_only(db: Connection, actor: Actor) -> bool:
    """Whether this console shows and doesn't write, because nobody signed in."""
    if actor.person_id is not None or not standing.somebody_has_a_pin(db):
        return False
    return standing.unsigned(db) != WRITE


def demand(desk: Desk, action: str) -> None:
    """Raise a `Problem` unless whoever is at the desk may do `action` now."""
    desk.check_clock()
    with desk.store.reading() as db:
        check(db, desk.actor, action, desk.now())


def check(db: Connection, actor: Actor, action: str, now: Instant) -> None:
    """Raise a `Problem`, which says who may, unless `actor` may do `action` now.

    While nobody has a PIN, nothing is set up yet and a console that nobody signed in to may do
    everything. Afterwards it looks; with the setting `unsigned` at `write` it works, but managing
    people is always somebody's.
    """
    if action in SYSTEM_ACTIONS:
        return
    if actor.person_id is None:
        _check_unsigned(db, action)
        return
    found = standing.of(db, actor.person_id)
    if not works_here(found, now):
        raise Problem(
            N_("whoever is signed in here doesn't work here today"),
            fix=N_("Sign in as somebody else"),
        )
    permissions = compiled(found.permissions)
    if not permissions.may(Post(found.post), action):
        raise _refusal(permissions, Post(found.post), action)


def check_too(deed: Deed, action: str) -> None:
    """The same of another action, which a deed includes."""
    check(deed.db, deed.by, action, deed.at)


def may(db: Connection, actor: Actor, action: str, now: Instant) -> bool:
    """Whether `check` lets `actor` do `action`."""
    try:
        check(db, actor, action, now)
    except Problem:
        return False
    return True


def _check_unsigned(db: Connection, action: str) -> None:
    if not standing.somebody_has_a_pin(db):
        return
    if action != MANAGING and standing.unsigned(db) == WRITE:
        return
    raise Problem(
        N_("nobody is signed in: this console looks, it doesn't write"),
        fix=N_("Sign in with i on the board, or with --as CODE before a command"),
    )


def works_here(found: standing.Standing, now: Instant) -> bool:
    """Whether it is somebody, and they work here on the centre's day of `now`."""
    day = to_wall(now, centre.zone(found.zone)).date().isoformat()
    return found.post != "" and works_on(day, found.joined_on, found.left_on)


def _refusal(permissions: Permissions, post: Post, action: str) -> Problem:
    allowed = permissions.who_may(action)
    if not allowed:
        return Problem(
            N_("nobody may do this here"),
            fix=N_("`floorboard people permissions` shows who may do what"),
        )
    somebody_elses = N_("this was somebody else's deed, not this post's ({post}); who may: {posts}")
    return Problem(
        somebody_elses
        if action == OTHERS_UNDONE
        else N_("this isn't the business of this post ({post}); who may: {posts}"),
        fix=N_("Ask one of them, or sign in as one"),
        post=words.post(post),
        posts=_(", ").join(map(words.post, allowed)),
    )
