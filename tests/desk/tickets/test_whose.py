"""Whose a deed is, what else it asks for, and who a ticket can be given to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from deeds import STEPS, Scene, Step, later, of, row, told, view
from escalating import ANN, BEN, BILLING, CAT, DAN, FAY, GUS, HOUR, alter, ticket
from floorboard.desk import (
    duties,
    escalations,
    people,
    permissions,
    review,
    sign_in,
    suggest,
    tickets,
)
from floorboard.desk.desk import Desk
from floorboard.desk.sign_in import sign_in_as
from floorboard.desk.tickets import NewCustomer, OpenTicket
from floorboard.domain.handling import Handling
from floorboard.domain.instant import Instant
from floorboard.domain.post import Post, SkillLevel
from floorboard.domain.problem import Problem
from floorboard.store.queries import rungs
from floorboard.store.store import Actor, Deed

DAY = 86400

STRANGER = DAN
"""Who signs in while a deed of the director waits for the write lock."""

NAMED = (
    "SELECT person_id FROM ticket_event UNION SELECT person_id FROM escalation_note"
    " UNION SELECT acknowledged_by FROM escalation UNION SELECT person_id FROM project_review"
    " UNION SELECT done_by FROM duty_check UNION SELECT confirmed_by FROM project_skill"
    " UNION SELECT first_owner_id FROM ticket UNION SELECT owner_id FROM ticket"
)


DEEDS: dict[str, Callable[[Scene], object]] = {
    **{name: STEPS[name] for name in ("open", "note", "reply and promise", "take", "solve")},
    "hand over": lambda at: tickets.hand_over(at.desk, at.ticket, "look"),
    "hand over all": lambda at: tickets.bulk(at.desk, Handling.HAND_OVER, [at.ticket], text="look"),
    "split": STEPS["split"],
    "acknowledge": STEPS["acknowledge"],
    "comment": STEPS["comment"],
    "call the backup": STEPS["call the backup"],
    "review": lambda at: review.put(at.desk, BILLING, "stable", "", ""),
    "tick": STEPS["tick"],
    "skill": lambda at: people.set_skill(at.desk, ANN, "billing", SkillLevel.CONFIRMED),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_is_whose_it_was_when_it_began(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    number = tickets.open_ticket(desk, OpenTicket("x", priority=1, project_id=BILLING))
    _duty(desk)
    later(desk, 5 * HOUR)
    escalations.raise_due(desk)
    real = desk.store.deed

    @contextmanager
    def waiting(action: str, subject: str, by: Actor, at: Instant, facts: Any) -> Iterator[Deed]:
        with real(action, subject, by, at, facts) as deed:
            sign_in_as(desk, STRANGER)
            yield deed

    sign_in_as(desk, FAY)
    with monkeypatch.context() as patched:
        patched.setattr(desk.store, "deed", waiting)
        DEEDS[name](Scene(desk, [number], Step(name, pick=1, more=2)))
    with desk.store.reading() as db:
        named = {found[0] for found in db.execute(NAMED)}
    assert FAY in named
    assert STRANGER not in named


def _duty(desk: Desk) -> None:
    """A duty that can be ticked in five hours."""
    alter(desk, "DELETE FROM duty_check")
    alter(desk, "DELETE FROM duty")
    alter(
        desk,
        "INSERT INTO duty (id, code, handbook, post, active, title, title_zh, rule, starts_on,"
        " due_minute, minutes_before, minutes_after, workdays, each_project, evidence, measure,"
        " four_eyes, made_until)"
        " VALUES (1, 'walk', '', 'agent', TRUE, 'Walk', '', 'FREQ=DAILY', '2020-01-01', 960, 60,"
        " 60, 'any', FALSE, 'tick', '', FALSE, 0)",
    )
    duties.ensure(desk)


@dataclass(frozen=True)
class Included:
    """A deed that asks for two actions, and the same without the second."""

    action: str
    other: str
    do: Callable[[Desk, int], object]
    without: Callable[[Desk, int], object] | None = None


def _opened(**more: Any) -> Callable[[Desk, int], object]:
    return lambda desk, _: tickets.open_ticket(desk, OpenTicket("x", **more))


def _edited(**fields: Any) -> Callable[[Desk, int], object]:
    return lambda desk, number: tickets.edit(desk, number, view(desk, number).version, **fields)


def _all_edited(**fields: object) -> Callable[[Desk, int], object]:
    return lambda desk, number: tickets.bulk(desk, Handling.EDIT, [number], fields=fields)


INCLUDED = {
    "edit": Included("ticket.edited", "ticket.assigned", _edited(owner_id=BEN), _edited(title="y")),
    "edit away": Included("ticket.edited", "ticket.assigned", _edited(owner_id=None)),
    "edit many": Included(
        "ticket.edited", "ticket.assigned", _all_edited(owner_id=BEN), _all_edited(priority=4)
    ),
    "open for another": Included(
        "ticket.opened",
        "ticket.assigned",
        _opened(owner_id=GUS),
        lambda desk, _: tickets.open_ticket(desk, OpenTicket("x", owner_id=desk.actor.person_id)),
    ),
    "open with a new customer": Included(
        "ticket.opened", "customer.made", _opened(new_customer=NewCustomer("Zoë")), _opened()
    ),
    "disagree": Included(
        "ticket.rated",
        "ticket.reopened",
        lambda desk, number: tickets.rate(desk, number, 1, "no", disagrees=True),
        lambda desk, number: tickets.rate(desk, number, 1, "no"),
    ),
    "reply and promise": Included(
        "ticket.replied",
        "ticket.promised",
        lambda desk, number: tickets.reply(desk, number, "soon", desk.now() + HOUR),
        lambda desk, number: tickets.reply(desk, number, "soon"),
    ),
    "split": Included(
        "ticket.split", "ticket.opened", lambda desk, number: tickets.split(desk, number, "part")
    ),
}


@pytest.mark.parametrize("forbidden", [False, True], ids=["shipped", "forbidden"])
@pytest.mark.parametrize("name", INCLUDED)
def test_what_a_deed_includes_is_asked_for_too(desk: Desk, name: str, forbidden: bool) -> None:
    """By each post; then where the table in force gives the second action to nobody."""
    wanted = INCLUDED[name]
    prepared = [(post, *_two(desk, name)) for post in Post]
    if forbidden:
        kind, _, word = wanted.other.partition(".")
        pattern = rf"(?ms)(^\[{kind}\].*?^{word} = )[^\n]*$"
        text, count = re.subn(pattern, r"\1[]", permissions.shipped())
        assert count == 1
        alter(desk, "INSERT INTO setting (key, value) VALUES ('permissions', ?)", text)
    with desk.store.reading() as db:
        table = permissions.in_force(db)
    for post, one, two in prepared:
        sign_in_as(desk, _of_post(desk, post))
        may = table.may(post, wanted.action)
        assert _done(desk, wanted.do, one) == (may and table.may(post, wanted.other)), post
        if wanted.without is not None:
            assert _done(desk, wanted.without, two) == may, post


def _two(desk: Desk, name: str) -> tuple[int, int]:
    """Two tickets on which the deed is possible."""
    one, two = (tickets.open_ticket(desk, OpenTicket("x")) for _ in range(2))
    if name == "edit away":
        tickets.take(desk, one)
    if name == "disagree":
        tickets.bulk(desk, Handling.SOLVE, [one, two], text="done")
    return one, two


def _of_post(desk: Desk, post: Post) -> int:
    """Somebody of a post, who begins now where there was nobody."""
    alter(
        desk,
        "INSERT INTO person (code, name, other_name, search, version, post, joined_on)"
        " SELECT ?1, ?1, '', '', 1, ?1, '2020-01-01'"
        " WHERE NOT EXISTS (SELECT 1 FROM person WHERE post = ?1)",
        post.value,
    )
    with desk.store.reading() as db:
        found = db.execute("SELECT min(id) FROM person WHERE post = ?", (post.value,)).fetchone()
    return int(found[0])


def _done(desk: Desk, do: Callable[[Desk, int], object], number: int) -> bool:
    """Whether it was done; where not, nothing was."""
    before = of(desk)
    try:
        do(desk, number)
    except Problem as problem:
        refused = str(problem)
    else:
        return True
    assert "isn't the business" in refused or "nobody may do this" in refused
    assert of(desk) == before
    return False


GONE, COMING = GUS, FAY
"""Who leaves, and who comes, in `_away`."""

GIVING: dict[str, Callable[[Desk, int, int], object]] = {
    "assign": tickets.assign,
    "assign many": lambda desk, number, who: tickets.bulk(
        desk, Handling.ASSIGN, [number], owner_id=who
    ),
    "edit": lambda desk, number, who: _edited(owner_id=who)(desk, number),
    "hand over": lambda desk, number, who: tickets.hand_over(desk, number, "look", who),
    "open": lambda desk, _, who: tickets.open_ticket(desk, OpenTicket("x", owner_id=who)),
}


def _away(desk: Desk) -> None:
    """Yesterday was one's last day, tomorrow is another's first."""
    alter(desk, "UPDATE person SET left_on = '2026-11-22' WHERE id = ?", GONE)
    alter(desk, "UPDATE person SET joined_on = '2026-11-24' WHERE id = ?", COMING)


@pytest.mark.parametrize("name", GIVING)
def test_no_ticket_goes_to_who_isn_t_here(desk: Desk, name: str) -> None:
    give, number = GIVING[name], ticket(desk)
    _away(desk)
    before = of(desk)
    for who, called in ((GONE, "Gus"), (COMING, "Fay")):
        with pytest.raises(Problem, match=f"{called} doesn't work here today"):
            give(desk, number, who)
    with pytest.raises(Problem, match="there is no person 99"):
        give(desk, number, 99)
    assert of(desk) == before
    give(desk, number, BEN)


def test_what_was_theirs_goes_on(desk: Desk) -> None:
    """It can be edited, split and solved; second line gives it back to nobody."""
    number, other = ticket(desk), ticket(desk)
    tickets.assign(desk, number, GUS)
    tickets.assign(desk, other, GUS)
    tickets.hand_over(desk, other, "look", BEN)
    _away(desk)
    tickets.edit(desk, number, view(desk, number).version, owner_id=GUS, title="y")
    assert row(desk, tickets.split(desk, number, "part"))["owner_id"] is None
    tickets.solve(desk, number, "done")
    assert row(desk, number)["owner_id"] == GUS
    tickets.give_back(desk, other, "found it")
    assert (row(desk, other)["state"], row(desk, other)["owner_id"]) == ("open", None)
    assert told(desk, other)[-1] == ("assigned", "Ben → –")


def test_who_works_here_is_the_same_everywhere(desk: Desk) -> None:
    """From the first day to the last, both included."""
    for who in (BEN, GUS, FAY):
        alter(desk, "INSERT INTO credential (person_id, pin_hash, set_at) VALUES (?, '', 0)", who)
    alter(desk, "UPDATE person SET post = 'deputy' WHERE id = ?", GUS)
    alter(desk, "UPDATE person SET joined_on = '2026-11-24' WHERE id = ?", GUS)
    alter(desk, "UPDATE person SET left_on = '2026-11-25' WHERE id = ?", GUS)
    number, start = ticket(desk), desk.now()
    for day, here in enumerate([False, True, True, False]):
        now = start + day * DAY
        desk.clock = lambda now=now: now  # type: ignore[misc] # of this round
        assert (GUS in {each.person_id for each in suggest.owners(desk)}) == here
        assert (GUS in {each.id for each in sign_in.candidates(desk)}) == here
        assert ("Gus" in review.read(desk).projects[0].superiors) == here
        with desk.store.reading() as db:
            staff = people.known(db, GUS)
            assert staff.here(people.today_at(db, now)) == here
            assert permissions.may(db, Actor("x", GUS), "ticket.noted", now) == here
            assert (GUS in dict(rungs.staff(db, people.today_at(db, now)))) == here
        sign_in_as(desk, CAT)
        if here:
            tickets.assign(desk, number, GUS)
            tickets.assign(desk, number, ANN)
        else:
            with pytest.raises(Problem, match="doesn't work here today"):
                tickets.assign(desk, number, GUS)
