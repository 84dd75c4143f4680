"""Who is on the sample floor and who calls: people, projects and customers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from floorboard.desk.names import search_key
from floorboard.desk.sample.words import pick, table
from floorboard.store import bulk
from floorboard.store.store import Deed

CHINESE = 0.82
"""The share of customers with a Chinese name."""

SHARES = 100

CONFIRMED_DAYS = 90
"""So long ago the skills were confirmed."""


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    code: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Project:
    id: int
    code: str
    name: str
    name_zh: str
    second_line: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer; `language` is what they write in."""

    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Cast:
    members: dict[str, Member]
    projects: tuple[Project, ...]
    shares: tuple[Project, ...]
    """`SHARES` entries: each project as often as its share of the tickets."""
    callers: tuple[Caller, ...]

    def of_post(self, post: str) -> tuple[Member, ...]:
        return tuple(member for member in self.members.values() if member.post == post)


def hire(deed: Deed, rng: Random, customers: int) -> Cast:
    """Write the people, the projects and so many customers."""
    members: dict[str, Member] = {}
    rows = []
    for number, person in enumerate(table("people")["person"], start=1):
        member = Member(number, person["code"], person["name"], person["post"])
        members[member.code] = member
        names = (person["name"], person["other_name"])
        joined = person["joined"].isoformat()
        rows.append((number, member.code, *names, search_key(*names), member.post, joined, 1))
    columns = ("id", "code", "name", "other_name", "search", "post", "joined_on", "version")
    bulk.insert(deed.db, "person", columns, rows)
    projects, shares = _projects(deed, members)
    _teach(deed, members)
    return Cast(members, projects, shares, _callers(deed, rng, customers))


def _projects(
    deed: Deed, members: dict[str, Member]
) -> tuple[tuple[Project, ...], tuple[Project, ...]]:
    projects: list[Project] = []
    shares: list[Project] = []
    rows = []
    for number, entry in enumerate(table("projects")["project"], start=1):
        second_line = tuple(members[code] for code in entry["second_line"])
        names = (entry["name"], entry["name_zh"])
        project = Project(number, entry["code"], *names, second_line)
        projects.append(project)
        shares += [project] * entry["share"]
        search = search_key(entry["code"], *names)
        rows.append((number, entry["code"], *names, search, members[entry["manager"]].id, True, 1))
    columns = ("id", "code", "name", "name_zh", "search", "manager_id", "active", "version")
    bulk.insert(deed.db, "project", columns, rows)
    assert len(shares) == SHARES
    return tuple(projects), tuple(shares)


def _teach(deed: Deed, members: dict[str, Member]) -> None:
    """Write who knows which project: by the people's list, and who manages it or is its second
    line. The system administrator has confirmed them."""
    (confirmer,) = (member.id for member in members.values() if member.post == "sysadmin")
    since = deed.at - CONFIRMED_DAYS * 86400
    people = table("people")["person"]
    rows: list[tuple[object, ...]] = []
    for number, entry in enumerate(table("projects")["project"], start=1):
        code, able = entry["code"], {entry["manager"], *entry["second_line"]}
        for person in people:
            key = (members[person["code"]].id, number)
            if person["code"] in able or code in person.get("knows", ()):
                rows.append((*key, "confirmed", confirmer, since))
            elif code in person.get("learns", ()):
                rows.append((*key, "learning", None, None))
    columns = ("person_id", "project_id", "level", "confirmed_by", "confirmed_at")
    bulk.insert(deed.db, "project_skill", columns, rows)


def give_pins(deed: Deed, cast: Cast, pin: str) -> None:
    """Give everybody the same PIN, by one hash: computing one for each would take seconds."""
    from floorboard.desk.sign_in import hashed_pin

    hashed = hashed_pin(pin)
    rows = [(member.id, hashed, deed.at) for member in cast.members.values()]
    bulk.insert(deed.db, "credential", ("person_id", "pin_hash", "set_at"), rows)


def _callers(deed: Deed, rng: Random, count: int) -> tuple[Caller, ...]:
    people = list(_people(rng, count))
    columns = ("id", "name", "search", "organisation", "phone", "email", "source", "version")
    bulk.insert(deed.db, "customer", columns, [row for _, row in people])
    return tuple(caller for caller, _ in people)


def _people(rng: Random, count: int) -> Iterator[tuple[Caller, tuple[object, ...]]]:
    known = table("customers")
    keys: dict[str, str] = {}
    for number in range(1, count + 1):
        if rng.random() < CHINESE:
            name = pick(rng, known["surnames"]) + pick(rng, known["given_names"])
            language, organisation = "zh", pick(rng, known["organisations_zh"])
        else:
            name = pick(rng, known["others"])
            language, organisation = "en", pick(rng, known["organisations_en"])
        if number == 1:
            name, language = known["first"], "zh"
        if rng.random() < 0.25:
            organisation = ""
        if name not in keys:
            keys[name] = search_key(name)
        phone = f"1{pick(rng, ('38', '39', '50', '86'))}0000{int(rng.random() * 10000):04d}"
        email = f"c{number}@{pick(rng, known['mail_hosts'])}"
        row = (number, name, keys[name], organisation, phone, email, "", 1)
        yield Caller(number, name, language), row
