"""The skill matrix: who knows which project, who knows too few, and which too few know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.desk import people
from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.domain.post import PROJECT_DEPTH, PROJECTS_TO_CARRY, SkillLevel
from floorboard.store.queries import floor, roster
from floorboard.store.queries import people as queries
from floorboard.store.queries.people import Skill


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody knows of a project; who confirmed it, empty for nobody."""

    level: str
    confirmed_by: str
    confirmed_at: Instant | None


@dataclass(frozen=True, slots=True)
class PersonSkills:
    """Somebody's row. `wanted` is how many projects their post carries by the manual."""

    person_id: int
    code: str
    name: str
    other_name: str
    post: str
    confirmed: int
    learning: int
    wanted: int
    knows: Mapping[str, Known]
    """By the project's code; those they know nothing of are left out."""

    @property
    def missing(self) -> int:
        """How many confirmed projects they lack."""
        return max(self.wanted - self.confirmed, 0)


@dataclass(frozen=True, slots=True)
class ProjectSkills:
    """A project's column. `wanted` is how many have to know it: as many as have to be on at once,
    and one who is away leaves somebody."""

    project_id: int
    code: str
    name: str
    name_zh: str
    confirmed: int
    learning: int
    wanted: int

    @property
    def missing(self) -> int:
        """How many confirmed people it lacks."""
        return max(self.wanted - self.confirmed, 0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Those who work here on the day of `at`, by code, and the projects, by name."""

    at: Instant
    people: tuple[PersonSkills, ...]
    projects: tuple[ProjectSkills, ...]

    @property
    def below(self) -> list[PersonSkills]:
        """Those who carry fewer projects than their post should."""
        return [each for each in self.people if each.missing]

    @property
    def thin(self) -> list[ProjectSkills]:
        """The projects that too few know."""
        return [each for each in self.projects if each.missing]


def matrix(desk: Desk) -> Matrix:
    """Who knows which project now."""
    now = desk.now()
    with desk.store.reading(snapshot=True) as db:
        today = people.today_at(db, now)
        staff = [each for each in queries.staff(db) if each.here(today)]
        here = {each.code for each in staff}
        skills = [each for each in queries.skills(db) if each.person in here]
        projects, needs = floor.projects(db), roster.needs(db)
    at_once: dict[int, int] = {}
    for need in needs:
        if need.project_id is not None:
            at_once[need.project_id] = max(need.count, at_once.get(need.project_id, 0))
    rows = []
    for person in staff:
        mine = [each for each in skills if each.person == person.code]
        rows.append(
            PersonSkills(
                person.id,
                person.code,
                person.name,
                person.other_name,
                person.post,
                _count(mine, SkillLevel.CONFIRMED),
                _count(mine, SkillLevel.LEARNING),
                PROJECTS_TO_CARRY.get(person.post, 0),
                {
                    each.project_code: Known(each.level, each.confirmed_by, each.confirmed_at)
                    for each in mine
                },
            )
        )
    columns = []
    for project in projects:
        of_it = [each for each in skills if each.project_code == project.code]
        columns.append(
            ProjectSkills(
                project.id,
                project.code,
                project.name,
                project.name_zh,
                _count(of_it, SkillLevel.CONFIRMED),
                _count(of_it, SkillLevel.LEARNING),
                max(PROJECT_DEPTH, at_once.get(project.id, 0)),
            )
        )
    return Matrix(now, tuple(rows), tuple(columns))


def _count(skills: list[Skill], level: SkillLevel) -> int:
    return sum(each.level == level for each in skills)
