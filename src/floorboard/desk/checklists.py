"""Lists that are started by hand from a template: a new project, an upgrade, an emergency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from floorboard.desk import centre, intake
from floorboard.desk.desk import Desk
from floorboard.desk.duties import evidence
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.duty import CheckPhase, CheckState, phase
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER
from floorboard.i18n import pick
from floorboard.resources import data
from floorboard.store import bulk, rows
from floorboard.store.queries import checklists as queries
from floorboard.store.queries import floor
from floorboard.store.store import Deed
from floorboard.store.views.duties import ChecklistView, ItemView

if TYPE_CHECKING:
    from floorboard.domain.duties.template import Template
    from floorboard.store.tables import ChecklistItem

SHIPPED = "templates.toml"
"""The file in `data/duties` with the lists that can be started."""

_ITEM = (
    *("checklist_id", "position", "title", "title_zh", "handbook", "post", "due_at", "evidence"),
    *("measure", "state", "done_label", "note", "file", "version"),
)


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """The lists that can be started."""
    from floorboard.desk import handbook
    from floorboard.exchange.checklists import read_templates

    duties = handbook.duty_ids(handbook.compiled(()))
    return read_templates(data("duties", SHIPPED).read_text("utf-8"), SHIPPED, duties)


def start(
    desk: Desk,
    template: str,
    *,
    title: str = "",
    project_id: int | None = None,
    ticket_id: int | None = None,
    change: str = "",
    owner_id: int | None = None,
) -> int:
    """Start a list from the template with this code; its number.

    It is called as the template is, unless `title` says otherwise, and may be about a project, a
    ticket or a change. Its owner, whoever starts it if nobody is named, sees to it that all is
    done; the items fall due from now on.
    """
    chosen = _template(template)
    own = intake.line(title, N_("the title"))
    names = (own, "") if own else _both(chosen.titles)
    about = intake.line(change, N_("the change"))
    with desk.deed("checklist.started", "") as deed:
        number = rows.next_id(deed.db, "checklist")
        deed.subject = f"list/{number}"
        deed.watch("checklist", [number])
        _check_there(deed, "project", project_id, N_("there is no project {number}"))
        _check_there(deed, "ticket", ticket_id, N_("there is no ticket #{number}"))
        if owner_id is not None and floor.person(deed.db, owner_id) is None:
            raise Problem(N_("there is nobody with the number {number}"), number=owner_id)
        by = deed.by
        rows.insert(
            deed.db,
            "checklist",
            {
                "id": number,
                "template": chosen.code,
                "title": names[0],
                "title_zh": names[1],
                "project_id": project_id,
                "ticket_id": ticket_id,
                "change": about,
                "owner_id": owner_id or by.person_id,
                "started_by": by.person_id,
                "started_label": "" if by.person_id else by.console,
                "started_at": deed.at,
                "version": deed.version,
            },
        )
        zone = centre.of(floor.settings(deed.db)).zone
        plain = (CheckState.OPEN.value, "", "", "", deed.version)
        bulk.insert(
            deed.db,
            "checklist_item",
            _ITEM,
            [
                (
                    *(number, place, *_both(each.titles), each.duty, each.post.value),
                    *(each.due_at(deed.at, zone), each.evidence.value, each.measure, *plain),
                )
                for place, each in enumerate(chosen.items, start=1)
            ],
        )
    return number


def done(
    desk: Desk,
    item_id: int,
    version: int | None = None,
    *,
    note: str = "",
    value: float | None = None,
    file: str = "",
) -> int:
    """Put on record that an item was done now, with what it asks for; its new version.

    Refused where it is done already, and where it isn't as it was at `version`.
    """
    gave = evidence.given(note, value, file)

    def settle(item: ChecklistItem) -> None:
        name = pick(item.title, item.title_zh)
        evidence.demand(name, Evidence(item.evidence), gave)
        item.note, item.value, item.file = gave.note, gave.value, gave.file

    return _settle(desk, "duty.ticked", item_id, version, CheckState.DONE, settle)


def waive(desk: Desk, item_id: int, version: int | None, reason: str) -> int:
    """Put on record that an item needn't be done, and why; its new version."""
    kept = evidence.reason(reason)

    def settle(item: ChecklistItem) -> None:
        item.note = kept

    return _settle(desk, "duty.waived", item_id, version, CheckState.WAIVED, settle)


def open_lists(desk: Desk, *, settled: bool = False) -> list[ChecklistView]:
    """The lists of which something is still to be done, the newest first; with `settled` all."""
    with desk.store.reading(snapshot=True) as db:
        return queries.lists(db, settled=settled)


def one(desk: Desk, number: int) -> ChecklistView | None:
    """A list with its items."""
    with desk.store.reading(snapshot=True) as db:
        return next(iter(queries.lists(db, number=number)), None)


def item(desk: Desk, number: int) -> ItemView | None:
    """An item of a list."""
    with desk.store.reading() as db:
        return queries.item(db, number)


def phase_of(item: ItemView, now: Instant) -> CheckPhase:
    """How an item stands at `now`. It can be done from the start, and late for ever."""
    return phase(CheckState(item.state), 0, item.due_at, NEVER, item.done_at, now)


def _settle(
    desk: Desk,
    action: str,
    item_id: int,
    version: int | None,
    state: CheckState,
    change: Callable[[ChecklistItem], None],
) -> int:
    from floorboard.store.tables import ChecklistItem, Person

    with desk.deed(action, f"item/{item_id}") as deed:
        deed.watch("item", [item_id])
        item = deed.session.get(ChecklistItem, item_id)
        if item is None:
            raise Problem(N_("no list has an item {number}"), number=item_id)
        name = pick(item.title, item.title_zh)
        if item.done_at is not None:
            person = deed.session.get(Person, item.done_by) if item.done_by else None
            raise Problem(
                N_("{duty} was done already by {who} at {when}")
                if item.state == CheckState.DONE
                else N_("{duty} was waived by {who} at {when}"),
                duty=name,
                who=person.name if person else item.done_label,
                when=centre.shown(item.done_at, centre.of(floor.settings(deed.db)).zone),
            )
        if version not in (None, item.version):
            raise Problem(
                N_("{duty} was changed meanwhile"),
                duty=name,
                fix=N_("Look at it again; nothing was saved"),
            )
        change(item)
        item.state = state.value
        item.done_by, item.done_at = deed.by.person_id, deed.at
        item.done_label = "" if deed.by.person_id else deed.by.console
        item.version = deed.version
        deed.session.add(item)
        return item.version


def _template(code: str) -> Template:
    known = {each.code: each for each in templates()}
    if code not in known:
        raise Problem(
            N_("there is no template {template}"),
            template=code,
            fix=N_("Known are: {known}"),
            known=", ".join(known),
        )
    return known[code]


def _both(titles: Mapping[str, str]) -> tuple[str, str]:
    return titles["en"], titles["zh"]


def _check_there(deed: Deed, table: str, number: int | None, missing: str) -> None:
    if number is not None and rows.get(deed.db, table, number) is None:
        raise Problem(missing, number=number)
