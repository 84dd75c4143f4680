"""What people do with a raised rung: acknowledge it, comment, hand it back, call the backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from floorboard.desk import centre, intake, rules
from floorboard.desk.desk import Desk
from floorboard.desk.escalations.roster import Roster
from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER
from floorboard.reports import words
from floorboard.store import rows
from floorboard.store.queries import escalations, floor, rungs
from floorboard.store.store import Deed
from floorboard.store.views.escalation import EscalationView


def acknowledge(desk: Desk, escalation_id: int, note: str) -> None:
    """Put on record that whoever works at this desk has taken it on, and what they do about it."""
    with _answer(desk, "escalation.acknowledged", escalation_id, note) as answer:
        answer.change(
            acknowledged_by=answer.deed.by.person_id,
            acknowledged_label="" if answer.deed.by.person_id else answer.deed.by.console,
            acknowledged_at=answer.deed.at,
        )
        answer.note(EscalationNoteKind.ACKNOWLEDGED)


def comment(desk: Desk, escalation_id: int, text: str) -> None:
    """Add a comment. That is possible with a closed one too."""
    with _answer(desk, "escalation.commented", escalation_id, text) as answer:
        answer.note(EscalationNoteKind.COMMENT)


def hand_back(desk: Desk, escalation_id: int, note: str) -> None:
    """Make it unacknowledged again. It goes to its backup, which wasn't called yet, when nobody
    acknowledges it within the time that the policy gives from now on."""
    with _answer(desk, "escalation.handed_back", escalation_id, note) as answer:
        answer.change(
            acknowledged_by=None,
            acknowledged_label="",
            acknowledged_at=None,
            acknowledge_by=_acknowledge_by(answer.deed, answer.view),
        )
        answer.note(EscalationNoteKind.HANDED_BACK)


def call_backup(desk: Desk, escalation_id: int, note: str = "") -> None:
    """Pass it on to its backup now, acknowledged or not, without waiting for its time."""
    with _answer(desk, "escalation.backup", escalation_id, note, silent=True) as answer:
        view, deed = answer.view, answer.deed
        ticket = rows.get(deed.db, "ticket", view.ticket_id)
        assert ticket is not None
        project, owner = ticket["project_id"], ticket["owner_id"]
        assert project is None or isinstance(project, int)
        assert owner is None or isinstance(owner, int)
        who = Addressee.parse(view.backup)
        people, gap = Roster(deed.db, deed.at).find_or_lead(who, project, owner)
        answer.change(backup_at=deed.at, backup_gap=gap)
        rungs.add(deed.db, (), [(view.id, person, True) for person in people], ())
        answer.note(EscalationNoteKind.BACKUP)


def refusal(action: str, view: EscalationView, now: Instant, zone: ZoneInfo) -> Problem | None:
    """Why `action` isn't possible with an escalation as it stands; None where it is."""
    ticket = view.ticket_id
    match action:
        case "escalation.commented":
            return None
        case _ if view.closed_at is not None:
            return Problem(
                N_("#{ticket}: this escalation was closed with the ticket ({when})"),
                ticket=ticket,
                when=words.when(view.closed_at, now, zone),
                fix=N_("Reopen the ticket if it isn't solved"),
            )
        case "escalation.acknowledged" if view.acknowledged_at is not None:
            return Problem(
                N_("#{ticket}: {who} acknowledged it already ({when})"),
                ticket=ticket,
                who=view.acknowledged_by,
                when=words.when(view.acknowledged_at, now, zone),
                fix=N_("Comment on it, or let them hand it back"),
            )
        case "escalation.handed_back" if view.acknowledged_at is None:
            return Problem(
                N_("#{ticket}: nobody acknowledged it, so nobody can hand it back"),
                ticket=ticket,
            )
        case "escalation.backup" if not view.backup:
            return Problem(
                N_("#{ticket}: nobody stands behind it, for its rung names no backup"),
                ticket=ticket,
                fix=N_("Call somebody yourself, and leave a comment"),
            )
        case "escalation.backup" if view.backup_at is not None:
            return Problem(
                N_("#{ticket}: its backup was called already ({when})"),
                ticket=ticket,
                when=words.when(view.backup_at, now, zone),
            )
    return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """A deed on one escalation, as it stands before."""

    deed: Deed
    view: EscalationView
    body: str

    def change(self, **values: object) -> None:
        values["version"] = self.deed.version
        rows.update(self.deed.db, "escalation", (self.view.id,), values)

    def note(self, kind: EscalationNoteKind) -> None:
        person = self.deed.by.person_id
        actor = "" if person else self.deed.by.console
        seq = rungs.next_note(self.deed.db, self.view.id)
        row = (self.view.id, seq, self.deed.at, kind.value, person, actor, self.body)
        rungs.add(self.deed.db, (), (), [row])


@contextmanager
def _answer(
    desk: Desk,
    action: str,
    escalation_id: int,
    note: str,
    *,
    silent: bool = False,
) -> Iterator[_Answer]:
    """A deed on an escalation, where it is possible; with a note, unless `silent`."""
    body = intake.text(note, N_("the note"), intake.NOTE_LIMIT)
    if not silent:
        body = intake.filled(body, N_("the note"))
    with desk.deed(action, f"escalation/{escalation_id}") as deed:
        view = escalations.by_id(deed.db, escalation_id)
        if view is None:
            raise Problem(
                N_("there is no escalation {number}"),
                number=escalation_id,
                fix=N_("`floorboard escalations --all` lists them"),
            )
        deed.subject = f"ticket/{view.ticket_id}"  # it is a part of the ticket's story
        deed.watch("escalation", [escalation_id])
        deed.after["escalation"] = escalation_id
        refused = refusal(action, view, deed.at, centre.of(floor.settings(deed.db)).zone)
        if refused is not None:
            raise refused
        yield _Answer(deed, view, body)


def _acknowledge_by(deed: Deed, view: EscalationView) -> Instant:
    """By when somebody has to acknowledge it from now on, if at all; at once, where the policy
    doesn't know the rung any more."""
    if not view.backup:
        return NEVER
    minutes = {rung.name: rung.acknowledge_minutes for rung in rules.within(deed).policy.ladder}
    given = minutes.get(view.rung, 0)
    return NEVER if given is None else deed.at + given * 60
