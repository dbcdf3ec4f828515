"""Frozen rows of the reference tables, for every context above."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from wuai.contexts.organisation.models import (
    Agency,
    Branch,
    Category,
    ClosingCode,
    Office,
    Section,
    SectionCover,
    StaffMember,
)
from wuai.contexts.organisation.rules import BranchUnclear, Unknown
from wuai.platform.crypto import unseal

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch."""

    id: int
    code: str
    name_zh: str
    name_en: str
    short_zh: str
    address_zh: str
    address_en: str
    postcode: str
    phone: str
    fax: str
    complaint_phone: str
    hours_zh: str
    hours_en: str
    map_zh: str
    map_en: str
    county: str
    counties: list[str]
    confirmed: bool
    is_operating: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A satellite office."""

    id: int
    branch_id: int
    code: str
    name_zh: str
    name_en: str
    address_zh: str
    phone: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section; ``categories`` empty means that it takes any category."""

    id: int
    branch_id: int
    office_id: int | None
    code: str
    name_zh: str
    name_en: str
    division_zh: str
    phone: str
    extension: str
    room: str
    quota: int
    categories: list[str]
    is_active: bool


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person of the branch and the duty held there."""

    id: int
    branch_id: int
    section_id: int | None
    number: str
    name_zh: str
    name_en: str
    duty: str
    phone: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A referring agency; its payee account is read by :func:`payee_accounts` only."""

    id: int
    code: str
    name_zh: str
    name_en: str
    feedback_email: str
    contact_name: str
    contact_phone: str
    address_zh: str
    payee_name: str
    payee_bank: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What is owed: ``word`` stands in case numbers, ``track`` is 執, 執特 or 執專."""

    id: int
    branch_id: int
    code: str
    name_zh: str
    name_en: str
    word: str
    kind: str
    track: str
    is_active: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ClosingCodeRow:
    """How a case may end, and the word for it in the feedback file."""

    id: int
    code: str
    name_zh: str
    name_en: str
    feedback_zh: str


def _row(cls: type[R], record: Model) -> R:
    names = [field.name for field in fields(cls)]  # type: ignore[arg-type]  # every row here is a dataclass
    return cls(**{name: getattr(record, name) for name in names})


def _rows(cls: type[R], found: QuerySet[Any]) -> list[R]:
    return [_row(cls, record) for record in found]


def _one(cls: type[R], found: QuerySet[Any], kind: str, code: Any) -> R:
    record = found.first()
    if record is None:
        raise Unknown(kind=kind, code=code)
    return _row(cls, record)


def branch(code: str) -> BranchRow:
    """The branch with this code; refuses an unknown one."""
    return _one(BranchRow, Branch.objects.filter(code=code.upper()), "branch", code)


def branch_by_id(branch_id: int) -> BranchRow:
    """The branch with this id."""
    return _one(BranchRow, Branch.objects.filter(id=branch_id), "branch", branch_id)


def branches() -> list[BranchRow]:
    """All branches, in the order in which they were loaded."""
    return _rows(BranchRow, Branch.objects.order_by("id"))


def open_branches() -> list[BranchRow]:
    """The branches that work with this installation; all of them while none is said to."""
    found = branches()
    return [row for row in found if row.is_operating or row.is_demo] or found


def resolve_branch(code: str | None = None) -> BranchRow:
    """The branch a command works for: named, else ``WUAI_BRANCH``, else the demo branch, else the
    only one this installation serves; otherwise refused with the candidates."""
    named = code or os.environ.get("WUAI_BRANCH")
    if named:
        return branch(named)
    found = branches()
    for candidates in (
        [row for row in found if row.is_demo],
        [row for row in found if row.is_operating],
        found,
    ):
        if len(candidates) == 1:
            return candidates[0]
    raise BranchUnclear(candidates=", ".join(row.code for row in found))


def offices(branch_id: int) -> list[OfficeRow]:
    """The satellite offices of a branch."""
    return _rows(OfficeRow, Office.objects.filter(branch_id=branch_id).order_by("code"))


def section(section_id: int) -> SectionRow:
    """The section with this id."""
    return _one(SectionRow, Section.objects.filter(id=section_id), "section", section_id)


def sections(branch_id: int, *, active_only: bool = False) -> list[SectionRow]:
    """The sections of a branch by code."""
    found = Section.objects.filter(branch_id=branch_id).order_by("code")
    return _rows(SectionRow, found.filter(is_active=True) if active_only else found)


def _in_office(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def members(branch_id: int, *, on: date, section_id: int | None = None) -> list[MemberRow]:
    """Who serves at a branch (or in one of its sections) on a day."""
    found = StaffMember.objects.filter(_in_office(on), branch_id=branch_id).order_by("number")
    return _rows(MemberRow, found.filter(section_id=section_id) if section_id else found)


def clerks(branch_id: int, *, on: date) -> dict[int, MemberRow]:
    """The clerk who answers for each section on a day (the first by number), by section id."""
    found: dict[int, MemberRow] = {}
    for member in members(branch_id, on=on):
        if member.duty == "CLERK" and member.section_id is not None:
            found.setdefault(member.section_id, member)
    return found


def covers(branch_id: int, *, on: date) -> dict[int, int]:
    """Leave cover on a day: section id to the id of the section that takes its new cases."""
    found = SectionCover.objects.filter(
        section__branch_id=branch_id, since__lte=on, until__gte=on
    ).order_by("id")
    return dict(found.values_list("section_id", "covered_by_id"))


def agency(code: str) -> AgencyRow:
    """The agency with this code; refuses an unknown one."""
    return _one(AgencyRow, Agency.objects.filter(code=code.upper()), "agency", code)


def agency_by_id(agency_id: int) -> AgencyRow:
    """The agency with this id."""
    return _one(AgencyRow, Agency.objects.filter(id=agency_id), "agency", agency_id)


def agencies(*, active_only: bool = False) -> list[AgencyRow]:
    """All agencies by code."""
    found = Agency.objects.order_by("code")
    return _rows(AgencyRow, found.filter(is_active=True) if active_only else found)


def payee_accounts(codes: Iterable[str]) -> dict[str, str]:
    """The account numbers to which agencies are paid, opened; only for writing a payment."""
    found = Agency.objects.filter(code__in=list(codes), payee_account__isnull=False)
    return {
        code: unseal("agency.payee_account", code, sealed)
        for code, sealed in found.values_list("code", "payee_account")
        if sealed is not None
    }


def category(branch_id: int, code: str) -> CategoryRow:
    """The category of a branch with this code; refuses an unknown one."""
    found = Category.objects.filter(branch_id=branch_id, code=code)
    return _one(CategoryRow, found, "category", code)


def categories(branch_id: int, *, active_only: bool = False) -> list[CategoryRow]:
    """The categories of a branch by code."""
    found = Category.objects.filter(branch_id=branch_id).order_by("code")
    return _rows(CategoryRow, found.filter(is_active=True) if active_only else found)


def closing_codes() -> list[ClosingCodeRow]:
    """How a case may end."""
    return _rows(ClosingCodeRow, ClosingCode.objects.order_by("id"))
