"""`o`, `l` and `t`: who stands in, who is away, and who offers a turn to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from textual.widget import Widget

from floorboard.desk.desk import Desk
from floorboard.desk.roster.changing import NewOverride
from floorboard.desk.roster.swapping import Offer
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.roster.rota import OverrideKind
from floorboard.i18n import _
from floorboard.tui import roster_times
from floorboard.tui.roster_drafts import Where
from floorboard.tui.screens.roster_form import Draft, RosterForm, Wanted
from floorboard.tui.widgets.fields import ChoiceField, Option, Row, TextField


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn on a rota, as a form offers it; `label` says who and when. One that has begun
    is offered from now on: it stays the same turn."""

    rota: str
    person_id: int
    name: str = field(compare=False)
    start: Instant = field(compare=False)
    end: Instant
    label: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """An override that can be taken back: its number, and what it made."""

    number: int
    label: str = field(compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form was opened: the day under the cursor, and the zone."""

    day: date
    zone: ZoneInfo


class TimedForm(RosterForm):
    """A form with a start, an end, and a reason."""

    place: Place

    def times(self, start: Instant, end: Instant) -> list[Row]:
        self.start = TextField(self.save, id="start", whole=True)
        self.end = TextField(self.save, id="end", whole=True)
        self.reason = TextField(self.save, id="reason")
        self.begin(start, end)
        return [
            Row(_("from"), self.start),
            Row(_("until"), self.end),
            Row(_("reason"), self.reason),
        ]

    def begin(self, start: Instant, end: Instant) -> None:
        """Offer these times."""
        zone = self.place.zone
        self.start.value = roster_times.shown(start, zone)
        self.end.value = roster_times.shown(end, zone, "end")

    def span(self) -> tuple[Instant, Instant]:
        """The times that stand in the fields."""
        zone = self.place.zone
        start = roster_times.parse(self.start.value, self.place.day, zone)
        end = roster_times.parse(self.end.value, to_wall(start, zone).date(), zone, start)
        return start, end


class OverrideForm(TimedForm):
    """Somebody stands in for who is on, comes too, or goes; or that is taken back."""

    def at(
        self,
        place: Place,
        changes: Sequence[Change],
        turns: Sequence[Turn],
        rotas: Sequence[Option],
        span: Draft,
    ) -> OverrideForm:
        """Say what it is about: what can be taken back, whose turns can be changed, or on which
        rota somebody comes."""
        self.place, self._changes = place, changes
        self._turns, self._rotas, self._span = turns, rotas, span
        return self

    def rows(self) -> Iterable[Row]:
        instead, goes, comes = _("instead of {turn}"), _("goes: {turn}"), _("comes too: {rota}")
        back = _("take it back: {turn}")
        ways = [
            *(Option((None, each), back.format(turn=each.label)) for each in self._changes),
            *(
                Option((OverrideKind.REPLACE, each), instead.format(turn=each.label))
                for each in self._turns
            ),
            *(
                Option((OverrideKind.ADD, each.value), comes.format(rota=each.label))
                for each in self._rotas
            ),
            *(
                Option((OverrideKind.REMOVE, each), goes.format(turn=each.label))
                for each in self._turns
            ),
        ]
        self._way = ChoiceField(self.save, ways, id="way")
        if not self._changes and self._span.get("add"):
            self._way.value = (OverrideKind.ADD, self._span["add"])
        return [Row(_("how"), self._way), *self.times(self._span["start"], self._span["end"])]

    def on_choice_field_chosen(self, event: ChoiceField.Chosen) -> None:
        """Another turn has other times."""
        event.stop()
        _kind, what = self._chosen()
        if isinstance(what, Turn):
            self.begin(what.start, what.end)

    def first(self) -> Widget:
        return self._way if self._changes else self.who

    def chose(self) -> None:
        """Whoever names somebody doesn't take back."""
        if self.person is not None and isinstance(self._chosen()[1], Change):
            self._way.action_step(len(self._changes))

    def _chosen(self) -> tuple[OverrideKind | None, Change | Turn | str]:
        value = self._way.value
        assert isinstance(value, tuple)
        return value

    def wanted(self) -> Wanted:
        kind, what = self._chosen()
        if isinstance(what, Change):
            done = _("taken back: {what}").format(what=what.label)
            return Wanted(partial(_withdraw, what.number), done)
        assert kind is not None  # only what is taken back has none
        start, end = self.span()
        reason = self.reason.value
        if isinstance(what, str):
            person = self.needed()
            new = NewOverride(what, kind, person.id, start, end, reason=reason)
            done = _("{name} comes too").format(name=person.name)
            return Wanted(partial(_override, new), done, Where(person.id, what, start))
        if kind is OverrideKind.REMOVE:
            new = NewOverride(what.rota, kind, what.person_id, start, end, reason=reason)
            done = _("{name} is taken off").format(name=what.name)
            return Wanted(partial(_override, new), done, Where(what.person_id, what.rota, start))
        person = self.needed()
        new = NewOverride(what.rota, kind, person.id, start, end, what.person_id, reason)
        done = _("{name} stands in for {other}").format(name=person.name, other=what.name)
        return Wanted(partial(_override, new), done, Where(person.id, what.rota, start))


class LeaveForm(TimedForm):
    """Somebody is away."""

    def at(self, place: Place, start: Instant, end: Instant) -> LeaveForm:
        self.place, self._from, self._to = place, start, end
        return self

    def rows(self) -> Iterable[Row]:
        return self.times(self._from, self._to)

    def first(self) -> Widget:
        return self.start if self.who.value else self.who

    def wanted(self) -> Wanted:
        person = self.needed()
        start, end = self.span()
        done = _("{name} is on leave").format(name=person.name)
        act = partial(_leave, person.id, start, end, self.reason.value)
        return Wanted(act, done, Where(person.id, "", start))


class SwapForm(TimedForm):
    """A turn is offered: to somebody, or while nobody is named to whoever takes it."""

    def at(self, place: Place, turns: Sequence[Turn], coming: Sequence[Turn]) -> SwapForm:
        """`turns` could be offered; `coming` are those of others that could come in return."""
        self.place, self._turns, self._coming = place, turns, coming
        return self

    def rows(self) -> Iterable[Row]:
        options = [Option(turn, turn.label) for turn in self._turns]
        self._turn = ChoiceField(self.save, options, id="turn")
        self._return = ChoiceField(self.save, [Option(None, _("nothing"))], id="return")
        turn = self._turns[0]
        return [
            Row(_("turn"), self._turn),
            Row(_("in return"), self._return),
            *self.times(turn.start, turn.end),
        ]

    def on_choice_field_chosen(self, event: ChoiceField.Chosen) -> None:
        """Another turn has other times, and another return."""
        event.stop()
        if event.field is self._turn:
            turn = self._turn.value
            assert isinstance(turn, Turn)
            self.begin(turn.start, turn.end)
            self.chose()

    def chose(self) -> None:
        """Offer in return the turns of whoever is meant."""
        person, turn = self.person, self._turn.value
        theirs = [
            Option(each, each.label)
            for each in self._coming
            if isinstance(turn, Turn)
            and person is not None
            and each.person_id == person.id
            and each.rota == turn.rota
        ]
        self._return.offer([Option(None, _("nothing")), *theirs])

    def wanted(self) -> Wanted:
        turn, given = self._turn.value, self._return.value
        assert isinstance(turn, Turn)
        start, end = self.span()
        person = self.person
        if self.who.value.strip():
            person = self.needed()
        offer = Offer(
            turn.rota,
            turn.person_id,
            start,
            end,
            to_id=person.id if person else None,
            return_starts_at=given.start if isinstance(given, Turn) else None,
            return_ends_at=given.end if isinstance(given, Turn) else None,
            note=self.reason.value,
        )
        to = person.name if person else _("whoever takes it")
        done = _("offered to {name}").format(name=to)
        return Wanted(partial(_offer, offer), done, Where(turn.person_id, turn.rota, start))


def _override(new: NewOverride, desk: Desk) -> None:
    from floorboard.desk.roster import changing

    changing.override(desk, new)


def _withdraw(number: int, desk: Desk) -> None:
    from floorboard.desk.roster import changing

    changing.withdraw_override(desk, number)


def _leave(person_id: int, start: Instant, end: Instant, reason: str, desk: Desk) -> None:
    from floorboard.desk.roster import changing

    changing.leave(desk, person_id, start, end, reason)


def _offer(offer: Offer, desk: Desk) -> None:
    from floorboard.desk.roster import swapping

    swapping.offer(desk, offer)
