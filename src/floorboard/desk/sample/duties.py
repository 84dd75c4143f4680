"""The sample floor's duties, and what became of their checks by now."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from floorboard.desk.duties import making, scheduling
from floorboard.desk.roster import plan
from floorboard.desk.sample.cast import Cast
from floorboard.desk.sample.roster import Roster
from floorboard.desk.sample.words import pick, table
from floorboard.domain.duties.schedule import Evidence, Occurrence, Schedule, occurrences
from floorboard.domain.duty import CheckState
from floorboard.domain.instant import Instant, midnight, to_wall
from floorboard.store import bulk
from floorboard.store.queries import duties as queries
from floorboard.store.store import Deed
from floorboard.store.views.duties import StoredSchedule

DAYS = 34
"""So many days ago the first checks are due."""

RECENT_SECONDS = 9 * 3600
"""What was due in these is the present shift's at most, in which nothing is missed."""

LATE_SHARE = 0.12
MISSED_SHARE = 0.03
WAIVED_SHARE = 0.02
EARLY_SHARE = 0.3
"""Of the checks whose window is open: how many are done before they are due."""

LONG_SECONDS = 12 * 3600
"""A window that closes this long after it is due is one of days; one of these is late."""

Made = tuple[StoredSchedule, Occurrence]


def set_up(
    deed: Deed, cast: Cast, roster: Roster, rng: Random, now: Instant, zone: ZoneInfo
) -> None:
    """Write the shipped schedules, and their checks of five weeks up to tomorrow."""
    scheduling.put(deed, scheduling.shipped())
    stored = queries.schedules(deed.db)
    today = to_wall(now, zone).date()
    days = today - timedelta(days=DAYS), today + timedelta(days=2)
    book, projects = plan.book_of(deed.db), queries.projects(deed.db)
    made = [
        (each, found)
        for each in stored
        for found in occurrences(each.schedule, *days, book, zone, projects)
    ]
    made.sort(key=lambda pair: (pair[1].due_at, pair[0].id, pair[1].project or 0))
    left = _left([found for _, found in made], now)
    teller = _Teller(cast, roster, rng, now)
    columns = ("state", "done_by", "done_at", "note", "value", "file", "first_by", "first_at")
    bulk.insert(
        deed.db,
        "duty_check",
        (*making.COLUMNS, *columns, "done_label", "first_label", "version"),
        [
            (*making.row(each, found), *teller.tell(each.schedule, found, found in left), "", "", 1)
            for each, found in made
        ],
    )
    queries.set_made_until(deed.db, midnight(days[1], zone), [each.id for each in stored])


def _left(made: list[Occurrence], now: Instant) -> set[Occurrence]:
    """What is late: the last one that was due in this shift and can still be done, and one of those
    that can be done for days."""
    late = [each for each in made if each.due_at < now - 120 and now < each.closes_at]
    short = [each for each in late if each.closes_at - each.due_at < LONG_SECONDS]
    long = [each for each in late if each.closes_at - each.due_at >= LONG_SECONDS]
    recent = [each for each in short if each.due_at > now - RECENT_SECONDS]
    return {*recent[-1:], *long[:1]}


class _Teller:
    """What became of a check: its values from the state to when the first of two confirmed it."""

    def __init__(self, cast: Cast, roster: Roster, rng: Random, now: Instant) -> None:
        self._cast, self._roster, self._rng, self._now = cast, roster, rng, now
        self._words: dict[str, Any] = table("duties")

    def tell(self, schedule: Schedule, found: Occurrence, left: bool) -> tuple[object, ...]:
        done_at = None if left else self._done_at(found)
        fate = self._rng.random()
        if done_at is None or (fate < MISSED_SHARE and self._over(found)):
            return (CheckState.OPEN.value, None, None, "", None, "", None, None)
        post = schedule.post.value
        if fate < MISSED_SHARE + WAIVED_SHARE and self._over(found):
            lead = self._roster.on("lead", done_at)[0]
            reason = pick(self._rng, self._words["waived"])
            return (CheckState.WAIVED.value, lead, done_at, reason, None, "", None, None)
        first: tuple[int | None, Instant | None] = (None, None)
        person = self._by(post, done_at)
        if schedule.four_eyes:
            first = person, max(found.opens_at, done_at - 1200)
            person = self._other(person)
        gave = self._gave(schedule, found)
        return (CheckState.DONE.value, person, done_at, *gave, *first)

    def _over(self, found: Occurrence) -> bool:
        return found.closes_at <= self._now and found.due_at < self._now - RECENT_SECONDS

    def _done_at(self, found: Occurrence) -> Instant | None:
        """When it was done; None where it is still to be done."""
        now, chance, minutes = self._now, self._rng.random(), self._rng.random()
        if found.due_at < now:
            late = chance < LATE_SHARE
            done_at = found.due_at + int(minutes * 900 if late else -minutes * 1500)
        elif found.opens_at < now - 600 and chance < EARLY_SHARE:
            done_at = now - int(minutes * 500)
        else:
            return None
        return max(found.opens_at, min(done_at, now - 30, found.closes_at - 1))

    def _gave(self, schedule: Schedule, found: Occurrence) -> tuple[str, int | None, str]:
        """Note, number and file."""
        rng, words = self._rng, self._words
        match schedule.evidence:
            case Evidence.NOTE:
                return pick(rng, words["told"]), None, ""
            case Evidence.NUMBER:
                low, high = words["counts"][schedule.measure]
                return "", low + int(rng.random() * (high + 1 - low)), ""
            case Evidence.FILE:
                return "", None, f"{schedule.code}-{found.scheduled:%Y-%m-%d}.xlsx"
        notes = words["notes_zh" if rng.random() < 0.8 else "notes_en"]
        return pick(rng, notes), None, ""

    def _by(self, post: str, at: Instant) -> int:
        """Who of that post does it at that time: whoever is on, if one of them is on a rota."""
        if post == "shift_lead":
            return self._roster.on("lead", at)[0]
        if post == "agent":
            return pick(self._rng, self._roster.on("hotline", at))
        return pick(self._rng, self._cast.of_post(post)).id

    def _other(self, person: int) -> int:
        """Somebody who confirms what `person` did: the deputy, or for the deputy the director."""
        deputy = self._cast.of_post("deputy")[0].id
        return deputy if person != deputy else self._cast.of_post("director")[0].id
