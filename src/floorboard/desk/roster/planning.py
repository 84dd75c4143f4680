"""Planned turns: who is on by name, as a lead, a file or a proposal says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from floorboard.desk import centre
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, plan
from floorboard.domain.instant import Instant, Interval
from floorboard.domain.problem import N_, Problem
from floorboard.store import rows
from floorboard.store.connection import Connection
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
    spans: Sequence[Interval] = (),
) -> Planned:
    """Put turns into the roster as one deed.

    Of the rotas `clearing`, turns that begin in one of the `spans` go first, unless they are locked
    or have begun. What is there already isn't made twice. `subject` names it in the journal.
    """
    with desk.deed(PLANNED, subject) as deed:
        making, leaving, staying = _difference(deed.db, turns, clearing, spans, deed.at)
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


def foreseen(
    desk: Desk,
    turns: Collection[NewTurn],
    *,
    clearing: Collection[int] = (),
    spans: Sequence[Interval] = (),
) -> Planned:
    """What `write` would do now."""
    with desk.store.reading(snapshot=True) as db:
        making, leaving, _staying = _difference(db, turns, clearing, spans, desk.now())
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


def standing(
    db: Connection,
    wanted: Collection[NewTurn],
    clearing: Collection[int],
    spans: Sequence[Interval],
    now: Instant,
) -> tuple[list[int], set[NewTurn]]:
    """The numbers of the turns that go for the `wanted` ones, and the turns that stay at their
    time."""
    there: dict[int, NewTurn] = {}
    for start, end in spans:
        found = queries.turns_to_clear(db, clearing, max(start, now), end)
        there.update((number, NewTurn(*turn)) for number, turn in found.items())
    leaving = [number for number, turn in there.items() if turn not in wanted]
    if not wanted:
        return leaving, set()
    gone = set(leaving)
    around = queries.turns(
        db, min(each.starts_at for each in wanted), max(each.ends_at for each in wanted)
    )
    return leaving, {
        NewTurn(rota_id, turn.person_id, turn.starts_at, turn.ends_at)
        for rota_id, turns in around.items()
        for turn in turns
        if turn.id not in gone
    }


def _difference(
    db: Connection,
    turns: Collection[NewTurn],
    clearing: Collection[int],
    spans: Sequence[Interval],
    now: Instant,
) -> tuple[list[NewTurn], list[int], set[NewTurn]]:
    """The turns to be made, by start, the numbers of those that go, and those that stay."""
    wanted = set(turns)
    leaving, staying = standing(db, wanted, clearing, spans, now)
    making = sorted(wanted - staying, key=lambda each: (each.starts_at, each.person_id))
    return making, leaving, staying


def clashes(
    making: Iterable[NewTurn], staying: Iterable[NewTurn]
) -> Iterator[tuple[NewTurn, NewTurn]]:
    """Each new turn with another of the same person, on the same rota at the same time: one that
    stays, or a new one before it."""
    kept: dict[tuple[int, int], list[NewTurn]] = {}
    for turn in staying:
        kept.setdefault((turn.rota_id, turn.person_id), []).append(turn)
    for turn in making:
        mine = kept.setdefault((turn.rota_id, turn.person_id), [])
        for other in mine:
            if other.starts_at < turn.ends_at and other.ends_at > turn.starts_at:
                yield turn, other
        mine.append(turn)


def _check_single(deed: Deed, making: Iterable[NewTurn], staying: Iterable[NewTurn]) -> None:
    """Nobody gets a second turn on a rota at the time of another."""
    for turn, other in clashes(making, staying):
        raise Problem(
            N_("{name} has another turn there already, from {time}"),
            name=plan.name_of(deed.db, turn.person_id),
            time=centre.shown(other.starts_at, plan.zone_of(deed.db)),
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
