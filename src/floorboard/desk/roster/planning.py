"""Planned turns: who is on by name, as a lead, a file or a proposal says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.queries import roster as queries
from floorboard.store.store import Deed

PLANNED = "roster.planned"


@dataclass(frozen=True, slots=True)
class NewTurn:
    """`person_id` is on the rota of this number over [`starts_at`, `ends_at`)."""

    rota_id: int
    person_id: int
    starts_at: Instant
    ends_at: Instant


@dataclass(frozen=True, slots=True)
class Planned:
    """How many turns were made, and how many went for them."""

    made: int
    gone: int


def write(
    desk: Desk,
    turns: Collection[NewTurn],
    subject: str,
    *,
    clearing: Collection[int] = (),
    start: Instant = 0,
    end: Instant = 0,
) -> Planned:
    """Put turns into the roster as one deed.

    Of the rotas `clearing`, turns that begin in [`start`, `end`) go first, unless they are locked
    or have begun. What is there already isn't made twice. `subject` names it in the journal.
    """
    with desk.deed(PLANNED, subject) as deed:
        wanted = set(turns)
        there = queries.turns_to_clear(deed.db, clearing, max(start, deed.at), end)
        leaving = [number for number, turn in there.items() if NewTurn(*turn) not in wanted]
        staying = _there(deed, wanted, leaving)
        making = sorted(wanted - staying, key=lambda each: (each.starts_at, each.person_id))
        _check_single(deed, making, staying)
        _check(deed, making)
        if not making and not leaving:
            deed.withdraw()
            return Planned(0, 0)
        first = rows.next_id(deed.db, "rota_turn")
        deed.watch("turn", [*leaving, *range(first, first + len(making))])
        for number in leaving:
            rows.delete(deed.db, "rota_turn", (number,))
        for number, turn in enumerate(making, first):
            rows.insert(
                deed.db,
                "rota_turn",
                {
                    "id": number,
                    "rota_id": turn.rota_id,
                    "person_id": turn.person_id,
                    "starts_at": turn.starts_at,
                    "ends_at": turn.ends_at,
                },
            )
        deed.after.update({"made": len(making), "gone": len(leaving)})
        return Planned(len(making), len(leaving))


def lock(desk: Desk, turn_ids: Sequence[int], locked: bool) -> int:
    """No proposal and no import moves these any more, or they may; how many changed."""
    with desk.deed(PLANNED, "roster/lock") as deed:
        deed.watch("turn", turn_ids)
        changed = 0
        for number in turn_ids:
            row = rows.get(deed.db, "rota_turn", number)
            if row is None:
                raise changing.gone()
            if bool(row["locked"]) is not locked:
                rows.update(deed.db, "rota_turn", (number,), {"locked": int(locked)})
                changed += 1
        if not changed:
            deed.withdraw()
        return changed


def _there(deed: Deed, wanted: Collection[NewTurn], leaving: Collection[int]) -> set[NewTurn]:
    """The turns that stay, at the time of the `wanted` ones."""
    if not wanted:
        return set()
    found = queries.turns(
        deed.db, min(each.starts_at for each in wanted), max(each.ends_at for each in wanted)
    )
    return {
        NewTurn(rota_id, turn.person_id, turn.starts_at, turn.ends_at)
        for rota_id, turns in found.items()
        for turn in turns
        if turn.id not in leaving
    }


def _check_single(deed: Deed, making: Iterable[NewTurn], staying: Iterable[NewTurn]) -> None:
    """Nobody gets a second turn on a rota at the time of one that stays."""
    kept: dict[tuple[int, int], list[NewTurn]] = {}
    for turn in staying:
        kept.setdefault((turn.rota_id, turn.person_id), []).append(turn)
    for turn in making:
        for other in kept.get((turn.rota_id, turn.person_id), ()):
            if other.starts_at < turn.ends_at and other.ends_at > turn.starts_at:
                zone = plan.zone_of(deed.db)
                raise Problem(
                    N_("{name} has another turn there already, from {time}"),
                    name=plan.name_of(deed.db, turn.person_id),
                    time=centre.shown(other.starts_at, zone),
                    fix=N_("Unlock or move that one first; nothing was saved"),
                )


def _check(deed: Deed, making: Iterable[NewTurn]) -> None:
    """Everybody works here then, and nothing that is over is planned."""
    turns = list(making)
    if not turns:
        return
    found = plan.load(
        deed.db, min(each.starts_at for each in turns), max(each.ends_at for each in turns)
    )
    for turn in turns:
        changing.check_not_over(deed, turn.ends_at)
        employed = found.staff.employed[turn.person_id]
        if turn.starts_at < employed.joined_at or (
            employed.left_at is not None and employed.left_at < turn.ends_at
        ):
            raise Problem(
                N_("{name} doesn't work here then"),
                name=found.name(turn.person_id),
                fix=N_("Choose somebody else; nothing was saved"),
            )
