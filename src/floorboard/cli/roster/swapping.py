"""`roster swap …`: turns offered and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from floorboard.cli.command import NUMBER, argument, command, group, json_option, option
from floorboard.cli.invocation import Invocation, centre_zone
from floorboard.cli.output import print_json, print_lines, terminal_width
from floorboard.cli.roster import times
from floorboard.cli.roster.reading import from_option, to_option
from floorboard.cli.roster.times import rota_argument, span_options
from floorboard.domain.problem import N_
from floorboard.i18n import _, pick
from floorboard.reports import words
from floorboard.reports.table import Column, table

if TYPE_CHECKING:
    from floorboard.desk.desk import Desk
    from floorboard.domain.instant import Instant

number_argument = argument("number", type=NUMBER, help=N_("The swap's number."))
person_option = option(
    "--person", metavar="PERSON", help=N_("Who does it; whoever is signed in, if left out.")
)


@group("swap", N_("Offer a turn, take it, refuse it. Until it is taken, its owner stays on."))
def swap() -> None:
    pass


@command("offer", N_("Offer somebody's turn to another, or to whoever takes it first."))
@rota_argument
@argument("person", help=N_("Whose turn it is."))
@span_options
@option("--with", "taker", metavar="PERSON", help=N_("Offer it to them alone."))
@option("--return-from", "back", metavar="TIME", help=N_("The other's turn that is taken for it."))
@option("--return-to", "back_end", metavar="TIME", help=N_("When that one ends."))
@option("--note", default="", metavar="TEXT", help=N_("Why; it stays on record."))
@json_option
@click.pass_obj
def offer(
    invocation: Invocation,
    rota: str,
    person: str,
    start: str,
    end: str,
    taker: str | None,
    back: str | None,
    back_end: str | None,
    note: str,
    as_json: bool,
) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import swapping

    if (back is None) is not (back_end is None):
        raise click.UsageError(_("--return-from and --return-to go together."))
    with invocation.desk() as desk:
        starts_at, ends_at = times.span(desk, start, end)
        returned: tuple[Instant | None, Instant | None] = (None, None)
        if back and back_end:
            returned = times.span(desk, back, back_end)
        wanted = swapping.Offer(
            times.rota_code(desk, rota),
            people.found(desk, person).id,
            starts_at,
            ends_at,
            people.found(desk, taker).id if taker else None,
            return_starts_at=returned[0],
            return_ends_at=returned[1],
            note=note,
        )
        number = swapping.offer(desk, wanted)
        turn = _turn(desk, number)
    if as_json:
        print_json({"swap": number})
    else:
        text = _("offered as swap {number}: {turn}")
        print_lines([text.format(number=number, turn=turn)])


@command("take", N_("Take a turn that is on offer."))
@number_argument
@person_option
@option("--anyway", is_flag=True, help=N_("Even if they rest too little or work too long."))
@click.pass_obj
def take(invocation: Invocation, number: int, person: str | None, anyway: bool) -> None:
    from floorboard.desk.roster import swapping

    with invocation.desk() as desk:
        swapping.take(desk, number, _who(desk, person), anyway=anyway)
        turn = _turn(desk, number)
    print_lines([_("taken: {turn}").format(turn=turn)])


@command("refuse", N_("Refuse a turn that was offered to you alone."))
@number_argument
@person_option
@click.pass_obj
def refuse(invocation: Invocation, number: int, person: str | None) -> None:
    from floorboard.desk.roster import swapping

    with invocation.desk() as desk:
        swapping.refuse(desk, number, _who(desk, person))
        turn = _turn(desk, number)
    print_lines([_("refused: {turn}").format(turn=turn)])


@command("withdraw", N_("Take an offer back."))
@number_argument
@click.pass_obj
def withdraw(invocation: Invocation, number: int) -> None:
    from floorboard.desk.roster import swapping

    with invocation.desk() as desk:
        swapping.withdraw(desk, number)
        turn = _turn(desk, number)
    print_lines([_("taken back: {turn}").format(turn=turn)])


@command("list", N_("List the swaps over a time, whatever became of them."))
@from_option
@to_option
@json_option
@click.pass_obj
def listed(invocation: Invocation, start: str | None, end: str | None, as_json: bool) -> None:
    from floorboard.desk import people
    from floorboard.desk.roster import swapping
    from floorboard.reports import roster

    with invocation.desk() as desk:
        first, last = times.period(desk, start, end, 4 * times.WEEK_DAYS)
        found = swapping.listed(desk, first, last)
        names = {each.id: each.name for each in people.listed(desk, left_too=True)}
        zone, now = centre_zone(desk), desk.now()
    if as_json:
        print_json({"as_of": now, "zone": zone.key, "from": first, "to": last, "swaps": found})
        return
    columns = [
        Column(_("No.")),
        Column(_("Rota")),
        Column(_("When")),
        Column(_("Whose turn"), cut=True),
        Column(_("Given to"), cut=True),
        Column(_("State")),
    ]
    rows: list[list[object]] = [
        [
            each.id,
            each.rota,
            words.stretch(each.starts_at, each.ends_at, now, zone),
            names[each.from_id],
            _("anybody") if each.to_id is None else names[each.to_id],
            roster.swap_state(swapping.state_of(each, now)),
        ]
        for each in found
    ]
    print_lines(table(columns, rows, terminal_width()) if rows else [_("there is no swap")])


for each in (offer, take, refuse, withdraw, listed):
    swap.add_command(each)

commands = (swap,)


def _turn(desk: Desk, number: int) -> str:
    """What a swap is about: whose turn, who gets it, where and when, and for which one."""
    from floorboard.desk import people
    from floorboard.store.queries import roster

    with desk.store.reading() as db:
        swap = roster.swap(db, number)
        rotas = {each.code: pick(each.name, each.name_zh) for each in roster.rotas(db)}
    assert swap is not None
    names = {each.id: each.name for each in people.listed(desk, left_too=True)}
    zone, now = centre_zone(desk), desk.now()
    told = _("{owner} → {taker}, {rota}, {span}").format(
        owner=names[swap.from_id],
        taker=_("anybody") if swap.to_id is None else names[swap.to_id],
        rota=rotas[swap.rota],
        span=words.stretch(swap.starts_at, swap.ends_at, now, zone),
    )
    if swap.return_starts_at is None or swap.return_ends_at is None:
        return told
    back = words.stretch(swap.return_starts_at, swap.return_ends_at, now, zone)
    return _("{turn}, in return {span}").format(turn=told, span=back)


def _who(desk: Desk, person: str | None) -> int:
    from floorboard.desk import people

    who = desk.actor.person_id if person is None else people.found(desk, person).id
    if who is None:
        raise click.UsageError(_("Say who with --person, or sign in with --as."))
    return who
