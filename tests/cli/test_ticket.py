"""`ticket …`: every deed from the command line, what it refuses, and one undo for many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from floorboard.cli.ticket import ticket as group

Program = Callable[..., Any]
Ask = Callable[..., dict[str, Any]]

DUE = "2026-11-22T11:13:00Z"
"""Half an hour after the minute in which the tests work."""


@pytest.fixture
def new(on_copy: Program) -> Callable[..., int]:
    """Open a ticket; its number."""

    def make(*options: object) -> int:
        run = on_copy("ticket", "new", "--title", "Printer", *options)
        assert run.status == 0, run.err
        return int(run.out)

    return make


@pytest.fixture
def ask(on_copy: Program) -> Ask:
    """Do a deed that succeeds; its document."""

    def run(deed: str, *arguments: object, typed: str | None = None) -> dict[str, Any]:
        done = on_copy("ticket", deed, *arguments, "--json", typed=typed)
        assert (done.status, done.err) == (0, "")
        found: dict[str, Any] = done.json
        return found

    return run


def history(on_copy: Program, number: int) -> list[tuple[str, str]]:
    events = on_copy("ticket", "show", number, "--json").json["history"]
    return [(event["kind"], event["body"]) for event in events]


# Showing


def test_a_number_shows_the_ticket(on_copy: Program) -> None:
    shown = on_copy("ticket", "show", 12)
    assert shown.status == 0
    assert shown.out.startswith("#12 ")
    assert on_copy("ticket", 12) == on_copy("ticket", "#12") == shown
    assert on_copy("ticket", "--json", 12).json == on_copy("ticket", 12, "--json").json


def test_a_slip_in_a_commands_name_is_no_number(on_copy: Program) -> None:
    run = on_copy("ticket", "reopn", 12, "--text", "x")
    assert run.status == 2
    assert "No such command 'reopn'. (Did you mean one of: 'reopen', " in run.err
    alone = on_copy("ticket", "nowhere")
    assert (alone.status, "there is no ticket nowhere" in alone.err) == (1, True)


def test_without_anything_the_help_is_shown(on_copy: Program) -> None:
    run = on_copy("ticket")
    assert run.status == 2
    assert "hand-over" in run.err


# One deed each


def test_a_reply_with_a_promise(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new()
    told = ask("reply", number, "--text", "We look into it", "--in", "30m")
    assert told["number"] == number
    assert (told["state"], told["next_due_at"]) == ("open", DUE)
    assert told["next_clock"] == "status_reply"
    assert history(on_copy, number)[-2:] == [("reply", "We look into it"), ("promised", "")]


def test_text_from_standard_input(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new()
    ask("note", number, "--text", "-", typed="two\nlines\n")
    assert history(on_copy, number)[-1] == ("note", "two\nlines")
    empty = on_copy("ticket", "note", number, "--text", "-", typed=" \n")
    assert empty.status == 1
    assert "the note can't be empty" in empty.err
    long = on_copy("ticket", "note", number, "--text", "-", typed="x" * 100_001)
    assert (long.status, "too long" in long.err) == (1, True)
    ask("note", number, "--text", "-", typed="x" * 100_000 + "\n")


def test_control_bytes_are_not_obeyed(on_copy: Program, new: Callable[..., int]) -> None:
    number = new()
    run = on_copy("ticket", "edit", number, "--title", "\x1b]0;mine\x07 \x9b1m")
    assert run.status == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(run.out)


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (["--in", "30m"], DUE),
        (["--in", "2h"], "2026-11-22T12:43:00Z"),
        (["--until", "19:13"], DUE),
        (["--until", "2026-11-22T19:13"], DUE),
        (["--until", "2026-11-22T11:13:00Z"], DUE),
        (["--until", "30"], DUE),
        (["--until", "晚上7点13"], DUE),
    ],
)
def test_a_promise(new: Callable[..., int], ask: Ask, options: list[str], due: str) -> None:
    told = ask("promise", new(), *options)
    assert (told["until"], told["next_due_at"]) == (due, due)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ([], 2, "Give --until or --in"),
        (["--in", "1h", "--until", "19:13"], 2, "contradict each other"),
        (["--in", "soon"], 2, "--in: "),
        (["--in", "19:30"], 2, "--in: "),
        (["--until", "soon"], 2, "--until: soon isn't a time"),
        (["--until", "2026-11-22T25:00"], 2, "--until: "),
        (["--until", "2026-11-22T10:00:00Z"], 1, "is over already"),
        (["--until", "2029-11-22T10:00:00Z"], 1, "more than a year away"),
    ],
)
def test_a_promise_that_is_none(
    on_copy: Program, new: Callable[..., int], options: list[str], status: int, said: str
) -> None:
    run = on_copy("ticket", "promise", new(), *options)
    assert run.status == status
    assert said in run.err
    assert run.err.count("\n") == 1


def test_a_ticket_goes_its_way(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new("--owner", "wangfang")
    assert ask("wait", number)["state"] == "waiting"
    assert ask("chase", number, "--text", "Still broken")["state"] == "open"
    assert ask("wait", number, "--text", "asked for a photo")["state"] == "waiting"
    assert ask("resume", number)["state"] == "open"
    handed = ask("hand-over", number, "--text", "needs a log", "--to", "何军")
    assert (handed["state"], handed["owner"]) == ("second_line", "何军")
    back = ask("give-back", number, "--text", "driver replaced")
    assert (back["state"], back["owner"]) == ("open", "王芳")
    solved = ask("solve", number, "--text", "works again")
    assert (solved["state"], solved["next_due_at"]) == ("solved", None)
    ask("rate", number, 4)
    assert ask("close", number)["state"] == "closed"
    assert ask("rate", number, 1, "--text", "no", "--disagrees")["state"] == "open"
    ask("solve", number, "--text", "really")
    assert ask("reopen", number, "--text", "not really")["state"] == "open"
    assert on_copy("journal", "--verify").status == 0


def test_who_has_it(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new()
    for name in ("wangf", "王芳", "wangfang", "wf"):
        assert ask("assign", number, name)["owner"] == "王芳"
        assert ask("assign", number, "none")["owner"] == ""
    taken = on_copy("ticket", "take", number)
    assert taken.status == 1
    assert "nobody is signed in who could take it" in taken.err


def test_whoever_signs_in_takes(
    on_copy: Program, new: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = new()
    monkeypatch.setenv("FLOORBOARD_NEW_PIN", "246810")
    monkeypatch.setenv("FLOORBOARD_PIN", "246810")
    assert on_copy("people", "pin", "zhoujg").status == 0
    assert on_copy("--as", "zhoujg", "people", "pin", "liw").status == 0
    run = on_copy("--as", "liw", "ticket", "take", number)
    assert (run.status, "李伟" in run.out) == (0, True)
    unsigned = on_copy("ticket", "note", number, "--text", "x")
    assert unsigned.status == 1
    assert "nobody is signed in" in unsigned.err


def test_fields(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new()
    told = ask(
        *("edit", number, "--title", "Scanner", "--kind", "request", "--priority", 1),
        *("--project", "billing", "--owner", "wangf"),
    )
    assert (told["title"], told["priority"], told["owner"]) == ("Scanner", 1, "王芳")
    assert told["project"] == "billing"
    assert ask("edit", number, "--project", "none")["project"] is None


def test_together(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    first, second = new(), new()
    ask("link", first, second)
    again = on_copy("ticket", "link", second, first)
    assert (again.status, "linked already" in again.err) == (1, True)
    part = ask("split", first, "--title", "The other half")
    assert (part["title"], part["split_from"]) == ("The other half", first)
    assert part["number"] not in (first, second)
    assert ask("merge", second, first)["state"] == "closed"
    itself = on_copy("ticket", "merge", first, first)
    assert (itself.status, "these are one ticket" in itself.err) == (1, True)


def test_text_says_how_it_stands(on_copy: Program, new: Callable[..., int]) -> None:
    number = new("--project", "billing")
    run = on_copy("ticket", "reply", number, "--text", "x", "--in", "30m")
    assert run.out.splitlines() == [
        f"#{number}  Open  P3  Billing  status reply due 19:13  Printer",
        "promised by 19:13",
    ]
    plain = on_copy("ticket", "reply", number, "--text", "x")
    assert (plain.out.count("\n"), "promised" in plain.out) == (1, False)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("19:13", "19:13"),
        ("09:00", "tomorrow 09:00"),  # it is 18:43: the next one
        ("周日 9:00", "29 Nov 09:00"),
        ("周三 9:00", "Wed 09:00"),
        ("2026-12-24 17:30", "24 Dec 17:30"),
        ("2026-11-22T16:00:00Z", "tomorrow 00:00"),
    ],
)
def test_what_was_agreed_is_said_with_its_day(
    on_copy: Program, new: Callable[..., int], until: str, said: str
) -> None:
    run = on_copy("ticket", "promise", new(), "--until", until)
    assert (run.status, run.out.splitlines()[1:]) == (0, [f"promised by {said}"])


# Refusals


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["note", "N"], 2, "Missing option '--text'"),
        (["note", "--text", "x"], 2, "Missing argument 'NUMBER…'"),
        (["note", "9999", "--text", "x"], 1, "there is no ticket 9999"),
        (["reply", "N", "--text", "  "], 1, "the reply can't be empty"),
        (["chase", "N", "--text", ""], 1, "can't be empty"),
        (["assign", "N", "nobody-here"], 1, "there is nobody called nobody-here"),
        (["assign", "N", "li"], 1, "several people are called li. Give the code: "),
        (["assign", "N", ""], 1, "there is nobody called "),
        (["give-back", "N", "--text", "x"], 1, "second line doesn't have it"),
        (["resume", "N"], 1, "it isn't waiting for the customer"),
        (["close", "N"], 1, "it isn't solved yet"),
        (["reopen", "N", "--text", "x"], 1, "it is still open"),
        (["rate", "N", "3"], 1, "it is still open"),
        (["rate", "N", "9"], 2, "9 is not in the range"),
        (["edit", "N"], 2, "Give a field's option"),
        (["edit", "N", "--priority", "7"], 2, "7 is not in the range"),
        (["edit", "N", "--kind", "wish"], 2, "'wish' is not one of"),
        (["edit", "N", "--title", " "], 1, "the title can't be empty"),
        (["edit", "N", "--project", "nowhere"], 1, "there is no project nowhere"),
        (["edit", "N", "--customer", "nobody here"], 1, "no customer is called 'nobody here'"),
        (["split", "N"], 2, "Missing option '--title'"),
        (["link", "N", "9999"], 1, "there is no ticket 9999"),
        (["merge", "N", "9999"], 1, "there is no ticket 9999"),
        (["solve", "N", "--text", "x", "--version", "soon"], 2, "'soon' is not a valid integer"),
        (["take", "N", "M"], 2, "Got unexpected extra argument"),
        (["assign", "N", "M", "wangf", "--version", "3"], 2, "--version goes with one ticket"),
        (["edit", "N", "M", "--title", "x"], 2, "--title goes with one ticket"),
        (["hand-over", "N", "M", "--text", "x", "--to", "wf"], 2, "--to goes with one ticket"),
    ],
)
def test_what_is_refused(
    on_copy: Program, new: Callable[..., int], arguments: list[str], status: int, said: str
) -> None:
    numbers = {"N": str(new()), "M": "12"}
    before = on_copy("journal", "--json").json["entries"]
    run = on_copy("ticket", *(numbers.get(each, each) for each in arguments))
    assert run.status == status
    assert said in run.err
    assert run.err.count("\n") == 1
    assert run.out == ""
    assert on_copy("journal", "--json").json["entries"] == before


def test_nothing_is_written_in_the_past(on_copy: Program, new: Callable[..., int]) -> None:
    number = new()
    at = ("--as-of", "2026-11-22T18:43:00+08:00")
    for deed in (["note", number, "--text", "x"], ["new", "--title", "x"]):
        run = on_copy(*at, "ticket", *deed)
        assert run.status == 1
        assert "the clock stands still" in run.err


def test_a_lock_tells_what_has_changed(on_copy: Program, new: Callable[..., int], ask: Ask) -> None:
    number = new()
    version = ask("note", number, "--text", "x")["version"]
    moved = ask("assign", number, "wangf", "--version", version)
    assert moved["version"] > version
    for deed in (
        ["assign", number, "none"],
        ["edit", number, "--priority", 1],
        ["solve", number, "--text", "x"],
        ["hand-over", number, "--text", "x"],
        ["wait", number],
        ["split", number, "--title", "x"],
        ["merge", number, 12],
    ):
        run = on_copy("ticket", *deed, "--version", version)
        assert run.status == 1
        assert f"ticket {number} was changed meanwhile" in run.err
        assert "owner – → 王芳" in run.err
    assert ask("solve", number, "--text", "x", "--version", moved["version"])["state"] == "solved"


# Many at once, and undoing


def test_many_are_one_deed_with_one_undo(
    on_copy: Program, new: Callable[..., int], ask: Ask
) -> None:
    numbers = [new() for _ in range(3)]
    told = ask("assign", *numbers, "wangf")
    assert (told["done"], told["refused"]) == (3, [])
    assert {each["owner"] for each in told["tickets"]} == {"王芳"}
    ask("edit", *numbers, "--priority", 1, "--owner", "liw")
    ask("note", *numbers, "--text", "one outage")
    ask("wait", *numbers)
    ask("hand-over", *numbers, "--text", "look at the switch")
    ask("solve", *numbers, "--text", "switch replaced")
    assert {each["state"] for each in ask("close", *numbers)["tickets"]} == {"closed"}
    states = ["solved", "second_line", "waiting", "open", "open", "open"]
    for state in states:
        run = on_copy("undo")
        assert run.status == 0
        assert run.out.endswith(", ".join(f"#{number}" for number in numbers) + "\n")
        for number in numbers:
            assert on_copy("ticket", number, "--json").json["ticket"]["state"] == state
    assert on_copy("redo", "--json").json["tickets"] == numbers
    assert on_copy("ticket", numbers[0], "--json").json["ticket"]["priority"] == 1
    assert on_copy("journal", "--verify").status == 0


def test_what_is_refused_of_many_stops_nothing(on_copy: Program, new: Callable[..., int]) -> None:
    first, second, third = (new() for _ in range(3))
    on_copy("ticket", "solve", second, "--text", "x")
    run = on_copy("ticket", "solve", first, second, third, "--text", "done")
    assert run.status == 1
    assert run.out == "2 tickets, 1 refused\n"
    assert run.err == f"floorboard: #{second}: it is solved: reopen it first\n"
    document = on_copy("ticket", "assign", first, second, third, "none", "--json")
    assert (document.status, document.json["done"]) == (1, 0)
    assert [each["number"] for each in document.json["refused"]] == [first, second, third]


@pytest.mark.parametrize(
    "deed",
    [
        ["assign", "N", "wangf"],
        ["note", "N", "--text", "x"],
        ["hand-over", "N", "--text", "x"],
        ["wait", "N"],
        ["edit", "N", "--priority", 1],
        ["solve", "N", "--text", "x"],
        ["close", "N"],
    ],
    ids=lambda deed: deed[0],
)
def test_an_unknown_number_stops_nothing(
    on_copy: Program, new: Callable[..., int], deed: list[object]
) -> None:
    first, second = new(), new()
    if deed[0] == "close":
        on_copy("ticket", "solve", first, second, "--text", "x")
    place = deed.index("N")
    numbers = [first, 9999, second, "nowhere"]
    run = on_copy("ticket", *deed[:place], *numbers, *deed[place + 1 :])
    assert (run.status, run.out) == (1, "2 tickets, 2 unknown\n")
    told = run.err.splitlines()
    assert [line.partition(". ")[0] for line in told] == [
        "floorboard: there is no ticket 9999",
        "floorboard: there is no ticket nowhere",
    ]
    assert on_copy("undo", "--json").json["tickets"] == [first, second]


def test_unknown_numbers_alone_do_nothing(on_copy: Program) -> None:
    before = on_copy("journal", "--json").json["entries"]
    run = on_copy("ticket", "wait", 9998, 9999, "--json")
    assert run.status == 1
    assert (run.json["done"], run.json["tickets"]) == (0, [])
    assert [each["number"] for each in run.json["unknown"]] == ["9998", "9999"]
    assert run.err.count("\n") == 2
    assert on_copy("journal", "--json").json["entries"] == before


def test_the_same_number_twice_is_one_ticket(new: Callable[..., int], ask: Ask) -> None:
    number = new()
    assert ask("assign", number, number, "wangf")["number"] == number
    assert ask("assign", number, f"#{number}", "liw")["done"] == 1


def test_undo_with_nothing_to_undo(on_copy: Program) -> None:
    for command in ("undo", "redo"):
        run = on_copy(command)
        assert run.status == 1
        assert "there is nothing to" in run.err


def test_undo_is_refused_where_the_record_moved_on(
    on_copy: Program, new: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = new()
    monkeypatch.setenv("FLOORBOARD_CONSOLE", "other")
    on_copy("ticket", "assign", number, "wangf")
    monkeypatch.delenv("FLOORBOARD_CONSOLE")
    run = on_copy("undo")
    assert run.status == 1
    assert f"#{number} has changed since" in run.err


# Opening


def test_an_opened_ticket_has_what_was_given(on_copy: Program) -> None:
    run = on_copy(
        *("ticket", "new", "--title", "Printer", "--kind", "request", "--channel", "walk_in"),
        *("--priority", 2, "--project", "billing", "--owner", "wangf", "--body", "-", "--json"),
        typed="it smokes\n",
    )
    document = run.json
    assert document["customer"] is None
    shown = on_copy("ticket", document["number"], "--json").json["ticket"]
    wanted = {
        "kind": "request",
        "channel": "walk_in",
        "priority": 2,
        "project_code": "billing",
        "owner": "王芳",
        "body": "it smokes",
        "version": document["version"],
    }
    assert {name: shown[name] for name in wanted} == wanted


def test_a_known_number_finds_its_customer(on_copy: Program) -> None:
    def call(*options: object) -> Any:
        return on_copy("ticket", "new", "--title", "Call", *options)

    nobody = call()
    assert nobody.err == ""
    assert nobody.out.strip().isdigit()
    first = call("--phone", "+86 138-0013-8000", "--customer", "Zoë Müller")
    assert (first.status, first.err) == (0, "new customer: Zoë Müller\n")
    for phone in ("13800138000", "+8613800138000", "0086 138 0013 8000", "(138) 0013.8000"):
        assert call("--phone", phone).err == "customer: Zoë Müller\n"
    assert call("--phone", "13800138000", "--customer", "Somebody").err == "customer: Zoë Müller\n"
    assert call("--customer", "ZOË MÜLLER").err == "customer: Zoë Müller\n"
    other = call("--phone", "13800138001", "--json", "--customer", "Zoë Müller")
    assert other.json["customer"] == {"name": "Zoë Müller", "new": True}


def test_a_wrong_customer_is_mended(on_copy: Program, ask: Ask) -> None:
    def customer(number: int) -> object:
        return on_copy("ticket", number, "--json").json["ticket"]["customer"]

    slip = ("--title", "Call", "--customer", "qqx", "--priority", "p2")
    number = int(on_copy("ticket", "new", *slip).out)
    other = int(on_copy("ticket", "new", "--title", "Again", "--customer", "Zoë Müller").out)
    seen = on_copy("ticket", number, "--json").json["ticket"]
    assert seen["priority"] == 2
    assert ask("edit", number, "--customer", "zw")["version"] > seen["version"]
    assert customer(number) == "张伟"
    stale = on_copy("ticket", "edit", number, "--customer", "none", "--version", seen["version"])
    assert "customer qqx → 张伟" in stale.err
    ask("edit", number, other, "--customer", "none")
    assert (customer(number), customer(other)) == ("", "")
    on_copy("undo")
    assert (customer(number), customer(other)) == ("张伟", "Zoë Müller")


def test_a_customer_is_corrected(on_copy: Program) -> None:
    number = int(on_copy("ticket", "new", "--title", "Call", "--customer", "Zoë Müller").out)
    run = on_copy("customer", "edit", "zoe", "--name", "Zoë Miller", "--phone", "010 5551234")
    assert (run.status, run.out) == (0, "Zoë Miller  010 5551234\n")
    assert on_copy("search", "Miller", "--json").json["tickets"][0]["id"] == number
    told = on_copy("journal", "--limit", 1).out
    assert "corrected a customer" in told
    assert "Zoë Müller → Zoë Miller" in told
    for refused in (["5551234", "--name", "X", "--version", 1], ["zoe", "--name", " "]):
        assert on_copy("customer", "edit", *refused).status == 1
    assert on_copy("customer", "edit", "zoe").status == 2
    on_copy("undo")
    assert on_copy("ticket", number, "--json").json["ticket"]["customer"] == "Zoë Müller"


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--phone", "99999999"], 1, "no customer has the number 99999999"),
        (["--customer", "Twin"], 1, "several customers have this number or name: Twin 111"),
        (["--kind", "wish"], 2, "'wish' is not one of"),
        (["--channel", "pigeon"], 2, "'pigeon' is not one of"),
        (["--priority", "0"], 2, "0 is not in the range"),
        (["--owner", "nobody-here"], 1, "there is nobody called nobody-here"),
        (["--project", "nowhere"], 1, "there is no project nowhere"),
        (["--title", ""], 1, "the title can't be empty"),
    ],
)
def test_what_can_not_be_opened(
    on_copy: Program, options: list[str], status: int, said: str
) -> None:
    for phone in ("1111111", "2222222"):
        on_copy("ticket", "new", "--title", "T", "--customer", "Twin", "--phone", phone)
    before = on_copy("tickets", "--all", "--json").json["total"]
    run = on_copy("ticket", "new", "--title", "T", *options)
    assert run.status == status
    assert said in run.err
    assert run.out == ""
    assert on_copy("tickets", "--all", "--json").json["total"] == before


def test_every_deed_is_tried_here() -> None:
    text = Path(__file__).read_text("utf-8")
    for name in group.commands:
        assert f'"{name}"' in text, name
