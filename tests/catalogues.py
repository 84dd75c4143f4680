"""Collect the program's strings into the catalogues and compile them (`make catalogues`).

Without `--write` nothing is changed; the tests use the same functions to find what is missing.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "data" / "locale"
LOCALES = ("zh_CN",)
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed date in the header, so that nothing changes but words."""

KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def collected() -> Catalog:
    """Every string in the sources that a person may see."""
    template = Catalog(project="floorboard", charset="utf-8")
    found = extract_from_dir(str(ROOT / "src"), method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file, _line, message, comments, context in found:
        if message:
            place: Any = (f"src/{file}", None)  # without a line number, which would change often
            template.add(message, locations=[place], auto_comments=comments, context=context)
    return template


def po_path(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "floorboard.po"


def stored(locale: str) -> Catalog:
    """The catalogue of a locale as it lies in `data/`."""
    path = po_path(locale)
    if not path.exists():
        return Catalog(locale=locale, project="floorboard", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def compiled(catalogue: Catalog) -> bytes:
    """What gettext reads at run time."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def write() -> None:
    """Bring the catalogues up to date, keeping what is translated."""
    template = collected()
    for locale in LOCALES:
        catalogue = stored(locale)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = f"# The words of floorboard in {locale}."
        catalogue.version = catalogue.msgid_bugs_address = "-"
        catalogue.last_translator = catalogue.language_team = "floorboard"
        catalogue.creation_date = catalogue.revision_date = WRITTEN
        path = po_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, sort_output=True, omit_header=False, width=100)
        path.with_suffix(".mo").write_bytes(compiled(stored(locale)))


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    for locale in LOCALES:
        missing = [message.id for message in stored(locale) if message.id and not message.string]
        print(f"{locale}: {len(missing)} without a translation")
