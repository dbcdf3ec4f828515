"""A card at the counter: what the terminal printed, keyed once."""

import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.desk.card_terminal import take_card
from wuai.contexts.payments.queries.desk.till_figures import brands
from wuai.contexts.payments.rules.desk.card_terminal import TerminalSlip
from wuai.contexts.payments.web.desk.counter import chosen_of, owing
from wuai.contexts.payments.web.forms import DollarField
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb
from wuai.platform.ui.wording import plain


class CardForm(forms.Form):
    """The terminal's slip, and whose card it is."""

    amount = DollarField(label=gettext_lazy("刷卡金額"))
    terminal_no = forms.CharField(label=gettext_lazy("端末機代號"), max_length=16)
    approval_code = forms.CharField(label=gettext_lazy("授權碼"), max_length=12)
    last_four = forms.CharField(label=gettext_lazy("卡號末四碼"), min_length=4, max_length=4)
    brand = forms.ChoiceField(label=gettext_lazy("卡別"))
    is_foreign = forms.BooleanField(label=gettext_lazy("國外發行的卡"), required=False)
    is_anothers = forms.BooleanField(label=gettext_lazy("不是義務人本人的卡"), required=False)
    holder = forms.CharField(label=gettext_lazy("持卡人姓名"), max_length=100, required=False)
    has_consent = forms.BooleanField(label=gettext_lazy("持卡人已當面同意代繳"), required=False)
    payer = forms.CharField(label=gettext_lazy("繳款人"), max_length=100, required=False)

    def offer(self) -> None:
        """Put the brands into the form."""
        field = self.fields["brand"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(b.code, plain(Bilingual(b.zh, b.en))) for b in brands()]

    def slip(self) -> TerminalSlip:
        """What the terminal printed."""
        given = self.cleaned_data
        return TerminalSlip(
            given["terminal_no"], given["approval_code"], given["last_four"], given["brand"],
            given["is_foreign"], not given["is_anothers"], given["holder"], given["has_consent"],
        )  # fmt: skip


@staff("payment.counter")
def card(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Key the slip of a card payment for a case."""
    row = cases.case_by_ref(ref)
    if row is None or row.branch_id != branch_of(request):
        raise Http404
    form, refused = CardForm(request.POST or None), None
    form.offer()
    others, chosen = owing(row), chosen_of(request, row)
    offered = [line["id"] for line in others if line["id"] in chosen]
    if request.method == "POST" and not offered:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            received = take_card(
                case_ids=offered, amount=form.cleaned_data["amount"], slip=form.slip(),
                payer=form.cleaned_data["payer"], by=actor_of(request), at=timezone.now(),
                on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            return redirect(f"/staff/payments/{received.receipt_ref}/print/")
    log_read(request, f"case:{row.ref}")
    owed = sum(line["owed"] for line in others if line["id"] in offered)
    return render(
        request, "payments/card.html",
        {"row": row, "form": form, "refused": refused, "owed": owed, "others": others,
         "chosen": offered,
         "trail": [Crumb(f"{_('櫃檯收款')} {row.number}", f"/staff/counter/?case={row.ref}"), Crumb(_("刷卡"))]},
        status=(422 if form.is_bound else 200) if refused is None else refused.status,
    )  # fmt: skip
