"""Every command is documented, in the program and in the README."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from floorboard.cli.root import COMMANDS, floorboard

Program = Callable[..., Any]

ROOT = Path(__file__).parents[2]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its path, groups too."""

    def walk(path: str, group: click.Group) -> Iterator[tuple[str, click.Command]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield f"{path}{name}", found
            if isinstance(found, click.Group):
                yield from walk(f"{path}{name} ", found)

    yield from walk("", floorboard)


ALL = dict(commands())


@pytest.mark.parametrize("path", ALL)
def test_every_command_and_parameter_has_help(program: Program, path: str) -> None:
    found = ALL[path]
    assert found.help
    assert found.get_short_help_str().endswith(".")
    for parameter in found.params:
        assert getattr(parameter, "help", None), f"{path}: {parameter.name}"
    run = program(*path.split(), "--help")
    assert run.status == 0
    assert run.out.startswith(f"Usage: floorboard {path}")


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for path, found in ALL.items():
        if not isinstance(found, click.Group):
            assert f"floorboard {path}" in text, path


def test_the_summary_names_every_command(program: Program) -> None:
    run = program("--help")
    assert run.status == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", run.out, re.MULTILINE)


def test_help_is_made_when_it_is_shown(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when a command is imported, or the language would come too late."""
    monkeypatch.setattr("floorboard.cli.command._", lambda message: f"« {message}")
    for arguments in (["--help"], ["tickets", "--help"], ["calendar", "due", "--help"]):
        text = program(*arguments).out
        options = re.findall(r"^  --[a-z-]+.*?  +(.)", text, re.MULTILINE)
        assert "«" in text
        assert set(options[:-1]) <= {"«"}  # the last is click's own --help


def test_no_line_of_help_is_wider_than_a_terminal(program: Program) -> None:
    from floorboard.reports.width import cell_width

    for language in ("en", "zh"):
        for path in ("", *ALL):
            text = program("--lang", language, *path.split(), "--help").out
            assert max(map(cell_width, text.splitlines())) <= 84, path


@pytest.mark.parametrize("arguments", [["--version"], ["--lang", "zh", "--version"]])
def test_version(program: Program, arguments: list[str]) -> None:
    run = program(*arguments)
    assert run.status == 0
    assert re.fullmatch(r"floorboard \d+\.\d+\.\d+\n", run.out)
