"""TOML files that people write: values, and the line each came from, so that errors point at it.

`TomlSource` reads a text; a `TomlTable` hands out its values by type and refuses the rest as
`Problem`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from floorboard.domain.problem import N_, Problem

Path = tuple[str | int, ...]
"""Where a value is: keys, and the index of a table in an array of tables."""

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z][A-Za-z]+)?")


class TomlSource:
    """A parsed text. `name` is how errors call it: a file's name."""

    def __init__(self, text: str, name: str) -> None:
        """Raises `Problem` with the line for what isn't TOML."""
        self.name = name
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self._lines: dict[Path, int] = {}
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            message = str(error)
            position = _POSITION.search(message)
            line = position.group(1) if position else None
            if line is None:
                # an open string, bracket or a repeated key: its statement is the last one begun
                begun = [number for _, number in _statements(text)]
                line = str(begun[-1] if begun else 1)
            raise Problem(
                N_("this is not TOML: {reason}"),
                where=f"{name}:{line}",
                fix=N_("Correct this line or the one before it"),
                reason=_POSITION.sub("", message),
            ) from None
        statements = list(_statements(text))
        for path, number in statements:
            self._lines.setdefault(path, number)
        for path, number in statements:  # tables that exist only as a part of a longer key
            for end in range(1, len(path)):
                self._lines.setdefault(path[:end], number)

    @property
    def root(self) -> TomlTable:
        """The whole document."""
        return TomlTable(self, (), self.data)

    def line_of(self, path: Path) -> int:
        """The line on which the table or key at `path` is written.

        Inside an inline table or an array it is the line of the key that holds it; for what isn't
        there, the line of the table it is missing from.
        """
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1

    def problem(self, path: Path, what: str, fix: str, /, **facts: object) -> Problem:
        """A `Problem` that points at `path`."""
        return Problem(what, where=f"{self.name}:{self.line_of(path)}", fix=fix, **facts)


class TomlTable:
    """A table of a `TomlSource`, whose getters check what they hand out."""

    def __init__(self, source: TomlSource, path: Path, data: Mapping[str, Any]) -> None:
        self.source = source
        self.path = path
        self.data = data

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def problem(self, key: str | None, what: str, fix: str, /, **facts: object) -> Problem:
        """A `Problem` at `key`, or at the table itself."""
        path = self.path if key is None else (*self.path, key)
        return self.source.problem(path, what, fix, **facts)

    def wrong(self, key: str, expected: str) -> Problem:
        """The value at `key` isn't what it should be; `expected` is an example of it, as TOML."""
        value = self.data[key]
        return self.problem(
            key,
            N_("{key} cannot be {value}"),
            N_("Write it like this: {expected}"),
            key=key,
            value=value.isoformat() if isinstance(value, date | time) else repr(value),
            expected=expected,
        )

    def only(self, *known: str) -> None:
        """Raises `Problem` at the first key that isn't `known`."""
        for key in self.data:
            if key not in known:
                raise self.problem(
                    key,
                    N_("{key} is not known here"),
                    N_("Remove it; known are: {known}"),
                    key=key,
                    known=", ".join(known),
                )

    def need(self, *keys: str) -> None:
        """Raises `Problem` for the first of `keys` that is missing."""
        for key in keys:
            if key not in self.data:
                raise self.problem(
                    None, N_("{key} is missing"), N_("Add a line that begins {key} ="), key=key
                )

    def text(self, key: str, default: str = "") -> str:
        """A string that isn't empty."""
        if key not in self.data:
            return default
        value = self.data[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f'{key} = "…"')
        return value

    def whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`; None where there is none."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.wrong(key, f"{key} = {low} … {high}")
        return value

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(each, int) and not isinstance(each, bool) and low <= each <= high
            for each in value
        ):
            raise self.wrong(key, f"{key} = [{low} … {high}]")
        return tuple(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"{key} = {str(not default).lower()}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, f'{key} = ["…"]')
        return tuple(value)

    def wording(self, key: str) -> Mapping[str, str]:
        """A text by language code; one given without a language is in English."""
        value = self.data.get(key, {})
        if isinstance(value, str) and value.strip():
            return {"en": value}
        if not isinstance(value, dict) or not all(
            _LANGUAGE.fullmatch(language) and isinstance(each, str) and each.strip()
            for language, each in value.items()
        ):
            raise self.wrong(key, f'{key} = {{ en = "…", zh = "…" }}')
        return dict(value)

    def table(self, key: str) -> TomlTable | None:
        """A table; None where there is none."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(key, f"[{key}]")
        return TomlTable(self.source, (*self.path, key), value)

    def tables(self, key: str) -> Iterator[TomlTable]:
        """An array of tables."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, f"[[{key}]]")
        for index, each in enumerate(value):
            yield TomlTable(self.source, (*self.path, key, index), each)


def _statements(text: str) -> Iterator[tuple[Path, int]]:
    """Each table header and key of `text` with its line. It may end early in what isn't TOML."""
    counts: dict[Path, int] = {}  # arrays of tables, by the path of the array
    table: Path = ()
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == "#":
            at = _line_end(text, at)
        else:
            line = text.count("\n", 0, at) + 1
            brackets = 2 if text.startswith("[[", at) else 1 if text[at] == "[" else 0
            keys, at = _dotted(text, at + brackets)
            if brackets:
                table = _resolve((), keys, counts)
                if brackets == 2:
                    counts[table] = counts.get(table, -1) + 1
                    yield table, line
                    table = (*table, counts[table])
                yield table, line
                at = _line_end(text, at)
            else:
                yield (*table, *keys), line
                at = _value_end(text, at)


def _resolve(path: Path, keys: list[str], counts: Mapping[Path, int]) -> Path:
    """The path that a header's keys mean: through an array of tables, its latest table."""
    for index, key in enumerate(keys):
        path = (*path, key)
        if path in counts and index < len(keys) - 1:
            path = (*path, counts[path])
    return path


def _dotted(text: str, at: int) -> tuple[list[str], int]:
    """The parts of a dotted key, and where it ends."""
    keys: list[str] = []
    while at < len(text):
        if text[at] in " \t.":
            at += 1
        elif match := _NAME.match(text, at):
            keys.append(match.group())
            at = match.end()
        elif match := _STRING.match(text, at):
            keys.append(str(tomllib.loads(f"k={match.group()}")["k"]))
            at = match.end()
        else:
            break
    return keys, at


def _value_end(text: str, at: int) -> int:
    """The end of the value that begins at or after `at`: its line's, or its last bracket's."""
    depth = 0
    while at < len(text):
        if match := _STRING.match(text, at):
            at = match.end()
            continue
        if text[at] == "#":
            at = _line_end(text, at)
            continue
        if text[at] == "\n" and depth <= 0:
            break
        depth += (text[at] in "[{") - (text[at] in "]}")
        at += 1
    return at


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
