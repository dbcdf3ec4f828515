"""What people fill in to come in, and to keep accounts."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuai.contexts.identity import queries, rules
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui import wording
from wuai.platform.ui.fields import DayField, choose

_PLAIN = {"autocapitalize": "none", "spellcheck": "false"}
SCOPES = {
    "referral.write": _("送移送檔"),
    "case.read": _("查詢自己的案件"),
    "payment.write": _("回報機關收款"),
    "feedback.read": _("下載回饋檔"),
}


def refuse(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal on the form, at its field if it has one."""
    lang = get_language() or "zh-hant"
    words = (
        f"{refusal.text(lang)}{'. ' if lang.startswith('en') else '。'}{refusal.next_step(lang)}"
    )
    form.add_error(refusal.field if refusal.field in form.fields else None, words)


def _password(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, **more)


class LoginForm(forms.Form):
    """Username and password."""

    username = forms.CharField(
        label=_("帳號"), max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "username", **_PLAIN}),
    )  # fmt: skip
    password = _password(_("密碼"), "current-password")
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The digits of an authenticator, or a recovery code."""

    code = forms.CharField(
        label=_("驗證碼"), max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12}
        ),
    )  # fmt: skip


class KeyForm(forms.Form):
    """What a security key answered, as the browser gives it."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("金鑰名稱"), max_length=60, required=False, help_text=_("例如：桌上的藍色金鑰")
    )

    def clean_answer(self) -> dict[str, Any]:
        """Read the JSON."""
        try:
            answer = json.loads(self.cleaned_data["answer"])
        except ValueError as wrong:
            raise ValidationError(_("安全金鑰沒有回答，請再試一次")) from wrong
        if not isinstance(answer, dict):
            raise ValidationError(_("安全金鑰沒有回答，請再試一次"))
        return answer


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    new = _password(
        _("新密碼"), "new-password",
        help_text=_("至少 12 個字，可以是一句只有您知道的話；不能是最近 3 次用過的。"),
    )  # fmt: skip
    again = _password(_("再輸入一次新密碼"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Both must agree."""
        data = self.cleaned_data
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("兩次輸入的新密碼不同"))
        return data


class ChangePasswordForm(NewPasswordForm):
    """The present password, then a new one."""

    present = _password(_("目前的密碼"), "current-password")
    field_order = ("present", "new", "again")


class ConfirmForm(forms.Form):
    """The present password, before anything about the second factor changes."""

    password = _password(_("目前的密碼"), "current-password")


class EnrolForm(ConfirmForm, CodeForm):
    """A code of the new authenticator, and the present password."""

    field_order = ("code", "password")


class AddKeyForm(ConfirmForm, KeyForm):
    """A new security key, and the present password."""

    field_order = ("name", "password", "answer")


class ReasonForm(forms.Form):
    """Why an account ends."""

    reason = forms.CharField(label=_("事由"), max_length=200)


class ResetForm(ReasonForm):
    """Why a login is made anew, and whether the second factor is, too."""

    second_factor = forms.BooleanField(
        label=_("第二道驗證也要重新設定"), required=False,
        help_text=_("手機或金鑰遺失時才需要；備用碼也會一併失效。"),
    )  # fmt: skip


def _role_choices(kind: str) -> list[tuple[str, str]]:
    return [
        (r.code, wording.plain(Bilingual(r.name_zh, r.name_en))) for r in queries.roles(kind)
    ]  # fmt: skip


class RoleForm(forms.Form):
    """Which role, from when, until when."""

    role = forms.ChoiceField(label=_("角色"))
    since = DayField(label=_("開始日"), required=False)
    until = DayField(label=_("最後一日"), required=False)

    def __init__(self, *args: Any, kind: str, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        choose(self.fields["role"], _role_choices(kind))
        self.fields["since"].help_text = _("空白表示今天起。")
        self.fields["until"].help_text = _("空白表示沒有期限；例如代理期間請填最後一日。")

    def days(self) -> tuple[date, date | None]:
        """From the day asked, or from today."""
        return self.cleaned_data.get("since") or self.today, self.cleaned_data.get("until")


class AccountForm(forms.Form):
    """Who the account is for."""

    username = forms.CharField(
        label=_("帳號名稱"), max_length=60, widget=forms.TextInput(attrs=_PLAIN),
        help_text=_("小寫英文字母、數字、點、底線或連字號，3 至 60 個字。"),
    )  # fmt: skip
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(
        label=_("電子郵件"), required=False,
        widget=forms.TextInput(attrs=_PLAIN | {"inputmode": "email"}),  # somebody else's address
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("角色"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("可以複選；之後也能增減，並設定起訖日。"),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["roles"], _role_choices(kind))

    def clean_username(self) -> str:
        """Fold it, or say what is wrong with it."""
        try:
            return rules.username(self.cleaned_data["username"])
        except Refusal as refusal:
            lang = get_language() or "zh-hant"
            raise ValidationError(refusal.text(lang)) from refusal


class MemberAccountForm(AccountForm):
    """Who of the branch the account is for."""

    member = forms.ChoiceField(
        label=_("對應的同仁"), required=False, help_text=_("決定這個帳號屬於哪一股；可空白。")
    )
    field_order = ("username", "name", "email", "member", "roles")

    def __init__(self, *args: Any, members: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(str(m.id), f"{m.number} {m.name_zh}") for m in members]
        choose(self.fields["member"], [("", "—"), *offered])


class TokenForm(forms.Form):
    """What a client program may do, and until when."""

    name = forms.CharField(label=_("用途"), max_length=60, help_text=_("例如：每日移送批次"))
    scopes = forms.MultipleChoiceField(
        label=_("可使用的功能"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires_on = DayField(label=_("最後一日"))
