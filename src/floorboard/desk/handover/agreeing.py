"""The incoming lead: acknowledges, asks back, and sums up in their own words."""

from __future__ import annotations

from floorboard.desk import intake
from floorboard.desk.desk import Desk
from floorboard.desk.handover.work import at_work
from floorboard.domain.handover.conduct import Deed as Kind
from floorboard.domain.handover.record import Section
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows

SUMMARY = N_("the summary")
QUESTION = N_("the question")
ANSWER = N_("the answer")


def acknowledge(desk: Desk, number: int, item_id: int) -> None:
    """Take note of a critical item."""
    with at_work(desk, number, Kind.ACKNOWLEDGE) as work:
        if item_id not in {each.id for each in work.record.unacknowledged}:
            raise Problem(
                N_("this is no critical item that waits to be acknowledged"),
                fix=N_("Look at it again; nothing was saved"),
            )
        values = {"item_id": item_id, "handover_id": number, "at": work.deed.at}
        values["person_id"] = work.deed.by.person_id or 0
        rows.insert(work.deed.db, "handover_acknowledgement", values)


def ask(desk: Desk, number: int, section: Section, question: str) -> int:
    """Ask back about a section; the question's number. It stays in the record."""
    said = intake.filled(intake.text(question, QUESTION, intake.NOTE_LIMIT), QUESTION)
    with at_work(desk, number, Kind.ASK) as work:
        mine = rows.next_id(work.deed.db, "handover_question")
        values = {
            "id": mine,
            "handover_id": number,
            "section": section.value,
            "asked_by": work.deed.by.person_id,
            "asked_at": work.deed.at,
            "question": said,
            "answer": "",
        }
        rows.insert(work.deed.db, "handover_question", values)
    return mine


def answer(desk: Desk, number: int, question_id: int, text: str) -> None:
    """Answer a question. An answer can be given anew until the outgoing lead signs."""
    said = intake.filled(intake.text(text, ANSWER, intake.NOTE_LIMIT), ANSWER)
    with at_work(desk, number, Kind.ANSWER) as work:
        if question_id not in {each.id for each in work.record.questions}:
            raise Problem(
                N_("handover {number} has no question {question}"),
                number=number,
                question=question_id,
                fix=N_("Look at it again; nothing was saved"),
            )
        values = {
            "answer": said,
            "answered_by": work.deed.by.person_id,
            "answered_at": work.deed.at,
        }
        rows.update(work.deed.db, "handover_question", (question_id,), values)


def summarise(desk: Desk, number: int, text: str) -> None:
    """Say in one's own words what one takes over."""
    said = intake.filled(intake.text(text, SUMMARY, intake.NOTE_LIMIT), SUMMARY)
    with at_work(desk, number, Kind.SUMMARISE) as work:
        if work.record.summary == said:
            work.deed.withdraw()
            return
        work.update(summary=said, summarised_at=work.deed.at)
