"""The roster into files: workbooks, pages for the wall, and calendars that other programs take.

A file takes the place of an older one in one step. A calendar continues the older one: its events
keep their names, and what is no more is cancelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, month, plan
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.instant import Instant, from_wall
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Because
from floorboard.exchange.icalendars import (
    Duty,
    duty_uid,
    revise,
    write_duties,
    written_duties,
)
from floorboard.exchange.whole import write
from floorboard.i18n import pick, speaking
from floorboard.reports import roster
from floorboard.store.connection import Connection

Kind = Literal["xlsx", "html", "ics"]

AROUND_SECONDS = 62 * 86400
"""How far around a month the turns that reach into it are followed."""

_OURS = b"-//floorboard//roster//"
_UNSAFE = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Request:
    """What to write where: the month that begins on `first`, of one rota or person where a code is
    given. An empty `language` is the one spoken now."""

    kind: Kind
    path: Path
    first: date
    rota: str = ""
    person: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written; of a calendar, how many turns are in it and how many are cancelled
    in it."""

    path: str
    events: int | None = None
    cancelled: int | None = None


@dataclass(frozen=True, slots=True)
class _Whose:
    """A calendar: of a person, of a rota, or of all where both are empty."""

    rota: str = ""
    person: str = ""

    @property
    def file_name(self) -> str:
        kind, code = ("rota", self.rota) if self.rota else ("person", self.person)
        return f"{kind}-{_UNSAFE.sub('_', code)}.ics"


def export(desk: Desk, request: Request) -> list[Exported]:
    """Write what is asked for; the files that were written. Raises `Problem` where one can't be."""
    following = (request.first + timedelta(days=31)).replace(day=1)
    with desk.store.reading(snapshot=True) as db, speaking(request.language):
        if request.rota:
            changing.known_line(plan.load(db, 0, 1, codes=[request.rota]), request.rota)
        if request.kind == "ics":
            return _calendars(db, request, following, desk.now())
        days = (following - request.first).days
        sheet = month.sheet(
            db,
            request.first,
            days,
            desk.now(),
            request.rota,
            request.person,
            short=request.kind == "html",
        )
        if request.kind == "xlsx":
            from floorboard.reports.roster_sheet import xlsx

            content = xlsx(sheet)
        else:
            from floorboard.reports.roster_wall import html

            content = html([sheet]).encode()
    write(request.path, content)
    return [Exported(str(request.path))]


def _calendars(db: Connection, request: Request, following: date, now: Instant) -> list[Exported]:
    zone = plan.zone_of(db)
    start, end = (
        from_wall(datetime.combine(day, time()), zone) for day in (request.first, following)
    )
    found = plan.load(db, start - AROUND_SECONDS, end + AROUND_SECONDS)
    duties = list(_duties(found, start, end))
    single = request.path.suffix.lower() == ".ics" and not request.path.is_dir()
    if single:
        targets = [(_Whose(request.rota, request.person), request.path)]
    else:
        targets = _targets(found, request, {duty.person for duty in duties})
    if not found.lines and not any(path.exists() for _whose, path in targets):
        raise Problem(N_("there is no rota yet"), fix=N_("Load one first; nothing was written"))
    if not single:
        _make_directory(request.path)
    # all of them are made before one is written: a file that can't be continued stops them all
    made = []
    for whose, path in targets:
        mine = [_shown(found, duty, whose) for duty in duties if _is(duty, whose)]
        revised = revise(mine, _previous(path, whose), start, end)
        content = write_duties(revised, _title(found, whose), stamp=now, zone=zone)
        cancelled = sum(duty.cancelled for duty in revised)
        made.append((path, content, Exported(str(path), len(revised) - cancelled, cancelled)))
    for path, content, _done in made:
        write(path, content)
    return [done for _path, _content, done in made]


def _targets(found: Plan, request: Request, busy: set[str]) -> list[tuple[_Whose, Path]]:
    """A file for each rota and for each person who is on, or was when it was last written."""
    whose: list[_Whose] = []
    if not request.person:
        codes = [line.view.code for line in found.lines]
        whose += [_Whose(rota=code) for code in codes if request.rota in ("", code)]
    if not request.rota:
        codes = sorted(each.code for each in found.people.values())
        whose += [_Whose(person=code) for code in codes if request.person in ("", code)]
    wanted = [(each, request.path / each.file_name) for each in whose]
    return [
        (each, path)
        for each, path in wanted
        if each.rota or each.person in busy or request.person or path.exists()
    ]


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise Problem(
            N_("the directory can't be made: {error}"),
            where=str(path),
            fix=N_("Choose another place"),
            error=error.strerror or error,
        ) from error


def _duties(found: Plan, start: Instant, end: Instant) -> Iterator[Duty]:
    """Everybody's times on each rota that meet [`start`, `end`), each for one reason, whole. What
    goes on for longer than we follow it is cut to the month."""
    for line in found.lines:
        for person_id, because, instead_of, first, last in _times(found, line):
            begin = start if first <= found.start else first
            close = end if last >= found.end else last
            if begin < end and close > start:
                person = found.people[person_id]
                yield Duty(
                    duty_uid(line.view.code, because, person.code, begin),
                    line.view.code,
                    person.code,
                    begin,
                    close,
                    "",
                    "" if instead_of is None else roster.instead_of(found.name(instead_of)),
                )


def _times(found: Plan, line: Line) -> Iterator[tuple[int, Because, int | None, Instant, Instant]]:
    """Who is on, why, instead of whom, from when to when."""
    begun: dict[tuple[int, Because, int | None], Instant] = {}
    for span in found.spans(line):
        here = {(each.person_id, each.because, each.instead_of) for each in span.on}
        for key in [key for key in begun if key not in here]:
            yield *key, begun.pop(key), span.start
        for key in here:
            begun.setdefault(key, span.start)
    for key, since in begun.items():
        yield *key, since, found.end


def _is(duty: Duty, whose: _Whose) -> bool:
    return whose.rota in ("", duty.rota) and whose.person in ("", duty.person)


def _shown(found: Plan, duty: Duty, whose: _Whose) -> Duty:
    """The duty with what its event is called: what the calendar doesn't say by itself."""
    line = found.line(duty.rota)
    assert line is not None
    rota = pick(line.view.name, line.view.name_zh)
    name = next(each.name for each in found.people.values() if each.code == duty.person)
    summary = rota if whose.person else name if whose.rota else f"{rota}: {name}"
    return Duty(duty.uid, duty.rota, duty.person, duty.start, duty.end, summary, duty.description)


def _title(found: Plan, whose: _Whose) -> str:
    names: Iterable[str] = ()
    if whose.rota:
        names = (
            pick(e.view.name, e.view.name_zh) for e in found.lines if e.view.code == whose.rota
        )
    elif whose.person:
        names = (each.name for each in found.people.values() if each.code == whose.person)
    return roster.calendar_title(*names)


def _previous(path: Path, whose: _Whose) -> tuple[Duty, ...]:
    """What the calendar at `path` has. Another's calendar isn't overwritten."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Problem(
            N_("the file can't be read: {error}"),
            where=str(path),
            fix=N_("Choose another place"),
            error=error.strerror or error,
        ) from error
    if _OURS not in data:
        raise Problem(
            N_("this file isn't a calendar of the roster"),
            where=str(path),
            fix=N_("Choose another place, or move it away"),
        )
    previous = written_duties(data, str(path))
    foreign = next((each for each in previous if not _is(each, whose)), None)
    if foreign is not None:
        raise Problem(
            N_("this file has turns of another calendar: {person} on {rota}"),
            where=str(path),
            fix=N_("Choose another place, or move it away"),
            person=foreign.person,
            rota=foreign.rota,
        )
    return previous
