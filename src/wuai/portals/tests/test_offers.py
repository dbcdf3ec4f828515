"""What contexts offer is asked only of those who may see it, and everything offered leads somewhere."""

import pytest
from tests import factories as make

from wuai.platform.actors import Actor, system
from wuai.portals.staff import offers

pytestmark = pytest.mark.django_db


def test_every_kind_of_offer_has_its_own_code():
    for held in (offers.panels, offers.work, offers.acts, offers.finders, offers.agency_work):
        codes = [offer.code for offer in held(system())]
        assert len(set(codes)) == len(codes)
        assert codes


def test_a_panel_is_not_asked_of_who_may_not_see_it():
    nobody = Actor("staff", "account:x", "x", branch_id=1)
    assert not offers.panels(nobody)
    assert not offers.work(nobody)
    assert not offers.acts(nobody)


def test_the_case_page_has_a_panel_of_every_context(client):
    client.force_login(make.account("all-t", "case.view"))
    case = make.case()
    page = client.get(f"/staff/cases/{case.ref}/").content.decode()
    for code in ("money", "notices", "payments", "limit", "referral", "others"):
        assert f'id="{code}"' in page, code


def test_money_notices_and_service_are_work_of_today(client):
    client.force_login(
        make.account("work-t", "case.edit", "payment.settle", "service.record", "notice.issue",
                     "referral.intake")
    )  # fmt: skip
    page = client.get("/staff/").content.decode()
    for words in (
        "新收待通知",
        "執行期間將屆滿",
        "待查款項",
        "待完成的移送檔",
        "送達未成功",
        "印不出的通知",
    ):
        assert words in page, words


def test_every_action_that_a_case_may_remember_has_words():
    import re
    from pathlib import Path

    import wuai
    from wuai.portals.staff.words import ACTS, TOLD_BY_PANELS

    source = Path(wuai.__file__).parent
    found = {
        name
        for path in source.rglob("*.py")
        if "tests" not in path.parts
        for name in re.findall(r'@action\("((?:case|notice|payment|receipt|slip|suspense)\.[a-z_]+|card\.start|instalment\.request)"\)', path.read_text())
    } - {"notice.decide_text", "notice.write_text"}  # fmt: skip
    assert found
    assert found <= ACTS.keys() | TOLD_BY_PANELS
