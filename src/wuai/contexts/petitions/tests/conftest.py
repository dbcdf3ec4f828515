"""One branch on one day, its people, and short words for writing, drafting and approving."""

import itertools
import uuid
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from tests import factories as make

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.actions import drafts
from wuai.contexts.applications.actions import work as engine
from wuai.contexts.petitions.actions import filing, replying, work
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.rules.states import Draft
from wuai.platform.actors import PUBLIC, Actor

TAIPEI = timezone(timedelta(hours=8))
_serials = itertools.count(1)
MATTER = {
    "subject": "電話打不進去",
    "content": "上週三打了六次都在忙線。",
    "wish": "",
    "case_no": "",
}
REACH = {"name": "王小明", "phone": "0912-345-678", "email": "ming@example.org", "address": ""}
DESK = ("petition.view", "petition.edit")


class House:
    """Monday 2026-11-23, 10:00."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        self.section = make.section(self.branch)
        self.clerk = self.person("clerk", *DESK)
        self.head = self.person("head", *DESK, "petition.approve")
        self.ethics = self.person("ethics", "petition.ethics", "petition.edit", "petition.approve")

    def person(self, ref, *may, of=None):
        branch = of or self.branch
        return Actor("staff", f"account:{ref}", ref, branch_id=branch.id, branch_code=branch.code,
                     permissions=frozenset(may))  # fmt: skip

    def begin(self, code="PUBLIC", category="", by=PUBLIC):
        return filing.begin(branch_id=self.branch.id, coming=filing.Coming(code, category),
                            by=by, at=self.at, on=self.on)  # fmt: skip

    def fill(self, started, **more):
        for section, given in (("MATTER", MATTER), ("REACH", REACH)):
            held = given | {k: v for k, v in more.items() if k in given}
            assert drafts.save(ref=started.ref, section=section, given=held, by=PUBLIC,
                               at=self.at, on=self.on) == []  # fmt: skip

    def send(self, started, at=None):
        return applications.submit(draft=started.ref, language="zh-hant", by=PUBLIC,
                                   at=at or self.at, on=self.on)  # fmt: skip

    def filed(self, code="PUBLIC", category="SERVICE", **more):
        started = self.begin(code, category)
        self.fill(started, **more)
        return Petition.objects.get(application__ref=self.send(started).ref)

    def complaint(self, **more):
        started = self.begin("HARASSMENT")
        given = {"content": "在走廊碰觸我的手臂", "about": "穿背心的人", "place": "", "witness": ""}
        for section, held in (
            ("EVENT", given),
            ("NEEDS", {"needs": ["APART"]}),
            ("REACH", REACH | more),
        ):
            assert drafts.save(ref=started.ref, section=section, given=held, by=PUBLIC,
                               at=self.at, on=self.on) == []  # fmt: skip
        return Petition.objects.get(application__ref=self.send(started).ref)

    def assign(self, row, by=None):
        work.assign(ref=row.ref, to=work.Assigning(self.section.id),
                    by=by or self.clerk, at=self.at, on=self.on)  # fmt: skip

    def draft(self, row, kind="FOUNDED", text="您說得對，我們多開一線。", by=None, **more):
        return replying.draft(ref=row.ref, reply=Draft(kind, text, **more),
                              by=by or self.clerk, at=self.at)  # fmt: skip

    def approve(self, row, by=None, on=None):
        return replying.approve(ref=row.ref, reply_ref=self.waiting(row), by=by or self.head,
                                at=self.at, on=on or self.on)  # fmt: skip

    def waiting(self, row):
        return row.replies.filter(outcome="").values_list("ref", flat=True).first()

    def answered(self, row):
        self.assign(row)
        self.draft(row)
        self.approve(row)
        return self.fresh(row)

    def fresh(self, row):
        return Petition.objects.get(id=row.id)

    def person_moves(self, row, code, note=""):
        engine.applicants_move(ref=row.ref, code=code, note=note, by=PUBLIC, at=self.at,
                               on=self.on)  # fmt: skip

    def how(self, by=None, **more):
        return {"by": by or self.clerk, "at": self.at, "on": self.on} | more

    def key(self):
        return uuid.UUID(int=next(_serials))


@pytest.fixture
def house(db):
    return House()


def letter(subject="電話打不進去", text="上週三打了六次都在忙線。", sender="王小明 <ming@example.org>",
           number="one@example.org", files=(), **heads):  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = sender, subject, f"<{number}>"
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)
