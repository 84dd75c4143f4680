"""The config: file, environment and defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from floorboard.config import Config, load
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
