"""Seats as boxes on the floor, and as a text to read."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.instant import Instant
from floorboard.i18n import _, ngettext
from floorboard.reports import words
from floorboard.store.views.seats import SeatView
from floorboard.tui.render.runs import Run, fit, width_of
from floorboard.tui.render.theme import Role
from floorboard.tui.widgets.paper import Paragraph

HEIGHT = 4
"""The lines of a box."""

NARROWEST, WIDEST = 14, 18
"""The cells of a box, at least and at most."""

LABEL = 14


def width_of_box(room: int, places: int) -> int:
    """How wide boxes are so that as many of `places` as possible stand in `room` cells."""
    if places < 1:
        return NARROWEST
    return min(max(NARROWEST, (room + 1) // places - 1), WIDEST)


def box(
    seat: SeatView | None, part: int, width: int, now: Instant, zone: ZoneInfo, *, here: bool
) -> list[Run]:
    """Line `part` of a seat's box. A place without a seat is a blank, or a dot under the cursor."""
    if seat is None:
        return [Run(fit("·" if here and part == 1 else "", width), "blue")]
    ink: Role = "blue" if here else "frame"
    corners = "┏━┓┃┗┛" if here else "╭─╮│╰╯"
    if part == 0:
        code, extension = f" {seat.code} ", f" {seat.extension} " if seat.extension else ""
        room = width - 2 - width_of([Run(code), Run(extension)])
        if room < 1:
            code, extension, room = fit(code, width - 4), "", 2
        return [
            Run(corners[0], ink),
            Run(code, "strong"),
            Run(corners[1] * room, ink),
            Run(extension, "dim"),
            Run(corners[2], ink),
        ]
    if part == HEIGHT - 1:
        return [Run(corners[4] + corners[1] * (width - 2) + corners[5], ink)]
    text, role = _who(seat) if part == 1 else _since(seat, now, zone, width - 3)
    room = width - 2
    inside = f" {text}" if width_of([Run(text)]) < room else text
    return [Run(corners[3], ink), Run(fit(inside, room), role), Run(corners[3], ink)]


def _who(seat: SeatView) -> Run:
    if seat.sitter is not None:
        return Run(f"● {seat.sitter.name}", "text")
    return Run("○ " + _("free"), "green") if seat.usable else Run("✕ " + _("out of use"), "dim")


def _since(seat: SeatView, now: Instant, zone: ZoneInfo, width: int) -> Run:
    if seat.sitter is None:
        return Run("")
    at = seat.sitter.seated_at
    today = 0 <= now - at < 18 * 3600
    time = words.time_of_day(at, zone) if today else words.when(at, now, zone)
    text = _("from {time}").format(time=time)
    return Run(text if width_of([Run(text)]) <= width else time, "dim")


def foot(seats: Sequence[SeatView], first: int, last: int, places: int) -> list[Run]:
    """How many seats are taken, free, out of use; and which places are on view, if not all."""
    taken = sum(each.sitter is not None for each in seats)
    broken = sum(not each.usable for each in seats)
    runs = [
        Run("● " + _("{count} taken").format(count=taken), "text"),
        Run(" · ", "faint"),
        Run("○ " + _("{count} free").format(count=len(seats) - taken - broken), "green"),
    ]
    if broken:
        runs += [
            Run(" · ", "faint"),
            Run("✕ " + _("{count} out of use").format(count=broken), "dim"),
        ]
    if last - first < places:
        text = _("places {first}–{last} of {places}").format(
            first=first + 1, last=last, places=places
        )
        runs += [Run(" · ", "faint"), Run(text, "amber")]
    return runs


def title(seats: Sequence[SeatView]) -> str:
    count = len(seats)
    return ngettext("Seats · {count}", "Seats · {count}", count).format(count=count)


def paragraphs(seat: SeatView, now: Instant, zone: ZoneInfo) -> list[Paragraph]:
    """All about a seat."""
    sitter = seat.sitter
    who = _("nobody")
    if sitter is not None:
        since = words.when(sitter.seated_at, now, zone)
        who = _("{name}, since {time}").format(
            name=f"{sitter.name} {sitter.other_name}".strip(), time=since
        )
    place = _("line {line}, place {place}").format(line=seat.line, place=seat.place)
    facts = [
        (_("where"), place),
        (_("extension"), seat.extension or "–"),
        (_("sits there"), who),
        (_("state"), _("in use") if seat.usable else _("out of use")),
    ]
    lines = [_fact(label, value) for label, value in facts]
    lines += [Paragraph(), Paragraph((Run(_("Parameters"), "blue"),))]
    lines += [_fact(key, value) for key, value in seat.parameters.items()]
    if not seat.parameters:
        lines.append(Paragraph((Run(_("none"), "dim"),)))
    return lines


def _fact(label: str, value: str) -> Paragraph:
    return Paragraph((Run(fit(label, LABEL) + " ", "dim"), Run(value)), LABEL + 1)
