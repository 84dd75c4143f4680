"""One record has one hash; whatever is changed in an accepted one is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floorboard.domain.handover import sealing
from floorboard.domain.handover.facts import as_plain, from_plain
from floorboard.domain.handover.record import Record, Section, Side, Signature, Written
from handing import HAN, LI, NOW, SUN, WANG, accepted, facts, item, offered, project, signed

DONE = accepted()
COUNTERSIGNED = replace(
    DONE, signatures=(*DONE.signatures, Signature(Side.MANAGER, SUN.id, "孙丽", NOW, DONE.seal))
)


def test_a_sound_record_has_no_faults() -> None:
    assert sealing.faults(DONE) == []
    assert sealing.faults(COUNTERSIGNED) == []


@pytest.mark.parametrize(
    "change",
    [
        {"content": DONE.content.replace("down", "fine")},
        {"content": ""},
        {"digest": "0" * 64},
        {"seal": "0" * 64},
        {"summary": "another"},
        {"summarised_at": NOW},
        {"acknowledgements": ()},
        {"questions": ()},
        {"questions": (replace(DONE.questions[0], answer="the right"),)},
        {"items": (item(situation="fine"),)},
        {"items": ()},
        {"sections": (Written(Section.PEOPLE, "all here", False, 1),)},
        {"ends_at": NOW + 1},
        {"major": True},
        {"accepted_at": NOW + 1},
        {"accepted_at": None},
        {"incoming": WANG},
        {"outgoing": None},
        {"passed_because": "ill"},
        {"signatures": DONE.signatures[:1]},
        {"signatures": DONE.signatures[::-1]},
        {"signatures": (replace(DONE.signatures[0], at=NOW + 9), DONE.signatures[1])},
        {"signatures": (DONE.signatures[0], replace(DONE.signatures[1], person_id=LI.id))},
        {"signatures": tuple(replace(each, person_id=LI.id) for each in DONE.signatures)},
        {"signatures": (*DONE.signatures, Signature(Side.MANAGER, SUN.id, "", NOW, "0" * 64))},
        {"signatures": (*DONE.signatures, Signature(Side.MANAGER, HAN.id, "", NOW, DONE.seal))},
    ],
)
def test_a_change_is_found(change: dict[str, Any]) -> None:
    changed: Record = replace(DONE, **change)
    assert sealing.faults(changed) != []


def test_that_somebody_is_renamed_is_no_change() -> None:
    renamed = replace(DONE, outgoing=replace(LI, name="李薇"))
    assert sealing.faults(renamed) == []


def test_a_record_changed_before_the_second_signature_is_found() -> None:
    """Both must have signed the same."""
    one = signed(offered(), Side.OUTGOING, LI, NOW - 60)
    both = signed(replace(one, summary="another"), Side.INCOMING, HAN)
    done = replace(both, state=DONE.state, accepted_at=NOW)
    assert "signatures" in sealing.faults(replace(done, seal=sealing.seal(done, NOW)))


def test_facts_come_back_as_they_were() -> None:
    told = facts(projects=(project(),))
    assert from_plain(json.loads(json.dumps(as_plain(told)))) == told
    assert sealing.frozen_facts(offered()) == told


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.text())))
def test_the_order_of_keys_doesn_t_matter(told: dict[str, Any]) -> None:
    turned = dict(reversed(list(told.items())))
    assert sealing.canonical(turned) == sealing.canonical(told)
    assert json.loads(sealing.canonical(told)) == told
