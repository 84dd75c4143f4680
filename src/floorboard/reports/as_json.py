"""Views as JSON: stable names, instants as ISO 8601 in UTC, no byte that commands a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from floorboard.domain.instant import iso

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


def value(thing: object, name: str = "") -> Value:
    """`thing` as JSON has it. Integers under a name that speaks of an instant become ISO 8601."""
    match thing:
        case None | bool() | float():
            return thing
        case Enum():
            return value(thing.value, name)
        case str():
            return thing
        case int():
            return iso(thing) if _names_an_instant(name) else thing
        case Mapping():
            return {str(key): value(item, str(key)) for key, item in thing.items()}
        case tuple() if hasattr(thing, "_asdict"):
            return value(thing._asdict())
        case list() | tuple():
            return [value(item, name) for item in thing]
        case set() | frozenset():
            return [value(item, name) for item in sorted(thing, key=str)]
    if is_dataclass(thing):
        return {
            field.name: value(getattr(thing, field.name), field.name)
            for field in fields(thing)
            if not field.name.startswith("_")
        }
    return str(thing)


def record(view: object, **more: object) -> dict[str, Value]:
    """A view as a JSON object, with `more` facts behind its own."""
    shown = value(view)
    assert isinstance(shown, dict)
    return shown | {name: value(fact, name) for name, fact in more.items()}


def text(document: Mapping[str, object]) -> str:
    """The document to print. Characters that could command a terminal or reorder a line are
    written as `\\u` escapes, which changes nothing for who parses it."""
    plain = json.dumps(value(document), ensure_ascii=False, indent=2)
    return _NOT_ASCII.sub(_escaped, plain)


_INSTANTS = frozenset({"at", "until", "as_of", "now", "start", "end", "acknowledge_by", "since"})
_NOT_ASCII = re.compile(r"[^\n\x20-\x7e]")


def _names_an_instant(name: str) -> bool:
    return name.endswith("_at") or name in _INSTANTS


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
