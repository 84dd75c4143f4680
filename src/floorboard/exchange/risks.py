"""What opens which risk points, and its weight, as a TOML file (data/duties/risks.toml)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from floorboard.domain.problem import N_
from floorboard.domain.risks import HEAVIEST, OF_DUTY, CauseKind, Rule
from floorboard.exchange.toml_source import TomlSource, TomlTable


def read_rules(
    text: str, source_name: str, points: Collection[str] | None
) -> Mapping[CauseKind, Rule]:
    """The rule for each kind of cause that the TOML `text` describes; `source_name` is its file's
    name.

    What a kind opens has to be one of `points`, the ids of the handbook's risk points, unless
    that is None. Raises `Problem` with the file and line.
    """
    root = TomlSource(text, source_name).root
    root.only(*CauseKind)
    root.need(*CauseKind)
    return {kind: _rule(root, kind, points) for kind in CauseKind}


def _rule(root: TomlTable, kind: CauseKind, points: Collection[str] | None) -> Rule:
    table = root.table(kind)
    assert table is not None
    own = kind in OF_DUTY
    table.only("weight", *([] if own else ["opens"]))
    table.need("weight", *([] if own else ["opens"]))
    return Rule(table.whole("weight", 1, HEAVIEST) or 1, _points(table, points))


def _points(table: TomlTable, points: Collection[str] | None) -> tuple[str, ...]:
    """The ids of risk points, each once."""
    named = table.texts("opens")
    for at, each in enumerate(named):
        if points is not None and each not in points:
            post = each.partition(".")[0]
            same = [point for point in points if point.startswith(f"{post}.")]
            raise table.problem(
                "opens",
                N_("the handbook has no risk point {point}"),
                N_("Known are: {known}"),
                point=each,
                known=", ".join(same or sorted({f"{one.partition('.')[0]}.…" for one in points})),
            )
        if each in named[:at]:
            raise table.problem(
                "opens",
                N_("{number} stands in {key} twice"),
                N_("Remove one of the two"),
                number=each,
                key="opens",
            )
    return named
