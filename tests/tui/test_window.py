"""The window onto a long list, against the whole list held in memory."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from floorboard.tui.widgets.window import MOST_ROWS, Side, Window

CHUNK = 20


def opened(total: int, height: int, most: int = MOST_ROWS) -> Window[int]:
    window: Window[int] = Window(most)
    window.resize(height)
    first = list(range(min(CHUNK, total)))
    window.replace(first, cursor=0, offset=0, head=True, tail=total <= CHUNK)
    return window


def beyond(window: Window[int], side: Side, total: int) -> list[int]:
    """The rows that follow on one side, as a store would give them."""
    if side == "after":
        start = window.rows[-1] + 1
        return list(range(start, min(start + CHUNK, total)))
    end = window.rows[0]
    return list(range(max(0, end - CHUNK), end))


def feed(window: Window[int], total: int) -> None:
    """Load what the window wants."""
    while (side := window.wants()) is not None:
        rows = beyond(window, side, total)
        window.extend(side, rows, ended=len(rows) < CHUNK)


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


late = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(-30, 30)),
        st.tuples(st.just("page"), st.sampled_from([-3, -1, 1, 3])),
        st.tuples(st.just("jump"), st.sampled_from([-1, 1])),
        st.tuples(st.just("resize"), st.integers(1, 6)),
        st.tuples(st.sampled_from(["ask", "land"]), st.just(0)),
    ),
    max_size=120,
)


@given(total=st.integers(1, 300), height=st.integers(1, 6), steps=late)
@example(
    150, 1, [("ask", 0), ("land", 0), ("move", 30), *[("move", 7), ("ask", 0), ("land", 0)] * 9]
)
def test_rows_that_arrive_late_never_move_the_cursor(
    total: int, height: int, steps: list[tuple[str, int]]
) -> None:
    window = opened(total, height, most=60)
    asked: tuple[Side, list[int]] | None = None
    for kind, by in steps:
        expected = window.current
        assert expected is not None
        if kind == "ask" and asked is None and (side := window.wants()) is not None:
            asked = side, beyond(window, side, total)
        elif kind == "land" and asked is not None:
            side, rows = asked
            first, cursor = window.rows[0], window.cursor
            gone = window.extend(side, rows, ended=len(rows) < CHUNK)
            assert gone == window.rows[0] - first == cursor - window.cursor
            asked = None
        elif kind in ("move", "page", "jump"):
            lines = {"page": max(1, window.height - 1), "jump": len(window.rows)}.get(kind, 1)
            expected = min(max(expected + by * lines, window.rows[0]), window.rows[-1])
            if kind == "page":
                window.page(by)
            else:
                window.move(by * lines)
        elif kind == "resize":
            window.resize(by)
        assert window.current == expected
        assert window.current in window.visible
        assert window.rows == list(range(window.rows[0], window.rows[-1] + 1))
        assert len(window.rows) <= 60
        assert window.rows[0] == 0 or not window.head
        assert window.rows[-1] == total - 1 or not window.tail
        assert len(window.visible) == min(window.height, len(window.rows)), "no room is wasted"


def test_newer_rows_show_the_head_while_the_cursor_fits() -> None:
    window: Window[int] = Window()
    window.resize(5)
    window.replace(list(range(10, 40)), cursor=1, offset=1, head=True, tail=True)
    window.renew(list(range(8, 40)), cursor=3, head=True, tail=True)
    assert (window.current, window.visible[0]) == (11, 8)
    window.renew(list(range(4, 40)), cursor=7, head=True, tail=True)
    assert (window.current, window.visible[0]) == (11, 8), "else the cursor keeps its line"


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
