"""What each post may do, as a TOML file (data/permissions shows one)."""

from __future__ import annotations

from collections.abc import Mapping

from floorboard.domain.permission import ACTIONS, MANAGING, Permissions
from floorboard.domain.post import Post
from floorboard.domain.problem import N_
from floorboard.exchange.toml_source import TomlSource, TomlTable

Groups = Mapping[str, frozenset[Post]]
"""Posts by a name: each post's own, and the groups that the file makes of them."""

GROUPS = "groups"


def read_permissions(
    text: str, source_name: str, otherwise: Permissions | None = None
) -> Permissions:
    """The permissions that the TOML `text` describes; `source_name` is its file's name.

    `[ticket]` with `solved = ["agent", …]` says who may do `ticket.solved`: posts, or groups of the
    file. Raises `Problem` with the file and line; every action has to be there, unless `otherwise`
    says who may do what the file doesn't know, and what it knows too much is let be: so a centre's
    own file goes on holding in a program that has learned more.
    """
    root = TomlSource(text, source_name).root
    wanted: dict[str, list[str]] = {}
    for action in ACTIONS:
        kind, _, word = action.partition(".")
        wanted.setdefault(kind, []).append(word)
    if otherwise is None:
        root.only(GROUPS, *wanted)
        root.need(*wanted)
    posts = _with_groups(root)
    allowed: dict[str, frozenset[Post]] = {}
    for kind, words in wanted.items():
        table = root.table(kind)
        if otherwise is None:
            assert table is not None
            table.only(*words)
            table.need(*words)
        for word in words:
            action = f"{kind}.{word}"
            if table is not None and word in table:
                allowed[action] = _posts(table, word, posts)
            elif otherwise is not None:
                allowed[action] = otherwise.allowed[action]
    if not allowed[MANAGING]:
        kind, _, word = MANAGING.partition(".")
        raise root.source.problem(
            (kind, word), N_("nobody could manage people any more"), N_("Name a post here")
        )
    return Permissions(allowed)


def _with_groups(root: TomlTable) -> Groups:
    """The posts and the file's groups; a group may hold those that stand before it."""
    found = {post.value: frozenset({post}) for post in Post}
    groups = root.table(GROUPS)
    for name in groups or ():
        assert groups is not None
        if name in found:
            raise groups.problem(
                name, N_("{key} is a post"), N_("Give the group another name"), key=name
            )
        found[name] = _posts(groups, name, found)
    return found


def _posts(table: TomlTable, key: str, known: Groups) -> frozenset[Post]:
    if key in table and not isinstance(table.data[key], list):
        raise table.wrong(key, f'{key} = ["{Post.AGENT}"]')
    named = table.texts(key)
    for name in named:
        if name not in known:
            raise table.problem(
                key,
                N_("there is no post or group {name}"),
                N_("Known are: {known}"),
                name=name,
                known=", ".join(known),
            )
    return frozenset[Post]().union(*(known[name] for name in named))
