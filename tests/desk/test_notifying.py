"""Notices of escalations: queued once, sent once, tried again while the other side is down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from floorboard.config import Way
from floorboard.desk import escalations, floor, notifying, tickets, undoing
from floorboard.desk.desk import Desk
from floorboard.domain.problem import Problem
from floorboard.exchange import notices
from floorboard.exchange.notices import signature
from floorboard.store.queries import entries, notifications
from floorboard.store.queries import escalations as queries_of_escalations
from floorboard.store.queries import floor as queries

NOW = 1_790_000_000


class Receiver:
    """A webhook of our own, which answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[tuple[dict[str, str], str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                outer.got.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/floor"


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()


class Floor:
    """Two consoles on a store with one ticket whose first rung is due."""

    def __init__(self, path: Path) -> None:
        floor.create(path, NOW, name="Floor", zone="Asia/Shanghai")
        self.now = NOW + 60
        self.desks = [Desk.open(path, console=name) for name in ("one", "two")]
        for desk in self.desks:
            desk.clock = lambda: self.now
        self.number = tickets.open_ticket(
            self.desks[0], tickets.OpenTicket("打不开 [/b]\x1b]0;x\x07", priority=1)
        )
        self.now += 30 * 86400
        escalations.raise_due(self.desks[0])

    def waiting(self) -> notifications.Queue:
        with self.desks[0].store.reading() as db:
            return notifications.queue(db)


@pytest.fixture
def the_floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path / "floor.sqlite")
    yield made
    for desk in made.desks:
        desk.close()


def rungs(the_floor: Floor) -> int:
    with the_floor.desks[0].store.reading() as db:
        return queries.escalated(db).open


def test_each_escalation_is_told_once_whichever_console_asks(the_floor: Floor) -> None:
    with receiving() as receiver:
        way = Way(webhook=receiver.url, secret="s3cret")
        sent = [notifying.deliver(desk, way).sent for desk in the_floor.desks]
        again = [notifying.deliver(desk, way).sent for desk in the_floor.desks]
    assert sent == [rungs(the_floor), 0]
    assert again == [0, 0]
    assert len(receiver.got) == rungs(the_floor) >= 1
    for headers, body in receiver.got:
        told = json.loads(body)
        assert told["ticket"] == the_floor.number
        assert told["title"].startswith("打不开 [/b]")
        assert "\x1b" not in body
        stamp = int(headers["Floorboard-Timestamp"])
        assert headers["Floorboard-Signature"] == f"sha256={signature('s3cret', stamp, body)}"
        assert headers["Idempotency-Key"] == told["key"]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_does_not_arrive_is_kept_and_tried_later_and_later(
    the_floor: Floor, status: int
) -> None:
    desk = the_floor.desks[0]
    with receiving() as receiver:
        receiver.status = status
        way = Way(webhook=receiver.url)
        first = notifying.deliver(desk, way)
        count = first.failed
        assert (first.sent, count) == (0, rungs(the_floor))
        assert str(status) in str(first.problem)
        assert the_floor.waiting().waiting == count
        the_floor.now += notifying.FIRST_PAUSE - 1
        assert notifying.deliver(desk, way).failed == 0  # not yet
        the_floor.now += 1
        assert notifying.deliver(desk, way).failed == count
        the_floor.now += notifying.FIRST_PAUSE
        assert notifying.deliver(desk, way).failed == 0  # twice as long now
        receiver.status = 204
        the_floor.now += notifying.FIRST_PAUSE
        assert notifying.deliver(desk, way).sent == count
        assert the_floor.waiting().waiting == 0
        keys = [headers["Idempotency-Key"] for headers, _ in receiver.got]
    assert len(keys) == 3 * count
    assert len(set(keys)) == count


def test_a_notice_that_nobody_takes_for_days_is_given_up(the_floor: Floor) -> None:
    desk, way = the_floor.desks[0], Way(webhook="http://127.0.0.1:9/")
    assert notifying.deliver(desk, way).failed
    the_floor.now += notifying.TOO_OLD
    assert notifying.deliver(desk, way).failed
    assert the_floor.waiting().waiting == 0


def test_a_console_that_died_while_sending_leaves_it_to_the_others(
    the_floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    way = Way(command="true")
    monkeypatch.setattr(notifying, "send", die)
    with pytest.raises(KeyboardInterrupt):
        notifying.deliver(the_floor.desks[0], way)
    monkeypatch.undo()
    assert notifying.deliver(the_floor.desks[1], way).sent == rungs(the_floor) - 1
    the_floor.now += notifying.CLAIM_SECONDS
    assert notifying.deliver(the_floor.desks[1], way).sent == 1


def test_a_round_stops_when_it_is_told_to(the_floor: Floor) -> None:
    assert rungs(the_floor) > 1
    answers = iter([True, False])
    outcome = notifying.deliver(the_floor.desks[0], Way(command="true"), lambda: next(answers))
    assert outcome.sent == 1
    assert the_floor.waiting().waiting == rungs(the_floor) - 1


def test_sending_one_takes_no_longer_than_it_is_claimed() -> None:
    assert notifying.CLAIM_SECONDS > notices.SECONDS


def test_attempts_do_not_fill_the_journal(the_floor: Floor) -> None:
    desk, way = the_floor.desks[0], Way(command="false")
    notifying.deliver(desk, way)
    before = written(desk)
    the_floor.now += notifying.LONGEST_PAUSE
    assert notifying.deliver(desk, way).failed
    assert written(desk) == before


def test_undo_reaches_behind_what_happened_by_itself(the_floor: Floor) -> None:
    desk = the_floor.desks[0]
    tickets.note(desk, the_floor.number, "call back")
    for _ in range(undoing.DEPTH + 1):
        with desk.deed(notifying.ACTION, "notifications"):
            pass
    assert undoing.undo(desk).action == "ticket.noted"
    assert undoing.redo(desk).action == "ticket.noted"


def test_one_that_is_handed_back_is_told_again(the_floor: Floor) -> None:
    desk, way = the_floor.desks[0], Way(command="true")
    notifying.deliver(desk, way)
    with desk.store.reading() as db:
        number = queries_of_escalations.of_ticket(db, the_floor.number)[0].id
    for _ in range(2):
        escalations.acknowledge(desk, number, "mine")
        assert notifying.deliver(desk, way).sent == 0
        escalations.hand_back(desk, number, "not mine")
        assert notifying.deliver(desk, way).sent == 1
        assert notifying.deliver(desk, way).sent == 0
    undoing.undo(desk)
    undoing.redo(desk)
    assert notifying.deliver(desk, way).sent == 0


SECRET = "hunter2"


@pytest.mark.parametrize(
    "way",
    [
        Way(webhook=f"http://127.0.0.1:9/{SECRET}?token={SECRET}"),
        Way(webhook=f"http://me:{SECRET}@127.0.0.1:9/"),
        Way(webhook=f"http://127.0.0.1:9/{SECRET} {SECRET}"),
        Way(command=f"false --token={SECRET}"),
        Way(command=f"sleep 5 {SECRET}"),
        Way(command=f"/no/such/command {SECRET}"),
    ],
)
def test_a_failure_tells_no_secret(
    the_floor: Floor, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    monkeypatch.setattr(notices, "SECONDS", 0.05)
    outcome = notifying.deliver(the_floor.desks[0], way)
    assert outcome.failed
    assert SECRET not in str(outcome.problem)
    assert SECRET not in the_floor.waiting().failure


def test_a_command_gets_no_pin(
    the_floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in notices.NOT_FOR_COMMANDS:
        monkeypatch.setenv(name, "246810")
    kept = tmp_path / "kept"
    notifying.deliver(the_floor.desks[0], Way(command=f"sh -c 'env > {kept}'"))
    told = kept.read_text()
    assert "PATH=" in told
    assert "246810" not in told


def written(desk: Desk) -> int:
    with desk.store.reading() as db:
        return len(list(entries.since(db)))


def test_a_command_gets_the_notice_on_its_standard_input(the_floor: Floor, tmp_path: Path) -> None:
    kept = tmp_path / "kept; touch x"
    command = f"tee -a '{kept}'"
    count = rungs(the_floor)
    assert notifying.deliver(the_floor.desks[0], Way(command=command)).sent == count
    decoder, text, told = json.JSONDecoder(), kept.read_text("utf-8"), []
    while text:
        found, end = decoder.raw_decode(text)
        told.append(found["ticket"])
        text = text[end:]
    assert told == [the_floor.number] * count


@pytest.mark.parametrize("command", ["false", "/no/such/command"])
def test_a_command_that_fails_is_a_failed_notice(the_floor: Floor, command: str) -> None:
    outcome = notifying.deliver(the_floor.desks[0], Way(command=command))
    assert outcome.sent == 0
    assert isinstance(outcome.problem, Problem)
    assert the_floor.waiting().waiting == outcome.failed > 0


def test_what_is_acknowledged_needs_no_notice(the_floor: Floor) -> None:
    desk = the_floor.desks[0]
    with desk.store.reading() as db:
        numbers = [view.id for view in queries_of_escalations.of_ticket(db, the_floor.number)]
    for number in numbers:
        escalations.acknowledge(desk, number, "mine")
    with receiving() as receiver:
        assert notifying.deliver(desk, Way(webhook=receiver.url)) == notifying.Sent()
    assert not receiver.got


def test_without_a_way_nothing_is_queued(the_floor: Floor) -> None:
    assert notifying.deliver(the_floor.desks[0], Way()) == notifying.Sent()
    assert the_floor.waiting().waiting == 0
