"""JSON: an array of objects, JSON Lines, or an object that holds such an array."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from floorboard.domain.problem import N_, Problem
from floorboard.exchange.drafts import Note, Reject, shorten
from floorboard.exchange.table import (
    Caps,
    Rows,
    check_cells,
    name_columns,
    too_big,
    too_many_rows,
)
from floorboard.exchange.text_encoding import find_encoding

_DEEP = 6
"""How far nested objects become columns (`fields.status.name`); deeper ones stay JSON text."""

# Numbers keep the digits they are written with: a ticket's number is text, and a double would
# round one of more than 15 digits.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANK = re.compile(r"[ \t\r\n]*")

_Path = tuple[str, ...]
_Found = tuple[int, Any]
"""The line on which a value begins, and the value."""


def read_json(path: Path, caps: Caps) -> Rows:
    """The objects as rows. Columns are the keys in order of appearance, dotted where nested."""
    size = path.stat().st_size
    if size > caps.json_bytes:
        raise too_big(path, size, caps.json_bytes)
    encoding = find_encoding(path)
    text = path.read_text(encoding.name, encoding.errors)
    rejects: list[Reject] = []
    try:
        if looks_like_lines(text):
            found = list(_json_lines(text, rejects))
        else:
            found = list(_listed(text, path))
    except JSONDecodeError as error:
        raise Problem(
            N_("the JSON breaks off at column {column}: {reason}"),
            where=f"{path.name}:{error.lineno}",
            column=error.colno,
            reason=error.msg,
        ) from error
    except RecursionError as error:
        raise Problem(N_("the JSON is nested too deeply"), where=path.name) from error
    if len(found) > caps.rows:
        raise too_many_rows(path, caps)
    return _table(path, found, rejects, caps, encoding.name)


def looks_like_lines(text: str) -> bool:
    """Whether each line is an object of its own (JSON Lines)."""
    first, second = [*text.lstrip().split("\n", 2)[:2], "", ""][:2]
    return first.startswith("{") and second.lstrip().startswith("{")


def _json_lines(text: str, rejects: list[Reject]) -> Iterator[_Found]:
    for line, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            yield line, _DECODER.decode(row)
        except JSONDecodeError as error:
            problem = Problem(
                N_("the JSON breaks off at column {column}: {reason}"),
                column=error.colno,
                reason=error.msg,
            )
            rejects.append(Reject(line, "", shorten(row), problem, (shorten(row, 1000),)))


def _listed(text: str, path: Path) -> Iterator[_Found]:
    start = _after_blanks(text, 0)
    if not text.startswith("[", start):
        whole = _DECODER.decode(text)
        keys = _way_to_list(whole)
        if keys is None:
            if isinstance(whole, dict):
                yield 1, whole
                return
            raise Problem(N_("the JSON holds no list of objects"), where=path.name)
        for key in keys:
            start = _value_of(text, start, key)
    yield from _array(text, start)


def _array(text: str, start: int) -> Iterator[_Found]:
    """The elements of the array at `start`, each with its line."""
    line, counted = 1, 0
    at = _after_blanks(text, start + 1)
    while not text.startswith("]", at):
        line += text.count("\n", counted, at)
        counted = at
        value, at = _DECODER.raw_decode(text, at)
        yield line, value
        at = _after_blanks(text, at)
        if text.startswith(",", at):
            at = _after_blanks(text, at + 1)
        elif not text.startswith("]", at):
            raise JSONDecodeError("Expecting ',' delimiter", text, at)


def _way_to_list(whole: object) -> _Path | None:
    """The keys that lead to a list of objects: the shallowest, and there the longest."""
    level: list[tuple[_Path, object]] = [((), whole)]
    for _ in range(_DEEP):
        inside = [
            ((*way, key), value)
            for way, holder in level
            if isinstance(holder, dict)
            for key, value in holder.items()
        ]
        lists = [
            (len(value), way)
            for way, value in inside
            if isinstance(value, list) and value and isinstance(value[0], dict)
        ]
        if lists:
            return max(lists, key=lambda found: found[0])[1]
        level = inside
    return None


def _value_of(text: str, start: int, key: str) -> int:
    """Where the value of `key` begins, in the object at `start`."""
    at = _after_blanks(text, start + 1)
    found = -1
    while not text.startswith("}", at):
        name, at = _DECODER.raw_decode(text, at)
        at = _after_blanks(text, _after_blanks(text, at) + 1)
        if name == key:
            found = at
        _, at = _DECODER.raw_decode(text, at)
        at = _after_blanks(text, at)
        if text.startswith(",", at):
            at = _after_blanks(text, at + 1)
    return found


def _after_blanks(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _flat(value: dict[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and depth < _DEEP:
            yield from _flat(inner, f"{prefix}{key}.", depth + 1)
        else:
            yield prefix + key, _as_text(inner)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(inner, dict | list) for inner in value):
        return ", ".join(map(_as_text, value))
    return json.dumps(value, ensure_ascii=False)


def _table(
    path: Path, found: list[_Found], rejects: list[Reject], caps: Caps, encoding: str
) -> Rows:
    columns: dict[str, None] = {}
    flat: list[tuple[int, dict[str, str]]] = []
    for line, value in found:
        if isinstance(value, dict):
            row = dict(_flat(value))
            flat.append((line, row))
            columns.update(dict.fromkeys(row))
            if len(columns) > caps.columns:
                name_columns([*columns], caps, path, line)
        else:
            text = shorten(_as_text(value))
            problem = Problem(N_("this is not an object with fields"))
            rejects.append(Reject(line, "", text, problem, (text,)))
    if not columns:
        raise Problem(N_("the JSON holds no list of objects"), where=path.name)
    keys = [*columns]
    done = [0]
    rows = Rows(
        header=name_columns(keys, caps, path, 1),
        cells=iter(()),
        total=len(flat),
        position=lambda: done[0],
        rejects=rejects,
        notes=[Note(N_("JSON in {encoding}"), {"encoding": encoding.upper()})],
    )

    def read() -> Iterator[tuple[int, list[str]]]:
        for number, (line, row) in enumerate(flat, 1):
            done[0] = number
            cells = [row.get(key, "") for key in keys]
            if check_cells(rows, line, cells, caps):
                yield line, cells

    rows.cells = read()
    return rows
