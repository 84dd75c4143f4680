"""The escalation ladder: which rung falls due when. Instants in the tables are minutes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.calendar import WorkingCalendar, always_open
from floorboard.domain.clocks import Clocks, Event, compute
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee, Rung, To, due_rungs, next_rung, pending
from floorboard.domain.policy import DEFAULT_LADDER, Chosen, Rule, Target
from floorboard.domain.post import Post
from floorboard.domain.ticket import ClockName, EventKind

MINUTE = 60
OFFICE = WorkingCalendar("office", ZoneInfo("UTC"), (((540, 1080),),) * 7)  # 09:00-18:00
CALENDARS = {"always": always_open("always"), "office": OFFICE}
RULE = Rule()
FIRST, STATUS, SOLUTION = ClockName
LEAD = Addressee(To.SHIFT_LEAD)
OPENED = 600  # 10:00 on the first day

reply, solved, closed = EventKind.REPLY, EventKind.SOLVED, EventKind.CLOSED
waiting, resumed, reopened = EventKind.WAITING, EventKind.RESUMED, EventKind.REOPENED
promised = EventKind.PROMISED

Happening = tuple[int, EventKind] | tuple[int, EventKind, int]

LADDER = (
    Rung("status", STATUS, LEAD),
    Rung("warning", SOLUTION, LEAD, share=0.5),
    Rung("second", SOLUTION, LEAD, 0),
    Rung("manager", SOLUTION, LEAD, 240),
    Rung("first", FIRST, LEAD, 15),
)


def run(
    *happenings: Happening,
    calendar: str = "always",
    recorded: int | None = None,
    without: frozenset[ClockName] = frozenset(),
) -> Clocks:
    """The clocks of a ticket opened at 10:00 with targets of 30, 240 and 600 minutes."""
    minutes = {FIRST: 30, STATUS: 240, SOLUTION: 600}
    targets: dict[ClockName, Chosen] = {
        clock: (Target(clock, length, calendar if clock is SOLUTION else "always"), RULE)
        for clock, length in minutes.items()
        if clock not in without
    }
    events = [
        Event(each[0] * MINUTE, each[1], seq, each[2] * MINUTE if len(each) == 3 else None)
        for seq, each in enumerate(happenings)
    ]
    agreed = {} if recorded is None else {SOLUTION: recorded * MINUTE}
    return compute(OPENED * MINUTE, events, targets, CALENDARS, agreed)


def told(clocks: Clocks, *raised: str) -> dict[str, float]:
    """The minute at which each rung falls due."""
    return {rung.name: at / MINUTE for at, rung in pending(LADDER, clocks, CALENDARS, raised)}


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        (
            run(),
            {"first": 645, "status": 840, "warning": 900, "second": 1200, "manager": 1440},
        ),
        # answered: the first reply is over, the status reply starts anew
        (run((610, reply)), {"status": 850, "warning": 900, "second": 1200, "manager": 1440}),
        # a promise is the status reply's due time
        (
            run((610, reply), (610, promised, 700)),
            {"status": 700, "warning": 900, "second": 1200, "manager": 1440},
        ),
        # waiting for the customer: nobody knows when the solution is due
        (run((610, reply), (610, waiting)), {"status": 850}),
        # half the target's time lay before the pause of 100 minutes, or after it
        (
            run((1000, waiting), (1100, resumed)),
            {"first": 645, "status": 840, "warning": 900, "second": 1300, "manager": 1540},
        ),
        (
            run((700, waiting), (800, resumed)),
            {"first": 645, "status": 840, "warning": 1000, "second": 1300, "manager": 1540},
        ),
        # overdue when the wait began: waiting doesn't un-overdue it
        (
            run((610, reply), (1300, waiting)),
            {"status": 850, "warning": 900, "second": 1200, "manager": 1440},
        ),
        (run((610, solved)), {}),
        (run((610, closed)), {}),
        # solved for 100 minutes: the solution's clock stood, the status reply's starts anew
        (
            run((650, solved), (750, reopened)),
            {"status": 990, "warning": 1000, "second": 1300, "manager": 1540},
        ),
        # 600 minutes of office time from 10:00: 480 today, 120 tomorrow; half of it today
        (
            run((610, reply), calendar="office"),
            {"status": 850, "warning": 900, "second": 2100, "manager": 2340},
        ),
        # an agreed time is counted as it is: no calendar knows of it
        (
            run((610, reply), calendar="office", recorded=1000),
            {"status": 850, "warning": 800, "second": 1000, "manager": 1240},
        ),
        (run(without=frozenset({SOLUTION})), {"first": 645, "status": 840}),
        (run(without=frozenset(ClockName)), {}),
        (run(without=frozenset({SOLUTION}), recorded=800), {
            "first": 645, "warning": 700, "second": 800, "status": 840, "manager": 1040
        }),
    ],
)  # fmt: skip
def test_when_rungs_fall_due(clocks: Clocks, expected: dict[str, float]) -> None:
    assert told(clocks) == expected
    assert list(told(clocks)) == sorted(expected, key=lambda name: expected[name])


def test_a_share_of_a_promise_counts_from_the_promise() -> None:
    rungs = (Rung("warning", STATUS, LEAD, share=0.75),)
    found = next_rung(rungs, run((610, reply), (700, promised, 800)), CALENDARS, ())
    assert found == (775 * MINUTE, rungs[0])
    # one for a time that was over when it was made is due at once
    found = next_rung(rungs, run((610, reply), (700, promised, 650)), CALENDARS, ())
    assert found == (650 * MINUTE, rungs[0])


def test_what_was_raised_is_left_out() -> None:
    clocks = run((610, reply))
    assert told(clocks, "status", "second") == {"warning": 900, "manager": 1440}
    assert next_rung(LADDER, clocks, CALENDARS, [rung.name for rung in LADDER]) is None


def test_of_one_instant_the_ladder_s_order_counts() -> None:
    rungs = [Rung(name, SOLUTION, LEAD, 5) for name in "cab"]
    found = due_rungs(rungs, run(), CALENDARS, (), 1205 * MINUTE)
    assert [rung.name for _, rung in found] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("happenings", "cycle"),
    [
        ([], 0),
        ([(610, reopened)], 0),  # it wasn't solved
        ([(610, solved)], 0),
        ([(610, solved), (620, reopened)], 1),
        ([(620, reopened), (610, solved)], 1),  # out of order
        ([(610, solved), (620, reopened), (630, reopened)], 1),
        ([(610, solved), (611, closed), (620, reopened), (630, closed), (640, reopened)], 2),
    ],
)
def test_cycles(happenings: list[Happening], cycle: int) -> None:
    assert run(*happenings).cycle == cycle


@pytest.mark.parametrize(
    "words",
    ["second_line", "project_manager", "owner", "shift_lead", "rota:duty-manager", "rota:a:b"]
    + [f"post:{post}" for post in Post],
)
def test_addressees(words: str) -> None:
    assert str(Addressee.parse(words)) == words


@pytest.mark.parametrize(
    "words",
    ["", "post", "post:", "post:king", "rota", "rota:", "owner:", "owner:x", "lead", "Post:agent"],
)
def test_what_is_no_addressee(words: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Addressee.parse(words)


def test_the_manual_s_ladder_goes_up() -> None:
    solution = [rung for rung in DEFAULT_LADDER if rung.clock is SOLUTION]
    assert [str(rung.addressee) for rung in solution] == [
        "second_line",
        "project_manager",
        "post:deputy",
    ]
    assert [rung.after_minutes for rung in solution] == sorted({r.after_minutes for r in solution})
    assert all(rung.backup and rung.acknowledge_minutes for rung in DEFAULT_LADDER)


KINDS = st.sampled_from([reply, solved, closed, waiting, resumed, reopened, promised])
HAPPENINGS = st.lists(
    st.tuples(st.integers(OPENED, 6000), KINDS, st.integers(OPENED, 8000)), max_size=12
)
RUNGS = st.lists(
    st.builds(
        lambda clock, after, share: (clock, after, share),
        st.sampled_from(ClockName),
        st.integers(0, 2000),
        st.none() | st.floats(0.01, 0.99),
    ),
    max_size=6,
).map(lambda made: [Rung(f"r{n}", c, LEAD, a, s) for n, (c, a, s) in enumerate(made)])


@given(HAPPENINGS, RUNGS, st.sampled_from(["always", "office"]), st.none() | st.integers(600, 7000))
def test_looking_often_raises_each_rung_once_and_in_order(
    happenings: list[Happening], rungs: list[Rung], calendar: str, recorded: int | None
) -> None:
    """Whatever the looks, what is raised in the end is what one late look would have raised."""
    clocks = run(*happenings, calendar=calendar, recorded=recorded)
    raised: list[tuple[Instant, Rung]] = []
    for now in range(0, 40_000 * MINUTE, 1111 * MINUTE):
        names = [rung.name for _, rung in raised]
        due = due_rungs(rungs, clocks, CALENDARS, names, now)
        following = next_rung(rungs, clocks, CALENDARS, names)
        assert bool(due) == (following is not None and following[0] <= now)
        assert all(now - 1111 * MINUTE < at <= now for at, _ in due)
        raised += due
    assert raised == pending(rungs, clocks, CALENDARS, ())
    assert len({rung.name for _, rung in raised}) == len(raised)


@given(HAPPENINGS, RUNGS, st.sampled_from(["always", "office"]), st.none() | st.integers(600, 7000))
def test_rungs_keep_to_their_clock(
    happenings: list[Happening], rungs: list[Rung], calendar: str, recorded: int | None
) -> None:
    """A stopped clock has none; a share falls due by the due time, the others from it on; a larger
    share never before a smaller one."""
    clocks = run(*happenings, calendar=calendar, recorded=recorded)
    found = {rung.name: at for at, rung in pending(rungs, clocks, CALENDARS, ())}
    three = (clocks.first_reply, clocks.status_reply, clocks.solution)
    by_name = {clock.name: clock for clock in three}
    for rung in rungs:
        clock = by_name[rung.clock]
        if clock.stopped_at is not None or clock.due_at is None:
            assert rung.name not in found
        elif rung.share is None:
            assert found[rung.name] == clock.due_at + rung.after_minutes * MINUTE
        else:
            assert found[rung.name] <= clock.due_at
    shares = sorted(
        (rung.clock, rung.share, found[rung.name])
        for rung in rungs
        if rung.share is not None and rung.name in found
    )
    for clock_name in ClockName:
        times = [at for clock, _, at in shares if clock == clock_name]
        assert times == sorted(times)


@given(st.integers(0, 3000), st.integers(1, 3000), st.floats(0.01, 0.99))
def test_a_pause_moves_a_share_by_the_open_time_that_it_took(
    start: int, length: int, share: float
) -> None:
    begin, end = OPENED + start, OPENED + start + length
    rungs = (Rung("warning", SOLUTION, LEAD, share=share),)
    for calendar in ("always", "office"):
        plain = run(calendar=calendar)
        paused = run((begin, waiting), (end, resumed), calendar=calendar)
        before, after = (next_rung(rungs, each, CALENDARS, ()) for each in (plain, paused))
        assert before is not None
        assert after is not None
        pauses = [(begin * MINUTE, end * MINUTE)]
        used = CALENDARS[calendar].elapsed(OPENED * MINUTE, after[0], pauses)
        assert used == CALENDARS[calendar].elapsed(OPENED * MINUTE, before[0])
        assert after[0] >= before[0]
