"""Two people at the same instant."""

import pytest
from tests import factories as make
from tests.at_once import together

from wuai.contexts.instalments import api
from wuai.contexts.instalments.models import Instalment, Plan
from wuai.contexts.instalments.tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_by_many_hands_is_one_request_and_two_grants_are_one(transactional_db):
    office = Office()
    case = make.case(amount=4000)
    asked = office.asked(case)
    sent = together(*[
        lambda: api.request_plan(asked=asked, by=office.clerk, at=office.at, on=office.on)
    ] * 3)  # fmt: skip
    assert len({plan.ref for plan in sent}) == 1, sent
    plan = Plan.objects.get()
    office.consent(plan)
    done = together(lambda: office.grant(plan), lambda: office.grant(plan, by=office.chief))
    assert sorted(isinstance(one, api.PlanMoveNotAllowed) for one in done) == [False, True], done
    assert Instalment.objects.count() == 4
    office.verify()
