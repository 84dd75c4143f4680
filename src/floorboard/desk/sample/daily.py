"""The sample floor's daily duties, and which of their checks are ticked by now."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from floorboard.desk import duties
from floorboard.desk.duties import Occurrence
from floorboard.desk.floor import SHIFTS
from floorboard.desk.sample.cast import Cast
from floorboard.desk.sample.roster import Roster
from floorboard.desk.sample.words import pick, table
from floorboard.domain.duty import CheckState
from floorboard.domain.instant import Instant, to_wall
from floorboard.store import bulk
from floorboard.store.queries.duties import DutyView
from floorboard.store.store import Deed

LATE_SHARE = 0.12
EARLY_SHARE = 0.3
"""Of the checks whose window is open: how many are ticked before they are due."""

NOTES = ("", "", "", "正常", "无异常", "ok")


def set_up(
    deed: Deed, cast: Cast, roster: Roster, rng: Random, now: Instant, zone: ZoneInfo
) -> None:
    """Write the duties and their checks from yesterday to tomorrow."""
    daily: list[DutyView] = []
    posts: dict[int, str] = {}
    rows = []
    for shift, _, _, start, _ in SHIFTS:
        for entry in table("duties")["duty"]:
            number = len(daily) + 1
            code = f"{entry['code']}-{shift}"
            due = (start + entry["after"]) % 1440
            daily.append(DutyView(number, code, due, entry["opens"], entry["closes"]))
            posts[number] = entry["post"]
            titles = (entry["title"], entry["title_zh"])
            window = (entry["opens"], entry["closes"])
            rows.append((number, code, entry["post"], *titles, due, *window, True))
    names = ("id", "code", "post", "title", "title_zh")
    window_columns = ("due_minute", "minutes_before", "minutes_after", "active")
    bulk.insert(deed.db, "duty", (*names, *window_columns), rows)

    today = to_wall(now, zone).date()
    days = [today + timedelta(days=step) for step in (-1, 0, 1)]
    checks = sorted(duties.occurrences(daily, days, zone), key=lambda o: (o.due_at, o.duty_id))
    left = _left(checks, rng, now)
    bulk.insert(
        deed.db,
        "duty_check",
        (*duties.COLUMNS, "state", "done_by", "done_at", "done_label", "note", "version"),
        [_row(check, left, posts, cast, roster, rng, now) for check in checks],
    )


def _left(checks: list[Occurrence], rng: Random, now: Instant) -> set[Occurrence]:
    """What was not done: the last one that is due and still open, and one of those closed."""
    late = [check for check in checks if check.due_at < now - 120 and now < check.closes_at]
    closed = [check for check in checks if check.closes_at <= now]
    left = set(late[-1:])
    if closed:
        left.add(pick(rng, closed))
    return left


def _row(
    check: Occurrence,
    left: set[Occurrence],
    posts: dict[int, str],
    cast: Cast,
    roster: Roster,
    rng: Random,
    now: Instant,
) -> tuple[object, ...]:
    times = (check.duty_id, check.scheduled, check.opens_at, check.due_at, check.closes_at)
    chance, minutes = rng.random(), rng.random()
    done_at: Instant | None = None
    if check in left:
        pass
    elif check.due_at < now:
        late = chance < LATE_SHARE
        done_at = check.due_at + int(minutes * 900 if late else -minutes * 1500)
    elif check.opens_at < now - 600 and chance < EARLY_SHARE:
        done_at = now - int(minutes * 500)
    if done_at is None:
        return (*times, CheckState.OPEN.value, None, None, "", "", 1)
    done_at = max(check.opens_at, min(done_at, now - 30))
    person = _by(posts[check.duty_id], done_at, cast, roster, rng)
    return (*times, CheckState.DONE.value, person, done_at, "", pick(rng, NOTES), 2)


def _by(post: str, at: Instant, cast: Cast, roster: Roster, rng: Random) -> int:
    """Who of that post ticks at that time: whoever is on, if one of them is on a rota."""
    if post == "shift_lead":
        return roster.on("lead", at)[0]
    if post == "agent":
        return pick(rng, roster.on("hotline", at))
    return pick(rng, cast.of_post(post)).id
