"""Policies from TOML: what they mean, and that each mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.domain.ladder import Addressee, Rung, To
from floorboard.domain.policy import DEFAULT_LADDER, Target
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import ClockName, Kind
from floorboard.exchange.policies import read_policy

DATA = Path(__file__).parents[2] / "data" / "policies"
CALENDARS = ("always", "centre")
RULE = 'name = "p"\n[[rule]]\nsolution = 1\n'
RUNG = RULE + '[[rung]]\nname = "a"\nclock = "solution"\nto = "owner"\n'
HEAD = 'name = "p"\ncalendar = "centre"\n[[rule]]\n'


def test_the_policy_that_comes_along() -> None:
    policy = read_policy((DATA / "centre.toml").read_text("utf-8"), "centre.toml", CALENDARS)
    assert policy.titles["zh"] == "客户服务中心"
    solutions = []
    for priority in (1, 2, 3, 4):
        targets = policy.targets(Kind.INCIDENT, "billing", priority)
        assert set(targets) == set(ClockName)
        assert targets[ClockName.STATUS_REPLY][0] == Target(ClockName.STATUS_REPLY, 240, "always")
        solutions.append(targets[ClockName.SOLUTION][0].minutes)
    assert solutions == sorted(solutions)
    assert ClockName.STATUS_REPLY not in policy.targets(Kind.SUGGESTION, None, None)
    for kind in Kind:
        assert policy.target(ClockName.SOLUTION, kind, None, None) is not None


def test_the_ladder_that_comes_along_is_the_manual_s() -> None:
    text = (DATA / "centre.toml").read_text("utf-8")
    assert "\n[[rung]]\n" in text
    assert read_policy(text, "centre.toml", CALENDARS).ladder == DEFAULT_LADDER
    assert read_policy(RULE, "p.toml", CALENDARS).ladder == DEFAULT_LADDER


def test_the_warning_that_it_shows_is_a_rung() -> None:
    text = (DATA / "centre.toml").read_text("utf-8").partition("time is used:\n#\n")[2]
    shown = "\n".join(line.removeprefix("# ") for line in text.splitlines())
    (rung,) = read_policy(RULE + shown, "p.toml", CALENDARS).ladder
    assert (rung.name, rung.share, rung.after_minutes) == ("warning", 0.75, 0)


def test_rungs() -> None:
    text = RUNG + (
        '[[rung]]\nname = "b-2"\nclock = "first_reply"\nto = "rota:duty-manager"\nshare = 0.5\n'
        'backup = "post:director"\nacknowledge_minutes = 7\n'
        '[[rung]]\nname = "c"\nclock = "status_reply"\nto = "shift_lead"\nafter_minutes = 90\n'
    )
    first, second, third = read_policy(text, "p.toml", CALENDARS).ladder
    assert first == Rung("a", ClockName.SOLUTION, Addressee(To.OWNER))
    assert (second.share, str(second.addressee)) == (0.5, "rota:duty-manager")
    assert (second.acknowledge_minutes, str(second.backup)) == (7, "post:director")
    assert (third.after_minutes, third.share, third.backup) == (90, None, None)


def test_forms_of_a_target() -> None:
    text = (
        HEAD + 'first_reply = 5\nstatus_reply = "none"\nsolution = { minutes = 6 }\nproject = "b"'
    )
    (rule,) = read_policy(text, "p.toml", CALENDARS).rules
    assert rule.targets == (
        Target(ClockName.FIRST_REPLY, 5, "centre"),
        Target(ClockName.SOLUTION, 6, "centre"),
    )
    assert rule.none == {ClockName.STATUS_REPLY}
    assert (rule.project, rule.kind, rule.priority) == ("b", None, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = 'p'\n", "p.toml:1: rule is missing"),
        ("[[rule]]\nsolution = 1\n", "p.toml:1: name is missing"),
        ("name = 'p'\nrule = 1", "p.toml:2: rule cannot be 1"),
        ("name = 'p'\ncalendar = 'c'\n[[rule]]", "p.toml:2: there is no calendar c"),
        (HEAD, "p.toml:3: this rule has no target"),
        (HEAD + "solution = 1\nkinds = 1", "p.toml:5: kinds is not known here"),
        (HEAD + "solution = 0", "p.toml:4: solution cannot be 0"),
        (HEAD + "solution = '5 h'", "p.toml:4: solution cannot be '5 h'"),
        (HEAD + "solution = {}", "p.toml:4: minutes is missing"),
        (HEAD + "solution = { minutes = 1, hours = 1 }", "p.toml:4: hours is not known here"),
        (HEAD + "solution = { minutes = 1, calendar = 'c' }", "p.toml:4: there is no calendar c"),
        (HEAD + "solution = 1\nkind = 'bug'", "p.toml:5: kind cannot be 'bug'"),
        (HEAD + "solution = 1\npriority = 'high'", "p.toml:5: priority cannot be 'high'"),
        (HEAD + "solution = 1\nproject = 7", "p.toml:5: project cannot be 7"),
        (HEAD + "solution = 1\n\n[[rule]]\nsolution = 2", "p.toml:6: another rule"),
        (HEAD + "solution = 1\nsolution = 2", "p.toml:5: this is not TOML"),
        (RULE + "[[rung]]", "p.toml:4: name is missing"),
        (RULE + "[[rung]]\nname = 'a'\nto = 'owner'", "p.toml:4: clock is missing"),
        (RULE + "[[rung]]\nname = 'a'\nclock = 'solution'", "p.toml:4: to is missing"),
        (RUNG + "when = 1", "p.toml:8: when is not known here"),
        (RUNG + "after_minutes = -1", "p.toml:8: after_minutes cannot be -1"),
        (RUNG + "share = 1.0", "p.toml:8: share cannot be 1.0"),
        (RUNG + "share = 75", "p.toml:8: share cannot be 75"),
        (RUNG + "share = 0.5\nafter_minutes = 5", "p.toml:8: a rung has either"),
        (RUNG + "backup = 'king'", "p.toml:8: backup cannot be 'king'"),
        (RUNG + "acknowledge_minutes = 5", "p.toml:8: nobody stands behind"),
        (
            RUNG + "acknowledge_minutes = 0\nbackup = 'owner'",
            "p.toml:8: acknowledge_minutes cannot",
        ),
        (RUNG.replace('"owner"', '"post:king"'), "p.toml:7: to cannot be 'post:king'"),
        (RUNG.replace('"solution"', '"patience"'), "p.toml:6: clock cannot be 'patience'"),
        (RUNG.replace('"a"', '"A B"'), "p.toml:5: name cannot be 'A B'"),
        (RUNG + RUNG.removeprefix(RULE), "p.toml:9: another rung is called a"),
        ("rung = 1\n" + RULE, "p.toml:1: rung cannot be 1"),
    ],
)
def test_mistakes(text: str, told: str) -> None:
    with pytest.raises(Problem) as caught:
        read_policy(text, "p.toml", CALENDARS)
    assert str(caught.value).startswith(told)
    assert caught.value.fix
