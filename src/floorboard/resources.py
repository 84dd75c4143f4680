"""Where the program's own data lies: in the wheel, or beside the sources in a checkout."""

from __future__ import annotations

from pathlib import Path


def data(*parts: str) -> Path:
    """The path of a file or folder under `data/`."""
    packaged = Path(__file__).parent / "_data"
    root = packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"
    return root.joinpath(*parts)
