"""Leads at a console of their own, run as a program with a store and a name.

`sign` signs what each line it reads says: a side, the record's number, and the instant at which to
begin; it prints what came of it. `hand` hands over again and again: each line it reads is after how
many seconds to kill whoever works; each word that was saved is printed. PINs are taken as given:
what is tried here is what comes after them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import relieving
from floorboard.desk import handover
from floorboard.desk.desk import Desk
from floorboard.desk.handover import signing
from floorboard.domain.handover.record import Section, Side, State
from floorboard.domain.problem import Problem
from floorboard.store.queries import handover as queries

WRITES = 4
"""Words that are written before a draft is offered."""

SECTIONS = (Section.SYSTEMS, Section.ANNOUNCEMENTS, Section.PEOPLE)


def say(*words: object) -> None:
    """One whole line at once, so that a kill leaves none half."""
    os.write(1, (json.dumps(words) + "\n").encode())


def sign(desk: Desk) -> None:
    for line in sys.stdin:
        side, number, at = line.split()
        deed: Any = handover.hand_over if side == Side.OUTGOING else handover.take_over
        while time.time() < float(at):
            pass
        try:
            deed(desk, int(number), "")
        except Problem as refused:
            say("refused", str(refused))
        else:
            say("signed")


def hand(desk: Desk) -> None:
    """Work until killed: from wherever the last one was killed."""
    random = Random(os.getpid())
    outgoing = relieving.as_(desk, relieving.LI)
    while True:
        with desk.store.reading() as db:
            record = queries.open_one(db)
        if record is None:
            number = handover.begin(outgoing)
            say("did", "begin", number)
        elif record.state is State.DRAFT:
            for _ in range(WRITES):
                section, body = random.choice(SECTIONS), f"{random.random()}"
                handover.write(outgoing, record.id, section, body)
                say("wrote", record.id, section, body)
            relieving.fill(outgoing, record.id)
            handover.offer(outgoing, record.id, sure=True)
            say("did", "offer", record.id)
        elif record.signature(Side.OUTGOING) is None:
            relieving.agree(desk, record.id)
            say("did", "agree", record.id)
            handover.hand_over(desk, record.id, "")
            say("did", "sign", record.id)
        else:
            handover.take_over(desk, record.id, "")
            say("did", "accept", record.id)


def mortal(path: Path, name: str) -> None:
    """Somebody who hands over, killed after a while, for each line."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            hand(relieving.opened(path, console=name))
        time.sleep(float(line))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        say("ended", os.waitstatus_to_exitcode(status))


def main() -> None:
    path, name, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    signing._proved = lambda desk, lead, pin: signing._as(desk, lead.id)
    if kind == "sign":
        desk = relieving.opened(path, console=name)
        desk.clock = lambda: relieving.NOW
        with desk.store.deed("test", "warm", desk.actor, relieving.NOW) as deed:
            deed.withdraw()
        say("ready")
        sign(desk)
    else:
        say("ready")
        mortal(path, name)


if __name__ == "__main__":
    main()
