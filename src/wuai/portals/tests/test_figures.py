"""Charts and files of receipts say what the receipts say."""

import io
import random
from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from odfdo import Document
from tests import factories

from wuai.contexts.instalments.tests.conftest import Office
from wuai.contexts.payments import api as payments
from wuai.contexts.payments.models import Allocation, Receipt
from wuai.contexts.payments.tests.conftest import Desk

pytestmark = pytest.mark.django_db


def _paid(desk, seed, count=12):
    chance = random.Random(seed)
    for _ in range(count):
        amount = chance.randrange(1, 5000)
        case = factories.case(amount=amount, agency=factories.agency(f"AG-{chance.randrange(3)}"))
        day = desk.on - timedelta(days=chance.randrange(200))
        number = desk.slip(case).number if chance.random() < 0.8 else "99999999"
        desk.receive(number, amount, channel_code=chance.choice(["VA", "CVS_711", "POST"]),
                     paid_on=day, posted_on=day)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_equals_a_count_by_hand(seed):
    desk = Desk()
    _paid(desk, seed)
    since, until = desk.on - timedelta(days=150), desk.on
    live = [r for r in Receipt.objects.select_related("channel") if since <= r.posted_on <= until]
    by_hand = {"channels": Counter(), "months": Counter(), "agencies": Counter()}
    for r in live:
        by_hand["channels"][r.channel.code] += r.amount
        by_hand["months"][f"{r.posted_on:%Y-%m}"] += r.amount
    for a in Allocation.objects.filter(case__isnull=False, receipt__in=live).select_related(
        "case__agency"
    ):
        by_hand["agencies"][a.case.agency.code] += a.amount
    for what, wanted in by_hand.items():
        found = payments.figures(what, desk.branch.id, since, until)
        assert {row.code: row.amount for row in found if row.amount} == dict(wanted), what
    assert sum(
        row.count for row in payments.figures("channels", desk.branch.id, since, until)
    ) == len(live)


def test_the_page_shows_charts_with_tables_and_gives_files(client, django_assert_max_num_queries):
    desk = Desk()
    desk.on = timezone.localdate()
    _paid(desk, 1, 4)
    client.force_login(factories.account("g4-figures", "report.view"))
    client.get("/staff/figures/")
    with django_assert_max_num_queries(25):
        page = client.get("/staff/figures/").content.decode()
    assert page.count("<figure") >= 3
    assert "各通路收款" in page
    text = client.get("/staff/figures/channels.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "代碼,項目,件數,金額"
    sheet = Document(io.BytesIO(client.get("/staff/figures/channels.ods").content)).body.tables[0]
    assert sheet.get_value((0, 0)) == "代碼"
    assert client.get("/staff/figures/nothing.csv").status_code == 404
    assert client.get("/staff/figures/?since=x").status_code == 404
    wide = date(desk.on.year - 30, 1, 1)
    assert client.get(f"/staff/figures/?since={wide}").status_code == 404


def test_an_empty_branch_sees_sentences_and_no_empty_charts(client):
    client.force_login(factories.account("g4-empty", "report.view"))
    page = client.get("/staff/figures/").content.decode()
    assert page.count("這段期間沒有資料") == 5


def test_plans_in_arrears_are_counted_by_how_long(client):
    office = Office()
    for amount in (4000, 8000):
        office.granted(factories.case(amount=amount))
    first = office.on.replace(year=office.on.year - 1)
    with time_machine.travel(office.at + timedelta(days=12), tick=False):
        client.force_login(factories.account("h3-late", "report.view"))
        query = f"?since={first}&until={office.on + timedelta(days=12)}"
        text = client.get(f"/staff/figures/arrears.csv{query}").content.decode("utf-8-sig")
        page = client.get(f"/staff/figures/{query}").content.decode()
    found = dict(line.split(",", 1) for line in text.splitlines()[1:])
    assert found["30"].endswith(",2,3000")
    assert found["7"].endswith(",0,0")
    assert "逾期的分期" in page


def test_ages_count_what_is_still_held_and_the_lines_behind_them_keep_identifiers(client):
    desk, case = Desk(), factories.case(amount=900)
    desk.receive(desk.slip(case).number, 1000)
    desk.receive("00000000000777", 50)
    (week, *_older) = payments.figures("ages", desk.branch.id, desk.on, desk.on)
    assert (week.count, week.amount) == (2, 150)
    assert sorted(row.amount for row in payments.waiting(desk.branch.id, limit=9)) == [50, 100]
    client.force_login(factories.account("held-lines", "report.view"))
    query = f"?since={desk.on}&until={desk.on + timedelta(days=3)}"
    sheet = Document(io.BytesIO(client.get(f"/staff/figures/held.ods{query}").content)).body.tables[
        0
    ]
    rows = [sheet.get_row(n).cells for n in (1, 2)]
    assert {cells[0].value for cells in rows} >= {"00000000000777"}
    assert [(cells[0].type, cells[3].value) for cells in rows] == [("string", 3)] * 2
    text = client.get(f"/staff/figures/late-plans.csv{query}").content.decode("utf-8-sig")
    assert text.splitlines() == ["分期編號,逾期起日,天數,逾期期數,逾期未繳,未繳"]
    assert "/staff/figures/held.csv" in client.get(f"/staff/figures/{query}").content.decode()
