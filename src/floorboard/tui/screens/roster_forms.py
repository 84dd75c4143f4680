"""`o`, `l` and `t`: who stands in, who is away, and who offers a turn to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from floorboard.tui.screens.roster_form import Draft, RosterForm, Wanted
from floorboard.tui.widgets.fields import ChoiceField, Option, Row, TextField


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn on a rota, as a form offers it; `label` says who and when."""

    rota: str
    person_id: int
    name: str
    start: Instant
    end: Instant
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form was opened: the day under the cursor, and the zone."""

    day: date
    zone: ZoneInfo


class _Timed(RosterForm):
    """A form with a start, an end, and a reason."""

    place: Place

    def times(self, start: Instant, end: Instant) -> list[Row]:
        zone, draft = self.place.zone, self._draft
        first = str(draft.get("start", roster_times.shown(start, zone)))
        last = str(draft.get("end", roster_times.shown(end, zone, "end")))
        self.start = TextField(self.save, first, id="start")
        self.end = TextField(self.save, last, id="end")
        self.reason = TextField(self.save, str(draft.get("reason", "")), id="reason")
        return [
            Row(_("from"), self.start),
            Row(_("until"), self.end),
            Row(_("reason"), self.reason),
        ]

    def span(self) -> tuple[Instant, Instant]:
        """The times that stand in the fields."""
        zone = self.place.zone
        start = roster_times.parse(self.start.value, self.place.day, zone)
        end = roster_times.parse(self.end.value, to_wall(start, zone).date(), zone, start)
        return start, end


class OverrideForm(_Timed):
    """Somebody stands in for who is on, comes too, or goes."""

    def at(
        self, place: Place, turns: Sequence[Turn], rotas: Sequence[Option], span: Draft
    ) -> OverrideForm:
        """Say what it is about: whose turns can be changed, or on which rota somebody comes."""
        self.place, self._turns, self._rotas, self._span = place, turns, rotas, span
        return self

    def rows(self) -> Iterable[Row]:
        instead, goes, comes = _("instead of {turn}"), _("goes: {turn}"), _("comes too: {rota}")
        ways = [
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
        if "way" not in self._draft and self._span.get("add"):
            self._way.value = (OverrideKind.ADD, self._span["add"])
        return [Row(_("how"), self._way), *self.times(self._span["start"], self._span["end"])]

    def on_choice_field_chosen(self, event: ChoiceField.Chosen) -> None:
        """Another turn has other times."""
        event.stop()
        kind, what = self._chosen()
        if kind is not OverrideKind.ADD and isinstance(what, Turn):
            zone = self.place.zone
            self.start.value = roster_times.shown(what.start, zone)
            self.end.value = roster_times.shown(what.end, zone, "end")

    def _chosen(self) -> tuple[OverrideKind, Turn | str]:
        value = self._way.value
        assert isinstance(value, tuple)
        return value

    def wanted(self) -> Wanted:
        kind, what = self._chosen()
        start, end = self.span()
        reason = self.reason.value
        if isinstance(what, str):
            person = self.needed()
            new = NewOverride(what, kind, person.id, start, end, reason=reason)
            return Wanted(partial(_override, new), _("{name} comes too").format(name=person.name))
        if kind is OverrideKind.REMOVE:
            new = NewOverride(what.rota, kind, what.person_id, start, end, reason=reason)
            return Wanted(partial(_override, new), _("{name} is taken off").format(name=what.name))
        person = self.needed()
        new = NewOverride(what.rota, kind, person.id, start, end, what.person_id, reason)
        done = _("{name} stands in for {other}").format(name=person.name, other=what.name)
        return Wanted(partial(_override, new), done)


class LeaveForm(_Timed):
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
        return Wanted(partial(_leave, person.id, start, end, self.reason.value), done)


class SwapForm(_Timed):
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

    def chose(self) -> None:
        """Offer the turns of whoever is meant in return."""
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
        return Wanted(partial(_offer, offer), _("offered to {name}").format(name=to))


def _override(new: NewOverride, desk: Desk) -> None:
    from floorboard.desk.roster import changing

    changing.override(desk, new)


def _leave(person_id: int, start: Instant, end: Instant, reason: str, desk: Desk) -> None:
    from floorboard.desk.roster import changing

    changing.leave(desk, person_id, start, end, reason)


def _offer(offer: Offer, desk: Desk) -> None:
    from floorboard.desk.roster import swapping

    swapping.offer(desk, offer)
