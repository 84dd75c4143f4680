"""`handbook`: what it shows, and the centre's own copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floorboard.cli import handbook as cli
from floorboard.desk import handbook
from floorboard.reports.width import cell_width

Program = Callable[..., Any]

COUNTS = {
    "posts": 8,
    "duties": 54,
    "risk_points": 34,
    "potential_risks": 24,
    "measures": 34,
    "responsible": 16,
}


def chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_json_has_all_of_it_in_both_languages(on_sample: Program) -> None:
    document = on_sample("handbook", "--json").json
    assert document["counts"] == COUNTS
    assert len(document["posts"]) == 8
    lead = next(each for each in document["posts"] if each["id"] == "shift_lead")
    duty = lead["duties"][3]
    assert (duty["id"], duty["number"]) == ("shift_lead.duty.4", 4)
    assert duty["risk_points"] == ["shift_lead.risk.4"]
    assert duty["title"]["en"].startswith("Statistics")
    assert chinese(duty["title"]["zh"])
    assert lead["risk_points"][0]["leads_to"] == [
        "shift_lead.potential.1",
        "shift_lead.potential.3",
    ]
    assert lead["indirect"]["post"] == "director"
    assert (lead["own"], lead["outdated"]) == (False, False)
    responsible = [
        each[who]["title"]["en"] for each in document["posts"] for who in ("direct", "indirect")
    ]
    assert len(responsible) == 16
    one = on_sample("handbook", "shift_lead", "--json").json
    assert one["posts"] == [lead]
    assert one["counts"]["duties"] == 5


def test_text_is_in_the_language_spoken(on_sample: Program) -> None:
    english = on_sample("handbook").out
    assert not chinese(english)
    assert english.count("\n 1  ") == 8
    assert "8 posts, 54 duties, 34 risk points, 24 potential risks, 34 measures, 16" in english
    lead = on_sample("handbook", "班长").out
    assert lead == on_sample("handbook", "show", "shift_lead").out
    assert not chinese(lead)
    for title in ("Answer complaints", "Weak emergency support", "Bad relations", "Study each"):
        assert title in lead
    assert "Indirectly responsible: Head of department" in lead
    spoken = on_sample("--lang", "zh", "handbook", "Shift Lead").out
    assert "管理、答复投诉和建议" in spoken
    assert "Weak" not in spoken


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_fits_the_terminal(
    on_sample: Program, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "terminal_width", lambda: 60)
    lines = on_sample("--lang", lang, "handbook", "director").out.splitlines()
    assert len(lines) > 80
    assert max(map(cell_width, lines)) <= 60
    start = next(at for at, line in enumerate(lines) if line.startswith(" 1  "))
    assert lines[start + 1].startswith("    ")


def test_search_finds_either_language_whatever_is_spoken(on_sample: Program) -> None:
    found = on_sample("handbook", "--search", "投诉", "--json").json
    assert [each["id"] for each in found["found"]][:2] == ["shift_lead.duty.3", "shift_lead.risk.3"]
    assert found["found"][0]["part"] == "duty"
    text = on_sample("handbook", "--search", "投诉").out
    assert text.startswith("shift_lead.duty.3  Answer complaints")
    assert not chinese(text)
    only = on_sample("handbook", "agent", "--search", "workflow", "--json").json["found"]
    assert only
    assert {each["post"] for each in only} == {"agent"}
    assert on_sample("handbook", "--search", "sputnik").out == "0 found\n"


def test_an_entry_is_found_by_its_id(on_sample: Program) -> None:
    text = on_sample("handbook", "shift_lead.duty.4").out
    assert text.startswith("Statistics by month, quarter and year")
    assert "Preventive measures" in text
    entry = on_sample("handbook", "shift_lead.duty.4", "--json").json["entry"]
    assert entry["id"] == "shift_lead.duty.4"
    assert chinese(entry["title"]["zh"])


@pytest.mark.parametrize("arguments", [("nobody",), ("print", "nobody"), ("forget", "nobody")])
def test_a_post_that_there_is_not(on_sample: Program, arguments: tuple[str, ...]) -> None:
    run = on_sample("handbook", *arguments)
    assert run.status == 1
    assert "there is no post nobody. Known are: director" in run.err


def test_without_a_store_it_shows_the_program_s(program: Program) -> None:
    assert program("handbook", "--json").json["counts"] == COUNTS


def test_a_copy_from_print_to_forget(
    on_copy: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lead.toml"
    file.write_text(on_copy("handbook", "print", "shift_lead").out, "utf-8")
    assert on_copy("handbook", "load", file).out == "nothing is another now\n"
    file.write_text(file.read_text("utf-8").replace("Other assigned work", "What comes"), "utf-8")
    assert on_copy("handbook", "load", file).out == "the pages of Shift lead are in force\n"
    shown = on_copy("handbook", "shift_lead").out
    assert " 5  What comes\n" in shown
    assert shown.endswith("This is the centre's own copy.\n")
    assert on_copy("handbook", "differences", "--json").json == {"differences": []}

    newer = handbook.shipped
    monkeypatch.setattr(
        handbook, "shipped", lambda post: newer(post).replace("Weak emergency", "Poor emergency")
    )
    handbook.compiled.cache_clear()
    run = on_copy("handbook", "differences", "shift_lead")
    assert run.out.splitlines() == [
        "shift_lead.risk.2 title en",
        "    in this copy: Weak emergency support",
        "    in the program: Poor emergency support",
    ]
    assert "floorboard handbook differences shift_lead" in on_copy("handbook", "班长").out
    assert on_copy("handbook", "forget", "shift_lead").status == 0
    assert "Other assigned work" in on_copy("handbook", "shift_lead").out
    handbook.compiled.cache_clear()
