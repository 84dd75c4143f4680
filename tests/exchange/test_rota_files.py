"""Rotas as TOML: nothing is lost on the way out and in, and each mistake is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floorboard.domain.problem import Problem
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
from floorboard.exchange.rota_files import read_rota
from floorboard.exchange.rota_writing import write_rota
from nasty import NASTY

SAMPLE = Path(__file__).parents[2] / "data" / "rotas" / "hotline.toml"
CENTRE = ZoneInfo("America/Chicago")
HEAD = 'code = "a"\nname = "A"\n'
LAYER = HEAD + '[[layer]]\nunit = "day"\nanchor = 2026-11-02T17:30:00\ngroups = [["x"]]\n'
SPAN = "starts = 2026-12-01T00:00:00Z\nends = 2026-12-02T00:00:00Z\n"
TURN = HEAD + '[[turn]]\nperson = "x"\n' + SPAN
SWAP = (
    HEAD
    + '[[swap]]\nperson = "x"\noffered = 2026-11-01T00:00:00Z\nexpires = 2026-11-02T00:00:00Z\n'
)

_SECONDS = 10**9


def test_the_rota_that_comes_along() -> None:
    rota = read_rota(SAMPLE.read_text("utf-8"), "hotline.toml", CENTRE)
    assert [need.days for need in rota.needs] == ["workdays", "days_off"]
    assert (rota.needs[0].start, rota.needs[0].end) == (1050, 1950)
    nights, days_off = rota.layers
    assert nights.hours == (1050, 1950)
    assert nights.groups == (("ana",), ("bo",), ("chen",))
    assert days_off.starts_at == int(datetime(2026, 11, 2, 0, 30, tzinfo=UTC).timestamp())
    assert rota.turns[0].locked
    override = rota.overrides[0]
    assert override.starts_at == int(datetime(2026, 12, 1, 9, 30, tzinfo=UTC).timestamp())
    assert override.ends_at - override.starts_at == 15 * 3600
    assert rota.schedules[0].turns[0].person == "bo"
    assert rota.swaps[0].state is SwapState.OFFERED
    assert read_rota(write_rota(rota, CENTRE), "again", CENTRE) == rota


def texts(least: int = 0) -> st.SearchStrategy[str]:
    """What may stand in a text: anything that can be encoded, but not only blanks."""
    some = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
    some = (some | st.sampled_from([t for t in NASTY.values() if t.isprintable()])).filter(
        str.strip
    )
    return some if least else st.just("") | some


codes = texts(1)
instants = st.integers(-4 * _SECONDS, 200 * _SECONDS)
lengths = st.integers(1, _SECONDS)
ranges = st.integers(0, 1439).flatmap(
    lambda start: st.tuples(st.just(start), st.integers(start + 1, start + 1440))
)
days = st.sampled_from(["every_day", "weekdays", "workdays", "mon-fri,holidays", "2026-12-31"])


def spans(build: Any) -> st.SearchStrategy[Any]:
    return st.tuples(instants, lengths).map(lambda span: build(span[0], span[0] + span[1]))


@st.composite
def layers(draw: st.DrawFn) -> LayerDraft:
    groups = draw(
        st.lists(
            st.lists(codes, min_size=1, max_size=3, unique=True).map(tuple), min_size=1, max_size=4
        )
    )
    starts, length = draw(st.none() | instants), draw(lengths)
    ends = draw(st.none() | st.just((starts or 0) + length))
    anchor = draw(st.datetimes(datetime(1900, 1, 1), datetime(2999, 1, 1)))  # noqa: DTZ001 - wall
    return LayerDraft(
        draw(st.sampled_from(Unit)),
        anchor.replace(microsecond=0),
        tuple(groups),
        draw(st.integers(1, 1000)),
        draw(texts()),
        draw(st.integers(0, len(groups) - 1)),
        draw(days),
        draw(st.sampled_from(Advance)),
        draw(st.none() | ranges),
        starts,
        ends,
    )


@st.composite
def turns(draw: st.DrawFn, lockable: bool = True) -> TurnDraft:
    person, locked = draw(codes), draw(st.booleans()) and lockable
    starts = draw(instants)
    return TurnDraft(person, starts, starts + draw(lengths), locked)


@st.composite
def overrides(draw: st.DrawFn) -> OverrideDraft:
    kind, starts = draw(st.sampled_from(OverrideKind)), draw(instants)
    replaces = draw(codes) if kind is OverrideKind.REPLACE else ""
    return OverrideDraft(kind, draw(codes), starts, starts + draw(lengths), replaces, draw(texts()))


@st.composite
def schedules(draw: st.DrawFn) -> ScheduleDraft:
    starts = draw(instants)
    own = draw(st.lists(turns(lockable=False), max_size=2))
    return ScheduleDraft(starts, starts + draw(lengths), tuple(own), draw(texts()))


@st.composite
def swaps(draw: st.DrawFn) -> SwapDraft:
    person, state = draw(codes), draw(st.sampled_from(SwapState))
    to = draw(texts(1 if state is SwapState.TAKEN else 0).filter(lambda text: text != person))
    starts, back = draw(instants), draw(st.none() | instants)
    return SwapDraft(
        person,
        starts,
        starts + draw(lengths),
        draw(instants),
        draw(instants),
        state,
        to,
        back,
        None if back is None else back + draw(lengths),
        draw(st.none() | instants),
        draw(texts()),
    )


@st.composite
def rotas(draw: st.DrawFn) -> RotaDraft:
    def some(strategy: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(strategy, max_size=2)))

    needs = st.builds(
        lambda count, project, on, hours: NeedDraft(count, project, on, *hours),
        st.integers(1, 1000),
        texts(),
        days,
        ranges,
    )
    return RotaDraft(
        draw(codes),
        draw(codes),
        draw(texts()),
        draw(st.sampled_from(["", "Asia/Shanghai", "Australia/Lord_Howe", "Africa/Monrovia"])),
        draw(texts()),
        draw(texts()),
        draw(st.booleans()),
        some(needs),
        some(layers()),
        some(turns()),
        some(overrides()),
        some(schedules()),
        some(swaps()),
    )


@settings(max_examples=40)
@given(rotas())
def test_what_is_written_is_read_back(rota: RotaDraft) -> None:
    text = write_rota(rota, CENTRE)
    assert read_rota(text, "a.toml", CENTRE) == rota
    assert write_rota(read_rota(text, "a.toml", CENTRE), CENTRE) == text


def test_every_second_around_a_change_of_the_clocks_is_kept() -> None:
    change = int(datetime(2026, 11, 1, 7, tzinfo=UTC).timestamp())
    turns = tuple(TurnDraft("x", at, at + 60) for at in range(change - 4200, change + 4200, 600))
    rota = RotaDraft("a", "A", turns=turns)
    text = write_rota(rota, CENTRE)
    assert "01:50:00-05:00" in text
    assert "01:50:00-06:00" in text
    assert read_rota(text, "a.toml", CENTRE) == rota


def test_a_wall_time_that_occurs_twice_is_the_first_as_a_start_and_the_last_as_an_end() -> None:
    wall = "2026-11-01T01:30:00"
    text = HEAD + f'[[turn]]\nperson = "x"\nstarts = {wall}\nends = "{wall.replace("T", " ")}"\n'
    (turn,) = read_rota(text, "a.toml", CENTRE).turns
    assert timedelta(seconds=turn.ends_at - turn.starts_at) == timedelta(hours=1)


def test_the_file_reads_well() -> None:
    layer = LayerDraft(
        Unit.WEEK,
        datetime(2026, 11, 2, 17, 30),  # noqa: DTZ001 - wall
        (("ana",), ("bo", "cy")),
        hours=(1050, 1950),
    )
    rota = RotaDraft("hotline", "热线", needs=(NeedDraft(2),), layers=(layer,))
    assert write_rota(rota, CENTRE) == (
        'code = "hotline"\nname = "热线"\n\n'
        '[[need]]\ncount = 2\ndays = "every_day"\n\n'
        '[[layer]]\nunit = "week"\nlength = 1\nanchor = 2026-11-02T17:30:00\n'
        'days = "every_day"\nadvance = "turns"\nhours = "17:30-08:30"\n'
        'groups = [\n    ["ana"],\n    ["bo", "cy"],\n]\n'
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code = "a"\n', 1),
        (HEAD + 'colour = "red"\n', 3),
        (HEAD + 'zone = "Mars"\n', 3),
        (HEAD + "[[need]]\ncount = 0\n", 4),
        (HEAD + '[[need]]\nfrom = "25:00"\n', 4),
        (HEAD + '[[need]]\nfrom = "24:00"\n', 4),
        (HEAD + '[[need]]\ndays = "someday"\n', 4),
        (HEAD + '[[layer]]\nunit = "day"\n', 3),
        (LAYER + "length = 0\n", 7),
        (LAYER + "anchor_group = 1\n", 7),
        (LAYER.replace("2026-11-02T", "0001-01-01T"), 5),
        (LAYER.replace("2026-11-02T", "9999-12-31T"), 5),
        (LAYER + 'hours = "17:00"\n', 7),
        (LAYER + 'advance = "never"\n', 7),
        (LAYER + 'starts = "soon"\n', 7),
        (LAYER.replace('[["x"]]', "[[]]"), 6),
        (LAYER.replace('[["x"]]', "[]"), 6),
        (LAYER.replace('[["x"]]', '[["y"], ["x", "y", "x"]]'), 6),
        (LAYER.replace("17:30:00", "17:30:00Z"), 5),
        (LAYER.replace("17:30:00", "17:30:00.5"), 5),
        (LAYER.replace('"day"', '"fortnight"'), 4),
        (TURN.replace("12-02", "12-01"), 6),
        (TURN.replace("2026-12-01", "0001-01-01"), 5),
        (TURN + "colour = 1\n", 7),
        (HEAD + '[[override]]\nkind = "replace"\nperson = "x"\n' + SPAN, 3),
        (HEAD + '[[override]]\nkind = "add"\nperson = "x"\nreplaces = "y"\n' + SPAN, 6),
        (HEAD + "[[schedule]]\n" + SPAN + '[[schedule.turn]]\nperson = "x"\nlocked = true\n', 8),
        (SWAP + SPAN + 'state = "taken"\n', 3),
        (SWAP + SPAN + 'to = "x"\n', 9),
        (SWAP + SPAN + "return_starts = 2026-12-01T00:00:00Z\n", 3),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Problem) as caught:
        read_rota(text, "a.toml", CENTRE)
    assert caught.value.where == f"a.toml:{line}"
    assert caught.value.fix
    assert "datetime" not in str(caught.value)
