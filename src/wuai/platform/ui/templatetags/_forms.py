"""Tags that print Django's bound fields and what is wrong with them."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    MultiWidget,
    RadioSelect,
)
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from wuai.platform.ui import selects


class SeveralFiles(FileInput):
    """A file input without Django's "currently" line; it may take several files."""

    allow_multiple_selected = True


def _kind(widget: Any) -> str:
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, MultiWidget):
        return "parts"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "plain"


def field(
    bound: BoundField, hint: Any = "", counter: bool = False, optional: bool = True
) -> dict[str, Any]:
    """Give the template of a field what it needs: ids, the widget with its descriptions."""
    widget = bound.field.widget
    text = hint or bound.help_text
    ids = {"hint": f"{bound.auto_id}_hint", "error": f"{bound.auto_id}_error"}
    limit = getattr(bound.field, "max_length", None) if counter else None
    described = [ids["hint"]] * bool(text) + [ids["error"]] * bool(bound.errors)
    described += [f"{bound.auto_id}_counter"] * bool(limit)
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if limit:
        attrs["maxlength"] = False  # the browser counts UTF-16 units and cuts what it does not like
    kind = _kind(widget)
    return {
        "bound": bound, "kind": kind, "hint": text, "ids": ids, "limit": limit,
        "described": attrs.get("aria-describedby", ""),
        "control": selects.as_widget(bound, attrs) if kind in {"plain", "check"} else "",
        "parts": bound.subwidgets if kind == "choices" else _parts(bound, kind),
        "hidden": bound.is_hidden, "optional": optional,
        "required": bound.field.required or bound.field.disabled,  # no choice, so not optional
    }  # fmt: skip


def _parts(bound: BoundField, kind: str) -> list[dict[str, Any]]:
    """Split a date of three fields into its parts, each with its own label."""
    if kind != "parts":
        return []
    context = bound.field.widget.get_context(
        bound.html_name, bound.value(), {"id": bound.auto_id, **_invalid(bound)}
    )
    return [
        {"label": sub["attrs"].pop("aria-label", ""), "id": sub["attrs"]["id"],
         "control": bound.field.widget._render(sub["template_name"], {"widget": sub})}
        for sub in context["widget"]["subwidgets"]
    ]  # fmt: skip


def _invalid(bound: BoundField) -> dict[str, str]:
    return {"aria-invalid": "true"} if bound.errors else {}


def first_control(bound: BoundField) -> str:
    """The id an error link jumps to: the control, or the first part of a group."""
    kind = _kind(bound.field.widget)
    return f"{bound.auto_id}_0" if kind in {"choices", "parts"} else str(bound.auto_id)


def error_summary(form: BaseForm) -> dict[str, Any]:
    """Gather what is wrong, each with a link to its field."""
    lines = [
        {"href": f"#{first_control(bound)}", "label": bound.label, "text": text}
        for bound in form
        for text in bound.errors
    ]
    lines += [{"href": "", "label": "", "text": text} for text in form.non_field_errors()]
    return {"lines": lines, "count": len(lines)}


def hidden_fields(form: BaseForm) -> SafeString:
    """Print the fields that nobody sees."""
    return format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))


def file_drop(
    bound: BoundField, accept: str = "", max_bytes: int = 0, files: Any = ()
) -> dict[str, Any]:
    """Give the template of a file drop its input, its limits and what has already arrived."""
    data = field(bound)
    attrs: dict[str, Any] = {"accept": accept} if accept else {}
    if data["described"]:
        attrs["aria-describedby"] = data["described"]
    if bound.errors:
        attrs["aria-invalid"] = "true"
    plain = SeveralFiles(attrs=_file_attrs(bound))
    data |= {
        "control": bound.as_widget(plain, attrs=attrs),
        "kinds": _kinds(accept),
        "max_bytes": max_bytes,
    }
    return data | {"files": files}


def _file_attrs(bound: BoundField) -> dict[str, Any]:
    """The attributes of the input; "several files" is one of them."""
    several = getattr(bound.field.widget, "allow_multiple_selected", False)
    return {**bound.field.widget.attrs, **({"multiple": True} if several else {})}


def _kinds(accept: str) -> str:
    """The accepted endings as words: PDF, ODT. Types such as ``text/csv`` are for the browser alone."""
    endings = (part.strip() for part in accept.split(","))
    return ", ".join(part.lstrip(".").upper() for part in endings if part and "/" not in part)


def filter_bar(
    form: BaseForm, action: str = "", clear_url: str = "", chips: Any = ()
) -> dict[str, Any]:
    """Give the template of a filter bar its form and the filters in force."""
    return {"form": form, "action": action, "clear_url": clear_url, "chips": chips}


def add_to(register: template.Library) -> None:
    """Register the tags of this file."""
    register.inclusion_tag("ui/pieces/field.html")(field)
    register.inclusion_tag("ui/pieces/error_summary.html")(error_summary)
    register.inclusion_tag("ui/pieces/file_drop.html")(file_drop)
    register.inclusion_tag("ui/pieces/filter_bar.html")(filter_bar)
    register.simple_tag(hidden_fields)
