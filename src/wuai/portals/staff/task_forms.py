"""What is asked about the common list of tasks: which ones to show, whom to give one to."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor
from wuai.platform.panels import Tasks
from wuai.platform.ui.wording import plain

WHOSE = (
    ("mine", _("我的")),
    ("section", _("我的股")),
    ("nobody", _("未指定承辦")),
    ("all", _("全分署")),
)


class FilterForm(forms.Form):
    """Whose tasks, of which kind and section, and whether only what is over."""

    whose = forms.ChoiceField(label=_("誰的"), required=False)
    kind = forms.ChoiceField(label=_("種類"), required=False)
    section = forms.TypedChoiceField(
        label=_("承辦股"), required=False, coerce=int, empty_value=None
    )
    overdue = forms.BooleanField(label=_("只看逾期"), required=False)

    def __init__(
        self, *given: Any, kinds: Sequence[Tasks], sections: Sequence[organisation.SectionRow],
        actor: Actor, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **more)
        fields: dict[str, Any] = self.fields
        fields["whose"].choices = [
            one for one in WHOSE if one[0] != "section" or actor.section_id is not None
        ]
        self.initial["whose"] = "section" if actor.section_id else "all"
        fields["kind"].choices = [("", _("全部")), *((kind.code, kind.label) for kind in kinds)]
        named = [
            (row.id, plain(Bilingual(row.name_zh, row.name_en)))
            for row in sections
            if row.is_active
        ]
        fields["section"].choices = [("", _("全部")), *named]


class HandOverForm(forms.Form):
    """To whom, and why; without a single matter also from whom: ``owners`` have something open."""

    from_ref = forms.ChoiceField(label=_("把誰手上的全部交出"))
    to_ref = forms.ChoiceField(label=_("交給"))
    reason = forms.CharField(
        label=_("理由"), max_length=300, help_text=_("例如請假、職務異動；會留在辦理經過")
    )

    def __init__(
        self, *given: Any, colleagues: Sequence[identity.Colleague],
        owners: Mapping[str, str] | None, actor: Actor, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **more)
        fields: dict[str, Any] = self.fields
        everybody = [(one.ref, one.name) for one in colleagues]
        fields["to_ref"].choices = [
            one for one in everybody if owners is None or one[0] != actor.ref
        ] or everybody
        if owners is None:
            del fields["from_ref"]
        else:
            fields["from_ref"].choices = list(owners.items())
            self.initial["from_ref"] = actor.ref

    def clean(self) -> dict[str, Any]:
        """Nobody gives everything to themselves."""
        given = self.cleaned_data
        if "from_ref" in given and given["from_ref"] == given.get("to_ref"):
            self.add_error("to_ref", _("請選另一位同仁"))
        return given
