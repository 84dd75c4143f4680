"""Accepted handovers as files: whole, in both languages, and never in the way of a signature."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest

import relieving
from floorboard import i18n
from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.domain.handover.archive import Archive
from floorboard.domain.handover.record import Section, State
from floorboard.domain.problem import Problem
from floorboard.reports import handover_files, handover_words
from floorboard.store.queries import handover as queries
from relieving import CHANGE, HOUR, LI, NOW, PIN, accepted, as_, offered, set_clock

STEM = "handover-00001_2026-11-23_Evening"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """A directory that isn't there yet."""
    return Archive(str(tmp_path / "papers"), ("html", "md", "json"), ("en", "zh"))


def written(archive: Archive) -> dict[str, str]:
    found = Path(archive.directory)
    if not found.exists():
        return {}
    return {each.name: each.read_text("utf-8") for each in found.iterdir()}


def test_a_record_is_saved_in_every_format_and_language(desk: Desk, archive: Archive) -> None:
    number = accepted(desk)
    paths = handover.save(desk, archive, number)
    names = {
        *(f"{STEM}_{lang}.{form}" for form in ("html", "md") for lang in ("en", "zh")),
        f"{STEM}.json",
    }
    assert {each.name for each in paths} == names
    found = written(archive)
    assert set(found) == names, "and no draft is left"
    look = handover.one(desk, number)
    for text in found.values():
        assert look.journal_head in text
        assert look.record.seal in text
    for language in ("en", "zh"):
        with i18n.speaking(language):
            heading = handover_words.section(Section.STANDING)
        assert heading in found[f"{STEM}_{language}.html"]
        assert heading in found[f"{STEM}_{language}.md"]
    assert json.loads(found[f"{STEM}.json"])["record"]["seal"] == look.record.seal
    assert i18n.language() == "en"
    for each in paths:
        assert each.stat().st_mode & 0o777 == 0o600
        assert each.stat().st_mtime == look.record.accepted_at
    assert Path(archive.directory).stat().st_mode & 0o777 == 0o700


def test_without_a_directory_nothing_is_saved(desk: Desk) -> None:
    number = accepted(desk)
    assert handover.save(desk, Archive(), number) == []
    assert handover.save_missing(desk, Archive()) == []


def test_what_isn_t_accepted_is_no_record(desk: Desk, archive: Archive) -> None:
    number = offered(desk)
    with pytest.raises(Problem, match="isn't accepted") as told:
        handover.save(desk, archive, number)
    assert told.value.fix
    assert handover.save_missing(desk, archive) == []
    assert written(archive) == {}


def test_addenda_and_the_countersignature_are_saved_too(desk: Desk, archive: Archive) -> None:
    number = accepted(desk)
    assert len(handover.save_missing(desk, archive)) == 5
    assert handover.save_missing(desk, archive) == []
    set_clock(desk, CHANGE + HOUR)
    handover.amend(as_(desk, LI), number, "it was the right disk")
    assert len(handover.save_missing(desk, archive)) == 5
    assert all("it was the right disk" in text for text in written(archive).values())
    set_clock(desk, CHANGE + 2 * HOUR)
    handover.countersign(desk, number, "sun", PIN)
    handover.save(desk, archive, number)
    assert handover.save_missing(desk, archive) == []
    assert "I have read this record." in written(archive)[f"{STEM}_en.html"]


def test_a_file_that_was_lost_is_written_again(desk: Desk, archive: Archive) -> None:
    handover.save(desk, archive, accepted(desk))
    lost = Path(archive.directory) / f"{STEM}_zh.md"
    lost.unlink()
    handover.save_missing(desk, archive)
    assert lost.exists()


def test_what_was_signed_long_ago_is_left_alone(desk: Desk, archive: Archive) -> None:
    """Somebody may have put the files away."""
    accepted(desk)
    set_clock(desk, NOW + 8 * 86400)
    assert handover.save_missing(desk, archive) == []
    assert len(handover.save_missing(desk, archive, ever=True)) == 5


def test_a_full_disk_stops_no_signature(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = relieving.ready(desk)
    handover.hand_over(desk, number, PIN)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    handover.take_over(desk, number, PIN)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Problem) as told:
            handover.save(desk, archive, number)
        with pytest.raises(Problem, match="No space left"):
            handover.save_missing(desk, archive)
    assert f"handover {number} is accepted, but not saved everywhere" in str(told.value)
    assert "No space left on device" in i18n.told(told.value)
    assert f"`floorboard handover save {number}`" in i18n.told(told.value)
    assert written(archive) == {}, "no half of a file is left"
    assert relieving.record(desk, number).state is State.ACCEPTED
    assert len(handover.save_missing(desk, archive)) == 5


def test_a_drive_that_isn_t_there(desk: Desk, tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "drive" / "papers"), ("md",), ("en",))
    number = accepted(desk)
    with pytest.raises(Problem, match="directory can't be made") as told:
        handover.save(desk, archive, number)
    assert str(tmp_path / "drive" / "papers") in str(told.value)
    (tmp_path / "drive").mkdir()
    assert [each.name for each in handover.save(desk, archive, number)] == [f"{STEM}_en.md"]


def test_one_file_that_can_t_be_made_doesn_t_keep_the_others(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = accepted(desk)
    make = handover_files.content

    def broken(look: handover.Look, form: str) -> bytes:
        if form == "html":
            raise Problem("the printer is on strike")
        return make(look, form)

    monkeypatch.setattr(handover_files, "content", broken)
    with pytest.raises(Problem, match="on strike"):
        handover.save(desk, archive, number)
    assert set(written(archive)) == {f"{STEM}_en.md", f"{STEM}_zh.md", f"{STEM}.json"}


def test_the_screen_speaks_its_own_language_meanwhile(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = accepted(desk)
    make, meet = handover_files.content, Barrier(2, timeout=20)
    heard = []

    def slow(look: handover.Look, form: str) -> bytes:
        if i18n.language() == "zh":
            meet.wait()
            meet.wait()
        return make(look, form)

    monkeypatch.setattr(handover_files, "content", slow)
    chinese = Archive(archive.directory, ("md",), ("zh",))
    saving = Thread(target=handover.save, args=(desk, chinese, number))
    saving.start()
    meet.wait()
    heard.append(handover_words.section(Section.STANDING))
    meet.wait()
    saving.join()
    assert heard == ["Standing conditions and workarounds"]
    assert heard[0] not in written(archive)[f"{STEM}_zh.md"]


def test_a_shift_s_name_can_t_leave_the_directory(desk: Desk, archive: Archive) -> None:
    number = accepted(desk)
    with desk.store.reading() as db:
        record = queries.one(db, number)
    assert record is not None
    for shift in ("../../etc/x", "", "晚班 / Late\x00\n", "x" * 300):
        for name in archive.files(replace(record, shift=shift), "Asia/Shanghai"):
            assert "/" not in name
            assert name.isprintable()
            assert len(name.encode()) < 200
            assert name.startswith("handover-00001_2026-11-23")
