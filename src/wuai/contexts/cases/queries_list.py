"""The case list: filters, keyset pages, counts that stop at a cap.

Every order ends in the primary key. The page is cut by an index in each order: newest first (id),
by day of registration when days are asked for, or by the limit in force.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from wuai.contexts.cases.models import Case
from wuai.contexts.cases.queries import balances
from wuai.contexts.cases.queries_spoken import spoken_ids
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.case_numbers import search_key
from wuai.platform.asked import whole

SIZE = 50
COUNT_CAP = 1000
OPEN = ("OPEN", "SUSPENDED")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; None and empty mean anything."""

    branch_id: int
    agency_id: int | None = None
    section_id: int | None = None
    category_ids: tuple[int, ...] | None = None
    status: str = ""
    major: bool = False
    limit_before: date | None = None
    registered_from: date | None = None
    registered_to: date | None = None
    words: str = ""
    order: str = "new"
    obligor_id: int | None = None
    unstarted: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as lists show it."""

    id: int
    ref: uuid.UUID
    number: str
    agency_ref: str
    obligor: str
    obligor_ref: uuid.UUID
    is_major: bool
    section_id: int
    agency_id: int
    category_id: int
    status: str
    referred: int
    limit_on: date
    registered_on: date
    closed_on: date | None
    started_on: date | None
    balance: int = 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; the cursors lead to the pages beside it, when there are such."""

    lines: Sequence[CaseLine]
    before: str = ""
    after: str = ""
    total: int = 0
    capped: bool = False


_FIELDS = (
    "id", "ref", "number", "agency_ref", "obligor__name", "obligor__ref", "obligor__is_major",
    "section_id", "agency_id", "category_id", "status", "referred", "limit_on", "registered_on",
    "closed_on", "started_on",
)  # fmt: skip


def _order(filters: Filters) -> tuple[str, bool]:
    """The column before the id, and whether it descends."""
    if filters.order == "limit":
        return "limit_on", False
    if filters.registered_from or filters.registered_to:
        return "registered_on", True
    return "", True


class AnyOf(Func):
    """``column = ANY(array)``."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
    conditional = True

    def __init__(self, column: F, ids: Sequence[int]) -> None:
        super().__init__(column, Value(list(ids), output_field=ArrayField(BigIntegerField())))


def _named(found: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    words = filters.words
    if key := search_key(words):
        return found.filter(number_key=key)
    if held := _meant(filters.branch_id, words, filters.agency_id):
        return found.filter(id__in=held)
    # One array: a list of two thousand parameters takes longer to write than to answer.
    return found.filter(AnyOf(F("obligor_id"), parties.found_ids(filters.branch_id, words)))


def _meant(branch_id: int, text: str, agency_id: int | None = None) -> list[int]:
    """The cases that an agency calls so, and those that colleagues do."""
    named = _of_agency_ref(branch_id, text, agency_id)
    return [*named, *spoken_ids(branch_id, text, most=SIZE)]


def _of_agency_ref(branch_id: int, text: str, agency_id: int | None = None) -> list[int]:
    """The cases in force that an agency calls so; found by the index that keeps the number once."""
    if not any(character.isdigit() for character in text):
        return []
    agencies = [agency_id] if agency_id else [row.id for row in organisation.agencies()]
    found = Case.objects.filter(
        ~Q(status__in=["RETURNED", "WITHDRAWN"]),
        agency_id__in=agencies, agency_ref=text, branch_id=branch_id,
    )  # fmt: skip
    return list(found.values_list("id", flat=True)[:SIZE])


def narrowed(filters: Filters) -> QuerySet[Case]:
    """The cases that pass the filters."""
    wanted: dict[str, Any] = {
        "agency_id": filters.agency_id,
        "section_id": filters.section_id,
        "category_id__in": filters.category_ids,
        "obligor_id": filters.obligor_id,
        "obligor__is_major": True if filters.major else None,
        "limit_on__lte": filters.limit_before,
        "registered_on__gte": filters.registered_from,
        "registered_on__lte": filters.registered_to,
        "started_on__isnull": True if filters.unstarted else None,
    }
    held = {name: value for name, value in wanted.items() if value is not None}
    if filters.status == "OPEN_ANY" or filters.order == "limit" or filters.limit_before:
        held["closed_on__isnull"] = True
    if filters.status and filters.status != "OPEN_ANY":
        held["status"] = filters.status
    found = Case.objects.filter(branch_id=filters.branch_id, **held)
    return _named(found, filters) if filters.words else found


def _cut(held: QuerySet[Case], column: str, ascending: bool, cursor: str) -> QuerySet[Case]:
    if not cursor:
        return held
    day, _, number = cursor.rpartition(".")
    if not column:
        return held.filter(**{"id__gt" if ascending else "id__lt": int(number)})
    compare = TupleGreaterThan if ascending else TupleLessThan
    return held.filter(compare(Tuple(F(column), F("id")), (date.fromisoformat(day), int(number))))


def _cursor(column: str, line: CaseLine) -> str:
    return f"{getattr(line, column).isoformat() if column else ''}.{line.id}"


def is_cursor(text: str) -> bool:
    """Whether a text from an address can be a cursor."""
    day, dot, number = text.rpartition(".")
    if not dot or whole(number) is None:
        return False
    try:
        return not day or bool(date.fromisoformat(day))
    except ValueError:
        return False


def page(
    filters: Filters, *, on: date, after: str = "", before: str = "", size: int = SIZE
) -> CasePage:
    """One page: the rows after a cursor, or before one, else the first (2 queries, 3 when counted)."""
    column, descends = _order(filters)
    held = narrowed(filters)
    backwards = bool(before)
    ascending = descends if backwards else not descends
    sign = "" if ascending else "-"
    cut = _cut(held, column, ascending, before or after)
    order = [*([sign + column] if column else []), f"{sign}id"]
    ordered = cut.order_by(*order)
    if filters.words:
        # First which, by the index alone, then their rows: a name may have thousands of cases.
        ordered = Case.objects.filter(id__in=ordered.values("id")[: size + 1]).order_by(*order)
    found = [CaseLine(*row) for row in ordered.values_list(*_FIELDS)[: size + 1]]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    total, capped = _counted(held, found, alone=not (more or after or before))
    if not found:
        return CasePage((), total=total, capped=capped)
    return CasePage(
        with_balances(found, on),
        before=_cursor(column, found[0]) if (more if backwards else after) else "",
        after=_cursor(column, found[-1]) if (more or backwards) else "",
        total=total, capped=capped,
    )  # fmt: skip


def _counted(held: QuerySet[Case], found: Sequence[CaseLine], *, alone: bool) -> tuple[int, bool]:
    if alone:
        return len(found), False
    number = held.order_by()[: COUNT_CAP + 1].count()
    return min(number, COUNT_CAP), number > COUNT_CAP


def with_balances(found: Sequence[CaseLine], on: date) -> list[CaseLine]:
    """The same lines with what is owed on a day."""
    held = balances([line.id for line in found], on)
    return [replace(line, balance=sum(held[line.id].values())) for line in found]


def count(filters: Filters, *, cap: int = COUNT_CAP) -> tuple[int, bool]:
    """How many cases pass, counted up to a cap."""
    number = narrowed(filters).order_by()[: cap + 1].count()
    return min(number, cap), number > cap


def of_obligors(
    branch_id: int, ids: Sequence[int], *, on: date, limit: int = SIZE
) -> list[CaseLine]:
    """The cases of some people, open ones first, newest first."""
    held = Case.objects.filter(branch_id=branch_id, obligor_id__in=ids)
    found = held.order_by(F("closed_on").desc(nulls_first=True), "-id")
    return with_balances([CaseLine(*row) for row in found.values_list(*_FIELDS)[:limit]], on)


def by_ids(branch_id: int, ids: Sequence[int], *, on: date) -> list[CaseLine]:
    """Some cases by id, newest first."""
    found = Case.objects.filter(branch_id=branch_id, id__in=ids).order_by("-id")
    return with_balances([CaseLine(*row) for row in found.values_list(*_FIELDS)], on)


def found_by_number(branch_id: int, text: str, *, on: date) -> list[CaseLine]:
    """The case with this number, however it is written or said, or with this number of its agency."""
    key = search_key(text)
    held: dict[str, Any] = {"number_key": key}
    if not key:
        held = {"id__in": _meant(branch_id, text)}
        if not held["id__in"]:
            return []
    found = Case.objects.filter(branch_id=branch_id, **held).order_by("-id")
    return with_balances([CaseLine(*row) for row in found.values_list(*_FIELDS)[:SIZE]], on)


def oldest(filters: Filters, *, limit: int) -> list[CaseLine]:
    """The first few cases that pass, in the order in which they should be looked at; without balances."""
    column = "limit_on" if filters.order == "limit" else "id"
    found = narrowed(filters).order_by(*dict.fromkeys([column, "id"]))
    return [CaseLine(*row) for row in found.values_list(*_FIELDS)[:limit]]


def branches_of_agency(agency_id: int, branch_ids: Sequence[int]) -> list[int]:
    """Those of some branches at which an agency has cases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b FROM unnest(%s::bigint[]) AS b WHERE EXISTS"
            " (SELECT 1 FROM cases_case WHERE agency_id = %s AND branch_id = b)",
            [list(branch_ids), agency_id],
        )
        return [row[0] for row in cursor.fetchall()]
