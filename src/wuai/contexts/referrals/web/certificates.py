"""Certificates with which an agency signs its files: kept by its administrator, or for it by IT."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries_signing
from wuai.contexts.referrals.actions import signing
from wuai.contexts.referrals.queries import BatchRow
from wuai.contexts.referrals.queries_signing import CertificateRow
from wuai.contexts.referrals.rules.signing import LARGEST
from wuai.contexts.referrals.web.desk import IntakeDesk, agency_desk, pages_at, staff_desk
from wuai.contexts.referrals.web.supply_tables import said
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import agency, staff
from wuai.platform.ui.pieces import Fact, Status


class RegisterForm(forms.Form):
    """A certificate file."""

    file = forms.FileField(
        label=gettext_lazy("憑證檔"), max_length=255,
        help_text=gettext_lazy("機關的簽章憑證（.cer、.crt 或 .pem）；不要上傳私鑰。"),
    )  # fmt: skip


def _of(request: HttpRequest, desk: IntakeDesk) -> organisation.AgencyRow:
    """The own agency; IT names one. What changes something is never done for one it did not name."""
    if desk.is_agency:
        return organisation.agency_by_id(desk.actor.agency_id or 0)
    wanted = request.GET.get("agency", "")
    looks = request.method != "POST" and not wanted
    for one in organisation.agencies(active_only=True):
        if looks or one.code == wanted:
            return one
    raise Http404


def _back(desk: IntakeDesk, whose: organisation.AgencyRow) -> str:
    return f"{desk.root}certificates/" + ("" if desk.is_agency else f"?agency={whose.code}")


def kept(request: HttpRequest, desk: IntakeDesk) -> HttpResponse:
    """The certificates of an agency, one more, and whether its files must be signed."""
    whose, now = _of(request, desk), timezone.now()
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(LARGEST)
        try:
            signing.register(agency_id=whose.id, data=data, by=desk.actor, at=now)
        except Refusal as refused:
            form.add_error("file", said(refused))
        else:
            messages.success(request, _("已登錄憑證"))
            return redirect(_back(desk, whose))
    rows = [(row, _state(row)) for row in queries_signing.certificates(whose.id)]
    return render(
        request, "referrals/certificates.html",
        {"frame": desk.frame, "desk": desk, "form": form, "rows": rows, "whose": whose,
         "name": Bilingual(whose.name_zh, whose.name_en), "required": signing.is_required(whose.id),
         "query": "" if desk.is_agency else f"?agency={whose.code}",
         "agencies": [(one.code, Bilingual(one.name_zh, one.name_en))
                      for one in organisation.agencies(active_only=True)]},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _state(row: CertificateRow) -> Status:
    if row.ended_at:
        return Status(_("已停用"))
    if row.is_good(timezone.now()):
        return Status(_("可以簽章"), "good")
    return Status(_("已到期"))


def end(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """End a certificate at once."""
    whose = _of(request, desk)
    signing.end(agency_id=whose.id, ref=ref, by=desk.actor, at=timezone.now())
    messages.success(request, _("憑證已停用"))
    return redirect(_back(desk, whose))


def require(request: HttpRequest, desk: IntakeDesk) -> HttpResponse:
    """From now on files must be signed, or need not."""
    whose, required = _of(request, desk), request.POST.get("required") == "yes"
    signing.require(agency_id=whose.id, required=required, by=desk.actor, at=timezone.now())
    messages.success(
        request, _("移送檔從現在起須有簽章") if required else _("移送檔從現在起可以不簽章")
    )
    return redirect(_back(desk, whose))


_VALID = Bilingual("有效，收件時已驗證", "valid, checked when it came")
_LATER = Bilingual(
    "有效，收件後才補送；收件時沒有簽章",
    "valid, but sent later: the file had been taken in without it",
)
_TYPED = Bilingual(
    "原檔的簽章有效；這一批有人工更正的列，不在簽章之內",
    "the first file was signed; rows of this try were corrected by hand and are not covered",
)


def signed_facts(row: BatchRow) -> list[Fact]:
    """By whom a file was signed, and who typed anew what was signed; nothing when it came without."""
    held = queries_signing.signed(row.parent_id or row.id)
    if held is None:
        return []
    typed = queries_signing.corrected_by(row.id) if row.parent_id else []
    facts: list[Any] = [
        Fact(_("簽章"), _TYPED if typed else _LATER if held.came_after else _VALID),
        *(Fact(_("更正人"), name) for name in typed),
        Fact(_("簽章憑證"), held.subject), Fact(_("憑證序號"), held.serial),
        Fact(_("憑證指紋（SHA-256）"), held.fingerprint), Fact(_("驗證時間"), timezone.localtime(held.checked_at)),
    ]  # fmt: skip
    if held.said_at:
        facts.append(Fact(_("簽章時間（簽章人所載）"), timezone.localtime(held.said_at)))
    return facts


_at_agency = pages_at(agency_desk, agency("agency.admin"))
agency_kept, agency_end = _at_agency(kept), _at_agency(end, posted=True)
agency_require = _at_agency(require, posted=True)
_at_staff = pages_at(staff_desk, staff("account.manage"))
staff_kept, staff_end = _at_staff(kept), _at_staff(end, posted=True)
staff_require = _at_staff(require, posted=True)
