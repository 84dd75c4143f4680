"""Mapping profiles: which column of an export means what. They are data, in `data/profiles/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from floorboard.domain.problem import N_, Problem
from floorboard.domain.ticket import Channel, Kind, State
from floorboard.exchange.drafts import Verdict, shorten
from floorboard.exchange.table import tidy
from floorboard.exchange.toml_source import TomlSource, TomlTable
from floorboard.exchange.wall_clock import ORDERS, DateOrder
from floorboard.resources import data

Field = Literal[
    "external_id", "title", "text", "kind", "channel", "state", "priority", "project",
    "customer", "owner", "group", "opened_at", "opened_by", "updated_at", "updated_by",
    "update_count", "first_reply_at", "last_reply_at", "chased_at", "solved_at", "closed_at",
    "target_at", "verdict", "reopen_count", "reassignment_count",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)

TIMES: tuple[Field, ...] = (
    "opened_at", "updated_at", "first_reply_at", "last_reply_at", "chased_at", "solved_at",
    "closed_at", "target_at",
)  # fmt: skip

Shape = Literal["tickets", "events"]
"""One row a ticket, or one row an update of a ticket, folded by its number."""

UNCHANGED = "unchanged"
"""A state's word for: as in the ticket's previous row."""

_WORDS: Mapping[str, frozenset[str]] = {
    "state": frozenset({*State, UNCHANGED}),
    "priority": frozenset("12345"),
    "kind": frozenset(Kind),
    "channel": frozenset(Channel),
    "verdict": frozenset(get_args(Verdict)),
}
_KEYS = (
    "name", "about", "signature", "rows", "dates", "zone", "missing", "footer_zone",
    "whole_days", "columns", "defaults", *_WORDS,
)  # fmt: skip
_DEFAULTS = {"kind": Kind.INCIDENT.value, "channel": Channel.OTHER.value}


@dataclass(frozen=True, slots=True)
class Column:
    """Where a field comes from: the first of `names` that is filled, or all of them joined."""

    names: tuple[str, ...]
    joined_by: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """How one kind of export is read. The commented files in `data/profiles/` show each part."""

    name: str
    about: str
    signatures: tuple[tuple[str, ...], ...]
    """Column names that identify the export: every one of any of these lists."""
    rows: Shape
    dates: DateOrder | None
    zone: ZoneInfo | None
    missing: frozenset[str]
    footer_zone: bool
    """Whether a last row like `Timezone: Europe/Berlin` says the zone of the wall times."""
    whole_days: frozenset[Field]
    """Time fields in which midnight stands for a whole day, and means its end."""
    columns: Mapping[Field, Column]
    defaults: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    """For state, priority, kind, channel, verdict: the source's word (folded) → ours."""

    def matching(self, header: Sequence[str]) -> int:
        """How many columns of the fullest fitting signature the header has; 0 for no fit."""
        present = {fold(name) for name in header}
        fitting = [one for one in self.signatures if all(fold(name) in present for name in one)]
        return max(map(len, fitting), default=0)


def fold(name: str) -> str:
    """A column's name or a source's word for comparing: case, blanks, `_` and `-` don't count."""
    return " ".join(tidy(name).replace("_", " ").replace("-", " ").casefold().split())


@lru_cache(maxsize=1)
def shipped_profiles() -> Mapping[str, Profile]:
    """Every shipped profile by its name."""
    profiles = [read_profile(path) for path in sorted(data("profiles").glob("*.toml"))]
    return {profile.name: profile for profile in profiles}


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file. Raises Problem with the line of what is wrong."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(
            N_("the file cannot be opened: {reason}"), where=str(path), reason=reason
        ) from error
    return _profile(TomlSource(text, path.name).root)


def choose_profile(
    header: Sequence[str], wanted: str | None = None, overrides: Mapping[str, str] | None = None
) -> Profile:
    """The profile called `wanted` (a name or a file), or the one whose signature fits best.

    `overrides` (`field=column`) are worked into it. Without `wanted` the generic profile stands
    in where none fits. Raises Problem that lists the columns where nothing can be mapped.
    """
    shipped = shipped_profiles()
    if wanted is None:
        fits = {profile.matching(header): profile for profile in shipped.values()}
        profile = fits[max(fits)] if max(fits) else shipped["generic"]
    elif wanted.endswith(".toml"):
        profile = read_profile(Path(wanted))
    elif wanted in shipped:
        profile = shipped[wanted]
    else:
        raise Problem(
            N_("there is no mapping profile {name}"),
            fix=N_("There are: {known}; or give the path of a .toml file"),
            name=wanted,
            known=", ".join(shipped),
        )
    return with_overrides(profile, header, overrides or {})


def with_overrides(
    profile: Profile, header: Sequence[str], overrides: Mapping[str, str]
) -> Profile:
    """`profile` with fields taken from other columns. Raises Problem for an unknown one."""
    columns = dict(profile.columns)
    present = {fold(name) for name in header}
    for name, column in overrides.items():
        field = next((field for field in FIELDS if field == name), None)
        if field is None:
            raise Problem(
                N_("there is no field {name} to map"),
                fix=N_("There are: {known}"),
                name=name,
                known=", ".join(FIELDS),
            )
        if fold(column) not in present:
            raise Problem(
                N_("there is no column {name}"),
                fix=N_("The columns are: {known}"),
                name=column,
                known=_listed(header),
            )
        columns[field] = Column((column,))
    return replace(profile, columns=columns)


def bind(profile: Profile, header: Sequence[str], where: str) -> Mapping[Field, tuple[int, ...]]:
    """Which columns of this header, by index, each field of the profile is read from.

    Raises Problem where a field that every ticket needs has no column; it lists the columns.
    """
    places = {fold(name): index for index, name in reversed([*enumerate(header)])}
    bound = {
        field: tuple(places[fold(name)] for name in column.names if fold(name) in places)
        for field, column in profile.columns.items()
    }
    needed: list[Field] = ["external_id", "opened_at"]
    if profile.rows == "events":
        needed.append("updated_at")
    absent = [field for field in needed if not bound.get(field)]
    if absent:
        raise Problem(
            N_("with the profile {profile} no column says {absent}; the columns are: {columns}"),
            where=where,
            fix=N_("Map one, for instance --map {example}={column}, or choose another --profile"),
            profile=profile.name,
            absent=", ".join(absent),
            columns=_listed(header),
            example=absent[0],
            column=shorten(header[0], 30),
        )
    return {field: indexes for field, indexes in bound.items() if indexes}


def _listed(header: Iterable[str]) -> str:
    return shorten(", ".join(header), 1000)


def _profile(root: TomlTable) -> Profile:
    root.only(*_KEYS)
    root.need("name", "columns")
    dates = root.text("dates", "auto")
    shape = next(
        (shape for shape in get_args(Shape) if shape == root.text("rows", "tickets")), None
    )
    if shape is None:
        raise root.wrong("rows", 'rows = "tickets"')
    if dates not in (*ORDERS, "auto"):
        raise root.wrong("dates", 'dates = "auto"')
    whole_days = root.texts("whole_days")
    if not {*whole_days} <= {*TIMES}:
        raise root.wrong("whole_days", 'whole_days = ["target_at"]')
    return Profile(
        name=root.text("name"),
        about=root.text("about"),
        signatures=_signatures(root),
        rows=shape,
        dates=next((order for order in ORDERS if order == dates), None),
        zone=_zone(root),
        missing=frozenset({"", *map(_missing, root.texts("missing"))}),
        footer_zone=root.flag("footer_zone"),
        whole_days=frozenset(field for field in TIMES if field in whole_days),
        columns=_columns(root),
        defaults=_defaults(root),
        words={field: _vocabulary(root, field, known) for field, known in _WORDS.items()},
    )


def _missing(marker: str) -> str:
    return tidy(marker).casefold()


def _signatures(root: TomlTable) -> tuple[tuple[str, ...], ...]:
    value = root.data.get("signature", [])
    if not isinstance(value, list) or not all(
        isinstance(one, list) and all(isinstance(name, str) for name in one) for one in value
    ):
        raise root.wrong("signature", 'signature = [["number", "state"]]')
    return tuple(tuple(one) for one in value)


def _columns(root: TomlTable) -> Mapping[Field, Column]:
    table = root.table("columns")
    assert table is not None
    table.only(*FIELDS)
    return {field: _column(table, field) for field in FIELDS if field in table}


def _column(table: TomlTable, field: Field) -> Column:
    value = table.data[field]
    if isinstance(value, str):
        return Column((value,))
    if isinstance(value, list):
        return Column(table.texts(field))
    joined = table.table(field)
    if joined is None:
        raise table.wrong(field, f'{field} = "column"')
    joined.only("join", "with")
    joined.need("join", "with")
    return Column(joined.texts("join"), str(joined.data["with"]))


def _defaults(root: TomlTable) -> Mapping[str, str]:
    table = root.table("defaults")
    if table is None:
        return _DEFAULTS
    table.only(*_DEFAULTS)
    for key in table:
        if table.text(key) not in _WORDS[key]:
            raise table.wrong(key, f'{key} = "{_DEFAULTS[key]}"')
    return {**_DEFAULTS, **table.data}


def _vocabulary(root: TomlTable, field: str, known: frozenset[str]) -> Mapping[str, str]:
    table = root.table(field)
    if table is None:
        return {}
    for theirs in table:
        if table.text(theirs) not in known:
            raise table.wrong(theirs, f'"{theirs}" = "{min(known)}"')
    return {fold(theirs): table.text(theirs) for theirs in table}


def _zone(root: TomlTable) -> ZoneInfo | None:
    # A profile shows the key also where it leaves the zone open.
    name = root.data.get("zone", "")
    if name == "":
        return None
    try:
        return ZoneInfo(root.text("zone"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise root.wrong("zone", 'zone = "Asia/Shanghai"') from error
