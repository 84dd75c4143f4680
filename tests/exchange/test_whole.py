"""Files that are there whole, or as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange import whole


def test_a_target_keeps_what_it_has_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.html"
    path.write_bytes(b"before")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(Problem, match="No space left"):
        whole.write(path, b"after")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_who_may_read_it(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        whole.write(tmp_path / "all", b"x")
        whole.write(tmp_path / "ours", b"x", whole.OURS)
    finally:
        os.umask(mask)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("all", "ours")] == [0o644, 0o600]
