"""A branch with its people, a person who asks, and short words for filling in, sending and deciding."""

import itertools
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.applications.actions import drafts, filing, uploads, work
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application, Upload
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.identity import Proof
from wuai.platform.actors import PUBLIC, Actor
from wuai.platform.crypto import blind_index

TAIPEI = timezone(timedelta(hours=8))
PDF = b"%PDF-1.7\n" + b"a page of a paper\n" * 80
ME = "A123456789"  # the number of the samples
_serials = itertools.count(1)


def sample_of(question, case_no=""):
    """What a form would send for a question, from its sample."""
    sample = (
        case_no if question.kind == "CASE_NO" and question.sample and case_no else question.sample
    )
    return sample.split() if question.kind == "MANY" else sample


def samples(questions, case_no="", answers=None):
    """Sample answers for the questions that are asked, given the samples themselves."""
    given, before = {}, dict(answers or {})
    for question in questions:
        if not reading.is_asked(question, before):
            continue
        given[question.name] = sample_of(question, case_no)
        values, _ = reading.read([question], {question.name: given[question.name]}, before)
        before |= values
    return given


class Window:
    """One branch on one day."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)

    def __init__(self):
        self.branch = make.branch()
        self.clerk = self.person(1, "王書記官", "application.edit")
        self.officer = self.person(2, "李執行官", "application.edit", "application.decide")

    def person(self, ref, name, *may, of=None):
        branch = of or self.branch
        return Actor("staff", f"account:{ref}", name, branch_id=branch.id, branch_code=branch.code,
                     permissions=frozenset(may) | {"application.view"})  # fmt: skip

    @property
    def public(self):
        return {"by": PUBLIC, "at": self.at, "on": self.on}

    def start(self, kind="WRITTEN_STATEMENT", case=None, proof=None, person=""):
        """Begin, having shown what the kind asks for; a card is that of the samples' person."""
        needed = declaration(kind).identity
        needed = "CERTIFICATE" if needed == "AGENT" else needed
        proof = proof or Proof(needed, case.id if case else None)
        person = person or (ME if proof.is_card else "")
        return drafts.start(
            kind=kind, branch_id=self.branch.id, proof=proof,
            person_index=blind_index("party-id", person) if person else None, **self.public,
        )  # fmt: skip

    def fill(self, draft, case=None, kind="WRITTEN_STATEMENT", **more):
        held = {}
        for section in declaration(kind).sections:
            number = case.number if case else ""
            given = samples(section.questions, number, held)
            given |= {k: v for k, v in more.items() if k in {q.name for q in section.questions}}
            assert (
                drafts.save(ref=draft.ref, section=section.code, given=given, **self.public) == []
            )
            held |= reading.read(section.questions, given, held)[0]

    def upload(self, draft, body=PDF, name="證明.pdf", evidence="PAPERS", pieces=1):
        ref = uploads.begin(draft=draft.ref, evidence=evidence, name=name, size=len(body),
                            by=PUBLIC, at=self.at)  # fmt: skip
        step = -(-len(body) // pieces)
        for offset in range(0, len(body), step):
            self.append(ref, offset, body[offset : offset + step])
        return Upload.objects.get(ref=ref)

    def append(self, ref, offset, piece):
        return uploads.append(ref=ref, offset=offset, blocks=[piece], by=PUBLIC, at=self.at)

    def submit(self, draft):
        return filing.submit(draft=draft.ref, language="zh-hant", **self.public)

    def filed(self, kind="WRITTEN_STATEMENT", case=None, **more):
        if case is None and declaration(kind).case == "MUST":
            case = make.case()
        if kind == "PREEMPTION" and "notice_no" not in more:
            more["notice_no"] = make.preemption(case).number
        draft = self.start(kind, case)
        self.fill(draft, case, kind, **more)
        for evidence in declaration(kind).evidence:
            if evidence.required:
                self.upload(draft, evidence=evidence.code)
        return Application.objects.get(ref=self.submit(draft).ref)

    def move(self, row, code, by=None, note="", on=None, **more):
        return work.move(ref=row.ref, code=code, by=by or self.clerk, at=self.at, on=on or self.on,
                         note=note, along=work.Along(**more))  # fmt: skip

    def key(self):
        return uuid.UUID(int=next(_serials))


@pytest.fixture
def window(db):
    return Window()
