"""The skill matrix, driven by keys."""

from __future__ import annotations

from console import ANY_SIZE, Boards, Console
from floorboard.desk import people, sign_in, skills
from floorboard.desk.desk import Desk
from floorboard.desk.skills import PersonSkills
from floorboard.domain.post import SkillLevel
from floorboard.tui.screens.skills import SkillScreen
from floorboard.tui.widgets.paper import Paper
from pages import in_one_piece, opened, page, sign_in_as, told


def level(desk: Desk, person: int, project: int) -> str | None:
    """The level at a row and a column."""
    found = skills.matrix(desk)
    known = found.people[person].knows.get(found.projects[project].code)
    return None if known is None else known.level


def empty_cell(desk: Desk) -> tuple[int, int]:
    """A row and a column where nothing is known."""
    found = skills.matrix(desk)
    return next(
        (row, column)
        for row, person in enumerate(found.people)
        for column, project in enumerate(found.projects)
        if project.code not in person.knows and column
    )


async def go(console: Console, row: int, column: int) -> None:
    await console.press(*("down",) * row, *("right",) * column)


async def test_it_shows_who_knows_what_and_what_is_missing(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "skills", SkillScreen)
        found = skills.matrix(console.desk)
        lines = console.text().splitlines()
        for person in found.people:
            line = next(each for each in lines if person.name[:6] in each)
            confirmed, learning = line.count("●"), line.count("○")
            assert (confirmed, learning) == (person.confirmed, person.learning)
            assert ("! " in line) is bool(person.missing)
        assert found.below
        assert "knows too few projects" in lines[1] or "know too few projects" in lines[1]


async def test_space_goes_round_and_is_taken_back(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "skills", SkillScreen)
        row, column = empty_cell(console.desk)
        await go(console, row, column)
        for wanted in (SkillLevel.LEARNING, SkillLevel.CONFIRMED, None):
            await console.press("space")
            assert level(console.desk, row, column) == wanted
        await console.press("u")
        assert level(console.desk, row, column) == SkillLevel.CONFIRMED
        await console.press("x")
        assert level(console.desk, row, column) is None


async def test_two_presses_at_once_count_as_two(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "skills", SkillScreen)
        row, column = empty_cell(console.desk)
        await go(console, row, column)
        in_one_piece(console, "space", "space")
        await console.settle()
        await console.settle()
        assert level(console.desk, row, column) == SkillLevel.CONFIRMED
        assert not screen.table.wanted


async def test_who_confirmed_it_is_told(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "skills", SkillScreen)
        row, column = empty_cell(console.desk)
        sign_in_as(console.desk, "zhengh")
        await go(console, row, column)
        await console.press("space", "space")
        assert "confirmed by 郑浩, 18:42" in console.text()
        await console.press("w")
        assert not isinstance(console.app.screen, SkillScreen)
        assert "confirmed by 郑浩, 18:42" in console.text()
        await console.press("escape", "escape")
        assert console.app.screen is console.main


async def test_a_post_that_may_not_is_told_who_may(boards: Boards, other: Desk) -> None:
    deputy = next(each for each in people.listed(other) if each.post == "deputy")
    sign_in.set_pin(other, deputy.id, "246810")
    async with boards() as console:
        sign_in_as(console.desk, "wangf")
        await opened(console, "skills", SkillScreen)
        row, column = empty_cell(console.desk)
        await go(console, row, column)
        await console.press("space")
        assert "isn't the business of this post" in told(console)
        assert level(console.desk, row, column) is None


async def test_what_the_desk_refuses_is_not_shown_as_done(boards: Boards) -> None:
    async with boards() as console:
        screen = await opened(console, "skills", SkillScreen)
        row, column = empty_cell(console.desk)
        await go(console, row, column)
        console.desk.frozen = True
        await console.press("space")
        assert "the clock stands still" in told(console)
        assert not screen.table.wanted
        console.desk.frozen = False


async def test_another_console_s_change_is_seen(boards: Boards, other: Desk) -> None:
    async with boards() as console:
        screen = await opened(console, "skills", SkillScreen)
        row, column = empty_cell(other)
        found = skills.matrix(other)
        person, project = found.people[row], found.projects[column]
        people.set_skill(other, person.person_id, project.code, SkillLevel.LEARNING)

        def seen() -> bool:
            shown: PersonSkills = screen.table.window.rows[row]
            return screen.table.level(shown, project) == SkillLevel.LEARNING

        await console.until(seen, "the other console's change")


@ANY_SIZE
async def test_it_fits_and_every_cell_can_be_reached(
    boards: Boards, size: tuple[int, int], lang: str
) -> None:
    async with boards(size=size, lang=lang) as console:
        screen = await opened(console, "skills", SkillScreen)
        found = skills.matrix(console.desk)
        await console.press("end", *("right",) * (len(found.projects) + 2))
        assert screen.table.column == len(found.projects) - 1
        if size[0] >= 40:
            name = found.projects[-1].name_zh if lang == "zh" else found.projects[-1].name
            console.app.hush()
            await console.settle()
            assert name[:2] in console.text()
        await console.press("w", "escape", "escape")
        assert not isinstance(console.app.screen, SkillScreen)


async def test_digits_leave_for_other_screens(boards: Boards) -> None:
    async with boards() as console:
        await opened(console, "skills", SkillScreen)
        await console.press("2")
        assert console.app.screen is console.main
        assert console.main.floor.wish.view == "tickets"
        await opened(console, "skills", SkillScreen)
        await console.press("question_mark")
        rows = console.app.screen.query_one(Paper).window.rows
        help_ = ["".join(run.text for run in row) for row in rows]
        title = help_.index("In the skill matrix (:skills)")
        assert help_[title + 1].split()[0] == "Space"
        assert any(each.split()[:1] == ["skills"] for each in help_[title:])
        await console.press("escape")
        page(console, SkillScreen)
