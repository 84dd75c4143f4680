"""What the user has set: `FLOORBOARD_*` over the config file over the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from floorboard.domain.problem import N_, Problem
from floorboard.i18n import LANGUAGES, named

if TYPE_CHECKING:
    from floorboard.domain.handover.archive import Archive
    from floorboard.exchange.toml_source import TomlTable

APP = "floorboard"
AUTO = "auto"
"""The language of the environment."""

LOCK = (0, 24 * 60)
"""The fewest and the most minutes without a key before a console signs out; 0 is never."""

POLL = (0.05, 60.0)
"""The least and the most seconds between two looks at the store."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where notices go: a command or a webhook, or neither. `secret` signs what a webhook gets."""

    command: str = ""
    webhook: str = ""
    secret: str = ""

    def __bool__(self) -> bool:
        return bool(self.command or self.webhook)


NOWHERE = Way()


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set, with what holds when it isn't."""

    store: str = ""
    """A path or URL; empty: `floor.sqlite` in the data directory."""
    lang: str = AUTO
    console: str = ""
    """What the journal calls this console; empty: the machine's name, and its terminal's."""
    bell: bool = True
    """Ring the terminal's bell when something falls due."""
    poll_seconds: float = 0.25
    """How often the board looks for another console's changes."""
    lock_minutes: int = 10
    """Without a key for so long, whoever is signed in is signed out; 0: never."""
    notify: Way = field(default_factory=lambda: NOWHERE)
    """Where escalations are told besides the screen."""
    handover: Archive | None = None
    """Where accepted handovers are saved as files."""
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Keys by action id. The screen, which knows them, checks ids and clashes."""
    key_places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each of `keys` was set, as file and line, for messages."""
    file: Path | None = None
    """The file it was read from, if there is one."""

    def store_location(self) -> str:
        """The store to use: as set, or in its default place."""
        return self.store or str(data_dir() / "floor.sqlite")


SETTINGS = ("store", "lang", "console", "bell", "poll_seconds", "lock_minutes")
"""What the file and, as FLOORBOARD_STORE and so on, the environment may set."""


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the config file is looked for."""
    named = environment.get("FLOORBOARD_CONFIG")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path(APP) / "config.toml"


def data_dir() -> Path:
    """Where the store lies unless something else is said."""
    from platformdirs import user_data_path

    return user_data_path(APP)


def state_dir() -> Path:
    """Where logs and drafts lie."""
    from platformdirs import user_state_path

    return user_state_path(APP)


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the config. Raises `Problem`, with the line, for what isn't known or doesn't fit."""
    path = config_path(environment)
    text = _read(path, required=bool(environment.get("FLOORBOARD_CONFIG")))
    config = Config() if text is None else _from_file(path, text)
    return _with_environment(config, environment)


def _read(path: Path, *, required: bool) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if not required:
            return None
        raise Problem(
            N_("there is no such file"), where=str(path), fix=N_("Correct FLOORBOARD_CONFIG")
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(
            N_("the config can't be read: {error}"),
            where=str(path),
            fix=N_("Correct or remove the file"),
            error=getattr(error, "strerror", None) or error,
        ) from error


def _from_file(path: Path, text: str) -> Config:
    from floorboard.exchange.toml_source import TomlSource

    source = TomlSource(text, str(path))
    table = source.root
    table.only(*SETTINGS, "notify", "handover", "keys")
    default = Config()
    lang, poll = table.text("lang", AUTO), table.data.get("poll_seconds", default.poll_seconds)
    language = _language(lang)
    if language is None:
        raise table.wrong("lang", 'lang = "zh"')
    if isinstance(poll, bool) or not isinstance(poll, int | float) or not _is_poll(poll):
        raise table.wrong("poll_seconds", f"poll_seconds = {default.poll_seconds}")
    lock = table.whole("lock_minutes", *LOCK)
    keys = table.table("keys")
    return Config(
        store=table.text("store"),
        lang=language,
        console=table.text("console"),
        bell=table.flag("bell") if "bell" in table else default.bell,
        poll_seconds=float(poll),
        lock_minutes=default.lock_minutes if lock is None else lock,
        notify=_way(table.table("notify")),
        handover=_archive(table.table("handover")),
        keys=MappingProxyType({} if keys is None else {each: keys.text(each) for each in keys}),
        key_places=MappingProxyType({} if keys is None else _places(keys)),
        file=path,
    )


def _way(table: TomlTable | None) -> Way:
    if table is None:
        return NOWHERE
    table.only("command", "webhook", "secret")
    way = Way(table.text("command"), table.text("webhook"), table.text("secret"))
    if bool(way.command) == bool(way.webhook):
        raise table.problem(
            None,
            N_("[notify] needs a command or a webhook, and not both"),
            N_('Write it like this: webhook = "https://example.org/floor"'),
        )
    if way.webhook and not way.webhook.startswith(("https://", "http://")):
        raise table.wrong("webhook", 'webhook = "https://example.org/floor"')
    if way.command:
        import shlex

        try:
            shlex.split(way.command)
        except ValueError:
            raise table.wrong("command", "command = \"notify-send 'floorboard'\"") from None
    return way


def _archive(table: TomlTable | None) -> Archive | None:
    if table is None:
        return None
    from floorboard.domain.handover.archive import FORMATS, Archive

    table.only("directory", "formats", "languages")
    table.need("directory")
    try:
        directory = Path(table.text("directory")).expanduser()
    except RuntimeError:  # of somebody who isn't known here
        directory = Path()
    if not directory.is_absolute() or (directory.exists() and not directory.is_dir()):
        raise table.wrong("directory", 'directory = "/srv/floor/handovers"')
    return Archive(
        str(directory),
        _some_of(table, "formats", FORMATS, Archive().formats),
        _some_of(table, "languages", tuple(LANGUAGES), tuple(LANGUAGES)),
    )


def _some_of(
    table: TomlTable, key: str, known: tuple[str, ...], default: tuple[str, ...]
) -> tuple[str, ...]:
    """A list of one or more of what is `known`; the `default` where there is none."""
    if key not in table:
        return default
    wanted = tuple(dict.fromkeys(table.texts(key)))
    if not wanted or not set(wanted) <= set(known):
        shown = ", ".join(f'"{each}"' for each in known)
        raise table.wrong(key, f"{key} = [{shown}]")
    return wanted


def _places(keys: TomlTable) -> dict[str, str]:
    source = keys.source
    return {each: f"{source.name}:{source.line_of((*keys.path, each))}" for each in keys}


def _with_environment(config: Config, environment: Mapping[str, str]) -> Config:
    """`config` with what `FLOORBOARD_*` variables say on top; empty ones say nothing."""
    given = {name: environment.get(f"FLOORBOARD_{name.upper()}", "") for name in SETTINGS}
    if given["store"]:
        config = replace(config, store=given["store"])
    if given["console"]:
        config = replace(config, console=given["console"])
    if given["lang"]:
        language = _language(given["lang"])
        if language is None:
            raise _wrong("FLOORBOARD_LANG", given["lang"], "zh")
        config = replace(config, lang=language)
    if given["bell"]:
        bell = _FLAGS.get(given["bell"].lower())
        if bell is None:
            raise _wrong("FLOORBOARD_BELL", given["bell"], "true")
        config = replace(config, bell=bell)
    if given["poll_seconds"]:
        poll = _number(given["poll_seconds"])
        if not _is_poll(poll):
            raise _wrong("FLOORBOARD_POLL_SECONDS", given["poll_seconds"], "0.25")
        config = replace(config, poll_seconds=poll)
    if given["lock_minutes"]:
        lock = _number(given["lock_minutes"])
        if not (lock.is_integer() and LOCK[0] <= lock <= LOCK[1]):
            raise _wrong("FLOORBOARD_LOCK_MINUTES", given["lock_minutes"], "10")
        config = replace(config, lock_minutes=int(lock))
    return config


_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def _language(name: str) -> str | None:
    return AUTO if name.strip().lower() == AUTO else named(name)


def _is_poll(seconds: float) -> bool:
    return POLL[0] <= seconds <= POLL[1]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return -1.0


def _wrong(variable: str, value: str, expected: str) -> Problem:
    return Problem(
        N_("{key} cannot be {value}"),
        where=variable,
        fix=N_("Write it like this: {expected}"),
        key=variable,
        value=repr(value),
        expected=f"{variable}={expected}",
    )
