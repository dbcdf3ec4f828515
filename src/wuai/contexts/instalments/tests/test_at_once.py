"""Two people at the same instant."""

import threading

import pytest
from django.db import connection
from tests import factories as make

from wuai.contexts.instalments import api
from wuai.contexts.instalments.models import Instalment, Plan
from wuai.contexts.instalments.tests.conftest import Office

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*tasks):
    gate, done = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(place, task):
        try:
            gate.wait()
            done[place] = task()
        except Exception as error:
            done[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


def test_one_form_sent_by_many_hands_is_one_request_and_two_grants_are_one(transactional_db):
    office = Office()
    case = make.case(amount=4000)
    asked = office.asked(case)
    sent = _together(*[
        lambda: api.request_plan(asked=asked, by=office.clerk, at=office.at, on=office.on)
    ] * 3)  # fmt: skip
    assert len({plan.ref for plan in sent}) == 1, sent
    plan = Plan.objects.get()
    office.consent(plan)
    done = _together(lambda: office.grant(plan), lambda: office.grant(plan, by=office.chief))
    assert sorted(isinstance(one, api.PlanMoveNotAllowed) for one in done) == [False, True], done
    assert Instalment.objects.count() == 4
    office.verify()
