"""A referral that came on paper is scanned and keyed in at the branch."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions import attach, paper
from wuai.contexts.referrals.actions.rehearse import RehearsedRow
from wuai.contexts.referrals.rules.columns import BY_NAME, COLUMNS, KINDS, NAME_OF
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import actor_of, staff
from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Crumb

LABELS: dict[str, Any] = {
    "agency_ref": gettext_lazy("移送案號"), "category_code": gettext_lazy("案件類別"),
    "party_kind": gettext_lazy("義務人類別"), "name": gettext_lazy("義務人姓名"),
    "id_number": gettext_lazy("統一編號"), "born_on": gettext_lazy("出生日期"),
    "address": gettext_lazy("地址"), "postcode": gettext_lazy("郵遞區號"),
    "phone": gettext_lazy("電話"), "email": gettext_lazy("電子郵件"),
    "representative": gettext_lazy("法定代理人"),
    "representative_id": gettext_lazy("法定代理人統一編號"),
    "principal": gettext_lazy("應納金額"), "surcharge": gettext_lazy("滯納金"),
    "interest": gettext_lazy("利息"), "fine": gettext_lazy("罰鍰"), "cost": gettext_lazy("費用"),
    "period": gettext_lazy("所屬年度期別"), "due_on": gettext_lazy("繳納期間屆滿日"),
    "final_on": gettext_lazy("處分確定日"), "collection_end_on": gettext_lazy("徵收期間屆滿日"),
    "started_on": gettext_lazy("原開始執行日"), "suspended_days": gettext_lazy("停止執行期間"),
    "accrual_base": gettext_lazy("計息本金"), "accrual_from": gettext_lazy("計息起日"),
    "accrual_rate": gettext_lazy("年利率"), "title": gettext_lazy("執行名義"),
    "served_on": gettext_lazy("送達日"), "certificate_no": gettext_lazy("執行憑證編號"),
    "measures": gettext_lazy("保全措施"), "remark": gettext_lazy("備註"),
}  # fmt: skip
PERSONS: dict[str, Any] = {
    "自然人": gettext_lazy("自然人"), "法人": gettext_lazy("法人"), "其他": gettext_lazy("其他"),
}  # fmt: skip
# The paper is read from the top: who refers what, who owes, how much, which days.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("移送書"), ("place", "agency_ref", "category_code", "title", "period", "scan")),
    (gettext_lazy("義務人"), ("party_kind", "name", "id_number", "born_on", "address", "postcode",
                           "phone", "email", "representative", "representative_id")),
    (gettext_lazy("金額"), ("principal", "surcharge", "interest", "fine", "cost")),
    (gettext_lazy("日期"), ("served_on", "due_on", "final_on", "collection_end_on")),
    (gettext_lazy("有才填"), ("started_on", "suspended_days", "certificate_no", "accrual_base",
                           "accrual_from", "accrual_rate", "measures", "remark")),
)  # fmt: skip


class PaperForm(forms.Form):
    """The columns of the referral file as one form, and the scan."""

    place = forms.ChoiceField(label=gettext_lazy("移送機關"))
    scan = forms.FileField(
        label=gettext_lazy("掃描檔"), max_length=255,
        help_text=gettext_lazy("移送書與附件掃成一個 PDF、JPEG、PNG 或 TIFF。"),
    )  # fmt: skip

    def __init__(self, *args: Any, branch_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        agencies = organisation.agencies(active_only=True)
        categories = organisation.categories(branch_id, active_only=True)
        self.fields["place"].choices = _named(agencies)  # type: ignore[attr-defined]  # a ChoiceField
        for column in COLUMNS:
            label, needed = LABELS[column.name], column.required
            field: forms.Field = forms.CharField(
                label=label, required=needed, max_length=column.longest
            )
            if column.name == "category_code":
                field = forms.ChoiceField(label=label, choices=_named(categories))
            elif column.name == "party_kind":
                field = forms.ChoiceField(label=label, choices=[(k, PERSONS[k]) for k in KINDS])
            self.fields[column.name] = field
        self.fields["due_on"].help_text = _("日期寫成 115-11-21 或 1151121 都可以。")

    def groups(self) -> list[tuple[Any, list[BoundField]]]:
        """The questions in the order of the paper."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    def clean_scan(self) -> attach.Scan:
        """Take the kinds of documents that attachments may be, by their content."""
        sent: UploadedFile[bytes] = self.cleaned_data["scan"]
        first = sent.read(16)
        sent.seek(0)
        media_type = attach.taken(first, sent.name or "")
        if not media_type or (sent.size or 0) > attach.MOST_BYTES:
            raise forms.ValidationError(_("請選 50 MB 以內的 PDF、JPEG、PNG 或 TIFF。"))
        return attach.Scan(sent.chunks(), _("移送書掃描檔"), media_type)

    def tell(self, refused: RehearsedRow) -> None:
        """Say at each question what is wrong with its answer."""
        lang = "zh" if (get_language() or "").startswith("zh") else "en"
        for error in refused.errors:
            name = NAME_OF.get(error["column"])
            self.add_error(name, error[lang])


def _named(rows: Sequence[Any]) -> list[tuple[str, str]]:
    return [(row.code, wording.plain(Bilingual(row.name_zh, row.name_en))) for row in rows]


@staff("referral.intake")
def key_in(request: HttpRequest) -> HttpResponse:
    """Key a paper in; it is judged by the same rules as a row of a file."""
    actor = actor_of(request)
    form = PaperForm(
        request.POST or None, request.FILES or None, branch_id=actor.branch_id or 0
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        keyed = paper.key_in(
            values={name: data[name] for name in BY_NAME}, scan=data["scan"],
            branch_id=actor.branch_id or 0, agency_id=organisation.agency(data["place"]).id,
            by=actor, at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        if keyed.batch is not None:
            messages.success(request, _("紙本已收案，掃描檔留在案件裡"))
            return redirect(f"/staff/intake/{keyed.batch.ref}/")
        if keyed.refused is not None:
            form.tell(keyed.refused)
    trail = [Crumb(_("移送檔"), "/staff/intake/"), Crumb(_("紙本移送"))]
    return render(
        request, "referrals/paper.html", {"form": form, "trail": trail},
        status=422 if form.errors else 200,
    )  # fmt: skip
