"""What a screen that shows the floor can be asked for."""

from __future__ import annotations

from typing import ClassVar


class Showing:
    """A screen whose data other consoles change, and whose words have a language."""

    GROUP: ClassVar[str] = ""
    """Whose keys the help shows first; the board and the ticket list have none of their own."""

    def reread(self) -> None:
        """Read everything again."""
        raise NotImplementedError

    def somebody_else(self) -> None:
        """Another person sits here: until it is known what they may do, the desk alone says no."""

    def relabel(self) -> None:
        """Say everything again, in the language spoken now."""
        raise NotImplementedError


class Keeping:
    """A screen that texts are written on."""

    def keep(self) -> None:
        """Put what is being written with the drafts, as leaving the screen does."""
        raise NotImplementedError
