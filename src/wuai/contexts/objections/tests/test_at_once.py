"""Two people at the same instant."""

import uuid

import pytest
from tests import factories as make
from tests.at_once import together

from wuai.contexts.cases import api as cases
from wuai.contexts.objections import api
from wuai.contexts.objections.models import Objection, ObjectionStep
from wuai.contexts.objections.tests.conftest import SAID, Chamber

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_record_is_one_objection_two_approvals_are_one_and_a_stay_meets_a_withdrawal(
    transactional_db,
):
    chamber = Chamber()
    case = make.case()
    spoken = api.Spoken(uuid.uuid4(), case.id, chamber.at, chamber.on, "現場", SAID)
    sent = together(*[lambda: api.record_oral(spoken=spoken, **chamber.who(chamber.clerk))] * 3)
    assert len({one.ref for one in sent}) == 1, sent
    row = Objection.objects.get()
    chamber.propose(row)
    done = together(
        lambda: chamber.approve(row), lambda: chamber.approve(row, by=chamber.chief)
    )  # fmt: skip
    refused = [isinstance(one, api.ObjectionMoveNotAllowed) for one in done]
    assert sorted(refused) == [False, True], done
    assert ObjectionStep.objects.filter(move="DISAGREE").count() == 1
    together(
        lambda: api.stay(ref=row.ref, kind="OWN", reason="必要", **chamber.who(chamber.officer)),
        lambda: api.withdraw(ref=row.ref, reason="撤回", **chamber.who(chamber.clerk)),
    )
    row.refresh_from_db()
    assert row.state == "WITHDRAWN"
    assert cases.case_row(case.id).status == "OPEN"
