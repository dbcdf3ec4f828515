"""The file (卷宗) that goes to the Agency: the list to sign for, the opinion, the case, the papers."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.objections.models import Objection, ObjectionPaper
from wuai.contexts.objections.queries import letters
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh
from wuai.platform import files, history

CLEAN = "CLEAN"
Bound = tuple[str, str, bytes]  # title, media type, content
_COMPONENTS = {
    "PRINCIPAL": "應納金額", "SURCHARGE": "滯納金", "INTEREST": "利息", "FINE": "罰鍰", "COST": "費用",
}  # fmt: skip
# What the Agency has to know of the course of the case.
_COURSE = {
    "case.start_execution": "開始執行", "case.suspend": "停止執行", "case.resume": "續行執行",
    "case.amend": "移送機關更正金額", "case.return": "退案", "case.withdraw": "移送機關撤回",
    "case.certify": "核發執行憑證", "case.end": "終止執行", "case.close_paid": "繳清結案",
    "notice.issue": "寄發通知", "notice.serve": "登錄送達", "instalment.request": "申請分期",
    "objection.register": "收受聲明異議",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dossier:
    """The file: its own pages, and what is bound in behind them."""

    letter: dict[str, Any]
    attached: tuple[Bound, ...]


def of(ref: uuid.UUID) -> Dossier:
    """The file of an objection as it stands."""
    row = Objection.objects.get(ref=ref)
    found = list(_papers(row))
    listed = [
        [str(no), title, f"{size // 1024 + 1} KB", sha256]
        for no, (title, size, sha256, _one) in enumerate(found, 1)
    ]
    on = row.forwarded_on or row.approved_on or row.received_on
    facts = [
        ["日期", long_zh(on)], ["異議編號", row.number], ["受文者", "法務部行政執行署"],
        ["發文字號", row.forward_no or "（送件時填）"], ["異議人", row.name],
        ["收受異議之日", long_zh(row.received_on)], ["擬具意見", row.proposed_name],
        ["核定", row.approved_name],
    ]  # fmt: skip
    parts = [*letters.opinion(row), *_case(row)]
    letter = letters.paper(
        row, "聲明異議意見書暨送件清單", facts, parts, ["送件人", "收件人", "收件日期"]
    )
    return Dossier(letter | {"listed": listed}, tuple(one for _t, _s, _h, one in found))


def _case(row: Objection) -> list[list[str]]:
    case = cases.case_row(row.case_id)
    owed = cases.balances([case.id], row.forwarded_on or row.received_on)[case.id]
    lines = [
        f"{_COMPONENTS.get(code, code)} {format_nt(amount)}"
        for code, amount in owed.items()
        if amount
    ]
    said = "\n".join([
        f"執行案號：{case.number}（{case.category_zh}）",
        f"義務人：{parties.party_row(case.obligor_id).name}",
        f"移送機關：{organisation.agency_by_id(case.agency_id).name_zh}，{case.agency_ref}",
        f"執行名義：{case.title}，{long_zh(case.served_on)} 送達",
        f"尚欠：{'、'.join(lines) or '無'}",
        f"執行期間屆滿日：{long_zh(case.limit_on)}",
    ])  # fmt: skip
    happened = [
        f"{long_zh(timezone.localdate(line.at))}　{_COURSE[line.action]}　{line.reason}".strip()
        for line in reversed(history.of_case(case.ref))
        if line.action in _COURSE
    ]
    return [["執行案件", said], ["案件經過", "\n".join(happened) or "無"]]


def _papers(row: Objection) -> Iterator[tuple[str, int, str, Bound]]:
    """What came with it, then what staff added; what no scanner passed is only named."""
    for handed in applications.handed_in(row.application_ref):
        is_clean = handed.scan == CLEAN
        content = applications.handed_content(handed.ref) if is_clean else b""
        title = f"異議人附件　{handed.name}{'' if is_clean else '（未掃毒，另附）'}"
        kind = handed.media_type if is_clean else ""
        yield title, handed.size, handed.sha256, (title, kind, content)
    kept = ObjectionPaper.objects.filter(objection=row, made_for="").select_related("stored")
    for paper in kept.order_by("id"):
        title = f"{o.PAPERS[paper.kind].zh}　{paper.stored.name}"
        one = (title, paper.stored.media_type, files.read_all(paper.stored))
        yield title, paper.stored.size, paper.stored.sha256, one
