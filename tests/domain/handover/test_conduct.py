"""Who may do what with a record, and when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from floorboard.domain.handover.conduct import Deed, refusal
from floorboard.domain.handover.record import Record, Side, Signature
from handing import HAN, LI, NOW, SUN, WANG, accepted, draft, offered, signed

DONE = accepted()
STEPS: dict[str, Record] = {
    "draft": draft(),
    "offered": offered(),
    "signed": signed(offered(), Side.OUTGOING, LI),
    "accepted": DONE,
    "countersigned": replace(
        DONE, signatures=(*DONE.signatures, Signature(Side.MANAGER, SUN.id, "孙丽", NOW, DONE.seal))
    ),
}
# who may: o the outgoing lead, i the incoming one, m a third, - a console nobody signed in to
TABLE = """
              draft  offered signed accepted countersigned
write         o-     .       .      .        .
offer         o-     .       .      .        .
withdraw      .      o       o      .        .
pass_on       oim-   oim-    .      .        .
stand_in      m      m       .      .        .
acknowledge   .      i       .      .        .
ask           .      i       .      .        .
answer        .      o       .      .        .
summarise     .      i       .      .        .
hand_over     .      o       .      .        .
take_over     .      .       i      .        .
amend         .      .       .      oim-     oim-
countersign   .      .       .      m        .
"""
WHO = {"o": LI.id, "i": HAN.id, "m": WANG.id, "-": None}


@pytest.mark.parametrize("deed", Deed)
def test_who_may_do_what_when(deed: Deed) -> None:
    steps, *rows = (line.split() for line in TABLE.strip().splitlines())
    ((_, *expected),) = (row for row in rows if row[0] == deed)
    assert steps == list(STEPS)
    for step, who in zip(steps, expected, strict=True):
        may = "".join(
            sign for sign, person in WHO.items() if refusal(deed, STEPS[step], person) is None
        )
        assert may == who.replace(".", ""), (deed, step)


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("step", STEPS)
def test_a_refusal_says_what_to_do(deed: Deed, step: str) -> None:
    for person in WHO.values():
        refused = refusal(deed, STEPS[step], person)
        assert refused is None or refused.fix


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ({"acknowledgements": ()}, "hasn't acknowledged: 1"),
        ({"summary": ""}, "summary is missing"),
        ({"questions": (replace(offered().questions[0], answered_at=None),)}, "an answer: 1"),
    ],
)
def test_nobody_signs_before_the_incoming_lead_is_ready(
    missing: dict[str, object], why: str
) -> None:
    refused = refusal(Deed.HAND_OVER, offered(**missing), LI.id)
    assert refused is not None
    assert why in str(refused)


def test_a_cleared_item_needs_no_acknowledgement() -> None:
    (critical,) = draft().items
    cleared = offered(acknowledgements=(), items=(replace(critical, cleared_at=NOW),))
    assert refusal(Deed.HAND_OVER, cleared, LI.id) is None


def test_without_somebody_to_take_over_nothing_goes_on() -> None:
    for deed in (Deed.ACKNOWLEDGE, Deed.SUMMARISE):
        refused = refusal(deed, offered(incoming=None), HAN.id)
        assert refused is not None
        assert "nobody is named" in str(refused)
