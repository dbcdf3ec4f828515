"""What is asked for around a request to supply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.referrals.actions import attach
from wuai.contexts.referrals.actions.supplying import MOST_DOCUMENTS, Reply
from wuai.contexts.referrals.rules import supplies as rules
from wuai.platform.ui.fields import DayField, choose, named


class _Several(forms.FileInput):
    """A file input for several files."""

    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Documents of the kinds that attachments may be, by their content."""

    widget = _Several

    def clean(self, data: Any, initial: Any = None) -> list[attach.Scan]:
        """Each of the files that were sent."""
        sent = data if isinstance(data, list) else [data] if data else []
        if len(sent) > MOST_DOCUMENTS:
            raise forms.ValidationError(_("一次最多 20 份；請合併成較少的 PDF。"))
        return [self._taken(super(ScansField, self).clean(one, initial)) for one in sent]

    def _taken(self, one: Any) -> attach.Scan:
        first = one.read(16)
        one.seek(0)
        media_type = attach.taken(first, one.name or "")
        if not media_type or (one.size or 0) > attach.MOST_BYTES:
            raise forms.ValidationError(_("請選 50 MB 以內的 PDF、JPEG、PNG 或 TIFF。"))
        return attach.Scan(one.chunks(), (one.name or "")[:120], media_type)


class AskForm(forms.Form):
    """What is to be supplied, by when; of which cases, when it is asked for several."""

    cases = forms.MultipleChoiceField(label=_("哪些案件"), widget=forms.CheckboxSelectMultiple)
    items = forms.MultipleChoiceField(label=_("要補正什麼"), widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("說明"), max_length=rules.MOST_WORDS, required=False,
        help_text=_("寫明缺什麼、要怎麼補。會寫進補正通知給移送機關，也留在案件歷程。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    due_on = DayField(label=_("補正期限"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, items: dict[str, rules.Item], cases: Sequence[tuple[str, str]] = (),
        **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        choose(self.fields["items"], named({code: one.name for code, one in items.items()}))
        if cases:
            choose(self.fields["cases"], cases)
        else:
            del self.fields["cases"]


class AnswerForm(forms.Form):
    """The agency's answer: words, documents, or that it cannot."""

    answer = forms.ChoiceField(label=_("答復"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("說明"), max_length=rules.MOST_WORDS, required=False,
        help_text=_("無法補正時，請寫明原因。"), widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    documents = ScansField(label=_("附件"), required=False, max_length=255)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["answer"], rules.ANSWERS)

    def reply(self) -> Reply:
        """The answer as the action takes it."""
        data = self.cleaned_data
        return Reply(data["answer"], data["words"], data["documents"])


class CloseForm(forms.Form):
    """Whether what came is enough."""

    verdict = forms.ChoiceField(label=_("審查結果"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("審查說明"), max_length=rules.MOST_WORDS, required=False,
        help_text=_("不足時請寫明缺什麼；退案時會帶入退案事由。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["verdict"],
            {code: rules.STATES[code] for code in (rules.SUFFICIENT, rules.INSUFFICIENT)},
        )
