"""An accepted record is kept by the store itself; what is forced past it is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.store import health, journal
from floorboard.store.connection import connect
from relieving import EVE, HAN, LI, LIU, PIN, SUN, accepted, drafted, offered, ready

SIGN = "INSERT INTO handover_signature (handover_id, side, person_id, at, digest) VALUES"
DIGEST = f"'{'0' * 64}'"


def attempt(desk: Desk, *statements: str) -> None:
    with closing(connect(desk.store.path)) as db:
        for sql in statements:
            db.execute(sql)


OF_ACCEPTED = [
    "UPDATE handover SET summary = 'all fine'",
    "UPDATE handover SET version = version + 1",
    "UPDATE handover SET state = 'draft', is_open = 1",
    f"UPDATE handover SET incoming_id = {SUN}",
    "DELETE FROM handover",
    "INSERT OR REPLACE INTO handover (id, state, is_open, shift, shift_zh, starts_at, ends_at,"
    " until_at, passed_because, begun_at, major, content, digest, seal, summary, version)"
    " VALUES (1, 'draft', 1, '', '', 1, 2, 3, '', 1, 0, '', '', '', '', 1)",
    "UPDATE handover_section SET body = 'x', none = 0",
    "DELETE FROM handover_section",
    "INSERT INTO handover_section (handover_id, section, body, none, version)"
    " VALUES (1, 'numbers', 'x', 0, 1)",
    "INSERT OR REPLACE INTO handover_section (handover_id, section, body, none, version)"
    " VALUES (1, 'systems', 'x', 0, 1)",
    "UPDATE handover_item SET situation = 'fine'",
    "UPDATE handover_item SET handover_id = 2",
    "DELETE FROM handover_item",
    "UPDATE handover_acknowledgement SET at = 0",
    "DELETE FROM handover_acknowledgement",
    "UPDATE handover_question SET answer = 'fine'",
    "DELETE FROM handover_question",
    "UPDATE handover_signature SET at = 0",
    "DELETE FROM handover_signature",
    f"{SIGN} (1, 'manager', {LI}, 1, {DIGEST})",
    f"{SIGN} (1, 'incoming', {SUN}, 1, {DIGEST})",
    f"INSERT OR REPLACE INTO handover_signature (handover_id, side, person_id, at, digest)"
    f" VALUES (1, 'outgoing', {LI}, 1, {DIGEST})",
    "UPDATE handover_addendum SET body = 'fine'",
    "DELETE FROM handover_addendum",
    "INSERT OR REPLACE INTO handover_addendum (id, handover_id, label, at, body, seq)"
    " VALUES (1, 1, '', 1, 'fine', 1)",
]


@pytest.mark.parametrize("sql", OF_ACCEPTED)
def test_no_sql_changes_an_accepted_record(desk: Desk, sql: str) -> None:
    handover.amend(desk, accepted(desk), "it was the right disk")
    with pytest.raises(sqlite3.IntegrityError):
        attempt(desk, sql)
    assert health.examine(desk.store.path).sound


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE handover SET content = '{}'",
        "UPDATE handover SET ends_at = ends_at + 1",
        "UPDATE handover SET state = 'accepted', is_open = NULL, accepted_at = 1, seal = 'x'",
        "UPDATE handover SET incoming_id = outgoing_id",
        "DELETE FROM handover",
        "UPDATE handover_item SET situation = 'fine'",
        "DELETE FROM handover_section",
        f"{SIGN} (1, 'incoming', {HAN}, 1, {DIGEST})",
        f"{SIGN} (1, 'outgoing', {HAN}, 1, {DIGEST})",
        f"{SIGN} (1, 'outgoing', {SUN}, 1, {DIGEST})",
        f"{SIGN} (1, 'manager', {SUN}, 1, {DIGEST})",
        f"{SIGN} (1, 'outgoing', {LI}, 1, 'short')",
        "INSERT INTO handover_addendum (handover_id, label, at, body, seq)"
        " VALUES (1, '', 1, 'x', 1)",
        "INSERT INTO handover (state, is_open, shift, shift_zh, starts_at, ends_at,"
        " until_at, passed_because, begun_at, major, content, digest, seal, summary, version)"
        " VALUES ('draft', 1, '', '', 1, 2, 3, '', 1, 0, '', '', '', '', 1)",
    ],
)
def test_no_sql_changes_what_is_offered(desk: Desk, sql: str) -> None:
    offered(desk)
    with pytest.raises(sqlite3.IntegrityError):
        attempt(desk, sql)


def test_no_sql_changes_what_the_outgoing_lead_signed(desk: Desk) -> None:
    number = ready(desk)
    handover.hand_over(desk, number, PIN)
    for sql in (
        "UPDATE handover SET summary = 'all fine'",
        f"UPDATE handover SET incoming_id = {LIU}",
        "UPDATE handover SET state = 'draft', offered_at = NULL, content = '', digest = ''",
        "DELETE FROM handover_acknowledgement",
        "UPDATE handover_question SET answer = 'fine'",
        f"{SIGN} (1, 'outgoing', {LI}, 1, {DIGEST})",
        f"{SIGN} (1, 'incoming', {LI}, 1, {DIGEST})",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            attempt(desk, sql)


def test_a_draft_can_be_changed(desk: Desk) -> None:
    drafted(desk)
    attempt(desk, "UPDATE handover_item SET situation = 'fine'", "DELETE FROM handover_section")


FORCED = {
    "UPDATE handover SET summary = 'all fine'": "signatures",
    "UPDATE handover SET content = replace(content, 'full', 'fine')": "content",
    "UPDATE handover SET content = 'x'": "content",
    "UPDATE handover SET seal = 'x'": "journal",
    "UPDATE handover SET ends_at = ends_at + 1": "header",
    f"UPDATE handover SET incoming_id = {SUN}": "signatures",
    "UPDATE handover SET accepted_at = accepted_at - 1": "seal",
    "UPDATE handover_item SET situation = 'fine'": "text",
    "UPDATE handover_section SET body = 'fine', none = 0 WHERE section = 'systems'": "text",
    "DELETE FROM handover_acknowledgement": "signatures",
    "UPDATE handover_question SET answer = 'the right one'": "signatures",
    "UPDATE handover_signature SET at = at - 1 WHERE side = 'outgoing'": "seal",
    f"UPDATE handover_signature SET person_id = {LIU} WHERE side = 'incoming'": "signatures",
    "DELETE FROM handover_signature WHERE side = 'manager'": "countersign",
    f"UPDATE handover_signature SET person_id = {EVE} WHERE side = 'manager'": "countersign",
    "UPDATE handover_addendum SET body = 'fine'": "addenda",
    "DELETE FROM handover_addendum": "addenda",
    "UPDATE handover SET state = 'offered', is_open = 1, accepted_at = NULL, seal = ''": "gone",
    "DELETE FROM handover": "gone",
}


@pytest.mark.parametrize("sql", FORCED)
def test_what_is_forced_past_the_triggers_is_found(desk: Desk, sql: str) -> None:
    number = accepted(desk)
    handover.amend(desk, number, "it was the right disk")
    handover.countersign(desk, number, "sun", PIN)
    assert health.examine(desk.store.path).sound
    with closing(connect(desk.store.path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            if name.startswith("handover"):
                db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)
    (verdict,) = handover.verify(desk, number)
    assert FORCED[sql] in verdict.faults
    found = health.examine(desk.store.path)
    assert found.handovers == (verdict,)
    assert not found.sound


def test_a_record_forged_whole_has_another_seal_than_the_journal(desk: Desk) -> None:
    """Who rewrites a record and all its hashes, still lacks the journal's key."""
    number = accepted(desk)
    with closing(connect(desk.store.path)) as db:
        (kept,) = db.execute("SELECT after FROM journal WHERE action = 'handover.accepted'")
        assert journal.verify(db, journal.read_key(desk.store.path)).sound
        db.execute("DROP TRIGGER journal_keep_update")
        seal = "1" * 64
        forged = kept[0].replace(db.execute("SELECT seal FROM handover").fetchone()[0], seal)
        db.execute("UPDATE journal SET after = ? WHERE action = 'handover.accepted'", (forged,))
        db.execute("DROP TRIGGER handover_keep_accepted")
        db.execute("UPDATE handover SET seal = ?", (seal,))
        assert not journal.verify(db, journal.read_key(desk.store.path)).sound
    assert handover.verify(desk, number)[0].faults == ("seal",)
