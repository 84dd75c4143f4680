"""From files to drafts: one row a ticket, in the formats of several systems."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from floorboard.desk.imports import Options, import_tickets
from floorboard.desk.why import explain
from floorboard.domain.instant import iso
from floorboard.domain.problem import Problem
from floorboard.domain.ticket import Channel, EventKind, Kind, State
from floorboard.exchange.drafts import TicketDraft
from floorboard.exchange.tickets import Reading, read_tickets
from floorboard.exchange.wall_clock import ZoneNeeded
from importing import make_floor, open_copy, ticket

SHANGHAI = ZoneInfo("Asia/Shanghai")


def write(tmp_path: Path, text: str | bytes, name: str = "tickets.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def notes(reading: Reading) -> str:
    return "\n".join(map(str, reading.notes))


def kinds(draft: TicketDraft) -> list[str]:
    return [event.kind.value for event in draft.events]


CHINESE = """\
编号,标题,状态,优先级,客户,项目,负责人,渠道,创建时间,解决时间,截止时间
101004143000,"登录不了,提示\n密码错误",处理中,高,华东商贸,计费,李伟,电话,2026年11月22日 18:42,,\
2026年11月22日 22:42
A-2,打印机坏了,已解决,低,华东　商贸,门户,王芳,邮件,2026-11-21 09:00,2026-11-21 11:30,2026-11-21
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_chinese_list_without_a_profile(tmp_path: Path, encoding: str) -> None:
    reading = read_tickets(write(tmp_path, CHINESE.encode(encoding)), zone=SHANGHAI)
    assert reading.profile.name == "generic"
    assert (reading.rows, reading.rejects) == (2, [])
    first, second = reading.drafts
    assert first.external_id == "101004143000"
    assert first.title == "登录不了,提示\n密码错误"
    assert (first.state, first.priority, first.channel) == (State.OPEN, 2, Channel.PHONE)
    assert (first.customer, first.project, first.owner) == ("华东商贸", "计费", "李伟")
    assert iso(first.opened_at) == "2026-11-22T10:42:00Z"
    assert iso(first.target_at or 0) == "2026-11-22T14:42:00Z"
    assert kinds(first) == ["opened"]
    assert second.customer == "华东 商贸"
    assert iso(second.target_at or 0) == "2026-11-21T16:00:00Z"
    assert iso(second.solved_at or 0) == "2026-11-21T03:30:00Z" == iso(second.updated_at)
    assert kinds(second) == ["opened", "solved"]
    assert (first.line, second.line) == (2, 4)


def test_bad_rows_are_rejected_with_line_column_and_row_and_the_rest_goes_in(
    tmp_path: Path,
) -> None:
    text = (
        "id,title,status,priority,created,reopened\n"
        "1,a,open,high,2026-11-22 10:00,0\n"
        "2,b,ajar,high,2026-11-22 10:00,0\n"
        "3,c,open,high,soon,0\n"
        ",d,open,high,2026-11-22 10:00,0\n"
        "5,e,open,high,,0\n"
        "6,f,open,high,2026-11-22 10:00,many\n"
        ",,,,,\n"
        "7,g,open,odd,2026-11-22 10:00,2,surplus\n"
        "8,h,open,odd,2026-11-22 10:00,2\n"
    )
    reading = read_tickets(write(tmp_path, text), zone=SHANGHAI)
    assert [draft.external_id for draft in reading.drafts] == ["1", "8"]
    assert reading.rows == 8
    assert [(r.line, r.column, r.value) for r in reading.rejects] == [
        (3, "status", "ajar"),
        (4, "created", "soon"),
        (5, "id", ""),
        (6, "created", ""),
        (7, "reopened", "many"),
        (9, "#7", "surplus"),
    ]
    assert reading.rejects[0].cells == ("2", "b", "ajar", "high", "2026-11-22 10:00", "0")
    assert reading.rejects[0].problem.where == "tickets.csv:3"
    assert reading.drafts[1].priority is None
    assert "odd" in notes(reading)


def test_strict_raises_the_first_reject(tmp_path: Path) -> None:
    path = write(tmp_path, "id,created\n1,2026-01-01\n2,soon\n")
    with pytest.raises(Problem, match=r"tickets\.csv:3: soon in column created"):
        read_tickets(path, zone=SHANGHAI, strict=True)


def test_the_two_ways_to_write_the_same_dates_give_the_same_tickets(tmp_path: Path) -> None:
    rows = [("1", 2022, 1, 21), ("2", 2022, 2, 3), ("3", 2022, 4, 5)]
    ymd = "".join(f"{n},{y}-{m:02}-{d:02} 13:47:00\n" for n, y, m, d in rows)
    dmy = "".join(f"{n},{d:02}/{m:02}/{y} 13:47:00\n" for n, y, m, d in rows)
    first = read_tickets(write(tmp_path, f"id,created\n{ymd}", "a.csv"), zone=SHANGHAI)
    second = read_tickets(write(tmp_path, f"id,created\n{dmy}", "b.csv"), zone=SHANGHAI)
    assert first.drafts == second.drafts
    assert "dates are dmy" in notes(second)


def test_ambiguous_dates_are_refused_until_the_order_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, "id,created\n1,05/04/2016 10:00\n")
    with pytest.raises(Problem, match="two ways"):
        read_tickets(path, zone=SHANGHAI)
    (draft,) = read_tickets(path, zone=SHANGHAI, date_order="mdy").drafts
    assert iso(draft.opened_at) == "2016-05-04T02:00:00Z"


def test_an_ambiguous_column_follows_one_that_is_not(tmp_path: Path) -> None:
    path = write(tmp_path, "id,created,updated\n1,05/04/2016 10:00,13/04/2016 09:00\n")
    (draft,) = read_tickets(path, zone=SHANGHAI).drafts
    assert iso(draft.opened_at) == "2016-04-05T02:00:00Z"


def test_a_given_order_rejects_the_rows_that_contradict_it(tmp_path: Path) -> None:
    path = write(tmp_path, "id,created\n1,13/04/2016\n2,04/13/2016\n")
    with pytest.raises(Problem, match="contradict"):
        read_tickets(path, zone=SHANGHAI)
    reading = read_tickets(path, zone=SHANGHAI, date_order="dmy")
    assert [reject.line for reject in reading.rejects] == [3]


def test_local_times_need_a_zone_and_clock_changes_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "id,created\n1,2026-03-08 02:30\n2,2026-11-01 01:30\n")
    with pytest.raises(Problem, match="--zone"):
        read_tickets(path)
    text = notes(read_tickets(path, zone=ZoneInfo("America/New_York")))
    assert "1 time that a clock change skips, like 2026-03-08 02:30" in text
    assert "1 time that occurs twice, like 2026-11-01 01:30" in text
    assert "local times are of America/New_York" in text


def test_dates_of_every_sort_mix_in_a_spreadsheets_column(tmp_path: Path) -> None:
    path = tmp_path / "mixed.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["ID", "Customer", "Created"])
    moment = datetime(2016, 4, 13, 10, 30)  # noqa: DTZ001 - a wall time
    sheet.write_row(1, 0, [101004143000, "Ann\xa0 Lee\xa0"])
    sheet.write_datetime(1, 2, moment, book.add_format({"num_format": "dd.mm.yyyy"}))
    sheet.write_row(2, 0, [2, "x", 42473.4375])
    sheet.write_row(3, 0, [3, "x", "13/04/2016 10:30"])
    sheet.write_row(4, 0, [4, "x", "2016-04-13 10:30:00"])
    sheet.write_row(5, 0, [5, "x", 0.0])
    book.close()
    reading = read_tickets(path, zone=SHANGHAI)
    assert {iso(draft.opened_at) for draft in reading.drafts} == {"2016-04-13T02:30:00Z"}
    assert [draft.external_id for draft in reading.drafts] == ["101004143000", "2", "3", "4"]
    assert reading.drafts[0].customer == "Ann Lee"
    assert [(reject.line, reject.value) for reject in reading.rejects] == [(6, "0")]


def test_dates_that_a_spreadsheet_swapped_are_remarked_on(tmp_path: Path) -> None:
    true = "".join(f"{n},2016-{n:02}-04 10:00:00\n" for n in range(1, 5))
    text = "".join(f"{n},{n}/04/2016 10:00\n" for n in range(13, 17))
    reading = read_tickets(write(tmp_path, f"id,created\n{true}{text}"), zone=SHANGHAI)
    assert "swapped day and month" in notes(reading)


def test_the_newest_of_two_rows_for_one_ticket_counts(tmp_path: Path) -> None:
    text = (
        "id,status,created,updated\n"
        "1,solved,2026-01-01 10:00,2026-01-03 10:00\n"
        "1,open,2026-01-01 10:00,2026-01-02 10:00\n"
        "1,solved,2026-01-01 10:00,2026-01-03 10:00\n"
    )
    reading = read_tickets(write(tmp_path, text), zone=SHANGHAI)
    (draft,) = reading.drafts
    assert draft.state is State.SOLVED
    assert [reject.line for reject in reading.rejects] == [3]


def test_progress_is_told_and_may_end_the_reading(tmp_path: Path) -> None:
    body = "".join(f"{n},2026-01-01 10:00\n" for n in range(5000))
    path = write(tmp_path, f"id,created\n{body}")
    told: list[tuple[int, int]] = []
    read_tickets(path, zone=SHANGHAI, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_tickets(path, zone=SHANGHAI, progress=stop)


def test_a_mapping_on_the_command_line(tmp_path: Path) -> None:
    text = "Vorgang;Betreff;Angelegt\n7;Drucker;2026-01-31 08:00\n"
    overrides = {"external_id": "Vorgang", "title": "Betreff", "opened_at": "Angelegt"}
    reading = read_tickets(write(tmp_path, text), overrides=overrides, zone=SHANGHAI)
    assert [draft.title for draft in reading.drafts] == ["Drucker"]


def test_a_zammad_report_with_its_title_and_footer(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "2026-11")
    header = (
        "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Created At,"
        "Updated At,Closed At,Close Escalation At,First Response At,Last Contact Agent At,"
        "Last Contact Customer At"
    )
    sheet.write_row(2, 0, header.split(","))
    rows = [
        "53001,Kein Zugriff,pending reminder,3 high,Support,Ana Ruiz,Bo,Acme,phone,"
        "2026-11-22 10:00:00,2026-11-22 12:00:00,,2026-11-22 18:00:00,2026-11-22 10:20:00,"
        "2026-11-22 11:00:00,2026-11-22 11:30:00",
        "53002,Rechnung,closed,1 low,Support,-,Cy,Acme,email,"
        "2026-11-20 10:00:00,2026-11-21 12:00:00,2026-11-21 12:00:00,,,,",
    ]
    for number, row in enumerate(rows, 3):
        sheet.write_row(number, 0, row.split(","))
    sheet.write_string(6, 0, "Timezone: Europe/Berlin")
    book.close()
    reading = read_tickets(path)
    assert reading.profile.name == "zammad"
    assert (reading.rows, reading.rejects) == (2, [])
    assert read_tickets(path, zone=SHANGHAI).rejects == []
    first, second = reading.drafts
    assert (first.state, first.priority, first.channel) == (State.WAITING, 2, Channel.PHONE)
    assert iso(first.opened_at) == "2026-11-22T09:00:00Z"
    assert iso(first.target_at or 0) == "2026-11-22T17:00:00Z"
    assert kinds(first) == ["opened", "reply", "reply", "chased", "waiting"]
    assert (second.state, second.owner, second.priority) == (State.CLOSED, "", 4)
    assert kinds(second) == ["opened", "solved", "closed"]


ZAMMAD = (
    "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Created At,"
    "Updated At,Closed At,First Response At,Last Contact Customer At\n"
)


def test_a_footer_with_an_unknown_zone_is_told(tmp_path: Path) -> None:
    row = "7,Printer,open,3 high,IT,-,Bo,Acme,phone,2026-11-22 10:00:00,2026-11-22 10:00:00,,,\n"
    path = write(tmp_path, f"{ZAMMAD}{row}Timezone: Mars/Olympus{',' * 13}\n")
    with pytest.raises(ZoneNeeded, match=r"tickets\.csv:3: .* known: Mars/Olympus\. .*--zone"):
        read_tickets(path)
    reading = read_tickets(path, zone=SHANGHAI)
    assert [draft.title for draft in reading.drafts] == ["Printer"]
    assert reading.rejects == []
    assert "isn't known: Mars/Olympus" in notes(reading)


@pytest.mark.parametrize("replied", ["10:00:00", "09:59:59"])
def test_a_reply_at_the_opening_or_before_counts_there(tmp_path: Path, replied: str) -> None:
    opened = "2026-11-22 10:00:00"
    row = f"7,VPN,open,3 high,IT,-,Bo,Acme,phone,{opened},{opened},,2026-11-22 {replied},{opened}\n"
    (draft,) = read_tickets(write(tmp_path, ZAMMAD + row), zone=SHANGHAI).drafts
    assert kinds(draft) == ["opened", "reply"]
    assert {event.at for event in draft.events} == {draft.opened_at}


def test_a_reply_in_the_opening_second_stops_the_first_reply_s_clock(tmp_path: Path) -> None:
    opened = "2026-11-22 10:00:00"
    row = f"7,VPN,open,3 high,IT,-,Bo,Acme,phone,{opened},{opened},,{opened},\n"
    desk = open_copy(make_floor(tmp_path / "made.sqlite"), tmp_path / "floor.sqlite")
    import_tickets(desk, [write(tmp_path, ZAMMAD + row)], Options(zone="UTC"))
    stored = ticket(desk, "7")
    first, _, _ = explain(desk, stored.id).clocks
    desk.close()
    assert stored.first_replied_at == first.clock.stopped_at == stored.opened_at
    assert stored.next_clock != "first_reply"


@pytest.mark.parametrize("closed", ["10:00:00", "09:59:59"])
def test_a_closing_at_the_opening_or_before_counts_there(tmp_path: Path, closed: str) -> None:
    opened = "2026-11-22 10:00:00"
    row = f"7,VPN,closed,3 high,IT,-,Bo,Acme,phone,{opened},{opened},2026-11-22 {closed},,\n"
    (draft,) = read_tickets(write(tmp_path, ZAMMAD + row), zone=SHANGHAI).drafts
    assert kinds(draft) == ["opened", "solved", "closed"]
    assert draft.solved_at == draft.closed_at == draft.opened_at


def test_a_jira_csv_with_repeated_labels_and_a_due_day(tmp_path: Path) -> None:
    text = (
        "Summary,Issue key,Issue Type,Status,Status Category,Priority,Assignee,Reporter,Created,"
        "Updated,Resolved,Due date,Labels,Labels\n"
        "Fix flow,PAY-1,Bug,Ready to ship,In Progress,Highest,Ana,Bo,14/Jul/26 3:42 PM,"
        "15/Jul/26 9:00 AM,,22/Jul/26 12:00 AM,a,b\n"
        "Ask,PAY-2,Question,Done,Done,Low,,Bo,14/Jul/26 12:05 AM,15/Jul/26 9:00 AM,"
        "15/Jul/26 9:00 AM,,,\n"
    )
    reading = read_tickets(write(tmp_path, text), zone=ZoneInfo("UTC"))
    first, second = reading.drafts
    assert reading.profile.name == "jira"
    assert (first.state, first.priority, first.kind) == (State.OPEN, 1, Kind.INCIDENT)
    assert iso(first.opened_at) == "2026-07-14T15:42:00Z"
    assert iso(first.target_at or 0) == "2026-07-23T00:00:00Z"
    assert (second.state, second.kind) == (State.SOLVED, Kind.QUESTION)
    assert reading.header[-1] == "Labels (2)"


def test_a_jira_search_answer(tmp_path: Path) -> None:
    issue = {
        "key": "PAY-1",
        "fields": {
            "summary": "Fix flow",
            "status": {"name": "Escalated"},
            "priority": {"name": "High"},
            "created": "2026-07-14T15:42:00.123+0200",
            "updated": "2026-07-14T16:00:00.000+0200",
            "assignee": None,
        },
    }
    path = write(tmp_path, json.dumps({"total": 1, "issues": [issue]}), "search.json")
    (draft,) = read_tickets(path).drafts
    assert (draft.external_id, draft.title, draft.priority) == ("PAY-1", "Fix flow", 2)
    assert iso(draft.opened_at) == "2026-07-14T13:42:00Z"
    assert kinds(draft) == ["opened", "second_line"]


def test_an_osticket_export(tmp_path: Path) -> None:
    text = (
        "Ticket Number,Date Created,Subject,From,From Email,Priority,Department,Help Topic,Source,"
        "Current Status,Last Updated,SLA Due Date,Due Date,Closed Date,Agent Assigned,"
        "Team Assigned,Reopen Count\n"
        "038412,2026-11-20 10:00:00,VPN,Bo,bo@example.org,Emergency,IT,Network,Phone,Open,"
        "2026-11-20 11:00:00,2026-11-21 10:00:00,,,Ana,,3\n"
    )
    (draft,) = read_tickets(write(tmp_path, text), zone=ZoneInfo("UTC")).drafts
    assert draft.source == "osticket"
    assert draft.external_id == "038412"
    assert (draft.priority, draft.group, draft.reopen_count) == (1, "IT", 3)
    assert iso(draft.target_at or 0) == "2026-11-21T10:00:00Z"


def test_the_recorded_target_and_verdict_are_kept(tmp_path: Path) -> None:
    text = (
        "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,case_title,source\n"
        "101004199999,2022-01-21 13:47:00,2022-02-04 13:47:30, ,OVERDUE,Open,Signal out,Web form\n"
        "101004199998,2022-07-19 11:18:00, ,2022-07-19 11:42:16,ONTIME,Closed,Needle,Self Service\n"
    )
    reading = read_tickets(write(tmp_path, text))
    first, second = reading.drafts
    assert iso(first.opened_at) == "2022-01-21T18:47:00Z"
    assert iso(first.target_at or 0) == "2022-02-04T18:47:30Z"
    assert (first.verdict, first.closed_at, first.channel) == ("late", None, Channel.OTHER)
    assert second.verdict == "on_time"
    assert second.solved_at == second.closed_at
    assert [event.kind for event in second.events] == [
        EventKind.OPENED,
        EventKind.SOLVED,
        EventKind.CLOSED,
    ]
    assert "Web form" in notes(reading)


def test_epoch_times_in_json_lines_need_no_zone(tmp_path: Path) -> None:
    rows = [{"id": 1, "created_at": 1795344120}, {"id": 2, "created_at": 1795344120000}]
    path = write(tmp_path, "\n".join(map(json.dumps, rows)), "a.jsonl")
    assert {iso(draft.opened_at) for draft in read_tickets(path).drafts} == {"2026-11-22T10:42:00Z"}


def test_surrogates_nul_and_markup_come_through_as_they_are(tmp_path: Path) -> None:
    title = "[red]a\ud800b[/] \x00 \x1b]52;c;x\x07 \u202e"
    row = {"id": "x", "title": title, "created": "2026-01-01T00:00:00Z"}
    path = write(tmp_path, json.dumps([row]), "a.json")
    assert read_tickets(path).drafts[0].title == title
