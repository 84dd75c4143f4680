"""Delimited text: encodings, delimiters, line ends, and rows that do not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floorboard.domain.problem import Problem
from floorboard.exchange.delimited import find_delimiter
from floorboard.exchange.rows import Caps, Rows, read_rows


def read(tmp_path: Path, data: bytes | str, caps: Caps | None = None) -> Rows:
    path = tmp_path / "tickets.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_rows(path, caps or Caps())


def cells(rows: Rows) -> list[tuple[int, list[str]]]:
    return list(rows.cells)


TEXT = "编号,标题\n1,打印机坏了\n2,登录不了\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8-SIG"),
        (TEXT.encode("utf-16"), "UTF-16"),
        ("\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (TEXT.encode("gbk"), "GB18030"),
        ("编号,标题\n1,𠮷\n".encode("gb18030"), "GB18030"),
    ],
)
def test_the_encoding_ladder(tmp_path: Path, data: bytes, encoding: str) -> None:
    rows = read(tmp_path, data)
    assert rows.header == ["编号", "标题"]
    assert cells(rows)[0][1][1] in {"打印机坏了", "𠮷"}
    assert rows.notes[0].facts["encoding"] == encoding


def test_a_gbk_file_of_two_words_is_chinese(tmp_path: Path) -> None:
    rows = read(tmp_path, "编号\n一号\n".encode("gbk"))
    assert rows.header == ["编号"]
    assert cells(rows) == [(2, ["一号"])]


def test_one_broken_byte_does_not_make_a_utf8_file_chinese(tmp_path: Path) -> None:
    names = "\n".join(f"{number},Zoë Müller Ångström" for number in range(100))
    rows = read(tmp_path, f"id,name\n{names}\n".encode() + b"100,broken \xff byte\n")
    assert cells(rows)[0][1][1] == "Zoë Müller Ångström"
    assert rows.notes[1].facts["count"] == 1


def test_latin_1_that_is_no_gb18030_either_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="neither UTF-8 nor GB18030"):
        read(tmp_path, b"id,name\n1,caf\xe9\n")


@pytest.mark.parametrize("data", [b"\x7fELF\0\0\0", "id,title\n1,a\n".encode("utf-16-le")])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem, match="not text"):
        read(tmp_path, data)


def test_nul_in_a_cell_far_down_is_kept_as_it_is(tmp_path: Path) -> None:
    filler = "".join(f"{number},plain\n" for number in range(1000))
    rows = read(tmp_path, f"id,title\n{filler}x,a\0b\n")
    assert cells(rows)[-1][1] == ["x", "a\0b"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_any_line_end(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [["id", "title"], ["1", "a"], ["2", 'say "hi"'], ["3", "one\ntwo"]]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows(lines)
    rows = read(tmp_path, out.getvalue())
    assert rows.header == ["id", "title"]
    assert [row for _, row in cells(rows)] == lines[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id;title, long;date\n1;a, b;x\n2;c;y\n", ";"),
        ("id\ttitle\n1\ta, b, c\n2\td, e\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("编号\n1\n2\n", ","),
        ("id,time\n1,10:00;x\n", ","),
    ],
)
def test_the_delimiter_is_the_one_under_which_rows_fit_the_header(text: str, expected: str) -> None:
    assert find_delimiter(text) == expected


def test_a_spreadsheets_sep_line_is_believed(tmp_path: Path) -> None:
    rows = read(tmp_path, "sep=;\nid;title\n1;a\n")
    assert rows.header == ["id", "title"]
    assert cells(rows) == [(3, ["1", "a"])]


def test_a_single_column(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "id\n1\n\n2\n")) == [(2, ["1"]), (4, ["2"])]


def test_duplicate_and_empty_column_names_stay_apart(tmp_path: Path) -> None:
    rows = read(tmp_path, ",Comment,Comment,Last\xa0 update ,\n1,a,b,c,d\n")
    assert rows.header == ["#1", "Comment", "Comment (2)", "Last update", "#5"]


def test_blank_lines_before_the_header_and_lines_are_counted(tmp_path: Path) -> None:
    rows = read(tmp_path, '\n\nid,title\n1,"two\nlines"\n2,b\n')
    assert cells(rows) == [(4, ["1", "two\nlines"]), (6, ["2", "b"])]


def test_short_rows_are_filled_up_and_long_ones_rejected(tmp_path: Path) -> None:
    rows = read(tmp_path, "id,title,owner\n1,a\n2,b,c,,\n3,d,e,f\n4,g,h\n")
    assert cells(rows) == [(2, ["1", "a", ""]), (3, ["2", "b", "c"]), (5, ["4", "g", "h"])]
    assert rows.padded == 1
    (reject,) = rows.rejects
    assert (reject.line, reject.column, reject.value) == (4, "#4", "f")
    assert reject.cells == ("3", "d", "e", "f")


def test_an_unclosed_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    text = 'id,title,note\n1,a,x\n2,"b,y\n3,c,z\n4,d,"ok"\n5,e,v\n'
    rows = read(tmp_path, text)
    assert [row[0] for _, row in cells(rows)] == ["1", "3", "4", "5"]
    (reject,) = rows.rejects
    assert (reject.line, reject.column) == (3, "title")
    assert "quote opens here" in str(reject.problem)


def test_an_unclosed_quote_at_the_end_is_found_without_a_second_quote(tmp_path: Path) -> None:
    body = "".join(f"{number},plain,text\n" for number in range(2, 30_000))
    rows = read(tmp_path, f'id,title,note\n1,"open,x\n{body}')
    assert len(cells(rows)) == 29_998
    assert [reject.line for reject in rows.rejects] == [2]


def test_a_quote_inside_a_quoted_cell_rejects_that_line(tmp_path: Path) -> None:
    rows = read(tmp_path, 'id,title\n1,"say "hi" now"\n2,b\n')
    assert cells(rows) == [(3, ["2", "b"])]
    assert rows.rejects[0].line == 2


def test_a_record_over_several_lines_with_an_open_quote_later(tmp_path: Path) -> None:
    rows = read(tmp_path, 'id,title,note\n1,"a\nb","open\n2,c,d\n3,e,"f"\n')
    assert [row[0] for _, row in cells(rows)] == ["2", "3"]
    assert [reject.line for reject in rows.rejects] == [3]


def test_a_header_with_an_open_quote_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="header line cannot be read"):
        read(tmp_path, 'id,"title\n1,a\n')


def test_100_000_characters_are_a_cell_and_200_000_are_not(tmp_path: Path) -> None:
    rows = read(tmp_path, f"id,title\n1,{'x' * 100_000}\n2,{'y' * 200_000}\n3,z\n")
    assert [(line, len(row[1])) for line, row in cells(rows)] == [(2, 100_000), (4, 1)]
    assert (rows.rejects[0].line, len(rows.rejects[0].value)) == (3, 60)


@pytest.mark.parametrize(
    ("caps", "what"),
    [
        (Caps(file_bytes=10), "MB are more"),
        (Caps(columns=1), "2 columns"),
        (Caps(rows=1), "more than 1 rows"),
        (Caps(line_chars=5), "longer than 5"),
    ],
)
def test_every_cap_is_a_problem(tmp_path: Path, caps: Caps, what: str) -> None:
    with pytest.raises(Problem, match=what):
        cells(read(tmp_path, "id,title\n1,a\n2,b\n", caps))


def test_a_smaller_cell_cap_rejects_the_row(tmp_path: Path) -> None:
    rows = read(tmp_path, "id,title\n1,abcdef\n2,b\n", Caps(cell_chars=5))
    assert cells(rows) == [(3, ["2", "b"])]
    assert (rows.rejects[0].line, rows.rejects[0].column) == (2, "title")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_problem(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem, match=r"empty|no header"):
        read(tmp_path, data)


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be opened"):
        read_rows(tmp_path / "missing.csv")


PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(PLAIN, min_size=width, max_size=width), min_size=1, max_size=8)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=TABLES, end=st.sampled_from(["\n", "\r\n"]), mark=st.booleans())
def test_what_is_written_as_csv_is_read_as_it_was(
    tmp_path: Path, table: list[list[str]], end: str, mark: bool
) -> None:
    header = [f"column {number}" for number in range(len(table[0]))]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *table])
    encoding = "utf-8-sig" if mark else "utf-8"
    rows = read(tmp_path, out.getvalue().encode(encoding))
    assert rows.header == header
    assert [row for _, row in cells(rows)] == table
    assert rows.rejects == []
