"""The words of a filter, as they are typed behind `/` and given to `tickets --filter`.

`project:billing owner:王芳 state:waiting p:1-2 kind:complaint overdue all words "two words"`.
What stands together must hold together; a field's values, by comma or by repetition, are choices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from floorboard.desk.desk import Desk
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import Kind, State
from floorboard.i18n import _
from floorboard.reports import words
from floorboard.store.queries import floor
from floorboard.store.queries.listing import Filter

NOBODY = frozenset({"-", "none", "nobody", "无", "空"})
"""What `owner:` is given for the tickets nobody owns."""

_FIELDS = {
    "project": "project",
    "owner": "owner",
    "state": "state",
    "p": "priority",
    "priority": "priority",
    "kind": "kind",
    "项目": "project",
    "负责人": "owner",
    "状态": "state",
    "优先级": "priority",
    "类型": "kind",
}
_FLAGS = {"overdue": "overdue", "超时": "overdue", "all": "all", "全部": "all"}
KNOWN = "project:, owner:, state:, p:, kind:, overdue, all"
"""What a filter can be made of, for messages."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter as typed: names, not yet what the store knows by them."""

    words: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    overdue: bool = False
    everything: bool = False


def parse(text: str) -> Wanted:
    """What `text` asks for. Raises `Problem` for a field or value that isn't known."""
    found: dict[str, list[str]] = {name: [] for name in set(_FIELDS.values())}
    plain: list[str] = []
    flags: set[str] = set()
    for field, value, quoted in _tokens(text):
        if field:
            found[field] += _values(field, value)
        elif not quoted and value.lower() in _FLAGS:
            flags.add(_FLAGS[value.lower()])
        else:
            plain.append(value)
    return Wanted(
        words=tuple(plain),
        projects=_unique(found["project"]),
        owners=_unique(found["owner"]),
        states=_choices(found["state"], State, words.state_names, N_("there is no state {value}")),
        kinds=_choices(found["kind"], Kind, words.kind_names, N_("there is no kind {value}")),
        priorities=tuple(sorted({each for value in found["priority"] for each in _span(value)})),
        overdue="overdue" in flags,
        everything="all" in flags,
    )


def resolve(desk: Desk, wanted: Wanted, now: Instant | None = None) -> Filter:
    """`wanted` in the store's terms, overdue as of `now` or the desk's own time.

    A person's or project's name fits all that contain it. An owner nobody here is called is looked
    for among the names that imports recorded; a project there isn't lets nothing through.
    """
    names = [name for name in wanted.owners if name.lower() not in NOBODY]
    with desk.store.reading() as db:
        projects = {each.id for name in wanted.projects for each in floor.projects_named(db, name)}
        owners = {each.id for name in names for each in floor.people_named(db, name)}
    unassigned = len(names) < len(wanted.owners)
    if unassigned and names:
        raise Problem(
            N_("owner: asks for somebody and for nobody at once"), fix=N_("Ask for one of the two")
        )
    unknown = [] if owners else names
    if len(unknown) > 1:
        raise Problem(
            N_("nobody here is called {names}"),
            fix=N_("Give one name, or part of one"),
            names=_(", ").join(unknown),
        )
    return Filter(
        everything=wanted.everything,
        states=wanted.states,
        kinds=wanted.kinds,
        priorities=wanted.priorities,
        projects=tuple(sorted(projects)),
        owners=tuple(sorted(owners)),
        owner_label=unknown[0] if unknown else "",
        unassigned=unassigned,
        due_before=(desk.now() if now is None else now) if wanted.overdue else None,
        words=wanted.words,
        nothing=bool(wanted.projects) and not projects,
    )


_TOKEN = re.compile(r'(?:([^\W\d_]+)[:：])?(?:"([^"]*)"?|“([^”]*)”?|([^\s"“]+)|(?=\s|$))')


def _tokens(text: str) -> Iterable[tuple[str, str, bool]]:
    """(field or "", value, whether it was quoted), one after the other."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None or found.end() == at:
            yield "", text[at], False
            at += 1
            continue
        at = found.end()
        name, *values = found.groups()
        value = next((each for each in values if each is not None), "")
        quoted = found[4] is None
        if name is None:
            if value:
                yield "", value, quoted
        elif value.startswith("//"):  # an address, not a field
            yield "", f"{name}:{value}", False
        elif name.lower() in _FIELDS:
            yield _FIELDS[name.lower()], value, quoted
        else:
            raise Problem(
                N_("a filter knows no field {field}"),
                fix=N_("Known are: {known}; put quotes around words to look for"),
                field=f"{name}:",
                known=KNOWN,
            )


def _values(field: str, value: str) -> list[str]:
    values = [each.strip() for each in re.split("[,，]", value) if each.strip()]
    if not values:
        raise Problem(
            N_("{field} needs a value"),
            fix=N_("Write it like this: {example}"),
            field=f"{field}:",
            example=_EXAMPLES[field],
        )
    return values


_EXAMPLES = {
    "project": "project:billing",
    "owner": "owner:none",
    "state": "state:waiting",
    "priority": "p:1-2",
    "kind": "kind:complaint",
}


def _choices(
    values: Iterable[str],
    choices: Iterable[str],
    names: Callable[[str], Iterable[str]],
    what: str,
) -> tuple[str, ...]:
    """The choices that `values` name, by our word or by what it is called in either language."""
    known = {_folded(each): str(each) for each in choices}
    spoken = {_folded(name): each for each in known.values() for name in names(each)}
    picked = []
    for value in values:
        found = known.get(_folded(value)) or spoken.get(_folded(value))
        if found is None:
            raise Problem(
                what, fix=N_("Known are: {known}"), value=value, known=_(", ").join(known.values())
            )
        picked.append(found)
    return _unique(picked)


def _folded(value: str) -> str:
    return re.sub("[ _-]", "", value.lower())


def _span(value: str) -> range:
    """`2`, `P2` or `1-3` as priorities."""
    found = re.fullmatch(r"[pP]?([1-5])(?:-[pP]?([1-5]))?", value)
    if found is None:
        raise Problem(
            N_("there is no priority {value}"),
            fix=N_("Known are: {known}"),
            value=value,
            known="1 – 5",
        )
    first, last = int(found[1]), int(found[2] or found[1])
    return range(min(first, last), max(first, last) + 1)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
