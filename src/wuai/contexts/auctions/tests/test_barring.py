"""What a right of pre-emption and another certificate of the lot mean for a certificate, and back."""

from datetime import date

import pytest

from wuai.contexts.auctions import api
from wuai.contexts.auctions.actions import transferring
from wuai.contexts.auctions.rules import barring, preempting
from wuai.contexts.auctions.rules import transferring as rules
from wuai.contexts.auctions.tests.conftest import now
from wuai.contexts.deadlines import api as deadlines
from wuai.platform.actors import system

LATER = date(2026, 12, 2)
SHORT = {"ground": "CO_OWNER", "rule": "PREEMPTION_COOWNER_SHORT"}


@pytest.mark.parametrize("text", ["甲標", "甲", " 甲 標", "第甲標", "標別：甲標", "甲　標"])
def test_one_lot_in_many_spellings(text):
    assert barring.lot(text) == barring.lot("甲標")
    assert barring.lot(text) not in {barring.lot("乙標"), barring.lot("甲1標")}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("張買受", "張 買受", True),
        ("張買受", "張買受等二人", True),
        ("林承租", "張買受、林承租", True),
        ("王明", "王明華", False),
        ("", "", False),
    ],
)
def test_who_is_named_in_a_line_of_names(one, other, is_same):
    assert barring.is_named(one, other) is is_same


def _granted(sale):
    notice = sale.told(**SHORT)
    row = sale.prepared()
    sale.lapsed(notice)
    sale.checked(row)  # the right had lapsed by then
    filed = sale.answer(notice, "POST", date(2026, 12, 1))
    sale.looked_up(notice)
    sale.rule(filed, day=LATER)
    return notice, row


def test_a_right_granted_after_the_check_stops_the_bidders_certificate(sale):
    notice, row = _granted(sale)
    with pytest.raises(barring.PreemptionGranted) as refused:
        api.propose(ref=row.ref, **sale.who(day=LATER))
    assert notice.number in refused.value.text("zh")
    again = api.Checked(
        code="PREEMPTION", outcome="MET", evidence=f"{notice.number} 逾期未繳款，由拍定人承買"
    )
    api.check(ref=row.ref, checked=again, **sale.who(day=LATER))
    api.propose(ref=row.ref, **sale.who(day=LATER))


def test_who_was_granted_it_gets_the_certificate(sale):
    _granted(sale)
    row = sale.prepared(buyer_name="林承租")
    sale.checked(row)
    api.propose(ref=row.ref, **sale.who(day=LATER))


def test_a_notice_of_another_lot_is_named_in_the_check_one_of_the_same_lot_waits(sale):
    notice = sale.told(lot="乙")
    row = sale.prepared()
    sale.checked(row)
    with pytest.raises(rules.PreemptionOpen):
        api.propose(ref=row.ref, **sale.who())
    said = api.Checked(code="PREEMPTION", outcome="MET", evidence=f"{notice.number} 是乙標的")
    api.check(ref=row.ref, checked=said, **sale.who())
    other = sale.prepared(lot="乙 標")
    sale.checked(other)
    api.check(ref=other.ref, checked=said, **sale.who())
    with pytest.raises(rules.PreemptionOpen):
        api.propose(ref=other.ref, **sale.who())
    api.propose(ref=row.ref, **sale.who())


def test_once_the_certificate_is_out_the_right_is_neither_taken_nor_revived(sale):
    notice = sale.told(**SHORT)
    sale.lapsed(notice)
    sale.issued(sale.prepared(lot="甲"))
    with pytest.raises(barring.CertificateOut):
        sale.answer(notice, "POST", LATER)
    declared = deadlines.Declaration(
        on=date(2026, 11, 30), county=sale.branch.county, half="", reason_zh="颱風",
        reason_en="typhoon", source="公告",
    )  # fmt: skip
    by = system("auctions", branch_id=sale.branch.id)
    deadlines.declare_closure(declaration=declared, by=by, at=sale.who()["at"])
    api.recount(ref=notice.ref, **sale.who(by, date(2026, 12, 1)))
    assert now(notice).state == preempting.LAPSED


def test_one_lot_is_certified_once_unless_the_second_names_the_first(sale):
    first = sale.issued()
    row = sale.prepared(lot="甲", buyer_name="李得標")
    sale.checked(row)
    with pytest.raises(barring.LotCertifiedAlready):
        api.propose(ref=row.ref, **sale.who())
    said = sale.said(
        lot="甲", buyer_name="李得標", scope="2 分之 1", remarks=f"與 {first.number} 各得 2 分之 1"
    )
    transferring.correct(ref=row.ref, said=said, **sale.who())
    api.propose(ref=row.ref, **sale.who())
    sale.prepared(lot="乙", buyer_name="張買受")  # another lot is another certificate


@pytest.mark.parametrize("more", [{"lot": "甲"}, {"buyer_name": "張 買受等二人"}])
def test_other_spellings_of_lot_and_buyer_begin_no_second_certificate(sale, more):
    sale.prepared()
    with pytest.raises(rules.CertificateThereAlready):
        sale.prepared(**more)
