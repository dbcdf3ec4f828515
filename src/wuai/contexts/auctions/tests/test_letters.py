"""The branch writes to who may buy first: printed, served, answered; from which day the time runs (R150)."""

import io
import uuid
from datetime import date

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.test import Client
from tests import factories as make

from wuai.contexts.auctions.actions import barring, noticing
from wuai.contexts.auctions.actions.preempting import follow
from wuai.contexts.auctions.models import LetterService, Preemption, PreemptionLetter
from wuai.contexts.auctions.queries import letters as queries
from wuai.contexts.auctions.queries.answering import code_of
from wuai.contexts.auctions.rules import noticing as rules
from wuai.contexts.auctions.rules import preempting, transferring
from wuai.contexts.auctions.rules.barring import CertificateOut
from wuai.contexts.auctions.tests.conftest import now
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices import api as notices

SERVED_ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("林承租 新竹市一路 1 號", [("林承租", "新竹市一路 1 號")]),
        ("林承租，新竹市一路 1 號\n\n 王共有, 新竹市二路 2 號 ", [("林承租", "新竹市一路 1 號"), ("王共有", "新竹市二路 2 號")]),
        ("John Smith, 1 Rd., Hsinchu", [("John Smith", "1 Rd., Hsinchu")]),
        ("林承租 一路 1 號，2 樓", [("林承租", "一路 1 號，2 樓")]),
        ("林承租 新竹市一路\n林承租 新竹市一路", [("林承租", "新竹市一路")]),
    ],
)  # fmt: skip
def test_holders_are_read_one_a_line_and_once_each(text, found):
    assert [(one.name, one.address) for one in rules.holders(text)] == found


@pytest.mark.parametrize(
    "text", ["", "林承租", "，新竹市", "林承租，", "John Smith", "人 址\n" + "x" * 101 + " 址"]
)
def test_a_line_without_name_or_address_is_refused(text):
    with pytest.raises(rules.HoldersUnclear):
        rules.holders(text)


def test_fifty_people_are_written_to_at_once_and_no_more():
    lines = [f"人{n} 新竹市 {n} 號" for n in range(rules.MOST_HOLDERS + 1)]
    assert len(rules.holders("\n".join(lines[:-1]))) == rules.MOST_HOLDERS
    with pytest.raises(rules.HoldersUnclear):
        rules.holders("\n".join(lines))


@pytest.mark.parametrize(
    ("effective", "disputed", "since"),
    [
        (date(2026, 11, 20), None, date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 20), date(2026, 11, 19), date(2026, 11, 20)),
    ],
)
def test_where_the_law_is_read_in_two_ways_time_runs_from_the_later_day(effective, disputed, since):
    assert rules.runs_from(effective, disputed) == since


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (date(2026, 11, 17), date(2026, 11, 18)),
        (date(2026, 11, 18), date(2026, 11, 18)),
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 24), date(2026, 11, 23)),
    ],
)
def test_who_answers_was_told_between_the_issue_and_today(said, day):
    assert rules.told_on(said, issued_on=date(2026, 11, 18), on=date(2026, 11, 23)) == day


@pytest.mark.parametrize("state", [rules.SERVED, rules.VOID])
@pytest.mark.parametrize("move", ["SERVE", "COME_BACK", "VOID"])
def test_what_is_settled_moves_no_more(state, move):
    with pytest.raises(rules.LetterMoveImpossible):
        rules.move(move, state)


def wrote(sale, **more):
    given = {
        "key": uuid.uuid4(), "case_id": sale.case.id, "ground": "LAND_LESSEE",
        "rule": "PREEMPTION_REPLY", "holders": "林承租 新竹市中正路 1 號", "lot": "甲標",
        "property": "竹東鎮長春段 100 地號", "price": 3_200_000,
    } | more  # fmt: skip
    ordered = noticing.Ordered(**given)
    return noticing.issue(ordered=ordered, **sale.who(day=date(2026, 11, 18)))


def served(sale, row, method="IN_PERSON", on=SERVED_ON, **more):
    given = {"place": "住所", "person": "本人"} | more
    attempt = notices.Attempt(method, on, **given)
    return noticing.serve(ref=row.ref, attempt=attempt, key=uuid.uuid4(), **sale.who())


@pytest.mark.django_db
def test_a_letter_that_was_served_lets_the_time_of_its_holder_run(sale):
    [row] = wrote(sale)
    assert not Preemption.objects.exists()
    served(sale, row)
    begun = now(row).preemption
    assert (begun.notified_on, begun.due_on) == (SERVED_ON, date(2026, 11, 30))
    assert (begun.document_no, begun.holder_name, begun.price) == (row.number, "林承租", 3_200_000)
    [held] = deadlines.of_subject("preemption", str(begun.ref))
    assert held.due_on == begun.due_on
    sale.answer(begun, notice_no=row.number, day=begun.due_on)
    assert now(begun).state == preempting.EXERCISED


@pytest.mark.django_db
def test_the_day_after_its_last_day_it_is_refused_online_and_says_from_when_it_was_counted(sale):
    [row] = wrote(sale)
    served(sale, row)
    with pytest.raises(preempting.AnsweredTooLate) as late:
        sale.answer(now(row).preemption, notice_no=row.number, day=date(2026, 12, 1))
    assert "2026-11-20" in late.value.text("zh")
    assert "2026-11-30" in late.value.text("en")


@pytest.mark.django_db
def test_a_deposit_runs_from_the_later_of_two_readings_and_a_failure_from_none(sale):
    first, second = wrote(sale, holders="林承租 一路 1 號\n黃地主 二路 2 號")
    served(sale, first, "DEPOSIT", place="東門郵局")
    [attempt] = LetterService.objects.filter(letter=first)
    assert (attempt.effective_on, attempt.runs_from) == (SERVED_ON, date(2026, 11, 30))
    assert now(first).preemption.due_on == date(2026, 12, 10)
    served(sale, second, "FAILED", reason="MOVED", place="", person="")
    assert (now(second).state, now(second).preemption) == (rules.RETURNED, None)
    served(sale, second, "PUBLIC", place="分署公告處")
    assert now(second).preemption.how == "PUBLISHED"
    assert now(second).preemption.notified_on > sale.on


def answers(sale, row, **more):
    waiting = Preemption(number="", ground=row.ground, price=row.price)
    return sale.answer(waiting, notice_no=row.number, **more)


@pytest.mark.django_db
def test_who_has_the_letter_is_heard_before_its_service_and_the_true_day_moves_the_time_later(sale):
    [row] = wrote(sale)
    answers(sale, row, letter_code=code_of(row))
    begun = now(row).preemption
    assert (begun.state, begun.notified_on) == (preempting.EXERCISED, SERVED_ON)
    with pytest.raises(rules.LetterMoveImpossible):
        served(sale, row, "FAILED", reason="MOVED", place="", person="")
    served(sale, row, on=date(2026, 11, 23))
    begun = now(begun)
    assert (begun.notified_on, begun.due_on) == (date(2026, 11, 23), date(2026, 12, 3))
    assert begun.state == preempting.EXERCISED
    assert "TOLD_LATER" in begun.steps.values_list("move", flat=True)
    with pytest.raises(rules.LetterMoveImpossible):
        served(sale, row)


@pytest.mark.django_db
def test_a_time_that_ran_out_too_early_runs_again_and_an_earlier_service_moves_nothing(sale):
    late, early = wrote(sale, holders="林承租 一路 1 號\n黃地主 二路 2 號")
    for row, name in ((late, "林承租"), (early, "黃地主")):
        filed = answers(sale, row, letter_code=code_of(row), name=name)
        follow(application_ref=str(filed.ref), ended="WITHDRAWN", **sale.who())
        sale.lapsed(now(row).preemption)
    served(sale, late, on=date(2026, 11, 23))
    served(sale, early, on=date(2026, 11, 18))
    late, early = now(late).preemption, now(early).preemption
    assert (late.state, late.due_on) == (preempting.WAITING, date(2026, 12, 3))
    [held] = [one for one in deadlines.of_subject("preemption", str(late.ref)) if one.is_open]
    assert held.due_on == late.due_on
    assert (early.state, early.notified_on) == (preempting.LAPSED, SERVED_ON)


@pytest.mark.django_db
def test_a_stranger_who_guessed_a_number_does_not_let_her_time_begin(sale):
    hers = wrote(sale, holders="黃地主 二路 2 號")[0]
    with pytest.raises(preempting.PreemptionUnknown):
        answers(sale, hers, name="路人甲", letter_code=code_of(hers))
    with pytest.raises(preempting.OtherPrice):
        answers(sale, hers, name="黃地主", price="1")
    for code in ("", "AAAAAAAA"):
        answers(sale, hers, name="黃地主", received="2026-11-18", letter_code=code)
    assert (now(hers).state, now(hers).preemption) == (rules.ISSUED, None)
    served(sale, hers, on=date(2026, 11, 23))
    begun = now(hers).preemption
    assert (begun.notified_on, begun.due_on) == (date(2026, 11, 23), date(2026, 12, 3))
    assert begun.state == preempting.EXERCISED


@pytest.mark.django_db
def test_the_officer_finds_that_a_waiting_answer_is_the_holders(sale):
    [row] = wrote(sale)
    filed = answers(sale, row)
    with time_machine.travel(sale.who()["at"], tick=False):
        clerk = Client()
        clerk.force_login(make.account("let-accept", "case.view", "service.record"))
        page = f"/staff/preemption/letters/{row.ref}/"
        assert filed.number in clerk.get(page).content.decode()
        day = {"told_on_year": "115", "told_on_month": "11", "told_on_day": "19"}
        assert clerk.post(f"{page}accept/", {"answer": str(uuid.uuid4()), **day}).status_code == 422
        assert clerk.post(f"{page}accept/", {"answer": str(filed.ref), **day}).status_code == 302
    begun = now(row).preemption
    assert (begun.notified_on, begun.application_ref) == (date(2026, 11, 19), filed.ref)
    with pytest.raises(rules.NoSuchAnswer):
        noticing.accept(
            ref=row.ref, application_ref=str(filed.ref), told_on=SERVED_ON, **sale.who()
        )


@pytest.mark.django_db
def test_written_or_served_twice_is_once_and_another_branch_finds_nothing(sale):
    key = uuid.uuid4()
    both = "林承租 一路 1 號\n黃地主 二路 2 號"
    rows = wrote(sale, key=key, holders=both)
    assert [one.id for one in wrote(sale, key=key, holders=both)] == [one.id for one in rows]
    assert [one.number for one in rows] == [
        "115新竹執優通字第000001號",
        "115新竹執優通字第000002號",
    ]
    attempt, press = notices.Attempt("IN_PERSON", SERVED_ON, place="住所"), uuid.uuid4()
    for _ in range(2):
        noticing.serve(ref=rows[0].ref, attempt=attempt, key=press, **sale.who())
    assert (LetterService.objects.count(), Preemption.objects.count()) == (1, 1)
    far = sale.person(9, "外分署", "notice.issue", "service.record")
    far = type(far)(**{f: getattr(far, f) for f in ("kind", "ref", "name", "permissions")},
                    branch_id=make.branch("TPY").id)  # fmt: skip
    for act in (
        lambda: noticing.serve(ref=rows[1].ref, attempt=attempt, key=uuid.uuid4(), **sale.who(far)),
        lambda: noticing.void(ref=rows[1].ref, reason="x", **sale.who(far)),
        lambda: noticing.issue(ordered=noticing.Ordered(
            key=uuid.uuid4(), case_id=sale.case.id, ground="DIEN", rule="PREEMPTION_REPLY",
            holders=both, lot="甲", property="x", price=1), **sale.who(far)),
    ):  # fmt: skip
        with pytest.raises(noticing.AuctionsNotFound):
            act()


@pytest.mark.django_db
def test_a_letter_on_its_way_holds_the_certificate_up_until_it_is_settled(sale):
    [row] = wrote(sale)
    buyer = sale.prepared()
    with pytest.raises(transferring.PreemptionOpen):
        barring.refuse_barred(buyer, None)
    noticing.void(ref=row.ref, reason="另發一份", **sale.who())
    barring.refuse_barred(buyer, None)
    sale.issued(buyer)
    with pytest.raises(CertificateOut):
        wrote(sale)
    with pytest.raises(rules.LetterMoveImpossible):
        served(sale, row)


@pytest.mark.django_db
def test_from_the_case_to_the_printed_letter_in_two_languages_and_its_service(sale):
    def day(name, year="115", month="11", day="20"):
        return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": day}

    clerk = Client()
    new = f"/staff/preemption/letters/new/?case={sale.case.ref}"
    filled = {
        "key": uuid.uuid4(), "ground": "LAND_LESSEE", "rule": "PREEMPTION_REPLY", "lot": "甲標",
        "holders": "林承租 新竹市中正路 1 號", "property": "長春段 100 地號", "price": "3200000",
    }  # fmt: skip
    with time_machine.travel(sale.who()["at"], tick=False):
        clerk.force_login(make.account("let-clerk", "case.view", "notice.issue", "service.record"))
        assert clerk.get(new).status_code == 200
        assert clerk.post(new, filled | {"holders": "林承租"}).status_code == 422
        assert clerk.post(new, filled | {"holders": "林󰀀 新竹市"}).status_code == 409
        assert not PreemptionLetter.objects.exists()
        page = clerk.post(new, filled).url
        row = PreemptionLetter.objects.get()
        assert row.number in clerk.get("/staff/preemption/letters/").content.decode()
        text, codes = _read(clerk.get(f"{page}letter.pdf").content)
        assert [code.endswith(queries.answered_at(row)) for code in codes] == [True]
        served_in = {"key": uuid.uuid4(), "method": "IN_PERSON", "place": "住所", "person": "本人",
                     "reason": "", **day("on", day="23")}  # fmt: skip
        assert clerk.post(f"{page}serve/", served_in).status_code == 302
        begun = now(row).preemption
        assert begun.number in clerk.get(f"/staff/preemption/{begun.ref}/").content.decode()
        assert clerk.post(f"{page}void/", {"reason": "x"}).status_code == 409
        far, may = Client(), ("case.view", "notice.issue", "service.record")
        far.force_login(make.account("let-far", *may, of=make.branch("TPY")))
        asked = [far.get(page), far.get(f"{page}letter.pdf"), far.get(new), far.post(new, filled)]
        asked += [
            far.post(f"{page}accept/"),
            far.post(f"{page}serve/", served_in),
            far.post(f"{page}void/", {"reason": "x"}),
        ]
        assert all(answer.status_code == 404 for answer in asked)
    for said in ("林承租", "3,200,000", "10 日內", "Within 10 days", "土地法第 104 條", "Land Act"):
        assert said in text, said


def _read(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as held:
        text = "".join(page.get_textpage().get_text_range() for page in held)
        codes = zxingcpp.read_barcodes(held[0].render(scale=3).to_pil())
        return text, [code.text for code in codes]
