"""Signing in with a PIN, and the lock that stops guessing.

An attempt is counted under the store's write lock *before* the PIN is looked at, and a right one
takes the count back. So no crash, no restart and no crowd of consoles guesses more than the lock
allows, and the slow hash is computed while nobody waits for the lock.

A lock begins at the later of this console's clock and the last attempt, and only signing in or
`unlock` ends it before its time: a clock that was set back makes it longer, never shorter. A clock
set forward can't be told from time that passed; the count stays, so the next lock is twice as long.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from floorboard.desk import people, permissions
from floorboard.desk.desk import Desk
from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant
from floorboard.domain.permission import MANAGING
from floorboard.domain.pin import ATTEMPTS, check_pin, lock_seconds, read_pin
from floorboard.domain.problem import N_, Problem
from floorboard.store.queries import people as queries
from floorboard.store.queries.people import Candidate, Failures, Staff
from floorboard.store.store import Actor, Deed
from floorboard.store.views.floor import PersonView

if TYPE_CHECKING:
    from argon2 import PasswordHasher

NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$nOXvvjoGEv705Six03mykw"
    "$SDv1JYPGFVbuthJN1s7qSr6dY6FfdEzfrFAtjnLnQBE"
)
"""What a PIN is compared with where nobody has that name, so that it takes as long."""


class WrongPin(Problem):
    """The same words, whatever of the two was wrong. Of somebody who has a PIN, `left` are the
    attempts before the lock; who that is, everybody may know."""

    def __init__(self, left: int = ATTEMPTS) -> None:
        super().__init__(
            N_("this name and this PIN don't belong together"),
            fix=N_("Try again; wrong PINs that lock it for a while: {left}"),
            left=left,
        )


class Locked(Problem):
    """Too many wrong PINs: none is looked at before `until`."""

    def __init__(self, until: Instant, now: Instant) -> None:
        super().__init__(
            N_("too many wrong PINs: locked for {minutes} min {seconds} s more"),
            fix=N_("Wait, or ask somebody who manages people to unlock it"),
            minutes=(until - now) // 60,
            seconds=(until - now) % 60,
        )
        self.until = until


def set_pin(desk: Desk, person_id: int, pin: str) -> None:
    """Give somebody a PIN, or another one; wrong ones so far are forgotten.

    Everybody may change their own. The first PIN of a floor goes to somebody who manages people.
    """
    kept = read_pin(pin)
    check_pin(kept)
    hashed = hashed_pin(kept)
    own = desk.actor.person_id == person_id
    with desk.deed("sign_in.pin_changed" if own else MANAGING, f"person/{person_id}") as deed:
        if deed.by.person_id != person_id:  # somebody else may have signed in since
            permissions.check_too(deed, MANAGING)
        people.present(deed, person_id)
        queries.put_pin(deed.db, person_id, hashed, deed.at)
        queries.put_failures(deed.db, person_id, Failures())
        people.check_managed(deed)
        deed.after["pin"] = "set"


def candidates(desk: Desk) -> list[Candidate]:
    """Who can sign in now, those on shift first."""
    with desk.store.reading(snapshot=True) as db:
        now = desk.now()
        return queries.candidates(db, people.today_at(db, now), plan.turns_near(db, now))


def sign_in(desk: Desk, name: str, pin: str) -> PersonView:
    """Sign in at this desk whom `name` means; see `prove`."""
    person = prove(desk, name, pin)
    sign_in_as(desk, person.id)
    return person


def prove(desk: Desk, name: str, pin: str) -> PersonView:
    """The one person of this code, name, pinyin or initials, whose PIN this is.

    Raises `WrongPin` or `Locked`. It takes some 0.15 s and two transactions.
    """
    with desk.store.reading(snapshot=True) as db:
        found = queries.called(db, name, people.today_at(db, desk.now()))
    if len(found) > 1:
        raise people.ambiguous(name, found)
    person = found[0] if found else None
    hashed = _admit(desk, person.id) if person else None
    right = _matches(hashed or NOBODYS, read_pin(pin))
    if person is None or hashed is None:
        raise WrongPin
    if not right:
        _refuse(desk, person.id)
    _settle(desk, person, hashed)
    return PersonView(person.id, person.code, person.name, person.other_name, person.post)


def sign_in_as(desk: Desk, person_id: int) -> None:
    """From now on `desk` writes as this person, who has proved who they are."""
    desk.actor = Actor(desk.actor.console, person_id)


def sign_out(desk: Desk) -> None:
    """From now on nobody is signed in at `desk`."""
    desk.actor = Actor(desk.actor.console)


def unlock(desk: Desk, person_id: int) -> bool:
    """Forget somebody's wrong PINs; whether there were any."""
    with desk.deed(MANAGING, f"person/{person_id}") as deed:
        people.present(deed, person_id)
        found = queries.failures(deed.db, person_id)
        if not found.count:
            deed.withdraw()
            return False
        queries.put_failures(deed.db, person_id, Failures())
        deed.before["wrong_pins"], deed.after["wrong_pins"] = found.count, 0
        return True


def hashed_pin(pin: str) -> str:
    """The argon2id hash of `pin`, with a salt of its own."""
    return _hasher().hash(pin)


def _admit(desk: Desk, person_id: int) -> str | None:
    """Count an attempt, and hand out the hash to compare with; None where there is no PIN."""
    with desk.deed("sign_in.tried", f"person/{person_id}") as deed:
        hashed = queries.pin_hash(deed.db, person_id)
        if hashed is None:
            deed.withdraw()
            return None
        found = queries.failures(deed.db, person_id)
        if found.locked_until is not None and deed.at < found.locked_until:
            raise Locked(found.locked_until, deed.at)
        count, at = found.count + 1, max(deed.at, found.last_at)
        lock = lock_seconds(count)
        until = max(at + lock, found.locked_until or 0) if lock else None
        queries.put_failures(deed.db, person_id, Failures(count, at, until))
        deed.after["attempt"] = count
        return hashed


def _refuse(desk: Desk, person_id: int) -> None:
    """Say that the PIN was wrong, or that by now it is locked."""
    now = desk.now()
    with desk.store.reading() as db:
        wrong = queries.failures(db, person_id)
    if wrong.locked_until is not None and now < wrong.locked_until:
        raise Locked(wrong.locked_until, now)
    raise WrongPin(max(1, ATTEMPTS - wrong.count))


def _settle(desk: Desk, person: Staff, hashed: str) -> None:
    """Forget the wrong PINs, unless the PIN was changed or the person left while we compared."""
    with desk.deed("sign_in.done", f"person/{person.id}") as deed:
        if queries.pin_hash(deed.db, person.id) != hashed or not _is_here(deed, person.id):
            raise WrongPin
        queries.put_failures(deed.db, person.id, Failures())


def _is_here(deed: Deed, person_id: int) -> bool:
    found = queries.by_id(deed.db, person_id)
    return found is not None and found.here(people.today(deed))


def _matches(hashed: str, pin: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()
