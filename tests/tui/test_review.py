"""The daily review, driven by keys: each project is on record as it is finished."""

from __future__ import annotations

from console import ANY_SIZE, Boards, Console
from floorboard.config import Config
from floorboard.desk import review
from floorboard.desk.desk import Desk
from floorboard.domain.review import ProjectReview
from floorboard.tui.screens.escalations import EscalationScreen
from floorboard.tui.screens.review import ReviewScreen


def screen(console: Console) -> ReviewScreen:
    found = console.app.screen
    assert isinstance(found, ReviewScreen)
    return found


def reviewed(console: Console) -> list[ProjectReview]:
    return [each for each in review.read(console.desk).projects if each.written]


async def test_it_walks_through_the_projects(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D")
        projects = review.read(console.desk).projects
        shown = console.text()
        for project in projects:
            assert project.name in shown
        assert f"{len(projects)} of {len(projects)} missing" in shown
        assert f"#{projects[0].worst[0].id}" in shown
        for count, project in enumerate(projects, 1):
            await console.press("B" if count % 2 else "A", "enter")
            await console.type(f"remark {count}")
            await console.press("enter")
            assert project.superiors[0] in console.text(), "the manager is proposed"
            await console.press("enter")
        done = review.read(console.desk)
        assert done.done
        assert "all on record" in console.text()
        for count, project in enumerate(done.projects, 1):
            assert project.written is not None
            assert project.written.state == ("watch" if count % 2 else "stable")
            assert project.written.remark == f"remark {count}"
            assert project.written.reported_to == project.superiors[0]


async def test_escape_loses_nothing(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "down", "C", "enter")
        await console.type("half a re")
        await console.press("escape", "escape")
        assert not isinstance(console.app.screen, ReviewScreen)
        assert not reviewed(console)
        await console.press("D", "down")
        assert "half a re" in console.text()
        await console.press("enter")
        await console.type("mark")
        await console.press("enter", "enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert (found.written.state, found.written.remark) == ("critical", "half a remark")


async def test_another_name_takes_the_place_of_the_one_that_is_proposed(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "A", "enter", "enter")
        await console.type("Somebody")
        await console.press("enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert found.written.reported_to == "Somebody"
        await console.press("D", "D", "home", "enter", "enter", "end")
        await console.type(" Else")
        await console.press("enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert found.written.reported_to == "Somebody Else"


async def test_a_review_is_taken_back_where_it_was_written(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "A", "enter", "enter", "enter")
        (found,) = reviewed(console)
        await console.press("u")
        assert not reviewed(console)
        assert isinstance(console.app.screen, ReviewScreen)
        assert f"taken back: review: {found.name}" in console.text()
        await console.press("U")
        assert f"done again: review: {found.name}" in console.text()
        assert len(reviewed(console)) == 1
        await console.press("up", "enter")
        await console.type("uU")
        await console.press("enter", "enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert found.written.remark == "uU"


async def test_tickets_without_a_project_are_counted(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D")
        assert "without a project" not in console.text()
        await console.press("escape", "n", "enter")
        await console.type("whose is it")
        await console.press("enter")
        assert "opened" in console.text()
        assert "without a project" in console.text().splitlines()[-1]
        await console.press("D")
        assert "missing · 1 without a project" in console.text()


async def test_keys_are_letters_while_an_answer_is_typed(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "A", "enter")
        await console.type("jkswc123qD")
        await console.press("enter", "enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert (found.written.state, found.written.remark) == ("stable", "jkswc123qD")


async def test_a_state_and_a_reason_are_needed(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "enter")
        assert not screen(console)._answer.display
        assert "say first how it stands" in console.text()
        await console.press("C", "enter", "enter")
        assert "needs a remark" in console.text()
        assert screen(console)._answer.display
        await console.press("escape", "escape")
        assert not reviewed(console)


async def test_what_is_refused_is_told_and_stays(boards: Boards) -> None:
    async with boards() as console:
        await console.press("D", "C", "enter")
        await console.type("why")
        console.desk.frozen = True  # as any refusal of the desk
        await console.press("enter", "enter")
        assert "the clock stands still" in console.text()
        console.desk.frozen = False
        await console.press("enter", "enter", "enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert found.written.remark == "why"


async def test_another_lead_s_line_is_told_before_one_goes_over_it(
    boards: Boards, other: Desk
) -> None:
    async with boards(config=Config(poll_seconds=600)) as console:
        await console.press("D", "B", "enter")
        await console.type("mine")
        number = review.read(other).projects[0].project_id
        review.put(other, number, "critical", "gateway down", "")
        await console.press("enter", "enter")
        told = [each.message for each in console.app._notifications][-1]
        assert "on record by another console meanwhile: critical, gateway down" in told
        (found,) = reviewed(console)
        assert found.written is not None
        assert found.written.remark == "gateway down"
        await console.press("enter", "enter", "enter")
        (found,) = reviewed(console)
        assert found.written is not None
        assert (found.written.state, found.written.remark) == ("watch", "mine")


@ANY_SIZE
async def test_it_fits(boards: Boards, size: tuple[int, int], lang: str) -> None:
    async with boards(size=size, lang=lang) as console:
        await console.press("D", "B", "enter")
        await console.press("escape")
        if size[0] >= 80:
            project = review.read(console.desk).projects[0]
            shown = console.text()
            assert (project.name_zh if lang == "zh" else project.name) in shown
            assert f"#{project.worst[0].id}" in shown
        await console.press("tab", "down", "tab", "escape")
        assert not isinstance(console.app.screen, ReviewScreen)


async def test_its_keys_contradict_none_of_the_board(boards: Boards) -> None:
    config = Config(poll_seconds=0.05, keys={"review.watch": "Y"})
    async with boards(config=config) as console:
        await console.press("D", "s", "w", "c", "B")
        assert isinstance(console.app.screen, ReviewScreen)
        assert not console.app.review_drafts
        assert "A stable   Y watch   C critical" in console.text()
        await console.press("enter")
        assert "A stable, Y watch, C critical" in console.text()
        await console.press("Y", "2")
        assert not isinstance(console.app.screen, ReviewScreen)
        assert console.main.floor.wish.view == "tickets"
        assert [each.state for each in console.app.review_drafts.values()] == ["watch"]
        await console.press("D", "5")
        assert isinstance(console.app.screen, EscalationScreen)
