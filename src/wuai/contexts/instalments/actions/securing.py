"""What secures a plan, and its papers: guarantors who signed, things, bills; scans and proofs."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.instalments.actions.held import held_plan
from wuai.contexts.instalments.models import Plan, PlanDocument, Surety
from wuai.contexts.instalments.rules import deciding, life
from wuai.contexts.instalments.rules.deciding import DOCUMENTS
from wuai.contexts.parties import api as parties
from wuai.kernel import identity_numbers
from wuai.kernel.refusal import Refusal
from wuai.platform import bigrams, crypto, files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

MOST_BYTES = 10 * 1024 * 1024
_KINDS = (
    (b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)  # fmt: skip


class PaperRefused(Refusal):
    code = "INSTALMENT_PAPER_REFUSED"
    zh = "只收 PDF、JPEG 或 PNG，10 MB 以內"
    en = "Only PDF, JPEG or PNG up to 10 MB can be taken"
    next_zh = "請重新掃描或轉檔"
    next_en = "Scan it again or convert it"
    status = 422


class SuretyIncomplete(Refusal):
    code = "INSTALMENT_SURETY_INCOMPLETE"
    zh = "保證人須有姓名、有效的統一編號、簽名日及簽名的擔保書；擔保物與票據須有說明"
    en = (
        "A guarantor needs a name, a valid number, the day of signing and the signed letter; "
        "collateral and bills need a description"
    )
    next_zh = "請補齊後再登錄"
    next_en = "Complete it and record it again"
    basis = "行政執行法第 18 條"
    status = 422


class SuretyNotReleasable(Refusal):
    code = "INSTALMENT_SURETY_NOT_RELEASABLE"
    zh = "這項擔保已經解除，或分期已廢止而須負清償責任"
    en = "This surety was released already, or answers for the debt since the plan was revoked"
    next_zh = "請重新開啟這件分期，查看擔保現況"
    next_en = "Open the plan again and look at its sureties"
    basis = "行政執行法第 18 條"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was handed in."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Behind:
    """A surety as it is recorded; the person counts for guarantors, the words for the others."""

    key: uuid.UUID
    kind: str
    name: str = ""
    id_number: str = ""
    address: str = ""
    phone: str = ""
    description: str = ""
    amount: int | None = None
    signed_on: date | None = None
    held_by: str = ""
    matures_on: date | None = None
    paper: Paper | None = None


@action("instalment.add_paper")
def add_paper(*, plan_ref: uuid.UUID, paper: Paper, by: Actor, at: datetime) -> PlanDocument:
    """Keep a paper of the plan, encrypted."""
    plan = held_plan(plan_ref, by)
    kept = keep(plan, paper, by, at)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, data={"paper": paper.kind})
    return kept


def keep(plan: Plan, paper: Paper, by: Actor, at: datetime) -> PlanDocument:
    """Check and store one paper inside the action that calls; the same bytes again are one paper."""
    media = next((name for magic, name in _KINDS if paper.content.startswith(magic)), "")
    if not media or len(paper.content) > MOST_BYTES:
        raise PaperRefused(field="paper")
    sha256 = hashlib.sha256(paper.content).hexdigest()
    held = PlanDocument.objects.filter(plan=plan, kind=paper.kind, stored__sha256=sha256).first()
    if held is not None:
        return held
    stored = files.store(
        [paper.content], kind="instalments", name=paper.name, media_type=media, at=at,
        branch_id=plan.branch_id,
    )  # fmt: skip
    return PlanDocument.objects.create(
        plan=plan, kind=paper.kind, stored=stored, added_at=at, by_ref=by.ref, by_name=by.name
    )


@action("instalment.add_surety")
def add_surety(*, plan_ref: uuid.UUID, behind: Behind, by: Actor, at: datetime, on: date) -> Surety:
    """Record what secures a plan; the same form sent twice is one surety."""
    plan = held_plan(plan_ref, by)
    held = Surety.objects.filter(plan=plan, key=behind.key).first()
    if held is None:
        if plan.stage == life.OVER:
            life.move("REQUEST", plan.status)
        held = _record(plan, behind, by, at, on)
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id, data={"surety": behind.kind})
    return held


def _record(plan: Plan, behind: Behind, by: Actor, at: datetime, on: date) -> Surety:
    is_person = behind.kind == "GUARANTOR"
    number = identity_numbers.normalise(behind.id_number)
    known = identity_numbers.kind_of(number) != identity_numbers.UNKNOWN
    signed = behind.signed_on is not None and behind.signed_on <= on and behind.paper is not None
    complete = bool(behind.name.strip() and known and signed) if is_person else bool(
        behind.description.strip()
    )  # fmt: skip
    if not complete:
        raise SuretyIncomplete(field="name" if is_person else "description")
    party_id = _party(plan, behind, number, at) if is_person else None
    return Surety.objects.create(
        plan=plan, key=behind.key, kind=behind.kind, party_id=party_id,
        description=behind.description.strip(), amount=behind.amount, signed_on=behind.signed_on,
        held_by=behind.held_by.strip(), matures_on=behind.matures_on,
        document=keep(plan, behind.paper, by, at) if behind.paper else None, recorded_on=on,
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip


def _party(plan: Plan, behind: Behind, number: str, at: datetime) -> int:
    """The guarantor as a party of the branch, found by number or new."""
    ref, name = uuid.uuid4(), behind.name.strip()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE instalments_guarantor (row_no int, party_ref uuid,"
            " branch_id bigint, kind text, name text, name_search text, id_kind text,"
            " id_number bytea, id_index bytea, born_on date, address text, postcode text,"
            " phone text, email text, representative text, representative_id bytea,"
            " created_at timestamptz, party_id bigint) ON COMMIT DROP"
        )
        cursor.execute(
            "INSERT INTO instalments_guarantor VALUES (1, %s, %s, 'PERSON', %s, %s, %s, %s, %s,"
            " NULL, %s, '', %s, '', '', NULL, %s, NULL)",
            [ref, plan.branch_id, name, bigrams.vector(name), identity_numbers.kind_of(number),
             crypto.seal(parties.ID_NUMBER, str(ref), number),
             crypto.blind_index("party-id", number), behind.address.strip(),
             behind.phone.strip(), at],
        )  # fmt: skip
        parties.merge_staged("instalments_guarantor")
        cursor.execute("SELECT party_id FROM instalments_guarantor")
        found = int(cursor.fetchone()[0])
        cursor.execute("DROP TABLE instalments_guarantor")
    return found


@action("instalment.release_surety")
def release_surety(
    *, plan_ref: uuid.UUID, surety_ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date
) -> None:
    """Give a surety back, by somebody with the authority for the plan; who is liable stays so."""
    plan = held_plan(plan_ref, by)
    said = life.reason(reason)[:200]
    surety = Surety.objects.filter(
        plan=plan, ref=surety_ref, released_on__isnull=True, liable_since__isnull=True
    ).first()
    if surety is None:
        raise SuretyNotReleasable
    deciding.two_people(surety.by_ref, by.ref)
    deciding.may_decide(
        plan.total or plan.asked_total, plan.grounds, on, permissions=by.permissions,
        is_system=by.kind == "system",
    )  # fmt: skip
    surety.released_on, surety.release_reason = on, said
    surety.save(update_fields=["released_on", "release_reason"])
    record(
        kind="plan", ref=plan.ref, branch_id=plan.branch_id, reason=said,
        data={"released": surety.kind},
    )  # fmt: skip


__all__ = [
    "DOCUMENTS", "Behind", "Paper", "PaperRefused", "SuretyIncomplete", "SuretyNotReleasable", "add_paper",
    "add_surety", "keep", "release_surety",
]  # fmt: skip
