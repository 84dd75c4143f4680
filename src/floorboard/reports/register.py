"""The register of complaints and suggestions: its entries, and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from floorboard.domain.clocks import Verdict
from floorboard.domain.instant import Instant, to_wall
from floorboard.domain.plain import clean_line
from floorboard.domain.register import By, Entry, Summary, summed
from floorboard.i18n import _, ngettext, pick
from floorboard.reports import words
from floorboard.reports.as_json import record
from floorboard.reports.attainment import share
from floorboard.reports.table import Column, table


def lines(
    entries: Sequence[Entry], total: int, now: Instant, zone: ZoneInfo, width: int | None = None
) -> list[str]:
    """The entries as a table; `total` is how many there are, shown or not."""
    count = ngettext("{n} entry", "{n} entries", total).format(n=f"{total:,}")
    if not entries:
        return [count]
    columns = [
        Column(_("Number"), right=True),
        Column(_("Kind")),
        Column(_("Received"), right=True),
        Column(_("Project"), cut=True),
        Column(_("State")),
        Column(_("Answer")),
        Column(_("Solution")),
        Column(_("Rated"), right=True),
        Column(_("Reopened"), right=True),
        Column(_("Owner"), cut=True),
        Column(_("Title"), cut=True),
    ]
    rows = [
        [
            f"#{entry.id}",
            words.kind(entry.kind),
            words.when(entry.received_at, now, zone),
            pick(entry.project, entry.project_zh),
            words.state(entry.state),
            _outcome(entry.answer, entry.answered_at, now, zone),
            _outcome(entry.solution, entry.solved_at, now, zone),
            entry.satisfaction,
            entry.reopen_count or "",
            entry.owner,
            entry.title,
        ]
        for entry in entries
    ]
    shown = _("{n} of {total}").format(n=len(entries), total=f"{total:,}")
    return [*table(columns, rows, width), count if len(entries) == total else shown]


def figures_document(entries: Sequence[Entry], by: By | None, zone: ZoneInfo) -> dict[str, object]:
    """The figures for `--json`."""
    groups = _groups(entries, by, zone)
    return {
        "zone": zone.key,
        "by": by,
        "total": _record(sum(groups.values(), Summary())),
        "groups": [
            {"kind": kind, "group": group or None, **_record(summary)}
            for (kind, group), summary in groups.items()
        ],
        "notes": list(notes()),
    }


def figures(
    entries: Sequence[Entry],
    by: By | None,
    zone: ZoneInfo,
    width: int | None = None,
) -> list[str]:
    """What was received and answered in time, for each kind, and by project or month."""
    columns = [
        Column(_("Kind")),
        Column(_("Group"), cut=True),
        Column(_("Received"), right=True),
        Column(_("Answered"), right=True),
        Column(_("In time"), right=True),
        Column(_("Rate"), right=True),
        Column(_("Overdue"), right=True),
        Column(_("Solved"), right=True),
        Column(_("In time"), right=True),
        Column(_("Rate"), right=True),
        Column(_("Reopened"), right=True),
        Column(_("Rated"), right=True),
        Column(_("Satisfaction"), right=True),
    ]
    groups = _groups(entries, by, zone)
    names: dict[str, str] = {}
    if by is By.PROJECT:
        names = {each.project_code or "": pick(each.project, each.project_zh) for each in entries}
    rows = [
        _figures(words.kind(kind), names.get(group, group), summary)
        for (kind, group), summary in groups.items()
    ]
    rows.append(_figures(_("All"), "", sum(groups.values(), Summary())))
    shown = [at for at in range(len(columns)) if at != 1 or by in (By.PROJECT, By.MONTH)]
    return [
        *table([columns[at] for at in shown], [[row[at] for at in shown] for row in rows], width),
        "",
        *map(clean_line, notes()),
    ]


def notes() -> Iterator[str]:
    """What was counted."""
    yield _(
        "Counted are the complaints and suggestions that were received in the period. Answered in"
        " time: the first reply by its due time, of those answered that had one; solved likewise."
    )
    yield _("Overdue: not answered yet, and past the due time of the first reply.")


def _groups(
    entries: Sequence[Entry], by: By | None, zone: ZoneInfo
) -> dict[tuple[str, ...], Summary]:
    def key(entry: Entry) -> tuple[str, ...]:
        match by:
            case By.PROJECT:
                return (entry.kind, entry.project_code or "")
            case By.MONTH:
                return (entry.kind, f"{to_wall(entry.received_at, zone):%Y-%m}")
            case _:
                return (entry.kind, "")

    return summed(entries, key)


def _outcome(verdict: Verdict, at: Instant | None, now: Instant, zone: ZoneInfo) -> str:
    """`on time 09:40`, `overdue`."""
    said = words.verdict(verdict.value)
    return said if at is None else f"{said} {words.when(at, now, zone)}"


def _figures(kind: str, group: str, summary: Summary) -> list[object]:
    answer, solution = summary.answer, summary.solution
    mean = summary.mean_satisfaction
    return [
        kind,
        group or "–",
        f"{summary.received:,}",
        f"{summary.answered:,}",
        f"{answer.on_time:,}",
        share(answer.rate),
        f"{answer.open_late:,}",
        f"{summary.solved:,}",
        f"{solution.on_time:,}",
        share(solution.rate),
        f"{summary.reopened:,}",
        f"{summary.rated:,}",
        "–" if mean is None else f"{mean:.1f}",
    ]


def _record(summary: Summary) -> dict[str, object]:
    answer, solution = summary.answer, summary.solution
    return {
        "received": summary.received,
        "answered": summary.answered,
        "answer": record(answer, counted=answer.counted, rate=answer.rate),
        "solved": summary.solved,
        "solution": record(solution, counted=solution.counted, rate=solution.rate),
        "reopened": summary.reopened,
        "rated": summary.rated,
        "mean_satisfaction": summary.mean_satisfaction,
    }
