"""What an import takes over of a draft: clean text within its limits, and whom and what it means.

Customers are those of their source, by name. Projects are found by code or name, whatever its case.
An owner is the person with that code or name; a name that no one or more than one bears is kept
as it is, as `owner_label`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from floorboard.desk.intake import BODY_LIMIT, TITLE_LIMIT
from floorboard.desk.names import search_key
from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import NN_
from floorboard.domain.ticket import Channel, EventKind, Kind, State
from floorboard.exchange.drafts import EventDraft, Note, TicketDraft, shorten
from floorboard.store import bulk
from floorboard.store.queries import floor
from floorboard.store.queries import imports as queries
from floorboard.store.queries.imports import Facts

if TYPE_CHECKING:
    from floorboard.store.store import Deed

PRIORITY = 3
"""The priority of a ticket whose source gives none."""

UNKNOWN = -1
"""The id of a customer or project that has to be made first."""

_VALUES = {member: str(member.value) for words in (Kind, Channel, State) for member in words}
"""Plain strings: the database driver takes four times as long over members of an enum."""
KIND_VALUES = {kind: str(kind.value) for kind in EventKind}

_CUT = {
    "title": NN_(
        "{count} title is longer than {limit} characters; the text holds it whole",
        "{count} titles are longer than {limit} characters; the text holds them whole",
    ),
    "text": NN_(
        "{count} text is longer than {limit} characters and was cut",
        "{count} texts are longer than {limit} characters and were cut",
    ),
    "name": NN_(
        "{count} name is longer than {limit} characters and was cut",
        "{count} names are longer than {limit} characters and were cut",
    ),
}


class _Made(dict[str, str]):
    """Texts that repeat, each cleaned once."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__()
        self._clean = clean

    def __missing__(self, raw: str) -> str:
        text = self[raw] = self._clean(raw)
        return text


class Intake:
    """Turns drafts into rows, for one store, inside one deed."""

    def __init__(self, deed: Deed) -> None:
        self._db = deed.db
        self.names = _Made(self._name)
        """Names as they are written → as they are stored."""
        self.texts = _Made(self._text)
        """Texts of events, likewise."""
        self._cut = dict.fromkeys(_CUT, 0)
        self.unranked = 0
        """New tickets without a priority."""
        self._people = _people(deed)
        self._codes: dict[int, str] = {}
        self._projects: dict[str, int] = {}
        for project in reversed(floor.projects(deed.db)):
            self._codes[project.id] = project.code
            self._projects.update(
                {project.name_zh.casefold(): project.id, project.name.casefold(): project.id}
            )
        self._projects.update({code.casefold(): number for number, code in self._codes.items()})
        self._projects.pop("", None)
        self._customers: dict[tuple[str, str], int] = {}
        self._asked: set[tuple[str, str]] = set()
        self._next_customer = queries.last_id(deed.db, "customer") + 1
        self._waiting: list[tuple[object, ...]] = []
        self.new_customers = 0
        self.new_projects: list[str] = []

    def begin_file(self) -> None:
        """Count anew what was cut and made."""
        self._cut = dict.fromkeys(_CUT, 0)
        self.unranked = self.new_customers = 0
        self.new_projects = []

    def look_up(self, source: str, drafts: Iterable[TicketDraft]) -> None:
        """Find the customers of these drafts that the store knows, in one query."""
        names = {self.names[draft.customer] for draft in drafts if draft.customer}
        new = sorted(name for name in names if (source, name) not in self._asked)
        for name, number in queries.customers(self._db, source, new).items():
            self._customers[source, name] = number
        self._asked.update((source, name) for name in new)

    def facts(self, draft: TicketDraft, *, make: bool = False) -> Facts:
        """What the draft says, as columns; with `make`, its customer and project are made where
        the store has none, otherwise their id is `UNKNOWN`."""
        title, body = self._title_and_body(draft, make)
        names = self.names
        owner_id, owner_label = self.owner(names[draft.owner])
        return Facts(
            _VALUES[draft.kind],
            _VALUES[draft.channel],
            _VALUES[draft.state],
            draft.priority or PRIORITY,
            title,
            body,
            self._project(names[draft.project], make) if draft.project else None,
            self._customer(draft.source, names[draft.customer], make) if draft.customer else None,
            owner_id,
            owner_label,
            names[draft.group],
            draft.opened_at,
            draft.target_at,
            draft.verdict,
            draft.reopen_count,
            draft.reassignment_count,
        )

    def owner(self, name: str) -> tuple[int | None, str]:
        """The person with that name, or nobody and the name."""
        person = self._people.get(name.casefold()) if name else None
        return (None, name) if person is None else (person, "")

    def project_code(self, project_id: int | None) -> str | None:
        return None if project_id is None else self._codes[project_id]

    def words(self, event: EventDraft) -> tuple[str, str]:
        """The actor and the text of an event."""
        return self.names[event.actor], self.texts[event.text]

    def flush(self) -> None:
        """Write the customers that were made; before the tickets that name them."""
        columns = (
            "id", "name", "search", "source", "external_id",
            "organisation", "phone", "email", "version",
        )  # fmt: skip
        bulk.insert(self._db, "customer", columns, self._waiting)
        self._waiting.clear()

    def notes(self) -> Iterable[Note]:
        """What was cut, filled in and made since the file began."""
        limits = {"title": TITLE_LIMIT, "text": BODY_LIMIT, "name": TITLE_LIMIT}
        for part, count in self._cut.items():
            if count:
                yield Note(_CUT[part], {"count": count, "limit": limits[part]})
        if self.unranked:
            what = NN_(
                "{count} ticket says no priority and was given {priority}",
                "{count} tickets say no priority and were given {priority}",
            )
            yield Note(what, {"count": self.unranked, "priority": PRIORITY})
        if self.new_projects:
            names = shorten(", ".join(self.new_projects), 300)
            what = NN_("{count} project was made: {names}", "{count} projects were made: {names}")
            yield Note(what, {"count": len(self.new_projects), "names": names})

    def _title_and_body(self, draft: TicketDraft, count: bool) -> tuple[str, str]:
        title = clean_line(draft.title).strip() or draft.external_id
        body = clean(draft.text).strip() if draft.text else ""
        if len(title) > TITLE_LIMIT:
            self._cut["title"] += count
            body = f"{clean(draft.title).strip()}\n\n{body}".strip()
            title = title[: TITLE_LIMIT - 1] + "…"
        if len(body) > BODY_LIMIT:
            self._cut["text"] += count
            body = body[: BODY_LIMIT - 1] + "…"
        return title, body

    def _name(self, raw: str) -> str:
        name = clean_line(raw).strip()
        if len(name) > TITLE_LIMIT:
            self._cut["name"] += 1
            name = name[: TITLE_LIMIT - 1] + "…"
        return name

    def _text(self, raw: str) -> str:
        text = clean(raw).strip()
        if len(text) > BODY_LIMIT:
            self._cut["text"] += 1
            text = text[: BODY_LIMIT - 1] + "…"
        return text

    def _customer(self, source: str, name: str, make: bool) -> int:
        key = source, name
        number = self._customers.get(key)
        if number is None:
            if not make:
                return UNKNOWN
            number = self._customers[key] = self._next_customer
            self._next_customer += 1
            self.new_customers += 1
            self._waiting.append((number, name, search_key(name), source, name, "", "", "", 1))
        return number

    def _project(self, name: str, make: bool) -> int:
        number = self._projects.get(name.casefold())
        if number is None and make:
            code, taken = _slug(name), {code.casefold() for code in self._codes.values()}
            copy = 1
            while code in taken:
                copy += 1
                code = f"{_slug(name)}-{copy}"
            number = queries.last_id(self._db, "project") + 1
            columns = ("id", "code", "name", "search", "active", "version", "name_zh")
            row = (number, code, name, search_key(name, code), 1, 1, "")
            bulk.insert(self._db, "project", columns, [row])
            self._codes[number] = code
            self._projects[name.casefold()] = number
            self._projects.setdefault(code, number)
            self.new_projects.append(name)
        return UNKNOWN if number is None else number


def _people(deed: Deed) -> dict[str, int]:
    """Everybody by code, name and other name; a name that two people bear is nobody's."""
    found: dict[str, set[int]] = {}
    people = floor.people(deed.db)
    for person in people:
        for name in (person.name, person.other_name):
            found.setdefault(" ".join(name.casefold().split()), set()).add(person.id)
    named = {name: next(iter(ids)) for name, ids in found.items() if name and len(ids) == 1}
    return named | {person.code.casefold(): person.id for person in people}


def _slug(name: str) -> str:
    """A project's code out of its name."""
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:60] or name[:60].casefold()
