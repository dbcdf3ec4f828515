"""The reference files are loaded once, follow their file, and never undo what staff edited."""

from datetime import UTC, date, datetime

import pytest

from wuai.contexts.organisation import api
from wuai.contexts.organisation.models import Agency, Branch, Category, Section
from wuai.platform.actions import action, record
from wuai.platform.actors import system
from wuai.platform.crypto import unseal
from wuai.platform.models import HistoryLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@action("reference.edit")
def _edit(*, rows, values, by, at):
    rows.update(**values)
    record(kind="reference", ref="test")


def test_the_thirteen_branches_are_there_with_the_codes_of_their_sites():
    codes = [row.code for row in api.branches()]
    assert codes == [
        "TPY",
        "SLY",
        "PCY",
        "TYY",
        "SCY",
        "TCY",
        "CHY",
        "CYY",
        "TNY",
        "KSY",
        "PTY",
        "HLY",
        "ILY",
    ]
    assert api.branch("scy").name_zh == "法務部行政執行署新竹分署"
    assert [o.name_zh for o in api.offices(api.branch("SCY").id)] == ["苗栗辦公室"]
    assert [o.name_zh for o in api.offices(api.branch("ILY").id)] == ["基隆行政執行官辦公室"]
    assert not any(row.confirmed for row in api.branches())


def test_loading_again_changes_nothing_and_writes_no_history():
    lines = HistoryLine.objects.count()
    api.load_reference()
    assert HistoryLine.objects.count() == lines


def test_a_row_that_staff_edited_stays_and_an_untouched_one_follows_the_file():
    by_staff, by_loader = Section.objects.filter(code="01"), Category.objects.filter(code="NHI")
    _edit(rows=by_staff, values={"quota": 3}, by=system("staff"), at=AT)
    with _as_loader():
        by_loader.update(name_zh="舊名")
    api.load_reference()
    assert set(by_staff.values_list("quota", flat=True)) == {3}
    assert set(by_loader.values_list("name_zh", flat=True)) == {"全民健康保險費"}


def _as_loader():
    from contextlib import contextmanager

    from django.db import connection, transaction

    @contextmanager
    def run():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('wuai.action', 'reference.load', true)")
            yield

    return run()


def test_sections_have_a_clerk_a_phone_and_a_quota():
    scy = api.branch("SCY")
    clerks = api.clerks(scy.id, on=date(2026, 11, 21))
    for row in api.sections(scy.id):
        assert row.phone
        assert row.quota > 0
        assert clerks[row.id].name_zh
    assert api.clerks(scy.id, on=date(2025, 12, 31)) == {}
    assert api.section(row.id) == row


def test_a_payee_account_is_kept_sealed():
    agency = Agency.objects.get(code="NHI")
    assert b"00000001" not in bytes(agency.payee_account)
    assert unseal("agency.payee_account", "NHI", agency.payee_account) == "000000000001"
    assert "account" not in repr(api.agency("nhi")).replace("payee_account=", "")


def test_every_category_has_a_word_for_its_case_numbers():
    rows = api.categories(api.branch("SCY").id)
    assert {row.kind for row in rows} == {"TAX", "NHI", "LABOUR_INSURANCE", "FINE", "FEE"}
    assert api.category(api.branch("SCY").id, "HOUSE_TAX").word == "房稅"
    assert all(row.word and row.track == "執" for row in rows)


def test_closing_codes_speak_the_words_of_the_feedback_file():
    words = {row.feedback_zh for row in api.closing_codes()}
    assert words == {"繳清", "退案", "撤回", "核發憑證", "更正"}


@pytest.mark.parametrize(
    "ask", [lambda: api.branch("XXX"), lambda: api.agency("XXX"), lambda: api.section(0)]
)
def test_an_unknown_code_is_refused_by_name(ask):
    with pytest.raises(api.Unknown):
        ask()


class TestWhichBranchACommandMeans:
    def test_a_named_branch_or_the_one_of_the_environment(self, monkeypatch):
        monkeypatch.setenv("WUAI_BRANCH", "ILY")
        assert api.resolve_branch().code == "ILY"
        assert api.resolve_branch("tpy").code == "TPY"

    def test_without_a_name_the_demo_branch_then_the_only_one_served(self, monkeypatch):
        monkeypatch.delenv("WUAI_BRANCH", raising=False)
        with pytest.raises(api.BranchUnclear) as refused:
            api.resolve_branch()
        assert "SCY" in str(refused.value)
        assert refused.value.exit_code == 2
        Branch.objects.filter(code="TPY").update(is_operating=True)
        assert api.resolve_branch().code == "TPY"
        Branch.objects.filter(code="SCY").update(is_operating=True, is_demo=True)
        assert api.resolve_branch().code == "SCY"
