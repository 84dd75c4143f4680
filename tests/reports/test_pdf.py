"""PDF: refused with what to do where something is missing, and Chinese in it where it isn't."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from floorboard import i18n
from floorboard.domain.problem import Problem
from floorboard.reports import handover_files as files
from floorboard.reports.pdf import pdf
from handing import accepted, look

installed = pytest.mark.skipif(
    find_spec("weasyprint") is None, reason="the pdf extra isn't installed"
)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Problem, match="`pdf` extra") as told:
        files.content(look(accepted()), "pdf")
    assert "make pdf" in str(told.value)
    assert "\n" not in str(told.value)


def test_without_the_system_s_library_nothing_is_printed_over_the_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lacking(_name: str) -> ModuleType:
        print("WeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'\nand so on")

    monkeypatch.setattr("floorboard.reports.pdf.import_module", lacking)
    with pytest.raises(Problem, match=r"cannot load library 'libpango-1\.0-0'\. Install"):
        pdf("<p>x</p>")
    assert capsys.readouterr().out == ""


class Library(SimpleNamespace):
    """What stands in for WeasyPrint; `end` is what it does in the end."""

    end: Callable[[Callable[[Any, Any], None]], bytes]

    def HTML(self, string: str) -> Library:
        return self

    def write_pdf(self, finisher: Callable[[Any, Any], None]) -> bytes:
        return self.end(finisher)


def fonts(*missing: str) -> SimpleNamespace:
    return SimpleNamespace(fonts={1: SimpleNamespace(missing={ord(each): 1 for each in missing})})


def test_a_missing_font_is_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(finisher: Callable[[Any, Any], None]) -> bytes:
        finisher(fonts("a", "交", "🙂"), None)
        return b"%PDF"

    monkeypatch.setitem(sys.modules, "weasyprint", Library(end=end))
    with pytest.raises(Problem, match=r"no font has these characters: 交\. Install"):
        pdf("<p>交</p>")

    def other(finisher: Callable[[Any, Any], None]) -> bytes:
        finisher(fonts("🙂"), None)
        return b"%PDF"

    monkeypatch.setitem(sys.modules, "weasyprint", Library(end=other))
    assert pdf("<p>🙂</p>") == b"%PDF"


def test_whatever_goes_wrong_in_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(_finisher: object) -> bytes:
        raise RuntimeError("its own fault")

    monkeypatch.setitem(sys.modules, "weasyprint", Library(end=end))
    with pytest.raises(Problem, match="can't be made: its own fault"):
        pdf("<p>x</p>")


@installed
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_handover_is_a_pdf_of_which_all_chinese_can_be_read(language: str) -> None:
    with i18n.speaking(language):
        page = files.html(look(accepted()))
        made = unpacked(files.content(look(accepted()), "pdf"))
    counted = re.search(rb"/Count (\d+)", made)
    assert counted is not None
    assert int(counted[1]) in (1, 2)
    body = page[page.index("<body") :]
    for character in set(re.findall("[\u4e00-\u9fff]", body)):
        assert f"<{ord(character):04x}>".encode() in made.lower(), character


def unpacked(document: bytes) -> bytes:
    """What is in a PDF's streams."""
    found = re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL)
    return b"".join(_inflated(each) for each in found)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream
