"""Personal text goes when its time of retention is over, and the chain still proves the rest."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests import factories

from wuai.contexts.audit import actions_erase, queries_verify
from wuai.contexts.audit.tests.test_chain import _seal_all, own_checkpoints  # noqa: F401 - a fixture
from wuai.contexts.cases import api as cases
from wuai.platform.access import note_read
from wuai.platform.actors import Actor, system
from wuai.platform.models import HistoryLine, ReadLine, RowImage

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = Actor("staff", "a1", "王書記", branch_id=1, branch_code="SCY")
LATER = date(2999, 1, 1)  # images carry the database's own moment


@pytest.fixture
def as_owner():
    """The role that owns the tables, which `wuai audit erase` works as."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE wuai_app")


def _closed(reason="義務人陳小姐稱已遷出"):
    case = factories.case()
    cases.return_case(case_id=case.id, reason=reason, by=CLERK, at=factories.AT, on=factories.ON)
    note_read(
        f"case:{case.ref}", f"party:{case.obligor.ref}", by=CLERK, at=factories.AT, page="t",
        reason="陳小姐來電",
    )  # fmt: skip
    return case


def _erase(*held, party=None, before=LATER):
    rows = [cases.case_row(case.id) for case in held]
    subject = actions_erase.of_cases(rows, branch_id=rows[0].branch_id, party=party)
    return actions_erase.erase(
        subject=subject, before=before, reason="保存期限屆滿", by=system("t"), at=factories.AT,
        on=LATER,
    )  # fmt: skip


def test_what_is_erased_is_gone_and_the_chain_holds(as_owner):
    case, other = _closed(), _closed("另一件的事由")
    _seal_all()
    done = _erase(case)
    assert (done.history, done.reads) == (1, 1)
    assert done.images >= 1
    assert HistoryLine.objects.get(action="case.return", case_ref=case.ref).reason == ""
    assert not ReadLine.objects.filter(reason="陳小姐來電", subjects__contains=[f"case:{case.ref}"])
    assert not RowImage.objects.filter(row_id=str(case.id), table_name="cases_case").exclude(old={})
    assert HistoryLine.objects.get(action="case.return", case_ref=other.ref).reason
    _seal_all()
    report = queries_verify.verify()
    assert report.holds, report.checks


def test_with_a_party_go_its_own_images_too(as_owner):
    case = _closed()
    party = case.obligor
    party.phone = "0912345678"
    party.save(update_fields=["phone"])
    _seal_all()
    _erase(case, party=(party.id, str(party.ref)))
    assert not RowImage.objects.filter(table_name="parties_party").exclude(old={})


def test_erasing_twice_finds_nothing_the_second_time(as_owner):
    case = _closed()
    _seal_all()
    _erase(case)
    with pytest.raises(actions_erase.NothingToErase):
        _erase(case)


def test_what_is_younger_stays(as_owner):
    case = _closed()
    _seal_all()
    with pytest.raises(actions_erase.NothingToErase):
        _erase(case, before=date(2001, 1, 1))
    with pytest.raises(actions_erase.BeforeTodayOnly):
        _erase(case, before=LATER + timedelta(days=1))


def test_an_open_case_keeps_its_text():
    with pytest.raises(actions_erase.CaseStillOpen):
        _erase(factories.case())


def test_the_role_of_daily_work_cannot_erase():
    case = _closed()
    _seal_all()
    with pytest.raises(actions_erase.NotTheOwner):
        _erase(case)
    assert HistoryLine.objects.get(action="case.return").reason


def test_text_changed_without_an_act_is_still_found(as_owner):
    case, other = _closed(), _closed("另一件的事由")
    _seal_all()
    _erase(case)
    import pgtrigger

    with pgtrigger.ignore("platform.HistoryLine:no_change"):
        HistoryLine.objects.filter(case_ref=other.ref).update(reason="改過的事由")
    _seal_all()
    assert {c.name for c in queries_verify.verify().checks if not c.holds} == {"personal"}
