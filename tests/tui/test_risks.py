"""The open risk points, driven by keys."""

from __future__ import annotations

import pytest

from console import ANY_SIZE, NOW, Boards, Console
from floorboard.desk import duties, risks, tickets
from floorboard.desk.duties import reading
from floorboard.desk.duties.reading import Span
from floorboard.desk.risks import Card, RiskLook
from floorboard.desk.tickets import OpenTicket
from floorboard.reports import risks as reports
from floorboard.reports.steps import wording
from floorboard.tui import upkeep
from floorboard.tui.render import risk_paper
from floorboard.tui.render.runs import Run
from floorboard.tui.screens.duties import DutyScreen
from floorboard.tui.screens.handbook import HandbookScreen
from floorboard.tui.screens.risks import RiskScreen
from floorboard.tui.screens.skills import SkillScreen
from floorboard.tui.widgets.paper import Paragraph
from pages import opened, page

TWO_DAYS = 2 * 86400


async def on_risks(console: Console, later: int = TWO_DAYS) -> tuple[RiskScreen, RiskLook]:
    """The page two days on: a complaint came in, nobody worked meanwhile."""
    tickets.open_ticket(console.desk, OpenTicket("rude answer", "complaint"))
    console.time[0] = NOW + later
    duties.ensure(console.desk)
    screen = await opened(console, "risks", RiskScreen)
    return screen, risks.open_now(console.desk)


async def stand_on(console: Console, screen: RiskScreen, id: str) -> None:
    ids = [each.point.id for each in screen.list.window.rows]
    await console.press("g", *("down",) * ids.index(id))
    assert screen.list.current is not None
    assert screen.list.current.point.id == id


async def link_to(console: Console, screen: RiskScreen, subject: str) -> None:
    """Walk on the paper beside the list to a link that begins so."""
    await console.press("right")
    await stand_on_link(console, screen, subject)


async def stand_on_link(console: Console, screen: RiskScreen, subject: str) -> None:
    await console.press("g")
    for _ in range(40):
        if screen.paper.link.startswith(subject):
            return
        await console.press("down")
    raise AssertionError(f"no link to {subject}: {console.text()}")


@ANY_SIZE
async def test_it_fits_every_screen(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        screen, found = await on_risks(console)
        for key in ("down", "tab", "pagedown", "tab", "enter", "pagedown", "escape", "up", "f5"):
            await console.press(key)
        assert console.app.screen is screen
        assert [each.point.id for each in screen.list.window.rows] == [
            each.point.id for each in found.risks
        ]
        if size[0] >= 80:
            assert wording(found.risks[0].point.title)[:12] in console.text()


async def test_the_paper_says_what_opens_it_and_who_answers(boards: Boards) -> None:
    async with boards(size=(120, 60)) as console:
        screen, found = await on_risks(console)
        await stand_on(console, screen, "shift_lead.risk.3")
        risk = next(each for each in found.risks if each.point.id == "shift_lead.risk.3")
        text = console.text()
        assert "Shift lead · risk point 3" in text
        assert "rude answer" in text
        assert "Handle complaints promptly" in text
        assert "Bad relations with customers" in text
        assert risk.direct.people
        assert all(each.name in text for each in risk.direct.people)
        await console.press("escape")
        assert console.text().splitlines()[1].startswith("╭─ Overdue"), console.text()


async def test_one_opened_large_is_gone_on_from(boards: Boards) -> None:
    async with boards() as console:
        screen, found = await on_risks(console)
        assert len(found.risks) > 2
        titles = [reports.place(each.point) for each in found.risks]
        await console.press("enter")
        assert screen.paper.size.width > 90, "it has the screen to itself"
        assert screen.paper.title == titles[0]
        assert f"1 of {len(titles)}" in console.text()
        await console.press("right", "right_square_bracket")
        assert screen.paper.title == titles[2]
        await console.press("left", "tab")
        assert screen.paper.title == titles[1]
        await stand_on_link(console, screen, found.risks[1].point.id)
        await console.press("enter")
        book = page(console, HandbookScreen)
        assert book.paper.title == titles[1]
        await console.press("escape")
        assert console.app.screen is screen
        assert screen.paper.title == titles[1]
        assert screen.pane.id == "paper"
        await console.press("escape")
        assert screen.pane.id == "risks"
        assert screen.list.display
        assert screen.list.current is not None
        assert screen.list.current.point.id == found.risks[1].point.id
        await console.press("left_square_bracket")
        assert screen.paper.title == titles[0], "beside the list they are turned, too"
        await console.press("escape")
        assert not screen.is_attached


async def test_on_to_the_ticket(boards: Boards) -> None:
    async with boards() as console:
        screen, _found = await on_risks(console)
        await stand_on(console, screen, "shift_lead.risk.3")
        await link_to(console, screen, "ticket/")
        number = screen.paper.link.partition("/")[2]
        await console.press("enter")
        assert console.app.screen is console.main
        assert f"#{number}" in console.text()


async def test_on_to_the_handbook_and_back(boards: Boards) -> None:
    async with boards() as console:
        screen, _found = await on_risks(console)
        await stand_on(console, screen, "shift_lead.risk.3")
        await link_to(console, screen, "shift_lead.measure.3")
        await console.press("enter")
        book = page(console, HandbookScreen)
        await console.until(lambda: "Handle complaints promptly" in console.text(), "the entry")
        assert book.paper.title == "Shift lead · measure 3"
        await console.press("escape")
        assert console.app.screen is screen, "straight back, not to the contents"
        await console.press("enter", "down", "enter")
        assert page(console, HandbookScreen).paper.title != "Shift lead · measure 3"
        await console.press("escape", "escape")
        assert console.app.screen is screen, "back along the links"
        await console.press("enter", "left", "right", "escape", "escape")
        assert console.app.screen is screen, "who looked around in the book leaves it step by step"


async def test_a_handbook_that_is_open_stays_where_it_was(boards: Boards) -> None:
    async with boards() as console:
        book = await opened(console, "handbook", HandbookScreen)
        await console.press("slash")
        await console.type("extinguisher")
        await console.press("enter")
        screen, _found = await on_risks(console)
        await stand_on(console, screen, "shift_lead.risk.3")
        await console.press("right", "enter")
        assert page(console, HandbookScreen).paper.title == "Shift lead · risk point 3"
        assert "▾ Shift lead" in console.text()
        await console.press("escape", "escape", "escape")
        assert console.app.screen is book
        assert "extinguisher" in console.text()


async def test_on_to_the_check_and_the_skills(boards: Boards) -> None:
    async with boards() as console:
        with console.desk.store.deed("made", "skills", console.desk.actor, NOW) as deed:
            deed.db.execute("DELETE FROM project_skill WHERE project_id = 1")
        screen, found = await on_risks(console)
        missed = next(
            each for each in found.risks if any(cause.kind == "missed" for cause in each.causes)
        )
        await stand_on(console, screen, missed.point.id)
        await link_to(console, screen, "check/")
        await console.press("enter")
        page(console, DutyScreen)
        await console.press("escape")
        assert console.app.screen is screen
        await console.press("left")
        await stand_on(console, screen, "agent.risk.3")
        await link_to(console, screen, "project/")
        await console.press("enter")
        page(console, SkillScreen)


async def test_doing_the_next_one_closes_it(boards: Boards) -> None:
    async with boards() as console:
        screen, _found = await on_risks(console, later=0)
        before = {each.subject for risk in screen.list.window.rows for each in risk.causes}
        console.time[0] = NOW + TWO_DAYS
        duties.ensure(console.desk)
        await console.press("f5")
        rows = screen.list.window.rows
        ours = {each.subject: each for risk in rows for each in risk.causes}
        assert ours.keys() - before
        open_now = reading.look(console.desk, Span.DAY).checks
        late = next(
            each
            for each in open_now
            if each.phase in ("open", "late")
            and each.check.evidence == "tick"
            and not each.check.four_eyes
            and any(c.title == each.check.title and c.times for c in ours.values())
        )
        duties.done(console.desk, late.check.id)
        await console.press("f5")
        left = {
            (each.title, each.project_id)
            for risk in screen.list.window.rows
            for each in risk.causes
        }
        assert (late.check.title, late.check.project_id) not in left


async def test_what_is_open_changes_with_the_time(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_see_to", lambda desk: False)  # nothing is written
    async with boards() as console:
        screen, _found = await on_risks(console, later=0)
        await stand_on(console, screen, screen.list.window.rows[-1].point.id)
        shown = screen.list.current
        assert shown is not None
        before = [*screen.list.window.rows]
        console.time[0] = NOW + 3 * 3600
        look = risks.open_now(console.desk)
        assert [*look.risks] != before
        await console.until(lambda: [*screen.list.window.rows] == [*look.risks], "the look")
        assert screen.list.current is not None
        assert screen.list.current.point.id == shown.point.id


async def test_nothing_open_is_said(boards: Boards) -> None:
    async with boards() as console:
        with console.desk.store.deed("made", "floor", console.desk.actor, NOW) as deed:
            deed.db.execute("DELETE FROM duty_check")
            deed.db.execute("DELETE FROM cover_need")
            deed.db.execute("UPDATE project SET active = 0")
            deed.db.execute("UPDATE ticket SET kind = 'incident'")
        screen = await opened(console, "risks", RiskScreen)
        assert not screen.list.window.rows
        assert "Nothing was missed, nobody is missing" in console.text()
        await console.press("enter", "right", "enter", "left")
        assert console.app.screen is screen


def said(paper: list[Paragraph]) -> str:
    return "\n".join("".join(run.text for run in each.runs) for each in paper)


async def test_a_card_reads_on_its_own(boards: Boards) -> None:
    async with boards() as console:
        card: Card = risks.card(console.desk, "shift_lead.duty.3")
        text = said(risk_paper.card(card))
        for words in (
            "Risk points",
            "Complaints neglected or answered late",
            "Potential risks",
            "Bad relations with customers",
            "Preventive measures",
            "Handle complaints promptly",
            f"Directly responsible: Shift lead · {card.direct.people[0].name}",
            f"Indirectly responsible: Head of department · {card.indirect.people[0].name}",
        ):
            assert words in text
        text = said(risk_paper.card(risks.card(console.desk, "director.duty.5")))
        assert text.startswith("The handbook names no risk point for it.")
        assert "Directly responsible: Centre director" in text
        unknown = risk_paper.card(risks.card(console.desk, ""))
        assert unknown == [Paragraph((Run("The handbook says nothing of it.", "dim"),))]
