"""Checks are done, confirmed by a second person where two are asked for, or waived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.duties import evidence
from floorboard.desk.duties.evidence import Given
from floorboard.domain.duties.schedule import Evidence
from floorboard.domain.duty import CheckPhase, CheckState, phase
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import pick
from floorboard.store.queries import floor
from floorboard.store.store import Actor, Deed

if TYPE_CHECKING:
    from floorboard.store.tables import Duty, DutyCheck


@dataclass(frozen=True, slots=True)
class Ticked:
    """What came of ticking a check."""

    version: int
    confirmed: bool
    """False where a second person has still to confirm it."""


def done(
    desk: Desk,
    check_id: int,
    version: int | None = None,
    *,
    note: str = "",
    value: float | None = None,
    file: str = "",
) -> Ticked:
    """Put on record that the check was done now, with what it asks for.

    Where it needs four eyes, the first person's word waits for a second one's; the second needn't
    give again what the first gave. Refused where it is done already, where its window closed on it
    or isn't open yet, and where the check isn't as it was at `version`.
    """
    gave = evidence.given(note, value, file)
    with desk.deed("duty.ticked", f"check/{check_id}") as deed:
        seen = _Seen.of(deed, check_id)
        seen.refuse_settled()
        if seen.phase is CheckPhase.AHEAD:
            raise seen.problem(
                N_("{duty} can be ticked from {when} on"), when=seen.shown(seen.check.opens_at)
            )
        seen.refuse_changed(version)
        check = seen.check
        if check.first_at is not None:
            _confirm(deed, seen, gave)
        else:
            evidence.demand(seen.name, Evidence(seen.duty.evidence), gave)
            check.note, check.value, check.file = gave.note, gave.value, gave.file
        if seen.duty.four_eyes and check.first_at is None:
            check.first_by, check.first_label = _who(deed.by)
            check.first_at = deed.at
        else:
            _settle(deed, check, CheckState.DONE)
        check.version = deed.version
        deed.session.add(check)
        return Ticked(check.version, check.done_at is not None)


def waive(desk: Desk, check_id: int, version: int | None, reason: str) -> int:
    """Put on record that the check needn't be done, and why; its new version.

    What isn't open yet can be waived; what is missed can't any more.
    """
    kept = evidence.reason(reason)
    with desk.deed("duty.waived", f"check/{check_id}") as deed:
        seen = _Seen.of(deed, check_id)
        seen.refuse_settled()
        seen.refuse_changed(version)
        check = seen.check
        check.note = kept
        _settle(deed, check, CheckState.WAIVED)
        check.version = deed.version
        deed.session.add(check)
        return check.version


@dataclass(frozen=True, slots=True)
class _Seen:
    """A check as a deed finds it, watched."""

    deed: Deed
    check: DutyCheck
    duty: Duty
    phase: CheckPhase

    @classmethod
    def of(cls, deed: Deed, check_id: int) -> _Seen:
        from floorboard.store.tables import Duty, DutyCheck

        deed.watch("check", [check_id])
        check = deed.session.get(DutyCheck, check_id)
        if check is None:
            raise Problem(N_("there is no check {number}"), number=check_id)
        duty = deed.session.get(Duty, check.duty_id)
        assert duty is not None
        window = (check.opens_at, check.due_at, check.closes_at)
        stands = phase(CheckState(check.state), *window, check.done_at, deed.at)
        return cls(deed, check, duty, stands)

    @property
    def name(self) -> str:
        """What the check is called, with its project."""
        from floorboard.store.tables import Project

        title = pick(self.duty.title, self.duty.title_zh)
        number = self.check.project_id
        project = None if number is None else self.deed.session.get(Project, number)
        return f"{pick(project.name, project.name_zh)}: {title}" if project else title

    def problem(self, what: str, *, fix: str = "", **facts: object) -> Problem:
        problem = Problem(what, fix=fix)
        problem.facts.update(facts, duty=self.name)
        return problem

    def shown(self, at: Instant) -> str:
        return centre.shown(at, centre.of(floor.settings(self.deed.db)).zone)

    def refuse_settled(self) -> None:
        check = self.check
        if check.done_at is not None:
            raise self.problem(
                N_("{duty} was done already by {who} at {when}")
                if check.state == CheckState.DONE
                else N_("{duty} was waived by {who} at {when}"),
                who=self.called(check.done_by, check.done_label),
                when=self.shown(check.done_at),
            )
        if self.phase is CheckPhase.MISSED:
            raise self.problem(
                N_("{duty} was missed: its window closed at {when}"),
                when=self.shown(check.closes_at),
                fix=N_("Note it in the handover"),
            )

    def refuse_changed(self, version: int | None) -> None:
        check = self.check
        if version in (None, check.version):
            return
        if check.first_at is not None:
            raise self.problem(
                N_("{duty} was done by {who} at {when} and waits for a second person"),
                who=self.called(check.first_by, check.first_label),
                when=self.shown(check.first_at),
                fix=N_("Look at it again, and confirm it if it is so"),
            )
        raise self.problem(
            N_("{duty} was changed meanwhile"), fix=N_("Look at it again; nothing was saved")
        )

    def called(self, person_id: int | None, label: str) -> str:
        from floorboard.store.tables import Person

        person = self.deed.session.get(Person, person_id) if person_id else None
        return person.name if person else label


def _confirm(deed: Deed, seen: _Seen, gave: Given) -> None:
    """The second person's word on what the first gave."""
    check, by = seen.check, deed.by
    who = seen.called(check.first_by, check.first_label)
    if (by.person_id is None) != (check.first_by is None):
        raise seen.problem(
            N_("{duty} needs two people, and who isn't signed in may be {who} again"),
            who=who,
            fix=N_("Sign in"),
        )
    if _who(by) == (check.first_by, check.first_label):
        raise seen.problem(
            N_("{duty} needs two people: {who} was the first"),
            who=who,
            fix=N_("Somebody else signs in and confirms it"),
        )
    if gave.value is not None and gave.value != check.value:
        raise seen.problem(
            N_("{who} counted {first} for {duty}, not {second}"),
            who=who,
            first=f"{check.value:g}" if check.value is not None else "–",
            second=f"{gave.value:g}",
            fix=N_("Count again together; the first one can undo and enter it anew"),
        )
    check.note = "\n".join(filter(None, (check.note, gave.note)))
    check.file = gave.file or check.file


def _settle(deed: Deed, check: DutyCheck, state: CheckState) -> None:
    check.state = state.value
    check.done_by, check.done_label = _who(deed.by)
    check.done_at = deed.at


def _who(by: Actor) -> tuple[int | None, str]:
    """Whom a check names: the person, or the console that nobody signed in to."""
    return by.person_id, "" if by.person_id else by.console
