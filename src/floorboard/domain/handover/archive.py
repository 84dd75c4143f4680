"""Where accepted handovers are kept as files, and what the files are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from floorboard.domain.handover.record import Record

FORMATS = ("html", "pdf", "md", "json")
"""What a handover can be written as."""

LONGEST = 40
"""Letters of a shift's name in a file's."""

_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Archive:
    """The directory that accepted handovers are saved in, empty where they aren't; as what, and in
    which languages."""

    directory: str = ""
    formats: tuple[str, ...] = (FORMATS[0],)
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.directory)

    def files(self, record: Record, zone: str) -> dict[str, tuple[str, str]]:
        """The names of a record's files, each with its language and format: by number, the day on
        which the shift began in `zone`, and the shift. JSON is the same in every language."""
        began = datetime.fromtimestamp(record.starts_at, ZoneInfo(zone))
        shift = _UNSAFE.sub("-", record.shift).strip("-")[:LONGEST]
        stem = "_".join(filter(None, (f"handover-{record.id:05}", f"{began:%Y-%m-%d}", shift)))
        named: dict[str, tuple[str, str]] = {}
        for form in self.formats:
            for language in self.languages:
                end = f".{form}" if form == "json" else f"_{language}.{form}"
                named.setdefault(stem + end, (language, form))
        return named
