"""What opens which risk points, from TOML: what ships, and that each mistake is told with its
line."""

from __future__ import annotations

import pytest

from floorboard.desk import risk_rules
from floorboard.domain.problem import Problem
from floorboard.domain.risks import OF_DUTY, CauseKind, Rule
from floorboard.exchange.risks import read_rules

POINTS = ("agent.risk.1", "manager.risk.1")

TEXT = """[missed]
weight = 4
[late]
weight = 3
[gap]
weight = 8
opens = ["manager.risk.1"]
[skill]
weight = 6
opens = []
[complaint]
weight = 6
opens = ["agent.risk.1", "manager.risk.1"]
"""


def test_what_ships_has_a_rule_for_each_kind() -> None:
    found = risk_rules.shipped()
    assert set(found) == set(CauseKind)
    for kind, rule in found.items():
        assert bool(rule.opens) is (kind not in OF_DUTY)


def test_a_file_is_read() -> None:
    found = read_rules(TEXT, "risks.toml", POINTS)
    assert found[CauseKind.MISSED] == Rule(4)
    assert found[CauseKind.COMPLAINT] == Rule(6, POINTS)


@pytest.mark.parametrize(
    ("was", "becomes", "said", "line"),
    [
        ("weight = 4", "weight = 0", "weight cannot be 0", 2),
        ("weight = 8", "weight = 101", "weight cannot be 101", 6),
        ("weight = 4", "", "weight is missing", 1),
        ("opens = []", "", "opens is missing", 8),
        ("[missed]", "[mist]", "mist is not known here", 1),
        ("[late]\nweight = 3\n", "", "late is missing", 1),
        ("weight = 3", 'weight = 3\nopens = ["agent.risk.1"]', "opens is not known here", 5),
        ('"agent.risk.1"', '"agent.risk.9"', "the handbook has no risk point agent.risk.9", 13),
        ('"agent.risk.1"', '"agent.duty.1"', "the handbook has no risk point agent.duty.1", 13),
        ('"agent.risk.1"', '"manager.risk.1"', "manager.risk.1 stands in opens twice", 13),
        ('"agent.risk.1"', "1", "opens cannot be", 13),
        ("[gap]", "[[gap]]", "gap cannot be", 5),
    ],
)
def test_a_mistake_is_told_with_its_line(was: str, becomes: str, said: str, line: int) -> None:
    assert was in TEXT
    with pytest.raises(Problem) as caught:
        read_rules(TEXT.replace(was, becomes, 1), "risks.toml", POINTS)
    assert caught.value.where == f"risks.toml:{line}"
    assert said in caught.value.what.format(**caught.value.facts)
