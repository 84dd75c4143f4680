"""Changing the roster by hand: somebody comes instead, is added or taken off, or is away.

What is over isn't changed: who was on stays what it was. Everything here can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import OverrideKind, Source
from floorboard.store import rows
from floorboard.store.queries import roster as queries
from floorboard.store.queries import rotas
from floorboard.store.store import Deed

OVERRIDDEN = "roster.overridden"
LEAVE = "roster.leave"

REASON = N_("the reason")

LONGEST_SECONDS = 400 * 86400
"""How long an override, a leave or a schedule may last; more is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class NewOverride:
    """A change of who is on the rota `rota`, a code, over [`starts_at`, `ends_at`).

    `person_id` is added or removed, or comes instead of `replaces_id`."""

    rota: str
    kind: OverrideKind
    person_id: int
    starts_at: Instant
    ends_at: Instant
    replaces_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    person_id: int
    starts_at: Instant
    ends_at: Instant


def override(desk: Desk, new: NewOverride) -> int:
    """Change who is on; the override's number. A `Problem` where it would change nothing."""
    reason = intake.line(new.reason, REASON)
    with desk.deed(OVERRIDDEN, "override") as deed:
        return add_override(deed, new, reason)


def add_override(deed: Deed, new: NewOverride, reason: str) -> int:
    """The same inside a deed that does more. It begins now where it would have begun before."""
    check_span(deed, new.starts_at, new.ends_at)
    new = replace(new, starts_at=max(new.starts_at, deed.at))
    found = plan.load(deed.db, new.starts_at, new.ends_at, codes=[new.rota])
    line = known_line(found, new.rota)
    check_person(found, new.person_id)
    _check_effect(found, line, new)
    number = rows.next_id(deed.db, "rota_override")
    deed.watch("override", [number])
    rows.insert(
        deed.db,
        "rota_override",
        {
            "id": number,
            "rota_id": line.view.id,
            "kind": new.kind.value,
            "person_id": new.person_id,
            "replaces_id": new.replaces_id,
            "starts_at": new.starts_at,
            "ends_at": new.ends_at,
            "reason": reason,
            "version": deed.version,
        },
    )
    deed.subject = f"override/{number}"
    return number


def withdraw_override(desk: Desk, number: int) -> None:
    """Take back what remains of an override; one that hasn't begun goes altogether."""
    with desk.deed(OVERRIDDEN, f"override/{number}") as deed:
        found = queries.override(deed.db, number)
        if found is None:
            raise gone()
        check_not_over(deed, found.ends_at)
        deed.watch("override", [number])
        _cut_off(deed, "rota_override", number, found.starts_at, version=deed.version)


def schedule(
    desk: Desk,
    rota: str,
    name: str,
    starts_at: Instant,
    ends_at: Instant,
    turns: Sequence[PlannedTurn],
) -> int:
    """A temporary schedule: over its span, only these turns count. Returns its number. What it has
    of the past is left out."""
    title = intake.line(name, N_("the name"))
    with desk.deed(OVERRIDDEN, "schedule") as deed:
        check_span(deed, starts_at, ends_at)
        begins_at = max(starts_at, deed.at)
        found = plan.load(deed.db, begins_at, ends_at, codes=[rota])
        line = known_line(found, rota)
        for turn in turns:
            check_person(found, turn.person_id)
            if not starts_at <= turn.starts_at < turn.ends_at <= ends_at:
                raise Problem(
                    N_("a turn of {name} lies outside the schedule"),
                    name=found.name(turn.person_id),
                    fix=N_("Give it times within the schedule's; nothing was saved"),
                )
        number = rows.next_id(deed.db, "rota_schedule")
        deed.watch("schedule", [number])
        facts = {"id": number, "rota_id": line.view.id, "name": title, "version": deed.version}
        rows.insert(deed.db, "rota_schedule", {**facts, "starts_at": begins_at, "ends_at": ends_at})
        for turn in turns:
            rows.insert(
                deed.db,
                "rota_schedule_turn",
                {
                    "schedule_id": number,
                    "person_id": turn.person_id,
                    "starts_at": turn.starts_at,
                    "ends_at": turn.ends_at,
                },
            )
        deed.subject = f"schedule/{number}"
        return number


def withdraw_schedule(desk: Desk, number: int) -> None:
    """Take back what remains of a temporary schedule; one that hasn't begun goes altogether."""
    with desk.deed(OVERRIDDEN, f"schedule/{number}") as deed:
        span = queries.schedule_span(deed.db, number)
        if span is None:
            raise gone()
        check_not_over(deed, span[1])
        deed.watch("schedule", [number])
        if span[0] >= deed.at:
            rotas.forget_schedule(deed.db, number)
        else:
            rotas.end_schedule(deed.db, number, deed.at, deed.version)


def leave(
    desk: Desk, person_id: int, starts_at: Instant, ends_at: Instant, reason: str = ""
) -> int:
    """Somebody is away; the leave's number. What they are rostered for becomes a gap.

    What is over of it tells the attendance why they didn't come; it takes nobody off afterwards.
    """
    said = intake.line(reason, REASON)
    with desk.deed(LEAVE, "leave") as deed:
        check_span(deed, starts_at, ends_at)
        found = plan.load(deed.db, starts_at, ends_at, whole_leave=True)
        check_person(found, person_id)
        mine = [each for each in found.staff.leaves if each.person_id == person_id]
        if any(each.starts_at <= starts_at and ends_at <= each.ends_at for each in mine):
            raise Problem(
                N_("{name} is on leave then already"),
                name=found.name(person_id),
                fix=N_("Choose another time; nothing was saved"),
            )
        number = rows.next_id(deed.db, "leave")
        deed.watch("leave", [number])
        rows.insert(
            deed.db,
            "leave",
            {
                "id": number,
                "person_id": person_id,
                "starts_at": starts_at,
                "ends_at": ends_at,
                "reason": said,
                "version": deed.version,
            },
        )
        deed.subject = f"leave/{number}"
        return number


def end_leave(desk: Desk, number: int) -> None:
    """Take back what remains of a leave; one that hasn't begun goes altogether."""
    with desk.deed(LEAVE, f"leave/{number}") as deed:
        found = queries.leave(deed.db, number)
        if found is None:
            raise gone()
        check_not_over(deed, found.ends_at)
        deed.watch("leave", [number])
        # its version stays: it names the entry from whose instant on the roster knows of it
        _cut_off(deed, "leave", number, found.starts_at)


def _cut_off(deed: Deed, table: str, number: int, starts_at: Instant, **facts: object) -> None:
    """It ends now. What was, was."""
    if starts_at >= deed.at:
        rows.delete(deed.db, table, (number,))
    else:
        rows.update(deed.db, table, (number,), {"ends_at": deed.at, **facts})


def check_span(deed: Deed, starts_at: Instant, ends_at: Instant) -> None:
    """Raise a `Problem` unless [`starts_at`, `ends_at`) is a time, and isn't over."""
    if ends_at <= starts_at:
        raise Problem(
            N_("the end must be later than the start"), fix=N_("Correct one; nothing was saved")
        )
    if ends_at - starts_at > LONGEST_SECONDS:
        raise Problem(
            N_("that is more than a year"), fix=N_("Give a shorter time; nothing was saved")
        )
    check_not_over(deed, ends_at)


def check_not_over(deed: Deed, ends_at: Instant) -> None:
    if ends_at <= deed.at:
        raise Problem(
            N_("that time is over: the roster isn't changed afterwards"),
            fix=N_("What really happened is recorded as attendance"),
        )


def check_person(found: Plan, person_id: int) -> None:
    """Raise a `Problem` unless the person works here at some time of the plan."""
    person = found.staff.employed.get(person_id)
    if person is None:
        raise Problem(N_("there is no such person"), fix=N_("`floorboard people list` shows all"))
    if person.joined_at >= found.end or (
        person.left_at is not None and person.left_at <= found.start
    ):
        raise Problem(
            N_("{name} doesn't work here then"),
            name=found.name(person_id),
            fix=N_("Choose somebody else; nothing was saved"),
        )


def known_line(found: Plan, code: str) -> Line:
    """The rota of this code; a `Problem` if there is none."""
    line = found.line(code)
    if line is None:
        raise no_rota(code)
    return line


def no_rota(code: str) -> Problem:
    return Problem(
        N_("there is no rota {code}"),
        code=code,
        fix=N_("`floorboard roster rota list` shows them all"),
    )


def gone() -> Problem:
    return Problem(N_("that isn't in the roster any more"), fix=N_("Look again"))


def _check_effect(found: Plan, line: Line, new: NewOverride) -> None:
    """What changes nothing is a mistake: removing or replacing who isn't on, adding who is."""
    spans = found.spans(line)
    if new.kind is OverrideKind.REPLACE and new.replaces_id == new.person_id:
        raise Problem(
            N_("{name} can't stand for themselves"),
            name=found.name(new.person_id),
            fix=N_("Choose somebody else; nothing was saved"),
        )
    leaving = {OverrideKind.REMOVE: new.person_id, OverrideKind.REPLACE: new.replaces_id}
    going = leaving.get(new.kind)
    if going is not None:
        # who is on leave would be on, and somebody may stand for them
        meant = {each.person_id for span in spans for each in span.on}
        meant |= {
            each.person_id
            for span in spans
            for each in span.off
            if each.because.source is Source.LEAVE
        }
        if going not in meant:
            raise Problem(
                N_("{name} isn't on {rota} then"),
                name=found.name(going),
                rota=line.view.name,
                fix=N_("Choose whoever is, or another time; nothing was saved"),
            )
    elif all(new.person_id in span.people for span in spans):
        raise Problem(
            N_("{name} is on {rota} then already"),
            name=found.name(new.person_id),
            rota=line.view.name,
            fix=N_("Choose somebody else; nothing was saved"),
        )
