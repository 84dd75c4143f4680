"""Swaps: somebody offers a turn, somebody takes it. Until then the first one stays on."""

from __future__ import annotations

from dataclasses import dataclass

from floorboard.desk import intake, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.roster import changing, gaps, plan
from floorboard.desk.roster.plan import Line, Plan
from floorboard.domain.instant import Instant, Interval
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.swap import SwapState, expired
from floorboard.store import rows
from floorboard.store.connection import Connection
from floorboard.store.queries import roster as queries
from floorboard.store.store import Deed
from floorboard.store.views.roster import SwapView

SWAPPED = "roster.swapped"


@dataclass(frozen=True, slots=True)
class Offer:
    """`from_id` gives [`starts_at`, `ends_at`) on `rota` to `to_id`, or to whoever takes it first.

    With a return they take [`return_starts_at`, `return_ends_at`) of the other's for it. It
    expires at `expires_at`, or else when what is offered begins; what has begun, when it ends.
    """

    rota: str
    from_id: int
    starts_at: Instant
    ends_at: Instant
    to_id: int | None = None
    return_starts_at: Instant | None = None
    return_ends_at: Instant | None = None
    expires_at: Instant | None = None
    note: str = ""


def offer(desk: Desk, wanted: Offer) -> int:
    """Offer a turn; the swap's number. Others than oneself are the leads' to offer for."""
    note = intake.line(wanted.note, N_("the note"))
    with desk.deed(SWAPPED, "swap") as deed:
        _check_own(deed, wanted.from_id)
        changing.check_span(deed, wanted.starts_at, wanted.ends_at)
        if wanted.to_id == wanted.from_id:
            raise Problem(
                N_("nobody swaps with themselves"),
                fix=N_("Choose somebody else; nothing was saved"),
            )
        found, line = _on_rota(deed.db, wanted.rota, wanted.starts_at, wanted.ends_at)
        _check_on(found, line, wanted.from_id)
        if wanted.to_id is not None:
            # whether they rest enough is for who takes it to see
            _check_both(deed, wanted, wanted.to_id, found, line, overruled=True)
        elif wanted.return_starts_at is not None:
            raise Problem(
                N_("a turn in return needs somebody whose it is"),
                fix=N_("Say with whom to swap; nothing was saved"),
            )
        begun = wanted.starts_at <= deed.at
        expires = wanted.expires_at or (wanted.ends_at if begun else wanted.starts_at)
        if not deed.at < expires <= wanted.ends_at:
            raise Problem(
                N_("the offer would expire before anybody can take it, or after its turn"),
                fix=N_("Choose a time before the turn ends; nothing was saved"),
            )
        number = rows.next_id(deed.db, "rota_swap")
        deed.watch("swap", [number])
        rows.insert(
            deed.db,
            "rota_swap",
            {
                "id": number,
                "rota_id": line.view.id,
                "from_id": wanted.from_id,
                "to_id": wanted.to_id,
                "starts_at": wanted.starts_at,
                "ends_at": wanted.ends_at,
                "return_starts_at": wanted.return_starts_at,
                "return_ends_at": wanted.return_ends_at,
                "state": SwapState.OFFERED.value,
                "offered_at": deed.at,
                "expires_at": expires,
                "note": note,
                "version": deed.version,
            },
        )
        deed.subject = f"swap/{number}"
        return number


def take(desk: Desk, number: int, person_id: int, *, anyway: bool = False) -> None:
    """`person_id` takes the offer: from now on they stand for whoever made it.

    Who is away or on elsewhere can't; who rests too little or works too long by it, the one or the
    other, is an `Unfit` unless it is taken `anyway`."""
    with desk.deed(SWAPPED, f"swap/{number}") as deed:
        _check_own(deed, person_id)
        swap = _open(deed, number)
        if swap.to_id not in (None, person_id) or person_id == swap.from_id:
            raise Problem(
                N_("this was offered to somebody else"),
                fix=N_("Ask for an offer of your own; nothing was saved"),
            )
        start = max(swap.starts_at, deed.at)
        found, line = _on_rota(deed.db, swap.rota, start, swap.ends_at)
        _check_on(found, line, swap.from_id)
        _check_both(deed, swap, person_id, found, line, overruled=anyway)
        facts: dict[str, object] = {"to_id": person_id, "starts_at": start}
        if swap.return_starts_at is not None:
            facts["return_starts_at"] = max(swap.return_starts_at, deed.at)
        _decide(deed, number, SwapState.TAKEN, facts)


def refuse(desk: Desk, number: int, person_id: int) -> None:
    """Whom it was offered to doesn't want it."""
    with desk.deed(SWAPPED, f"swap/{number}") as deed:
        _check_own(deed, person_id)
        swap = _open(deed, number)
        if swap.to_id != person_id:
            raise Problem(
                N_("only whom it was offered to can refuse it"),
                fix=N_("Leave it: an offer that nobody takes expires"),
            )
        _decide(deed, number, SwapState.REFUSED, {})


def withdraw(desk: Desk, number: int) -> None:
    """Whoever offered it takes the offer back."""
    with desk.deed(SWAPPED, f"swap/{number}") as deed:
        swap = _open(deed, number)
        _check_own(deed, swap.from_id)
        _decide(deed, number, SwapState.WITHDRAWN, {})


def listed(desk: Desk, start: Instant, end: Instant) -> list[SwapView]:
    """The swaps over [`start`, `end`), whatever became of them, the latest offer first."""
    with desk.store.reading() as db:
        return queries.swaps(db, start, end)


def state_of(swap: SwapView, now: Instant) -> str:
    """Its state's word; an offer that nobody took in time is `expired`."""
    return "expired" if expired(SwapState(swap.state), swap.expires_at, now) else swap.state


def _open(deed: Deed, number: int) -> SwapView:
    swap = queries.swap(deed.db, number)
    if swap is None:
        raise Problem(
            N_("there is no swap {number}"),
            number=number,
            fix=N_("`floorboard roster swap list` shows them all"),
        )
    if swap.state != SwapState.OFFERED:
        raise Problem(N_("this offer is settled already"), fix=N_("Look again"))
    if expired(SwapState(swap.state), swap.expires_at, deed.at):
        raise Problem(N_("this offer has expired: nobody took it in time"), fix=N_("Offer it anew"))
    return swap


def _decide(deed: Deed, number: int, state: SwapState, facts: dict[str, object]) -> None:
    deed.watch("swap", [number])
    changed = {"state": state.value, "decided_at": deed.at, "version": deed.version}
    rows.update(deed.db, "rota_swap", (number,), {**facts, **changed})


def _on_rota(db: Connection, code: str, starts_at: Instant, ends_at: Instant) -> tuple[Plan, Line]:
    found = plan.load(db, starts_at, ends_at, codes=[code])
    return found, changing.known_line(found, code)


def _check_own(deed: Deed, person_id: int) -> None:
    """One's own turns are one's own business, those of others the leads'."""
    if deed.by.person_id != person_id:
        permissions.check_too(deed, changing.OVERRIDDEN)


def _check_on(found: Plan, line: Line, person_id: int) -> None:
    if all(person_id not in span.people for span in found.spans(line)):
        raise Problem(
            N_("{name} isn't on {rota} then"),
            name=found.name(person_id),
            rota=line.view.name,
            fix=N_("Choose whoever is, or another time; nothing was saved"),
        )


def _check_both(
    deed: Deed,
    swap: Offer | SwapView,
    to_id: int,
    found: Plan,
    line: Line,
    *,
    overruled: bool,
) -> None:
    """What is taken in return is a turn of the other's, and both can be where they would be."""
    offered = (max(found.start, deed.at), found.end)
    given: Interval | None = None
    if swap.return_starts_at is not None and swap.return_ends_at is not None:
        changing.check_span(deed, swap.return_starts_at, swap.return_ends_at)
        given = max(swap.return_starts_at, deed.at), swap.return_ends_at
        _check_on(*_on_rota(deed.db, swap.rota, *given), to_id)
    changing.check_person(found, to_id)
    _check_fit(deed, line, to_id, offered, given, overruled=overruled)
    if given is not None:
        _check_fit(deed, line, swap.from_id, given, offered, overruled=overruled)


def _check_fit(
    deed: Deed,
    line: Line,
    person_id: int,
    taken: Interval,
    given: Interval | None,
    *,
    overruled: bool,
) -> None:
    found, candidate = gaps.candidate(deed.db, person_id, line.view.id, taken, given)
    message = N_("{name} can't take this turn: {reasons}")
    gaps.check_fit(message, found, candidate, deed.at, overruled=overruled)
