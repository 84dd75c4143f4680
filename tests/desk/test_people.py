"""The people of the centre: added, changed, leaving, learning; somebody always manages them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from floorboard.desk import people, sign_in
from floorboard.desk.desk import Desk
from floorboard.desk.people import Changes, NewPerson
from floorboard.domain.plain import clean_line
from floorboard.domain.post import Post, SkillLevel
from floorboard.domain.problem import Problem
from floorboard.store.queries import floor
from nasty import NASTY

BOSS = NewPerson("boss", "周建国", Post.DIRECTOR, "Zhou Jianguo", date(2009, 3, 2))


def last_entry(desk: Desk) -> dict[str, Any]:
    with desk.store.reading() as db:
        row = db.execute(
            "SELECT action, subject, before, after FROM journal ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    return {
        "action": row[0],
        "subject": row[1],
        "before": json.loads(row[2]),
        "after": json.loads(row[3]),
    }


def named(desk: Desk, words: str) -> list[str]:
    with desk.store.reading() as db:
        return [person.code for person in floor.people_named(db, words)]


def test_somebody_new_is_found_by_everything(desk: Desk) -> None:
    number = people.add(desk, BOSS)
    for words in ("boss", "zjg", "zhoujianguo", "建国", "zhou ji"):
        assert "boss" in named(desk, words)
    (entry, person) = last_entry(desk), people.found(desk, "BOSS")
    assert (entry["action"], entry["subject"]) == ("people.managed", f"person/{number}")
    assert entry["after"]["name"] == "周建国"
    assert (person.id, person.joined_on, person.has_pin) == (number, "2009-03-02", False)
    today = people.add(desk, NewPerson("new", "New", Post.AGENT))
    assert people.found(desk, "new").joined_on == "2026-11-23"
    assert today != number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("LIW", "liw"),  # a code goes before everything else
        ("李薇薇", "liww"),
        ("liweiwei", "liww"),
        ("lww", "liww"),
        ("li wei wei", "liww"),
        ("lw", "liw"),  # the whole initials before a part of somebody's
        (" LI  wei  Wei", "liww"),
        ("liwei", "liw"),
        ("zlw", "zlw"),
        ("li", "several people are called li. Give the code: liw, liww"),
        ("xf", "several people are called xf. Give the code: xuf1, xuf2"),
        ("", "there is nobody called"),
        ("qq", "there is nobody called qq"),
    ],
)
def test_whom_a_name_means(desk: Desk, typed: str, meant: str) -> None:
    for code, name in (
        ("liw", "李伟"), ("liww", "李薇薇"), ("zlw", "周乐文"), ("xuf1", "徐峰"), ("xuf2", "许芳"),
    ):  # fmt: skip
        people.add(desk, NewPerson(code, name, Post.AGENT))
    try:
        found = people.found(desk, typed).code
    except Problem as problem:
        found = str(problem)
    assert found == meant if " " not in meant else found.startswith(meant)


def test_who_has_left_is_in_nobodys_way(desk: Desk) -> None:
    for code, name in (("gone", "徐峰"), ("here", "许芳")):
        people.add(desk, NewPerson(code, name, Post.AGENT, joined_on=date(2020, 1, 1)))
    people.leave(desk, people.found(desk, "gone").id, date(2026, 11, 1))
    assert people.found(desk, "xf", left_too=False).code == "here"
    with pytest.raises(Problem, match="there is nobody called gone"):
        people.found(desk, "gone", left_too=False)
    with pytest.raises(Problem, match="Give the code: gone, here"):
        people.found(desk, "xf")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (NewPerson("WF", "Other", Post.AGENT), "the code WF is Wang Fang's"),
        (NewPerson("", "Other", Post.AGENT), "– can't be a code"),
        (NewPerson("a b", "Other", Post.AGENT), "a b can't be a code"),
        (NewPerson("x" * 33, "Other", Post.AGENT), "can't be a code"),
        (NewPerson("x", " \u200b ", Post.AGENT), "."),
        (NewPerson("x", "", Post.AGENT), "the name can't be empty"),
        (NewPerson("x", "y" * 101, Post.AGENT), "the name is too long"),
    ],
)
def test_what_can_not_be_added(desk: Desk, new: NewPerson, told: str) -> None:
    before = people.listed(desk)
    if told == ".":
        people.add(desk, new)  # made visible, not refused
        return
    with pytest.raises(Problem, match=told):
        people.add(desk, new)
    assert people.listed(desk) == before


@pytest.mark.parametrize("name", [n for n in NASTY if n != "100,000 characters"])
def test_no_name_commands_a_terminal(desk: Desk, name: str) -> None:
    written = NASTY[name][:100]
    number = people.add(desk, NewPerson("x", f"a{written}"[:15], Post.AGENT))
    kept = next(each for each in people.listed(desk) if each.id == number)
    assert kept.name == clean_line(kept.name) != ""
    assert not set(kept.name) & set("\x1b\x07\n\x9b\u202e")


def test_an_edit_changes_what_it_names(desk: Desk) -> None:
    wf = people.found(desk, "wf")
    assert people.edit(desk, wf.id, Changes(name="王小芳", post=Post.SENIOR))
    now = people.found(desk, "wf")
    assert (now.name, now.other_name, now.post) == ("王小芳", "王芳", "senior")
    assert now.version > wf.version
    assert named(desk, "wxf") == ["wf"]
    entry = last_entry(desk)
    assert entry["before"] == {"name": "Wang Fang", "post": "agent"}
    assert entry["after"] == {"name": "王小芳", "post": "senior"}
    assert not people.edit(desk, wf.id, Changes(name="王小芳"))
    with pytest.raises(Problem, match="there is no person 99"):
        people.edit(desk, 99, Changes(name="x"))


def test_leaving_and_coming_back(desk: Desk) -> None:
    wf = people.found(desk, "wf").id
    with pytest.raises(Problem, match=r"the last day \(2019-12-31\) would be before the first"):
        people.leave(desk, wf, date(2019, 12, 31))
    assert people.leave(desk, wf, date(2026, 11, 23))
    assert "wf" in [each.code for each in people.listed(desk)]  # still today
    assert people.leave(desk, wf, date(2026, 11, 22))
    assert "wf" not in [each.code for each in people.listed(desk)]
    assert "wf" in [each.code for each in people.listed(desk, left_too=True)]
    with pytest.raises(Problem, match="left on 2026-11-22"):
        people.set_skill(desk, wf, "billing", SkillLevel.LEARNING)
    assert people.leave(desk, wf, None)
    assert not people.leave(desk, wf, None)


def test_who_begins_tomorrow_is_listed_and_gets_a_pin(desk: Desk) -> None:
    sign_in.set_pin(desk, people.add(desk, BOSS), "246810")
    sign_in.sign_in(desk, "boss", "246810")
    new = people.add(desk, NewPerson("new", "New", Post.AGENT, "", date(2026, 11, 24)))
    sign_in.set_pin(desk, new, "135791")
    assert "new" in [each.code for each in people.listed(desk)]
    with pytest.raises(sign_in.WrongPin):
        sign_in.sign_in(desk, "new", "135791")
    now = desk.now() + 86400
    desk.clock = lambda: now
    sign_in.sign_in(desk, "new", "135791")
    assert desk.actor.person_id == new


def test_skills(desk: Desk) -> None:
    boss = people.add(desk, BOSS)
    wf = people.found(desk, "wf").id
    sign_in.sign_in_as(desk, boss)
    assert people.set_skill(desk, wf, "Billing", SkillLevel.LEARNING)
    assert not people.set_skill(desk, wf, "billing", SkillLevel.LEARNING)
    (skill,) = people.skills(desk, wf)
    assert (skill.level, skill.confirmed_by, skill.confirmed_at) == ("learning", "", None)
    assert people.set_skill(desk, wf, "billing", SkillLevel.CONFIRMED)
    (skill,) = people.skills(desk)
    assert (skill.person, skill.project_code, skill.confirmed_by) == ("wf", "billing", "周建国")
    assert skill.confirmed_at == desk.now()
    assert last_entry(desk)["before"]["skill billing"] == "learning"
    assert people.set_skill(desk, wf, "billing", None)
    assert people.skills(desk) == []
    with pytest.raises(Problem, match=r"there is no project nothing\. Known are: billing"):
        people.set_skill(desk, wf, "nothing", None)


def test_the_last_who_manages_people_stays(desk: Desk) -> None:
    boss = people.add(desk, BOSS)
    people.leave(desk, boss, date(2026, 12, 1))  # nobody has a PIN: nothing to lose
    people.leave(desk, boss, None)
    sign_in.set_pin(desk, boss, "246810")
    sign_in.sign_in_as(desk, boss)
    with pytest.raises(Problem, match="nobody with a PIN could manage people then"):
        people.leave(desk, boss, date(2027, 1, 1))
    with pytest.raises(Problem, match="nobody with a PIN could manage people then"):
        people.edit(desk, boss, Changes(post=Post.AGENT))
    with pytest.raises(Problem, match="nobody with a PIN could manage people then"):
        people.edit(desk, boss, Changes(joined_on=date(2026, 11, 24)))
    assert people.found(desk, "boss").left_on is None
    wf = people.found(desk, "wf").id
    people.edit(desk, wf, Changes(post=Post.DEPUTY))
    sign_in.set_pin(desk, wf, "246810")
    assert people.leave(desk, boss, date(2027, 1, 1))


def test_names_that_could_be_anybody(desk: Desk) -> None:
    with pytest.raises(Problem, match="there is nobody called nobody"):
        people.found(desk, "nobody")
    people.add(desk, NewPerson("wf2", "wang fang", Post.AGENT))
    with pytest.raises(
        Problem, match=r"several people are called Wang Fang\. Give the code: wf, wf2"
    ):
        people.found(desk, "Wang Fang")
