"""`duties` and `duty`: looking at checks, ticking and waiving them, lists and schedules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]


def test_the_spans(on_sample: Program) -> None:
    shift = on_sample("duties", "--json").json
    assert on_sample("duties", "--shift", "--json").json == shift
    assert (shift["span"], shift["shift"]["code"]) == ("shift", "evening")
    late = next(each for each in shift["checks"] if each["phase"] == "late")
    assert [each["name"] for each in late["people"]] == ["陈静", "王芳"]
    day = on_sample("duties", "--date", "2026-11-21", "--json").json["checks"]
    assert day
    assert all(each["scheduled"].startswith("2026-11-21") for each in day)
    week = on_sample("duties", "--week", "--json").json["checks"]
    assert len(week) > len(day)
    leads = on_sample("duties", "--week", "--post", "shift_lead", "--json").json["checks"]
    assert {each["post"] for each in leads} == {"shift_lead"}
    tax = on_sample("duties", "--week", "--project", "tax", "--json").json["checks"]
    assert len({each["project"] for each in tax}) == 1
    overdue = on_sample("duties", "--overdue", "--json").json["checks"]
    assert {each["phase"] for each in overdue} == {"late"}
    missed = on_sample("duties", "--missed", "--json").json["checks"]
    assert {each["phase"] for each in missed} == {"missed"}
    due = [each["due_at"] for each in missed]
    assert due == sorted(due, reverse=True)
    assert on_sample("duties", "--shift", "--missed").status == 2
    text = on_sample("duties").out
    assert "(陈静, 王芳)" in text


def test_ticking_and_waiving(on_copy: Program) -> None:
    checks = on_copy("duties", "--json").json["checks"]
    late = next(each for each in checks if each["phase"] == "late")
    counts = next(each for each in checks if each["measure"] == "phone_answered")
    done = on_copy("duty", "done", late["id"], "--note", "fine", "--json").json
    assert (done["phase"], done["note"]) == ("done_late", "fine")
    again = on_copy("duty", "done", late["id"])
    assert (again.status, "was done already by" in again.err) == (1, True)
    assert "can be ticked from" in on_copy("duty", "done", counts["id"], "--value", "9").err
    assert "is no number" in on_copy("duty", "done", counts["id"], "--value", "some").err
    waived = on_copy("duty", "waive", counts["id"], "the switch is down")
    assert waived.out == "calls answered: count entered: waived\n"
    day = on_copy("duties", "--date", "2026-11-22")
    seen = on_copy("duties", "--date", "2026-11-22", "--json").json
    own = [each["phase"] for each in seen["checks"] if not each["earlier"]]
    assert seen["done"] == sum(each.startswith("done") for each in own)
    assert (seen["waived"], own.count("waived")) == (1, 1)
    assert day.out.splitlines()[-1] == f"{seen['done']} of {len(own)} done, 1 waived"
    assert on_copy("undo").status == 0
    stale = on_copy("duty", "waive", counts["id"], "down", "--version", "99")
    assert "was changed meanwhile" in stale.err
    story = on_copy("journal").out
    assert "waived a duty  calls answered: count entered" in story
    assert "Note: the switch is down" in story


def test_lists(on_copy: Program) -> None:
    assert "emergency" in on_copy("duty", "start").out
    assert on_copy("duty", "lists").out == "no list is open\n"
    begun = on_copy("duty", "start", "emergency", "--ticket", "3", "--owner", "liw", "--json").json
    assert (begun["ticket"], begun["owner"]) == (3, "李伟")
    first = begun["items"][0]
    assert on_copy("duty", "waive", first["id"], "a drill", "--item").status == 0
    (found,) = on_copy("duty", "lists", "--json").json["lists"]
    assert found["items"][0]["phase"] == "waived"
    text = on_copy("duty", "lists").out
    assert "emergency" in text.splitlines()[0].casefold() or "#3" in text.splitlines()[0]
    assert "there is no template party" in on_copy("duty", "start", "party").err
    assert "started a list  list 1" in on_copy("journal").out


def test_counts(on_copy: Program) -> None:
    every = on_copy("duty", "counts", "--from", "2020-01-01", "--json").json["counts"]
    assert {"phone_answered", "fax"} < set(every)
    assert any(day["value"] for day in every["phone_answered"])
    (day, *_others) = every["phone_answered"]
    of_day = ("--from", day["day"], "--to", day["day"])
    text = on_copy("duty", "counts", "phone_answered", *of_day).out
    assert text.splitlines()[1].split() == [day["day"], "phone_answered", f"{day['value']:,}"]
    assert on_copy("duty", "counts", "fax", "--to", "2000-01-01").out == "nothing was counted\n"
    wrong = on_copy("duty", "counts", "cups")
    assert (wrong.status, "Known are: " in wrong.err) == (1, True)


def test_schedules(on_copy: Program, tmp_path: Path) -> None:
    found = on_copy("duty", "schedules", "--json").json["schedules"]
    assert len(found) >= 40
    assert {each["active"] for each in found} == {True}
    file = tmp_path / "mine.toml"
    file.write_text(on_copy("duty", "print").out, "utf-8")
    same = f"0 new, 0 changed, 0 stopped, {len(found)} as before\n"
    assert on_copy("duty", "load", file).out == same
    assert on_copy("duty", "load").out == same
    assert on_copy("duty", "off", "website").out == "website is stopped\n"
    assert on_copy("duty", "off", "website").out == "website was stopped already\n"
    assert on_copy("duty", "load").out.startswith("0 new, 1 changed, 0 stopped")
    file.write_text("[[schedule]]\n", "utf-8")
    assert "mine.toml:1" in on_copy("duty", "load", file).err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_history_and_shares(on_sample: Program, language: str) -> None:
    strip = on_sample("duty", "history", "phone-answered", "--days", "10", "--json").json["days"]
    assert len(strip) == 10
    assert {len(each["checks"]) for each in strip} == {1}
    kept = on_sample("duty", "kept", "--json").json["kept"]
    assert {each["month"] for each in kept} == {"2026-10-01", "2026-11-01"}
    assert all(0.5 < each["share"] <= 1 for each in kept)
    assert "there is no duty" in on_sample("duty", "history", "nothing").err
    for command in (["duty", "kept"], ["duty", "history", "website"]):
        assert on_sample("--lang", language, *command).out
