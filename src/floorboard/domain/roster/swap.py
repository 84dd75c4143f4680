"""Swaps: somebody offers their turn, somebody takes it (rules.md, *Rota*)."""

from __future__ import annotations

from enum import StrEnum


class SwapState(StrEnum):
    """Only a swap that was taken changes who is on."""

    OFFERED = "offered"
    TAKEN = "taken"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    """Whoever offered it took it back."""


def expired(state: SwapState, expires_at: int, now: int) -> bool:
    """Whether nobody took an offer in time."""
    return state is SwapState.OFFERED and expires_at <= now
