"""Rows that were refused as duplicates: which case each doubles, a number of its own, or new figures."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.actions import renumber, signing
from wuai.contexts.referrals.models import Batch
from wuai.contexts.referrals.queries_open import amended_rows
from wuai.contexts.referrals.web import tables
from wuai.contexts.referrals.web.desk import IntakeDesk
from wuai.contexts.referrals.web.pages import run
from wuai.platform import asked
from wuai.platform.access import log_read
from wuai.platform.ui.pieces import Crumb

SHOWN = 25
REF = "移送案號"


@dataclass(frozen=True, slots=True)
class RowToRenumber:
    """A duplicate row as a form, beside the case that it doubles; None when nothing holds the number."""

    form: tables.RowToCorrect
    held: cases.CaseRow | None
    case_url: str
    amend_url: str

    @property
    def as_it_is(self) -> str:
        """The box of a row that can go in unchanged, because its number is free again."""
        return f"s{self.form.place}"


def page(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Give duplicate rows their own numbers and send in only those."""
    batch, after = desk.first_file(ref), asked.after(request)
    signing.check_by_hand(batch.agency_id, desk.actor)
    rows = _rows(batch, desk, after)
    if request.method == "POST":
        child = renumber.renumber(
            root=batch, changes=_changes(request.POST, rows), key=uuid.UUID(request.POST["key"]),
            by=desk.actor, at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        run(child, desk)
        return redirect(f"{desk.root}{child.ref}/")
    log_read(request, f"batch:{batch.ref}", reason="correct")
    return render(
        request, "referrals/duplicates.html",
        {"frame": desk.frame, "desk": desk, "batch": batch, "rows": rows, "key": uuid.uuid4(),
         "amended": amended_rows(batch.id),
         "after": rows[-1].form.place if len(rows) == SHOWN else None,
         "trail": [Crumb(_("移送檔"), desk.root), Crumb(batch.file_name, f"{desk.root}{ref}/"),
                   Crumb(_("改正重複的列"))]},
    )  # fmt: skip


def _rows(batch: Batch, desk: IntakeDesk, after: int) -> list[RowToRenumber]:
    found = renumber.doubled_rows(batch, after=after, limit=SHOWN)
    held = cases.cases_holding(batch.branch_id, batch.agency_id, [one.agency_ref for one in found])
    return [_row(batch, desk, one, held.get(one.agency_ref)) for one in found]


def _row(
    batch: Batch, desk: IntakeDesk, one: renumber.Doubled, held: cases.CaseRow | None
) -> RowToRenumber:
    wrong = [error for error in one.errors if held or error["code"] != "DUPLICATE_HELD"]
    form = tables.to_correct(one.place, one.content, wrong or [{"column": REF, "zh": "", "en": ""}])
    if held is None:
        return RowToRenumber(form, None, "", "")
    amend = ""
    if desk.is_agency and cases.is_open(held.status):
        amend = f"{desk.root}cases/{held.ref}/amend/?batch={batch.ref}&row={one.place}"
    return RowToRenumber(form, held, f"{desk.cases_root}{held.ref}/", amend)


def _changes(
    sent: Mapping[str, Any], rows: Sequence[RowToRenumber]
) -> dict[int, Mapping[str, str]]:
    """What was typed, and the rows that go in as they are."""
    unchanged: dict[int, Mapping[str, str]] = {
        row.form.place: {} for row in rows if not row.held and row.as_it_is in sent
    }
    return unchanged | dict(tables.changes_of(sent, [row.form for row in rows]))
