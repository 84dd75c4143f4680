"""Whom, which shift and which rota a file means. Nothing is guessed: what could be two is none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from floorboard.desk.names import spelled
from floorboard.desk.roster import changing
from floorboard.domain.problem import N_, Problem
from floorboard.domain.roster.rota import Employment
from floorboard.i18n import _, pick
from floorboard.store.queries.roster import Employed
from floorboard.store.views.floor import ShiftView
from floorboard.store.views.roster import RotaView


class People:
    """The people of a floor by what files call them: their code, a name in either script, with the
    code in brackets if need be, or its pinyin in full; case and blanks don't matter. `named` are
    the names that somebody said."""

    def __init__(
        self,
        people: Iterable[Employed],
        employed: Mapping[int, Employment],
        named: Mapping[str, str],
    ) -> None:
        self._people = {each.id: each for each in people}
        self._employed = employed
        self._named = {_folded(name): _folded(code) for name, code in named.items()}
        self._ways: list[dict[str, set[int]]] = [{}, {}]
        self._pinyin: dict[str, set[int]] | None = None
        for each in self._people.values():
            self._ways[0].setdefault(_folded(each.code), set()).add(each.id)
            for name in filter(None, (each.name, each.other_name)):
                self._ways[1].setdefault(_folded(name), set()).add(each.id)
                self._ways[1].setdefault(_folded(f"{name} ({each.code})"), set()).add(each.id)
        for name, code in named.items():
            if _folded(code) not in self._ways[0]:
                raise Problem(
                    N_("there is nobody with the code {code}"),
                    where=f"--as {name}={code}",
                    code=code,
                    fix=N_("`floorboard people list` shows who there is"),
                )

    def found(self, text: str, start: int, end: int) -> int:
        """The one person that `text` names who works here over [`start`, `end`); else a `Problem`
        for a name that nobody has, for one that several have, and for who doesn't work then."""
        meant = self._meant(text)
        here = [each for each in meant if self._works(each, start, end)]
        if len(here) == 1:
            return here[0]
        if len(here) > 1:
            raise Problem(
                N_("several people are called {name}"),
                name=text,
                fix=N_("Say whom it means: --as {name}=CODE, one of {codes}"),
                codes=_(", ").join(sorted(self._people[each].code for each in here)),
            )
        if meant:
            raise Problem(
                N_("{name} doesn't work here then"),
                name=text,
                fix=N_("Name somebody else, or correct their first or last day"),
            )
        raise Problem(
            N_("there is nobody called {name}"),
            name=text,
            fix=N_("Say whom it means: --as {name}=CODE"),
        )

    def _meant(self, text: str) -> set[int]:
        wanted = _folded(text)
        if wanted in self._named:
            return self._ways[0][self._named[wanted]]
        for way in self._ways:
            if wanted in way:
                return way[wanted]
        return self._by_pinyin().get(wanted, set())

    def _by_pinyin(self) -> dict[str, set[int]]:
        """Made when a name is looked for that nothing else finds: its dictionary loads slowly."""
        if self._pinyin is None:
            self._pinyin = {}
            for each in self._people.values():
                for name in (each.name, each.other_name):
                    for reading in spelled(name):
                        self._pinyin.setdefault(reading, set()).add(each.id)
        return self._pinyin

    def _works(self, person_id: int, start: int, end: int) -> bool:
        employed = self._employed[person_id]
        left = employed.left_at
        return employed.joined_at <= start and (left is None or end <= left)


def shift(shifts: Sequence[ShiftView], text: str | None) -> ShiftView:
    """The shift of this code, or of this name in either language, in Chinese also without its
    last character: 夜 for 夜班; else a `Problem`."""
    if text is None:
        raise Problem(
            N_("neither a shift nor its hours are said"),
            fix=N_("Write the shift's code, or hours like 08:30-17:30"),
        )
    wanted = _folded(text)
    ways: tuple[Callable[[ShiftView], tuple[str, ...]], ...] = (
        lambda each: (each.code,),
        lambda each: (each.name, each.name_zh),
        lambda each: (each.name_zh.removesuffix("班"),),
    )
    for names in ways:
        found = [each for each in shifts if wanted in map(_folded, filter(None, names(each)))]
        if len(found) == 1:
            return found[0]
    raise Problem(
        N_("there is no shift {text}"),
        text=text,
        fix=N_("Write its hours too, or one of these: {codes}"),
        codes=_(", ").join(pick(each.code, each.name_zh) for each in shifts) or "–",
    )


def rota(rotas: Sequence[RotaView], text: str) -> RotaView:
    """The rota of this code, or of this name in either language; else a `Problem`."""
    wanted = _folded(text)
    for names in (lambda each: (each.code,), lambda each: (each.name, each.name_zh)):
        found = [each for each in rotas if wanted in map(_folded, filter(None, names(each)))]
        if len(found) == 1:
            return found[0]
    raise changing.no_rota(text)


def names_rota(rotas: Sequence[RotaView], shifts: Sequence[ShiftView], text: str) -> bool:
    """Whether a text where a shift may stand is a rota's name instead."""
    with suppress(Problem):
        shift(shifts, text)
        return False
    with suppress(Problem):
        rota(rotas, text)
        return True
    return False


def _folded(text: str) -> str:
    """A name for comparing: without blanks, in one width and one case."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
