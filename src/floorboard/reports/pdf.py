"""HTML pages as PDF, by WeasyPrint, which the `pdf` extra installs."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any

from floorboard.domain.problem import N_, Problem

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

_at_work = threading.Lock()
"""Pango lays out one text at a time."""


def pdf(page: str) -> bytes:
    """A page of HTML as PDF. A `Problem` where it isn't installed, or a font is missing."""
    with _at_work, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = _library()
        try:
            return bytes(library.HTML(string=page).write_pdf(finisher=_check_fonts))
        except Problem:
            raise
        except Exception as error:  # whatever another's program may raise
            raise Problem(
                N_("the PDF can't be made: {error}"),
                fix=N_("Export it as HTML and print that"),
                error=error or type(error).__name__,
            ) from error


def _library() -> Any:
    try:
        with redirect_stdout(StringIO()):  # it prints what to install, over whatever is shown
            found = import_module("weasyprint")
    except ImportError as error:
        raise Problem(
            N_("PDF needs the `pdf` extra, which isn't installed"),
            fix=N_("Install it: `pip install floorboard[pdf]`, in a checkout `make pdf`"),
        ) from error
    except OSError as error:
        raise Problem(
            N_("PDF needs Pango, a library of the system: {error}"),
            fix=N_("Install it, on Debian: `apt install libpango-1.0-0 libpangoft2-1.0-0`"),
            error=str(error).partition("\n")[0],
        ) from error
    for name in ("weasyprint", "fontTools"):  # else they tell of each rule that only browsers know
        logging.getLogger(name).setLevel(logging.ERROR)
    return found


def _check_fonts(document: Any, _pdf: Any) -> None:
    """Chinese in empty boxes is no record."""
    lacking = {chr(each) for font in document.fonts.values() for each in font.missing}
    chinese = sorted(filter(_CHINESE.match, lacking))
    if chinese:
        raise Problem(
            N_("no font has these characters: {characters}"),
            fix=N_("Install a Chinese font, on Debian: `apt install fonts-noto-cjk`"),
            characters="".join(chinese[:10]),
        )
