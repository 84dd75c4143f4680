"""Accepted handovers as files, where the config wants them. The record in the store is what counts:
it stands whether or not its files can be written, and they are written again at will."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from floorboard.desk.desk import Desk
from floorboard.desk.handover import reading
from floorboard.domain.handover.archive import Archive
from floorboard.domain.handover.look import Look
from floorboard.domain.instant import Instant
from floorboard.domain.problem import N_, Problem
from floorboard.exchange import whole
from floorboard.i18n import speaking
from floorboard.store.queries import handover as queries

LATELY = 7 * 86400
"""Seconds: what was signed or amended earlier is looked for only where somebody asks for it."""

_at_work = threading.Lock()
"""One at a time: whoever comes second finds the files written."""


def save(desk: Desk, archive: Archive, number: int) -> list[Path]:
    """Write the files of an accepted record, in place of older ones; which.

    One that can't be written doesn't keep the others from it; in the end the first failure is
    raised, with what to do. Does nothing where the config names no directory.
    """
    if not archive:
        return []
    with _at_work:
        return _save(desk, archive, number)


def save_missing(desk: Desk, archive: Archive, *, ever: bool = False) -> list[Path]:
    """Write the files that aren't there, or are older than the last word of their record: of those
    signed or amended lately, or `ever`."""
    if not archive:
        return []
    written: list[Path] = []
    failure: Problem | None = None
    with _at_work:
        since = 0 if ever else desk.now() - LATELY
        with desk.store.reading() as db:
            numbers = queries.signed_since(db, since)
        for number in numbers:
            look = reading.one(desk, number)
            if all(_is_current(path, look) for path in _paths(archive, look)):
                continue
            try:
                written += _save(desk, archive, number)
            except Problem as problem:
                failure = failure or problem
    if failure is not None:
        raise failure
    return written


def _save(desk: Desk, archive: Archive, number: int) -> list[Path]:
    from floorboard.reports import handover_files

    look = reading.one(desk, number)
    at = look.record.signed_at
    if at is None:
        raise Problem(
            N_("handover {number} isn't accepted: it is no record yet"),
            fix=N_("`floorboard handover export {number}` writes it as it stands"),
            number=number,
        )
    written: list[Path] = []
    failure: Problem | None = None
    for path, (language, form) in _paths(archive, look).items():
        try:
            with speaking(language):
                content = handover_files.content(look, form)
            _put(path, content, at)
            written.append(path)
        except Problem as problem:
            failure = failure or problem
    if failure is not None:
        raise Problem(
            N_("handover {number} is accepted, but not saved everywhere: {failure}"),
            fix=N_("Then `floorboard handover save {number}`"),
            number=number,
            failure=failure,
        ) from failure
    return written


def _paths(archive: Archive, look: Look) -> dict[Path, tuple[str, str]]:
    directory = Path(archive.directory).expanduser()
    named = archive.files(look.record, look.zone)
    return {directory / name: what for name, what in named.items()}


def _is_current(path: Path, look: Look) -> bool:
    assert look.record.signed_at is not None
    try:
        return path.stat().st_mtime >= look.record.signed_at
    except OSError:
        return False


def _put(path: Path, content: bytes, at: Instant) -> None:
    """The file has the time of the record's last word, by which one that is older is known."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Problem(
            N_("the directory can't be made: {error}"),
            where=str(path.parent),
            fix=N_("Put it right, or [handover] in the config"),
            error=error.strerror or error,
        ) from error
    whole.write(path, content, whole.OURS)
    with suppress(OSError):  # not every network drive lets its files' times be set
        os.utime(path, (at, at))
