"""`n` and `e` on attendance: overtime is asked for, and who came and went when is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from textual.widget import Widget

from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant, Interval, to_wall
from floorboard.domain.problem import N_, Problem
from floorboard.i18n import _
from floorboard.store.views.attendance import AttendanceView
from floorboard.tui import roster_times
from floorboard.tui.render import attendance_cells
from floorboard.tui.screens.roster_form import Person, Wanted
from floorboard.tui.screens.roster_forms import Place, TimedForm
from floorboard.tui.widgets.fields import ChoiceField, Option, Row

MISSED = 0
"""In place of an attendance's number: there is none yet."""


class OvertimeForm(TimedForm):
    """Overtime is asked for, before or after it."""

    def at(self, place: Place, hours: Interval) -> OvertimeForm:
        self.place, self._hours = place, hours
        return self

    def rows(self) -> Iterable[Row]:
        return self.times(*self._hours)

    def first(self) -> Widget:
        return self.start if self.who.value else self.who

    def wanted(self) -> Wanted:
        person = self.needed()
        start, end = self.span()
        done = _("overtime of {name} waits for a decision").format(name=person.name)
        return Wanted(partial(_request, person.id, start, end, self.reason.value), done)


class CorrectForm(TimedForm):
    """Somebody came or went at another time, or was in and didn't clock in."""

    def at(
        self,
        place: Place,
        records: Sequence[AttendanceView],
        missed: Mapping[int, Interval],
    ) -> CorrectForm:
        """`records` can be corrected; `missed` are the hours that people may not have clocked in
        for, by person."""
        self.place, self._records, self._missed = place, records, missed
        self._whose: Person | None = None
        return self

    def rows(self) -> Iterable[Row]:
        self._which = ChoiceField(self.save, [Option(MISSED, "–")], id="record")
        return [Row(_("attendance"), self._which), *self.times(0, 0)]

    def first(self) -> Widget:
        return self._which if self.who.value else self.who

    def chose(self) -> None:
        """Offer what whoever is meant has on record, the newest first."""
        person = self.person
        if person != self._whose:
            self._whose = person
            options = [
                Option(each.id, attendance_cells.record(each, self.place.zone))
                for each in reversed(self._records)
                if person is not None and each.person_id == person.id
            ]
            options.append(Option(MISSED, _("was in, but didn't clock in")))
            with self.prevent(ChoiceField.Chosen):
                self._which.offer(options)
                self._which.value = options[0].value
            self._offer_times()

    def on_choice_field_chosen(self, event: ChoiceField.Chosen) -> None:
        """Another attendance has other times."""
        event.stop()
        self._offer_times()

    def _record(self) -> AttendanceView | None:
        return next((each for each in self._records if each.id == self._which.value), None)

    def _offer_times(self) -> None:
        self.start.value, self.end.value = self._times()

    def _times(self) -> tuple[str, str]:
        """The times on record as they are typed; of who didn't clock in, those of their shift."""
        record, zone = self._record(), self.place.zone
        person = None if self.person is None else self.person.id
        start, end = self._missed.get(person or 0, (None, None))
        if record is not None:
            start, end = record.in_at, record.out_at
        return (
            "" if start is None else roster_times.shown(start, zone),
            "" if end is None else roster_times.shown(end, zone, "end"),
        )

    def wanted(self) -> Wanted:
        person, record, zone = self.needed(), self._record(), self.place.zone
        if record is None:
            start, end = self.span()
            done = _("attendance of {name} is written down").format(name=person.name)
            return Wanted(partial(_record, person.id, start, end, self.reason.value), done)
        came = went = None
        before, typed = self._times(), (self.start.value.strip(), self.end.value.strip())
        if typed[0] != before[0]:
            day = to_wall(record.in_at, zone).date()
            came = roster_times.parse(typed[0], day, zone)
        if typed[1] != before[1]:
            since = record.in_at if came is None else came
            went = roster_times.parse(typed[1], to_wall(since, zone).date(), zone, since)
        if came is None and went is None:
            raise Problem(N_("nothing is another now"), fix=N_("Give another time, or Esc"))
        done = _("attendance of {name} is corrected").format(name=person.name)
        return Wanted(partial(_correct, record.id, came, went, self.reason.value), done)


def _request(person_id: int, start: Instant, end: Instant, reason: str, desk: Desk) -> None:
    from floorboard.desk import overtime

    overtime.request(desk, start, end, reason, person_id)


def _record(person_id: int, start: Instant, end: Instant, reason: str, desk: Desk) -> None:
    from floorboard.desk import attendance

    attendance.record(desk, person_id, start, end, reason)


def _correct(
    number: int, came: Instant | None, went: Instant | None, reason: str, desk: Desk
) -> None:
    from floorboard.desk import attendance

    attendance.correct(desk, number, in_at=came, out_at=went, reason=reason)
