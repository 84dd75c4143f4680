"""The config: file, environment and defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.config import Config, load
from floorboard.domain.handover.archive import Archive
from floorboard.domain.problem import Problem


def test_without_anything_the_defaults_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load({}) == Config()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        'store = "a"\nlang = "zh"\nconsole = "desk 3"\npoll_seconds = 1\nlock_minutes = 0\n'
        '\n[keys]\nsolve = "S"\n'
    )
    config = load({"FLOORBOARD_CONFIG": str(file), "FLOORBOARD_STORE": "b", "FLOORBOARD_BELL": "0"})
    assert config.store == "b"
    assert config.lang == "zh"
    assert config.console == "desk 3"
    assert config.poll_seconds == 1.0
    assert config.bell is False
    assert config.lock_minutes == 0
    assert dict(config.keys) == {"solve": "S"}
    assert dict(config.key_places) == {"solve": f"{file}:8"}
    assert config.file == file


def test_where_handovers_are_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "config.toml"
    file.write_text('[handover]\ndirectory = "~/papers"\n')
    archive = load({"FLOORBOARD_CONFIG": str(file)}).handover
    assert archive == Archive(str(tmp_path / "papers"), ("html",), ("en", "zh"))
    file.write_text(
        '[handover]\ndirectory = "/srv"\nformats = ["pdf", "md", "pdf"]\nlanguages = ["zh"]\n'
    )
    archive = load({"FLOORBOARD_CONFIG": str(file)}).handover
    assert archive == Archive("/srv", ("pdf", "md"), ("zh",))


@pytest.mark.parametrize(
    ("written", "line", "why"),
    [
        ("", 2, "directory is missing"),
        ('directory = "papers"', 3, "directory cannot be 'papers'"),
        ('directory = "{tmp}/config.toml"', 3, "directory cannot be"),
        ('directory = "~nobody-of-this-name/x"', 3, "directory cannot be"),
        ('directory = "/srv"\nformats = ["doc"]', 4, "formats cannot be"),
        ('directory = "/srv"\nformats = "html"', 4, "formats cannot be"),
        ('directory = "/srv"\nlanguages = []', 4, "languages cannot be"),
        ('directory = "/srv"\nplace = 1', 4, "place is not known here"),
    ],
)
def test_a_wrong_place_for_handovers_is_told_by_its_line(
    tmp_path: Path, written: str, line: int, why: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('lang = "en"\n[handover]\n' + written.replace("{tmp}", str(tmp_path)))
    with pytest.raises(Problem, match=why) as told:
        load({"FLOORBOARD_CONFIG": str(file)})
    assert told.value.where == f"{file}:{line}"
    assert told.value.fix


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("zh", "zh"),
        ("zh_CN", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("ZH-cn", "zh"),
        ("en_US", "en"),
        ("en-GB", "en"),
        ("Auto", "auto"),
    ],
)
def test_a_language_as_environments_name_it(written: str, language: str) -> None:
    assert load({"FLOORBOARD_LANG": written}).lang == language


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="there is no such file"):
        load({"FLOORBOARD_CONFIG": str(tmp_path / "none.toml")})


def test_a_file_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Problem):
        load({"FLOORBOARD_CONFIG": str(file)})
