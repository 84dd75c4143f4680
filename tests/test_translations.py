"""Every word a person may see is there in both languages."""

from __future__ import annotations

import gettext
import re
from io import BytesIO
from string import Formatter

import pytest

import catalogues
from floorboard import i18n
from floorboard.domain.problem import NN_


def forms(message: object) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)  # type: ignore[arg-type] # a pair of plural forms


def fields(text: str) -> set[str]:
    return {f"{name}!{how}" for _, name, _, how in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_nothing_is_untranslated(locale: str) -> None:
    stored = catalogues.stored(locale)
    missing = []
    for message in catalogues.collected():
        if not message.id:
            continue
        found = stored.get(message.id, message.context)
        if found is None or not all(forms(found.string)):
            missing.append(message.id)
    assert not missing, f"{len(missing)} strings; `make catalogues` collects them"


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_facts_and_borders_survive_translation(locale: str) -> None:
    for message in catalogues.stored(locale):
        if not message.id:
            continue
        wanted = fields(forms(message.id)[-1])
        for text in forms(message.string):
            assert fields(text) == wanted, message.id
            one = forms(message.id)[0]
            ends = [re.match(r"\s*", each)[0] == "" for each in (one, text)]  # type: ignore[index] # it always matches
            assert ends[0] == ends[1], f"{message.id!r} begins with a blank in one language"


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_the_compiled_catalogue_is_the_written_one(locale: str) -> None:
    compiled = catalogues.po_path(locale).with_suffix(".mo").read_bytes()
    here = gettext.GNUTranslations(BytesIO(compiled))
    fresh = gettext.GNUTranslations(BytesIO(catalogues.compiled(catalogues.stored(locale))))
    assert vars(here)["_catalog"] == vars(fresh)["_catalog"], "`make catalogues` compiles it"


def test_the_language_can_change_while_the_program_runs() -> None:
    i18n.use("zh")
    chinese = i18n._("Overdue")
    i18n.use("en")
    assert i18n._("Overdue") == "Overdue"
    assert chinese != "Overdue"


def test_a_word_with_two_meanings_has_two_translations() -> None:
    i18n.use("zh")
    of_a_person, of_a_thing = i18n.pgettext("person", "Name"), i18n._("Name")
    i18n.use("en")
    assert i18n.pgettext("person", "Name") == i18n._("Name") == "Name"
    assert of_a_person != of_a_thing


def test_one_and_many() -> None:
    texts = NN_("{count} row", "{count} rows")
    assert [i18n.filled(texts, {"count": each}) for each in (1, 2)] == ["1 row", "2 rows"]
    assert i18n.filled("a {b}", {"b": "c"}) == "a c"


@pytest.mark.parametrize(
    ("variable", "value", "language"),
    [
        ("LANG", "zh_CN.UTF-8", "zh"),
        ("LC_ALL", "zh_TW", "zh"),
        ("LANG", "de_DE.UTF-8", "en"),
        ("LANG", "C", "en"),
        ("LANG", "", "en"),
    ],
)
def test_the_environment_decides_the_language(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, value)
    assert i18n.preferred() == language
