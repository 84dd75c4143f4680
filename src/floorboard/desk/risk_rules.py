"""What opens risk points, and its weight: the program's rules, or the centre's own instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from floorboard.desk import handbook
from floorboard.desk.desk import Desk
from floorboard.desk.rule_files import read_text
from floorboard.domain.handbook import Handbook, Part
from floorboard.domain.risks import CauseKind, Rule
from floorboard.resources import data
from floorboard.store.connection import Connection
from floorboard.store.queries import handbook as queries

SHIPPED = "risks.toml"
"""The file in `data/duties` that comes with the program."""

OWN = "floorboard risks print"
"""What errors in the centre's own rules point at."""


def in_force(db: Connection) -> Mapping[CauseKind, Rule]:
    """The rule for each kind of cause."""
    own = queries.risk_rules(db)
    return shipped() if own is None else _compiled(own)


@lru_cache(maxsize=1)
def shipped() -> Mapping[CauseKind, Rule]:
    """What opens which risk points, as it comes with the program."""
    from floorboard.exchange.risks import read_rules

    return read_rules(_shipped_text(), SHIPPED, _points(handbook.compiled(()).handbook))


@lru_cache(maxsize=2)
def _compiled(own: str) -> Mapping[CauseKind, Rule]:
    """A centre's own rules. Its handbook may have been changed since: points it has no more are
    never open."""
    from floorboard.exchange.risks import read_rules

    return read_rules(own, OWN, None)


def text_of(desk: Desk) -> str:
    """The rules in force as a file to edit and load."""
    with desk.store.reading() as db:
        return queries.risk_rules(db) or _shipped_text()


def load(desk: Desk, path: Path) -> bool:
    """Put the rules in the file at `path` in force; False where they were already.

    Raises `Problem` with the line for a mistake, and for a risk point that the handbook in force
    doesn't have.
    """
    from floorboard.exchange.risks import read_rules

    text = read_text(path)
    read_rules(text, str(path), _points(handbook.in_force(desk).handbook))
    return _put(desk, None if text == _shipped_text() else text)


def forget(desk: Desk) -> bool:
    """Go back to the program's own rules; whether there were others."""
    return _put(desk, None)


def _put(desk: Desk, text: str | None) -> bool:
    with desk.deed(handbook.CHANGED, "risks") as deed:
        before = queries.risk_rules(deed.db)
        if before == text:
            deed.withdraw()
            return False
        queries.put_risk_rules(deed.db, text)
        deed.before["digest"] = _digest(before or _shipped_text())
        deed.after["digest"] = _digest(text or _shipped_text())
        return True


def _points(book: Handbook) -> Collection[str]:
    return [each.id for each in book if each.part is Part.RISK]


def _shipped_text() -> str:
    return data("duties", SHIPPED).read_text("utf-8")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
