"""What people fill in about appointments: one question a page for visitors, one form at the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from wuai.contexts.appointments.models import Service
from wuai.contexts.appointments.queries.slots import FreeSlot
from wuai.contexts.appointments.rules.life import CHANNELS, OUTCOMES
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.taipei import TAIPEI
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import beside, plain

WEEKDAYS = ((0, _("星期一")), (1, _("星期二")), (2, _("星期三")), (3, _("星期四")), (4, _("星期五")),
            (5, _("星期六")), (6, _("星期日")))  # fmt: skip


def time_words(one: FreeSlot) -> str:
    """A time as people read it, with what is left."""
    begin, end = (moment.astimezone(TAIPEI) for moment in (one.starts_at, one.ends_at))
    left = ngettext("還有 %(n)s 個名額", "還有 %(n)s 個名額", one.free) % {"n": one.free}
    return beside(f"{begin:%H:%M}–{end:%H:%M} {plain(one.room_name)}".strip(), left)


def time_value(one: FreeSlot) -> str:
    """A time as the form sends it."""
    return f"{one.starts_at.isoformat()}|{one.room}"


class TimeForm(forms.Form):
    """Which of the free times."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    time = forms.ChoiceField(label=_("幾點"), widget=forms.RadioSelect)

    def __init__(self, slots: Sequence[FreeSlot], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["time"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(time_value(one), time_words(one)) for one in slots]
            # A time that was taken meanwhile is refused by its name, not as a wrong choice.
            field.error_messages["invalid_choice"] = _("這個時段剛剛額滿了，請選擇其他時段")

    def chosen(self) -> tuple[datetime, str]:
        """The moment and the room."""
        begin, _bar, room = self.cleaned_data["time"].partition("|")
        return datetime.fromisoformat(begin), room


class WhoForm(forms.Form):
    """Who comes, and how to reach them."""

    name = forms.CharField(
        label=_("姓名"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("電話"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("時間有變動時，我們才打這支電話"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("電子郵件"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("寄確認與提醒用；電話和電子郵件至少填一項"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One way to reach the person is enough."""
        given = super().clean() or {}
        if not self.errors and not given.get("phone") and not given.get("email"):
            self.add_error("phone", forms.ValidationError(_("電話和電子郵件至少填一項")))
        return given


class AboutForm(forms.Form):
    """What the visit is about; a service asks only what it needs."""

    case_text = forms.CharField(
        label=_("執行案號"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("在通知書的「應繳案件」表與繳款單上，例如 115年度健執字第00012345號；不知道就寫「不知道」"),
    )  # fmt: skip
    want = forms.ChoiceField(widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("我們要去的地址"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=_("只有到府的同仁看得到"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("想先告訴我們的事"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如需要手語、通譯、輪椅，或拍賣公告的標別"),
    )  # fmt: skip

    def __init__(self, given: Service, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fit(self, given)


def fit(form: forms.Form, given: Service) -> None:
    """Keep the questions that a service asks, in its words."""
    form.fields["case_text"].required = given.needs_case
    if given.where != "HOME":
        form.fields.pop("address")
    want = form.fields["want"]
    if not given.wants:
        form.fields.pop("want")
    elif isinstance(want, forms.ChoiceField):
        want.label = plain(Bilingual(given.asks_zh, given.asks_en))
        want.choices = [
            (one["code"], plain(Bilingual(one["zh"], one["en"]))) for one in given.wants
        ]


class CodeForm(forms.Form):
    """Number and code."""

    number = forms.CharField(
        label=_("預約編號"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("查詢碼"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class DeskForm(WhoForm):
    """A booking that came by counter, telephone, letter, fax or mail, or that the branch sets."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("申請方式"))
    time = forms.ChoiceField(label=_("時段"))
    case_text = forms.CharField(label=_("執行案號"), max_length=60, required=False)
    want = forms.ChoiceField()
    address = forms.CharField(label=_("地址"), max_length=200)
    note = forms.CharField(
        label=_("備註"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, given: Service, slots: Sequence[FreeSlot], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fit(self, given)
        self.fields["case_text"].required = False
        here = {"time": [(time_value(one), time_words(one)) for one in slots],
                "channel": [(code, plain(name)) for code, name in CHANNELS.items() if code != "WEB"]}  # fmt: skip
        for name, choices in here.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        self.order_fields(["channel", "time", "name", "phone", "email", "case_text", "want"])

    def clean(self) -> dict[str, Any]:
        """What the branch sets itself needs no way to be reached: the notice goes by post."""
        given = forms.Form.clean(self) or {}
        reachable = given.get("phone") or given.get("email")
        if not self.errors and not reachable and given.get("channel") not in {"OFFICE", "WALK_IN"}:
            self.add_error("phone", forms.ValidationError(_("電話和電子郵件至少填一項")))
        return given

    def chosen(self) -> tuple[datetime, str]:
        """The moment and the room."""
        begin, _bar, room = self.cleaned_data["time"].partition("|")
        return datetime.fromisoformat(begin), room


class OutcomeForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("辦理結果"))
    result = forms.CharField(label=_("說明"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["outcome"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, plain(name)) for code, name in OUTCOMES.items()]


class PatternForm(forms.Form):
    """Times of a service from a day on."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=pgettext_lazy("時段", "開始"), input_formats=["%H:%M", "%H%M"], help_text=_("例如 07:00"))  # fmt: skip
    ends = forms.TimeField(label=pgettext_lazy("時段", "結束"), input_formats=["%H:%M", "%H%M"], help_text=_("例如 08:00"))  # fmt: skip
    minutes = forms.IntegerField(label=_("每個時段幾分鐘"), min_value=5, max_value=720)
    capacity = forms.IntegerField(label=_("每個時段幾人"), min_value=1, max_value=500)
    room = forms.CharField(label=_("地點（櫃檯、房間）"), max_length=40, required=False)
    room_en = forms.CharField(label=_("地點的英文名稱"), max_length=80, required=False)
    since = DayField(label=_("自哪一天起"))

    def clean(self) -> dict[str, Any]:
        """A room has a name in both languages, so that no page in English sends people to a Chinese one."""
        given = super().clean() or {}
        if given.get("room") and not given.get("room_en"):
            self.add_error("room_en", forms.ValidationError(_("請寫這個地點的英文名稱")))
        return given


class ServiceForm(forms.Form):
    """How early, how far ahead and until when people may book and change."""

    lead_days = forms.IntegerField(label=_("至少幾天前預約"), min_value=0, max_value=60)
    horizon_days = forms.IntegerField(label=_("最遠開放幾天"), min_value=1, max_value=365)
    change_days = forms.IntegerField(label=_("幾天前可自行改期、取消"), min_value=0, max_value=30)
    is_active = forms.BooleanField(label=_("開放這項服務"), required=False)
