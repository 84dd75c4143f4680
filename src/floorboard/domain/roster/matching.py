"""Matching: who fills which of several wants, each person at most one (rules.md, *Rota*)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """`count` people, out of those who are `able`."""

    count: int
    able: Collection[int]


def fill(wants: Mapping[int, Want], holder: dict[int, int]) -> dict[int, int]:
    """How many people each want gets: as many as can be placed at all, and those with lower numbers
    first. `wants` are in the order of their numbers.

    `holder` tells who fills which, by person. It may come from other wants: who can stay stays, so
    that little is to be done where little has changed.

    Augmenting paths (Berge 1957): a want that finds nobody free asks somebody over who fills
    another want, where that one finds somebody else, or comes later. So nobody's place is lost to a
    later want, and the earlier wants get the most that they can get, whatever comes after them.
    """
    have = dict.fromkeys(wants, 0)
    for person, number in [*holder.items()]:
        want = wants.get(number)
        if want is None or have[number] == want.count or person not in want.able:
            del holder[person]
        else:
            have[number] += 1
    spent: set[int] = set()
    for number, want in wants.items():
        free = (person for person in want.able if person not in holder)
        while have[number] < want.count:
            someone = next(free, None)
            if someone is not None:
                holder[someone] = number
            elif not _augment(number, wants, holder, have, spent):
                break
            have[number] += 1
    return have


def _augment(
    first: int,
    wants: Mapping[int, Want],
    holder: dict[int, int],
    have: dict[int, int],
    spent: set[int],
) -> bool:
    """Give the want `first` one person more, if others can be moved so that somebody is free, or
    comes from a later want.

    `spent` are the people a vain search has come across: no later search gets anywhere by them.
    """
    reached_from: dict[int, int] = {}
    given_up: dict[int, int] = {}
    queue = deque([first])
    while queue:
        number = queue.popleft()
        for person in wants[number].able:
            if person in reached_from or person in spent:
                continue
            reached_from[person] = number
            held = holder.get(person)
            if held is None or held > first:
                if held is not None:
                    have[held] -= 1
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
        number = reached_from[person]
        holder[person] = number
        if number == first:
            return
        person = given_up[number]
