"""The floor's seats: which there are, and who sits where. Everything here can be undone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from string import ascii_uppercase

from floorboard.desk import intake, people
from floorboard.desk.desk import Desk
from floorboard.desk.rule_files import read_text
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.exchange.seats import MOST, SeatEntry, read_seats
from floorboard.store import rows
from floorboard.store.queries import seats as queries
from floorboard.store.queries.seats import Sitting
from floorboard.store.store import Deed
from floorboard.store.views.seats import SeatView

DEFINED = "seats.defined"
ASSIGNED = "seats.assigned"

EXTENSION_LIMIT = 40
PARAMETER_LIMIT = 200
LAYOUT_LIMIT = 500
"""Seats that are laid out at once."""

_CODE = re.compile(r"[\w.-]{1,32}")
_LAYOUT = re.compile(r"(\d{1,3})\s*[x×*]\s*(\d{1,3})", re.IGNORECASE)
_EXTENSION, _PARAMETER = N_("the extension"), N_("the parameter")


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat that is put on the floor; `line` and `place` count from 1."""

    code: str
    line: int
    place: int
    extension: str = ""
    parameters: Mapping[str, str] | None = None
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be another in a seat; None leaves it. A parameter without a value goes."""

    code: str | None = None
    extension: str | None = None
    line: int | None = None
    place: int | None = None
    parameters: Mapping[str, str] | None = None
    usable: bool | None = None


@dataclass(frozen=True, slots=True)
class SeatMap:
    """The floor at `at`: `lines` of seats, in order; where a place has none, it is None."""

    at: Instant
    lines: tuple[tuple[SeatView | None, ...], ...]

    @property
    def seats(self) -> list[SeatView]:
        return [seat for line in self.lines for seat in line if seat is not None]


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody sits down: which seat they left (empty: none), and who got up for them."""

    seat: str
    left: str
    instead_of: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file or a layout did: seats that are new, and those that were changed."""

    added: int
    changed: int


def seat_map(desk: Desk) -> SeatMap:
    """The floor as it is now."""
    now = desk.now()
    with desk.store.reading() as db:
        return SeatMap(now, _lines(queries.seats(db, now)))


def add(desk: Desk, new: NewSeat) -> int:
    """Put a seat on the floor; its number."""
    with desk.deed(DEFINED, f"seat/{new.code}") as deed:
        return _add(deed, new)


def change(desk: Desk, code: str, changes: Changes) -> bool:
    """Change what `changes` names; whether anything is another now. A seat that somebody sits at
    can't be taken out of use."""
    with desk.deed(DEFINED, f"seat/{code}") as deed:
        seat = _known(deed, code)
        facts = _change(deed, seat, changes)
        if not facts:
            deed.withdraw()
        deed.before.update({key: getattr(seat, key) for key in facts})
        deed.after.update(facts)
        return bool(facts)


def withdraw(desk: Desk, code: str) -> bool:
    """Take a seat out of use; whether it was in use before."""
    return change(desk, code, Changes(usable=False))


def lay_out(desk: Desk, layout: str) -> Loaded:
    """Put a grid of seats on the floor: `4x6` is four lines, A to D, of six places. Places that
    have a seat keep it."""
    found = _LAYOUT.fullmatch(layout.strip())
    lines, places = (int(each) for each in found.groups()) if found else (0, 0)
    if not 0 < lines * places <= LAYOUT_LIMIT:
        raise Problem(
            N_("{layout} isn't a layout"),
            fix=N_("Write lines and places like this: 4x6; at most {limit} seats"),
            layout=repr(layout),
            limit=LAYOUT_LIMIT,
        )
    with desk.deed(DEFINED, "seats") as deed:
        added = 0
        for line in range(1, lines + 1):
            for place in range(1, places + 1):
                if queries.at(deed.db, line, place) is None:
                    _add(deed, NewSeat(f"{_letters(line)}{place}", line, place))
                    added += 1
        return _told(deed, Loaded(added, 0))


def load(desk: Desk, path: Path) -> Loaded:
    """Put the seats of the file at `path` on the floor. A seat of the same code becomes as the file
    has it; seats that the file doesn't name stay."""
    entries = read_seats(read_text(path), str(path))
    with desk.deed(DEFINED, "seats") as deed:
        done = [_load(deed, entry) for entry in entries]
        return _told(deed, Loaded(done.count("added"), done.count("changed")))


def assign(desk: Desk, code: str, person_id: int) -> Seated | None:
    """Somebody sits at this seat from now on; None if they do already. They leave the seat where
    they sat, and whoever sat here gets up."""
    with desk.deed(ASSIGNED, f"seat/{code}") as deed:
        seat, person = _known(deed, code), people.present(deed, person_id)
        if not seat.usable:
            raise Problem(
                N_("{code} is out of use"),
                fix=N_("Choose another seat, or put it back in use"),
                code=seat.code,
            )
        here, there = queries.at_seat(deed.db, seat.id), queries.of_person(deed.db, person.id)
        if there is not None and there.seat_id == seat.id:
            deed.withdraw()
            return None
        number = rows.next_id(deed.db, "sitting")
        ending = [each for each in (here, there) if each is not None]
        deed.watch("sitting", [*(each.id for each in ending), number])
        _end(deed, ending)
        rows.insert(
            deed.db,
            "sitting",
            {"id": number, "seat_id": seat.id, "person_id": person.id, "starts_at": deed.at},
        )
        deed.after["person"] = person.name
        if here is not None:
            deed.before["person"] = here.name
        return Seated(seat.code, there.seat if there else "", here.name if here else "")


def free(desk: Desk, code: str) -> str:
    """Whoever sits at this seat gets up; their name, empty where nobody sat there."""
    with desk.deed(ASSIGNED, f"seat/{code}") as deed:
        seat = _known(deed, code)
        here = queries.at_seat(deed.db, seat.id)
        if here is None:
            deed.withdraw()
            return ""
        deed.watch("sitting", [here.id])
        _end(deed, [here])
        deed.before["person"], deed.after["person"] = here.name, None
        return here.name


def read_parameters(written: Iterable[str]) -> dict[str, str]:
    """Parameters typed as `key=value`; a value may be empty."""
    found: dict[str, str] = {}
    for each in written:
        key, sign, value = each.partition("=")
        if not sign or not key.strip():
            raise Problem(
                N_("{text} isn't a parameter"),
                fix=N_("Write it like this: {example}"),
                text=repr(each),
                example="headset=USB",
            )
        found[key.strip()] = value.strip()
    return found


def _lines(seats: Sequence[SeatView]) -> tuple[tuple[SeatView | None, ...], ...]:
    longest = max((seat.place for seat in seats), default=0)
    return tuple(
        tuple({seat.place: seat for seat in line}.get(place) for place in range(1, longest + 1))
        for line in ([*each] for _, each in groupby(seats, lambda seat: seat.line))
    )


def _known(deed: Deed, code: str) -> SeatView:
    """The seat of this code, which the deed is about; a `Problem` if there is none."""
    found = queries.coded(deed.db, code.strip(), deed.at)
    if found is None:
        raise Problem(
            N_("there is no seat {code}"),
            fix=N_("`floorboard seats` shows which there are"),
            code=code or "–",
        )
    deed.subject = f"seat/{found.code}"
    return found


def _end(deed: Deed, sittings: Iterable[Sitting]) -> None:
    for each in sittings:
        end = max(each.starts_at, deed.at)  # the clock may have been put back
        rows.update(deed.db, "sitting", (each.id,), {"ends_at": end})


def _load(deed: Deed, entry: SeatEntry) -> str:
    seat = queries.coded(deed.db, entry.code, deed.at)
    if seat is None:
        _add(deed, NewSeat(**{name: getattr(entry, name) for name in NewSeat.__slots__}))
        return "added"
    gone = dict.fromkeys(seat.parameters.keys() - entry.parameters.keys(), "")
    changes = Changes(**{name: getattr(entry, name) for name in Changes.__slots__})
    changes = replace(changes, parameters={**entry.parameters, **gone})
    return "changed" if _change(deed, seat, changes) else "same"


def _told(deed: Deed, loaded: Loaded) -> Loaded:
    if not loaded.added and not loaded.changed:
        deed.withdraw()
    deed.after.update(added=loaded.added, changed=loaded.changed)
    return loaded


def _add(deed: Deed, new: NewSeat) -> int:
    facts = {
        "code": _free_code(deed, new.code),
        "extension": intake.line(new.extension, _EXTENSION, EXTENSION_LIMIT),
        "line": new.line,
        "place": new.place,
        "parameters": json.dumps(_merged({}, new.parameters or {}), ensure_ascii=False),
        "usable": int(new.usable),
    }
    _check_place(deed, new.line, new.place)
    number = rows.next_id(deed.db, "seat")
    deed.watch("seat", [number])
    rows.insert(deed.db, "seat", {"id": number, **facts, "version": deed.version})
    return number


def _change(deed: Deed, seat: SeatView, changes: Changes) -> dict[str, object]:
    """Change a seat; what is another now."""
    wanted: dict[str, object] = {}
    if changes.code is not None:
        wanted["code"] = _free_code(deed, changes.code, but=seat.id)
    if changes.extension is not None:
        wanted["extension"] = intake.line(changes.extension, _EXTENSION, EXTENSION_LIMIT)
    line = seat.line if changes.line is None else changes.line
    place = seat.place if changes.place is None else changes.place
    if (line, place) != (seat.line, seat.place):
        _check_place(deed, line, place)
        wanted |= {"line": line, "place": place}
    if changes.parameters is not None:
        wanted["parameters"] = _merged(seat.parameters, changes.parameters)
    if changes.usable is not None:
        wanted["usable"] = changes.usable
    facts = {key: value for key, value in wanted.items() if getattr(seat, key) != value}
    if not facts:
        return {}
    if facts.get("usable") is False:
        _check_free(deed, seat)
    values = dict(facts)
    if "parameters" in facts:
        values["parameters"] = json.dumps(facts["parameters"], ensure_ascii=False)
    deed.watch("seat", [seat.id])
    rows.update(deed.db, "seat", (seat.id,), {**values, "version": deed.version})
    return facts


def _free_code(deed: Deed, written: str, but: int | None = None) -> str:
    """The code that was typed, if no other seat has it."""
    code = written.strip()
    if not _CODE.fullmatch(code):
        raise Problem(
            N_("{code} can't be a code"),
            fix=N_("Take up to 32 letters, digits, points and hyphens"),
            code=code or "–",
        )
    found = queries.coded(deed.db, code, deed.at)
    if found is not None and found.id != but:
        raise Problem(
            N_("there is a seat {code} already"), fix=N_("Choose another one"), code=found.code
        )
    return code


def _check_place(deed: Deed, line: int, place: int) -> None:
    if not (0 < line <= MOST and 0 < place <= MOST):
        raise Problem(
            N_("lines and places count from 1 to {most}"),
            fix=N_("Correct it; nothing was saved"),
            most=MOST,
        )
    there = queries.at(deed.db, line, place)
    if there is not None:
        raise Problem(
            N_("{code} is at place {place} of line {line}"),
            fix=N_("Choose another place; nothing was saved"),
            code=there,
            line=line,
            place=place,
        )


def _check_free(deed: Deed, seat: SeatView) -> None:
    here = queries.at_seat(deed.db, seat.id)
    if here is not None:
        raise Problem(
            N_("{name} sits at {code}"),
            fix=N_("Free the seat first"),
            name=here.name,
            code=seat.code,
        )


def _merged(before: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """The parameters after `changes`, in order of their names; one without a value goes."""
    clean = {
        intake.line(key, _PARAMETER, EXTENSION_LIMIT): intake.line(
            value, _PARAMETER, PARAMETER_LIMIT
        )
        for key, value in changes.items()
    }
    return {key: value for key, value in sorted({**before, **clean}.items()) if key and value}


def _letters(line: int) -> str:
    """The line's name: A to Z, then AA."""
    name = ""
    while line:
        line, digit = divmod(line - 1, len(ascii_uppercase))
        name = ascii_uppercase[digit] + name
    return name
