"""A deed on many tickets in words: what it will do, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from floorboard.desk.tickets import BulkOutcome
from floorboard.domain.handling import Handling, refusal
from floorboard.domain.ticket import State
from floorboard.i18n import _, ngettext, told
from floorboard.reports import words
from floorboard.store.views.listing import Standing
from floorboard.tui.render.runs import Run
from floorboard.tui.widgets.paper import Paragraph

MOST_TEXT = 200
"""Characters shown of the text that goes onto each."""


MOST_NAMED = 12
"""Tickets named one by one that are left alone for the same reason."""

MOST_OWNERS = 8
"""Owners named one by one."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a deed would do: how many tickets change, are like that already, and why others
    can't."""

    changing: int
    same: Sequence[int]
    refused: Mapping[str, Sequence[int]]
    """Why, in words, and which."""
    owners: Mapping[str, int]
    """Who has those that change, and how many; without a name: nobody."""
    states: Mapping[str, int]
    """Where those stand now, and how many."""


def foresee(handling: Handling, standing: Mapping[int, Standing], owner_id: int | None) -> Foreseen:
    """What `handling` would do to tickets of these states and owners; `owner_id` gets them."""
    refused: dict[str, list[int]] = {}
    owners: Counter[str] = Counter()
    states: Counter[str] = Counter()
    same = []
    for number, each in standing.items():
        reason = refusal(handling, State(each.state))
        if reason is not None:
            refused.setdefault(told(reason), []).append(number)
        elif handling in (Handling.ASSIGN, Handling.TAKE) and each.owner_id == owner_id:
            same.append(number)
        else:
            owners[each.owner] += 1
            states[each.state] += 1
    return Foreseen(owners.total(), same, refused, owners, states)


def preview(foreseen: Foreseen, text: str, new_owner: str | None = None) -> list[Paragraph]:
    """The lines before it is done. `new_owner` is who gets them: None leaves them with whom they
    are, an empty name gives them to nobody."""
    change = ngettext("{count} changes", "{count} change", foreseen.changing)
    lines = [_line(change, foreseen.changing, "strong" if foreseen.changing else "dim")]
    if foreseen.owners:
        lines.append(_states(foreseen.states))
        lines.append(_owners(Counter(foreseen.owners), new_owner))
    if foreseen.same:
        same = ngettext(
            "{count} is like that already", "{count} are like that already", len(foreseen.same)
        )
        lines.append(_line(same, len(foreseen.same), "dim", foreseen.same))
    for reason, numbers in foreseen.refused.items():
        why = _("{count} can't: {reason}").format(count="{count}", reason=reason)
        lines.append(_line(why, len(numbers), "amber", numbers))
    if text:
        shown = text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"
        lines += [Paragraph(), Paragraph((Run("  "), Run(shown, "text")), 2)]
    lines += [Paragraph(), Paragraph((Run(_("One u takes all of it back."), "dim"),))]
    return lines


def _states(states: Mapping[str, int]) -> Paragraph:
    """Where they stand now."""
    named = [f"{words.state(state)} {count:,}" for state, count in states.items()]
    return Paragraph((Run(_("now "), "dim"), Run(_(", ").join(named), "text")), 2)


def _owners(owners: Counter[str], new: str | None) -> Paragraph:
    """Who has them now, those with most of them first; and who gets them."""
    most = owners.most_common(MOST_OWNERS)
    named = [f"{name or _('nobody')} {count:,}" for name, count in most]
    others = owners.total() - sum(count for _name, count in most)
    if others:
        named.append(_("others {count}").format(count=f"{others:,}"))
    runs = (Run(_("now with "), "dim"), Run(_(", ").join(named), "text"))
    gets = () if new is None else (Run(" → ", "dim"), Run(new or _("nobody"), "strong"))
    return Paragraph((*runs, *gets), 2)


def _line(text: str, count: int, role: str, numbers: Sequence[int] = ()) -> Paragraph:
    """A count, and the first ones of what is counted."""
    named = " ".join(f"#{number}" for number in numbers[:MOST_NAMED])
    more = " …" if len(numbers) > MOST_NAMED else ""
    which = (Run(f" · {named}{more}", "dim"),) if named else ()
    return Paragraph((Run(text.replace("{count}", f"{count:,}"), role), *which), 2)


def outcome(title: str, done: BulkOutcome) -> list[Run]:
    """What became of it, on one line."""
    count = ngettext("{count} done", "{count} done", done.done).format(count=f"{done.done:,}")
    runs = [Run("✓ ", "green"), Run(f"{title} · {count}", "text")]
    if done.same:
        same = _("{count} were like that already").format(count=f"{done.same:,}")
        runs.append(Run(f" · {same}", "dim"))
    if done.refused:
        reason = told(done.refused[0][1])
        refused = ngettext("{count} refused", "{count} refused", len(done.refused))
        text = refused.format(count=f"{len(done.refused):,}")
        runs.append(Run(f" · {words.labelled(text, reason)}", "amber"))
    return runs
