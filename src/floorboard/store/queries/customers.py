"""Customers, as a caller's number or name tells them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

TAIL = 7
"""Digits from which on the end of a number is as good as all of it: one side may have left out the
country or the area."""

_SPELLED = " -/.()+"
"""What people write between digits."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer that a number or a name belongs to."""

    id: int
    name: str
    organisation: str
    phone: str


_CALLER = "SELECT id, name, organisation, phone FROM customer"


def by_phone(db: sqlite3.Connection, phone: str) -> list[Caller]:
    """The customers with this telephone number, however it is written; those who have all of it,
    or else those who have its end."""
    wanted = _digits(phone)
    if not wanted:
        return []
    plain = "phone"
    for sign in _SPELLED:
        plain = f"replace({plain}, '{sign}', '')"
    rows = db.execute(
        f"{_CALLER} WHERE phone <> '' AND {plain} LIKE ? ORDER BY id", (f"%{wanted[-TAIL:]}",)
    )
    found = [Caller(*row) for row in rows]
    whole = [each for each in found if _digits(each.phone) == wanted]
    return whole or [each for each in found if _same(_digits(each.phone), wanted)]


def by_name(db: sqlite3.Connection, name: str) -> list[Caller]:
    """The customers of exactly this name, but for case."""
    rows = db.execute(f"{_CALLER} WHERE instr(search, ?) > 0 ORDER BY id", (name.lower(),))
    wanted = name.casefold()
    return [each for each in (Caller(*row) for row in rows) if each.name.casefold() == wanted]


def _digits(phone: str) -> str:
    """The number alone, without the zeros that lead out of the house or the country."""
    return re.sub(r"\D", "", phone).lstrip("0")


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= TAIL and long.endswith(short)
