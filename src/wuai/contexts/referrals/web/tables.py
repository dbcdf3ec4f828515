"""Rows of referrals as the pieces of the design system print them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.actions import retry
from wuai.contexts.referrals.actions.rehearse import RehearsedRow
from wuai.contexts.referrals.models import Batch, RowResult
from wuai.contexts.referrals.queries import BatchRow, RefusedRow
from wuai.contexts.referrals.queries_rows import ResultRow
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.text import narrow_upper
from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Column, Fact, Status, Table


def state(row: BatchRow, waiting: int) -> Status:
    """How far a batch is; ``waiting`` rows of it are still to be mended."""
    if row.is_done:
        return Status(_("有退件列"), "press") if waiting else Status(_("完成"), "good")
    return (
        Status(_("預演過"), "neutral")
        if row.status == "REHEARSED"
        else Status(_("處理中"), "going")
    )


def result(code: str) -> Status:
    """What became of a row."""
    words = {
        "ACCEPTED": (_("受理"), "good"), "REJECTED": (_("退件"), "bad"),
        "DUPLICATE": (_("重複"), "waiting"),
    }  # fmt: skip
    return Status(*words[code])


def _waiting(row: BatchRow, still: Mapping[int, int]) -> int:
    return still.get(row.id, 0) if row.parent_id is None else row.rejected or 0


def batches(rows: Sequence[BatchRow], root: str, still: Mapping[int, int]) -> Table:
    """The list of batches, with what waits of each (``queries_open.still_rejected``)."""
    columns = [
        Column("received_at", _("收到"), "moment"), Column("agency", _("移送機關")),
        Column("file_name", _("檔名")), Column("state", _("狀態"), "status"),
        Column("rows", _("列數"), "number"), Column("accepted", _("受理"), "number"),
        Column("rejected", _("退件"), "number"), Column("waiting", _("尚待更正"), "number"),
        Column("duplicates", _("重複"), "number"),
    ]  # fmt: skip
    found = [
        {"received_at": r.received_at, "agency": r.agency, "file_name": r.file_name,
         "state": state(r, _waiting(r, still)), "rows": r.rows, "accepted": r.accepted,
         "rejected": r.rejected, "waiting": _waiting(r, still) if r.is_done else None, "duplicates": r.duplicates, "url": f"{root}{r.ref}/"}
        for r in rows
    ]  # fmt: skip
    return Table(_("移送檔"), columns, found, show_caption=False)


def facts(row: BatchRow, still: Mapping[int, int]) -> list[Fact]:
    """The facts of a batch."""
    waiting = _waiting(row, still)
    found = [
        Fact(_("移送機關"), row.agency), Fact(_("狀態"), state(row, waiting).label),
        Fact(_("列數"), row.rows), Fact(_("受理"), row.accepted), Fact(_("退件"), row.rejected),
        Fact(_("尚待更正"), waiting if row.rejected or waiting else None),
        Fact(_("重複"), row.duplicates), Fact("SHA-256", row.sha256),
        Fact(_("分案種子承諾"), row.seed_sha256),
    ]  # fmt: skip
    return [fact for fact in found if fact.value is not None]


def _said(errors: Sequence[Mapping[str, str]]) -> str:
    colon, stop = (": ", "; ") if wording.page_language() == "en" else ("：", "；")
    return stop.join(
        f"{e['column']}{colon}{said}" if e["column"] else said
        for e in errors
        for said in [wording.plain(Bilingual(e["zh"], e["en"]))]
    )


def _rows_table(caption: str, rows: list[dict[str, Any]]) -> Table:
    columns = [
        Column("row_no", _("列號"), "number"), Column("agency_ref", _("移送案號"), "code"),
        Column("result", _("結果"), "status"), Column("why", _("說明")),
    ]  # fmt: skip
    return Table(caption, columns, rows, show_caption=False, tall=True)


def refused(rows: Sequence[RefusedRow]) -> Table:
    """Rows that did not go in."""
    return _rows_table(
        _("未受理的列"),
        [{"row_no": r.row_no, "agency_ref": r.agency_ref, "result": result(r.result),
          "why": _said(r.errors)} for r in rows],
    )  # fmt: skip


def accepted(rows: Sequence[ResultRow], cases_root: str) -> Table:
    """The cases that came of a file, each a way to its page."""
    columns = [
        Column("row_no", _("列號"), "number"), Column("agency_ref", _("移送案號"), "code"),
        Column("number", _("執行案號"), "code"),
    ]  # fmt: skip
    found = [
        {"row_no": r.row_no, "agency_ref": r.agency_ref, "number": r.number,
         "url": f"{cases_root}{r.case_ref}/"}
        for r in rows
    ]  # fmt: skip
    return Table(_("受理的案件"), columns, found, show_caption=False)


def rehearsal(rows: Sequence[RehearsedRow]) -> Table:
    """Rows of a rehearsal with errors or warnings."""
    return _rows_table(
        _("預演結果"),
        [{"row_no": r.row_no, "agency_ref": r.agency_ref, "result": result(r.result),
          "why": _said([*r.errors, *r.warnings])} for r in rows],
    )  # fmt: skip


def expiring(rows: Sequence[cases.CaseRow], sections: Mapping[int, Any]) -> Table:
    """Cases whose limit comes near."""
    columns = [
        Column("limit_on", _("執行期間屆滿"), "day"), Column("number", _("執行案號"), "code"),
        Column("section", _("股別")), Column("started_on", _("開始執行"), "day"),
        Column("referred", _("移送金額"), "amount"),
    ]  # fmt: skip
    found = [
        {"limit_on": r.limit_on, "number": r.number, "started_on": r.started_on,
         "referred": r.referred, "url": f"/staff/cases/{r.ref}/",
         "section": Bilingual(sections[r.section_id].name_zh, sections[r.section_id].name_en)}
        for r in rows
    ]  # fmt: skip
    return Table(_("六個月內屆滿的案件"), columns, found, show_caption=False)


@dataclass(frozen=True, slots=True)
class FieldToCorrect:
    """One field of a rejected row: its name in the form, its title, its content, what is wrong."""

    name: str
    title: str
    value: str
    wrong: str


@dataclass(frozen=True, slots=True)
class RowToCorrect:
    """A rejected row: the fields that are wrong (all, when the row was unreadable), and the others."""

    place: int
    agency_ref: str
    why: str
    wrong: list[FieldToCorrect]
    others: list[FieldToCorrect]

    @property
    def fields(self) -> list[FieldToCorrect]:
        """All of them: what is wrong in one may have to be mended in another."""
        return [*self.wrong, *self.others]


def correctable(batch: Batch, limit: int) -> list[RowToCorrect]:
    """The rejected rows of a batch, as forms."""
    kept = retry.rejected_rows(batch)
    errors = {
        (places[row_no - 1] if places else row_no): found
        for one in [batch, *Batch.objects.filter(parent=batch).order_by("attempt")]
        for places in [one.row_map]
        for row_no, found in RowResult.objects.filter(batch=one, result="REJECTED").values_list(
            "row_no", "errors"
        )
    }
    return [
        to_correct(place, row, errors[place] or []) for place, row in list(kept.items())[:limit]
    ]


def to_correct(place: int, row: Mapping[str, str], errors: list[dict[str, str]]) -> RowToCorrect:
    """A row as a form, with what is wrong at its fields."""
    wrong: dict[str, list[dict[str, str]]] = {}
    for error in errors:
        wrong.setdefault(error["column"], []).append({**error, "column": ""})
    whole = "" in wrong
    fields = [
        FieldToCorrect(f"r{place}-{n}", title, value, _said(wrong.get(title, [])))
        for n, (title, value) in enumerate(row.items())
    ]
    return RowToCorrect(
        place, narrow_upper(row.get("移送案號", "")), _said(wrong.get("", [])),
        [f for f in fields if whole or f.title in wrong],
        [f for f in fields if not whole and f.title not in wrong],
    )  # fmt: skip


def changes_of(sent: Mapping[str, Any], rows: Sequence[RowToCorrect]) -> dict[int, dict[str, str]]:
    """What was typed, for the rows in which something was changed."""
    changes: dict[int, dict[str, str]] = {}
    for row in rows:
        typed = {f.title: str(sent.get(f.name, f.value)) for f in row.fields}
        if any(typed[f.title] != f.value for f in row.fields):
            changes[row.place] = typed
    return changes
