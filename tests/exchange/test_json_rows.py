"""JSON arrays, JSON Lines, and objects with a list inside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floorboard.domain.problem import Problem
from floorboard.exchange.rows import Caps, Rows, read_rows


def read(tmp_path: Path, text: str, name: str = "tickets.json", caps: Caps | None = None) -> Rows:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return read_rows(path, caps or Caps())


ROWS = [{"id": 101004143000, "title": "登录不了"}, {"id": 2, "owner": None, "title": "b"}]
EXPECTED = [["101004143000", "登录不了", ""], ["2", "b", ""]]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)),
        "\r\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\r\n\r\n",
        json.dumps({"result": ROWS}),
        json.dumps({"page": {"tags": ["x"]}, "data": {"tickets": ROWS, "users": [{"id": 1}]}}),
    ],
)
@pytest.mark.parametrize("name", ["tickets.json", "export"])
def test_every_shape(tmp_path: Path, text: str, name: str) -> None:
    rows = read(tmp_path, text, name)
    assert rows.header == ["id", "title", "owner"]
    assert [row for _, row in rows.cells] == EXPECTED


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = '{"total": 2,\n "issues":\n [\n  {"key": "A-1"},\n\n  {"key": "A-2"}\n ]}'
    assert list(read(tmp_path, text).cells) == [(4, ["A-1"]), (6, ["A-2"])]


def test_numbers_keep_their_digits_and_the_rest_is_text(tmp_path: Path) -> None:
    row = '{"id": 12345678901234567890, "a": 1.50, "b": true, "c": [1, "x"], "d": {}, "e": 1e999}'
    rows = read(tmp_path, f"[{row}]")
    assert [cells for _, cells in rows.cells] == [
        ["12345678901234567890", "1.50", "true", "1, x", "{}", "1e999"]
    ]


def test_nested_objects_become_dotted_columns(tmp_path: Path) -> None:
    text = '[{"key": "A-1", "fields": {"status": {"name": "Done"}, "labels": [{"x": 1}]}}]'
    rows = read(tmp_path, text)
    assert rows.header == ["key", "fields.status.name", "fields.labels"]
    assert next(rows.cells)[1][1] == "Done"


def test_lone_surrogates_are_kept_for_whoever_cleans_them(tmp_path: Path) -> None:
    rows = read(tmp_path, r'[{"id": "1", "title": "a\ud800b"}]')
    assert next(rows.cells)[1] == ["1", "a\ud800b"]


def test_a_broken_line_of_json_lines_is_rejected(tmp_path: Path) -> None:
    rows = read(tmp_path, '{"id": 1}\n{"id": 2\n[3]\n{"id": 4}\n', "a.jsonl")
    assert [cells for _, cells in rows.cells] == [["1"], ["4"]]
    assert [reject.line for reject in rows.rejects] == [2, 3]
    assert "column 9" in str(rows.rejects[0].problem)


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1}, {"id": ]',
        '[{"id": 1} {"id": 2}]',
        "[1, 2]",
        "[]",
        '{"a": 1',
        "[" * 100_000,
        '[{"id":' * 100_000,
    ],
)
def test_what_is_no_list_of_objects_is_a_problem(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problem):
        list(read(tmp_path, text).cells)


@pytest.mark.parametrize(
    "caps", [Caps(json_bytes=10), Caps(columns=1), Caps(rows=1), Caps(cell_chars=1)]
)
def test_every_cap(tmp_path: Path, caps: Caps) -> None:
    text = json.dumps([{"id": "aa", "title": "x"}] * 2)
    if caps.cell_chars == 1:
        rows = read(tmp_path, text, caps=caps)
        assert list(rows.cells) == []
        assert len(rows.rejects) == 2
    else:
        with pytest.raises(Problem):
            read(tmp_path, text, caps=caps)
