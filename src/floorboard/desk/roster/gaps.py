"""Where cover is missing, who could fill it and why, and filling it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan
from floorboard.desk.roster.plan import Plan
from floorboard.domain.instant import Instant, Interval, midnight, next_month, to_wall
from floorboard.domain.opening import merged
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster import candidates as ranking
from floorboard.domain.roster.candidates import Candidate, Facts, Reason, ReasonKind
from floorboard.domain.roster.cover import Gap, Need
from floorboard.domain.roster.load import load_of
from floorboard.domain.roster.rota import OverrideKind
from floorboard.i18n import pick
from floorboard.reports import roster
from floorboard.store.connection import Connection
from floorboard.store.queries import floor
from floorboard.store.queries import roster as queries
from floorboard.store.views.roster import RotaView

AROUND_SECONDS = 9 * 86400
"""How far around a gap turns are looked at: the weeks it touches, and the rest beside it."""

BEYOND_SECONDS = 31 * 86400
"""How far behind the time that is asked about a gap is followed to its end."""

NEVER_MIND = frozenset(
    {ReasonKind.NOT_JOINED, ReasonKind.LEFT, ReasonKind.ON_LEAVE, ReasonKind.ON_ROTA}
)
"""What no lead can overrule: they aren't there."""


class Unfit(Problem):
    """Rules speak against somebody that may be overruled."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap, and what lacks people: a rota, or a project on any rota; the other is empty."""

    gap: Gap
    rota: str
    rota_name: str
    rota_name_zh: str
    project: str
    project_name: str
    project_name_zh: str
    project_id: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who could fill a gap, or couldn't and why."""

    person_id: int
    code: str
    name: str
    other_name: str
    post: str
    usual: bool
    """Whether they are on this rota at other times."""
    free: bool
    blocks: tuple[Reason, ...]
    merits: tuple[Reason, ...]


def listed(desk: Desk, start: Instant, end: Instant) -> list[GapLine]:
    """The gaps that begin before `end`, from `start` and from now on, by start; each whole, but for
    what lies more than `BEYOND_SECONDS` behind `end`."""
    with desk.store.reading(snapshot=True) as db:
        found = plan.load(db, start, end + BEYOND_SECONDS)
        return lines_of(db, found, [gap for gap in found.gaps(desk.now()) if gap.start < end])


def choices(desk: Desk, line: GapLine) -> list[Choice]:
    """Everybody who works here, the best to fill the gap first, with what speaks for them: those
    who are on the rota at other times, then others; then those who can't, and why."""
    with desk.store.reading(snapshot=True) as db:
        return _choices(db, line.gap)


def rota_names(desk: Desk) -> dict[int, str]:
    """The rotas' names in the language spoken now, by number: reasons name rotas so."""
    with desk.store.reading() as db:
        return {each.id: pick(each.name, each.name_zh) for each in queries.rotas(db)}


def fill(
    desk: Desk, line: GapLine, person_id: int, *, anyway: bool = False, reason: str = ""
) -> int:
    """Put somebody on over the first part of the gap that is still open; the override's number.

    Who is away or on elsewhere is refused; who rests too little, works too long or isn't confirmed
    only with `anyway`. A gap that somebody else filled meanwhile is a `Problem`.
    """
    said = intake.line(reason, changing.REASON)
    with desk.deed(changing.OVERRIDDEN, "override") as deed:
        start = max(line.gap.start, deed.at)
        found = plan.load(deed.db, start, max(line.gap.end, start + 1))
        still = merged(
            (each.start, min(each.end, line.gap.end))
            for each in found.gaps(deed.at)
            if each.need_id == line.gap.need_id and each.start < line.gap.end
        )
        if not still:
            raise Problem(N_("nobody is missing there any more"), fix=N_("Look again"))
        gap = line.gap._replace(start=still[0][0], end=still[0][1])
        rota = put_on(line, [each.view for each in found.lines]).code
        changing.check_person(found, person_id)
        chosen = next(each for each in _choices(deed.db, gap) if each.person_id == person_id)
        check_fit(N_("{name} can't fill this: {reasons}"), found, chosen, deed.at, overruled=anyway)
        new = changing.NewOverride(rota, OverrideKind.ADD, person_id, gap.start, gap.end)
        return changing.add_override(deed, new, said)


def check_fit(
    message: str, found: Plan, who: Choice | Candidate, now: Instant, *, overruled: bool
) -> None:
    """Raise a `Problem` where somebody can't be had; an `Unfit` where rules alone speak against
    them, unless these are overruled. `message` has room for a `name` and `reasons`."""
    kinds = {each.kind for each in who.blocks}
    never = bool(kinds & NEVER_MIND)
    if never or (kinds and not overruled):
        raise (Problem if never else Unfit)(
            message,
            name=found.name(who.person_id),
            reasons=roster.blocks(who.blocks, found.rota_names(), now, found.zone),
            fix=N_("Choose somebody else; nothing was saved"),
        )


def candidate(
    db: Connection, person_id: int, rota_id: int, span: Interval, given: Interval | None = None
) -> tuple[Plan, Candidate]:
    """What speaks against somebody on a rota over `span`, who gives away their time `given` there
    for it."""
    found = plan.load(db, span[0] - AROUND_SECONDS, span[1] + AROUND_SECONDS)
    (facts,) = (each for each in _facts(found, span) if each.person_id == person_id)
    if given is not None:
        facts = replace(facts, stints=list(ranking.without(facts.stints, rota_id, given)))
    (ranked,) = ranking.candidates(Need(0, 1, rota_id), span, [facts], found.zone)
    return found, ranked


def put_on(line: GapLine, rotas: Iterable[RotaView]) -> RotaView:
    """The rota of these on which a gap is filled: its own, or else its project's. A `Problem` for a
    project without one."""
    for each in rotas:
        if each.code == line.rota or (not line.rota and each.project_id == line.project_id):
            return each
    raise Problem(
        N_("{project} has no rota of its own to put somebody on"),
        project=pick(line.project_name, line.project_name_zh),
        fix=N_("Add them to the rota you mean"),
    )


def lines_of(db: Connection, found: Plan, gaps: list[Gap]) -> list[GapLine]:
    """These gaps, with what lacks people."""
    projects = {each.id: each for each in floor.projects(db)}
    needs = {need.id: need for need in found.needs}
    rotas = {line.view.id: line.view for line in found.lines}
    lines = []
    for gap in gaps:
        need = needs[gap.need_id]
        rota = rotas.get(need.rota_id or 0)
        project = projects.get(need.project_id or 0)
        lines.append(
            GapLine(
                gap,
                rota.code if rota else "",
                rota.name if rota else "",
                rota.name_zh if rota else "",
                project.code if project else "",
                project.name if project else "",
                project.name_zh if project else "",
                need.project_id,
            )
        )
    return lines


def _choices(db: Connection, gap: Gap) -> list[Choice]:
    zone = plan.zone_of(db)
    day = to_wall(gap.start, zone).date()
    month = (midnight(day.replace(day=1), zone), midnight(next_month(day), zone))
    found = plan.load(
        db,
        min(month[0], gap.start - AROUND_SECONDS),
        max(month[1], gap.end + AROUND_SECONDS),
    )
    need = next((each for each in found.needs if each.id == gap.need_id), None)
    if need is None:
        raise changing.gone()
    ranked = ranking.candidates(need, (gap.start, gap.end), _facts(found, month), zone)
    usual = {
        person
        for line in found.lines
        if line.view.id == need.rota_id
        for span in found.spans(line)
        for person in span.people
    }
    ranked.sort(key=lambda each: (not each.free, each.free and each.person_id not in usual))
    return [_choice(found, each, each.person_id in usual) for each in ranked]


def _facts(found: Plan, month: tuple[Instant, Instant]) -> list[Facts]:
    """Everybody who works here in this time, with what they do in the month."""
    stints = ranking.stints({line.view.id: found.spans(line) for line in found.lines})
    leaves = plan.by_person(found.staff.leaves)
    facts = []
    for number, employment in found.staff.employed.items():
        if employment.left_at is not None and employment.left_at <= found.start:
            continue
        mine = stints.get(number, [])
        within = [(each.start, each.end) for each in mine if month[0] <= each.start < month[1]]
        facts.append(
            Facts(
                number,
                employment,
                mine,
                leaves.get(number, []),
                frozenset(
                    project for project, people in found.confirmed.items() if number in people
                ),
                load_of(within, found.zone, found.book),
            )
        )
    return facts


def _choice(found: Plan, each: Candidate, usual: bool) -> Choice:
    person = found.people[each.person_id]
    return Choice(
        person.id,
        person.code,
        person.name,
        person.other_name,
        person.post,
        usual,
        each.free,
        each.blocks,
        each.merits,
    )
