"""Which risk points are open now, what opens them, and who answers for them today."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from floorboard.desk import handbook, risk_rules
from floorboard.desk.board import PersonName
from floorboard.desk.desk import Desk
from floorboard.desk.duties.making import MOST_BACK
from floorboard.desk.duties.people import Rostered
from floorboard.desk.roster import gaps, plan
from floorboard.desk.roster.plan import Plan
from floorboard.domain.handbook import (
    Context,
    Duty,
    Handbook,
    Measure,
    Part,
    PostPages,
    PotentialRisk,
    Responsible,
    RiskPoint,
    Words,
)
from floorboard.domain.instant import Instant, midnight, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.post import Post, works_on
from floorboard.domain.risks import Cause, CauseKind, Rule, weight
from floorboard.domain.roster.cover import Gap
from floorboard.store.connection import Connection
from floorboard.store.queries import duties, floor
from floorboard.store.queries import risks as queries
from floorboard.store.views.floor import ProjectView

AHEAD_SECONDS = 86400
"""Gaps in the roster count from so long before they begin."""

BEHIND_SECONDS = 86400
"""So far back a gap is followed to when it began."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers: `post` is None for somebody outside the centre."""

    title: Words
    post: Post | None
    people: tuple[PersonName, ...] = ()
    """Whom the roster puts in the post now."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """What something that isn't done may lead to, what prevents it, and who answers for it."""

    potential_risks: tuple[PotentialRisk, ...]
    measures: tuple[Measure, ...]
    direct: Answering
    indirect: Answering


@dataclass(frozen=True, slots=True)
class Card(Stakes):
    """A duty with what opens when it isn't done, and what is at stake then. Without a `duty` the
    handbook has none of that id."""

    duty: Duty | None
    risk_points: tuple[RiskPoint, ...]


@dataclass(frozen=True, slots=True)
class OpenRisk(Stakes):
    """A risk point that is open, and what goes with it."""

    point: RiskPoint
    weight: int
    since: Instant | None
    """When the oldest of its causes began, as far as that is known."""
    causes: tuple[Cause, ...]
    """The heaviest first."""


@dataclass(frozen=True, slots=True)
class RiskLook:
    """The open risk points at `at`, the heaviest first."""

    at: Instant
    zone: str
    risks: tuple[OpenRisk, ...]


def card(desk: Desk, duty_id: str, project_id: int | None = None) -> Card:
    """What it risks that a duty of the handbook isn't done, for a project if it is one's."""
    book, now = handbook.in_force(desk).handbook, desk.now()
    pages = next((each for each in book.posts.values() if duty_id.startswith(f"{each.id}.")), None)
    if pages is None:
        nobody = Answering({}, None)
        return Card((), (), nobody, nobody, None, ())
    duty = next((each for each in pages.duties if each.id == duty_id), None)
    around = Context((), (), (), ()) if duty is None else pages.around(duty)
    with desk.store.reading(snapshot=True) as db:
        stakes = _stakes(pages, around, Rostered(db, now, now + 1), project_id, now)
    return Card(*stakes, duty, around.risk_points)


def open_now(desk: Desk) -> RiskLook:
    """The risk points that something opens now, the heaviest first, then the oldest."""
    book, now = handbook.in_force(desk).handbook, desk.now()
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, now - BEHIND_SECONDS, now + AHEAD_SECONDS)
        rules = risk_rules.in_force(db)
        opened: dict[str, list[Cause]] = {}
        for cause in _causes(db, found, now):
            rule = rules[cause.kind]
            for point in dict.fromkeys(_opens(book, cause, rule)):
                opened.setdefault(point, []).append(_weighed(cause, rule, now))
        rostered = Rostered(db, now, now + 1)
        risks = [
            _open_risk(book.posts[point.post], point, opened[point.id], rostered, now)
            for point in book
            if isinstance(point, RiskPoint) and point.id in opened
        ]
    risks.sort(key=lambda each: (-each.weight, now if each.since is None else each.since))
    return RiskLook(now, found.zone.key, tuple(risks))


def _opens(book: Handbook, cause: Cause, rule: Rule) -> Iterator[str]:
    """The ids of the risk points that a cause opens; a centre's own copy may lack some."""
    yield from rule.opens
    duty = book.entry(cause.duty)
    if isinstance(duty, Duty):
        yield from (f"{duty.post}.{Part.RISK}.{number}" for number in duty.risks)


def _open_risk(
    pages: PostPages, point: RiskPoint, causes: list[Cause], rostered: Rostered, now: Instant
) -> OpenRisk:
    projects = {each.project_id for each in causes}
    project = projects.pop() if len(projects) == 1 else None
    return OpenRisk(
        *_stakes(pages, pages.around(point), rostered, project, now),
        point,
        sum(each.weight for each in causes),
        min((each.since for each in causes if each.since is not None), default=None),
        tuple(sorted(causes, key=lambda each: (-each.weight, each.since or now))),
    )


def _stakes(
    pages: PostPages, around: Context, rostered: Rostered, project_id: int | None, now: Instant
) -> tuple[tuple[PotentialRisk, ...], tuple[Measure, ...], Answering, Answering]:
    """The fields of `Stakes`: what hangs together on a post's pages, and who of the roster answers
    for it at `now`."""

    def answering(who: Responsible) -> Answering:
        people = rostered.people(who.post, project_id, now) if who.post else ()
        return Answering(who.title, who.post, people)

    answer = answering(pages.direct), answering(pages.indirect)
    return around.potential_risks, around.measures, *answer


def _causes(db: Connection, found: Plan, now: Instant) -> Iterator[Cause]:
    """All that opens risk points at `now`, unweighed."""
    projects = {each.id: each for each in floor.projects(db)}
    yield from _undone(db, projects, found, now)
    supported = [projects[each] for each in duties.projects(db)]
    unknown = {each.id for each in supported if not _confirmed(found, each, now)}
    for project in supported:
        if project.id in unknown:
            yield _unknown(found, project, now)
    yield from _gaps(db, found, projects, unknown, now)
    for complaint in queries.complaints(db, now):
        yield Cause(
            CauseKind.COMPLAINT,
            complaint.title,
            "",
            f"ticket/{complaint.ticket}",
            *_named(projects.get(complaint.project_id or 0)),
            complaint.due_at,
            clock=complaint.clock,
        )


def _undone(
    db: Connection, projects: Mapping[int, ProjectView], found: Plan, now: Instant
) -> Iterator[Cause]:
    """Checks that were missed, and items of lists that are late."""
    after = now - MOST_BACK
    day = (to_wall(after, found.zone).date() - timedelta(days=1)).isoformat()
    for check in queries.missed(db, after, day, now):
        yield Cause(
            CauseKind.MISSED,
            check.title,
            check.title_zh,
            f"check/{check.check}",
            *_named(projects.get(check.project_id or 0)),
            check.since,
            check.handbook,
            check.times,
        )
    for item in queries.late(db, now):
        yield Cause(
            CauseKind.LATE,
            item.title,
            item.title_zh,
            f"list/{item.checklist}",
            *_named(projects.get(item.project_id or 0)),
            item.due_at,
            item.handbook,
        )


def _confirmed(found: Plan, project: ProjectView, now: Instant) -> bool:
    """Whether anybody who works here today is confirmed to know a project."""
    day = to_wall(now, found.zone).date().isoformat()
    people = (found.people[each] for each in found.confirmed.get(project.id, ()))
    return any(works_on(day, each.joined_on, each.left_on) for each in people)


def _unknown(found: Plan, project: ProjectView, now: Instant) -> Cause:
    """A project that nobody knows, since the last who did left, if anybody did."""
    people = (found.people[each] for each in found.confirmed.get(project.id, ()))
    left = max((each.left_on for each in people if each.left_on), default=None)
    since = None
    if left is not None:
        since = midnight(date.fromisoformat(left) + timedelta(days=1), found.zone)
    return Cause(
        CauseKind.SKILL,
        project.name,
        project.name_zh,
        f"project/{project.code}",
        *_named(project),
        since,
    )


def _gaps(
    db: Connection,
    found: Plan,
    projects: Mapping[int, ProjectView],
    unknown: Collection[int],
    now: Instant,
) -> Iterator[Cause]:
    """What is missing on the roster now or soon, each need once: people, or people who know a
    project. A project that nobody knows at all is no gap besides."""
    by_need: dict[int, list[Gap]] = {}
    for gap in found.gaps(found.start):
        by_need.setdefault(gap.need_id, []).append(gap)
    begun: dict[Gap, Instant] = {}
    for pieces in by_need.values():
        still = (start for start, end in merged((g.start, g.end) for g in pieces) if end > now)
        since = next(still, None)
        if since is not None:
            begun[next(each for each in pieces if each.end > now)] = since
    for line in gaps.lines_of(db, found, [*begun]):
        if line.project_id in unknown:
            continue
        kind = CauseKind.GAP if line.project_id is None else CauseKind.SKILL
        rota = found.line(line.rota) if line.rota else None
        project = line.project_id or (rota.view.project_id if rota else None)
        since = begun[line.gap]
        yield Cause(
            kind,
            line.rota_name or line.project_name,
            line.rota_name_zh if line.rota else line.project_name_zh,
            f"rota/{line.rota}" if line.rota else f"project/{line.project}",
            *_named(projects.get(project or 0)),
            since,
            have=line.gap.have,
            need=line.gap.need,
        )


def _named(project: ProjectView | None) -> tuple[int | None, str, str]:
    """A project's number and its names, if there is one."""
    return (project.id, project.name, project.name_zh) if project else (None, "", "")


def _weighed(cause: Cause, rule: Rule, now: Instant) -> Cause:
    age = 0 if cause.since is None else now - cause.since
    return replace(cause, weight=weight(rule.weight, age))
