"""What goes wrong, told so that a person can act on it."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark `message` for the catalogues; it is translated where it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark the same message for one and for many, as the fact `count` says."""
    return one, many


class Problem(Exception):
    """An error a user can understand: what is wrong, where, and what to do.

    `what` and `fix` are untranslated templates marked with `N_`; `facts` fill their `{fields}`.
    `where` names a place (a file and its line, a field, a ticket) and is never translated.
    The layers that face a person translate them; `str()` gives the English text.
    """

    def __init__(self, what: str, *, where: str = "", fix: str = "", **facts: object) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        self.facts = facts
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        text = place + self.what.format(**self.facts)
        stop = " " if text.endswith("?") else ". "
        return f"{text}{stop}{self.fix.format(**self.facts)}" if self.fix else text
