"""Views of the ticket list kept under a name: a filter as typed, and an order.

They belong to the user of this console and lie as TOML in the config directory, so that they can be
read, edited and copied.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from floorboard.domain.problem import N_, Problem
from floorboard.store.queries.listing import Order

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SavedView:
    name: str
    filter: str
    order: Order


SHIPPED = (
    SavedView("open", "", Order.DUE),
    SavedView("overdue", "overdue", Order.DUE),
    SavedView("unassigned", "owner:none", Order.DUE),
    SavedView("urgent", "p:1-2", Order.PRIORITY),
    SavedView("waiting", "state:waiting", Order.UPDATED),
    SavedView("second-line", "state:second_line", Order.DUE),
    SavedView("complaints", "kind:complaint,suggestion", Order.DUE),
    SavedView("solved", "state:solved,closed", Order.UPDATED),
)
"""What there is before anybody saves one."""


def place() -> Path:
    """The file they lie in."""
    from platformdirs import user_config_path

    return user_config_path("floorboard") / "views.toml"


def load() -> list[SavedView]:
    """The shipped views, then the user's own; an own one of the same name takes its place."""
    own = {view.name: view for view in _own()}
    return [own.pop(view.name, view) for view in SHIPPED] + list(own.values())


def save(view: SavedView) -> None:
    """Keep a view. Raises `Problem` for a name that can't be one."""
    if not view.name or len(view.name) > LONGEST_NAME or not view.name.isprintable():
        raise Problem(
            N_("a view needs a name of at most {most} characters"),
            fix=N_("Write it like this: {example}"),
            most=LONGEST_NAME,
            example="save evening",
        )
    _write([*(each for each in _own() if each.name != view.name), view])


def forget(name: str) -> None:
    """Drop an own view. Raises `Problem` if there is none of that name."""
    own = _own()
    left = [each for each in own if each.name != name]
    if len(left) == len(own):
        raise Problem(N_("there is no view of your own called {name}"), name=name)
    _write(left)


def _own() -> list[SavedView]:
    path = place()
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("view", [])
        return [
            SavedView(str(each["name"]), str(each["filter"]), Order(each.get("order", "due")))
            for each in tables
        ]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(
            N_("the saved views can't be read: {error}"),
            where=str(path),
            fix=N_("Correct or remove the file"),
            error=error,
        ) from error


def _write(views: list[SavedView]) -> None:
    """Put the file in place as a whole."""
    import tomlkit

    document = tomlkit.document()
    tables = tomlkit.aot()
    for view in views:
        table = tomlkit.table()
        table.update({"name": view.name, "filter": view.filter, "order": view.order.value})
        tables.append(table)
    document.append("view", tables)
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".views.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
        Path(name).replace(path)
    except OSError as error:
        raise Problem(
            N_("the saved views can't be written: {error}"), where=str(path), error=error
        ) from error
