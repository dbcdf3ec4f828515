"""What goes out to somebody else once a request was granted: numbered and kept once, copies say so."""

import io
import uuid

import pypdfium2
import pytest
from django.test import Client
from tests import factories as make
from tests.at_once import together

from wuai.contexts.applications.actions import outgoing
from wuai.contexts.applications.actions.work import ApplicationMissing
from wuai.contexts.applications.models import OutgoingPaper
from wuai.contexts.applications.rules import outgoing as rules
from wuai.contexts.applications.tests.conftest import Window
from wuai.contexts.applications.web.outgoing import set_paper
from wuai.platform import files
from wuai.platform.models import HistoryLine

OFFICE = "新竹地政事務所"


def ask(window, row, *, key=None, to=OFFICE, by=None, on=None, set_as=lambda row, **how: b"%PDF"):
    asked = {"key": key or uuid.uuid4(), "to": to}
    return outgoing.issue(ref=row.ref, asked=asked, set_as=set_as, by=by or window.officer,
                          at=window.at, on=on or window.on)  # fmt: skip


def granted(window, kind="INHERITANCE_REGISTRATION"):
    row = window.filed(kind)
    window.move(row, "grant")
    row.refresh_from_db()
    return row


def words(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(" ".join(one.get_textpage().get_text_bounded().split()) for one in document)


@pytest.mark.parametrize(
    ("named", "given", "to"),
    [("王大明", "別人", "王大明"), ("", " 新竹  地政事務所 ", "新竹 地政事務所")],
)
def test_it_goes_to_whom_the_request_names_or_to_the_office_that_staff_name(named, given, to):
    assert rules.addressee(named, given) == to


@pytest.mark.parametrize(("kind", "to", "said"), [
    ("PRODUCE_DOCUMENTS", "王大明", ("交出書據命令", "土地所有權狀正本", "強制執行法第 101 條")),
    ("INHERITANCE_REGISTRATION", OFFICE, ("囑託辦理繼承登記函", "長春段 100 地號", "王大明、王小明")),
])  # fmt: skip
def test_it_goes_out_only_once_granted_and_keeps_number_day_addressee_and_file(
    window, kind, to, said
):
    row = window.filed(kind)
    with pytest.raises(ApplicationMissing):
        ask(window, row)
    window.move(row, "grant")
    with pytest.raises(ApplicationMissing):
        ask(window, row, by=window.person(9, "別分署", of=make.branch("TPY")))
    held, is_original = ask(window, row, set_as=set_paper)
    assert is_original
    assert (held.number, held.addressee, held.issued_on) == ("115新竹執申通字第000001號", to, window.on)  # fmt: skip
    original, copy = (words(b"".join(files.read(one))) for one in (held.original, held.copy))
    for one in (to, row.number, held.number, *said):
        assert one in original
        assert one in copy
    assert "抄本" in copy
    assert "抄本" not in original


def test_the_same_press_is_the_original_again_and_any_other_a_copy(window):
    row, key = granted(window), uuid.uuid4()
    first, is_original = ask(window, row, key=key)
    again, is_still = ask(window, row, key=key, to="別的地政事務所")
    later = ask(window, row, to="別的地政事務所")
    assert (is_original, is_still, later[1]) == (True, True, False)
    assert {first.id, again.id, later[0].id} == {first.id}
    assert later[0].addressee == OFFICE
    assert ask(window, row, key=key, by=window.person(5, "別人"))[1] is False
    lines = HistoryLine.objects.filter(
        subject_kind="application", subject_ref=str(row.ref), data__has_key="outgoing"
    )
    assert [line.data["original"] for line in lines.order_by("id")] == [True, True, False, False]


def test_nothing_is_kept_where_no_office_is_named_or_the_paper_cannot_be_set(window):
    row = granted(window)
    with pytest.raises(rules.AddresseeMissing):
        ask(window, row, to="  ")

    def broken(row, **how):
        raise rules.AddresseeMissing

    with pytest.raises(rules.AddresseeMissing):
        ask(window, row, set_as=broken)
    assert not OutgoingPaper.objects.exists()
    assert ask(window, row)[0].number.endswith("000001號")


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_paper():
    window = Window()
    row = granted(window)
    other = window.person(7, "林執行官", "application.decide")
    done = together(lambda: ask(window, row), lambda: ask(window, row, by=other))
    assert sorted(one[1] for one in done) == [False, True]
    assert OutgoingPaper.objects.count() == 1


def test_the_desk_makes_it_on_the_page_and_another_branch_finds_nothing(window):
    row = granted(window)
    page = f"/staff/applications/{row.ref}/"
    here, there = Client(), Client()
    may = ("application.view", "application.decide")
    here.force_login(make.account("officer-o", *may))
    there.force_login(make.account("officer-t", *may, of=make.branch("TPY")))
    key = uuid.uuid4()
    assert f"{page}order.pdf" in here.get(page).content.decode()
    # Nothing is made by an address alone, nor is it read there to whom the paper goes.
    assert here.get(f"{page}order.pdf", {"to": OFFICE, "key": key}).status_code == 404
    assert there.post(f"{page}order.pdf", {"to": OFFICE, "key": key}).status_code == 404
    assert here.post(f"{page}order.pdf", {"to": "", "key": key}).status_code == 422
    assert not OutgoingPaper.objects.exists()
    given = here.post(f"{page}order.pdf", {"to": OFFICE, "key": key})
    assert "抄本" not in words(given.content)
    assert "抄本" in words(here.get(f"{page}order.pdf").content)
    assert there.get(f"{page}order.pdf").status_code == 404
    shown = here.get(page).content.decode()
    assert "115新竹執申通字第000001號" in shown
    assert OFFICE in shown
