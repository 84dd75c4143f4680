"""Cover: how many people with which skill must be on at once, and where they are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant, Interval, from_wall, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.roster.days import DayBook, DaySet
from floorboard.domain.roster.matching import Want, fill
from floorboard.domain.roster.rota import Span


@dataclass(frozen=True, slots=True)
class Need:
    """`count` people at once, on the days of `days` (a `DaySet`'s text), [`start`, `end`) minutes
    after midnight; the end may lie on the next day.

    With `rota_id` they are those on that rota, without it those on any. With `project_id` only
    people count whose skill in that project is confirmed. One of the two is always given.
    """

    id: int
    count: int
    rota_id: int | None = None
    project_id: int | None = None
    days: str = "every_day"
    start: int = 0
    end: int = 1440


class Gap(NamedTuple):
    """[`start`, `end`) in which `have` of the `need` people that a need asks for can be had. Where
    it `goes_on`, the need holds longer than was looked at: `end` needn't be the gap's own."""

    need_id: int
    start: Instant
    end: Instant
    have: int
    need: int
    goes_on: bool = False


class Place(NamedTuple):
    """What a need's days and wall times are read by: those of its rota, or the centre's."""

    zone: ZoneInfo
    book: DayBook


Spans = Mapping[int, Sequence[Span]]
"""By rota, what the resolver says: in order, without overlap."""

Confirmed = Mapping[int, frozenset[int]]
"""By project, the people whose skill in it is confirmed."""

_OnRotas = Mapping[int, Sequence[int]]


def demands(
    needs: Sequence[Need], places: Mapping[int, Place], start: Instant, end: Instant
) -> dict[int, list[Interval]]:
    """When each need holds in [`start`, `end`), by its id: sorted, touching times joined.

    `places` has every need's, by its id. A need belongs to the day on which it begins.
    """
    known: dict[tuple[Place, str, int, int], list[Interval]] = {}
    found: dict[int, list[Interval]] = {}
    for need in needs:
        kind = (places[need.id], need.days, need.start, need.end)
        if kind not in known:
            known[kind] = _holds(*kind, start, end)
        found[need.id] = known[kind]
    return found


def gaps(
    needs: Sequence[Need],
    spans_by_rota: Spans,
    confirmed: Confirmed,
    places: Mapping[int, Place],
    now: Instant,
    until: Instant,
) -> list[Gap]:
    """Where needs lack people in [`now`, `until`), by their start, then in the needs' order.

    At each instant the people on are matched to the needs: one person fills one need, and earlier
    needs are filled first. The past is no gap to fix, so none begins before `now`. A rota that
    `spans_by_rota` doesn't have, or not all the time, has nobody on.
    """
    found: list[tuple[Instant, int, Instant, int]] = []
    begun: dict[tuple[int, int], Instant] = {}
    before = _NONE
    less = cache(frozenset.difference)  # a day is like another
    for start, lacking in _lacking(needs, spans_by_rota, confirmed, places, now, until):
        found.extend(
            (begun.pop((index, have)), index, start, have) for index, have in less(before, lacking)
        )
        begun.update(dict.fromkeys(less(lacking, before), start))
        before = lacking
    beyond = demands(needs, places, until, until + 1)
    return [
        Gap(need.id, start, end, have, need.count, end == until and bool(beyond[need.id]))
        for start, index, end, have in sorted(found)
        for need in (needs[index],)
    ]


_Lacking = frozenset[tuple[int, int]]
"""The needs that lack people, by their place in the list, and how many they have."""

_NONE: _Lacking = frozenset()


def _lacking(
    needs: Sequence[Need],
    spans_by_rota: Spans,
    confirmed: Confirmed,
    places: Mapping[int, Place],
    start: Instant,
    end: Instant,
) -> Iterator[tuple[Instant, _Lacking]]:
    """What is lacking from when on, up to `end`; at last nothing."""
    known: dict[tuple[object, ...], _Lacking] = {}
    wants = _Wants(needs, confirmed)
    holder: dict[int, int] = {}
    demanded = demands(needs, places, start, end)
    for opening, holding, on in _slices(needs, demanded, spans_by_rota, start, end):
        key = (*holding, None, *on.values())
        if key not in known:
            filled = fill(wants.of(holding, on), holder)
            known[key] = frozenset(
                each for each in filled.items() if each[1] < needs[each[0]].count
            )
        yield opening, known[key]


def _holds(
    place: Place, days: str, start_minute: int, end_minute: int, start: Instant, end: Instant
) -> list[Interval]:
    """When [`start_minute`, `end_minute`) of such days is, clipped to [`start`, `end`)."""
    day_set = DaySet.parse(days)
    # the day before may run into the first one
    first = to_wall(start, place.zone).date().toordinal() - 1
    last = to_wall(end, place.zone).date().toordinal()
    found: list[Interval] = []
    for day in map(date.fromordinal, range(first, last + 1)):
        if day_set.holds(day, place.book):
            midnight = datetime.combine(day, time())
            opening = from_wall(midnight + timedelta(minutes=start_minute), place.zone, "start")
            closing = from_wall(midnight + timedelta(minutes=end_minute), place.zone, "end")
            found.append((max(opening, start), min(closing, end)))
    return merged(found)


_Slice = tuple[Instant, tuple[int, ...], Mapping[int, tuple[int, ...]]]
"""A start, which needs hold from it on, by their place in the list, and who is on."""


def _slices(
    needs: Sequence[Need],
    demanded: Mapping[int, list[Interval]],
    spans_by_rota: Spans,
    start: Instant,
    end: Instant,
) -> Iterator[_Slice]:
    """[`start`, `end`) in parts, each with the same needs and people throughout; at last, when all
    is over, without any.

    The mapping of who is on is one and the same, changed from slice to slice.
    """
    begins: defaultdict[Instant, list[int]] = defaultdict(list)
    ceases: defaultdict[Instant, list[int]] = defaultdict(list)
    for index, need in enumerate(needs):
        for opening, closing in demanded[need.id]:
            begins[opening].append(index)
            ceases[closing].append(index)
    comes: defaultdict[Instant, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for rota_id, spans in spans_by_rota.items():
        for span in spans:
            if span.start < end and span.end > start:
                comes[min(span.end, end)].setdefault(rota_id, ())
                comes[max(span.start, start)][rota_id] = span.people
    on: dict[int, tuple[int, ...]] = dict.fromkeys(spans_by_rota, ())
    holding: set[int] = set()
    for opening in sorted({*begins, *ceases, *comes}):
        on.update(comes.get(opening, {}))
        holding.difference_update(ceases.get(opening, ()))
        holding.update(begins.get(opening, ()))
        yield opening, tuple(sorted(holding)), on


class _Wants:
    """What needs want of those who are on, changed where others come on."""

    def __init__(self, needs: Sequence[Need], confirmed: Confirmed) -> None:
        self._on: dict[int, tuple[int, ...]] = {}
        self._everyone: frozenset[int] = frozenset()
        self._able: dict[tuple[int | None, int | None], dict[int, None]] = {}
        self._kinds: defaultdict[int | None, list[tuple[Need, dict[int, None]]]] = defaultdict(list)
        for need in needs:
            kind = (need.rota_id, need.project_id)
            if kind not in self._able:
                self._able[kind] = {}
                self._kinds[need.rota_id].append((need, self._able[kind]))
        self._wants = [
            Want(need.count, self._able[need.rota_id, need.project_id]) for need in needs
        ]
        self._confirmed = confirmed

    def of(self, holding: Iterable[int], on: Mapping[int, tuple[int, ...]]) -> dict[int, Want]:
        """By the place of each need that holds. They change with the next call."""
        changed = [rota_id for rota_id, people in on.items() if self._on.get(rota_id) != people]
        if changed:
            self._on.update((rota_id, on[rota_id]) for rota_id in changed)
            everyone = _everyone(on)
            for rota_id in changed:
                for need, able in self._kinds.get(rota_id, ()):
                    able.clear()
                    able.update(dict.fromkeys(_able(need, on, everyone, self._confirmed)))
            gone, come = self._everyone - everyone, everyone - self._everyone
            for need, able in self._kinds.get(None, ()):
                for person in gone:
                    able.pop(person, None)
                able.update(dict.fromkeys(_able(need, on, come, self._confirmed)))
            self._everyone = everyone
        return {index: self._wants[index] for index in holding}


def _everyone(on: _OnRotas) -> frozenset[int]:
    return frozenset(chain.from_iterable(on.values()))


def _able(
    need: Need, on: _OnRotas, everyone: frozenset[int], confirmed: Confirmed
) -> Sequence[int]:
    """Those of the people on who can fill `need`."""
    if need.rota_id is None:
        assert need.project_id is not None
        return sorted(everyone & confirmed.get(need.project_id, frozenset()))
    people = on.get(need.rota_id, ())
    if need.project_id is None:
        return people
    skilled = confirmed.get(need.project_id, frozenset())
    return [person for person in people if person in skilled]
