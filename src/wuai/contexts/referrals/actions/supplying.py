"""An agency is asked to supply what its referral lacks, answers, and the branch says if it is enough."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries_supplies as queries
from wuai.contexts.referrals.actions import attach
from wuai.contexts.referrals.models import Attachment, Batch, Supply
from wuai.contexts.referrals.rules import supplies as rules
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import files, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

MOST_DOCUMENTS = 20
# The mail says that something waits, and where; what is asked for never leaves by mail.
SUBJECT = "{branch}：有補正通知待辦理 / a request waits for you"
BODY = (
    "{agency} 您好：\n\n{branch} 有補正通知等貴機關辦理，請登入移送機關入口查看與答復。\n"
    "本信不含任何案件內容。\n\n"
    "{branch_en} asks you to supply something. Please log in to the agency portal to see what, and"
    " to answer.\nThis mail contains no case data.\n"
)


class CaseOver(Refusal):
    code = "SUPPLY_CASE_OVER"
    zh = "案件 {number} 已結案，不再補正"
    en = "Case {number} is closed; nothing is to be supplied any more"
    next_zh = "請看案件現況；要再執行，移送機關須重新移送"
    next_en = "Look at the case; to enforce it again it must be referred again"


class NoFolder(Refusal):
    code = "SUPPLY_NO_FOLDER"
    zh = "案件 {number} 不是由移送檔進來的，不能收附件"
    en = "Case {number} did not come in a referral file, so no document can be kept with it"
    next_zh = "請以文字答復，文件以公文另送"
    next_en = "Answer in words and send the documents by letter"


class AlreadyAnswered(Refusal):
    code = "SUPPLY_ALREADY_ANSWERED"
    zh = "補正通知 {number} 已由同機關答復；這次的文件沒有收下"
    en = "{number} was answered by your agency already; the documents sent now were not kept"
    next_zh = "請看已送的答復；還要補這些文件，請聯絡承辦股，由分署再請補正"
    next_en = (
        "Look at that answer; if these are still needed, ask the section to request them again"
    )


class TooManyDocuments(Refusal):
    code = "SUPPLY_TOO_MANY_DOCUMENTS"
    zh = "一次補正最多收 {most} 份文件"
    en = "An answer takes at most {most} documents"
    next_zh = "請合併成較少的 PDF"
    next_en = "Join them into fewer PDF files"
    status = 422


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for, in which words, by which day; ``key`` is that of the form."""

    items: Sequence[str]
    words: str
    due_on: date
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class Reply:
    """What the agency answers: supplied or cannot, its words, its documents."""

    answer: str
    words: str = ""
    scans: Sequence[attach.Scan] = ()


@action("supply.ask")
def ask(
    *, case_ids: Sequence[int], demand: Demand, by: Actor, at: datetime, on: date
) -> list[Supply]:  # fmt: skip
    """Ask for the same things in one case or several, all or none; a letter with a number for each.

    The same form sent again is the same requests.
    """
    rules.check_due(demand.due_on, on=on)
    codes = rules.checked(demand.items, queries.items(), demand.words)
    rows = cases.lock_cases(case_ids)
    same = {
        held.case_id: held
        for held in Supply.objects.filter(case_id__in=case_ids, once_key=demand.key)
    }
    fresh = [row for row in rows if row.id not in same]
    _check_free(fresh, codes)
    made = _write(fresh, demand, codes, by, at, on)
    for row, supply in zip(fresh, made, strict=True):
        record(
            kind="case", ref=row.ref, reason=supply.words, branch_id=row.branch_id,
            data={"number": supply.number, "items": codes, "due_on": str(supply.due_on)},
        )  # fmt: skip
    if same:
        record(kind="supply", ref=demand.key, data={"again": len(same)})
    _tell(made, demand.key, at)
    return sorted([*same.values(), *made], key=lambda held: held.case_id)


def _check_free(rows: Sequence[cases.CaseRow], codes: Sequence[str]) -> None:
    """Every case is open, and nobody is asking for the same in it."""
    for row in rows:
        if not cases.is_open(row.status):
            raise CaseOver(number=row.number)
    running = Supply.objects.filter(
        case_id__in=[row.id for row in rows], item_key=rules.item_key(codes),
        state__in=rules.RUNNING,
    ).order_by("case_id")  # fmt: skip
    numbers_of = dict(running.values_list("case_id", "number"))
    for row in rows:
        if row.id in numbers_of:
            raise rules.AlreadyAsked(case=row.number, number=numbers_of[row.id])


def _write(
    rows: Sequence[cases.CaseRow], demand: Demand, codes: list[str], by: Actor, at: datetime,
    on: date,
) -> list[Supply]:  # fmt: skip
    if not rows:
        return []
    branch = organisation.branch_by_id(rows[0].branch_id)
    # The numbers come last: their counter row stays locked until the transaction ends.
    year = roc_year(on)
    first = numbers.take(branch_id=branch.id, year=year, kind="supply", count=len(rows))
    return Supply.objects.bulk_create(
        Supply(
            branch_id=branch.id, agency_id=row.agency_id, case_id=row.id, once_key=demand.key,
            year=year, serial=serial,
            number=f"{branch.short_zh}{year}年度補正字第{serial:08d}號", items=codes,
            item_key=rules.item_key(codes), words=demand.words.strip(), asked_on=on,
            due_on=demand.due_on, asked_at=at, asked_by=by.ref,
        )
        for serial, row in enumerate(rows, first)
    )  # fmt: skip


def _tell(made: Sequence[Supply], key: uuid.UUID, at: datetime) -> None:
    """One mail to each agency, however many cases."""
    places = {(held.branch_id, held.agency_id) for held in made}
    for branch_id, agency_id in sorted(places):
        branch = organisation.branch_by_id(branch_id)
        agency = organisation.agency_by_id(agency_id)
        if agency.feedback_email:
            facts = {"branch": branch.name_zh, "branch_en": branch.name_en,
                     "agency": agency.name_zh}  # fmt: skip
            messages.send_mail(
                once_key=f"supply:{key}:{agency.code}", recipient=agency.feedback_email,
                subject=SUBJECT.format(**facts), body=BODY.format(**facts), branch_id=branch_id,
                at=at,
            )  # fmt: skip


@action("supply.answer")
def answer(
    *, ref: uuid.UUID, agency_id: int, reply: Reply, by: Actor, at: datetime, on: date
) -> Supply:  # fmt: skip
    """The agency supplies what was asked, or says that it cannot; the same answer again is one.

    After the day it may still answer, as long as the branch has not closed the request.
    """
    held, row = _locked(ref, agency_id=agency_id)
    if _is_same(held, reply):
        record(kind="supply", ref=held.ref, case=row.ref, branch_id=held.branch_id)
        return held
    rules.check_move(
        held.state, rules.ANSWERED, number=held.number, due_on=held.due_on, on=on
    )  # fmt: skip
    if not cases.is_open(row.status):
        raise CaseOver(number=row.number)
    kept = Attachment.objects.filter(supply=held).count() + len(reply.scans)
    rules.check_answer(reply.answer, reply.words, kept)
    keep(held, row, reply.scans, by=by, at=at)
    held.state, held.answer, held.answer_words = rules.ANSWERED, reply.answer, reply.words.strip()
    held.answered_on, held.answered_at, held.answered_by = on, at, by.ref
    held.save(update_fields=["state", "answer", "answer_words", "answered_on", "answered_at",
                             "answered_by"])  # fmt: skip
    record(
        kind="case", ref=row.ref, reason=held.answer_words, branch_id=held.branch_id,
        data={"number": held.number, "answer": held.answer, "documents": kept},
    )  # fmt: skip
    return held


def _is_same(held: Supply, reply: Reply) -> bool:
    """Sent again; other documents with the same words are another answer, and are never lost."""
    said = (held.answer, held.answer_words)
    if held.state != rules.ANSWERED or said != (reply.answer, reply.words.strip()):
        return False
    if reply.scans:
        kept = set(Attachment.objects.filter(supply=held).values_list("file__sha256", flat=True))
        if not {_sha256(scan) for scan in reply.scans} <= kept:
            raise AlreadyAnswered(number=held.number)
    return True


def _sha256(scan: attach.Scan) -> str:
    digest = hashlib.sha256()
    for block in scan.blocks:
        digest.update(block)
    return digest.hexdigest()


def keep(
    held: Supply, row: cases.CaseRow, scans: Sequence[attach.Scan], *, by: Actor, at: datetime
) -> None:
    """Put documents to those that came with the referral of the case; all or none."""
    if not scans:
        return
    if row.batch_id is None:
        raise NoFolder(number=row.number)
    if Attachment.objects.filter(supply=held).count() + len(scans) > MOST_DOCUMENTS:
        raise TooManyDocuments(most=MOST_DOCUMENTS)
    batch, kept = Batch.objects.get(id=row.batch_id), list[Attachment]()
    try:
        for scan in scans:
            one = attach.keep_scan(
                batch=batch, agency_ref=row.agency_ref, scan=scan, by=by, at=at, supply=held
            )
            kept.append(one)
    except BaseException:
        for one in kept:
            files.discard(one.file)
        raise


@action("supply.document")
def add_document(
    *, ref: uuid.UUID, agency_id: int, scan: attach.Scan, by: Actor, at: datetime
) -> int:  # fmt: skip
    """Programs send documents one by one, before they answer; how many there are now."""
    held, row = _locked(ref, agency_id=agency_id)
    rules.check_move(
        held.state, rules.ANSWERED, number=held.number, due_on=held.due_on, on=held.due_on
    )  # fmt: skip
    if not cases.is_open(row.status):
        raise CaseOver(number=row.number)
    keep(held, row, [scan], by=by, at=at)
    count = Attachment.objects.filter(supply=held).count()
    record(kind="supply", ref=held.ref, case=row.ref, branch_id=held.branch_id, data={"documents": count})  # fmt: skip
    return count


@action("supply.close")
def close(
    *, ref: uuid.UUID, verdict: str, words: str, by: Actor, at: datetime, on: date
) -> Supply:  # fmt: skip
    """The branch says whether it is enough; that it is not is said why."""
    held, row = _locked(ref, branch_id=by.branch_id or 0)
    rules.check_move(held.state, verdict, number=held.number, due_on=held.due_on, on=on)
    if not words.strip() and held.state == rules.ANSWERED and verdict == rules.INSUFFICIENT:
        raise rules.WordsMissing(field="words")
    held.state, held.verdict_words = verdict, words.strip()
    held.closed_on, held.closed_at, held.closed_by = on, at, by.ref
    held.save(update_fields=["state", "verdict_words", "closed_on", "closed_at", "closed_by"])
    record(
        kind="case", ref=row.ref, reason=held.verdict_words, branch_id=held.branch_id,
        data={"number": held.number, "verdict": verdict},
    )  # fmt: skip
    return held


def _locked(ref: uuid.UUID, **scope: int) -> tuple[Supply, cases.CaseRow]:
    """A request within a branch or an agency, locked behind its case."""
    case_id = queries.one(ref, **scope).case_id
    (row,) = cases.lock_cases([case_id])
    return Supply.objects.select_for_update().get(ref=ref), row
