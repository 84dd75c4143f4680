"""The rows of the roster in words, as the journal tells them: whom, where, when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import roster, words

Row = Mapping[str, object]


class Names(Protocol):
    """What the numbers in rows stand for."""

    @property
    def people(self) -> Mapping[object, str]: ...
    @property
    def projects(self) -> Mapping[object, tuple[str, str]]: ...
    @property
    def rotas(self) -> Mapping[object, tuple[str, str]]: ...


def told(table: str, was: Row | None, now: Row | None, names: Names, zone: ZoneInfo) -> str:
    """What became of a row of `table`, on one line or more; "" where no words are for it. Both rows
    are whole; None where there is none."""
    say = _Saying(names, zone)
    what = _WHAT.get(table)
    row = was or now
    if what is None or row is None:
        return ""
    if was is None:
        return what(say, row)
    if now is None:
        return _("gone: {what}").format(what=what(say, row))
    changed = list(say.changes(was, now))
    return "\n".join((what(say, was), *changed)) if changed else ""


class _Saying:
    """Columns in words."""

    def __init__(self, names: Names, zone: ZoneInfo) -> None:
        self._names = names
        self._zone = zone

    def person(self, number: object) -> str:
        return clean_line(self._names.people.get(number, f"{number}"))

    def taker(self, row: Row) -> str:
        return _("anybody") if row.get("to_id") is None else self.person(row["to_id"])

    def rota(self, row: Row) -> str:
        return self._both(self._names.rotas, row.get("rota_id"))

    def project(self, row: Row) -> str:
        return self._both(self._names.projects, row.get("project_id"))

    def span(self, row: Row, start: str = "starts_at", end: str = "ends_at") -> str:
        first, last = row.get(start), row.get(end)
        finish = self.instant(last)
        if isinstance(first, int) and isinstance(last, int):
            days = {datetime.fromtimestamp(each, self._zone).date() for each in (first, last)}
            if len(days) == 1:
                finish = words.time_of_day(last, self._zone)
        return f"{self.instant(first)} – {finish}"

    def instant(self, value: object) -> str:
        return words.stamp(value, self._zone) if isinstance(value, int) else "–"

    def changes(self, was: Row, now: Row) -> Iterator[str]:
        """The columns that are others now."""
        for column, (label, value) in _COLUMNS.items():
            if column in now and was.get(column) != now[column]:
                before, after = (value(self, row) for row in (was, now))
                yield words.labelled(_(label), f"{before} → {after}")

    @staticmethod
    def _both(names: Mapping[object, tuple[str, str]], number: object) -> str:
        found = names.get(number)
        return "" if found is None else clean_line(pick(*found))


def _listed(*parts: object, reason: object = "") -> str:
    text = _(", ").join(str(part) for part in parts if part)
    return words.labelled(text, clean_line(str(reason))) if reason else text


def _turn(say: _Saying, row: Row) -> str:
    locked = _("locked") if row.get("locked") else ""
    return _listed(say.person(row["person_id"]), say.rota(row), say.span(row), locked)


def _override(say: _Saying, row: Row) -> str:
    person, instead = say.person(row["person_id"]), ""
    if row.get("replaces_id") is not None:
        instead = roster.instead_of(say.person(row["replaces_id"]))
    kind = roster.override_kind(str(row["kind"]))
    text = _listed(person, kind, instead, say.rota(row), say.span(row), reason=row.get("reason"))
    return text


def _schedule(say: _Saying, row: Row) -> str:
    return _listed(clean_line(str(row.get("name", ""))), say.rota(row), say.span(row))


def _swap(say: _Saying, row: Row) -> str:
    back = ""
    if row.get("return_starts_at") is not None:
        span = say.span(row, "return_starts_at", "return_ends_at")
        back = _("in return {span}").format(span=span)
    pair = f"{say.person(row['from_id'])} → {say.taker(row)}"
    return _listed(pair, say.rota(row), say.span(row), back, reason=row.get("note"))


def _leave(say: _Saying, row: Row) -> str:
    return _listed(say.person(row["person_id"]), say.span(row), reason=row.get("reason"))


def _need(say: _Saying, row: Row) -> str:
    count, first, last = (row.get(name) for name in ("count", "from_minute", "to_minute"))
    assert isinstance(count, int)
    assert isinstance(first, int)
    assert isinstance(last, int)
    people = ngettext("{count} person", "{count} people", count).format(count=count)
    days, hours = roster.days(str(row["days"])), roster.hours(first, last)
    return _listed(people, say.rota(row), say.project(row), days, hours)


def _layer(say: _Saying, row: Row) -> str:
    name = clean_line(str(row.get("name") or row.get("position", "")))
    return _listed(_("rotation {name}").format(name=name), say.rota(row))


_WHAT: Mapping[str, Callable[[_Saying, Row], str]] = {
    "rota_turn": _turn,
    "rota_override": _override,
    "rota_schedule": _schedule,
    "rota_schedule_turn": _turn,
    "rota_swap": _swap,
    "leave": _leave,
    "cover_need": _need,
    "rota_layer": _layer,
}

_COLUMNS: Mapping[str, tuple[str, Callable[[_Saying, Row], str]]] = {
    "state": (N_("state"), lambda _say, row: roster.swap_state(str(row["state"]))),
    "to_id": (N_("given to"), lambda say, row: say.taker(row)),
    "starts_at": (N_("begins"), lambda say, row: say.instant(row["starts_at"])),
    "ends_at": (N_("ends"), lambda say, row: say.instant(row["ends_at"])),
    "locked": (N_("locked"), lambda _say, row: _("yes") if row["locked"] else _("no")),
    "count": (N_("people"), lambda _say, row: str(row["count"])),
}
