"""Everything that can happen to a ticket has a word of its own."""

from __future__ import annotations

import pytest

from floorboard import i18n
from floorboard.domain.ticket import EventKind
from floorboard.reports import words


@pytest.mark.parametrize("kind", EventKind)
def test_in_both_languages(kind: EventKind) -> None:
    i18n.use("zh")
    try:
        assert not words.event(kind.value).isascii()
    finally:
        i18n.use("en")
