"""`risks`: what is open on the sample floor, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Program = Callable[..., Any]


def test_json_tells_what_opens_each(on_sample: Program) -> None:
    found = on_sample("risks", "--json").json
    assert (found["as_of"], found["zone"]) == ("2026-11-22T10:42:00Z", "Asia/Shanghai")
    weights = [each["weight"] for each in found["risks"]]
    assert weights
    assert weights == sorted(weights, reverse=True)
    for each in found["risks"]:
        assert each["weight"] == sum(cause["weight"] for cause in each["causes"])
        assert {"en", "zh"} == each["point"]["title"].keys()
        assert {"title", "post", "people"} == each["direct"].keys()
        for cause in each["causes"]:
            assert cause["kind"] in ("missed", "late", "gap", "skill", "complaint")
            kind = cause["subject"].partition("/")[0]
            assert kind in ("check", "list", "rota", "project", "ticket")
            assert cause["since"] is None or cause["since"].endswith("Z")
    missed = {
        cause["subject"]
        for each in found["risks"]
        for cause in each["causes"]
        if cause["kind"] == "missed"
    }
    checks = on_sample("duties", "--missed", "--json").json["checks"]
    assert missed & {f"check/{each['id']}" for each in checks}


def test_the_table_says_the_same_in_each_language(on_sample: Program) -> None:
    found = on_sample("risks", "--json").json["risks"]
    for lang in ("en", "zh"):
        lines = on_sample("--lang", lang, "risks").out.splitlines()
        assert len(lines) == len(found) + 2
        for line, risk in zip(lines[1:], found, strict=False):
            assert line.split()[0] == str(risk["weight"])
            assert risk["point"]["title"][lang] in line
            assert all(each["name"] in line for each in risk["direct"]["people"])
    assert on_sample("risks").out.splitlines()[-1] == f"{len(found)} open risk points"


def test_another_instant(on_sample: Program) -> None:
    before = on_sample("--as-of", "2026-01-01T00:00:00+08:00", "risks", "--json").json
    kinds = {cause["kind"] for each in before["risks"] for cause in each["causes"]}
    assert "missed" not in kinds
    assert before["as_of"] == "2025-12-31T16:00:00Z"
    after = on_sample("risks", "--as-of", "2026-11-23T09:00:00+08:00", "--json").json
    assert after["as_of"] == "2026-11-23T01:00:00Z"


def test_rules_of_one_s_own_from_print_to_forget(on_copy: Program, tmp_path: Path) -> None:
    file = tmp_path / "risks.toml"
    text = on_copy("risks", "print").out
    file.write_text(text, "utf-8")
    assert on_copy("risks", "load", file).out == "nothing is another now\n"
    before = on_copy("risks", "--json").json["risks"]
    file.write_text(text.replace("[missed]\nweight = 4", "[missed]\nweight = 40"), "utf-8")
    assert on_copy("risks", "load", file).out == "the rules of risks are in force\n"
    assert on_copy("risks", "print").out == file.read_text("utf-8")
    heaviest = {each["weight"] for each in on_copy("risks", "show", "--json").json["risks"]}
    assert max(heaviest) > max(each["weight"] for each in before)
    assert "put rules in force" in on_copy("journal").out
    file.write_text(text.replace("agent.risk.3", "agent.risk.33"), "utf-8")
    line = 1 + text[: text.index("agent.risk.3")].count("\n")
    refused = on_copy("risks", "load", file)
    assert refused.status == 1
    assert f"risks.toml:{line}: the handbook has no risk point agent.risk.33" in refused.err
    assert on_copy("risks", "forget").out == "the program's rules of risks are in force\n"
    assert on_copy("risks", "forget").out == "nothing is another now\n"
    assert on_copy("risks", "--json").json["risks"] == before
