"""Text that people or files bring in: made harmless, and refused where it is too long."""

from __future__ import annotations

from floorboard.domain.plain import clean, clean_line
from floorboard.domain.problem import N_, Problem

TITLE_LIMIT = 300
BODY_LIMIT = 100_000
NOTE_LIMIT = 2_000


def line(written: str, field: str, limit: int = TITLE_LIMIT) -> str:
    """`written` as one clean line of at most `limit` characters, without blanks around it."""
    return _capped(clean_line(written).strip(), field, limit)


def text(written: str, field: str, limit: int = BODY_LIMIT) -> str:
    """`written` as clean text of at most `limit` characters."""
    return _capped(clean(written).strip(), field, limit)


def filled(written: str, field: str) -> str:
    """`written`, unless it is empty."""
    if not written:
        raise Problem(N_("{field} can't be empty"), field=Problem(field), fix=N_("Write something"))
    return written


def _capped(cleaned: str, field: str, limit: int) -> str:
    if len(cleaned) > limit:
        raise Problem(
            N_("{field} is too long: {length} characters, at most {limit} fit"),
            fix=N_("Shorten it; nothing was saved"),
            field=Problem(field),
            length=len(cleaned),
            limit=limit,
        )
    return cleaned
