"""Select fields printed without a template for each of their options.

A filter with four hundred agencies would otherwise cost more than the list that it filters.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.widgets import Select
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString


def as_widget(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """The control of a field, as Django prints it; a plain select is written here."""
    widget = bound.field.widget
    if type(widget) is not Select:
        return bound.as_widget(attrs=attrs)
    given = bound.build_widget_attrs(attrs, widget)
    if bound.auto_id and "id" not in widget.attrs:
        given.setdefault("id", bound.auto_id)
    shown = widget.get_context(bound.html_name, bound.value(), given)["widget"]
    parts: list[str] = [
        format_html('<select name="{}"{}>', shown["name"], _attributes(shown["attrs"]))
    ]
    for group, options, _index in shown["optgroups"]:
        lines = "".join(map(_option, options))
        parts.append(_group(group, lines) if group else lines)
    return SafeString("".join(parts) + "\n</select>")


def _group(name: Any, lines: str) -> str:
    return f'\n  <optgroup label="{conditional_escape(name)}">{lines}\n  </optgroup>'


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    return SafeString(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
            for name, value in attrs.items()
            if value is not False
        )
    )
