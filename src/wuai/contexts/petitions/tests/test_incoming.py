"""Letters by mail: each becomes a petition once and is answered once, or waits for somebody to look."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.html import escape
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.models import Application, Upload
from wuai.contexts.messages.actions import outbox
from wuai.contexts.messages.api import send_mail
from wuai.contexts.messages.gateways.mail.codec import sample
from wuai.contexts.messages.models import Message
from wuai.contexts.petitions.actions import incoming as actions
from wuai.contexts.petitions.gateways.mailbox import codec
from wuai.contexts.petitions.models import Incoming, Petition
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.rules.states import MayNotHandle, PetitionUnknown
from wuai.contexts.petitions.tests.conftest import DESK, House, letter
from wuai.platform.actors import system
from wuai.platform.models import ReadLine

CAME = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
BOX = rules.Box("front", "PUBLIC", frozenset({"service@branch.example"}))
PDF = b"%PDF-1.7 a bill"


@pytest.fixture(autouse=True)
def _still():
    with time_machine.travel(House.at, tick=False):
        yield


def take(house, raw, box=BOX, came_at=CAME, at=None):
    came = actions.Came(house.branch.id, box, rules.Fetched(1, came_at, raw), codec.read(raw))
    return actions.take(
        came=came, by=actions.clerk(house.branch.id), at=at or house.at, on=house.on
    )


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ({}, ""),
        ({"Auto_Submitted": "no"}, ""),
        ({"Auto_Submitted": "auto-replied"}, rules.AUTOMATIC),
        ({"Precedence": "bulk"}, rules.AUTOMATIC),
        ({"List_Id": "<news.example.org>"}, rules.AUTOMATIC),
        ({"Return_Path": "<>"}, rules.AUTOMATIC),
        ({"sender": "MAILER-DAEMON@example.org"}, rules.AUTOMATIC),
        ({"sender": "No-Reply@example.org"}, rules.AUTOMATIC),
        ({"sender": "nobody"}, rules.AUTOMATIC),
        ({"sender": "分署 <SERVICE@branch.example>"}, rules.OURS),
        ({"subject": "Re: 收到您的來信（115申000012）"}, rules.ABOUT),
    ],
)
def test_what_a_machine_wrote_or_belongs_elsewhere_waits_for_a_person(heads, reason):
    read = codec.read(letter(**heads))
    assert rules.why_aside(BOX, read, today=rules.MOST_A_DAY - 1) == reason
    assert rules.why_aside(BOX, read, today=rules.MOST_A_DAY) == (reason or rules.MANY)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Subject: x\nContent-Type: text/plain; charset=big5\n\n" + "您好".encode("big5"), "您好"),
        (b"Subject: x\nContent-Type: text/plain; charset=nonsense\n\n" + "您好".encode(), "您好"),
        (b"Subject: x\nContent-Type: text/html\n\n<p>Hello<br>you</p><script>no</script>", "Hello\nyou"),
        (b"Subject: x\n\n\x00\x07a", "a"),
        (b"", ""),
    ],
)  # fmt: skip
def test_a_letter_is_read_whatever_wrote_it(raw, said):
    assert codec.read(raw).text == said


def test_what_is_too_large_for_the_form_is_named_and_the_letter_is_taken_up(house, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PAPER", len(PDF) - 1)
    assert take(house, letter(files=[("bill.pdf", PDF)])) == rules.PETITION
    assert "bill.pdf" in applications.answers(Petition.objects.get().ref)["content"]
    assert not Upload.objects.exists()


def test_a_letter_becomes_one_petition_and_is_answered_once_with_its_code(house):
    raw = letter(files=[("bill.pdf", PDF), ("setup.exe", b"MZ"), ("fake.pdf", b"MZ not a pdf")])
    assert take(house, raw) == rules.PETITION
    assert take(house, raw) == ""
    row = Petition.objects.get()
    assert (row.channel, row.name, row.subject) == ("MAIL", "王小明", "電話打不進去")
    assert Application.objects.get().received_at == CAME
    content = applications.answers(row.ref)["content"]
    assert "setup.exe" in content
    assert "fake.pdf" in content
    held = Upload.objects.get()
    assert (held.name, held.scan) == ("bill.pdf", "QUARANTINED")
    mail = Message.objects.get()
    assert (mail.recipient, row.number in mail.subject) == ("ming@example.org", True)
    parcel = outbox.claim(ref=str(mail.ref), by=system("outbox"), at=house.at)
    code = parcel.body.split("查詢碼是 ")[1].split("（")[0]
    assert applications.followed(row.number, code) is not None
    # The code lies in the outbox sealed, and what was written does not leave the house.
    assert code not in Message.objects.get().body
    assert "忙線" not in parcel.body


def test_the_same_number_with_other_words_is_another_letter(house):
    assert take(house, letter(text="第一件")) == rules.PETITION
    assert take(house, letter(text="第二件")) == rules.PETITION
    assert Petition.objects.count() == 2


def test_a_long_letter_comes_whole_in_a_file(house):
    take(house, letter(text="長" * 5000))
    assert Upload.objects.get().name == "letter.txt"
    assert Upload.objects.get().size == 5000 * 3


def test_a_report_about_our_mail_is_noted_there_and_is_no_petition(house):
    ref = send_mail(once_key="k", recipient="a@example.org", subject="s", body="b",
                    branch_id=house.branch.id, at=house.at)  # fmt: skip
    assert take(house, sample(ref)) == rules.REPORT
    assert Message.objects.get(ref=ref).status == "BOUNCED"
    assert not Petition.objects.exists()


def test_what_writes_without_end_is_not_answered_without_end(house):
    for count in range(rules.MOST_A_DAY + 2):
        take(house, letter(number=f"{count}@example.org", text=f"{count}"))
    assert Petition.objects.count() == rules.MOST_A_DAY
    assert Message.objects.count() == rules.MOST_A_DAY
    assert Incoming.objects.filter(outcome=rules.ASIDE, reason=rules.MANY).count() == 2


def test_a_letter_without_words_waits_and_nothing_of_it_is_lost(house):
    assert take(house, letter(subject="", text="")) == rules.ASIDE
    row = Incoming.objects.get()
    assert row.reason == rules.REFUSED
    assert row.stored.size > 0
    assert b"ming@example.org" not in bytes(row.told)


def test_somebody_looks_and_takes_it_up_without_answering_a_machine(house):
    raw = letter(Auto_Submitted="auto-generated")
    assert take(house, raw) == rules.ASIDE
    row, how = Incoming.objects.get(), house.how()
    with pytest.raises(MayNotHandle):
        actions.take_up(ref=row.ref, letter=codec.read(raw),
                        **house.how(by=house.person("guest", "petition.view")))  # fmt: skip
    filed = actions.take_up(ref=row.ref, letter=codec.read(raw), **how)
    assert Petition.objects.get().number == filed.number
    assert not Message.objects.exists()
    with pytest.raises(rules.MayNotTakeUp):
        actions.leave(ref=row.ref, by=house.clerk, at=house.at)


def test_an_addition_goes_into_the_trail_of_the_petition_it_names(house):
    row = house.filed()
    raw = letter(subject=f"Re: {row.number}", text="補充：是星期三下午")
    take(house, raw)
    actions.add(ref=Incoming.objects.get().ref, number=row.number, letter=codec.read(raw),
                by=house.clerk, at=house.at)  # fmt: skip
    assert row.notes.get(code="letter").text == "補充：是星期三下午"
    assert Petition.objects.count() == 1


def test_a_confidential_letter_exists_for_its_unit_only(house):
    box = rules.Box("ethics", "ETHICS", frozenset())
    take(house, letter(Precedence="list"), box=box)
    row = Incoming.objects.get()
    with pytest.raises(PetitionUnknown):
        actions.leave(ref=row.ref, by=house.clerk, at=house.at)
    actions.leave(ref=row.ref, by=house.ethics, at=house.at)
    assert Incoming.objects.get().outcome == rules.LEFT


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_letter_make_one_petition(house):
    raw, done, start = letter(), [], threading.Barrier(2)

    def work():
        start.wait()
        try:
            done.append(take(house, raw))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(done) == ["", rules.PETITION]
    assert (Petition.objects.count(), Message.objects.count()) == (1, 1)


def test_staff_see_what_waits_and_what_it_became(house, client):
    raw = letter(subject="我要投訴", Auto_Submitted="auto-generated")
    take(house, raw)
    ref = Incoming.objects.get().ref
    client.force_login(make.account("clerk", *DESK))
    page = client.get("/staff/petitions/letters/").content.decode()
    assert "我要投訴" in page
    assert "自動回覆" in page
    url = f"/staff/petitions/letters/{ref}/"
    assert "上週三打了六次" in client.get(url).content.decode()
    shown = client.post(url, {"what": "take"}).content.decode()
    # Nobody was written to, so number and code stand here, once.
    assert "查詢碼" in shown
    assert Petition.objects.get().number in shown
    assert not Message.objects.exists()
    assert Petition.objects.get().number in client.get(url).content.decode()
    assert client.post(url, {"what": "leave"}).status_code == 409
    assert "我要投訴" not in client.get("/staff/petitions/letters/").content.decode()
    assert ReadLine.objects.filter(subjects__contains=[f"incoming:{ref}"]).exists()
    far = Client()
    far.force_login(make.account("far", *DESK, of=make.branch("TPY")))
    assert far.get(url).status_code == 404
    assert far.post(url, {"what": "leave"}).status_code == 404


def test_the_letter_as_it_came_is_saved_with_a_reason_on_record(house, client):
    raw = letter(Precedence="list", text="<script>alert(1)</script>")
    take(house, raw)
    ref = Incoming.objects.get().ref
    url = f"/staff/petitions/letters/{ref}/letter.eml"
    client.force_login(make.account("clerk", *DESK))
    assert url in client.get(f"/staff/petitions/letters/{ref}/").content.decode()
    assert "理由" in client.get(url, {"reason": "由網址帶來"}).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    got = client.post(url, {"reason": "對照寄件紀錄"})
    assert got.content == raw
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["Cache-Control"] == "no-store"
    read = ReadLine.objects.filter(subjects__contains=[f"incoming:{ref}"])
    assert read.filter(reason="對照寄件紀錄").exists()
    far = Client()
    far.force_login(make.account("far", *DESK, of=make.branch("TPY")))
    assert far.get(url).status_code == 404
    assert far.post(url, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("heads", "mails"),
    [({"Feedback_ID": "a:b"}, 1), ({"sender": "service@branch.example"}, 0)],
)
def test_what_somebody_wrote_through_a_machine_is_answered_when_the_desk_says_so(
    house, client, heads, mails
):
    take(house, letter(**heads))
    url = f"/staff/petitions/letters/{Incoming.objects.get().ref}/"
    client.force_login(make.account("clerk", *DESK))
    assert ('name="answer"' in client.get(url).content.decode()) == bool(mails)
    answer = client.post(url, {"what": "take", "answer": "on"})
    assert Message.objects.count() == mails
    assert answer.status_code == (302 if mails else 200)
    assert ("查詢碼" in answer.content.decode()) == (not mails)
    email = applications.answers(Petition.objects.get().ref).get("email")
    assert bool(email) == bool(mails)


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "{{ settings.SECRET_KEY }}{% csrf_token %}",
    ],
)
def test_what_a_letter_says_is_shown_to_staff_as_words_only(house, client, evil):
    take(house, letter(subject=evil[:60], text=evil, Precedence="list"))
    ref = Incoming.objects.get().ref
    client.force_login(make.account("clerk", *DESK))
    client.post(f"/staff/petitions/letters/{ref}/", {"what": "take"})
    petition = Petition.objects.get()
    pages = ("letters/?list=all", f"letters/{ref}/", "", f"{petition.ref}/")
    for path in pages:
        page = client.get(f"/staff/petitions/{path}").content.decode()
        assert escape(evil[:60]) in page, path
        assert evil[:60] not in page or escape(evil) == evil, path
