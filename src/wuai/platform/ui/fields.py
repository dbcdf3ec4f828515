"""What forms have in common: what a choice offers, and a date asked as three short text fields."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wuai.kernel import roc_dates
from wuai.kernel.refusal import Refusal
from wuai.platform.ui import wording

PARTS = (("year", _("年"), 4), ("month", _("月"), 2), ("day", _("日"), 2))

Choices = Iterable[tuple[str, Any]]


def named(names: Mapping[str, Any], *without: str) -> list[tuple[str, Any]]:
    """Codes with their names in the language of the page, as a choice offers them."""
    return [(code, wording.plain(name)) for code, name in names.items() if code not in without]


def choose(field: forms.Field, offered: Mapping[str, Any] | Choices) -> None:
    """Give a choice field what it offers: codes with their names, or choices as they are."""
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{type(field).__name__} offers no choice")
    field.choices = named(offered) if isinstance(offered, Mapping) else list(offered)


class ThreePartDate(forms.MultiWidget):
    """Year, month and day, each in its own field, each with its own label."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            widgets={
                name: forms.TextInput(
                    attrs={
                        "inputmode": "numeric",
                        "maxlength": width,
                        "size": width,
                        "data-part": name,
                        "autocomplete": "off",
                        "aria-label": label,
                    }
                )
                for name, label, width in PARTS
            },
            attrs=attrs,
        )

    def decompress(self, value: date | None) -> list[Any]:
        """Show a day in the calendar of the page: ROC years in Chinese, common years in English."""
        if value is None:
            return ["", "", ""]
        english = wording.page_language() == "en"
        year = value.year if english else roc_dates.roc_year(value)
        return [str(year), str(value.month), str(value.day)]


class TypedDay(forms.CharField):
    """A day of a filter above a list: one field, read in any form that people write."""

    default_error_messages = {"invalid": _("看不懂這個日期，請寫成 115-11-21 或 2026-11-21")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{"max_length": 40, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> Any:
        """Read the day; empty is no day."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return roc_dates.parse(text)
        except Refusal as refused:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from refused

    def prepare_value(self, value: Any) -> Any:
        """Write a day as people type it in the language of the page."""
        return wording.typed_day(value) if isinstance(value, date) else value


class DayField(forms.MultiValueField):
    """Read a day from three fields; 115 and 2026 are the same year."""

    widget = ThreePartDate
    default_error_messages = {
        "required": _("請填年、月、日"),
        "incomplete": _("年、月、日都要填"),
        "invalid": _("沒有這一天，請查對年、月、日"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("民國年或西元年都可以，例如 115 年 11 月 21 日"))
        parts = [
            forms.CharField(max_length=width, required=False, localize=False)
            for _name, _label, width in PARTS
        ]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        """Join the parts to a day that exists."""
        parts = [part.strip() for part in data_list]
        if not any(parts):
            return None
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            return roc_dates.parse("-".join(parts))
        except Refusal as refused:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from refused
