"""A letter says how a request stands, and for who asked in English a page in English stands behind it."""

import uuid
from datetime import timedelta

import pypdfium2
import pytest
from django.test import Client
from tests import factories as make

from wuai.contexts.applications.actions.clock import KIND, take_over_days
from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.gateways.typesetter.client import typeset_letter
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.queries import letters
from wuai.contexts.applications.queries.steps import steps_of
from wuai.contexts.applications.rules import letters as rules
from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.deadlines import api as deadlines
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import long_zh


def words(held):
    """The words of each page, as a reader would find them."""
    document = pypdfium2.PdfDocument(typeset_letter(held))
    return [" ".join(one.get_textpage().get_text_bounded().split()) for one in document]


def english(row):
    Application.objects.filter(pk=row.pk).update(language="en")
    row.refresh_from_db()
    return words(letters.letter(row))


@pytest.mark.parametrize(("state", "extended", "letter"), [
    (p.RECEIVED, False, p.RECEIVED), (p.IN_HAND, False, p.RECEIVED), (p.PROPOSED, False, p.RECEIVED),
    (p.IN_HAND, True, rules.EXTENDED), (p.INCOMPLETE, True, p.INCOMPLETE), (p.GRANTED, True, p.GRANTED),
])  # fmt: skip
def test_each_state_has_its_letter(state, extended, letter):
    assert rules.which(state, extended) == letter


def test_every_state_is_said_in_both_languages():
    written = {rules.which(state, extended) for state in (*p.RUNNING, *p.ENDED) for extended in (True, False)}  # fmt: skip
    assert set(rules.TITLES) == set(rules.SAID) == written
    for pair in (*rules.TITLES.values(), *rules.SAID.values()):
        assert pair.zh
        assert pair.en
        assert pair.en.isascii()


def test_confidential_and_carried_requests_have_no_letter_here():
    none = {one.code for one in declared() if not rules.is_written(one)}
    assert none == {one.code for one in declared() if one.restricted_to or one.is_carried}
    assert {"OBJECTION", "REWARD_TIP"} <= none


def test_who_is_asked_to_complete_reads_what_and_in_english_that_the_words_are_chinese(window):
    row = window.filed()
    window.move(row, "ask", note="請補上個月的薪資單")
    row.refresh_from_db()
    [chinese] = words(letters.letter(row))
    for said in ("補正通知", "請補上個月的薪資單", row.number, "您補正以後"):
        assert said in chinese
    [_, page] = english(row)
    for said in (
        "Something is missing from your request", "The letter in Chinese before it has effect",
        "What the officer wrote (in Chinese) 請補上個月的薪資單", "Once you complete it we go on",
    ):  # fmt: skip
        assert said in page


def test_what_an_officer_wrote_is_never_taken_for_a_translation(window):
    row = window.filed()
    window.move(row, "ask", note="請補正下列文件：薪資單 / Passport copy\n並請 / Call us")
    row.refresh_from_db()
    [chinese] = words(letters.letter(row))
    for said in ("薪資單 / Passport copy", "並請 / Call us"):
        assert said in chinese
    page = english(row)[1]
    assert "What the officer wrote (in Chinese) 請補正下列文件：薪資單 / Passport copy" in page
    assert "Note" not in page
    [step] = [step for step in steps_of(row.id, given_out=True) if step.note]
    assert step.said == ("請補正下列文件：薪資單 / Passport copy", "並請 / Call us")


def test_what_the_system_wrote_is_read_in_one_language(window):
    row = window.filed("REPORTING_DATE")
    window.move(row, "grant", note="請準時 / On time", chosen="BY_HAND")
    row.refresh_from_db()
    arranged, said = steps_of(row.id)[-1].said
    assert isinstance(arranged, Bilingual)
    assert said == "請準時 / On time"
    assert arranged.en in english(row)[1]


def test_what_was_only_proposed_stands_in_no_letter(window):
    row = window.filed("GOVERNMENT_INFORMATION")
    chief = window.person(3, "張主任", "application.decide")
    window.move(row, "refuse", note="檔案涉及第三人個資")
    row.refresh_from_db()
    [before] = words(letters.letter(row))
    assert "收件通知" in before
    assert "第三人" not in before
    window.move(row, "approve", by=chief)
    row.refresh_from_db()
    [after] = words(letters.letter(row))
    assert "未便准許" in after
    assert "檔案涉及第三人個資" in after
    assert "Your request is not granted" in english(row)[1]


def test_a_longer_time_is_told_with_its_reason_and_the_new_day(window):
    row = window.filed("GOVERNMENT_INFORMATION")
    later = window.on + timedelta(days=9)
    deadlines.extend(
        which=deadlines.Which(KIND, str(row.ref)), told_on=later, reason="檔案在檔案庫，需調卷",
        by=window.clerk, at=window.at + timedelta(days=9), on=later,
    )  # fmt: skip
    take_over_days(refs=[str(row.ref)], by=window.clerk, at=window.at + timedelta(days=9))
    row.refresh_from_db()
    [chinese] = words(letters.letter(row))
    assert "延長辦理期限通知" in chinese
    assert "需調卷" in chinese
    assert f"日期 {long_zh(later)}" in chinese
    page = english(row)[1]
    assert "We need more time for your request" in page
    assert f"Date {later.isoformat()}" in page
    assert f"We answer by {row.due_on.isoformat()}" in page
    assert row.due_on > row.received_on + timedelta(days=15)


def test_number_and_code_give_the_letter_to_the_applicant_and_nobody_else(window):
    begun = window.start()
    window.fill(begun, make.case())
    filed = window.submit(begun)
    held = {"number": filed.number, "code": begun.code, "document": "letter"}
    given = Client().post("/follow/document/", held)
    assert given["Content-Type"] == "application/pdf"
    assert "no-store" in given["Cache-Control"]
    assert "下載通知信" in Client().post("/follow/", held).content.decode()
    for wrong in ({"code": "AAAA"}, {"number": "115申999999"}):
        assert Client().post("/follow/document/", held | wrong).status_code == 404
    other = window.person(9, "別分署", of=make.branch("TPY"))
    assert letters.for_staff(other, filed.ref) is None
    assert letters.for_staff(window.clerk, uuid.uuid4()) is None
    assert letters.for_staff(window.clerk, filed.ref)["number"] == filed.number
