"""The menu: grouped, without dead ends, every key once."""

import pytest

from wuai.platform.actors import Actor
from wuai.portals import shell


def _entries(table):
    return [entry for _heading, group in table for entry in group]


@pytest.mark.parametrize("table", [shell.STAFF, shell.AGENCY], ids=["staff", "agency"])
def test_every_address_and_every_key_stands_once(table):
    entries = _entries(table)
    keys = [entry.key for entry in entries if entry.key]
    assert len(keys) == len(set(keys))
    assert len({entry.url for entry in entries}) == len(entries)
    assert [entry.url for entry in entries if not shell.is_routed(entry.url)] == []


def test_a_person_sees_only_groups_with_something_to_open():
    cashier = Actor(
        "staff", "1", "出納", branch_id=1, permissions=frozenset({"payment.counter"})
    )  # fmt: skip
    groups = shell.menu(cashier, "/staff/counter/")
    urls = [[url for _label, url, _here, _count in lines] for _heading, lines in groups]
    assert urls == [
        ["/staff/"],
        ["/staff/counter/", "/staff/payments/fees/", "/staff/payments/till/"],
    ]
    here = [url for _h, lines in groups for _l, url, current, _c in lines if current]
    assert here == ["/staff/counter/"]
