"""The enquiry desk: who asks is made sure and kept, then all cases, what is owed and how to pay it."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.pieces import Column, Crumb, Fact, Table
from wuai.platform.ui.wording import plain
from wuai.portals.public.my import state_of
from wuai.portals.public.my_cases import MyCase, with_all
from wuai.portals.public.slip import phone_of

HOME = "/staff/enquiries/"
LACKING = 5


class EnquiryForm(forms.Form):
    """Who asks, how it was made sure, why."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=gettext_lazy("從哪裡來問"), widget=forms.RadioSelect)
    asker = forms.ChoiceField(label=gettext_lazy("誰在問"), widget=forms.RadioSelect)
    asker_name = forms.CharField(
        label=gettext_lazy("來問的人的姓名"), max_length=100, required=False,
        help_text=gettext_lazy("不是本人時填寫。"),
    )  # fmt: skip
    proof = forms.ChoiceField(label=gettext_lazy("怎麼確認身分"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=gettext_lazy("對方說的證號"), max_length=20, required=False,
        help_text=gettext_lazy("電話中核對證號與出生日期時填寫；系統只比對，不會顯示登錄的內容。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    born_on = DayField(label=gettext_lazy("對方說的出生日期"), required=False)
    purpose = forms.CharField(
        label=gettext_lazy("查詢事由"), max_length=200,
        help_text=gettext_lazy("例如：查欠款、要繳款、要申請分期。會和您的姓名一起留下紀錄。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = {
            "channel": parties.CHANNELS, "asker": parties.ASKERS,
            "proof": {code: proof.name for code, proof in parties.PROOFS.items()},
        }  # fmt: skip
        for name, held in names.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(code, plain(said)) for code, said in held.items()]


@staff("case.view")
@searches.kept_out("q")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Find the person by name, number or case number; below, today's enquiries."""
    branch_id = actor_of(request).branch_id or 0
    words = searches.given(request).get("q", "").strip()[:100]
    people = _people(branch_id, words) if words else []
    if people:
        log_read(request, *(f"party:{row.ref}" for row in people), reason=_("查詢服務台"))
    rows = parties.enquiries(branch_id, timezone.localdate())
    here = {
        "words": words, "people": people, "rows": [_said(row) for row in rows],
        "trail": [Crumb(_("查詢服務台"))],
    }  # fmt: skip
    return render(request, "staff/enquiries.html", here)


def _people(branch_id: int, words: str) -> list[parties.PartyRow]:
    found = {row.id: row for row in parties.find(branch_id, words, limit=20)}
    try:
        owes = cases.case_by_number(branch_id, words).obligor_id
    except Refusal:
        return list(found.values())
    return list({owes: parties.party_row(owes), **found}.values())


def _said(row: parties.EnquiryRow) -> dict[str, Any]:
    return {
        "row": row, "channel": parties.CHANNELS[row.channel],
        "proof": parties.PROOFS[row.proof].name, "asker": parties.ASKERS[row.asker],
    }  # fmt: skip


@staff("case.view")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Make sure who asks; nothing is told before it is kept."""
    actor, status = actor_of(request), 200
    party = parties.party_by_ref(actor.branch_id or 0, ref)
    if party is None:
        raise Http404
    form = EnquiryForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            found = parties.note_enquiry(
                party_ref=ref, asked=parties.Asked(**form.cleaned_data), by=actor, at=now,
                on=timezone.localdate(now),
            )  # fmt: skip
        except Refusal as refusal:
            identity.refuse(form, refusal)
            status = refusal.status
        else:
            return redirect(f"{HOME}{found}/")
    log_read(request, f"party:{party.ref}", reason=_("查詢服務台"))
    here = {
        "form": form, "party": party, "proofs": _proofs(),
        "trail": [Crumb(_("查詢服務台"), HOME), Crumb(party.name)],
    }  # fmt: skip
    if form.errors and status == 200:
        status = 422
    return render(request, "staff/enquiry_new.html", here, status=status)


def _proofs() -> Table:
    """The table of what proves whom, and what may then be told."""
    told = {"ALL": _("全部案件內容"), "AMOUNTS": _("只說金額、期限與繳法")}
    lines = [
        {"proof": proof.name, "channels": _joined(parties.CHANNELS, proof.channels),
         "askers": _joined(parties.ASKERS, proof.askers), "tells": told[proof.tells]}
        for proof in parties.PROOFS.values()
    ]  # fmt: skip
    columns = [
        Column("proof", _("怎麼確認身分")), Column("channels", _("管道")),
        Column("askers", _("誰在問")), Column("tells", _("可以告知")),
    ]  # fmt: skip
    return Table(_("確認身分的方式"), columns, lines)


def _joined(names: dict[str, Bilingual], codes: tuple[str, ...]) -> str:
    return "、".join(plain(names[code]) for code in codes)


@staff("case.view")
@require_safe
def answer(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What may be told, on the day of the enquiry only: tomorrow it is another enquiry."""
    on = timezone.localdate()
    held = parties.enquiry(actor_of(request).branch_id or 0, ref)
    if held is None:
        raise Http404
    if held.on != on:
        return redirect(f"{HOME}new/{held.party_ref}/")
    rows = with_all(cases.cases_of_obligor(held.party_id), may_pay=True, on=on)
    everything = held.tells != parties.AMOUNTS
    log_read(
        request, f"party:{held.party_ref}", *(f"case:{row.ref}" for row in rows),
        reason=f"{plain(parties.CHANNELS[held.channel])}：{held.purpose}",
    )  # fmt: skip
    still = [row for row in rows if row.is_open]
    here = {
        "held": _said(held), "everything": everything, "count": len(still),
        "owed": sum(row.owed for row in still), "facts": _facts(held),
        "table": _table(rows if everything else still, everything=everything, on=on),
        "lacking": _lacking(still, on) if actor_of(request).may("notice.issue") else (),
        "payable": [row for row in still if row.owed > 0], "today": on,
        "trail": [Crumb(_("查詢服務台"), HOME), Crumb(held.party_name)],
    }  # fmt: skip
    return render(request, "staff/enquiry.html", here)


def _lacking(rows: list[MyCase], on: date) -> list[MyCase]:
    """The first few that have no slip to pay with; whom a plan pays gets the plan's slips."""
    whole = [row for row in rows if row.owed > 0 and not row.by_instalments]
    return [row for row in whole if row.live_slip(on) is None][:LACKING]


def _facts(held: parties.EnquiryRow) -> list[Fact]:
    said = _said(held)
    return [
        Fact(_("管道"), said["channel"]), Fact(_("誰在問"), said["asker"]),
        *([Fact(_("來問的人的姓名"), held.asker_name)] if held.asker_name else []),
        Fact(_("怎麼確認身分"), said["proof"]), Fact(_("查詢事由"), held.purpose),
        Fact(_("經手"), held.by_name),
    ]  # fmt: skip


def _table(rows: list[MyCase], *, everything: bool, on: date) -> Table | None:
    if not rows:
        return None
    branch = organisation.branch_by_id(rows[0].row.branch_id)
    sections = {one.id: one for one in organisation.sections(branch.id)}
    columns = [
        Column("number", _("案號"), "code"), Column("about", _("欠什麼")),
        Column("agency", _("移送機關")), Column("state", _("狀態"), "status"),
        Column("owed", _("還欠"), "amount", total=True),
        Column("now", _("這次應繳"), "amount", total=True), Column("due", _("繳納期限"), "day"),
        Column("account", _("轉帳帳號"), "code"), Column("phone", _("承辦電話")),
    ]  # fmt: skip
    if not everything:
        columns = [one for one in columns if one.key not in {"about", "agency"}]
    lines = []
    for row in rows:
        slip, section = row.live_slip(on), sections[row.row.section_id]
        lines.append(
            {"number": row.number, "url": f"/staff/cases/{row.ref}/", "about": row.about,
             "agency": row.agency, "state": state_of(row), "owed": row.owed if row.is_open else None,
             "now": _now(row, on), "due": slip.due_on if slip else None,
             "account": slip.virtual_account if slip else "",
             "phone": f"{section.name_zh} {phone_of(branch, section)}"}
        )  # fmt: skip
    return Table(_("案件與繳法"), columns, lines, show_caption=False)


def _now(row: MyCase, on: date) -> int | None:
    """What is to be paid this time: the instalment on its slip where a plan runs, else the whole."""
    if not row.is_open:
        return None
    if row.by_instalments:
        slip = row.live_slip(on)
        return slip.amount if slip else None
    return row.owed
