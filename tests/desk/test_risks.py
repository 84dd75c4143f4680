"""Which risk points are open, what opens and closes them, and who answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

import rostering
from checking import CHEN, LI, NOW, asking, at, checks, daily, make, one
from floorboard.desk import (
    checklists,
    duties,
    handbook,
    people,
    risk_rules,
    risks,
    sample,
    tickets,
    undoing,
)
from floorboard.desk.desk import Desk
from floorboard.desk.risks import OpenRisk
from floorboard.desk.roster import defining
from floorboard.desk.tickets import OpenTicket
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.handbook import Duty
from floorboard.domain.post import Post
from floorboard.domain.risks import Cause, CauseKind
from floorboard.exchange.rota_drafts import NeedDraft
from floorboard.store.queries import duties as duty_queries
from floorboard.store.queries import risks as queries
from floorboard.store.views.risks import MissedView

DAY = 86400
EACH = replace(daily(480), code="each", each_project=True, duty="senior.duty.3")
"""Eight o'clock, for each of two projects; it opens `senior.risk.2`."""

POINTS = {"agent.risk.1", "agent.risk.2"}
"""What the handbook says that the duty `agent.duty.1` opens."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ten past nine on a Sunday; what was due at nine can be done until ten."""
    found = make(
        tmp_path / "floor.sqlite", [daily(540), EACH], since=at("2026-11-19T00:00"), projects=2
    )
    duties.ensure(found)
    with found.store.deed("made", "skills", found.actor, NOW) as deed:
        deed.db.execute(
            "INSERT INTO project_skill (person_id, project_id, level, confirmed_by, confirmed_at)"
            " SELECT ?, id, 'confirmed', ?, ? FROM project",
            (CHEN, LI, NOW),
        )
    yield found
    found.close()


def opened(desk: Desk, *kinds: CauseKind) -> dict[str, list[Cause]]:
    """The causes of these kinds, or of all, by the risk points that they open."""
    found = {
        each.point.id: [cause for cause in each.causes if not kinds or cause.kind in kinds]
        for each in risks.open_now(desk).risks
    }
    return {point: causes for point, causes in found.items() if causes}


def go_to(desk: Desk, wall: str) -> None:
    desk.clock = lambda: at(wall)
    duties.ensure(desk)


def test_a_missed_check_opens_its_duty_s_risks_until_the_next_is_done(desk: Desk) -> None:
    found = opened(desk)
    assert found.keys() == {*POINTS, "senior.risk.2"}
    (cause,) = found["agent.risk.1"]
    assert (cause.kind, cause.title, cause.title_zh) == (CauseKind.MISSED, "duty 540", "职责 540")
    last = one(desk, "2026-11-21T09:00")
    assert (cause.times, cause.subject) == (3, f"check/{last.id}")
    assert cause.since == at("2026-11-19T10:00"), "when the first window closed"
    assert cause.duty == "agent.duty.1"
    assert cause.weight == 2 * risk_rules.shipped()[CauseKind.MISSED].weight, "older than a day"
    duties.done(desk, one(desk, "2026-11-22T09:00").id)
    assert opened(desk).keys() == {"senior.risk.2"}
    undoing.undo(desk)
    assert opened(desk).keys() == {*POINTS, "senior.risk.2"}


def test_each_project_has_its_own(desk: Desk) -> None:
    causes = opened(desk)["senior.risk.2"]
    assert [(cause.project_id, cause.project) for cause in causes] == [
        (1, "Project 0"),
        (2, "Project 1"),
    ]
    go_to(desk, "2026-11-23T08:00")
    first, _second = (each for each in checks(desk) if each.scheduled == "2026-11-23T08:00")
    duties.done(desk, first.id)
    (left,) = opened(desk)["senior.risk.2"]
    assert (left.project, left.times) == ("Project 1", 4)
    with desk.store.deed("ended", "project", desk.actor, NOW) as deed:
        deed.db.execute("UPDATE project SET active = 0 WHERE id = 2")
    assert "senior.risk.2" not in opened(desk), "nobody supports it any more"


def test_a_waived_check_closes_it_once_its_window_is_open(desk: Desk) -> None:
    duties.waive(desk, one(desk, "2026-11-23T09:00").id, None, "a holiday")
    assert opened(desk).keys() >= POINTS
    go_to(desk, "2026-11-23T08:29")
    assert opened(desk)["agent.risk.1"][0].times == 4
    go_to(desk, "2026-11-23T08:30")
    assert not opened(desk).keys() & POINTS


def test_a_stopped_schedule_and_a_duty_without_risks_open_nothing(desk: Desk) -> None:
    with desk.store.deed("made", "duties", desk.actor, NOW) as deed:
        for each in (replace(daily(540), duty="agent.duty.10"), replace(EACH, duty="no.duty.1")):
            duty_queries.put_schedule(deed.db, each, active=True, made_until=NOW)
    assert opened(desk) == {}
    with desk.store.deed("made", "duties", desk.actor, NOW) as deed:
        duty_queries.put_schedule(deed.db, daily(540), active=False, made_until=NOW)
    assert opened(desk) == {}


def test_an_earlier_instant_knows_nothing_of_what_came_later(desk: Desk) -> None:
    duties.done(desk, one(desk, "2026-11-22T09:00").id)
    assert not opened(desk).keys() & POINTS
    desk.clock, desk.frozen = lambda: at("2026-11-20T12:00"), True
    assert opened(desk)["agent.risk.1"][0].times == 2
    desk.clock = lambda: at("2026-11-19T09:59")
    assert not opened(desk).keys() & POINTS


@pytest.mark.parametrize("seed", range(12))
def test_what_was_missed_is_what_a_plain_walk_finds(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    go_to(desk, "2026-12-03T12:00")
    with desk.store.deed("made", "checks", desk.actor, desk.now()) as deed:
        for check in checks(desk):
            if chance.random() < 0.3:
                when = chance.randrange(check.opens_at - 2 * DAY, check.closes_at)
                deed.db.execute(
                    "UPDATE duty_check SET state = 'done', done_at = ? WHERE id = ?",
                    (when, check.id),
                )
    for _ in range(8):
        now = chance.randrange(at("2026-11-19T00:00"), at("2026-12-04T12:00"))
        with desk.store.reading() as db:
            found = queries.missed(db, now - 366 * DAY, "2025-11-01", now)
        assert found == walked(desk, now)


def walked(desk: Desk, now: int) -> list[MissedView]:
    """The same, check by check."""
    missed: dict[tuple[str, int | None], MissedView] = {}
    for each in checks(desk):
        key = (each.duty, each.project_id)
        settled = each.done_at is not None and each.done_at <= now
        if settled and each.opens_at <= now:
            missed.pop(key, None)
        elif not settled and each.closes_at <= now:
            before = missed.get(key)
            missed[key] = MissedView(
                each.id,
                each.handbook,
                each.title,
                each.title_zh,
                each.project_id,
                before.times + 1 if before else 1,
                before.since if before else each.closes_at,
            )
    return sorted(missed.values(), key=lambda view: (view.since, view.check))


def test_a_late_item_of_a_list_opens_its_duty_s_risks(desk: Desk) -> None:
    number = checklists.start(desk, "emergency", project_id=1)
    found = checklists.one(desk, number)
    assert found is not None
    item = min((each for each in found.items if each.handbook), key=lambda each: each.due_at)
    desk.clock = lambda: item.due_at
    assert not opened(desk, CauseKind.LATE)
    desk.clock = lambda: item.due_at + 1
    late = opened(desk, CauseKind.LATE)
    causes = {cause.subject for each in late.values() for cause in each}
    assert causes <= {f"list/{number}"}
    book = {each.id: each for each in handbook.in_force(desk).handbook}
    duty = book[item.handbook]
    assert isinstance(duty, Duty)
    assert late.keys() >= {f"{duty.post}.risk.{each}" for each in duty.risks}


def test_an_overdue_complaint(desk: Desk) -> None:
    incident = tickets.open_ticket(desk, OpenTicket("no tone"))
    number = tickets.open_ticket(desk, OpenTicket("rude answer", "complaint", project_id=1))
    assert not opened(desk, CauseKind.COMPLAINT)
    desk.clock = lambda: NOW + 10 * DAY
    found = opened(desk, CauseKind.COMPLAINT)
    assert found.keys() == {*risk_rules.shipped()[CauseKind.COMPLAINT].opens}
    (cause,) = found["shift_lead.risk.3"]
    assert (cause.subject, cause.title) == (f"ticket/{number}", "rude answer")
    assert (cause.project_id, cause.project) == (1, "Project 0")
    with desk.store.reading() as db:
        due = db.execute("SELECT next_due_at, next_clock FROM ticket WHERE id = ?", (number,))
        assert (cause.since, cause.clock) == due.fetchone()
    assert incident != number
    tickets.solve(desk, number, "we called them")
    assert not opened(desk, CauseKind.COMPLAINT)


def test_the_heaviest_comes_first_and_weights_add_up(desk: Desk) -> None:
    tickets.open_ticket(desk, OpenTicket("rude answer", "complaint"))
    desk.clock = lambda: NOW + 40 * DAY
    duties.ensure(desk)
    found = risks.open_now(desk).risks
    assert len(found) == 5
    weights = [each.weight for each in found]
    assert weights == sorted(weights, reverse=True)
    for each in found:
        assert each.weight == sum(cause.weight for cause in each.causes)
        assert each.since == min(cause.since or 0 for cause in each.causes)
    assert found[0].point.id == "senior.risk.2", "missed in two projects"


def test_a_project_that_nobody_there_knows(desk: Desk) -> None:
    last = date(2026, 11, 21)
    people.set_skill(desk, CHEN, "p1", None)
    (cause,) = opened(desk, CauseKind.SKILL)["agent.risk.3"]
    assert (cause.subject, cause.since, cause.need) == ("project/p1", None, 0)
    assert cause.weight == risk_rules.shipped()[CauseKind.SKILL].weight
    people.leave(desk, CHEN, last)
    causes = opened(desk, CauseKind.SKILL)["shift_lead.risk.2"]
    assert [(each.subject, each.since) for each in causes] == [
        ("project/p0", at("2026-11-22T00:00")),
        ("project/p1", None),
    ]
    point = next(
        each for each in risks.open_now(desk).risks if each.point.id == "shift_lead.risk.2"
    )
    assert point.since == at("2026-11-22T00:00")


class TestRoster:
    """Gaps, on a floor with a rota: Ann on Monday, Ben on Tuesday, Thursday the last turn."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[Desk]:
        found = Desk.open(rostering.make(tmp_path / "floor.sqlite"), console="console")
        yield found
        found.close()

    def causes(self, desk: Desk, when: str, kind: CauseKind) -> list[tuple[str, str, int, int]]:
        desk.clock = lambda: rostering.at(when)
        causes = opened(desk, kind).get(risk_rules.shipped()[kind].opens[0], [])
        return [
            (each.subject, rostering.told(each.since or 0), each.have, each.need) for each in causes
        ]

    def test_a_gap_counts_from_a_day_before_until_it_ends(self, desk: Desk) -> None:
        gap = [("rota/hotline", "27 09:00", 0, 1)]
        assert self.causes(desk, "26 08:59", CauseKind.GAP) == []
        assert self.causes(desk, "26 09:01", CauseKind.GAP) == gap
        (risk,) = risks.open_now(desk).risks
        assert risk.weight == risk_rules.shipped()[CauseKind.GAP].weight // 2, "it is only coming"
        assert self.causes(desk, "27 12:00", CauseKind.GAP) == gap
        assert self.causes(desk, "27 16:59", CauseKind.GAP) == gap
        assert self.causes(desk, "27 17:00", CauseKind.GAP) == [("rota/hotline", "28 09:00", 0, 1)]

    def test_a_skill_that_nobody_has_who_is_on(self, desk: Desk) -> None:
        defining.add_need(desk, "hotline", NeedDraft(1, "billing", "every_day", 540, 1020))
        assert self.causes(desk, "23 12:00", CauseKind.SKILL) == [
            ("rota/hotline", "23 09:00", 0, 1)  # Ann is on, whom nobody confirmed
        ]
        assert self.causes(desk, "24 17:30", CauseKind.SKILL) == [
            ("rota/hotline", "25 09:00", 0, 1)
        ]
        desk.clock = lambda: rostering.at("23 11:00")
        people.set_skill(desk, rostering.BEN, "billing", None)
        assert self.causes(desk, "23 12:00", CauseKind.SKILL) == [
            ("project/billing", "01 08:00", 0, 0)  # told once, and nobody knows since when
        ]


def test_a_card_says_who_answers_today(desk: Desk) -> None:
    card = risks.card(desk, "agent.duty.1")
    assert card.duty is not None
    assert {each.id for each in card.risk_points} == POINTS
    assert [each.id for each in card.potential_risks] == ["agent.potential.1", "agent.potential.2"]
    assert [each.id for each in card.measures] == ["agent.measure.1", "agent.measure.3"]
    assert (card.direct.post, [each.name for each in card.direct.people]) == (
        Post.AGENT,
        ["陈静", "王芳"],
    )
    lead = risks.card(desk, "shift_lead.duty.3")
    assert [each.name for each in lead.direct.people] == ["李伟"]
    assert (lead.indirect.post, lead.indirect.people) == (Post.DIRECTOR, ())


def test_a_manager_s_card_names_the_project_s(desk: Desk) -> None:
    with desk.store.deed("made", "people", desk.actor, NOW) as deed:
        deed.db.execute("UPDATE person SET post = 'manager'")
        deed.db.execute("UPDATE project SET manager_id = id")
    both = risks.card(desk, "manager.duty.1", 2).direct
    assert [each.id for each in both.people] == [2]
    assert len(risks.card(desk, "manager.duty.1").direct.people) == 3


@pytest.mark.parametrize("duty", ["", "nobody.duty.1", "agent", "agent.duty.99", "agent.risk.1"])
def test_a_card_of_what_the_handbook_lacks_is_empty(desk: Desk, duty: str) -> None:
    card = risks.card(desk, duty)
    assert (card.duty, card.risk_points, card.measures) == (None, (), ())


def test_a_year_that_nobody_kept_is_read_fast(tmp_path: Path) -> None:
    schedules = [replace(daily(60 + 5 * n), code=f"s{n}", each_project=n < 8) for n in range(60)]
    schedules.append(asking(Evidence.NOTE, 1200))
    desk = make(tmp_path / "floor.sqlite", schedules, since=NOW - 365 * DAY, projects=6)
    duties.ensure(desk)
    risks.open_now(desk)
    begun = perf_counter()
    found: tuple[OpenRisk, ...] = risks.open_now(desk).risks
    took = perf_counter() - begun
    assert len(found[0].causes) > 100
    assert took < 1
    desk.close()


def test_the_sample_is_read_fast_and_by_indexes(tmp_path: Path) -> None:
    path = tmp_path / "floor.sqlite"
    sample.make(path, NOW, tickets=300, seed=7)
    desk = Desk.open(path, console="console")
    desk.clock = lambda: NOW
    risks.open_now(desk)
    begun = perf_counter()
    risks.open_now(desk)
    assert perf_counter() - begun < 0.1
    plans: list[str] = []
    with desk.store.reading() as db:
        for sql in traced(desk):
            plans += [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert any("ix_ticket_open_due" in each for each in plans)
    assert not [each for each in plans if each.startswith("SCAN") and each.split()[1] in "tki"]
    desk.close()


def traced(desk: Desk) -> list[str]:
    """The SQL of the reads of this part."""
    seen: list[str] = []
    with desk.store.reading() as db:
        db.set_trace_callback(seen.append)
        queries.missed(db, NOW - 366 * DAY, "2025-11-01", NOW)
        queries.late(db, NOW)
        queries.complaints(db, NOW)
        db.set_trace_callback(None)
    return seen
