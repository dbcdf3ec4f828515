"""The pages: a closure is shown before it is confirmed, nothing missed goes unseen, the table is public."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from wuai.contexts.deadlines import api, jobs
from wuai.contexts.deadlines.models import Deadline
from wuai.contexts.deadlines.queries import kinds, watching
from wuai.contexts.messages.models import Message
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

HOME, CLOSURES = "/staff/deadlines/", "/staff/reference/closures/"
OTHER = "TPY"
AT = datetime(2026, 7, 9, 12, 0, tzinfo=UTC)
BY = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    def describe(subjects, by):
        shown = [s for s in subjects if s != "secret"]
        return {s: kinds.Described(Bilingual(f"申請 {s}", f"Request {s}"), "/x/") for s in shown}

    def concerned(subjects):
        return {s: [kinds.Concerned(f"{s}@example.test", f"115-{s}")] for s in subjects}

    monkeypatch.setattr(kinds, "_kinds", {})
    api.register(
        api.Kind("test", Bilingual("申請", "Request"), "case.view", describe, concerned)
    )  # fmt: skip


@pytest.fixture
def enter(client):
    from wuai.contexts.identity.models import Account, AccountRole, Role

    def as_(role, branch="SCY"):
        account = Account.objects.create(
            username=f"{role}.{branch}", name="王書記", created_at=AT, email=f"{role}@example.test",
            branch_id=organisation.branch(branch).id,
        )  # fmt: skip
        AccountRole.objects.create(
            account=account, role=Role.objects.get(code=role), since=date(2026, 1, 1)
        )
        client.force_login(account)
        return client

    return as_


def begin(ref="one", rule="OBJECTION_OPINION", days=0, branch="SCY"):
    since = timezone.localdate() - timedelta(days=days)
    subject = api.Subject("test", ref, organisation.branch(branch).id)
    return api.start(subject=subject, rule=rule, since=since, by=BY, at=timezone.now())


def day_fields(name, day):
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}


def hear():
    """Bring events to their handlers; mails stay in the outbox."""
    from django.db import connection

    from wuai.platform.jobs import procrastinate_app

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name LIKE '%deliver' RETURNING task_name, args"
        )
        rows = cursor.fetchall()
    for task, args in rows:
        procrastinate_app.tasks[task](**(json.loads(args) if isinstance(args, str) else args))


def text(answer):
    return re.sub(r"<[^>]+>", "", answer.content.decode())


def test_one_deadline_shows_its_day_and_each_counted_day(enter):
    row = begin()
    page = enter("CLERK").get(f"{HOME}{row.ref}/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    said = text(page)
    assert "Request one" in said
    assert "the day of the event is not counted" in said
    assert "art. 9 II" in said
    assert row.due_on.isoformat() in page.content.decode()


def test_another_branch_and_what_one_may_not_know_are_not_there(enter):
    row, hidden = begin(), begin("secret")
    client = enter("CHIEF", OTHER)
    for url in (f"{row.ref}/", f"{row.ref}.ics"):
        assert client.get(HOME + url).status_code == 404
    for act in ("extend", "seen"):
        assert client.post(f"{HOME}{row.ref}/{act}/", {"note": "x"}).status_code == 404
    client = enter("CLERK")
    assert client.get(f"{HOME}{hidden.ref}/").status_code == 404
    assert client.get(f"{HOME}{hidden.ref}.ics").status_code == 404
    assert "secret" not in client.get(f"{HOME}?which=open").content.decode()


def test_the_list_filters_and_today_shows_what_was_missed_even_before_it_is_marked(enter):
    begin("late", days=40)
    begin("far", rule="ARCHIVE_DECISION")
    assert Deadline.objects.filter(state="RUNNING").count() == 2
    client = enter("CLERK")
    missed = client.get(f"{HOME}?which=missed")
    assert "申請 late" in text(missed)
    assert "申請 far" not in text(missed)
    assert "申請 far" in text(client.get(f"{HOME}?which=open"))
    today = text(client.get("/staff/"))
    assert "逾期未辦的期限" in today
    assert "申請 late" in today


def test_a_missed_one_is_marked_told_and_stays_until_somebody_says_what_is_done(enter):
    row = begin("late", days=40)
    client = enter("CHIEF")
    jobs.watch(0)
    jobs.watch(0)
    assert Deadline.objects.get().state == "MISSED"
    assert HistoryLine.objects.filter(action="deadline.miss").count() == 1
    hear()
    assert {m.recipient for m in Message.objects.all()} == {"CHIEF@example.test"}
    assert not any("late" in m.body for m in Message.objects.all())
    on = timezone.localdate()
    assert watching.unseen(row.branch_id, on) == 1
    here = f"{HOME}{row.ref}/"
    assert client.post(f"{here}seen/", {"note": " "}).status_code == 422
    assert client.post(f"{here}seen/", {"note": "今天送出"}).status_code == 302
    assert watching.unseen(row.branch_id, on) == 0
    assert "申請 late" in text(client.get(f"{HOME}?which=missed"))
    api.meet(which=api.Which("test", "late"), on=on, by=BY, at=timezone.now())
    assert "申請 late" not in text(client.get(f"{HOME}?which=missed"))


def test_a_section_is_reminded_once(enter):
    begin("near", days=9)
    begin("far", rule="ARCHIVE_DECISION")
    enter("CHIEF")
    jobs.morning(0)
    jobs.morning(0)
    hear()
    told = [m for m in Message.objects.all() if "即將屆滿" in m.subject]
    assert len(told) <= 1
    near = Deadline.objects.get(subject="near")
    if near.due_on >= timezone.localdate():
        assert near.reminded_on == timezone.localdate()
        assert len(told) == 1
    assert Deadline.objects.get(subject="far").reminded_on is None


def test_extending_on_the_page_needs_the_notice(enter):
    row = begin(rule="FOI_DECISION")
    client, on = enter("CLERK"), timezone.localdate()
    here = f"{HOME}{row.ref}/"
    assert 'action="' + here + "extend/" in client.get(here).content.decode()
    assert client.post(f"{here}extend/", {"reason": "繁雜"}).status_code == 422
    sent = {**day_fields("told_on", on), "reason": "繁雜"}
    assert client.post(f"{here}extend/", sent).status_code == 302
    assert Deadline.objects.get().state == "EXTENDED"
    assert client.post(f"{here}extend/", sent).status_code == 422


def test_what_its_own_context_extends_is_not_extended_here(enter):
    held = kinds.kind("test")
    api.register(replace(held, extends_itself=True))
    row = begin(rule="FOI_DECISION")
    client, here = enter("CLERK"), f"{HOME}{row.ref}/"
    assert "extend/" not in text(client.get(here))
    sent = {**day_fields("told_on", timezone.localdate()), "reason": "繁雜"}
    refused = client.post(f"{here}extend/", sent)
    assert refused.status_code == 422
    assert "請開啟這個案件的頁面" in text(refused)
    assert Deadline.objects.get().state == "RUNNING"


def test_a_closure_is_previewed_confirmed_told_and_undone(enter):
    row = begin()
    client = enter("CHIEF")
    day = row.due_on
    sent = {
        **day_fields("on", day), "county": "", "half": "",
        "reason_zh": "颱風停止上班", "source": "公告",
    }  # fmt: skip
    preview = client.post(CLOSURES, sent)
    assert preview.status_code == 200
    assert "共 1 個期限會重新計算" in text(preview)
    assert "申請 one" in text(preview)
    assert Deadline.objects.get().due_on == day
    hidden = dict(
        re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', preview.content.decode())
    )
    hidden.pop("csrfmiddlewaretoken", None)
    assert client.post(CLOSURES, hidden | {"shown": "7"}).status_code == 409
    assert client.post(CLOSURES, hidden).status_code == 302
    moved = Deadline.objects.get().due_on
    assert moved > day
    hear()
    (mail,) = Message.objects.filter(recipient="one@example.test")
    assert "115-one" in mail.body
    number = next(c.id for c in api.closures() if c.on == day and not c.withdrawn_at)
    back = f"{CLOSURES}{number}/withdraw/"
    assert "共 1 個期限會重新計算" in text(client.post(back, {"reason": "誤植"}))
    assert client.post(back, {"reason": "誤植", "shown": "1"}).status_code == 302
    assert Deadline.objects.get().due_on == day
    assert client.post(back, {"reason": "誤植", "shown": "1"}).status_code == 404
    hear()
    assert Message.objects.filter(recipient="one@example.test").count() == 2


def test_a_deadline_goes_along_as_a_calendar_file(enter):
    row = begin()
    client = enter("CLERK")
    for url in (f"{HOME}{row.ref}.ics", f"{HOME}calendar.ics"):
        answer = client.get(url)
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event.decoded("dtstart") == row.due_on or row.until == "NOON"
        assert "申請 one" in event["summary"]
        assert answer["Content-Type"].startswith("text/calendar")


def test_answered_in_time_by_month_and_rule(enter):
    on = timezone.localdate()
    for ref, days, met in (("a", 40, 35), ("b", 40, 5), ("c", 40, None)):
        begin(ref, days=days)
        if met is not None:
            api.meet(
                which=api.Which("test", ref), on=on - timedelta(days=met), by=BY, at=timezone.now()
            )
    branch_id = organisation.branch("SCY").id
    found = watching.answered(branch_id, on - timedelta(days=90), on, on)
    assert [(r.rule, r.met, r.in_time, r.missed) for r in found] == [("OBJECTION_OPINION", 2, 1, 1)]
    client = enter("STATISTICS")
    period = f"?since={on - timedelta(days=90)}&until={on}"
    assert "33.33%" in text(client.get(f"{HOME}figures/{period}"))
    assert client.get(f"{HOME}figures.csv{period}").content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"{HOME}figures.ods{period}").status_code == 200
    assert client.get(f"{HOME}figures/?since=x").status_code == 404


def test_everybody_sees_how_long_things_take(client, monkeypatch):
    monkeypatch.setattr(kinds, "_offers", [])
    name = Bilingual("申請政府資訊", "Government information")
    api.offer_items(lambda: [api.ServiceItem("foi", name, "FOI_DECISION")])
    page = client.get("/time-limits/", headers={"Accept-Language": "en"})
    said = " ".join(text(page).split())
    assert "Government information" in said
    assert "Once, by 15 days" in said
    assert "6 working days" in said
    assert "To be confirmed" in said
    assert "Freedom of Government Information Law, art. 12 I" in said
