"""The reference data of a branch: to look at, to keep, and who changed what."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.organisation import actions, queries_tables
from wuai.contexts.organisation.web.forms import (
    DUTIES,
    FORMS,
    KIND_WORDS,
    LABELS,
    NOT_ADDED,
    NOT_CHANGED,
    TITLES,
    RowForm,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

ROOT = "/staff/reference/"
_SHOWN: dict[str, tuple[str, ...]] = {
    "branches": ("code", "name_zh", "phone", "address_zh"),
    "offices": ("code", "name_zh", "phone", "address_zh"),
    "sections": ("code", "name_zh", "division_zh", "phone", "extension", "quota", "is_active"),
    "members": ("number", "name_zh", "duty", "section", "phone", "since", "until"),
    "covers": ("section", "covered_by", "since", "until", "reason"),
    "agencies": ("code", "name_zh", "contact_name", "contact_phone", "feedback_email", "is_active"),
    "categories": ("code", "name_zh", "word", "track", "kind", "is_active", "confirmed"),
    "closing-codes": ("code", "name_zh", "feedback_zh"),
    "online-systems": ("code", "name_zh", "url", "offers", "confirmed"),
}
_PERSONAL = {"members": "member", "agencies": "agency"}


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("基本資料"), ROOT), *more]


def _branch(request: HttpRequest) -> int:
    return actor_of(request).branch_id or 0


def _known(table: str) -> None:
    if table not in FORMS:
        raise Http404


@staff("reference.edit")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All tables."""
    tables = [
        (TITLES[name], f"{ROOT}{name}/", queries_tables.rows(name, _branch(request)).count())
        for name in FORMS
    ]
    return render(
        request, "organisation/index.html", {"tables": [*tables, *queries_tables.offered_pages()]}
    )


@staff("reference.edit")
@require_safe
def listed(request: HttpRequest, table: str) -> HttpResponse:
    """One table."""
    _known(table)
    found = list(queries_tables.rows(table, _branch(request)))
    if table in _PERSONAL and found:
        log_read(request, *(f"{_PERSONAL[table]}:{row.pk}" for row in found))
    context = {
        "title": TITLES[table], "trail": _crumbs(Crumb(TITLES[table])),
        "table": _table(table, found) if found else None,
        "add_url": "" if table in NOT_ADDED else f"{ROOT}{table}/new/",
    }  # fmt: skip
    return render(request, "organisation/table.html", context)


def _table(table: str, found: list[Any]) -> Table:
    rows = [
        {name: _cell(row, name) for name in _SHOWN[table]} | {"url": f"{ROOT}{table}/{row.pk}/"}
        for row in found
    ]
    kinds = {"code": "code", "number": "code", "since": "day", "until": "day", "quota": "number",
             "is_active": "status", "confirmed": "status"}  # fmt: skip
    heads = LABELS | {"name_zh": _("名稱")}
    columns = [Column(name, heads[name], kinds.get(name, "text")) for name in _SHOWN[table]]
    return Table(TITLES[table], columns, rows, show_caption=False, stack=True)


def _cell(row: Any, name: str) -> Any:
    value = getattr(row, name)
    readers: dict[str, Callable[[], Any]] = {
        "name_zh": lambda: Bilingual(row.name_zh, row.name_en),
        "is_active": lambda: Status(_("使用中"), "good") if value else Status(_("停用")),
        "confirmed": lambda: (
            Status(_("已查證"), "good") if value else Status(_("待查證"), "waiting")
        ),
        "kind": lambda: str(KIND_WORDS.get(value, value)),
        "duty": lambda: str(DUTIES.get(value, value)),
        "section": lambda: Bilingual(value.name_zh, value.name_en) if value else "",
        "covered_by": lambda: Bilingual(value.name_zh, value.name_en),
    }
    return readers[name]() if name in readers else value


@staff("reference.edit")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, table: str) -> HttpResponse:
    """A new row."""
    _known(table)
    if table in NOT_ADDED:
        raise Http404
    model = queries_tables.TABLES[table]
    place = {"branch_id": _branch(request)} if hasattr(model, "branch_id") else {}
    form = FORMS[table](request.POST or None, branch_id=_branch(request), instance=model(**place))
    if request.method == "POST" and form.is_valid():
        answer = _save(request, table, None, form, place)
        if answer:
            return answer
    return _page(request, table, form, _("新增"), [])


@staff("reference.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, table: str, row_id: int) -> HttpResponse:
    """One row, and its history."""
    _known(table)
    row = queries_tables.row(table, row_id, _branch(request))
    if request.method == "GET" and table in _PERSONAL:
        log_read(request, f"{_PERSONAL[table]}:{row.pk}")
    history = queries_tables.edits(row)
    posted = request.POST if request.method == "POST" and table not in NOT_CHANGED else None
    form = FORMS[table](posted, branch_id=_branch(request), instance=row)
    if posted is not None and form.is_valid():
        answer = _save(request, table, row_id, form, {})
        if answer:
            return answer
    return _page(request, table, form, str(getattr(row, "name_zh", "") or row_id), history)


def _save(
    request: HttpRequest, table: str, row_id: int | None, form: RowForm, place: dict[str, int]
) -> HttpResponse | None:
    try:
        number = actions.save_row(
            table=table, row_id=row_id, values=form.values() | place, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        lang = get_language() or "zh-hant"
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text(lang))
        return None
    messages.success(request, _("已儲存"))
    return redirect(f"{ROOT}{table}/{number}/")


def _page(
    request: HttpRequest, table: str, form: RowForm, name: str, history: list[Any]
) -> HttpResponse:
    edits = [
        (edit, [(LABELS.get(c.field.removesuffix("_id"), c.field), c) for c in edit.changes])
        for edit in history
    ]
    context = {
        "form": form, "title": TITLES[table], "name": name, "edits": edits,
        "trail": _crumbs(Crumb(TITLES[table], f"{ROOT}{table}/"), Crumb(name)),
        "back": f"{ROOT}{table}/", "can_save": table not in NOT_CHANGED or not form.instance.pk,
    }  # fmt: skip
    return render(request, "organisation/row.html", context, status=422 if form.errors else 200)
