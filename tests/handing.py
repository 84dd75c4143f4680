"""What the tests of the handover share: records and facts made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from floorboard.domain.handover import sealing
from floorboard.domain.handover.blanks import blanks
from floorboard.domain.handover.facts import (
    DutyFact,
    Facts,
    PersonFact,
    PriorityFact,
    ProjectFact,
    PromiseFact,
    RungFact,
    TicketFact,
    Totals,
)
from floorboard.domain.handover.look import Look
from floorboard.domain.handover.record import (
    Acknowledgement,
    Item,
    ItemKind,
    Lead,
    Question,
    Record,
    Section,
    Side,
    Signature,
    State,
    Written,
)

NOW = 1_795_402_800
HOUR = 3600
LI, HAN, SUN, WANG = Lead(1, "李伟", "Li Wei"), Lead(2, "韩雪"), Lead(3, "孙丽"), Lead(4, "王芳")


def item(number: int = 1, kind: ItemKind = ItemKind.CRITICAL, **more: Any) -> Item:
    """An item that lacks nothing."""
    whole = Item(
        number, kind, number, None, "down", "since noon", "a disk", "call Ann", 4, "王芳",
        NOW + HOUR, NOW, number,
    )  # fmt: skip
    return replace(whole, **more)


def facts(**more: Any) -> Facts:
    return Facts(NOW, Totals(3, 1, 1, NOW - HOUR, 0), **more)


def project(state: str = "stable", unresolved: bool = True) -> ProjectFact:
    return ProjectFact(1, "Billing", "计费", state, "", unresolved, 1)


def draft(**more: Any) -> Record:
    """A draft in which every section is said to be none, but for one critical item."""
    none = tuple(Written(each, "", True, 1) for each in Section)
    whole = Record(
        1, State.DRAFT, "Evening", "晚班", NOW - 8 * HOUR, NOW, NOW + 8 * HOUR, LI, HAN,
        NOW - HOUR, sections=none, items=(item(),),
    )  # fmt: skip
    return replace(whole, **more)


def offered(**more: Any) -> Record:
    """A frozen record in which nothing is missing but signatures."""
    whole = draft(
        state=State.OFFERED,
        offered_at=NOW - 600,
        summary="one disk",
        summarised_at=NOW - 300,
        acknowledgements=(Acknowledgement(1, HAN.id, NOW - 400),),
        questions=(
            Question(1, Section.ITEMS, HAN.id, NOW - 400, "which?", LI.id, NOW - 350, "the left"),
        ),
    )
    text = sealing.content(whole, facts(projects=(project(),)), NOW - 600, False)
    return replace(whole, content=text, digest=sealing.hashed(text), **more)


def signed(record: Record, side: Side, lead: Lead, at: int = NOW) -> Record:
    sign = Signature(side, lead.id, lead.name, at, sealing.agreed(record))
    return replace(record, signatures=(*record.signatures, sign))


def accepted() -> Record:
    both = signed(signed(offered(), Side.OUTGOING, LI, NOW - 60), Side.INCOMING, HAN)
    done = replace(both, state=State.ACCEPTED, accepted_at=NOW)
    return replace(done, seal=sealing.seal(done, NOW))


HEAD = "c" * 64
WHOLE = facts(
    priorities=(PriorityFact(1, 2, 1),),
    projects=(project("watch"),),
    tickets=(TicketFact(7, "down", "open", 1, "王芳", NOW),),
    promises=tuple(PromiseFact(n, f"call {n}", NOW + n * HOUR, "P", "", "王芳") for n in range(20)),
    rungs=(RungFact(1, 7, "down", "second-line", NOW - HOUR, "", ("孙丽",)),),
    people=(PersonFact("gap", "Hotline", "热线", NOW, NOW + HOUR, "1/2"),),
    duties=(DutyFact("list", 1, "Upgrade", "升级", "P", "", NOW, 1, 2),),
)


def look(record: Record) -> Look:
    missing = blanks(record, WHOLE)
    return Look(NOW, "Centre", "中心", "Asia/Shanghai", record, WHOLE, missing, (), (), 42, HEAD)
