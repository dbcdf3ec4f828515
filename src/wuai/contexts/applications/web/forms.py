"""A section of questions as a form of Django, so that every page looks and fails alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.answers import Fault
from wuai.platform.ui.fields import PARTS, DayField
from wuai.platform.ui.wording import plain

_INPUTS = {
    d.PHONE: {"inputmode": "tel", "autocomplete": "tel"},
    d.EMAIL: {"inputmode": "email", "autocomplete": "email"},
    d.MONEY: {"inputmode": "numeric", "autocomplete": "off"},
    d.NUMBER: {"inputmode": "numeric", "autocomplete": "off"},
    d.NAME: {"autocomplete": "name"},
    d.ADDRESS: {"autocomplete": "street-address"},
    d.ID_NO: {"autocomplete": "off"},
    d.CASE_NO: {"autocomplete": "off"},
}
CHANNELS = {
    "WEB": _("線上"), "COUNTER": _("櫃檯"), "PHONE": _("電話"), "POST": _("郵寄"), "FAX": _("傳真"),
    "MAIL": _("電子郵件"), "SOCIAL": _("社群"), "NIGHT": _("夜間收文"),
}  # fmt: skip


class SectionForm(forms.Form):
    """The questions of one page; whether an answer is right is decided by the rules, not here."""

    def __init__(
        self,
        questions: Sequence[d.Question],
        data: Any = None,
        held: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data, initial={q.name: _initial(q, (held or {}).get(q.name)) for q in questions}
        )
        self.asked = list(questions)
        for question in questions:
            self.fields[question.name] = field_of(question)

    def given(self) -> dict[str, Any]:
        """What was sent, as the rules read it; fields that nobody asked for included."""
        held: Any = self.data
        own = {"csrfmiddlewaretoken", "key", *self._parts()}
        found: dict[str, Any] = {name: held.getlist(name) for name in held if name not in own}
        for question in self.asked:
            if question.kind == d.DAY:
                parts = [self.data.get(name, "").strip() for name in parts_of(question.name)]
                found[question.name] = "-".join(parts) if any(parts) else ""
        return found

    def show(self, faults: Sequence[Fault]) -> None:
        """Put what the rules found beside the fields."""
        self.is_valid()
        self._errors = forms.utils.ErrorDict()
        for fault in faults:
            self.add_error(fault.name, plain(fault.text))

    def _parts(self) -> set[str]:
        days = [q.name for q in self.asked if q.kind == d.DAY]
        return {part for name in days for part in parts_of(name)}


def parts_of(name: str) -> list[str]:
    """The names of the three fields that ask a day."""
    return [f"{name}_{part}" for part, _label, _width in PARTS]


def _initial(question: d.Question, value: Any) -> Any:
    if question.kind == d.DAY and value:
        from datetime import date

        return date.fromisoformat(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def field_of(question: d.Question) -> forms.Field:
    """The field that asks a question."""
    common: dict[str, Any] = {
        "label": plain(question.label), "required": False,
        "help_text": plain(question.hint) if question.hint.zh else "",
    }  # fmt: skip
    if question.kind == d.DAY:
        return DayField(
            **{
                **common,
                **(
                    {}
                    if question.hint.zh
                    else {"help_text": _("民國年或西元年都可以，例如 115 年 11 月 21 日")}
                ),
            }
        )
    if question.kind in (d.CHOICE, d.MANY, d.YES_NO):
        return _choice(question, common)
    widget: forms.Widget = forms.TextInput(attrs=_INPUTS.get(question.kind, {}))
    if question.kind == d.LONG_TEXT:
        widget = forms.Textarea(attrs={"rows": 8})
    field = forms.CharField(widget=widget, **common)
    field.widget.attrs["maxlength"] = str(question.longest)
    return field


def _choice(question: d.Question, common: dict[str, Any]) -> forms.Field:
    if question.kind == d.YES_NO:
        choices: list[tuple[str, Any]] = [("yes", _("是")), ("no", _("否"))]
    else:
        choices = [(option.code, plain(option.label)) for option in question.options]
    if question.kind == d.MANY:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **common
        )
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


class CodeForm(forms.Form):
    """The code of a draft."""

    code = forms.CharField(
        label=_("續填代碼"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class FollowForm(CodeForm):
    """Number and code of a request."""

    number = forms.CharField(
        label=_("收件號碼"),
        max_length=30,
        help_text=_("例如 115申000123"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查詢碼"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("number", "code")


class OrderForm(forms.Form):
    """To which office a paper goes, where the request names nobody; ``key`` is of the press."""

    key = forms.UUIDField()
    to = forms.CharField(max_length=100, required=False)


class MoveForm(forms.Form):
    """A step of staff: which, and what the applicant reads."""

    move = forms.CharField(max_length=20, widget=forms.HiddenInput)
    chosen = forms.CharField(max_length=80, required=False)
    note = forms.CharField(
        label=_("給申請人的話"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    inner_note = forms.CharField(
        label=_("內部註記"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FilterForm(forms.Form):
    """Which requests to list."""

    kept_out = ("q",)
    kind = forms.ChoiceField(label=_("種類"), required=False)
    mine = forms.BooleanField(label=_("只看由我負責的"), required=False)
    ended = forms.BooleanField(label=_("包括已辦結的"), required=False)
    q = forms.CharField(label=_("收件號碼"), max_length=30, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("全部")), *((one.code, plain(one.title)) for one in declared())]
