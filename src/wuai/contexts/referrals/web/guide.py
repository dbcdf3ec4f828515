"""Forms for agencies: templates and the description of the referral file, for everybody and at the desk."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions.attach import MANIFEST, MOST_BYTES, MOST_FILES, MOST_TOTAL
from wuai.contexts.referrals.gateways.typesetter.client import typeset
from wuai.contexts.referrals.rules import guide
from wuai.contexts.referrals.rules.columns import VERSION
from wuai.contexts.referrals.rules.faults import TEXTS
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import agency, public
from wuai.platform.exports import ODS_TYPE, as_csv, as_workbook, download
from wuai.platform.ui.pieces import Column, Crumb, File, Table

ROOT = "/referral-forms/"
_YES, _HEADS = "必填 required", ("欄名", "Meaning", "格式", "Form", "必填 Required", "說明", "Note")


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What an agency sends, explained, with templates to fill in."""
    trail = [Crumb(_("首頁"), "/"), Crumb(_("移送書表"))]
    return _page(request, "ui/public.html", trail)


@agency("agency.refer")
@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """The same at the desk of an agency."""
    trail = [Crumb(_("移送檔"), "/agency/referrals/"), Crumb(_("移送書表"))]
    return _page(request, "ui/agency.html", trail)


def _page(request: HttpRequest, frame: str, trail: list[Crumb]) -> HttpResponse:
    branches = organisation.open_branches()
    asked = request.GET.get("branch", "")
    branch = next((row for row in branches if row.code == asked), branches[0])
    both = Bilingual("中文、英文", "Chinese, English")
    files = [
        File(_("移送檔範本（CSV）"), f"{ROOT}template.csv", None, "CSV", both),
        File(_("移送檔範本與欄位說明（試算表）"), f"{ROOT}template.ods", None, "ODS", both),
        File(_("附件清單範本"), f"{ROOT}{MANIFEST}", None, "CSV", both),
        File(_("欄位說明（列印用）"), f"{ROOT}fields.pdf", None, "PDF", both),
    ]
    return render(
        request, "referrals/guide.html",
        {"frame": frame, "files": files, "trail": trail, "version": VERSION, "branch_row": branch,
         "branches": [(row.code, Bilingual(row.name_zh, row.name_en)) for row in branches],
         "fields": _table(_("移送檔的欄位"), guide.fields()),
         "manifest": _table(_("附件清單的欄位"), guide.manifest_fields()),
         "categories": _categories(branch.id), "errors": _errors(), "most_files": MOST_FILES,
         "most_mb": MOST_BYTES // 2**20, "total_mb": MOST_TOTAL // 2**20},
    )  # fmt: skip


def _table(caption: str, fields: list[guide.Field]) -> Table:
    columns = [
        Column("name", _("欄名")), Column("en", _("意思")), Column("form", _("格式")),
        Column("required", _("必填")), Column("note", _("說明")),
    ]  # fmt: skip
    lines = [
        {"name": Bilingual(one.zh), "en": Bilingual(one.zh, one.en), "form": one.form,
         "required": _("是") if one.required else "", "note": one.note if one.note.zh else ""}
        for one in fields
    ]  # fmt: skip
    return Table(caption, columns, lines, show_caption=False)


def _categories(branch_id: int) -> Table:
    columns = [Column("code", _("代碼"), "code"), Column("name", _("案件類別"))]
    lines = [
        {"code": row.code, "name": Bilingual(row.name_zh, row.name_en)}
        for row in organisation.categories(branch_id)
        if row.is_active
    ]
    return Table(_("案件類別代碼"), columns, lines, show_caption=False)


def _errors() -> Table:
    columns = [Column("code", _("錯誤代碼"), "code"), Column("said", _("說明"))]
    lines = [{"code": code, "said": _fault(*said)} for code, said in TEXTS.items()]
    return Table(_("退件原因"), columns, lines, show_caption=False)


def _fault(zh: str, en: str) -> Bilingual:
    return Bilingual(zh.replace("{0}", "…"), en.replace("{0}", "…"))


def _category_code() -> str:
    rows = organisation.categories(organisation.open_branches()[0].id)
    active = [row for row in rows if row.is_active]
    return next((row.code for row in active if row.kind == "NHI"), active[0].code if active else "")


def _lines(fields: list[guide.Field]) -> list[list[str]]:
    return [
        [one.zh, one.en, one.form.zh, one.form.en or "", _YES if one.required else "",
         one.note.zh, one.note.en or ""]
        for one in fields
    ]  # fmt: skip


@public
@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """The header with two sample rows: CSV, or a spreadsheet with the description beside it."""
    rows = guide.sample(timezone.localdate(), _category_code())
    if form == "csv":
        return download(as_csv(guide.titles(), rows), "text/csv; charset=utf-8", "referral.csv")
    if form != "ods":
        raise Http404
    manifest = [one.zh for one in guide.manifest_fields()]
    book = as_workbook(
        ("移送檔", guide.titles(), rows),
        ("欄位說明", _HEADS, _lines(guide.fields())),
        ("附件清單", manifest, guide.manifest_sample()),
        ("附件清單欄位", _HEADS, _lines(guide.manifest_fields())),
        ("退件原因", ("錯誤代碼 Code", "說明", "Explanation"), [[c, *t] for c, t in TEXTS.items()]),
    )  # fmt: skip
    return download(book, ODS_TYPE, "referral.ods")


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest of a ZIP of attachments, with a line to copy."""
    heads = [one.zh for one in guide.manifest_fields()]
    content = as_csv(heads, guide.manifest_sample())
    return download(content, "text/csv; charset=utf-8", MANIFEST)


@public
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The description to print."""
    return download(typeset(_paper()), "application/pdf", "referral-fields.pdf")


def _paper() -> dict[str, Any]:
    widths = [2, 3, 3, 3, 2, 4, 4]
    errors = [
        [code, zh.replace("{0}", "…"), en.replace("{0}", "…")] for code, (zh, en) in TEXTS.items()
    ]
    return {
        "title": f"移送檔欄位說明，第 {VERSION} 版 / Referral file, version {VERSION}",
        "said": [
            "CSV，首列為欄名，逗號分隔，UTF-8 或 Big5；欄序不拘，不認得的欄位保留並提醒。一列有錯不影響其他列。",
            "CSV with a header row, commas, UTF-8 or Big5; columns in any order, unknown ones are kept and"
            " pointed out. A row that is wrong stops no other row.",
        ],
        "parts": [
            {"title": "移送檔 / The referral file", "heads": _HEADS, "widths": widths,
             "rows": _lines(guide.fields())},
            {"title": f"附件 ZIP 的 {MANIFEST} / The manifest of attachments", "heads": _HEADS,
             "widths": widths, "rows": _lines(guide.manifest_fields())},
            {"title": "退件原因 / Why a row is rejected",
             "heads": ["錯誤代碼 Code", "說明", "Explanation"], "widths": [2, 4, 4], "rows": errors},
        ],
        "foot": "本說明由系統的檢查規則產生。 Made from the rules that check the file.",
    }  # fmt: skip
