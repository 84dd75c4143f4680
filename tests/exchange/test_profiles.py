"""Mapping profiles: what ships, how one is chosen, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange.profiles import (
    FIELDS,
    bind,
    choose_profile,
    fold,
    read_profile,
    shipped_profiles,
)

HEADERS = {
    "servicenow": "number,incident_state,sys_mod_count,sys_updated_at,opened_at",
    "servicenow list": "Number,Opened,Short description,Caller,Assignment group,Updated",
    "zammad": "#,Title,State,Priority,Group,Owner,Create Channel,Created At,Updated At",
    "zammad api": "id,number,title,state,group,article_count,created_at,updated_at",
    "jira": "Summary,Issue key,Issue id,Status,Priority,Created,Updated,Labels,Labels",
    "jira rest": "key,fields.summary,fields.status.name,fields.created",
    "osticket": "Ticket Number,Date Created,Subject,From,From Email,Priority,Current Status",
    "boston311": "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status",
    "generic": "编号,标题,状态,优先级,客户,项目,负责人,创建时间",
    "generic english": "ID,Subject,Status,Created",
}


def test_all_six_ship_and_each_says_what_it_is() -> None:
    assert [*shipped_profiles()] == [
        "boston311", "generic", "jira", "osticket", "servicenow", "zammad",
    ]  # fmt: skip
    assert all(profile.about for profile in shipped_profiles().values())


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_the_header_chooses(name: str, header: str) -> None:
    columns = header.split(",")
    profile = choose_profile(columns)
    assert profile.name == name.split()[0]
    assert bind(profile, columns[::-1], "x.csv")["external_id"]


def test_names_are_compared_without_case_blanks_and_underscores() -> None:
    assert fold(" Created_At\xa0") == fold("created  at") == fold("CREATED-AT")


def test_a_profile_can_be_asked_for_by_name() -> None:
    assert choose_profile(["x"], "jira").name == "jira"
    with pytest.raises(Problem, match=r"no mapping profile nope.*boston311, generic"):
        choose_profile(["x"], "nope")


def test_where_nothing_fits_the_columns_are_listed_and_the_way_out_named() -> None:
    header = ["Vorgang", "Betreff", "Angelegt"]
    with pytest.raises(Problem) as caught:
        bind(choose_profile(header), header, "liste.csv")
    message = str(caught.value)
    assert "Vorgang, Betreff, Angelegt" in message
    assert "external_id, opened_at" in message
    assert "--map external_id=Vorgang" in message


def test_overrides_map_what_the_profile_does_not_know() -> None:
    header = ["Vorgang", "Betreff", "Angelegt"]
    overrides = {"external_id": "vorgang", "opened_at": "Angelegt", "title": "Betreff"}
    bound = bind(choose_profile(header, overrides=overrides), header, "liste.csv")
    assert bound == {"external_id": (0,), "title": (1,), "opened_at": (2,)}


@pytest.mark.parametrize(
    ("overrides", "what"),
    [({"nonsense": "id"}, "no field nonsense"), ({"title": "Betreff"}, "no column Betreff")],
)
def test_wrong_overrides_are_refused(overrides: dict[str, str], what: str) -> None:
    with pytest.raises(Problem, match=what):
        choose_profile(["id", "created"], overrides=overrides)


OWN = """
name = "own"
signature = [["Vorgang"]]
zone = "Europe/Berlin"
missing = ["k. A."]
whole_days = ["target_at"]
[columns]
external_id = "Vorgang"
opened_at = ["Angelegt", "Datum"]
title = { join = ["Betreff", "Ort"], with = ", " }
[state]
"offen" = "open"
[defaults]
kind = "complaint"
"""


def test_a_profile_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    profile = choose_profile(["Vorgang"], str(path))
    assert profile.zone is not None
    assert profile.zone.key == "Europe/Berlin"
    assert profile.missing == {"", "k. a."}
    assert profile.defaults["kind"] == "complaint"
    assert profile.words["state"] == {"offen": "open"}
    assert profile.matching(["vorgang"]) == 1
    assert {*profile.columns} <= {*FIELDS}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"open"', '"ajar"', 12),
        ('zone = "Europe/Berlin"', 'zone = "Europe/Nowhere"', 4),
        ('kind = "complaint"', 'kind = "?"', 14),
        ("signature", "sinature", 3),
        ("external_id", "externalid", 8),
        ('["target_at"]', '["title"]', 6),
        ('name = "own"', 'name = "own"\nrows = "piles"', 3),
        ('name = "own"', 'name = "own"\ndates = "dym"', 3),
        ('with = ", "', 'by = ", "', 10),
        ("[columns]", "[columns", 7),
    ],
)
def test_an_error_in_a_profile_names_its_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace(old, new), "utf-8")
    with pytest.raises(Problem) as caught:
        read_profile(path)
    assert caught.value.where == f"own.toml:{line}"


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be opened"):
        choose_profile(["x"], str(tmp_path / "none.toml"))
