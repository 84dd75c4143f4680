"""The floor's seats as a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from floorboard.domain.problem import N_
from floorboard.exchange.toml_source import TomlSource, TomlTable

MOST = 1000
"""Lines, and places of a line."""


@dataclass(frozen=True, slots=True)
class SeatEntry:
    """A seat as a file describes it."""

    code: str
    line: int
    place: int
    extension: str
    usable: bool
    parameters: Mapping[str, str]


def read_seats(text: str, source_name: str) -> list[SeatEntry]:
    """The seats that the TOML `text` describes, one `[[seat]]` each; `source_name` is its file's.

    A seat has a `code`, a `line` and a `place`, and may have an `extension`, `usable = false` and
    `[seat.parameters]`. Raises `Problem` with the file and line.
    """
    root = TomlSource(text, source_name).root
    root.only("seat")
    found: list[SeatEntry] = []
    for table in root.tables("seat"):
        seat = _seat(table)
        for other in found:
            if other.code.lower() == seat.code.lower():
                raise table.problem(
                    "code", N_("{code} is there twice"), N_("Remove one of them"), code=seat.code
                )
            if (other.line, other.place) == (seat.line, seat.place):
                raise table.problem(
                    "place",
                    N_("{code} is at this place already"),
                    N_("Give one of them another place"),
                    code=other.code,
                )
        found.append(seat)
    return found


def _seat(table: TomlTable) -> SeatEntry:
    table.only("code", "line", "place", "extension", "usable", "parameters")
    table.need("code", "line", "place")
    line, place = table.whole("line", 1, MOST), table.whole("place", 1, MOST)
    assert line is not None
    assert place is not None
    return SeatEntry(
        table.text("code"),
        line,
        place,
        table.text("extension"),
        table.flag("usable", True),
        _parameters(table.table("parameters")),
    )


def _parameters(table: TomlTable | None) -> Mapping[str, str]:
    return {} if table is None else {key: table.text(key) for key in table}
