"""Where the panes stand, at every size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region, Size

from floorboard.tui.arrangement import PANES, View, Wish, places

wishes = st.builds(
    Wish,
    view=st.sampled_from(["board", "tickets"]),
    focus=st.sampled_from([*PANES]),
    zoomed=st.booleans(),
    overdue=st.integers(0, 40),
    on_call=st.integers(0, 40),
    duties=st.integers(0, 40),
    prompting=st.booleans(),
    composing=st.integers(0, 9),
)


@given(width=st.integers(0, 250), height=st.integers(0, 90), wish=wishes)
def test_panes_tile_the_screen(width: int, height: int, wish: Wish) -> None:
    if wish.view == "tickets":
        wish = replace(wish, focus="tickets")
    found = places(Size(width, height), wish)
    whole = Region(0, 0, width, height)
    cells = 0
    for name, region in found.items():
        assert whole.contains_region(region), name
        cells += region.area
        others = [other for key, other in found.items() if key != name]
        assert not any(region.overlaps(other) for other in others), name
    if width and height > 2:
        assert cells == width * height, "no cell belongs to nobody"


@pytest.mark.parametrize(("width", "height"), [(120, 40), (80, 24), (200, 60), (100, 20)])
def test_all_four_panes_show_at_ordinary_sizes(width: int, height: int) -> None:
    found = places(Size(width, height), Wish(overdue=7, on_call=6, duties=11))
    for name in PANES:
        assert found[name].height >= 4, name
        assert found[name].width >= 38, name


@pytest.mark.parametrize("view", ["board", "tickets"])
def test_a_zoomed_pane_has_the_whole_body(view: View) -> None:
    focus = "open" if view == "board" else "tickets"
    found = places(Size(120, 40), Wish(view=view, focus=focus, zoomed=True))
    assert found[focus] == Region(0, 1, 120, 38)


def test_the_detail_folds_away_at_80_columns() -> None:
    assert "detail" not in places(Size(80, 24), Wish(view="tickets", focus="tickets"))
    assert "tickets" not in places(Size(80, 24), Wish(view="tickets", focus="detail"))
    both = places(Size(120, 24), Wish(view="tickets", focus="tickets"))
    assert {"tickets", "detail"} <= both.keys()
