"""`handbook`: what each post has to do, what can go wrong, and the centre's own copy of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import Group, argument, command, json_option, option
from floorboard.cli.invocation import Invocation
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.post import Post
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _, ngettext
from floorboard.reports import words
from floorboard.reports.width import wrap

if TYPE_CHECKING:
    from floorboard.desk.handbook import Difference, InForce
    from floorboard.domain.handbook import Handbook
    from floorboard.reports.handbook import Line

NARROWEST = 20
"""Cells that a line of text gets, however narrow the terminal is."""


handbook = Group(
    "handbook",
    default="show",
    help=N_(
        "Show what each post has to do and what can go wrong, or keep a copy of your own.\n"
        "\n"
        "`handbook POST` is `handbook show POST`."
    ),
)

commands = {"handbook": handbook}

post_argument = argument(
    "name", metavar="POST", help=N_("A post, as in shift_lead, or its name in either language.")
)
maybe_post_argument = argument(
    "name",
    metavar="[POST]",
    required=False,
    help=N_("A post, as shift_lead, its name in either language, or an id; else all."),
)


@command(
    "show",
    N_(
        "Show the posts and their duties, or all about one post.\n"
        "\n"
        "--search finds words in both languages, whichever is spoken now."
    ),
)
@maybe_post_argument
@option("--search", "sought", metavar="TEXT", help=N_("Only what has all of these words."))
@json_option
@click.pass_obj
def show(invocation: Invocation, name: str | None, sought: str | None, as_json: bool) -> None:
    from floorboard.reports import handbook as told

    found = _in_force(invocation)
    book = found.handbook
    entry = book.entry(name) if name is not None and "." in name else None
    if entry is not None:
        if as_json:
            print_json({"entry": told.found_record(entry)})
        else:
            _print(told.paper(book, entry))
        return
    post = None if name is None else _post(book, name)
    hits = [each for each in book.search(sought or "") if post in (None, each.post)]
    if as_json:
        pages = [each for key, each in book.posts.items() if post in (None, key)]
        shown: dict[str, object] = {"posts": [_with_copy(found, each.post) for each in pages]}
        if sought is not None:
            shown = {"search": sought, "found": [told.found_record(each) for each in hits]}
        print_json({"counts": book.counts(post), **shown})
        return
    if sought is not None:
        count = ngettext("{n} found", "{n} found", len(hits)).format(n=len(hits))
        _print([*told.found(book, hits), told.Line("dim", count)])
    elif post is None:
        _print(told.overview(book))
    else:
        _print([*told.about_post(book.posts[post]), *_about_copy(found, post)])


def _with_copy(found: InForce, post: Post) -> dict[str, object]:
    from floorboard.reports.handbook import post_record

    mine = {"own": post in found.own, "outdated": post in found.outdated}
    return {**post_record(found.handbook.posts[post]), **mine}


def _about_copy(found: InForce, post: Post) -> list[Line]:
    from floorboard.reports.handbook import BLANK, about_copy

    own, outdated = post in found.own, post in found.outdated
    problem = found.unreadable.get(post)
    lines = list(about_copy(post, own=own, outdated=outdated, unreadable=problem))
    return [BLANK, *lines] if lines else []


@command(
    "load",
    N_(
        "Put the pages in FILE in force for their post.\n"
        "\n"
        "`handbook print POST` writes a file to edit. An update of the program leaves them as they"
        " are; `handbook differences` tells what it would say otherwise."
    ),
)
@argument("file", type=click.Path(path_type=Path), metavar="FILE", help=N_("A .toml file."))
@click.pass_obj
def load(invocation: Invocation, file: Path) -> None:
    from floorboard.desk import handbook as desk_handbook

    with invocation.desk() as desk:
        done = desk_handbook.load(desk, file)
    if not done.changed:
        _say(_("nothing is another now"))
        return
    _say(_("the pages of {post} are in force"), post=words.post(done.post))
    if done.differences:
        count = len(done.differences)
        text = ngettext(
            "{n} text that the program has changed isn't in them:",
            "{n} texts that the program has changed aren't in them:",
            count,
        )
        _say(text, n=count)
        _print_differences(done.differences)


@command("print", N_("Print the pages in force as TOML, to edit and load."))
@post_argument
@click.pass_obj
def print_pages(invocation: Invocation, name: str) -> None:
    from floorboard.desk import handbook as desk_handbook

    with invocation.desk() as desk:
        post = _post(desk_handbook.in_force(desk).handbook, name)
        text = desk_handbook.text_of(desk, post)
    print_lines(clean(text).splitlines())


@command(
    "differences",
    N_(
        "Show what the program has changed since a copy was made, and the copy doesn't have.\n"
        "\n"
        "Nothing is overwritten: edit the copy where you agree, and load it."
    ),
)
@maybe_post_argument
@json_option
@click.pass_obj
def show_differences(invocation: Invocation, name: str | None, as_json: bool) -> None:
    from floorboard.desk import handbook as desk_handbook

    with invocation.desk() as desk:
        book = desk_handbook.in_force(desk).handbook
        posts = list(Post) if name is None else [_post(book, name)]
        found = [each for post in posts for each in desk_handbook.differences(desk, post)]
    if as_json:
        print_json({"differences": found})
    elif found:
        _print_differences(found)
    else:
        _say(_("the centre's own copies have all that the program has changed"))


def _print_differences(found: Iterable[Difference]) -> None:
    from floorboard.reports.handbook import differing

    _print(
        differing(
            (f"{each.id} {each.field} {each.language}", each.ours, each.shipped) for each in found
        )
    )


@command("forget", N_("Go back to the program's own pages of a post."))
@post_argument
@click.pass_obj
def forget(invocation: Invocation, name: str) -> None:
    from floorboard.desk import handbook as desk_handbook

    with invocation.desk() as desk:
        post = _post(desk_handbook.in_force(desk).handbook, name)
        changed = desk_handbook.forget(desk, post)
    text = _("the program's pages of {post} are in force") if changed else _unchanged()
    _say(text, post=words.post(post))


for each in (show, load, print_pages, show_differences, forget):
    handbook.add_command(each)


def _in_force(invocation: Invocation) -> InForce:
    """The handbook of the store; the program's own where there is none yet."""
    from floorboard.desk import handbook as desk_handbook

    if not invocation.store_named and not invocation.path.exists():
        return desk_handbook.compiled(())
    with invocation.desk() as desk:
        return desk_handbook.in_force(desk)


def _post(book: Handbook, name: str) -> Post:
    post = book.called(name)
    if post is None:
        raise Problem(
            N_("there is no post {name}"),
            fix=N_("Known are: {known}"),
            name=name,
            known=", ".join(Post),
        )
    return post


def _unchanged() -> str:
    return _("nothing is another now")


def _say(text: str, **facts: object) -> None:
    print_lines([clean_line(text.format(**facts))])


def _print(lines: Iterable[Line]) -> None:
    """Print lines wrapped to the terminal."""
    for line in lines:
        indent = " " * line.indent
        print_lines(_wrapped(f"{indent}{line.text}", line.indent + line.hang))


def _wrapped(text: str, hanging: int) -> list[str]:
    """A line in as many as the terminal needs, those after the first `hanging` cells in."""
    width = terminal_width()
    if width is None:
        return [clean_line(text)]
    indent = text[: len(text) - len(text.lstrip(" "))]
    room = max(NARROWEST, width - hanging)
    first, *rest = wrap(clean_line(text).strip(" "), room) or [""]
    return [indent + first, *(" " * hanging + each for each in rest)]
