"""The filter's grammar, and names into the store's terms."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard import i18n
from floorboard.desk import sample
from floorboard.desk.desk import Desk
from floorboard.desk.filtering import KNOWN, Wanted, parse, resolve
from floorboard.domain.problem import Problem
from floorboard.store.queries.listing import Filter

NOW = 1_795_344_120


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Wanted()),
        ("   ", Wanted()),
        ("cannot log in", Wanted(words=("cannot", "log", "in"))),
        ('"log in" cannot', Wanted(words=("log in", "cannot"))),
        ("“登录 失败”", Wanted(words=("登录 失败",))),
        ("project:billing", Wanted(projects=("billing",))),
        ("Project:billing,portal", Wanted(projects=("billing", "portal"))),
        ("project:billing project:portal", Wanted(projects=("billing", "portal"))),
        ('owner:"Li Wei"', Wanted(owners=("Li Wei",))),
        ("owner:王芳 state:waiting", Wanted(owners=("王芳",), states=("waiting",))),
        ("负责人：王芳 状态：waiting", Wanted(owners=("王芳",), states=("waiting",))),
        ("项目:计费 超时", Wanted(projects=("计费",), overdue=True)),
        ("owner:-", Wanted(owners=("-",))),
        ("state:second-line", Wanted(states=("second_line",))),
        ('state:"Second line"', Wanted(states=("second_line",))),
        ("p:1", Wanted(priorities=(1,))),
        ("p:P2", Wanted(priorities=(2,))),
        ("p:1-3", Wanted(priorities=(1, 2, 3))),
        ("p:3-1,5", Wanted(priorities=(1, 2, 3, 5))),
        ("priority:2 优先级:1", Wanted(priorities=(1, 2))),
        ("kind:complaint", Wanted(kinds=("complaint",))),
        ("overdue all", Wanted(overdue=True, everything=True)),
        ('"overdue"', Wanted(words=("overdue",))),
        ("12:30", Wanted(words=("12:30",))),
        ("https://example.org/x", Wanted(words=("https://example.org/x",))),
        ('"unclosed quote', Wanted(words=("unclosed quote",))),
        ("#1042", Wanted(words=("#1042",))),
        ("[/foo] \\", Wanted(words=("[/foo]", "\\"))),
    ],
)
def test_what_is_typed(text: str, wanted: Wanted) -> None:
    assert parse(text) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour:red", KNOWN),
        ("state:lost", "new, open, second_line, waiting, solved, closed"),
        ("kind:wish", "incident"),
        ("p:0", "1 – 5"),
        ("p:x", "1 – 5"),
        ("project:", "project:billing"),
        ("owner:,", "owner:none"),
    ],
)
def test_what_is_refused_says_what_there_is(text: str, said: str) -> None:
    with pytest.raises(Problem) as refused:
        parse(text)
    assert said in str(refused.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("word", ["waiting", "Waiting", "等客户"])
def test_states_and_kinds_go_by_their_words_in_either_language(lang: str, word: str) -> None:
    i18n.use(lang)
    try:
        assert parse(f"状态:{word}").states == ("waiting",)
        assert parse("kind:投诉,question").kinds == ("complaint", "question")
    finally:
        i18n.use("en")


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with contextlib.suppress(Problem):
        parse(text)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("floor") / "floor.sqlite"
    sample.make(path, NOW, tickets=20)
    opened = Desk.open(path, as_of=NOW)
    yield opened
    opened.close()


def test_nothing_typed_is_all_open_tickets(desk: Desk) -> None:
    assert resolve(desk, Wanted()) == Filter()


def test_names_become_numbers_in_any_script(desk: Desk) -> None:
    by = [resolve(desk, parse(f"owner:{name}")).owners for name in ("王芳", "wangfang", "wf")]
    assert len(by[0]) == 1
    assert set(by[0]) <= set(by[1]) <= set(by[2])
    assert resolve(desk, parse("project:billing")) == resolve(desk, parse("项目:计费"))


def test_overdue_is_at_the_desks_time_or_the_one_given(desk: Desk) -> None:
    assert resolve(desk, parse("overdue")).due_before == NOW
    assert resolve(desk, parse("overdue"), 5).due_before == 5


def test_nobody_is_somebody_to_ask_for(desk: Desk) -> None:
    assert resolve(desk, parse("owner:none")) == Filter(unassigned=True)
    with pytest.raises(Problem, match="somebody and for nobody"):
        resolve(desk, parse("owner:none owner:王芳"))


def test_unknown_names(desk: Desk) -> None:
    assert resolve(desk, parse("owner:Resolver-12")) == Filter(owner_label="Resolver-12")
    assert resolve(desk, parse("project:nowhere")).nothing
    assert resolve(desk, parse("owner:王芳,Resolver-12")).owner_label == ""
    with pytest.raises(Problem, match="nobody here is called"):
        resolve(desk, parse("owner:Resolver-1,Resolver-2"))
