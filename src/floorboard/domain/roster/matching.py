"""Matching: who fills which of several wants, each person at most one (rules.md, *Rota*)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """`count` people, out of those who are `able`."""

    count: int
    able: Collection[int]


def assign(wants: Sequence[Want]) -> list[list[int]]:
    """Who fills each want: as many people as can be placed at all, and earlier wants first.

    Augmenting paths (Berge 1957): a want that finds nobody free asks somebody over who fills
    another want, where that one finds somebody else. So nobody's place is lost to a later want,
    and the earlier wants get the most that they can get, whatever comes after them.
    """
    holder: dict[int, int] = {}
    spent: set[int] = set()
    for index, want in enumerate(wants):
        free = (person for person in want.able if person not in holder)
        for _ in range(want.count):
            person = next(free, None)
            if person is not None:
                holder[person] = index
            elif not _augment(index, wants, holder, spent):
                break
    filled: list[list[int]] = [[] for _ in wants]
    for person, index in holder.items():
        filled[index].append(person)
    return filled


def _augment(first: int, wants: Sequence[Want], holder: dict[int, int], spent: set[int]) -> bool:
    """Give the want `first` one person more, if others can be moved so that somebody is free.

    `spent` are the people a vain search has come across: no later search gets anywhere by them.
    """
    reached_from: dict[int, int] = {}
    given_up: dict[int, int] = {}
    queue = deque([first])
    while queue:
        index = queue.popleft()
        for person in wants[index].able:
            if person in reached_from or person in spent:
                continue
            reached_from[person] = index
            held = holder.get(person)
            if held is None:
                _hand_over(person, first, reached_from, given_up, holder)
                return True
            if held != first and held not in given_up:
                given_up[held] = person
                queue.append(held)
    spent.update(reached_from)
    return False


def _hand_over(
    person: int,
    first: int,
    reached_from: dict[int, int],
    given_up: dict[int, int],
    holder: dict[int, int],
) -> None:
    """Everybody on the path from `person` back to `first` moves on by one want."""
    while True:
        index = reached_from[person]
        holder[person] = index
        if index == first:
            return
        person = given_up[index]
