"""Two people at the same instant."""

import uuid

import pytest
from tests.at_once import together

from wuai.contexts.auctions import api
from wuai.contexts.auctions.models import LetterService, Preemption, PreemptionStep, Transfer
from wuai.contexts.auctions.rules.preempting import PreemptionMoveImpossible
from wuai.contexts.auctions.tests.conftest import Sale
from wuai.contexts.notices.api import Attempt

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_a_notice_and_a_certificate_are_one_each(transactional_db):
    sale = Sale()
    row = sale.told()
    done = together(lambda: sale.answer(row), lambda: sale.answer(row))
    refused = [isinstance(one, PreemptionMoveImpossible) for one in done]
    assert sorted(refused) == [False, True], done
    assert PreemptionStep.objects.filter(move="EXERCISE").count() == 1
    api.call_off(ref=row.ref, reason="拍定撤銷", **sale.who())
    told = together(*[lambda: sale.told(key=row.key)] * 3)
    assert {one.id for one in told} == {row.id}, told
    assert Preemption.objects.count() == 1
    given = {
        "key": uuid.uuid4(), "case_id": sale.case.id, "ground": "DIEN", "rule": "PREEMPTION_REPLY",
        "holders": "林典權 一路 1 號", "lot": "乙標", "property": "x", "price": 1,
    }  # fmt: skip
    wrote = together(*[lambda: api.issue_letters(ordered=api.Ordered(**given), **sale.who())] * 2)
    assert len({one.id for rows in wrote for one in rows}) == 1, wrote
    [letter] = wrote[0]
    attempt = Attempt("IN_PERSON", sale.on, place="住所")
    together(
        *[lambda: api.serve_letter(ref=letter.ref, attempt=attempt, key=uuid.uuid4(), **sale.who())]
        * 2
    )
    assert LetterService.objects.count() == 1
    api.call_off(ref=Preemption.objects.latest("id").ref, reason="另案", **sale.who())
    certificate = sale.prepared()
    sale.checked(certificate)
    api.propose(ref=certificate.ref, **sale.who())
    other = sale.person(3, "陳執行官", "case.edit", "application.decide")
    together(
        lambda: api.issue(ref=certificate.ref, **sale.who(sale.officer)),
        lambda: api.issue(ref=certificate.ref, **sale.who(other)),
    )
    held = Transfer.objects.get()
    assert (held.state, held.serial) == ("ISSUED", 1)
