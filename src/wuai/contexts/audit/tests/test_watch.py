"""Who reads a watched case is told within a minute, once, without the mail naming the case."""

from datetime import timedelta

import pytest
from tests import factories as make
from tests.at_once import together

from wuai.contexts.audit import actions_watch
from wuai.contexts.audit.models import Alarm, Watch
from wuai.contexts.messages.actions.outbox import _opened
from wuai.contexts.messages.models import Message
from wuai.platform.actors import system
from wuai.platform.models import ReadLine

BY = system("audit")


def _read(*subjects, at=make.AT, name="李執行", kind="staff"):
    return ReadLine.objects.create(
        at=at, branch_id=make.branch().id, by_kind=kind, by_ref=f"{kind}:2", by_name=name,
        page="case", subjects=list(subjects),
    )  # fmt: skip


def _watch(case):
    return actions_watch.set_watch(
        branch_id=case.branch_id, case_number=case.number, recipient="ethics@example.invalid",
        reason="測試誘餌", by=BY, at=make.AT,
    )  # fmt: skip


@pytest.mark.django_db
def test_each_reading_after_the_watch_began_rings_once_and_names_nobody():
    case, other = make.case(), make.case()
    _read(f"case:{case.ref}", at=make.AT - timedelta(seconds=1))
    _watch(case)
    _read(f"case:{case.ref}", f"party:{case.obligor.ref}")
    _read(f"party:{case.obligor.ref}", name="王書記")
    _read(f"case:{case.ref}", name=case.obligor.name, kind="citizen")
    _read(f"case:{other.ref}")
    soon = make.AT + timedelta(seconds=59)
    assert actions_watch.ring_all(by=BY, at=soon) == 3
    assert actions_watch.ring_all(by=BY, at=soon) == 0
    mail = Message.objects.get()
    assert mail.recipient == "ethics@example.invalid"
    said = _opened(mail) + mail.subject
    assert "王書記" in said
    assert "本人或代理人" in said
    assert case.number not in said
    assert case.obligor.name not in said


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_a_reading_once():
    case = make.case()
    _watch(case)
    _read(f"case:{case.ref}")
    found = together(*[lambda: actions_watch.ring_all(by=BY, at=make.AT)] * 2)
    assert sum(found) == 1
    assert Alarm.objects.count() == Message.objects.count() == 1


@pytest.mark.django_db
def test_a_watch_is_set_read_and_ended_on_the_page_and_only_at_its_branch(client):
    client.force_login(make.account("ethics-t", "audit.view"))
    case = make.case()
    form = {"case_number": case.number, "recipient": "e@example.invalid", "reason": "誘餌"}
    wrong = client.post("/staff/audit/watches/", form | {"case_number": "115-99999999"})
    assert wrong.status_code == 422
    assert client.post("/staff/audit/watches/", form).status_code == 302
    watch = Watch.objects.get()
    line = _read(f"case:{case.ref}", at=watch.set_at + timedelta(seconds=1))
    actions_watch.ring_all(by=BY, at=line.at)
    page = client.get("/staff/audit/watches/", headers={"accept-language": "en"}).content.decode()
    assert "李執行" in page
    assert "Watch no longer" in page
    far = make.account("far-t", "audit.view", of=make.branch("TPY"))
    client.force_login(far)
    assert client.post(f"/staff/audit/watches/{watch.ref}/end/").status_code == 404
    client.force_login(make.account("ethics-2", "audit.view"))
    assert client.post(f"/staff/audit/watches/{watch.ref}/end/").status_code == 302
    _read(f"case:{case.ref}", at=line.at + timedelta(seconds=1))
    assert actions_watch.ring_all(by=BY, at=line.at + timedelta(seconds=2)) == 0
