"""Who an addressee of the ladder is at one instant."""

from __future__ import annotations

from collections.abc import Iterable

from floorboard.desk.roster import plan
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.ladder import SECOND_LINE_ROTA, Addressee, To
from floorboard.store.connection import Connection
from floorboard.store.queries import rungs

People = tuple[int, ...]


class Roster:
    """The roster at `at`. Who hasn't joined yet or has left is nobody, whatever it says."""

    def __init__(self, db: Connection, at: Instant) -> None:
        found = plan.load(db, at, at + 1)
        self._posts = dict(rungs.staff(db, to_wall(at, found.zone).date().isoformat()))
        self._managers = rungs.managers(db)
        self._lines = [(line.view, found.at(line, at).people) for line in found.lines]
        self._found: dict[tuple[Addressee, int | None, int | None], People] = {}

    def find(self, who: Addressee, project_id: int | None, owner_id: int | None) -> People:
        """The people that `who` means for a ticket of that project and owner; none is a gap."""
        key = (who, project_id, owner_id)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(*key)
        return found

    def find_or_lead(
        self, who: Addressee, project_id: int | None, owner_id: int | None
    ) -> tuple[People, bool]:
        """The same, and whether it is a gap: then it goes to the shift lead, if one is on."""
        found = self.find(who, project_id, owner_id)
        return found or self.find(Addressee(To.SHIFT_LEAD), None, None), not found

    def _find(self, who: Addressee, project_id: int | None, owner_id: int | None) -> People:
        match who.to:
            case To.POST:
                holding = [person for person, post in self._posts.items() if post == who.name]
                on = {person for _, people in self._lines for person in people}
                return tuple(each for each in holding if each in on) or tuple(holding)
            case To.ROTA:
                return self._on(who.name)
            case To.SECOND_LINE:
                own = [
                    on for line, on in self._lines if project_id and line.project_id == project_id
                ]
                return _joined(own) if own else self._on(SECOND_LINE_ROTA)
            case To.PROJECT_MANAGER:
                return self._here([self._managers.get(project_id or 0)])
            case To.OWNER:
                return self._here([owner_id])
            case To.SHIFT_LEAD:
                return _joined(on for line, on in self._lines if line.leads)

    def _on(self, code: str) -> People:
        return _joined(on for line, on in self._lines if line.code == code)

    def _here(self, people: Iterable[int | None]) -> People:
        return tuple(each for each in people if each is not None and each in self._posts)


def _joined(groups: Iterable[People]) -> People:
    """Everybody of these, once, in order."""
    return tuple(dict.fromkeys(person for people in groups for person in people))
