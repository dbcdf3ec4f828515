"""Mend rows that were refused as duplicates: under a number of their own, or as new figures of the
case that they double. The results that were given stay as they are.

A duplicate row is a good one, so the staging kept nothing of it; its content is in the file.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.actions import retry, signing
from wuai.contexts.referrals.actions.intake import content
from wuai.contexts.referrals.models import DONE, RENUMBERED, Batch, RowAmendment, RowResult
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class NothingDoubled(Refusal):
    code = "NOTHING_DOUBLED"
    zh = "所選的列都不是等待處理的重複列"
    en = "None of the chosen rows is a duplicate that still waits"
    next_zh = "請重新整理頁面；可能已由別人改好或收為更正"
    next_en = "Reload the page; somebody else may have mended it or taken it as a correction"


class NotThatCase(Refusal):
    code = "NOT_THAT_CASE"
    zh = "這一列所重複的不是這個案件"
    en = "This is not the case that the row doubles"
    next_zh = "請由移送檔的重複列重新選取"
    next_en = "Choose it again from the duplicate rows of the file"


@dataclass(frozen=True, slots=True)
class Doubled:
    """A duplicate row by its place in the first file: what is in it, and why it was refused."""

    place: int
    agency_ref: str
    content: dict[str, str]
    errors: list[dict[str, str]]


def doubled_rows(root: Batch, *, after: int = 0, limit: int) -> list[Doubled]:
    """The duplicate rows that nobody mended yet, by keyset; a later try speaks for its rows."""
    return _with_content(_doubled(root, after, limit))


def doubled_row(root: Batch, place: int) -> Doubled:
    """One of them."""
    found = doubled_rows(root, after=place - 1, limit=1)
    if not found or found[0].place != place:
        raise NothingDoubled
    return found[0]


@action("referral.renumber")
def renumber(
    *, root: Batch, changes: Mapping[int, Mapping[str, str]], key: UUID, by: Actor, at: datetime,
    on: date,
) -> Batch:  # fmt: skip
    """A new batch of the duplicate rows that were mended; ``key`` makes it once."""
    with retry.alone_with(root):
        done = Batch.objects.filter(once_key=key).first()
        if done is None:
            signing.check_by_hand(root.agency_id, by)
            waiting = {one.place: one.content for one in _chosen(root, changes)}
            mended = {place: {**waiting[place], **changes[place]} for place in waiting}
            if not mended:
                raise NothingDoubled
            done = retry.next_try(root, mended, RENUMBERED, key, by, at, on)
        record(
            kind="batch", ref=root.ref, branch_id=root.branch_id, data={"rows": done.row_map or []}
        )
        return done


@action("referral.amend_by_row")
def amend_by_row(
    *, root: Batch, place: int, case: cases.CaseRow, amounts: Mapping[str, int], reason: str,
    by: Actor, at: datetime, on: date,
) -> int:  # fmt: skip
    """Take a duplicate row as new figures of the case it doubles; gives the change in dollars."""
    with retry.alone_with(root):
        row = doubled_row(root, place)
        mine = (case.branch_id, case.agency_id) == (root.branch_id, root.agency_id)
        if not mine or case.agency_ref != row.agency_ref:
            raise NotThatCase
        change = cases.amend(case_id=case.id, amounts=amounts, reason=reason, by=by, at=at, on=on)
        RowAmendment.objects.create(
            batch=root, row_no=place, case_id=case.id, change=change, at=at, by_ref=by.ref
        )
        record(
            kind="batch", ref=root.ref, branch_id=root.branch_id,
            data={"row": place, "case": str(case.ref)},
        )  # fmt: skip
        return change


def _chosen(root: Batch, places: Collection[int]) -> list[Doubled]:
    return _with_content(_doubled(root, 0, len(places), places))


# Place in the first file; the batch with its last result, the row in it, the number, what it says.
_Found = tuple[int, Batch, int, str, list[dict[str, str]]]


def _doubled(
    root: Batch, after: int, limit: int, among: Collection[int] | None = None
) -> list[_Found]:
    spoken = retry.places_held(root)
    spoken |= set(RowAmendment.objects.filter(batch=root).values_list("row_no", flat=True))
    found: list[_Found] = []
    for batch in Batch.objects.filter(parent=root, status=DONE).order_by("-attempt"):
        places = batch.row_map or []
        found += [
            (places[row_no - 1], batch, row_no, ref, errors)
            for row_no, ref, errors in _results(batch)
            if places[row_no - 1] not in spoken
        ]
        spoken |= set(places)
    first = _results(root).filter(row_no__gt=after).exclude(row_no__in=spoken)
    if among is not None:
        first = first.filter(row_no__in=among)
    found += [(row_no, root, row_no, ref, errors) for row_no, ref, errors in first[:limit]]
    found = [one for one in found if one[0] > after and (among is None or one[0] in among)]
    return sorted(found, key=lambda one: one[0])[:limit]


def _results(batch: Batch) -> QuerySet[RowResult, tuple[int, str, Any]]:
    found = RowResult.objects.filter(batch=batch, result="DUPLICATE").order_by("row_no")
    return found.values_list("row_no", "agency_ref", "errors")


def _with_content(found: list[_Found]) -> list[Doubled]:
    texts: dict[tuple[int, int], dict[str, str]] = {}
    for batch in {one[1].id: one[1] for one in found}.values():
        rows = {row_no for _, held, row_no, _, _ in found if held.id == batch.id}
        texts |= {(batch.id, row_no): text for row_no, text in _read(batch, rows)}
    return [
        Doubled(place, ref, texts[batch.id, row_no], errors)
        for place, batch, row_no, ref, errors in found
    ]


def _read(batch: Batch, rows: set[int]) -> Iterable[tuple[int, dict[str, str]]]:
    """These rows of a file, read no further than the last of them."""
    last = max(rows)
    for row_no, line in enumerate(islice(content(files.read(batch.file)), last), 1):
        if row_no in rows:
            cells = next(csv.reader([line.decode(batch.encoding)]))
            yield row_no, dict(zip(batch.titles, cells, strict=False))
