"""The people of the centre: who works here, in which post, from when to when, and what they know.

Everything here is the business of those who manage people. While anybody has a PIN, one of them has
one too: otherwise nobody could ever manage people again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from floorboard.desk import centre, intake, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.desk.rule_files import read_text
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.permission import MANAGING
from floorboard.domain.post import Post, SkillLevel
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.permissions import read_permissions
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import floor, standing
from floorboard.store.queries import people as queries
from floorboard.store.queries.people import Skill, Staff
from floorboard.store.store import Deed

NAME_LIMIT = 100

_CODE = re.compile(r"[\w.-]{1,32}")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who begins. `code` is what they are called in commands; without it, no one else's.

    `joined_on` is today unless it is said."""

    code: str
    name: str
    post: Post
    other_name: str = ""
    joined_on: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be another in a person; None leaves it."""

    name: str | None = None
    other_name: str | None = None
    post: Post | None = None
    joined_on: date | None = None


def listed(desk: Desk, *, left_too: bool = False) -> list[Staff]:
    """The people who work here or will, by code; with `left_too`, those who did as well."""
    with desk.store.reading(snapshot=True) as db:
        day = today_at(db, desk.now())
        return [each for each in queries.staff(db) if left_too or not each.gone(day)]


def found(desk: Desk, name: str, *, left_too: bool = True) -> Staff:
    """The one person of this code or name, or whose name, pinyin or initials contain it; a
    `Problem` for none and for several."""
    with desk.store.reading(snapshot=True) as db:
        people = queries.called(db, name, None if left_too else today_at(db, desk.now()))
    if not people:
        raise Problem(
            N_("there is nobody called {name}"),
            fix=N_("`floorboard people list` shows who there is"),
            name=name,
        )
    if len(people) > 1:
        raise ambiguous(name, people)
    return people[0]


def ambiguous(name: str, people: list[Staff]) -> Problem:
    """The name could mean several people."""
    return Problem(
        N_("several people are called {name}"),
        fix=N_("Give the code: {codes}"),
        name=name,
        codes=_(", ").join(each.code for each in people),
    )


def add(desk: Desk, new: NewPerson) -> int:
    """Put somebody on the list; their number."""
    name, other_name = _name(new.name), intake.line(new.other_name, _NAME, NAME_LIMIT)
    code = code_of(new.code)
    with desk.deed(MANAGING, "person") as deed:
        taken = [each for each in queries.staff(deed.db) if each.code.lower() == code.lower()]
        if taken:
            raise Problem(
                N_("the code {code} is {name}'s"),
                fix=N_("Choose another one"),
                code=code,
                name=taken[0].name,
            )
        joined = (new.joined_on or date.fromisoformat(today(deed))).isoformat()
        facts = {
            "code": code,
            "name": name,
            "other_name": other_name,
            "post": new.post.value,
            "joined_on": joined,
        }
        search = search_key(name, other_name)
        number = rows.insert(
            deed.db, "person", {**facts, "search": search, "version": deed.version}
        )
        deed.subject = f"person/{number}"
        deed.after.update(facts)
        return number


def code_of(written: str) -> str:
    """What commands call somebody or something; a `Problem` where it can't be that."""
    code = written.strip()
    if not _CODE.fullmatch(code):
        raise Problem(
            N_("{code} can't be a code"),
            fix=N_("Take up to 32 letters, digits, points and hyphens"),
            code=code or "–",
        )
    return code


def edit(desk: Desk, person_id: int, changes: Changes) -> bool:
    """Change what `changes` names; whether anything is another now."""
    wanted: dict[str, object] = {}
    if changes.name is not None:
        wanted["name"] = _name(changes.name)
    if changes.other_name is not None:
        wanted["other_name"] = intake.line(changes.other_name, _NAME, NAME_LIMIT)
    if changes.post is not None:
        wanted["post"] = changes.post.value
    if changes.joined_on is not None:
        wanted["joined_on"] = changes.joined_on.isoformat()
    return _change(desk, person_id, wanted)


def leave(desk: Desk, person_id: int, last_day: date | None) -> bool:
    """Somebody's last day at the centre, None where they stay; whether it is another now.

    From the day after they can't sign in. What they did stays theirs.
    """
    return _change(desk, person_id, {"left_on": last_day and last_day.isoformat()})


def _change(desk: Desk, person_id: int, wanted: dict[str, object]) -> bool:
    with desk.deed(MANAGING, f"person/{person_id}") as deed:
        person = known(deed.db, person_id)
        facts = {key: value for key, value in wanted.items() if getattr(person, key) != value}
        if not facts:
            deed.withdraw()
            return False
        deed.before.update({key: getattr(person, key) for key in facts})
        deed.after.update(facts)
        dates = {"joined_on": person.joined_on, "left_on": person.left_on, **facts}
        if dates["left_on"] is not None and str(dates["left_on"]) < str(dates["joined_on"]):
            raise Problem(
                N_("the last day ({left}) would be before the first ({joined})"),
                fix=N_("Correct one of them; nothing was saved"),
                left=dates["left_on"],
                joined=dates["joined_on"],
            )
        names = {"name": person.name, "other_name": person.other_name, **facts}
        search = search_key(str(names["name"]), str(names["other_name"]))
        queries.change(deed.db, person_id, {**facts, "search": search, "version": deed.version})
        check_managed(deed)
        return True


def set_skill(desk: Desk, person_id: int, project: str, level: SkillLevel | None) -> bool:
    """What somebody knows of a project, by its code; None: nothing any more.

    A skill is confirmed by who is signed in, now. Returns whether it was another before.
    """
    with desk.deed(MANAGING, f"person/{person_id}") as deed:
        person = present(deed, person_id)
        wanted = project.lower()
        chosen = [each for each in floor.projects(deed.db) if each.code.lower() == wanted]
        if not chosen:
            raise Problem(
                N_("there is no project {code}"),
                fix=N_("Known are: {known}"),
                code=project,
                known=_(", ").join(each.code for each in floor.projects(deed.db)) or "–",
            )
        before = {each.project_code: each for each in queries.skills(deed.db, person.id)}
        had = before.get(chosen[0].code)
        if (had.level if had else None) == level:
            deed.withdraw()
            return False
        confirmed = level is SkillLevel.CONFIRMED
        deed.watch("skill", [person.id])
        queries.put_skill(
            deed.db,
            person.id,
            chosen[0].id,
            level,
            deed.by.person_id if confirmed else None,
            deed.at if confirmed else None,
        )
        key = f"skill {chosen[0].code}"
        deed.before[key], deed.after[key] = (had.level if had else None), level
        return True


def skills(desk: Desk, person_id: int | None = None) -> list[Skill]:
    """Who knows which project; of one person, or of everybody."""
    with desk.store.reading() as db:
        return queries.skills(db, person_id)


def load_permissions(desk: Desk, path: Path) -> bool:
    """Put the permissions in the file at `path` in force; whether they are others now."""
    text = read_text(path)
    read_permissions(text, str(path))
    with desk.deed(MANAGING, "permissions") as deed:
        before = standing.permissions_text(deed.db) or permissions.shipped()
        if before == text:
            deed.withdraw()
            return False
        queries.put_setting(deed.db, "permissions", text)
        check_managed(deed)
        deed.before["text"], deed.after["text"] = before, text
        return True


def let_unsigned(desk: Desk, may_write: bool) -> bool:
    """Whether a console that nobody signed in to may write; whether that is another now."""
    value = permissions.WRITE if may_write else "look"
    with desk.deed(MANAGING, "setting/unsigned") as deed:
        before = standing.unsigned(deed.db)
        if before == value:
            deed.withdraw()
            return False
        queries.put_setting(deed.db, "unsigned", value)
        deed.before["unsigned"], deed.after["unsigned"] = before, value
        return True


def today(deed: Deed) -> str:
    """The day of a deed by the centre's wall clock, ISO 8601."""
    return today_at(deed.db, deed.at)


def today_at(db: Connection, now: Instant) -> str:
    return to_wall(now, centre.of(floor.settings(db)).zone).date().isoformat()


def known(db: Connection, person_id: int) -> Staff:
    """The person of this number; a `Problem` where there is none."""
    person = queries.by_id(db, person_id)
    if person is None:
        raise Problem(N_("there is no person {number}"), number=person_id)
    return person


def present(deed: Deed, person_id: int) -> Staff:
    """The person of this number; a `Problem` where they don't work here any more."""
    person = known(deed.db, person_id)
    if person.gone(today(deed)):
        raise Problem(
            N_("{name} left on {day}"),
            fix=N_("`floorboard people leave {code} --never` takes the last day back"),
            name=person.name,
            day=person.left_on,
            code=person.code,
        )
    return person


def check_managed(deed: Deed) -> None:
    """Raise a `Problem` where people have PINs, but nobody of those who manage people."""
    posts = queries.posts_with_pin(deed.db, today(deed))
    managing = permissions.in_force(deed.db).who_may(MANAGING)
    if standing.somebody_has_a_pin(deed.db) and not posts & set(managing):
        raise Problem(
            N_("nobody with a PIN could manage people then"),
            fix=N_("First give a PIN to one of these: {posts}"),
            posts=_(", ").join(map(words.post, managing)),
        )


_NAME = N_("the name")


def _name(written: str) -> str:
    return intake.filled(intake.line(written, _NAME, NAME_LIMIT), _NAME)
