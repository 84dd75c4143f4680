"""A rota's definition between its file and the store: read out, cleaned, and checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from floorboard.desk import intake
from floorboard.domain.problem import N_
from floorboard.domain.roster.rota import OverrideKind
from floorboard.domain.roster.rotation import Advance, Unit
from floorboard.domain.roster.swap import SwapState
from floorboard.exchange.rota_drafts import (
    LayerDraft,
    NeedDraft,
    OverrideDraft,
    RotaDraft,
    ScheduleDraft,
    SwapDraft,
    TurnDraft,
)
from floorboard.exchange.toml_source import Path, TomlSource
from floorboard.store.connection import Connection
from floorboard.store.queries import rotas as queries
from floorboard.store.queries import rules
from floorboard.store.queries.rotas import Facts

_CODE = re.compile(r"[\w.-]{1,32}")
_NAME = N_("the name")
_REASON = N_("the reason")
_NOTE = N_("the note")


@dataclass(frozen=True, slots=True)
class Known:
    """What a definition may name: people's and projects' numbers by code, and calendars."""

    people: Mapping[str, int]
    projects: Mapping[str, int]
    calendars: frozenset[str]

    @classmethod
    def of(cls, db: Connection) -> Known:
        calendars = frozenset(name for name, _text in rules.calendars(db))
        return cls(queries.people(db), queries.projects(db), calendars)


@dataclass(frozen=True, slots=True)
class Stored:
    """A rota's definition in the store, and the numbers of its records by kind, in order."""

    id: int
    version: int
    draft: RotaDraft
    numbers: Mapping[str, tuple[int, ...]]


def stored(db: Connection, code: str) -> Stored | None:
    """The definition of the rota of this code; None if there is none."""
    head = queries.head(db, code)
    if head is None:
        return None
    rota_id, version, (name, name_zh, zone, calendar, project, leads) = head
    read = {
        "need": queries.needs(db, rota_id),
        "layer": queries.layers(db, rota_id),
        "turn": queries.turns(db, rota_id),
        "override": queries.overrides(db, rota_id),
        "schedule": queries.schedules(db, rota_id),
        "swap": queries.swaps(db, rota_id),
    }
    draft = RotaDraft(
        code,
        name,
        name_zh,
        zone,
        calendar,
        project,
        bool(leads),
        tuple(NeedDraft(*facts) for facts in read["need"].values()),
        tuple(_layer(facts) for facts in read["layer"].values()),
        tuple(_turn(facts) for facts in read["turn"].values()),
        tuple(
            OverrideDraft(OverrideKind(facts[0]), *facts[1:]) for facts in read["override"].values()
        ),
        tuple(_schedule(facts) for facts in read["schedule"].values()),
        tuple(_swap(facts) for facts in read["swap"].values()),
    )
    return Stored(rota_id, version, draft, {kind: tuple(rows) for kind, rows in read.items()})


def _layer(facts: Facts) -> LayerDraft:
    unit, anchor, groups, length, name, anchor_group, days, advance, first, last, *span = facts
    return LayerDraft(
        Unit(unit),
        datetime.fromisoformat(anchor),
        groups,
        length,
        name,
        anchor_group,
        days,
        Advance(advance),
        None if first is None else (first, last),
        *span,
    )


def _turn(facts: Facts) -> TurnDraft:
    person, starts_at, ends_at, locked = facts
    return TurnDraft(person, starts_at, ends_at, bool(locked))


def _swap(facts: Facts) -> SwapDraft:
    person, starts_at, ends_at, offered_at, expires_at, state, *rest = facts
    return SwapDraft(person, starts_at, ends_at, offered_at, expires_at, SwapState(state), *rest)


def _schedule(facts: Facts) -> ScheduleDraft:
    starts_at, ends_at, turns, name = facts
    return ScheduleDraft(starts_at, ends_at, tuple(TurnDraft(*turn) for turn in turns), name)


def cleaned(draft: RotaDraft) -> RotaDraft:
    """The draft with harmless texts, and the turns of schedules in the order in which they are
    kept."""
    return replace(
        draft,
        name=intake.filled(intake.line(draft.name, _NAME), _NAME),
        name_zh=intake.line(draft.name_zh, _NAME),
        layers=tuple(replace(each, name=intake.line(each.name, _NAME)) for each in draft.layers),
        overrides=tuple(
            replace(each, reason=intake.line(each.reason, _REASON)) for each in draft.overrides
        ),
        schedules=tuple(
            replace(
                each,
                name=intake.line(each.name, _NAME),
                turns=tuple(sorted(each.turns, key=lambda turn: (turn.starts_at, turn.person))),
            )
            for each in draft.schedules
        ),
        swaps=tuple(replace(each, note=intake.line(each.note, _NOTE)) for each in draft.swaps),
    )


def check_code(draft: RotaDraft, source: TomlSource) -> None:
    """Raise a `Problem` for what can't be a rota's code."""
    if not _CODE.fullmatch(draft.code):
        raise source.problem(
            ("code",),
            N_("{code} can't be a code"),
            N_("Take up to 32 letters, digits, points and hyphens"),
            code=repr(draft.code),
        )


def check(draft: RotaDraft, source: TomlSource, known: Known) -> None:
    """Raise a `Problem` with the line where the draft, as it was read, names who or what isn't
    there, or says something twice."""
    if draft.calendar and draft.calendar not in known.calendars:
        raise source.problem(
            ("calendar",),
            N_("there is no calendar {name}"),
            N_("Known are: {names}"),
            name=draft.calendar,
            names=", ".join(sorted(known.calendars)),
        )
    for path, code in _projects(draft):
        if code and code not in known.projects:
            raise source.problem(
                path,
                N_("there is no project {code}"),
                N_("Known are: {names}"),
                code=code,
                names=", ".join(sorted(known.projects)),
            )
    for path, code in _people(draft):
        if code and code not in known.people:
            raise source.problem(
                path,
                N_("there is nobody with the code {code}"),
                N_("`floorboard people list` shows who there is"),
                code=code,
            )
    _check_single(draft, source)


def _check_single(draft: RotaDraft, source: TomlSource) -> None:
    """Nobody has two turns that begin at once, or stands for themselves."""
    lists: list[tuple[Path, tuple[TurnDraft, ...]]] = [(("turn",), draft.turns)]
    lists += [(("schedule", i, "turn"), each.turns) for i, each in enumerate(draft.schedules)]
    for path, turns in lists:
        seen: set[tuple[str, int]] = set()
        for number, turn in enumerate(turns):
            if (turn.person, turn.starts_at) in seen:
                raise source.problem(
                    (*path, number, "person"),
                    N_("{person} has another turn that begins then"),
                    N_("Remove one of the two"),
                    person=turn.person,
                )
            seen.add((turn.person, turn.starts_at))
    for number, override in enumerate(draft.overrides):
        if override.person == override.replaces:
            raise source.problem(
                ("override", number, "replaces"),
                N_("{name} can't stand for themselves"),
                N_("Name another"),
                name=override.person,
            )


def _projects(draft: RotaDraft) -> Iterator[tuple[Path, str]]:
    yield ("project",), draft.project
    for number, need in enumerate(draft.needs):
        yield ("need", number, "project"), need.project


def _people(draft: RotaDraft) -> Iterator[tuple[Path, str]]:
    for number, layer in enumerate(draft.layers):
        for group in layer.groups:
            for person in group:
                yield ("layer", number, "groups"), person
    for number, turn in enumerate(draft.turns):
        yield ("turn", number, "person"), turn.person
    for number, override in enumerate(draft.overrides):
        yield ("override", number, "person"), override.person
        yield ("override", number, "replaces"), override.replaces
    for number, schedule in enumerate(draft.schedules):
        for place, turn in enumerate(schedule.turns):
            yield ("schedule", number, "turn", place, "person"), turn.person
    for number, swap in enumerate(draft.swaps):
        yield ("swap", number, "person"), swap.person
        yield ("swap", number, "to"), swap.to
