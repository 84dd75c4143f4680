"""What an import was asked to do, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from floorboard.domain.problem import Problem
from floorboard.exchange.drafts import Note, Reject
from floorboard.exchange.wall_clock import DateOrder


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read and stored; what is left open, the files and profiles decide."""

    profile: str | None = None
    """A profile's name, or the path of one."""
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Fields and the columns to take them from, whatever the profile says."""
    zone: str | ZoneInfo | None = None
    """The zone of wall times; it goes before the profile's. There is no other default."""
    date_order: DateOrder | None = None
    dry_run: bool = False
    """Find out what would happen, and leave everything as it is."""
    strict: bool = False
    """Store nothing at all if any row can't be read."""
    rejects: Path | None = None
    """The reject file, or a folder for them; by default `<file>.rejects.csv` beside each file."""
    say: Callable[[Problem], str] = str
    """Words a problem for the reject file."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file."""

    path: Path
    profile: str
    rows: int
    """Rows below the header that weren't blank."""
    tickets: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    older: int = 0
    """Tickets of which the store knows newer facts; nothing of them was taken."""
    undecided: int = 0
    """Tickets that differ from the store, and nothing says which is newer: they were left."""
    kept: int = 0
    """Fields that were edited here, differ from the file, and stay as they are."""
    events: int = 0
    """Events added to histories."""
    customers: int = 0
    """Customers made."""
    projects: tuple[str, ...] = ()
    """Projects made, by name."""
    rejects: tuple[Reject, ...] = ()
    """Rows that stayed out, by line."""
    rejects_path: Path | None = None
    """Where they were written, if they were."""
    rejects_problem: Problem | None = None
    """Why they couldn't be written."""
    notes: tuple[Note, ...] = ()
    """What was decided on the way."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import."""

    files: tuple[FileReport, ...]
    dry_run: bool = False
    refused: bool = False
    """Rows couldn't be read and the import was to be strict, so nothing was stored."""
    seconds: float = 0.0

    @property
    def created(self) -> int:
        return sum(file.created for file in self.files)

    @property
    def updated(self) -> int:
        return sum(file.updated for file in self.files)

    @property
    def unchanged(self) -> int:
        return sum(file.unchanged for file in self.files)

    @property
    def tickets(self) -> int:
        return sum(file.tickets for file in self.files)

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def rejects(self) -> int:
        return sum(len(file.rejects) for file in self.files)

    @property
    def changes(self) -> bool:
        """Whether the store is, or in a dry run would be, another than before."""
        return bool(self.created or self.updated)

    @property
    def barren(self) -> bool:
        """Whether there were rows, and none of them could be read."""
        return bool(self.rejects) and not self.tickets
