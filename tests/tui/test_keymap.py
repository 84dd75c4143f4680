"""Keys by action id: remapping is checked before anything starts."""

from __future__ import annotations

import pytest

from console import Boards
from floorboard.config import Config
from floorboard.domain.problem import Problem
from floorboard.tui import keymap


def test_the_shipped_keys_do_not_clash() -> None:
    assert keymap.checked({}, {}) == {}


@pytest.mark.parametrize(
    ("remap", "words"),
    [
        ({"fliter": "s"}, "Did you mean filter?"),
        ({"filter": "w"}, "filter and why"),
        ({"list.down": "up"}, "the key up would do two things"),
    ],
)
def test_a_clash_or_an_unknown_id_is_refused_with_its_line(
    remap: dict[str, str], words: str
) -> None:
    where = dict.fromkeys(remap, "config.toml:7")
    with pytest.raises(Problem) as refused:
        keymap.checked(remap, where)
    assert words in str(refused.value)
    assert str(refused.value).startswith("config.toml:7")


def test_keys_may_be_swapped() -> None:
    assert keymap.checked({"filter": "w", "why": "slash"}, {})


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("colon,ctrl+p", ": ^p"), ("f2", "F2"), ("question_mark,f1", "? F1"), ("pageup", "PgUp")],
)
def test_keys_are_shown_as_people_read_them(keys: str, shown: str) -> None:
    assert keymap.shown(keys) == shown


async def test_a_remapped_key_works_and_the_old_one_is_free(boards: Boards) -> None:
    config = Config(poll_seconds=0.05, keys={"zoom": "Z", "list.down": "down"})
    async with boards(config=config) as console:
        await console.press("z")
        assert not console.main.floor.wish.zoomed
        await console.press("Z")
        assert console.main.floor.wish.zoomed
        console.main.focus_pane("duties")
        await console.settle()
        assert "Z zoom" in console.text()
