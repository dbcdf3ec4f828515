"""A plan over several cases: its person sees its course with each of them, an agent for one does not."""

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.instalments.tests.conftest import Office
from wuai.portals.public.tests.test_my import LIN, MEI, acting, text

pytestmark = pytest.mark.django_db


def test_a_plan_over_several_cases_shows_its_course_but_not_to_an_agent_for_one():
    lin = factories.party("林老", LIN)
    one, two = factories.case(lin, amount=30_000), factories.case(lin, amount=10_000)
    with time_machine.travel(Office.at, tick=False):
        Office().granted(one, two)
        own = factories.let_in(Client(), factories.citizen("林老", LIN), at=Office.at)
        page = text(own.get(f"/my/cases/{one.ref}/"))
        assert "與其他案件一起分期" in page
        assert "未到期" in page
        agent = factories.let_in(Client(), factories.citizen("陳美", MEI), at=Office.at)
        acting(agent, lin, ("VIEW",), one)
        page = text(agent.get(f"/my/cases/{one.ref}/"))
    assert "與其他案件一起分期" in page
    assert "未到期" not in page
