"""The words people see, in English and 简体中文, from gettext catalogues in `data/locale/`.

English texts are the message ids. A text with facts in it is translated first and filled after:
`_("{count} tickets").format(count=3)`. The language can change while the program runs, so nothing
translates at import time.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from floorboard.domain.problem import Problem
from floorboard.resources import data

LANGUAGES = {"en": "English", "zh": "简体中文"}

_CATALOGUE = {"zh": "zh_CN"}


class _Spoken(NamedTuple):
    language: str
    translations: gettext.NullTranslations


_default = _Spoken("en", gettext.NullTranslations())
_here: ContextVar[_Spoken | None] = ContextVar("spoken", default=None)


def use(language: str) -> None:
    """Speak `language` (`en` or `zh`) from now on."""
    global _default
    _default = _loaded(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while, in this thread alone; an empty one is that of now."""
    token = _here.set(_loaded(language) if language else _spoken())
    try:
        yield
    finally:
        _here.reset(token)


def language() -> str:
    """The language spoken now."""
    return _spoken().language


def _loaded(language: str) -> _Spoken:
    if language not in _CATALOGUE:
        return _Spoken(language, gettext.NullTranslations())
    names = [_CATALOGUE[language]]
    found = gettext.translation("floorboard", str(data("locale")), names, fallback=True)
    return _Spoken(language, found)


def _spoken() -> _Spoken:
    return _here.get() or _default


def named(name: str) -> str | None:
    """The language that `zh`, `zh_CN.UTF-8` or `en-US` names; None where it isn't ours."""
    language = name.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return language if language in LANGUAGES else None


def preferred() -> str:
    """The language of the user's environment, English where it is neither of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if locale.normalize(value).lower().startswith("zh") else "en"
    return "en"


def _(message: str) -> str:
    """`message` in the language spoken now."""
    return _spoken().translations.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many`, as `count` asks for in the language spoken now."""
    return _spoken().translations.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """`message` where it means another thing than elsewhere: `context` says which."""
    return _spoken().translations.pgettext(context, message)


def everywhere(message: str) -> tuple[str, ...]:
    """`message` in every language, whichever is spoken: for what people type."""
    found = (
        gettext.translation("floorboard", str(data("locale")), [each], fallback=True)
        for each in _CATALOGUE.values()
    )
    return (message, *(each.gettext(message) for each in found))


def filled(what: str | tuple[str, str], facts: Mapping[str, Any]) -> str:
    """A message marked with `N_` or `NN_` in the language spoken now, with its facts."""
    text = _(what) if isinstance(what, str) else ngettext(*what, facts["count"])
    return text.format(**facts)


def pick(name: str, name_zh: str) -> str:
    """Of a name held in both languages, the one for the language spoken now."""
    return name_zh if language() == "zh" and name_zh else name


def told(problem: Problem) -> str:
    """A problem as one line: where, what, what to do."""
    place = f"{problem.where}: " if problem.where else ""
    facts = {
        name: told(fact) if isinstance(fact, Problem) else fact
        for name, fact in problem.facts.items()
    }
    text = place + _(problem.what).format(**facts)
    chinese = language() == "zh"
    stop = "。" if chinese else ". "
    if text.endswith(("?", "？")):
        stop = "" if chinese else " "
    return f"{text}{stop}{_(problem.fix).format(**facts)}" if problem.fix else text
