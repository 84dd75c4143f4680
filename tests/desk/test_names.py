"""What people type to find a name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from floorboard.desk.names import matching, search_key, spelled


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (("李伟", "Li Wei"), "李伟"),
        (("李伟",), "liwei"),
        (("李伟",), "li wei"),
        (("李伟",), "lw"),
        (("电子发票", "E-invoice"), "dzfp"),
        (("曾敏",), "zengmin"),
        (("单立新",), "shan"),
        (("欧阳海燕",), "ouyanghaiyan"),
        (("José  Núñez",), "josé núñez"),
        (("José Núñez",), "jose nunez"),
        (("Straße",), "strasse"),
        (("Иван Петров",), "петров"),
        (("བསྟན་འཛིན།", "丹增 Tenzin"), "danzeng"),
        (("ئايگۈل",), "ئايگۈل"),
        (("Hotline 热线",), "rexian"),
    ],
)
def test_it_is_found(names: tuple[str, ...], typed: str) -> None:
    assert typed in search_key(*names)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("王芳", ["wangfang"]),
        ("王 芳", ["wangfang"]),
        ("单雄信", ["danxiongxin", "shanxiongxin"]),
        ("Anna", []),
        ("", []),
    ],
)
def test_a_chinese_name_is_spelled(name: str, pinyin: list[str]) -> None:
    assert spelled(name) == pinyin


def test_each_word_comes_once_and_nothing_is_made_of_nothing() -> None:
    assert search_key("") == ""
    assert search_key("anna", "Anna") == "anna"


def test_the_dictionary_is_loaded_for_chinese_names_alone() -> None:
    script = (
        "import sys; from floorboard.desk.names import search_key as key; key('Anna', 'ئايگۈل');"
        " assert 'pypinyin' not in sys.modules; key('李'); assert 'pypinyin' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@dataclass(frozen=True)
class Somebody:
    code: str
    search: str


def test_the_code_itself_goes_before_a_name_and_a_name_before_a_part() -> None:
    people = [
        Somebody(code, search_key(*names))
        for code, names in {
            "wangl": ("王玲玲", "Wang Lingling"),
            "zhul": ("朱琳", "Zhu Lin"),
            "lin": ("李娜", "Li Na"),
        }.items()
    ]
    for typed, wanted in {
        "lin": ["lin", "zhul", "wangl"],
        "zl": ["zhul"],
        "LN": ["lin"],
        "": ["wangl", "zhul", "lin"],
    }.items():
        assert [each.code for each in matching(people, typed)] == wanted, typed
