"""A branch, its people, an objector, and short words for each step of an objection."""

import itertools
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.objections import api
from wuai.contexts.objections.models import Objection
from wuai.platform.actors import PUBLIC, Actor

TAIPEI = timezone(timedelta(hours=8))
_keys = itertools.count(1)
SAID = {
    "objector": "OBLIGOR", "against": "ORDER", "act": "115-11-10 扣押存款命令", "act_on": "115-11-10",
    "statement": "扣押的是領社福津貼的帳戶。", "wish": "請撤銷扣押。", "name": "陳測試",
    "address": "新竹市中正路 1 號", "phone": "0912-000-000", "email": "chen@example.org",
}  # fmt: skip


class Chamber:
    """One branch on one day, and what people do there about objections."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        self.clerk = self.person(1, "王書記官", "objection.record", "application.edit")
        self.officer = self.person(2, "李執行官", "objection.record", "objection.approve")
        self.chief = self.person(3, "張主任", "objection.approve")

    def person(self, ref, name, *may, of=None):
        branch = of or self.branch
        return Actor("staff", f"account:{ref}", name, branch_id=branch.id, branch_code=branch.code,
                     permissions=frozenset(may))  # fmt: skip

    def filed(self, case=None, channel="WEB", on=None, received_at=None, **more):
        arrival = applications.Arrival(
            channel=channel, received_at=received_at or self.at, key=uuid.UUID(int=next(_keys))
        )
        case = case or make.case()
        return applications.register(
            kind="OBJECTION", branch_id=self.branch.id, given={**SAID, "case_no": case.number, **more},
            arrival=arrival, by=PUBLIC, at=self.at, on=on or self.on,
        )  # fmt: skip

    def opened(self, case=None, **more):
        return Objection.objects.get(application_ref=self.filed(case, **more).ref)

    def who(self, by, day=None):
        return {"by": by, "at": self.at + timedelta(days=((day or self.on) - self.on).days),
                "on": day or self.on}  # fmt: skip

    def propose(self, row, finding="UNFOUNDED", by=None, **more):
        found = api.Found(finding, "執行命令合於法令。", more.get("remedy", "撤銷該扣押命令"))
        api.propose(ref=row.ref, found=found, **self.who(by or self.clerk))

    def approve(self, row, by=None, day=None):
        state = api.approve(
            ref=row.ref, proposal=api.proposal_of(row.ref), **self.who(by or self.officer, day)
        )
        row.refresh_from_db()
        return state

    def forward(self, row, day=None, on=None):
        api.forward(ref=row.ref, forwarded_on=on or day or self.on, number="竹執和字第 1150001 號",
                    **self.who(self.clerk, day))  # fmt: skip

    def arrive(self, row, day):
        api.arrive(ref=row.ref, arrived_on=day, **self.who(self.clerk, day))

    def decide(self, row, decision, day):
        decided = api.Decided(decision, day, "行執字第 1150002 號", "原命令撤銷")
        return api.decide(ref=row.ref, decided=decided, **self.who(self.clerk, day))

    def at_agency(self, case=None):
        row = self.opened(case)
        self.propose(row)
        self.approve(row)
        self.forward(row, self.on)
        self.arrive(row, self.on + timedelta(days=1))
        return row

    def carry_out(self, row, goes_on=True):
        done = api.Done("已撤銷扣押命令", self.on, goes_on)
        api.carry_out(ref=row.ref, done=done, **self.who(self.clerk))


@pytest.fixture
def chamber(db):
    return Chamber()
