"""The projects that the centre supports."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk import intake, people
from floorboard.desk.desk import Desk
from floorboard.desk.names import search_key
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import floor
from floorboard.store.views.floor import ProjectView

MADE = "project.made"


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project that support begins for. `code` is what commands call it, and no other's;
    `manager_id` its support manager, to whom its tickets climb."""

    code: str
    name: str
    name_zh: str = ""
    manager_id: int | None = None


def listed(desk: Desk) -> list[ProjectView]:
    """The projects, by name."""
    with desk.store.reading() as db:
        return floor.projects(db)


def add(desk: Desk, new: NewProject) -> int:
    """Put a project on the list; its number. It can be undone while nothing belongs to it."""
    code = people.code_of(new.code)
    name = intake.filled(intake.line(new.name, N_("the name"), people.NAME_LIMIT), N_("the name"))
    name_zh = intake.line(new.name_zh, N_("the name"), people.NAME_LIMIT)
    with desk.deed(MADE, "project") as deed:
        for each in floor.projects(deed.db):
            if each.code.casefold() == code.casefold():
                raise Problem(
                    N_("the code {code} is {name}'s"),
                    fix=N_("Choose another one"),
                    code=code,
                    name=each.name,
                )
        number = rows.next_id(deed.db, "project")
        deed.watch("project", [number])
        rows.insert(
            deed.db,
            "project",
            {
                "id": number,
                "code": code,
                "name": name,
                "name_zh": name_zh,
                "search": search_key(name, name_zh),
                "manager_id": new.manager_id,
                "active": 1,
                "version": deed.version,
            },
        )
        deed.subject = f"project/{number}"
        return number
