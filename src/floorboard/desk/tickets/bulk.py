"""One deed on many tickets: one transaction, one journal entry, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from floorboard.desk import intake, rules
from floorboard.desk.desk import Desk
from floorboard.desk.tickets import ending, passing, shaping, talking
from floorboard.desk.tickets.work import ACTIONS, Work, begin, check
from floorboard.domain.handling import Handling
from floorboard.domain.problem import N_, Problem

Progress = Callable[[int, int], None]
"""Told how many are done of how many; raising in it takes everything back."""

MOST = 10_000
"""Tickets at once. A deed holds the store for its time, and nobody looks through more."""


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of it. `refused` are those it wasn't possible with, and why; `same` those that
    were like that already."""

    done: int
    same: int
    refused: tuple[tuple[int, Problem], ...]


def bulk(
    desk: Desk,
    handling: Handling,
    ids: Sequence[int],
    *,
    text: str = "",
    owner_id: int | None = None,
    fields: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> BulkOutcome:
    """Do `handling` to each of these tickets: take them, assign them to `owner_id`, edit their
    `fields` (priority, project, kind, customer), or note, hand over, make wait, solve or close
    them with `text`.

    What isn't possible with one ticket is reported and doesn't stop the others.
    """
    if len(ids) > MOST:
        raise Problem(
            N_("{count} tickets are more than {most} at once"),
            fix=N_("Narrow the filter"),
            count=len(ids),
            most=MOST,
        )
    act = _act(handling, intake.text(text, N_("the text")), owner_id, fields or {})
    done, same = 0, 0
    refused: list[tuple[int, Problem]] = []
    with desk.deed(ACTIONS[handling], "tickets") as deed:
        deed.watch("ticket", ids)
        in_force = rules.within(deed)
        for place, number in enumerate(ids):
            if progress is not None:
                progress(place, len(ids))
            try:
                work = begin(deed, in_force, number)
                check(work, handling)
            except Problem as problem:
                refused.append((number, problem))
                continue
            if act(work):
                work.finish()
                done += 1
            else:
                same += 1
        if not done:
            deed.withdraw()
        deed.after.update(tickets=done)
    return BulkOutcome(done, same, tuple(refused))


def _act(
    handling: Handling, text: str, owner_id: int | None, fields: Mapping[str, object]
) -> Callable[[Work], bool]:
    """What is done to each; it says whether that changed anything."""
    if handling is Handling.ASSIGN:
        return partial(passing.assigned, owner_id=owner_id)
    if handling is Handling.TAKE:
        return passing.taken
    if handling is Handling.EDIT:
        return partial(shaping.edited, wanted=shaping.checked(fields))
    if handling is Handling.CLOSE:
        return _changing(ending.closed)
    if handling is Handling.WAIT:
        return _changing(partial(passing.waiting, text=text))
    needed = {
        Handling.NOTE: (talking.noted, N_("the note")),
        Handling.HAND_OVER: (passing.handed_over, N_("what second line must know")),
        Handling.SOLVE: (ending.solved, N_("how it was solved")),
    }
    if handling not in needed:
        raise Problem(N_("this is done to one ticket at a time"))
    act, field = needed[handling]
    return _changing(partial(act, text=intake.filled(text, field)))


def _changing(act: Callable[[Work], None]) -> Callable[[Work], bool]:
    def done(work: Work) -> bool:
        act(work)
        return True

    return done
