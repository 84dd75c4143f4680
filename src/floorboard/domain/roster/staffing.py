"""How many agents a volume of calls needs: Erlang C, and Erlang A for callers who hang up.

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges", 1917 (B and C). C. Palm, "Research on telephone traffic carried by
full availability groups", Tele 1, 1957 (A). N. Gans, G. Koole and A. Mandelbaum, "Telephone call
centers: tutorial, review, and research prospects", Manufacturing & Service Operations Management
5(2), 2003. O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient
customers", same journal 4(3), 2002. G. Koole, "Call Center Optimization", 2013.

Calls come at random (Poisson), at a steady rate; handling times and patience are exponential.
Times are seconds; a load is in erlangs, calls being handled at once on average. Shares are 0 to 1.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, exp, expm1, floor, inf, lgamma, log

from floorboard.domain.problem import N_, Problem

_NEGLIGIBLE = 1e-17
"""A series ends where all that is left of it is less than this part of its sum."""
_ROUNDING = 1e-9
"""Heads that are over by less are a rounding error: 7 / (1 - 0.3) is meant to be 10."""
_MOST_AGENTS = 1_000_000
_MOST_LOAD = 10_000
_LONGEST = 86_400
_LEAST_OCCUPANCY = 0.1
"""Beyond these it's a slip, and would be counted on for minutes."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """The calls of a period: as many erlangs of `load`, `handling` seconds each, wrap-up included.

    Callers hang up after `patience` seconds of waiting on average; None is never.
    """

    load: float
    handling: float
    patience: float | None = None

    def __post_init__(self) -> None:
        _check_load(self.load)
        _check_handling(self.handling)
        if self.patience is not None and not 0 < self.patience <= _LONGEST:
            raise Problem(
                N_("{value} isn't how long callers wait"),
                fix=N_("Give seconds above 0, up to {most}; leave it out if nobody hangs up"),
                value=self.patience,
                most=_LONGEST,
            )


@dataclass(frozen=True, slots=True)
class Service:
    """What callers and agents meet with. In shares of all calls, those that hang up included.

    `level` is the share answered within the answer time; `wait` the mean seconds that all calls
    wait, which is the average speed of answer where nobody hangs up.
    """

    agents: int
    waiting: float
    level: float
    wait: float
    occupancy: float
    abandoned: float = 0.0


def offered_load(calls: float, period: float, handling: float) -> float:
    """The erlangs of `calls` in `period` seconds that take `handling` seconds each."""
    if not 0 <= calls < inf:
        raise Problem(N_("{value} isn't a number of calls"), fix=N_("Give 0 or more"), value=calls)
    if not 0 < period < inf:
        raise Problem(
            N_("{value} isn't the length of a period"), fix=N_("Give seconds above 0"), value=period
        )
    _check_handling(handling)
    return calls * handling / period


def erlang_b(agents: int, load: float) -> float:
    """The share of calls that meet all agents busy where no call can wait.

    By its recurrence in 1/B, which is stable for any number of agents.
    """
    _check_agents(agents)
    _check_load(load)
    return 1 / _inverse_b(agents, load)


def erlang_c(agents: int, load: float) -> float:
    """The probability that a call has to wait, where nobody hangs up.

    Raises `Problem` where `load` is at least `agents`: the queue would never end.
    """
    blocked = erlang_b(agents, load)
    if load >= agents:
        raise Problem(
            N_("calls for {load} erlangs are too much for {agents}: the queue would never end"),
            fix=N_("Plan at least {least}, or say how long callers wait until they hang up"),
            load=f"{load:.2f}",
            agents=agents,
            least=floor(load) + 1,
        )
    return agents * blocked / (agents - load * (1 - blocked))


def service(traffic: Traffic, agents: int, within: float) -> Service:
    """What `agents` give, the answer time being `within` seconds.

    By Erlang A where the callers have a patience, else by Erlang C, which raises `Problem` where
    there are too few agents.
    """
    _check_agents(agents, 1)
    if not 0 <= within < inf:
        raise Problem(
            N_("{value} isn't an answer time"), fix=N_("Give seconds, 0 or more"), value=within
        )
    if traffic.patience is None:
        return _endured(traffic, agents, within)
    return _impatient(traffic, traffic.patience, agents, within)


def agents_needed(traffic: Traffic, within: float, level: float, max_occupancy: float = 1.0) -> int:
    """The fewest agents that answer the share `level` within `within` seconds and are busy no more
    than `max_occupancy` of their time. Without calls it is 0.

    No number of agents answers every call in time for certain, so `level` is below 1.
    """
    if not 0 <= level < 1:
        raise Problem(
            N_("{value} isn't a service level"),
            fix=N_("Give a share from 0 to less than 1, as in 0.8"),
            value=level,
        )
    if not _LEAST_OCCUPANCY <= max_occupancy <= 1:
        raise Problem(
            N_("{value} isn't an occupancy to plan for"),
            fix=N_("Give a share from {least} to 1, as in 0.85"),
            value=max_occupancy,
            least=_LEAST_OCCUPANCY,
        )
    if not traffic.load:
        return 0

    def enough(agents: int) -> bool:
        found = service(traffic, agents, within)
        return found.level >= level and found.occupancy <= max_occupancy

    low = 1 if traffic.patience is not None else floor(traffic.load) + 1
    high = low
    while not enough(high):
        low, high = high + 1, 2 * high
    return low + bisect_left(range(low, high), True, key=enough)


def heads(agents: int, shrinkage: float) -> int:
    """How many to roster so that `agents` are there, when the share `shrinkage` of rostered time
    goes on breaks, training, leave and illness."""
    _check_agents(agents)
    if not 0 <= shrinkage < 1:
        raise Problem(
            N_("{value} isn't a shrinkage"),
            fix=N_("Give a share from 0 to less than 1, as in 0.3"),
            value=shrinkage,
        )
    return ceil(agents / (1 - shrinkage) - _ROUNDING)


def _endured(traffic: Traffic, agents: int, within: float) -> Service:
    """Erlang C: everybody waits until they are answered."""
    waiting = erlang_c(agents, traffic.load)
    spare = (agents - traffic.load) / traffic.handling  # calls a second beyond what comes in
    return Service(
        agents=agents,
        waiting=waiting,
        level=1 - waiting * exp(-spare * within),
        wait=waiting / spare,
        occupancy=traffic.load / agents,
    )


def _impatient(traffic: Traffic, patience: float, agents: int, within: float) -> Service:
    """Erlang A: who isn't answered in time hangs up.

    In units of the patience, `done` is the rate at which busy agents finish calls and `come` that
    at which calls come. A wait of v is met with a density in proportion to
    exp(come (1 - exp(-v)) - done v), and stays until answered with exp(-v); that is integrated
    from 0 and from `within`, each by the same series.
    """
    done = agents * patience / traffic.handling
    come = traffic.load * patience / traffic.handling
    if not traffic.load:
        return Service(agents=agents, waiting=0.0, level=1.0, wait=0.0, occupancy=0.0)
    queue = _log_series(done, come)
    waiting = 1 / (1 + (_inverse_b(agents, traffic.load) - 1) * exp(-queue))
    of_waiting_answered = agents / traffic.load * -expm1(-queue)
    abandoned = max(0.0, waiting * (1 - of_waiting_answered))
    end = within / patience
    beyond = -come * expm1(-end) - (done + 1) * end + _log_series(done + 1, come * exp(-end))
    late = waiting * done / (done + 1) * exp(beyond - queue)
    return Service(
        agents=agents,
        waiting=waiting,
        level=max(0.0, 1 - abandoned - late),
        wait=abandoned * patience,
        occupancy=traffic.load * (1 - abandoned) / agents,
        abandoned=abandoned,
    )


def _inverse_b(agents: int, load: float) -> float:
    """1/B, infinite where B is too small to tell from 0."""
    if not load:
        return inf if agents else 1.0
    inverse = 1.0
    for count in range(1, agents + 1):
        inverse = 1 + count / load * inverse
    return inverse


def _log_series(s: float, z: float) -> float:
    """log of 1 + z/(s+1) + z²/((s+1)(s+2)) + …, by ratios from its greatest term on both ways."""
    if not z:
        return 0.0
    peak = max(0, floor(z - s))
    total, term, k = 1.0, 1.0, peak
    while True:
        k += 1
        ratio = z / (s + k)
        term *= ratio
        total += term
        if term * ratio <= _NEGLIGIBLE * total * (1 - ratio):
            break
    term = 1.0
    for k in range(peak, 0, -1):
        term *= (s + k) / z
        total += term
        if term * k <= _NEGLIGIBLE * total:
            break
    return log(total) + peak * log(z) - (lgamma(s + peak + 1) - lgamma(s + 1))


def _check_agents(agents: int, least: int = 0) -> None:
    if not least <= agents <= _MOST_AGENTS:
        raise Problem(
            N_("{value} isn't a number of agents"),
            fix=N_("Give {least} to {most}"),
            value=agents,
            least=least,
            most=_MOST_AGENTS,
        )


def _check_load(load: float) -> None:
    if not 0 <= load <= _MOST_LOAD:
        raise Problem(
            N_("{value} isn't a load in erlangs"),
            fix=N_("Give {least} to {most}"),
            value=load,
            least=0,
            most=_MOST_LOAD,
        )


def _check_handling(handling: float) -> None:
    if not 1 <= handling <= _LONGEST:
        raise Problem(
            N_("{value} isn't a handling time"),
            fix=N_("Give seconds, {least} to {most}"),
            value=handling,
            least=1,
            most=_LONGEST,
        )
