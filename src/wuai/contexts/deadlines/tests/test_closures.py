"""A declared closure moves the working days of its county, and can be taken back."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from wuai.contexts.deadlines import api
from wuai.contexts.deadlines.events import ClosureDeclared
from wuai.contexts.deadlines.rules import closures as rules
from wuai.platform import events
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

AT = datetime(2026, 7, 9, 12, 0, tzinfo=UTC)
FRIDAY = date(2026, 7, 10)
BY = system("test")
pytestmark = pytest.mark.django_db


def _declare(county="新竹市", half="", on=FRIDAY, **more):
    said = api.Declaration(on, county, half, "颱風停止上班", "Typhoon", **more)
    return api.declare_closure(declaration=said, by=BY, at=AT)


def test_a_closure_of_one_county_leaves_the_others_working():
    assert api.calendar("新竹市").is_working_day(FRIDAY)
    _declare()
    assert not api.calendar("新竹市").is_working_day(FRIDAY)
    assert api.calendar("臺北市").is_working_day(FRIDAY)
    assert api.calendar().is_working_day(FRIDAY)


def test_a_closure_everywhere_holds_in_every_county():
    _declare(county="")
    assert not any(api.calendar(c).is_working_day(FRIDAY) for c in ("", "新竹市", "臺北市"))


@pytest.mark.parametrize(
    ("halves", "works"), [(["AM"], True), (["PM"], True), (["AM", "PM"], False)]
)
def test_half_a_day_off_is_still_a_working_day_and_two_halves_are_none(halves, works):
    for half in halves:
        _declare(half=half)
    assert api.calendar("新竹市").is_working_day(FRIDAY) is works


def test_a_declared_working_saturday_is_worked():
    saturday = date(2026, 7, 11)
    _declare(on=saturday, is_working_day=True)
    assert api.calendar("新竹市").is_working_day(saturday)
    assert not api.calendar("臺北市").is_working_day(saturday)


def test_taken_back_it_no_longer_counts_and_may_be_declared_again():
    number = _declare()
    with pytest.raises(rules.ClosureDeclaredBefore):
        _declare()
    api.withdraw_closure(closure_id=number, reason="誤植", by=BY, at=AT)
    assert api.calendar("新竹市").is_working_day(FRIDAY)
    with pytest.raises(rules.ClosureUnknown):
        api.withdraw_closure(closure_id=number, reason="again", by=BY, at=AT)
    _declare()
    assert HistoryLine.objects.filter(subject_kind="closure").count() == 3
    assert [row.withdrawn_at is None for row in api.closures(since=FRIDAY)] == [True, False]


@pytest.mark.parametrize(
    ("change", "refused"),
    [({"county": "無此縣"}, rules.CountyUnknown), ({"on": date(2029, 1, 1)}, rules.ClosureTooFar)],
)
def test_what_cannot_be_meant_is_refused(change, refused):
    with pytest.raises(refused):
        _declare(**change)


def test_the_declaration_is_told(deliver):
    heard = []

    def listen(event: ClosureDeclared) -> None:
        heard.append((event.on, event.county))

    events.subscribe(ClosureDeclared, listen)
    _declare()
    deliver()
    assert heard == [("2026-07-10", "新竹市")]


def test_known_typhoon_days_come_with_the_installation_and_stay_withdrawn():
    day = date(2024, 10, 31)
    assert not api.calendar().is_working_day(day)
    number = next(row.id for row in api.closures() if row.on == day)
    api.withdraw_closure(closure_id=number, reason="test", by=BY, at=AT)
    api.load_reference()
    assert api.calendar().is_working_day(day)


def test_staff_declare_and_withdraw_on_a_page(client):
    from wuai.contexts.identity.models import Account, AccountRole, Role
    from wuai.contexts.organisation import api as organisation

    account = Account.objects.create(
        username="keeper", name="資料管理", branch_id=organisation.branch("SCY").id, created_at=AT
    )
    role = Role.objects.get(code="SECRETARIAT")
    AccountRole.objects.create(account=account, role=role, since=date(2026, 1, 1))
    client.force_login(account)
    here = "/staff/reference/closures/"
    sent = {
        "on_0": "",
        "county": "新竹市",
        "half": "",
        "reason_zh": "颱風",
        "source": "新竹市政府公告",
    }
    assert client.post(here, sent).status_code == 422
    names = re.findall(r'name="(on[^"]*)"', client.get(here).content.decode())
    tomorrow = timezone.localdate() + timedelta(days=1)
    parts = [str(tomorrow.year), str(tomorrow.month), str(tomorrow.day)]
    sent |= dict(zip(names, parts, strict=True))
    assert client.post(here, sent).status_code == 200
    assert client.post(here, sent | {"shown": "0"}).status_code == 302
    assert client.post(here, sent).status_code == 422
    assert api.calendar("新竹市").why_rest(tomorrow) is not None
    number = next(row.id for row in api.closures() if row.on == tomorrow)
    assert client.post(f"{here}{number}/withdraw/", {"reason": ""}).status_code == 302
    assert api.calendar("新竹市").why_rest(tomorrow) is not None
    client.post(f"{here}{number}/withdraw/", {"reason": "改為正常上班", "shown": "0"})
    assert next(row for row in api.closures() if row.id == number).withdrawn_at
    assert client.get(here, headers={"Accept-Language": "en"}).status_code == 200
