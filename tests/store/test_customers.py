"""Customers by their telephone number, however it is written."""

from __future__ import annotations

import pytest

from floorboard.store.queries import customers
from floorboard.store.store import Actor, Store

PEOPLE = {
    1: ("Zoë Müller", "+86 138-0013-8000"),
    2: ("王芳", "(030) 901820-11"),
    3: ("Desk", "8023"),
    4: ("Nobody", ""),
    5: ("zoë müller", "0138 0013 8000"),
}


@pytest.fixture
def known(store: Store) -> Store:
    with store.deed("customer.made", "customers", Actor("c"), 1) as deed:
        deed.db.executemany(
            "INSERT INTO customer (id, name, search, organisation, phone, email, source, version)"
            " VALUES (?, ?, lower(?), '', ?, '', '', 1)",
            [(number, name, name.lower(), phone) for number, (name, phone) in PEOPLE.items()],
        )
    return store


@pytest.mark.parametrize(
    ("phone", "found"),
    [
        ("+8613800138000", [1]),
        ("0086 138 0013 8000", [1]),
        ("13800138000", [5]),
        ("138/0013.8000", [5]),
        ("8000138000", []),
        ("0138000", []),
        ("00138000", []),
        ("0013800138000", [5]),
        ("0049 30 90182011", [2]),
        ("030 90182011", [2]),
        ("90182011", [2]),
        ("182011", []),
        ("8023", [3]),
        ("023", []),
        ("1008023", []),
        ("", []),
        ("unknown", []),
        ("%", []),
    ],
)
def test_by_phone(known: Store, phone: str, found: list[int]) -> None:
    with known.reading() as db:
        assert [each.id for each in customers.by_phone(db, phone)] == found


def test_by_name(known: Store) -> None:
    with known.reading() as db:
        assert [each.id for each in customers.by_name(db, "ZOË MÜLLER")] == [1, 5]
        assert [each.id for each in customers.by_name(db, "王芳")] == [2]
        assert customers.by_name(db, "Zoë") == []
        assert customers.by_name(db, "%") == []
