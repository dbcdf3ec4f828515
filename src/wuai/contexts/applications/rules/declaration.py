"""The words in which an application is declared. A new application is a value of these, not a module.

A declaration says who may ask, what is asked (in sections, one page each), which evidence is
wanted, how the request moves and within what time. Everything else is drawn from it: the online
form, the counter's form, the form on paper, the page about the procedure, the staff's task.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wuai.contexts.applications.rules.procedure import CARRIED, COMMON, Procedure
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines

TEXT, LONG_TEXT, DAY, MONEY, NUMBER = "TEXT", "LONG_TEXT", "DAY", "MONEY", "NUMBER"
CHOICE, MANY, YES_NO, CASE_NO, ID_NO = "CHOICE", "MANY", "YES_NO", "CASE_NO", "ID_NO"
PHONE, EMAIL, ADDRESS, NAME = "PHONE", "EMAIL", "ADDRESS", "NAME"
KINDS = frozenset(
    {TEXT, LONG_TEXT, DAY, MONEY, NUMBER, CHOICE, MANY, YES_NO, CASE_NO, ID_NO, PHONE, EMAIL,
     ADDRESS, NAME}
)  # fmt: skip
# Who may ask. ANYONE needs no tie to a case.
OBLIGOR, AGENT, CREDITOR, BIDDER, ANYONE = "OBLIGOR", "AGENT", "CREDITOR", "BIDDER", "ANYONE"
# How surely we must know them: not at all, by the code of a notice, by certificate.
# An agent's own card, within his power: surer than a code, less than the person's own signature.
NOBODY, NOTICE_CODE, AGENT_CARD, CERTIFICATE = "NONE", "CODE", "AGENT", "CERTIFICATE"
IDENTITIES = (NOBODY, NOTICE_CODE, AGENT_CARD, CERTIFICATE)
NO_TEXT = Bilingual("")
# Under which heading the catalogue shows it, in this order.
GROUPS = {
    "CASE": Bilingual("我的案件", "My case"),
    "VISIT": Bilingual("約時間、到府", "Arranging a time, a visit"),
    "PAPERS": Bilingual("文件與代理", "Papers and agents"),
    "CREDITOR": Bilingual("債權人", "Creditors"),
    "SALE": Bilingual("拍賣", "Auctions"),
    "INFORMATION": Bilingual("檔案與政府資訊", "Archives and information"),
    "VOICE": Bilingual("建議與檢舉", "Ideas and tips"),
}
NEVER, MAY, MUST = "NEVER", "MAY", "MUST"
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,39}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
# Names that the pages around the questions use themselves.
_TAKEN = {"csrfmiddlewaretoken", "key", "channel", "received_on", "received_time", "branch", "step"}
MiB = 1024 * 1024


class DeclaredWrongly(ValueError):
    """A bug in a declaration, found when it is registered."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    code: str
    label: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``shown_when`` names another question of the form and the answer it needs."""

    name: str
    kind: str
    label: Bilingual
    hint: Bilingual = NO_TEXT
    required: bool = True
    options: tuple[Option, ...] = ()
    longest: int = 200
    least: int | None = None
    most: int | None = None
    shown_when: tuple[str, str] | None = None
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of questions."""

    code: str
    title: Bilingual
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A paper that goes with the request."""

    code: str
    label: Bilingual
    hint: Bilingual = NO_TEXT
    required: bool = False
    most_bytes: int = 20 * MiB


@dataclass(frozen=True, slots=True)
class Ground:
    """What a declaration's own check may know: the day, and plain facts of the case asked about."""

    on: date
    case: Mapping[str, Any] = field(default_factory=dict)  # number, status, …; empty without one


@dataclass(frozen=True, slots=True)
class Granted:
    """What ``filed`` and ``effect`` are told: plain values, and the answers; ``key``: of draft or form."""

    application_ref: str
    branch_id: int
    case_id: int | None
    answers: Mapping[str, Any]
    on: date
    channel: str = "WEB"
    received_on: date | None = None
    chosen: str = ""
    kind: str = ""
    number: str = ""
    key: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Arranging:
    """What is settled together with granting: one of ``options``; ``said`` tells first how it stands.

    ``smooth`` is False where what was wished cannot be had.
    """

    label: Bilingual
    said: Bilingual
    options: tuple[Option, ...]
    smooth: bool = True

    @property
    def tone(self) -> str:
        """How a notice shows it."""
        return "info" if self.smooth else "press"

    def option(self, code: str) -> Option:
        """The option that was chosen; refuses what is not offered (any more). A single one needs no choice."""
        if not code and len(self.options) == 1:
            return self.options[0]
        found = next((one for one in self.options if one.code == code), None)
        if found is None:
            raise NotOffered(field="chosen")
        return found


class NotOffered(Refusal):
    code = "APPLICATION_CHOICE_NOT_OFFERED"
    zh = "請先選「准許」要怎麼安排；選過的那一項可能剛被別人用掉"
    en = "Choose how to arrange it before granting; what was chosen may just have been taken"
    next_zh = "看最新的選項，再選一次"
    next_en = "Look at what is offered now and choose again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a matter goes on in the context that carries it: its states, its moves, in words."""

    running: tuple[str, ...]
    ended: tuple[str, ...]
    names: Mapping[str, Bilingual]
    arrows: tuple[tuple[str, str], ...]
    sentences: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What it costs, as data with its source."""

    amount: int
    per: Bilingual
    basis: Bilingual
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One kind of application.

    ``rule`` is the code of the deadline rule within which it is answered. ``check`` raises a Refusal
    when the answers cannot be accepted. ``filed`` runs inside the filing action and may still
    refuse, ``effect`` inside the deciding one; both get plain values, the actor, the moment.
    ``arrange`` gives what staff choose from when they grant; ``effect`` then gets what was chosen.
    ``prefill`` names the questions that an address (``/apply/X/?name=…``) may answer beforehand.
    ``restricted_to`` names the permission without which staff see nothing of it. ``own_branch_only``:
    no other branch takes its paper in. A ``CARRIED`` one is answered by another context, at
    ``carried_at`` and the public id; its time runs there, ``course`` says how it goes on.
    """

    code: str
    version: int
    title: Bilingual
    summary: Bilingual
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...] = ()
    group: str = "CASE"
    applicants: tuple[str, ...] = (OBLIGOR, AGENT)
    identity: str = NOBODY
    identity_why: Bilingual = NO_TEXT
    case: str = MUST
    procedure: Procedure = COMMON
    rule: str = "HANDLING_DEFAULT"
    fee: Fee | None = None
    results: tuple[Bilingual, ...] = ()
    basis: Bilingual = NO_TEXT
    restricted_to: str = ""
    own_branch_only: bool = False
    prefill: tuple[str, ...] = ()
    two_people: bool = False
    arrange: Callable[[Granted, Any], Arranging | None] | None = None
    anonymous: bool = False
    online: bool = True
    carried_at: str = ""
    course: Course | None = None
    check: Callable[[Mapping[str, Any], Ground], None] | None = None
    effect: Callable[[Granted, Any, Any], None] | None = None
    filed: Callable[[Granted, Any, Any], None] | None = None

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def leaves_no_name(self) -> bool:
        """Whether the account of who writes is kept nowhere: it may be unnamed, or is confidential."""
        return self.anonymous or bool(self.restricted_to)

    @property
    def is_carried(self) -> bool:
        """Whether another context carries the matter on."""
        return self.procedure.code == CARRIED.code

    def section(self, code: str) -> Section | None:
        """The section of this code."""
        return next((section for section in self.sections if section.code == code), None)


def verify(declaration: Declaration) -> None:
    """Refuse a declaration that contradicts itself; raises :class:`DeclaredWrongly`."""
    faults = [*_faults_of_codes(declaration), *_faults_of_questions(declaration)]
    if declaration.rule and declaration.rule not in {one.code for one in deadlines.rules()}:
        faults.append(f"no deadline {declaration.rule}")
    if declaration.group not in GROUPS:
        faults.append(f"group {declaration.group}")
    if declaration.identity not in IDENTITIES or declaration.case not in (NEVER, MAY, MUST):
        faults.append("identity or case")
    if declaration.arrange and (declaration.two_people or not declaration.effect):
        faults.append("arranges by one person, with an effect")
    if (declaration.identity != NOBODY) != bool(declaration.identity_why.zh):
        faults.append("an identity is asked for, and why is said")
    if declaration.is_carried != bool(declaration.carried_at):
        faults.append("carried, but where")
    for text in _texts(declaration):
        if not text.zh or not text.en:
            faults.append(f"a text lacks a language: {text}")
    if faults:
        raise DeclaredWrongly(f"{declaration.code}: {'; '.join(faults)}")


def _faults_of_codes(declaration: Declaration) -> list[str]:
    codes = [declaration.code, *(s.code for s in declaration.sections)]
    codes += [e.code for e in declaration.evidence]
    faults = [f"code {code}" for code in codes if not _CODE.fullmatch(code)]
    names = [question.name for question in declaration.questions()]
    faults += [f"name {n}" for n in names if not _NAME.fullmatch(n) or n in _TAKEN]
    if len(set(names)) != len(names) or len(set(codes[1:])) != len(codes[1:]):
        faults.append("a name stands twice")
    return faults


def _faults_of_questions(declaration: Declaration) -> list[str]:
    faults, seen = [], dict[str, Question]()
    for question in declaration.questions():
        if question.kind not in KINDS:
            faults.append(f"{question.name}: kind {question.kind}")
        if (question.kind in (CHOICE, MANY)) != bool(question.options):
            faults.append(f"{question.name}: options")
        if question.shown_when and question.shown_when[0] not in seen:
            faults.append(f"{question.name}: depends on what is not asked before it")
        seen[question.name] = question
    return faults


def _texts(declaration: Declaration) -> list[Bilingual]:
    texts = [declaration.title, declaration.summary, *declaration.results]
    texts += [declaration.identity_why] if declaration.identity_why.zh else []
    for section in declaration.sections:
        texts.append(section.title)
        for question in section.questions:
            texts += [question.label, *(option.label for option in question.options)]
            texts += [question.hint] if question.hint.zh else []
    for evidence in declaration.evidence:
        texts += [evidence.label, *([evidence.hint] if evidence.hint.zh else [])]
    return texts
