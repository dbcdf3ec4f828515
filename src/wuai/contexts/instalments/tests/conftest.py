"""A branch, people with their permissions, and short words for asking, consenting and granting."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.instalments import api
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api as payments
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.platform.actors import Actor, system

TAIPEI = timezone(timedelta(hours=8))


class Office:
    """One branch and what people do there about instalments."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        given = {"branch_id": self.branch.id, "branch_code": self.branch.code}

        def person(ref, name, *may):
            return Actor("staff", f"account:{ref}", name, permissions=frozenset(may), **given)

        self.clerk = person(1, "王書記官", "instalment.record")
        self.officer = person(2, "李執行官", "instalment.approve")
        self.chief = person(3, "張主任", "instalment.approve", "instalment.approve_large")
        agency = make.agency()
        self.agency = Actor("agency", "account:9", "機關承辦", agency_id=agency.id,
                            agency_code=agency.code, permissions=frozenset({"agency.consent"}))  # fmt: skip
        self.by = system("test", branch_id=self.branch.id)

    def asked(self, *cases, **more):
        given = {
            "key": uuid.uuid4(), "case_ids": tuple(c.id for c in cases), "channel": "COUNTER",
            "applicant": "OBLIGOR", "applicant_name": "陳測試", "statement": "失業中，無法一次繳清。",
            "grounds": "ECONOMIC", "count": 4, "first_on": self.on, "means": api.Means(30_000, 0),
        }  # fmt: skip
        return api.Asked(**(given | more))

    def request(self, *cases, **more):
        return api.request_plan(asked=self.asked(*cases, **more), by=self.clerk, at=self.at, on=self.on)  # fmt: skip

    def consent(self, plan, consents=True, reason=""):
        api.answer_consent(plan_ref=plan.ref, agency_id=self.agency.agency_id, consents=consents,
                           reason=reason, by=self.agency, at=self.at, on=self.on)  # fmt: skip

    def grant(self, plan, by=None, **more):
        terms = api.Terms(**({"count": plan.asked_count, "first_on": self.on, "waived": "金額不高"} | more))  # fmt: skip
        return api.grant(plan_ref=plan.ref, terms=terms, by=by or self.officer, at=self.at, on=self.on)  # fmt: skip

    def granted(self, *cases, **more):
        plan = self.request(*cases, **more)
        self.consent(plan)
        return self.grant(plan)

    def pay(self, slip, amount, on=None, serial=None):
        on = on or self.on
        line = Line(0, slip.number, on, on, amount, "VA", "822", serial or uuid.uuid4().hex, "raw", "")  # fmt: skip
        return payments.receive(branch_id=self.branch.id, arrival=payments.from_line(line),
                                by=self.by, at=self.at, on=on)  # fmt: skip

    def view(self, plan, on=None):
        return api.plan_view(plan.ref, on=on or self.on)

    def verify(self):
        failed = [check for check in ledger.verify(self.branch.id) if not check.holds]
        assert not failed, failed


@pytest.fixture
def office(db):
    office = Office()
    yield office
    office.verify()
