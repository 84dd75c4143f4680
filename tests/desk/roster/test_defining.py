"""Rotas from files and back: whole, lossless, refused with the line, and taken back as one."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

import rostering
from floorboard.desk import undoing
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, defining
from floorboard.desk.roster.changing import NewOverride, PlannedTurn
from floorboard.desk.roster.defining import Change, Loaded
from floorboard.desk.roster.swapping import Offer, offer, take
from floorboard.domain.plain import clean_line
from floorboard.domain.problem import Problem
from floorboard.domain.roster.rota import OverrideKind
from floorboard.exchange.rota_drafts import NeedDraft
from nasty import NASTY
from rostering import BEN, CAT, DAN, HOTLINE, LI, NIGHTS, WANG, at

WHOLE = (
    NIGHTS.replace('name = "Nights"', 'name = "Late"')
    .replace('"nights"', '"late"', 1)
    .replace('name_zh = "夜班线"', 'project = "billing"\ncalendar = "centre"\nleads = true')
    + """
hours = "00:00-00:00"
""".replace("hours", "# hours")
    + """
[[layer]]
unit = "week"
length = 2
anchor = 2026-11-02T08:30:00
anchor_group = 1
days = "mon-fri,2026-12-24"
advance = "calendar"
groups = [["ann", "ben"], ["dan"]]
starts = 2026-11-02T08:30:00+08:00

[[need]]
count = 2
project = "billing"
days = "workdays"
from = "17:00"
to = "01:00"

[[turn]]
person = "gus"
starts = 2026-11-28T09:00:00+08:00
ends = 2026-11-28T17:00:00+08:00

[[override]]
kind = "replace"
person = "dan"
replaces = "wf"
starts = 2026-11-24T17:00:00+08:00
ends = 2026-11-24T20:00:00+08:00
reason = "training"

[[schedule]]
name = "moving"
starts = 2026-12-12T00:00:00+08:00
ends = 2026-12-13T00:00:00+08:00
turn = [
  { person = "wf", starts = 2026-12-12T12:00:00+08:00, ends = 2026-12-12T20:00:00+08:00 },
  { person = "lw", starts = 2026-12-12T08:00:00+08:00, ends = 2026-12-12T12:00:00+08:00 },
]

[[swap]]
person = "cat"
to = "dan"
starts = 2026-11-26T17:00:00+08:00
ends = 2026-11-27T01:00:00+08:00
state = "taken"
offered = 2026-11-20T09:00:00+08:00
expires = 2026-11-25T12:00:00+08:00
decided = 2026-11-21T09:00:00+08:00
note = "dinner"
"""
)
"""A rota with a record of every kind."""


def test_a_rota_with_everything(desk: Desk) -> None:
    rostering.check_undo(desk, lambda: defining.define(desk, WHOLE, "late.toml"))
    assert rostering.on(desk, "late", "24 18:00") == [DAN]  # the override
    assert rostering.on(desk, "late", "24 21:00") == [WANG]  # the rotation
    assert rostering.on(desk, "late", "26 18:00") == [DAN]  # the swap
    assert rostering.on(desk, "late", "12-12 10:00") == [LI]  # the schedule
    (line,) = [each for each in defining.listed(desk) if each.rota.code == "late"]
    assert (line.layers, line.people, line.needs) == (2, 6, 1)
    assert (line.rota.leads, line.rota.project_id, line.rota.calendar) == (True, 1, "centre")


@pytest.mark.parametrize("text", [WHOLE, HOTLINE, NIGHTS])
def test_printed_and_loaded_nothing_changes(desk: Desk, text: str) -> None:
    code = defining.define(desk, text, "rota.toml").code
    printed = defining.printed(desk, code)
    done = defining.define(desk, printed, "rota.toml")
    assert done == Loaded(code, new=False)
    assert defining.printed(desk, code) == printed
    assert not defining.define(desk, text, "rota.toml").changed


def test_what_was_changed_by_hand_is_printed_too(desk: Desk, floor: Path, tmp_path: Path) -> None:
    changing.override(
        desk, NewOverride("nights", OverrideKind.ADD, DAN, at("24"), at("25"), reason="x")
    )
    changing.schedule(
        desk, "nights", "s", at("28"), at("30"), [PlannedTurn(BEN, at("28"), at("29"))]
    )
    take(desk, offer(desk, Offer("nights", CAT, at("26 17:00"), at("27 01:00"), note="n")), LI)
    printed = defining.printed(desk, "nights")
    assert not defining.define(desk, printed, "nights.toml").changed
    defining.remove(desk, "nights")
    defining.define(desk, printed, "nights.toml")
    assert defining.printed(desk, "nights") == printed


def test_a_file_takes_the_place_of_the_rota(desk: Desk) -> None:
    found: list[Loaded] = []
    text = (
        NIGHTS.replace('["wf"], ["lw"]', '["dan"]').replace('"Nights"', '"Evenings"')
        + '[[need]]\ncount = 1\nfrom = "17:00"\nto = "01:00"\n'
    )
    why = r"others would have been on nights from 2025-11-23 to 2026-11-23; days: 366"
    rostering.refuses(desk, lambda: defining.define(desk, text, "n.toml"), why)
    rostering.check_undo(
        desk, lambda: found.append(defining.define(desk, text, "n.toml", anyway=True))
    )
    assert found == [
        Loaded("nights", False, ("name",), (Change("layer", 1, 1), Change("need", 1, 0)))
    ]
    assert rostering.turns(desk, "nights", "23 12:00", "25 02:00") == [
        "cat 23 17:00–01:00",
        "dan 24 17:00–01:00",
    ]


def test_what_was_stays_where_the_old_rotation_ends_and_another_starts(desk: Desk) -> None:
    before = rostering.turns(desk, "nights", "1", "23")
    old = NIGHTS[NIGHTS.index("[[layer]]") :]
    new = old.replace('["wf"], ["lw"]', '["dan"]') + "starts = 2026-11-23T11:00:00+08:00\n"
    text = NIGHTS.replace(old, new + old + "ends = 2026-11-23T11:00:00+08:00\n")
    defining.define(desk, text, "n.toml")
    assert rostering.turns(desk, "nights", "1", "23") == before
    assert rostering.on(desk, "nights", "24 18:00") == [DAN]


def test_turns_stay_where_the_file_has_none(desk: Desk) -> None:
    before = rostering.turns(desk, "hotline", "23", "30")
    text = HOTLINE.partition("[[turn]]")[0]
    assert not defining.define(desk, text, "h.toml").changed
    assert rostering.turns(desk, "hotline", "23", "30") == before
    one = text + "[[turn]]" + HOTLINE.split("[[turn]]")[1]
    assert defining.define(desk, one, "h.toml").changes == (Change("turn", 0, 3),)
    assert rostering.turns(desk, "hotline", "23", "30") == before[:1]


def test_rotations_keep_their_numbers(desk: Desk) -> None:
    def numbers() -> list[tuple[int, int]]:
        with desk.store.reading() as db:
            return db.execute("SELECT id, position FROM rota_layer WHERE rota_id = 2").fetchall()

    ((number, _),) = numbers()
    second = NIGHTS + NIGHTS[NIGHTS.index("[[layer]]") :]
    rostering.check_undo(desk, lambda: defining.define(desk, second, "n.toml"))
    assert numbers() == [(number, 1), (number + 1, 2)]
    rostering.check_undo(desk, lambda: defining.define(desk, NIGHTS, "n.toml"))
    assert numbers() == [(number, 1)]


def test_another_order_is_a_change(desk: Desk) -> None:
    text = HOTLINE.partition("[[turn]]")[0] + "".join(
        "[[turn]]" + each for each in reversed(HOTLINE.split("[[turn]]")[1:])
    )
    rostering.check_undo(desk, lambda: defining.define(desk, text, "h.toml"))
    with_all = rostering.turns(desk, "hotline", "23", "30")
    assert len(with_all) == 4
    assert defining.define(desk, HOTLINE, "h.toml").changes == (Change("turn", 0, 0),)


def test_removing(desk: Desk) -> None:
    defining.define(desk, WHOLE, "late.toml")
    rostering.check_undo(desk, lambda: defining.remove(desk, "late"))
    assert [each.rota.code for each in defining.listed(desk)] == ["hotline", "nights"]
    rostering.refuses(desk, lambda: defining.remove(desk, "late"), "there is no rota late")
    rostering.refuses(desk, lambda: defining.printed(desk, "late"), "there is no rota late")


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("was", "instead", "why"),
    [
        ('["dan"]', '["nobody"]', "nobody with the code nobody"),
        ('person = "gus"', 'person = "Gus"', "nobody with the code Gus"),
        ('replaces = "wf"', 'replaces = "zz"', "nobody with the code zz"),
        ('to = "dan"', 'to = "zz"', "nobody with the code zz"),
        ('project = "billing"\ncalendar', 'project = "tax"\ncalendar', "no project tax"),
        ('project = "billing"\ndays', 'project = "tax"\ndays', "no project tax"),
        ('calendar = "centre"', 'calendar = "other"', "no calendar other"),
        ('code = "late"', 'code = "a b"', "can't be a code"),
        ('replaces = "wf"', 'replaces = "dan"', "can't stand for themselves"),
        ("length = 2", "length = 0", "length cannot be 0"),
    ],
)
def test_a_mistake_is_told_with_its_line(desk: Desk, was: str, instead: str, why: str) -> None:
    text = WHOLE.replace(was, instead, 1)
    assert text != WHOLE
    rostering.refuses(desk, lambda: defining.define(desk, text, "late.toml"), why)
    with pytest.raises(Problem) as refused:
        defining.define(desk, text, "late.toml")
    assert refused.value.where == f"late.toml:{line_of(WHOLE, was)}"


def test_a_turn_twice(desk: Desk) -> None:
    turn = HOTLINE.split("[[turn]]")[1]
    text = HOTLINE + "[[turn]]" + turn.replace("T17:00", "T16:00")
    rostering.refuses(desk, lambda: defining.define(desk, text, "h.toml"), "that begins then")


def test_a_rota_that_was_changed_meanwhile(desk: Desk, other: Desk) -> None:
    version = defining.listed(desk)[1].rota.version
    defining.add_need(other, "nights", NeedDraft())
    text = NIGHTS.replace("Nights", "Late")
    rostering.refuses(
        desk, lambda: defining.define(desk, text, "n.toml", version), "changed meanwhile"
    )
    rostering.refuses(desk, lambda: defining.remove(desk, "nights", version), "changed meanwhile")
    now = defining.listed(desk)[1].rota.version
    assert defining.define(desk, text, "n.toml", now).facts == ("name",)


def test_a_rota_on_which_somebody_else_worked_since_isnt_undone(desk: Desk, other: Desk) -> None:
    defining.define(desk, WHOLE, "late.toml")
    new = NewOverride("late", OverrideKind.ADD, LI, at("27 17:00"), at("27 18:00"))
    changing.override(other, new)
    with pytest.raises(Problem, match="has changed since"):
        undoing.undo(desk)
    assert len(defining.listed(desk)) == 3


def test_needs(desk: Desk) -> None:
    need = NeedDraft(2, "billing", "mon-fri", 1020, 1500)
    rostering.check_undo(desk, lambda: defining.add_need(desk, "nights", need))
    (found,) = defining.needs(desk, "nights")
    assert found.need == need
    rostering.check_undo(desk, lambda: defining.remove_need(desk, "nights", found.id))
    assert defining.needs(desk, "nights") == []
    for wanted, why in (
        (NeedDraft(0), "isn't how many"),
        (NeedDraft(days="never"), "are no days"),
        (NeedDraft(project="tax"), "no project tax"),
    ):
        rostering.refuses(desk, lambda: defining.add_need(desk, "nights", wanted), why)  # noqa: B023 - called now
    rostering.refuses(
        desk, lambda: defining.remove_need(desk, "nights", found.id), "nights has no need"
    )


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_names_are_data(desk: Desk, nasty: str) -> None:
    import tomlkit

    text = NIGHTS.replace('name = "Nights"', f"name = {tomlkit.item(nasty[:200]).as_string()}")
    wanted = clean_line(nasty[:200]).strip()
    if not wanted:
        rostering.refuses(desk, lambda: defining.define(desk, text, "n.toml"), "cannot be|empty")
        return
    defining.define(desk, text, "n.toml")
    assert defining.listed(desk)[1].rota.name == wanted
    assert not defining.define(desk, defining.printed(desk, "nights"), "n.toml").changed


def test_the_shipped_example_is_one(desk: Desk, tmp_path: Path) -> None:
    from floorboard.resources import data

    text = data("rotas", "hotline.toml").read_text("utf-8")
    for was, now in (("ana", "ann"), ("bo", "ben"), ("chen", "cat"), ("dong", "dan")):
        text = text.replace(f'"{was}"', f'"{now}"')
    path = tmp_path / "hotline.toml"
    path.write_text(text, "utf-8")
    rostering.check_undo(desk, lambda: defining.load(desk, path, anyway=True))
    copyfile(path, tmp_path / "again.toml")
    assert not defining.load(desk, tmp_path / "again.toml").changed
    with pytest.raises(Problem, match="can't be read"):
        defining.load(desk, tmp_path / "none.toml")
