"""What people do with a raised rung: acknowledge it, comment, hand it back, call the backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from floorboard.desk import centre, intake, rules
from floorboard.desk.desk import Desk
from floorboard.desk.escalations.roster import Roster
from floorboard.domain.escalation import EscalationNoteKind
from floorboard.domain.instant import Instant
from floorboard.domain.ladder import Addressee
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import NEVER
from floorboard.store import rows
from floorboard.store.queries import escalations, floor, rungs
from floorboard.store.store import Deed
from floorboard.store.views.escalation import EscalationView

LOOK_AGAIN = N_("Look at it again; nothing was saved")


def acknowledge(desk: Desk, escalation_id: int, note: str) -> None:
    """Put on record that whoever works at this desk has taken it on, and what they do about it."""
    with _answer(desk, "escalation.acknowledged", escalation_id, note) as answer:
        answer.refuse_acknowledged()
        answer.change(
            acknowledged_by=answer.deed.by.person_id,
            acknowledged_label="" if answer.deed.by.person_id else answer.deed.by.console,
            acknowledged_at=answer.deed.at,
        )
        answer.note(EscalationNoteKind.ACKNOWLEDGED)


def comment(desk: Desk, escalation_id: int, text: str) -> None:
    """Add a comment. That is possible with a closed one too."""
    with _answer(desk, "escalation.commented", escalation_id, text, closed=True) as answer:
        answer.note(EscalationNoteKind.COMMENT)


def hand_back(desk: Desk, escalation_id: int, note: str) -> None:
    """Make it unacknowledged again. It goes to its backup, which wasn't called yet, when nobody
    acknowledges it within the time that the policy gives from now on."""
    with _answer(desk, "escalation.handed_back", escalation_id, note) as answer:
        view = answer.view
        if view.acknowledged_at is None:
            raise Problem(
                N_("escalation {number} isn't acknowledged, so nobody can hand it back"),
                number=view.id,
                fix=LOOK_AGAIN,
            )
        answer.change(
            acknowledged_by=None,
            acknowledged_label="",
            acknowledged_at=None,
            acknowledge_by=_acknowledge_by(answer.deed, view),
        )
        answer.note(EscalationNoteKind.HANDED_BACK)


def call_backup(desk: Desk, escalation_id: int, note: str = "") -> None:
    """Pass it on to its backup now, acknowledged or not, without waiting for its time."""
    with _answer(desk, "escalation.backup", escalation_id, note, silent=True) as answer:
        view, deed = answer.view, answer.deed
        if not view.backup:
            raise Problem(
                N_("nobody stands behind escalation {number}: its rung names no backup"),
                number=view.id,
                fix=N_("Call somebody yourself, and leave a comment"),
            )
        if view.backup_at is not None:
            raise Problem(
                N_("the backup of escalation {number} was called already at {when}"),
                number=view.id,
                when=answer.shown(view.backup_at),
                fix=LOOK_AGAIN,
            )
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

    def shown(self, at: Instant) -> str:
        return centre.shown(at, centre.of(floor.settings(self.deed.db)).zone)

    def refuse_closed(self) -> None:
        if self.view.closed_at is not None:
            raise Problem(
                N_("escalation {number} was closed at {when}, with ticket #{ticket}"),
                number=self.view.id,
                when=self.shown(self.view.closed_at),
                ticket=self.view.ticket_id,
                fix=N_("Reopen the ticket if it isn't solved"),
            )

    def refuse_acknowledged(self) -> None:
        if self.view.acknowledged_at is not None:
            raise Problem(
                N_("escalation {number} was acknowledged already by {who} at {when}"),
                number=self.view.id,
                who=self.view.acknowledged_by,
                when=self.shown(self.view.acknowledged_at),
                fix=N_("Comment on it, or let them hand it back"),
            )


@contextmanager
def _answer(
    desk: Desk,
    action: str,
    escalation_id: int,
    note: str,
    *,
    closed: bool = False,
    silent: bool = False,
) -> Iterator[_Answer]:
    """A deed on an escalation: an open one, unless `closed`; with a note, unless `silent`."""
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
        answer = _Answer(deed, view, body)
        if not closed:
            answer.refuse_closed()
        yield answer


def _acknowledge_by(deed: Deed, view: EscalationView) -> Instant:
    """By when somebody has to acknowledge it from now on, if at all; at once, where the policy
    doesn't know the rung any more."""
    if not view.backup:
        return NEVER
    minutes = {rung.name: rung.acknowledge_minutes for rung in rules.within(deed).policy.ladder}
    given = minutes.get(view.rung, 0)
    return NEVER if given is None else deed.at + given * 60
