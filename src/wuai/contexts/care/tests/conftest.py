"""A branch, people with their permissions, and short words for referring and pausing."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.care import api
from wuai.platform.actors import Actor

TAIPEI = timezone(timedelta(hours=8))


class Office:
    """One branch and what people do there about care."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        given = {"branch_id": self.branch.id, "branch_code": self.branch.code}
        view = frozenset({"care.view", "care.record"})
        self.clerk = Actor("staff", "account:1", "王書記官", permissions=view, **given)
        self.officer = Actor(
            "staff", "account:2", "李執行官", permissions=view | {"care.pause"}, **given
        )
        self.stranger = Actor(
            "staff", "account:3", "他署", branch_id=-1, permissions=view | {"care.pause"}
        )

    def note(self, case, kind="LOW_INCOME", by=None, **more):
        noticed = api.Noticed(case.id, kind, "STAFF", **more)
        return api.note_signal(noticed=noticed, by=by or self.clerk, at=self.at, on=self.on)

    def asked(self, case, **more):
        given = {
            "key": uuid.uuid4(), "case_id": case.id, "destination": "SOCIAL-HSZ", "kind": "CARE",
            "needs": "獨居，三餐不繼，盼協助申請急難救助。", "ground": "ORAL", "consented_on": self.on,
            "told": ("LOW_INCOME",),
        }  # fmt: skip
        return api.Asked(**(given | more))

    def refer(self, case, by=None, **more):
        return api.refer(
            asked=self.asked(case, **more), by=by or self.clerk, at=self.at, on=self.on
        )

    def step(self, held, move, note="已電話確認", **more):
        outcome = api.Outcome(move, note, **more)
        return api.take_step(ref=held.ref, outcome=outcome, by=self.clerk, at=self.at, on=self.on)

    def pause(self, case, days=30, by=None, on=None, reason="罹病住院，先協助申請補助"):
        on = on or self.on
        return api.pause(case_id=case.id, until=on + timedelta(days=days), reason=reason,
                         by=by or self.officer, at=self.at, on=on)  # fmt: skip


@pytest.fixture
def office(db):
    return Office()
