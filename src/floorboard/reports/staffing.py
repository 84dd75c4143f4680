"""How many agents calls need, in words, with the formula and where it comes from."""

from __future__ import annotations

from floorboard.domain.roster.staffing import Service, Traffic
from floorboard.i18n import _
from floorboard.reports import words

_ERLANG_C = ("Erlang C", ("A. K. Erlang 1917", "G. Koole, Call Center Optimization, 2013"))
_ERLANG_A = (
    "Erlang A",
    ("C. Palm 1957", "O. Garnett, A. Mandelbaum, M. Reiman, M&SOM 4(3), 2002"),
)


def formula(traffic: Traffic) -> str:
    """What the formula is called."""
    return _used(traffic)[0]


def sources(traffic: Traffic) -> tuple[str, ...]:
    """Where it was published; data, in no language."""
    return _used(traffic)[1]


def lines(
    traffic: Traffic, agents: int, heads: int, service: Service | None, within: float
) -> list[str]:
    """The figures, a line each. Where there are no calls there is no service to tell."""
    told = [
        (_("load"), _("{load} erlangs").format(load=f"{traffic.load:.2f}")),
        (_("agents"), f"{agents}"),
        (_("to be rostered"), f"{heads}"),
    ]
    if service is not None:
        level = _("{share} within {time}").format(
            share=_percent(service.level), time=words.exact_duration(round(within))
        )
        told += [
            (_("service level"), level),
            (_("average wait"), _("{seconds} s").format(seconds=f"{service.wait:.1f}")),
            (_("have to wait"), _percent(service.waiting)),
            (_("occupancy"), _percent(service.occupancy)),
        ]
        if traffic.patience is not None:
            told.append((_("hang up"), _percent(service.abandoned)))
    told.append((_("formula"), f"{formula(traffic)} ({'; '.join(sources(traffic))})"))
    return [words.labelled(label, value) for label, value in told]


def _used(traffic: Traffic) -> tuple[str, tuple[str, ...]]:
    return _ERLANG_C if traffic.patience is None else _ERLANG_A


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
