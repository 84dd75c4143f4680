"""`people`: who works here, what they may do, and what they sign in with."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from floorboard.cli.command import argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.domain.instant import to_wall
from floorboard.domain.plain import clean_line
from floorboard.domain.post import Post, SkillLevel
from floorboard.domain.problem import N_
from floorboard.i18n import _, pgettext, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from floorboard.desk.desk import Desk
    from floorboard.desk.skills import Matrix, PersonSkills
    from floorboard.reports.as_json import Value
    from floorboard.store.queries.people import Skill, Staff

DAY = click.DateTime(["%Y-%m-%d"])
NONE = "none"
"""The word for a skill that is taken away."""

who_argument = argument(
    "who", metavar="WHO", help=N_("A code, a name or a part of it, pinyin or initials.")
)
other_name_option = option("--other-name", metavar="NAME", help=N_("The name in another script."))
joined_option = option("--joined", type=DAY, metavar="DATE", help=N_("The first day here."))


@group("people", N_("List and manage the people of the centre, their PINs and permissions."))
def people_group() -> None: ...


commands = {"people": people_group}


@command("list", N_("List the people, their posts, and who has a PIN."))
@option("--all", "left_too", is_flag=True, help=N_("Those who have left, too."))
@json_option
@click.pass_obj
def list_people(invocation: Invocation, left_too: bool, as_json: bool) -> None:
    from floorboard.desk import people

    with invocation.desk() as desk:
        found = people.listed(desk, left_too=left_too)
        now, zone = desk.now(), centre_zone(desk)
    if as_json:
        print_json({"as_of": now, "people": found})
        return
    columns = [
        Column(_("Code")),
        Column(pgettext("person", "Name"), cut=True),
        Column(_("Other name"), cut=True),
        Column(_("Post"), cut=True),
        Column(_("Joined")),
        Column(_("Left on")),
        Column(_("PIN")),
    ]
    rows = [
        (
            each.code,
            each.name,
            each.other_name,
            words.post(each.post),
            each.joined_on,
            each.left_on,
            _pin_state(each, now, zone),
        )
        for each in found
    ]
    print_lines(table(columns, rows, terminal_width()))


def _pin_state(person: Staff, now: int, zone: ZoneInfo) -> str:
    if person.lock_ends_at is not None and now < person.lock_ends_at:
        return _("locked to {time}").format(time=words.when(person.lock_ends_at, now, zone))
    return _("yes") if person.has_pin else _("no")


@command("add", N_("Put somebody on the list, in a post, from today or another day on."))
@argument("code", metavar="CODE", help=N_("What commands call the person: short, no one else's."))
@argument("name", metavar="NAME", help=N_("The name, in any script."))
@option(
    "--post", type=click.Choice([post.value for post in Post]), required=True, help=N_("The post.")
)
@other_name_option
@joined_option
@click.pass_obj
def add(
    invocation: Invocation,
    code: str,
    name: str,
    post: str,
    other_name: str | None,
    joined: datetime | None,
) -> None:
    from floorboard.desk import people

    new = people.NewPerson(code, name, Post(post), other_name or "", _day(joined))
    with invocation.desk() as desk:
        people.add(desk, new)
        person = people.found(desk, code)
    _say(_("{code} is on the list: {name}, {post}"), person)


@command("edit", N_("Change somebody's name, post or first day."))
@who_argument
@option("--name", metavar="NAME", help=N_("The name, in any script."))
@other_name_option
@option("--post", type=click.Choice([post.value for post in Post]), help=N_("The post."))
@joined_option
@click.pass_obj
def edit(
    invocation: Invocation,
    who: str,
    name: str | None,
    other_name: str | None,
    post: str | None,
    joined: datetime | None,
) -> None:
    from floorboard.desk import people

    changes = people.Changes(name, other_name, Post(post) if post else None, _day(joined))
    with invocation.desk() as desk:
        person = people.found(desk, who)
        changed = people.edit(desk, person.id, changes)
        person = people.found(desk, person.code)
    _say(_("{code} is now: {name}, {post}") if changed else _unchanged(), person)


@command(
    "leave",
    N_(
        "Set somebody's last day here, by default today.\n"
        "\n"
        "From the day after they can't sign in. What they did stays theirs."
    ),
)
@who_argument
@option("--on", "last_day", type=DAY, metavar="DATE", help=N_("The last day."))
@option("--never", is_flag=True, help=N_("Take the last day back: they stay."))
@click.pass_obj
def leave(invocation: Invocation, who: str, last_day: datetime | None, never: bool) -> None:
    from floorboard.desk import people

    if never and last_day is not None:
        raise click.UsageError(_("--on and --never contradict each other."))
    with invocation.desk() as desk:
        person = people.found(desk, who)
        day = None if never else _day(last_day) or _today(desk)
        changed = people.leave(desk, person.id, day)
    text = _("{code} stays: {name}") if day is None else _("the last day of {name}: {day}")
    _say(text if changed else _unchanged(), person, day=day)


@command(
    "pin",
    N_(
        "Give somebody a PIN to sign in with: six digits or more.\n"
        "\n"
        "It is typed twice, or comes from FLOORBOARD_NEW_PIN or a line of standard input. Once"
        " anybody has one, consoles that nobody signed in to look and don't write. Everybody may"
        " change their own."
    ),
)
@who_argument
@click.pass_obj
def set_pin(invocation: Invocation, who: str) -> None:
    from floorboard.cli.pins import new_pin
    from floorboard.desk import people, sign_in

    with invocation.desk() as desk:
        person = people.found(desk, who)
        sign_in.set_pin(desk, person.id, new_pin(person.code))
    _say(_("{code} signs in with the new PIN"), person)


@command("unlock", N_("Let somebody sign in again whom wrong PINs have locked out."))
@who_argument
@click.pass_obj
def unlock(invocation: Invocation, who: str) -> None:
    from floorboard.desk import people, sign_in

    with invocation.desk() as desk:
        person = people.found(desk, who)
        locked = sign_in.unlock(desk, person.id)
    _say(_("{code} can sign in again") if locked else _unchanged(), person)


@command("skill", N_("Say that somebody learns a project, is confirmed to know it, or neither."))
@who_argument
@argument("project", metavar="PROJECT", help=N_("The project's code."))
@argument(
    "level",
    type=click.Choice([*(level.value for level in SkillLevel), NONE]),
    help=N_("How well; none takes it away."),
)
@click.pass_obj
def skill(invocation: Invocation, who: str, project: str, level: str) -> None:
    from floorboard.desk import people

    wanted = None if level == NONE else SkillLevel(level)
    with invocation.desk() as desk:
        person = people.found(desk, who)
        changed = people.set_skill(desk, person.id, project, wanted)
    text = _("{code} on {project}: {level}") if changed else _unchanged()
    _say(text, person, project=project, level=_level(level))


@command(
    "skills",
    N_(
        "Show who knows which project, who knows too few, and which too few know.\n"
        "\n"
        "A seat agent grows to carry two main projects, a senior engineer three. ✓ is confirmed, ○"
        " is learning. With --of, one person's projects with who confirmed them."
    ),
)
@option("--of", "who", metavar="WHO", help=N_("One person's alone: a code, a name, initials."))
@json_option
@click.pass_obj
def list_skills(invocation: Invocation, who: str | None, as_json: bool) -> None:
    from floorboard.desk import people, skills

    with invocation.desk() as desk:
        person = people.found(desk, who).id if who else None
        found, matrix = people.skills(desk, person), skills.matrix(desk)
        zone = centre_zone(desk)
    if as_json:
        shown = {} if who else {"people": _records(matrix.people), "projects": matrix.projects}
        print_json({"as_of": matrix.at, "skills": found, **shown})
    elif who:
        print_lines(_skill_list(found, zone))
    else:
        print_lines(_skill_matrix(matrix))


def _records(people: tuple[PersonSkills, ...]) -> list[dict[str, Value]]:
    from floorboard.reports.as_json import record

    return [record(each, missing=each.missing) for each in people]


def _skill_list(found: list[Skill], zone: ZoneInfo) -> list[str]:
    columns = [
        Column(_("Code")),
        Column(_("Project"), cut=True),
        Column(_("Level")),
        Column(_("Confirmed by"), cut=True),
        Column(_("When")),
    ]
    rows = [
        (
            each.person,
            pick(each.project, each.project_zh),
            _level(each.level),
            each.confirmed_by,
            None if each.confirmed_at is None else to_wall(each.confirmed_at, zone).date(),
        )
        for each in found
    ]
    return table(columns, rows, terminal_width())


def _skill_matrix(found: Matrix) -> list[str]:
    marks = {SkillLevel.CONFIRMED.value: "✓", SkillLevel.LEARNING.value: "○"}
    columns = [
        Column(_("Code")),
        Column(pgettext("person", "Name"), cut=True),
        Column(_("Post"), cut=True),
        *(Column(project.code) for project in found.projects),
        Column(_("Confirmed"), right=True),
    ]
    rows = [
        (
            each.code,
            pick(each.name, each.other_name),
            words.post(each.post),
            *(
                marks.get(each.knows[project.code].level, "") if project.code in each.knows else ""
                for project in found.projects
            ),
            _of_wanted(each.confirmed, each.wanted),
        )
        for each in found.people
    ]
    totals = [_of_wanted(each.confirmed, each.wanted) for each in found.projects]
    rows.append(("", _("Confirmed"), "", *totals, ""))
    lines = table(columns, rows, terminal_width())
    for title, names in (
        (_("carry too few projects"), [pick(e.name, e.other_name) for e in found.below]),
        (_("known by too few"), [pick(e.name, e.name_zh) for e in found.thin]),
    ):
        if names:
            lines.append(clean_line(f"{title}: {', '.join(names)}"))
    return lines


def _of_wanted(confirmed: int, wanted: int) -> str:
    """`1/2 !`: how many there are of how many there should be, marked where they are too few."""
    if not wanted:
        return str(confirmed)
    return f"{confirmed}/{wanted}" + (" !" if confirmed < wanted else "")


@command(
    "permissions",
    N_(
        "Show what each post may do, or put another table in force.\n"
        "\n"
        "data/permissions/centre.toml is the one that comes with the program, with comments."
    ),
)
@option(
    "--load",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=N_("A .toml file that says who may do what."),
)
@json_option
@click.pass_obj
def show_permissions(invocation: Invocation, file: Path | None, as_json: bool) -> None:
    from floorboard.desk import people, permissions
    from floorboard.domain.permission import ACTIONS
    from floorboard.store.queries import standing

    with invocation.desk() as desk:
        changed = people.load_permissions(desk, file) if file is not None else None
        with desk.store.reading() as db:
            found = permissions.in_force(db)
            unsigned = standing.unsigned(db)
    allowed = {action: found.who_may(action) for action in ACTIONS}
    if as_json:
        print_json({"unsigned": unsigned, "loaded": changed, "permissions": allowed})
        return
    if changed is not None:
        _print(_("the permissions are in force") if changed else _unchanged())
        return
    columns = [Column(_("Action")), *(Column(post.value) for post in Post)]
    rows = [
        (action, *("✓" if post in posts else "" for post in Post))
        for action, posts in allowed.items()
    ]
    print_lines(table(columns, rows, terminal_width()))


@command(
    "unsigned",
    N_(
        "Say what a console may do that nobody signed in to: look, or write.\n"
        "\n"
        "`write` is for a floor of one person. Managing people is always somebody's."
    ),
)
@argument("what", type=click.Choice(["look", "write"]), help=N_("look or write."))
@click.pass_obj
def unsigned(invocation: Invocation, what: str) -> None:
    from floorboard.desk import people

    with invocation.desk() as desk:
        people.let_unsigned(desk, what == "write")
    said = {
        "look": _("a console that nobody signed in to looks, it doesn't write"),
        "write": _("a console that nobody signed in to may write"),
    }
    _print(said[what])


for each in (
    list_people,
    add,
    edit,
    leave,
    set_pin,
    unlock,
    skill,
    list_skills,
    show_permissions,
    unsigned,
):
    people_group.add_command(each)


def _unchanged() -> str:
    return _("nothing is another now")


def _level(level: str) -> str:
    return _("none") if level == NONE else words.skill(level)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _today(desk: Desk) -> date:
    return to_wall(desk.now(), centre_zone(desk)).date()


def _say(text: str, person: Staff, **facts: object) -> None:
    post = words.post(person.post)
    _print(text.format(code=person.code, name=person.name, post=post, **facts))


def _print(text: str) -> None:
    print_lines([clean_line(text)])
