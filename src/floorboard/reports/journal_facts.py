"""What an entry of the journal says besides rows, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from floorboard.domain.plain import clean_line
from floorboard.domain.problem import N_
from floorboard.i18n import _, pgettext
from floorboard.reports import attendance, words
from floorboard.reports.width import cut

FACT_WIDTH = 100
"""Cells of a fact that isn't a ticket's, such as the text of a policy."""

_FACTS = {
    "added": N_("added"),
    "attempt": N_("attempt"),
    "backups": N_("backups called"),
    "calendar": N_("calendar"),
    "calendars": N_("calendars"),
    "changed": N_("changed"),
    "checks": N_("duties"),
    "code": N_("code"),
    "digest": N_("digest"),
    "extension": N_("extension"),
    "files": N_("files"),
    "first": N_("first"),
    "from": N_("from"),
    "gone": N_("gone"),
    "in": N_("in"),
    "in_force": N_("in force"),
    "joined_on": N_("first day"),
    "key": N_("notice"),
    "keys": N_("notices"),
    "last": N_("last"),
    "leads": N_("the shift leads' rota"),
    "left_on": N_("last day"),
    "line": N_("line"),
    "made": N_("made"),
    "moved": N_("due times that moved"),
    "name": N_("name"),
    "name_zh": N_("Chinese name"),
    "note": N_("note"),
    "other_name": N_("other name"),
    "out": N_("out"),
    "overtime": N_("overtime"),
    "parameters": N_("parameters"),
    "person": N_("person"),
    "pin": N_("PIN"),
    "place": N_("place"),
    "policies": N_("policies"),
    "policy": N_("policy"),
    "post": N_("post"),
    "project": N_("project"),
    "raised": N_("raised"),
    "reason": N_("reason"),
    "recomputed": N_("tickets gone through"),
    "seal": N_("seal"),
    "seed": N_("seed"),
    "side": N_("side"),
    "stopped": N_("stopped"),
    "text": N_("text"),
    "tickets": N_("tickets"),
    "to": N_("to"),
    "unsigned": N_("unsigned consoles"),
    "usable": N_("in use"),
    "wrong_pins": N_("wrong PINs"),
    "zone": N_("time zone"),
}
"""What an entry says besides rows is called."""

_HIDDEN_FACTS = frozenset({"rows", "version", "of", "action", "escalation"})


class Entry(Protocol):
    """An entry of the journal."""

    @property
    def subject(self) -> str: ...
    @property
    def before(self) -> Mapping[str, object]: ...
    @property
    def after(self) -> Mapping[str, object]: ...


def told(entry: Entry) -> Iterator[str]:
    """Its facts, a line each."""
    before, after = entry.before, entry.after
    for name in dict.fromkeys([*before, *after]):
        was, now = (_fact(name, side.get(name)) for side in (before, after))
        counted = name == "tickets" and entry.subject == name  # the head says how many
        if name in _HIDDEN_FACTS or was == now or counted:
            continue
        label = _label(name, entry.subject.partition("/")[0])
        yield words.labelled(label, f"{was or '–'} → {now or '–'}" if name in before else now)


def _label(name: str, kind: str) -> str:
    """What a fact of a subject is called; one that a newer program tells shows as it is."""
    if kind == "person" and name == "name":
        return pgettext("person", "name")
    first, _space, code = name.partition(" ")
    if first == "skill" and code:
        return _("skill {project}").format(project=clean_line(code))
    found = _FACTS.get(name)
    return clean_line(name.replace("_", " ")) if found is None else _(found)


def _fact(name: str, value: object) -> str:
    """A fact on one short line; of a list, how long it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        return str(len(value))
    if isinstance(value, list):
        value = len(value) if name == "keys" else _(", ").join(map(str, value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    word = _VALUES.get(name.partition(" ")[0])
    if word is not None:
        return word(text)
    first, _break, rest = text.partition("\n")
    return cut(clean_line(first), FACT_WIDTH - 2) + (" …" if rest else "")


_VALUES: Mapping[str, Callable[[str], str]] = {
    "overtime": attendance.state,
    "post": words.post,
    "skill": words.skill,
}
