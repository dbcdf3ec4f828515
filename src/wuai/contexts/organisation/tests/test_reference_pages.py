"""Staff keep the reference data of their branch on pages that remember who changed what."""

import re
from datetime import UTC, date, datetime

import pytest

from wuai.contexts.organisation import actions, api, rules
from wuai.contexts.organisation.models import Agency, Branch, OnlineSystem, Section, SectionCover
from wuai.platform.actors import Actor, system
from wuai.platform.crypto import unseal
from wuai.platform.models import HistoryLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ROOT = "/staff/reference/"
TABLES = (
    "branches",
    "offices",
    "sections",
    "members",
    "covers",
    "agencies",
    "categories",
    "closing-codes",
    "online-systems",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    from wuai.contexts.identity.models import Account, AccountRole, Role

    scy = api.branch("SCY")
    account = Account.objects.create(
        username="keeper", name="資料管理", branch_id=scy.id, created_at=AT
    )
    AccountRole.objects.create(
        account=account, role=Role.objects.get(code="IT"), since=date(2026, 1, 1)
    )
    client.force_login(account)
    return client


def _section(branch="SCY", code="01"):
    return Section.objects.get(branch__code=branch, code=code)


def _posted(page):
    """The fields of the form on a page, as a browser would send them."""
    form = page.content.decode().split('<form method="post" novalidate')[1].split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="(\w+)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind not in {"checkbox", "radio"} or "checked" in tag):
            found.setdefault(name[1], []).append(
                value[1] if value else "on" if kind == "checkbox" else ""
            )
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        found[name] = [text]
    return found


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_every_table_and_its_rows_open_in_both_languages(keeper, table, language):
    head = {"Accept-Language": language}
    page = keeper.get(f"{ROOT}{table}/", headers=head)
    assert page.status_code == 200
    row = re.search(rf'href="({ROOT}{table}/\d+/)"', page.content.decode())
    assert row or table == "covers"
    if row:
        assert keeper.get(row[1], headers=head).status_code == 200
    if table not in {"branches", "closing-codes"}:
        assert keeper.get(f"{ROOT}{table}/new/", headers=head).status_code == 200
    else:
        assert keeper.get(f"{ROOT}{table}/new/").status_code == 404


@pytest.mark.parametrize("table", [t for t in TABLES if t != "covers"])
def test_a_page_sent_back_unchanged_changes_nothing(keeper, table):
    page = keeper.get(f"{ROOT}{table}/").content.decode()
    row = re.search(rf'href="({ROOT}{table}/\d+/)"', page)[1]
    lines = HistoryLine.objects.count()
    answer = keeper.post(row, _posted(keeper.get(row)))
    assert answer.status_code == 422
    assert "沒有任何變更" in answer.content.decode()
    assert HistoryLine.objects.count() == lines


def test_a_change_is_kept_with_who_when_and_what_it_was(keeper):
    section = _section()
    url = f"{ROOT}sections/{section.id}/"
    sent = _posted(keeper.get(url)) | {"quota": ["7"], "phone": ["03-000-1234"]}
    assert keeper.post(url, sent).status_code == 302
    section.refresh_from_db()
    assert (section.quota, section.phone) == (7, "03-000-1234")
    page = keeper.get(url).content.decode()
    history = page.split('id="history"')[1]
    assert "資料管理" in history
    assert "10 → 7" in re.sub(r"\s+", " ", history)
    line = HistoryLine.objects.get(action="reference.edit")
    assert line.data == {"table": "sections", "fields": ["phone", "quota"], "added": False}


def test_the_jurisdiction_of_a_branch_is_kept_as_names_and_with_its_history(keeper):
    branch = Branch.objects.get(code="SCY")
    url = f"{ROOT}branches/{branch.id}/"
    sent = _posted(keeper.get(url))
    assert (
        keeper.post(url, sent | {"counties": ["新北市瑞芳區、基隆市、基隆市"]}).status_code == 302
    )
    branch.refresh_from_db()
    assert branch.counties == ["新北市瑞芳區", "基隆市"]
    assert "新北市瑞芳區 基隆市" in keeper.get(url).content.decode().split('id="history"')[1]


def test_what_a_section_does_is_kept_with_its_history(keeper):
    section = _section()
    assert section.duties_zh, "the demo branch says it"
    url = f"{ROOT}sections/{section.id}/"
    sent = _posted(keeper.get(url)) | {"duties_zh": ["房屋稅案件"], "duties_en": ["House tax"]}
    assert keeper.post(url, sent).status_code == 302
    section.refresh_from_db()
    assert (section.duties_zh, section.duties_en) == ("房屋稅案件", "House tax")
    assert "→ 房屋稅案件" in re.sub(r"\s+", " ", keeper.get(url).content.decode())


def test_a_code_is_given_once(keeper):
    section = _section()
    url = f"{ROOT}sections/{section.id}/"
    keeper.post(url, _posted(keeper.get(url)) | {"code": ["99"], "quota": ["3"]})
    section.refresh_from_db()
    assert (section.code, section.quota) == ("01", 3)
    new = {"code": "01", "name_zh": "又一股", "name_en": "Another", "quota": "5"}
    assert keeper.post(f"{ROOT}sections/new/", new).status_code == 422
    assert keeper.post(f"{ROOT}sections/new/", new | {"code": "77"}).status_code == 302
    assert _section(code="77").branch.code == "SCY"


def test_another_branch_is_neither_seen_nor_touched(keeper):
    theirs = _section("ILY")
    assert keeper.get(f"{ROOT}sections/{theirs.id}/").status_code == 404
    assert keeper.post(f"{ROOT}sections/{theirs.id}/", {"quota": "1"}).status_code == 404
    assert keeper.get(f"{ROOT}branches/{api.branch('ILY').id}/").status_code == 404
    with pytest.raises(rules.NotYours):
        actions.save_row(table="sections", row_id=theirs.id, values={"quota": 1}, at=AT,
                         by=Actor("staff", "account:x", "x", branch_id=api.branch("SCY").id))  # fmt: skip


def test_a_payee_account_is_written_sealed_and_never_shown(keeper):
    agency = Agency.objects.get(code="BLI")
    url = f"{ROOT}agencies/{agency.id}/"
    sent = _posted(keeper.get(url)) | {"payee_account": ["1234-5678 9012"]}
    assert keeper.post(url, sent).status_code == 302
    agency.refresh_from_db()
    assert unseal("agency.payee_account", "BLI", agency.payee_account) == "123456789012"
    page = keeper.get(url).content.decode()
    assert "123456789012" not in page
    assert "••• → •••" in re.sub(r"\s+", " ", page)
    assert keeper.post(url, sent | {"payee_account": ["12ab"]}).status_code == 422


def test_cover_goes_to_another_section_of_the_same_branch(keeper):
    first, second = _section(code="01"), _section(code="02")
    sent = {"section": first.id, "covered_by": second.id, "reason": "休假"}
    days = {"since_year": "115", "since_month": "12", "since_day": "1",
            "until_year": "115", "until_month": "12", "until_day": "5"}  # fmt: skip
    page = keeper.get(f"{ROOT}covers/new/").content.decode()
    names = re.findall(r'name="((?:since|until)[^"]*)"', page)
    data = sent | dict(zip(names, days.values(), strict=True))
    assert keeper.post(f"{ROOT}covers/new/", data | {"covered_by": first.id}).status_code == 422
    assert (
        keeper.post(f"{ROOT}covers/new/", data | {"covered_by": _section("ILY").id}).status_code
        == 422
    )
    assert keeper.post(f"{ROOT}covers/new/", data).status_code == 302
    assert api.covers(api.branch("SCY").id, on=date(2026, 12, 5)) == {first.id: second.id}
    assert api.covers(api.branch("SCY").id, on=date(2026, 12, 6)) == {}
    assert SectionCover.objects.count() == 1


def test_only_those_who_may_come_in(client):
    assert client.get(ROOT).headers["Location"].startswith("/login/")


def test_a_branch_that_is_opened_is_the_one_commands_mean(monkeypatch):
    monkeypatch.delenv("WUAI_BRANCH", raising=False)
    api.open_branch(code="TNY", demo=False, by=system(), at=AT)
    assert api.resolve_branch().code == "TNY"
    with pytest.raises(rules.Unknown):
        api.open_branch(code="XXX", demo=False, by=system(), at=AT)


def test_an_online_system_of_another_authority_is_shown_where_it_takes_the_same_application(keeper):
    from django.test import Client

    row = OnlineSystem.objects.get(code="MOJ")
    anybody, page = Client(), f"{ROOT}online-systems/{row.id}/"
    assert "法務部便民服務" not in anybody.get("/apply/").content.decode()
    form = _posted(keeper.get(page))
    unsafe = keeper.post(page, form | {"url": "http://moj.example.invalid/"})
    assert unsafe.status_code == 422
    address = "https://moj.example.invalid/"
    sent = form | {"url": address, "offers": "PROOF_OF_PAYMENT", "name_zh": row.name_zh}
    assert keeper.post(page, sent).status_code == 302
    for shown, kind in ((True, ""), (True, "PROOF_OF_PAYMENT/"), (False, "INSTALMENTS/")):
        text = anybody.get(f"/apply/{kind}").content.decode()
        assert (f'href="{address}" rel="external' in text) == shown, kind


def test_the_table_itself_keeps_unsafe_addresses_out():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        OnlineSystem.objects.update(url="javascript:alert(1)")
