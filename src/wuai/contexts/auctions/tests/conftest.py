"""A branch with two people, a holder of a right, and a buyer."""

import itertools
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.auctions import api
from wuai.contexts.auctions.models import Transfer
from wuai.contexts.auctions.rules import transferring as rules
from wuai.platform.actors import PUBLIC, Actor, system

TAIPEI = timezone(timedelta(hours=8))
_keys = itertools.count(1)
TOLD_ON = date(2026, 11, 20)


class Sale:
    """One branch, and what people do there about a house that was sold."""

    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        self.case = make.case()
        self.clerk = self.person(
            1, "王書記官", "case.view", "case.edit", "application.view", "application.edit"
        )
        self.officer = self.person(
            2,
            "李執行官",
            "case.view",
            "case.edit",
            "application.view",
            "application.edit",
            "application.decide",
        )

    def person(self, ref, name, *may):
        return Actor("staff", f"account:{ref}", name, branch_id=self.branch.id,
                     branch_code=self.branch.code, permissions=frozenset(may))  # fmt: skip

    def who(self, by=None, day=None):
        day = day or self.on
        at = datetime(day.year, day.month, day.day, 10, tzinfo=TAIPEI)
        return {"by": by or self.clerk, "at": at, "on": day}

    def told(self, **more):
        told = {
            "key": uuid.UUID(int=next(_keys)), "case_id": self.case.id, "ground": "LAND_LESSEE",
            "rule": "PREEMPTION_REPLY", "holder_name": "林承租", "lot": "甲標",
            "property": "竹東鎮長春段 100 地號", "price": 3_200_000, "how": "SERVED",
            "document_no": "竹執 115 字第 9 號", "notified_on": TOLD_ON,
        }  # fmt: skip
        return api.notify(told=api.Told(**(told | more)), **self.who())

    def lapsed(self, row):
        by = system("auctions", branch_id=self.branch.id)
        api.lapse(ref=row.ref, **self.who(by, date(2026, 12, 1)))

    def looked_up(self, row, found="STANDS"):
        looked = api.LookedUp(self.on, "竹地字第 1 號", found)
        api.look_up(ref=row.ref, looked=looked, **self.who())

    def answer(self, row, channel="WEB", day=None, **more):
        who = self.who(PUBLIC, day)
        given = {
            "case_no": self.case.number, "notice_no": row.number, "ground": row.ground,
            "received": "2026-11-20", "price": str(row.price), "whole": "yes", "name": "林承租",
            "id_number": "A123456789", "address": "新竹市中正路 1 號", "phone": "0912-000-000",
        }  # fmt: skip
        arrival = applications.Arrival(
            channel=channel, received_at=who["at"], key=uuid.UUID(int=next(_keys))
        )
        return applications.register(
            kind="PREEMPTION", branch_id=self.branch.id, given=given | more, arrival=arrival, **who
        )

    def rule(self, filed, code="grant", day=None, note="依登記查詢結果"):
        applications.move(ref=filed.ref, code=code, note=note, **self.who(self.clerk, day))
        return self.approve(filed, day)

    def approve(self, filed, day=None):
        return applications.move(ref=filed.ref, code="approve", **self.who(self.officer, day))

    def said(self, **more):
        said = {
            "lot": "甲標", "property": "竹東鎮長春段 100 地號", "scope": "全部", "buyer_name": "張買受",
            "buyer_id": "B223456782", "buyer_address": "新竹市西大路 5 號", "price": 3_200_000,
            "sold_on": date(2026, 11, 16),
        }  # fmt: skip
        return api.Said(**(said | more))

    def prepared(self, **more):
        return api.prepare(key=uuid.UUID(int=next(_keys)), case_id=self.case.id,
                           said=self.said(**more), **self.who())  # fmt: skip

    def checked(self, row, *codes, outcome="MET"):
        for code in codes or tuple(rules.CONDITIONS):
            paid_on = date(2026, 11, 20) if code == "PRICE_PAID" else None
            one = api.Checked(
                code=code, outcome=outcome, evidence="收據 115收字第1號", paid_on=paid_on
            )
            api.check(ref=row.ref, checked=one, **self.who())

    def issued(self, row=None):
        row = row or self.prepared()
        self.checked(row)
        api.propose(ref=row.ref, **self.who())
        api.issue(ref=row.ref, **self.who(self.officer))
        made = api.Made(b"%PDF-original", b"%PDF-copy")
        api.keep_made(
            ref=row.ref, made=made, **self.who(system("printer", branch_id=self.branch.id))
        )
        return Transfer.objects.get(id=row.id)

    def handed_over(self, row, **more):
        given = {
            "way": "COUNTER",
            "received_on": self.on,
            "receiver": "張買受",
            "identity_seen": "身分證",
        }
        api.hand_over(ref=row.ref, given=api.HandOver(**(given | more)), **self.who())
        return Transfer.objects.get(id=row.id)


def now(row):
    return type(row).objects.get(id=row.id)


@pytest.fixture
def sale(db):
    return Sale()
