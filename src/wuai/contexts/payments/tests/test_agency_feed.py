"""An agency's feed names cases by our number or by its own, and never pays what it reported before."""

from tests import factories

from wuai.contexts.payments import api


def _feed(desk, *receipts):
    fake = api.counterpart("AGENCY", "AGENCY_FEED_1")
    for number, amount, serial in receipts:
        fake.untold.append(api.Paid(number, amount, desk.on, desk.on, "新竹聯合服務中心", serial))
    (file,) = fake.tell(desk.on)
    return api.import_settlement(
        branch_id=desk.branch.id, channel_code="AGENCY", name="feed", content=file, **desk.who
    )


def _report(desk, case, amount, receipt_no):
    return api.report_agency_payment(
        case_id=case.id, amount=amount, paid_on=desk.on, receipt_no=receipt_no,
        office="新竹聯合服務中心", **desk.who,
    )  # fmt: skip


def test_a_case_is_found_by_our_number_by_the_agencys_and_by_its_slip(desk):
    ours, theirs, by_slip = (factories.case(amount=900, agency_ref=f"nhi {n}/a") for n in range(3))
    done = _feed(
        desk, (ours.number, 900, "R1"), ("NHI 1/A", 400, "R2"),
        (desk.slip(by_slip).number, 900, "R3"), ("NHI 77", 50, "R4"),
    )  # fmt: skip
    assert (done.posted, done.suspense, done.rejected) == (3, 1, 0)
    assert [sum(desk.owed(case).values()) for case in (ours, theirs, by_slip)] == [0, 500, 0]
    assert desk.on_books("CLEARING") == 0  # the agency keeps its money


def test_what_was_reported_by_page_or_programme_is_a_duplicate_in_the_feed(desk):
    case = factories.case(amount=900, agency_ref="NHI-5")
    _report(desk, case, 300, "R1")
    done = _feed(desk, ("NHI-5", 300, "R1"), ("NHI-5", 100, "R2"))
    assert (done.posted, done.duplicates) == (1, 1)
    assert sum(desk.owed(case).values()) == 500


def test_and_what_the_feed_brought_is_not_taken_again_by_page(desk):
    case = factories.case(amount=900)
    _feed(desk, (case.number, 300, "R1"))
    assert _report(desk, case, 300, "R1").replayed
    assert sum(desk.owed(case).values()) == 600


def test_a_number_that_two_agencies_use_names_nobody(desk):
    other = factories.agency("OTHER")
    factories.case(amount=900, agency_ref="SAME-1")
    factories.case(amount=900, agency_ref="SAME-1", agency=other)
    assert _feed(desk, ("SAME-1", 300, "R1")).suspense == 1
