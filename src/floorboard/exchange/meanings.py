"""What the texts of each column mean: times, words, counts; and which of them are bad."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, NN_, Problem
from floorboard.domain.ticket import Channel, Kind, State
from floorboard.exchange.drafts import Note, Reject, Verdict, shorten
from floorboard.exchange.fields import Layout, Reader, Record, Texts, absent, distinct
from floorboard.exchange.folding import Readers
from floorboard.exchange.profiles import FIELDS, TIMES, UNCHANGED, Field, Profile, fold
from floorboard.exchange.table import tidy
from floorboard.exchange.wall_clock import (
    AmbiguousDates,
    ColumnClock,
    DateOrder,
    find_order,
    looks_swapped,
)

T = TypeVar("T")

_COUNTS: tuple[Field, ...] = ("update_count", "reopen_count", "reassignment_count")
_WORDS: tuple[Field, ...] = ("state", "priority", "kind", "channel", "verdict")
_PARAGRAPHS: tuple[Field, ...] = ("title", "text")
"""Texts whose line breaks and blanks are their own; the others are names and are tidied."""

_VERDICTS: Mapping[str, Verdict] = {"on_time": "on_time", "late": "late"}


@dataclass(slots=True)
class Meanings:
    """The readers of every field over some records, and what was noticed on the way."""

    readers: Readers
    bad: Sequence[Reader[Any]]
    """Those with texts for which a row is rejected."""
    notes: list[Note]

    def sift(self, records: Iterable[Record]) -> tuple[list[Record], list[Reject], int]:
        """The records that are in order, the rejects, and how many rows were all blank."""
        good: list[Record] = []
        rejects: list[Reject] = []
        blank = 0
        for record in records:
            for reader in self.bad:
                raw = reader.get(record)
                problem = reader.bad.get(raw)
                if problem is None:
                    continue
                if any(cell.strip() for cell in record[:-1]):
                    rejects.append(Reject(record[-1], reader.column, shorten(raw, 1000), problem))
                else:
                    blank += 1
                break
            else:
                good.append(record)
        return good, rejects, blank


def find_meanings(
    profile: Profile,
    layout: Layout,
    records: Sequence[Record],
    zone: ZoneInfo | None,
    order: DateOrder | None,
    file: str,
) -> Meanings:
    """Work out every column from all of its texts.

    Raises Problem for dates that are ambiguous or contradict each other, and for local times
    where no zone is known; `file` is for messages.
    """
    return _Finder(profile, layout, records, file).find(zone, order or profile.dates)


@dataclass(slots=True)
class _Finder:
    profile: Profile
    layout: Layout
    records: Sequence[Record]
    file: str
    notes: list[Note] = field(default_factory=list)

    def find(self, zone: ZoneInfo | None, order: DateOrder | None) -> Meanings:
        texts = {name: self._text(name) for name in FIELDS if name not in (*TIMES, *_WORDS)}
        needed = self._needed("external_id")
        times = self._times(zone, order)
        counts = {name: self._count(name) for name in _COUNTS}
        defaults = self.profile.defaults
        channel, kind = Channel(defaults["channel"]), Kind(defaults["kind"])
        state: Reader[State | None] = self._word("state", State, None, None, strictly=True)
        readers = Readers(
            texts=texts,
            times=times,
            counts=counts,
            state=state,
            priority=self._word("priority", int, None, None),
            kind=self._word("kind", Kind, kind, kind),
            channel=self._word("channel", Channel, channel, Channel.OTHER),
            verdict=self._word("verdict", _VERDICTS.__getitem__, None, None),
        )
        checked: list[Reader[Any]] = [needed, *times.values(), *counts.values(), state]
        return Meanings(readers, [reader for reader in checked if reader.bad], self.notes)

    def _reader(self, name: Field, known: Mapping[str, T]) -> Reader[T]:
        get = self.layout.getters.get(name, absent)
        return Reader(name, self.layout.columns.get(name, name), get, known)

    def _text(self, name: Field) -> Reader[str]:
        clean = str.strip if name in _PARAGRAPHS else tidy
        return self._reader(name, Texts(self.profile.missing, clean))

    def _raws(self, name: Field, clean: Callable[[str], str] = tidy) -> dict[str, str]:
        """Every text of a field, as it is written → cleaned, or `""` where missing."""
        get = self.layout.getters.get(name)
        if get is None:
            return {"": ""}
        missing = self.profile.missing
        return {
            raw: "" if (text := clean(raw)).casefold() in missing else text
            for raw in distinct(get, self.records)
        }

    def _needed(self, name: Field) -> Reader[str]:
        reader = self._reader(name, self._raws(name))
        self._refuse_missing(reader)
        return reader

    def _refuse_missing(self, reader: Reader[Any]) -> None:
        for raw, value in reader.known.items():
            if not value and raw not in reader.bad:
                reader.bad[raw] = Problem(
                    N_("{field} is missing in column {column}"),
                    field=reader.name,
                    column=reader.column,
                )

    def _count(self, name: Field) -> Reader[int]:
        counts: dict[str, int] = {}
        reader = self._reader(name, counts)
        for raw, text in self._raws(name).items():
            counts[raw] = 0
            digits = text.removesuffix(".0")
            if digits.isdecimal() and len(digits) < 10:
                counts[raw] = int(digits)
            elif text:
                reader.bad[raw] = Problem(
                    N_("{value} in column {column} is not a whole number"),
                    value=shorten(text),
                    column=reader.column,
                )
        return reader

    def _word(
        self,
        name: Field,
        make: Callable[[str], T],
        blank: T,
        unknown: T,
        *,
        strictly: bool = False,
    ) -> Reader[T]:
        """A field with a vocabulary; an unknown word is noted, or with `strictly` rejected."""
        words = self.profile.words[name]
        known: dict[str, T] = {}
        reader = self._reader(name, known)
        strange: list[str] = []
        for raw, text in self._raws(name).items():
            word = words.get(fold(text))
            if not text or word == UNCHANGED:
                known[raw] = blank
            elif word is not None:
                known[raw] = make(word)
            else:
                known[raw] = unknown
                strange.append(text)
                if strictly:
                    reader.bad[raw] = Problem(
                        N_("nothing says what {field} {value} in column {column} means"),
                        fix=N_(
                            "Add the word to a profile file of your own and give it with --profile"
                        ),
                        field=name,
                        value=shorten(text),
                        column=reader.column,
                    )
        if strange and not strictly:
            self.notes.append(
                Note(
                    N_("unknown words for {field}, read as {default}: {words}"),
                    {
                        "field": name,
                        "default": unknown or "—",
                        "words": shorten(", ".join(sorted(strange)), 200),
                    },
                )
            )
        return reader

    def _times(
        self, zone: ZoneInfo | None, order: DateOrder | None
    ) -> dict[Field, Reader[Instant | None]]:
        raws = {name: self._raws(name, str.strip) for name in TIMES}
        orders = dict.fromkeys(TIMES, order) if order else self._orders(raws)
        readers: dict[Field, Reader[Instant | None]] = {}
        clocks: list[ColumnClock] = []
        days: dict[DateOrder | None, dict[str, Instant]] = {}
        hours: dict[str, int] = {}
        for name in TIMES:
            clock = ColumnClock(
                where=self._place(name),
                order=orders[name],
                zone=zone,
                edge="end" if name == "target_at" else "start",
                end_of_day=(
                    "midnight"
                    if name in self.profile.whole_days
                    else "bare"
                    if name == "target_at"
                    else "never"
                ),
            )
            if clock.end_of_day == "never":  # what one such column has learned, the others know
                clock._days, clock._times = days.setdefault(clock.order, {}), hours
            clocks.append(clock)
            instants = clock.read_all(filter(None, raws[name].values()))
            known = {raw: instants.get(text) for raw, text in raws[name].items()}
            reader = readers[name] = self._reader(name, known)
            for raw, text in raws[name].items():
                if text and known[raw] is None:
                    reader.bad[raw] = Problem(
                        N_("{value} in column {column} is not a date and time"),
                        value=shorten(text),
                        column=reader.column,
                    )
        self._refuse_missing(readers["opened_at"])
        if self.profile.rows == "events":
            self._refuse_missing(readers["updated_at"])
        self._note_times(zone, orders, clocks)
        return readers

    def _orders(self, raws: Mapping[Field, Mapping[str, str]]) -> dict[Field, DateOrder | None]:
        """Each time column's date order; an ambiguous one follows the others, if they agree."""
        found: dict[Field, DateOrder | None] = {}
        ambiguous: dict[Field, AmbiguousDates] = {}
        for name in TIMES:
            dates = _one_a_day(raws[name].values())
            try:
                found[name] = find_order(dates, self._place(name))
            except AmbiguousDates as problem:
                ambiguous[name] = problem
            else:
                if found[name] and looks_swapped(dates):
                    what = N_(
                        "{where}: a spreadsheet seems to have swapped day and month in places"
                    )
                    self.notes.append(Note(what, {"where": self._place(name)}))
        decided = {order for order in found.values() if order}
        if ambiguous and len(decided) != 1:
            raise next(iter(ambiguous.values()))
        return found | dict.fromkeys(ambiguous, next(iter(decided), None))

    def _note_times(
        self,
        zone: ZoneInfo | None,
        orders: Mapping[Field, DateOrder | None],
        clocks: Sequence[ColumnClock],
    ) -> None:
        notes = self.notes
        for order in sorted({order for order in orders.values() if order}):
            notes.append(Note(N_("dates are {order}"), {"order": order}))
        if zone is not None and any(clock.used_zone for clock in clocks):
            notes.append(Note(N_("local times are of {zone}"), {"zone": zone.key}))
        for clock in clocks:
            for texts, what in (
                (
                    clock.skipped,
                    NN_(
                        "{where}: {count} time that a clock change skips, like {value}",
                        "{where}: {count} times that a clock change skips, like {value}",
                    ),
                ),
                (
                    clock.repeated,
                    NN_(
                        "{where}: {count} time that occurs twice, like {value}",
                        "{where}: {count} times that occur twice, like {value}",
                    ),
                ),
            ):
                if texts:
                    facts = {"where": clock.where, "count": len(texts), "value": texts[0]}
                    notes.append(Note(what, facts))

    def _place(self, name: Field) -> str:
        return f"{self.file} {self.layout.columns.get(name, name)}"


def _one_a_day(texts: Iterable[str]) -> Iterable[str]:
    """One of the texts that begin with the same date: its time says nothing of the date's order."""
    found: dict[str, str] = {}
    for text in texts:
        day = text.partition(" ")[0]
        found[day if len(day) >= 8 and day[0].isdecimal() else text] = text
    return found.values()
