"""The centre's own copies: put in force, given up, and compared with a newer program's text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from floorboard.desk import handbook
from floorboard.desk.desk import Desk
from floorboard.domain.post import Post
from floorboard.domain.problem import Problem
from floorboard.store.queries import floor
from floorboard.store.queries import handbook as queries

LEAD = Post.SHIFT_LEAD
TITLE = "Other assigned work"


@pytest.fixture(autouse=True)
def _forget_compiled() -> Iterator[None]:
    """Other tests have the program's own texts."""
    yield
    handbook.compiled.cache_clear()


def copy(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "copy.toml"
    path.write_text(text, "utf-8")
    return path


def own(text: str | None = None) -> str:
    """A centre's own pages of the shift lead."""
    return (text or handbook.shipped(LEAD)).replace(TITLE, "Whatever comes")


def title(desk: Desk) -> str:
    """What the shift lead's last duty is called here."""
    return handbook.in_force(desk).handbook.posts[LEAD].duties[-1].title["en"]


def entries(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.reading() as db:
        return db.execute("SELECT action, subject FROM journal ORDER BY seq").fetchall()


def update(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The program's text about the shift lead is another from now on."""
    before = handbook.shipped
    monkeypatch.setattr(handbook, "shipped", lambda post: text if post is LEAD else before(post))
    handbook.compiled.cache_clear()


def test_a_store_begins_with_what_is_shipped(desk: Desk) -> None:
    found = handbook.in_force(desk)
    assert found.handbook.counts().duties == 54
    assert not found.own
    assert not found.outdated
    assert handbook.text_of(desk, LEAD) == handbook.shipped(LEAD)
    assert handbook.in_force(desk) is found


def test_a_copy_takes_its_post_s_place_and_is_given_up(desk: Desk, tmp_path: Path) -> None:
    done = handbook.load(desk, copy(tmp_path, own()))
    assert (done.post, done.changed, done.differences) == (LEAD, True, ())
    assert title(desk) == "Whatever comes"
    assert handbook.text_of(desk, LEAD) == own()
    found = handbook.in_force(desk)
    assert found.own == {LEAD}
    assert not found.outdated
    assert found.handbook.posts[Post.AGENT].duties
    assert entries(desk)[-1] == ("rules.loaded", "handbook/shift_lead")
    written = len(entries(desk))
    assert not handbook.load(desk, copy(tmp_path, own())).changed
    assert len(entries(desk)) == written
    assert handbook.forget(desk, LEAD)
    assert title(desk) == TITLE
    assert not handbook.forget(desk, LEAD)
    assert len(entries(desk)) == written + 1


def test_the_program_s_own_text_makes_no_copy(desk: Desk, tmp_path: Path) -> None:
    written = len(entries(desk))
    assert not handbook.load(desk, copy(tmp_path, handbook.shipped(LEAD))).changed
    assert len(entries(desk)) == written
    handbook.load(desk, copy(tmp_path, own()))
    assert handbook.load(desk, copy(tmp_path, handbook.shipped(LEAD))).changed
    assert not handbook.in_force(desk).own


def test_a_mistake_is_told_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = copy(tmp_path, own().replace("risks = [1, 2]", "risks = [1, 9]"))
    with pytest.raises(Problem, match=r"copy.toml:14: there is no \[\[risk_point\]\] 9"):
        handbook.load(desk, path)
    with pytest.raises(Problem, match="the file can't be read"):
        handbook.load(desk, tmp_path / "nothing.toml")
    assert title(desk) == TITLE


def test_an_update_tells_what_differs_and_overwrites_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.load(desk, copy(tmp_path, own()))
    newer = (
        handbook.shipped(LEAD)
        .replace(TITLE, "Work from above")
        .replace('zh = "及时处理投诉和建议" }\n', 'zh = "投诉建议马上办" }\n')
        .replace("risks = [3]", "risks = [3, 4]")
    )
    update(monkeypatch, newer)
    told = [
        (each.id, each.field, each.language, each.ours, each.shipped)
        for each in handbook.differences(desk, LEAD)
    ]
    assert told == [
        ("shift_lead.duty.3", "risks", "", "3", "3, 4"),
        ("shift_lead.duty.5", "title", "en", "Whatever comes", "Work from above"),
        ("shift_lead.measure.3", "title", "zh", "及时处理投诉和建议", "投诉建议马上办"),
    ]
    assert title(desk) == "Whatever comes"
    assert handbook.in_force(desk).outdated == {LEAD}
    assert not handbook.differences(desk, Post.AGENT)

    merged = newer.replace("Work from above", "Whatever comes")
    done = handbook.load(desk, copy(tmp_path, merged))
    assert [(each.id, each.shipped) for each in done.differences] == [
        ("shift_lead.duty.5", "Work from above")
    ]
    found = handbook.in_force(desk)
    assert found.own == {LEAD}
    assert not found.outdated
    assert not handbook.differences(desk, LEAD)


def test_what_a_new_copy_leaves_out_of_an_update_is_told_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = own()
    handbook.load(desk, copy(tmp_path, ours))
    update(monkeypatch, handbook.shipped(LEAD).replace("Know every project's state", "Know all"))
    done = handbook.load(desk, copy(tmp_path, ours))
    assert [each.shipped for each in done.differences] == ["Know all"]
    assert done.changed
    assert not handbook.differences(desk, LEAD)


def test_entries_that_came_or_went_are_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.load(desk, copy(tmp_path, own()))
    shipped = handbook.shipped(LEAD)
    more = (
        '\n[[measure]]\nnumber = 5\ntitle = { en = "N", zh = "新" }\ntext = { en = "T", zh = "文" }'
    )
    last_duty = shipped[shipped.index("[[duty]]\nnumber = 5") : shipped.index("[[risk_point]]")]
    update(monkeypatch, shipped.replace(last_duty, "") + more)
    told = {(each.id, each.ours, each.shipped) for each in handbook.differences(desk, LEAD)}
    assert ("shift_lead.measure.5", "", "新") in told
    assert ("shift_lead.duty.5", "Whatever comes", "") in told
    assert {id for id, *_ in told} == {"shift_lead.measure.5", "shift_lead.duty.5"}


def test_a_copy_that_cannot_be_read_stays_and_the_program_s_stands_in(desk: Desk) -> None:
    with desk.deed("rules.loaded", "handbook/shift_lead") as deed:
        queries.put(deed.db, LEAD, "post = 5", "older still")
    found = handbook.in_force(desk)
    assert "shift_lead.toml:1: duty is missing" in str(found.unreadable[LEAD])
    assert title(desk) == TITLE
    assert handbook.text_of(desk, LEAD) == "post = 5"
    assert handbook.forget(desk, LEAD)
    assert not handbook.in_force(desk).unreadable


def test_its_long_texts_are_not_read_with_the_settings(desk: Desk, tmp_path: Path) -> None:
    with desk.store.reading() as db:
        before = floor.settings(db)
    handbook.load(desk, copy(tmp_path, own()))
    with desk.store.reading() as db:
        assert floor.settings(db) == before


def test_the_post_of_who_is_signed_in(desk: Desk) -> None:
    assert handbook.own_post(desk) is None
