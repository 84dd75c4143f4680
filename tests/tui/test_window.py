"""The window onto a long list, against the whole list held in memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from floorboard.tui.widgets.window import MOST_ROWS, Window

CHUNK = 20


def opened(total: int, height: int) -> Window[int]:
    window: Window[int] = Window()
    window.resize(height)
    first = list(range(min(CHUNK, total)))
    window.replace(first, cursor=0, offset=0, head=True, tail=total <= CHUNK)
    return window


def feed(window: Window[int], total: int) -> None:
    """Load what the window wants, as a store would."""
    while (side := window.wants()) is not None:
        if side == "after":
            start = window.rows[-1] + 1
            rows = list(range(start, min(start + CHUNK, total)))
            window.extend("after", rows, ended=len(rows) < CHUNK)
        else:
            end = window.rows[0]
            rows = list(range(max(0, end - CHUNK), end))
            window.extend("before", rows, ended=len(rows) < CHUNK)


moves = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-7, 7)),
        st.tuples(st.just("page"), st.sampled_from([-1, 1])),
        st.tuples(st.just("resize"), st.integers(1, 12)),
    ),
    max_size=60,
)


@given(total=st.integers(1, 300), height=st.integers(1, 12), steps=moves)
def test_walking_a_window_is_walking_the_list(
    total: int, height: int, steps: list[tuple[str, int]]
) -> None:
    window = opened(total, height)
    feed(window, total)
    expected = 0
    for kind, by in steps:
        if kind == "move":
            window.move(by)
            expected = min(max(expected + by, 0), total - 1)
        elif kind == "page":
            expected = min(max(expected + by * max(1, window.height - 1), 0), total - 1)
            window.page(by)
        else:
            window.resize(by)
        feed(window, total)
        assert window.current == expected
        assert window.current in window.visible
        assert window.rows == list(range(window.rows[0], window.rows[-1] + 1))
        full = min(window.height, total)
        assert len(window.visible) == full, "no room is wasted while there are rows to show"


def test_a_move_beyond_what_is_loaded_is_owed() -> None:
    window = opened(1_000, 5)
    assert window.move(50) == 50 - (CHUNK - 1)
    assert window.current == CHUNK - 1


def test_the_ends_owe_nothing() -> None:
    window = opened(3, 5)
    assert window.move(10) == 0
    assert window.move(-10) == 0
    assert window.current == 0


def test_memory_stays_bounded_both_ways() -> None:
    total = 20_000
    window = opened(total, 10)
    for _ in range(total // 9 + 1):
        feed(window, total)
        window.page(1)
        assert len(window.rows) <= MOST_ROWS
    assert window.current == total - 1
    for _ in range(total // 9 + 1):
        feed(window, total)
        window.page(-1)
        assert len(window.rows) <= MOST_ROWS
    assert window.current == 0
    assert window.head


def test_paging_keeps_the_cursors_line() -> None:
    window = opened(200, 10)
    feed(window, 200)
    window.move(4)
    window.page(1)
    assert window.cursor - window.top == 4


def test_replacing_keeps_the_cursors_line() -> None:
    window: Window[int] = Window()
    window.resize(5)
    window.replace(list(range(100, 140)), cursor=20, offset=3, head=False, tail=False)
    assert window.current == 120
    assert window.visible[0] == 117


def test_an_empty_list_has_no_current_row() -> None:
    window: Window[int] = Window()
    window.resize(5)
    assert window.current is None
    assert window.move(1) == 0
    assert window.wants() is None
