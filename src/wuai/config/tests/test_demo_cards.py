"""A demonstration gives cards to people of the demo branch only, with what their first link needs."""

import pytest
from tests import factories

from wuai.config import demo_cards
from wuai.contexts.payments import api as payments
from wuai.platform.actors import system
from wuai.portals import proofs

pytestmark = pytest.mark.django_db


def test_no_demo_branch_no_cards():
    assert demo_cards.people(at=factories.AT) == []
    assert demo_cards.told([]) == ""


def test_people_of_the_demo_branch_get_cards_that_can_be_linked():
    here = factories.branch()
    type(here).objects.filter(id=here.id).update(is_demo=True)
    numbers = ["A123456789", "B123456780", "A800000014"]
    held = [factories.case(factories.party(f"示範{i}", n)) for i, n in enumerate(numbers)]
    factories.case(factories.party("公司", "22099131", kind="COMPANY"))
    payments.issue_slips(
        [case.id for case in held], by=system("t"), at=factories.AT, on=factories.ON
    )
    found = demo_cards.people(at=factories.AT)
    assert [who.number for who in found] == numbers[: demo_cards.PEOPLE]
    for who in found:
        proof = proofs.find(who.case_number, who.number, who.code)
        assert proof is not None
        assert proof.name == who.name
        assert who.code in demo_cards.told(found)
