"""Rotas defined: from TOML files into the store and back, and how many people they need.

A file takes the place of the rota of its code: its facts, needs and rotations wholly. Turns,
overrides, schedules and swaps are replaced where the file has some of the kind, and stay where it
has none, so that a rota can be changed without its history. What would rewrite who was on is told
first. Everything here can be undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, definition, plan, records
from floorboard.desk.roster.definition import Known, Stored
from floorboard.desk.rule_files import read_text
from floorboard.domain.instant import DAY_SECONDS, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.ahead import differing
from floorboard.domain.roster.days import DaySet
from floorboard.domain.roster.rota import Span
from floorboard.exchange.rota_drafts import LayerDraft, NeedDraft, RotaDraft
from floorboard.exchange.rota_files import read_rota
from floorboard.exchange.rota_writing import write_rota
from floorboard.exchange.toml_source import TomlSource
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import roster as queries
from floorboard.store.queries import rotas
from floorboard.store.rows import Row
from floorboard.store.store import Deed
from floorboard.store.views.roster import RotaView

DEFINED = "roster.defined"

MOST_NEEDED = 1000

PAST_DAYS = 366
"""So much of the past is held against the new definition."""

_FACTS = ("name", "name_zh", "zone", "calendar", "project", "leads")


@dataclass(frozen=True, slots=True)
class Change:
    """How many records of a kind (`need`, `layer`, `turn`, …) came and went; neither: they only
    stand in another order."""

    kind: str
    added: int
    gone: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading a file did. `facts` are those of the rota itself that are others now."""

    code: str
    new: bool
    facts: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> bool:
        return self.new or bool(self.facts or self.changes)


@dataclass(frozen=True, slots=True)
class RotaLine:
    """A rota, and how many rotations, people in them, and needs it has."""

    rota: RotaView
    layers: int
    people: int
    needs: int


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need of a rota. `project` is empty where anybody counts."""

    id: int
    need: NeedDraft


def load(desk: Desk, path: Path, *, anyway: bool = False) -> Loaded:
    """Put the rota in the file at `path` into the store, in place of the one of its code. Where
    others would have been on in the past by it, it is refused, but for `anyway`."""
    return define(desk, read_text(path), str(path), anyway=anyway)


def define(
    desk: Desk, text: str, source_name: str, version: int | None = None, *, anyway: bool = False
) -> Loaded:
    """The same from a TOML `text`. With `version` it is refused where the rota isn't that one any
    more. A `Problem` names the line of a mistake, and of a person, project or calendar that isn't
    there."""
    source = TomlSource(text, source_name)
    with desk.store.reading() as db:
        zone = plan.zone_of(db)
    draft = read_rota(text, source_name, zone)
    definition.check_code(draft, source)
    with desk.deed(DEFINED, f"rota/{draft.code}") as deed:
        known = Known.of(deed.db)
        definition.check(draft, source, known)
        draft = definition.cleaned(draft)
        old = definition.stored(deed.db, draft.code)
        _check_version(old, draft.code, version)
        if old is not None:
            draft = _kept(draft, old.draft)
        found = _difference(draft, old)
        if not found.changed:
            deed.withdraw()
            return found
        was = [] if old is None or anyway else _past(deed, draft.code)
        _write(deed, draft, old, known)
        if was:
            _check_past(deed, draft.code, was)
        deed.before.update({f: getattr(old.draft, f) for f in found.facts} if old else {})
        deed.after.update({f: getattr(draft, f) for f in found.facts})
        return found


def printed(desk: Desk, code: str) -> str:
    """The rota of this code as TOML that `load` reads back the same."""
    with desk.store.reading(snapshot=True) as db:
        return write_rota(_stored(db, code).draft, plan.zone_of(db))


def listed(desk: Desk) -> list[RotaLine]:
    """The rotas, in the order in which they are shown."""
    with desk.store.reading(snapshot=True) as db:
        shape = rotas.shape(db)
        return [RotaLine(view, *shape[view.id]) for view in queries.rotas(db)]


def remove(desk: Desk, code: str, version: int | None = None) -> Loaded:
    """Take a rota away with all that belongs to it; what went."""
    with desk.deed(DEFINED, f"rota/{code}") as deed:
        old = _stored(deed.db, code)
        _check_version(old, code, version)
        deed.watch("rota", [old.id])
        for kind in records.TABLES:
            deed.watch(kind, old.numbers[kind])
            records.forget(deed, kind, old.numbers[kind])
        for number in old.numbers["layer"]:
            rotas.forget_layer(deed.db, number)
        rows.delete(deed.db, "rota", (old.id,))
        return Loaded(
            code,
            new=False,
            changes=tuple(Change(k, 0, len(each)) for k, each in old.numbers.items() if each),
        )


def needs(desk: Desk, code: str) -> list[NeedLine]:
    """How many people a rota needs when; the first is filled first."""
    with desk.store.reading(snapshot=True) as db:
        found = _stored(db, code)
        return list(map(NeedLine, found.numbers["need"], found.draft.needs))


def add_need(desk: Desk, code: str, need: NeedDraft) -> int:
    """A rota needs so many people more; the need's number."""
    _check_need(need)
    with desk.deed(DEFINED, f"rota/{code}") as deed:
        old, known = _stored(deed.db, code), Known.of(deed.db)
        if need.project and need.project not in known.projects:
            raise Problem(
                N_("there is no project {code}"),
                code=need.project,
                fix=N_("Known are: {names}"),
                names=", ".join(sorted(known.projects)),
            )
        number = rows.next_id(deed.db, "cover_need")
        deed.watch("need", [number])
        records.insert(deed, "need", number, need, old.id, known)
        _touch(deed, old.id)
        return number


def remove_need(desk: Desk, code: str, number: int) -> None:
    """Take a need of a rota away."""
    with desk.deed(DEFINED, f"rota/{code}") as deed:
        old = _stored(deed.db, code)
        if number not in old.numbers["need"]:
            raise Problem(
                N_("{rota} has no need {number}"),
                rota=code,
                number=number,
                fix=N_("`floorboard roster need {rota}` lists them"),
            )
        deed.watch("need", [number])
        rows.delete(deed.db, "cover_need", (number,))
        _touch(deed, old.id)


def _check_need(need: NeedDraft) -> None:
    if not 0 < need.count <= MOST_NEEDED:
        raise Problem(
            N_("{count} isn't how many people are needed"),
            count=need.count,
            fix=N_("Give 1 to {most}"),
            most=MOST_NEEDED,
        )
    try:
        DaySet.parse(need.days)
    except ValueError:
        raise Problem(
            N_("{text} are no days"),
            text=repr(need.days),
            fix=N_("Write them like this: {examples}"),
            examples="workdays, mon-fri, sat,sun,holidays",
        ) from None


def _stored(db: Connection, code: str) -> Stored:
    found = definition.stored(db, code)
    if found is None:
        raise changing.no_rota(code)
    return found


def _check_version(old: Stored | None, code: str, version: int | None) -> None:
    if version is not None and (old is None or old.version != version):
        raise Problem(N_("{rota} has been changed meanwhile"), rota=code, fix=N_("Look again"))


def _past(deed: Deed, code: str) -> list[Span]:
    """Who was on."""
    start = deed.at - PAST_DAYS * DAY_SECONDS
    found = plan.load(deed.db, start, deed.at, codes=[code])
    return found.spans(changing.known_line(found, code))


def _check_past(deed: Deed, code: str, was: Sequence[Span]) -> None:
    """Raise a `Problem` where others were on than the rota says now."""
    zone = plan.zone_of(deed.db)
    days = {
        day
        for start, end in differing(was, _past(deed, code))
        for day in range(to_wall(start, zone).toordinal(), to_wall(end - 1, zone).toordinal() + 1)
    }
    if days:
        raise Problem(
            N_("others would have been on {rota} from {first} to {last}; days: {count}"),
            rota=code,
            count=len(days),
            first=date.fromordinal(min(days)).isoformat(),
            last=date.fromordinal(max(days)).isoformat(),
            fix=N_(
                "To keep what was, let the old rotation end now and the new one start (`ends`,"
                " `starts`); else load it with --anyway. Nothing was saved"
            ),
        )


def _kept(draft: RotaDraft, old: RotaDraft) -> RotaDraft:
    """The draft with the turns, overrides, schedules and swaps that it says nothing of."""
    return replace(
        draft,
        turns=draft.turns or old.turns,
        overrides=draft.overrides or old.overrides,
        schedules=draft.schedules or old.schedules,
        swaps=draft.swaps or old.swaps,
    )


def _records(draft: RotaDraft) -> Mapping[str, Sequence[records.Record]]:
    return {
        "need": draft.needs,
        "turn": draft.turns,
        "override": draft.overrides,
        "schedule": draft.schedules,
        "swap": draft.swaps,
    }


def _difference(draft: RotaDraft, old: Stored | None) -> Loaded:
    before = old.draft if old is not None else RotaDraft(draft.code, "")
    changes = [_change("layer", before.layers, draft.layers)]
    changes += [
        _change(kind, _records(before)[kind], _records(draft)[kind]) for kind in records.TABLES
    ]
    facts = tuple(each for each in _FACTS if getattr(before, each) != getattr(draft, each))
    told = tuple(each for each in changes if each is not None)
    return Loaded(draft.code, old is None, facts if old is not None else (), told)


def _change(kind: str, was: Sequence[Hashable], now: Sequence[Hashable]) -> Change | None:
    if was == now:
        return None
    came, went = Counter(now) - Counter(was), Counter(was) - Counter(now)
    return Change(kind, came.total(), went.total())


def _write(deed: Deed, draft: RotaDraft, old: Stored | None, known: Known) -> None:
    """Make the store's definition the draft's."""
    rota_id = old.id if old is not None else rows.next_id(deed.db, "rota")
    deed.watch("rota", [rota_id])
    facts: Row = {
        "name": draft.name,
        "name_zh": draft.name_zh,
        "zone": draft.zone,
        "calendar": draft.calendar,
        "project_id": known.projects.get(draft.project),
        "leads": int(draft.leads),
        "version": deed.version,
    }
    if old is None:
        place = rotas.next_position(deed.db)
        facts = {"id": rota_id, "code": draft.code, "position": place, **facts}
        rows.insert(deed.db, "rota", facts)
    else:
        rows.update(deed.db, "rota", (rota_id,), facts)
    _write_layers(deed, draft.layers, old, rota_id, known)
    for kind in records.TABLES:
        was = _records(old.draft)[kind] if old is not None else ()
        numbers = old.numbers[kind] if old is not None else ()
        now = _records(draft)[kind]
        same = _common(was, now)
        first = rows.next_id(deed.db, records.TABLES[kind])
        deed.watch(kind, [*numbers[same:], *range(first, first + len(now) - same)])
        records.forget(deed, kind, numbers[same:])
        for number, each in enumerate(now[same:], first):
            records.insert(deed, kind, number, each, rota_id, known)


def _write_layers(
    deed: Deed, layers: Sequence[LayerDraft], old: Stored | None, rota_id: int, known: Known
) -> None:
    """A rotation that changes keeps its number: what it explains and exports goes by that."""
    was = old.draft.layers if old is not None else ()
    numbers = list(old.numbers["layer"]) if old is not None else []
    first = rows.next_id(deed.db, "rota_layer")
    for place, number in enumerate(numbers):
        if place >= len(layers) or layers[place] != was[place]:
            rotas.forget_layer(deed.db, number)
    numbers += range(first, first + len(layers) - len(numbers))
    for place, (number, layer) in enumerate(zip(numbers, layers, strict=False)):
        if place >= len(was) or layer != was[place]:
            records.insert_layer(deed, number, place + 1, layer, rota_id, known)


def _common(was: Sequence[records.Record], now: Sequence[records.Record]) -> int:
    """How many records are the same from the first on; order counts."""
    pairs = enumerate(zip(was, now, strict=False))
    return next((i for i, (old, new) in pairs if old != new), min(len(was), len(now)))


def _touch(deed: Deed, rota_id: int) -> None:
    """The rota is another now, though its own facts are the same."""
    deed.watch("rota", [rota_id])
    rows.update(deed.db, "rota", (rota_id,), {"version": deed.version})
