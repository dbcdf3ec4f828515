"""Erase the personal text of a subject whose retention has ended, by an act that the chain seals.

The lines stay, and with them who did what and when (by reference); only text that speaks of people
goes, together with the salt under which the chain knew it. Needs the role that owns the tables:
the role of daily work may change nothing here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.db import connection

from wuai.contexts.audit import actions, rules
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

GUARDS = (
    "platform.HistoryLine:no_change", "platform.ReadLine:no_change", "platform.RowImage:no_change",
    "audit.Salt:no_change",
)  # fmt: skip
_BLANK = {"by_name": "''", "reason": "''", "old": "'{}'::jsonb"}
# How an image says whom it is about, besides being one of the subject's own row.
_CASE_KEYS, _PARTY_KEYS = ("case_id",), ("party_id", "obligor_id")


class CaseStillOpen(Refusal):
    code = "RETENTION_RUNS"
    zh = "{number} 尚未結案，個人資料不能抹除"
    en = "{number} is open; its personal data cannot be erased"
    next_zh = "請於結案且保存期限屆滿後辦理"
    next_en = "Do it when the case is closed and its time of retention is over"
    basis = "個人資料保護法第 11 條第 3 項"


class NothingToErase(Refusal):
    code = "NOTHING_TO_ERASE"
    zh = "這一天以前沒有已封存且尚未抹除的紀錄"
    en = "Before this day there is nothing that is sealed and not yet erased"
    next_zh = "請查對日期；剛發生的紀錄要等封存"
    next_en = "Check the day; what has just happened must be sealed first"


class PartyUnknown(Refusal):
    code = "PARTY_UNKNOWN"
    zh = "本分署查無這位當事人"
    en = "This branch has no such party"
    next_zh = "代號在當事人頁的網址裡"
    next_en = "The reference is in the address of the party's page"
    status = 404


class BeforeTodayOnly(Refusal):
    code = "ERASE_BEFORE_TODAY"
    zh = "只能抹除今天以前的紀錄"
    en = "Only what happened before today can be erased"
    next_zh = "請將 --before 設為今天或更早"
    next_en = "Give today or an earlier day with --before"
    status = 422


class NotTheOwner(Refusal):
    code = "NOT_THE_OWNER_ROLE"
    zh = "目前的資料庫角色不能抹除紀錄"
    en = "The present role in the database may not erase"
    next_zh = "請設定 DATABASE_OWNER_URL 後再執行"
    next_en = "Set DATABASE_OWNER_URL and run it again"
    status = 403


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose text it is: a party and cases, by reference and by number of their rows."""

    branch_id: int
    refs: tuple[str, ...]  # "party:<uuid>", "case:<uuid>"
    case_ids: tuple[int, ...]
    party_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Erased:
    """How many lines lost their text, by source."""

    history: int
    reads: int
    images: int


def of_cases(
    held: list[cases.CaseRow], *, branch_id: int, party: tuple[int, str] | None = None
) -> Subject:
    """The subject of closed cases, and of their party when everything of it goes."""
    for row in held:
        if row.closed_on is None:
            raise CaseStillOpen(number=row.number)
    refs = tuple(f"case:{row.ref}" for row in held)
    if party is None:
        return Subject(branch_id, refs, tuple(row.id for row in held))
    return Subject(
        branch_id, (f"party:{party[1]}", *refs), tuple(row.id for row in held), (party[0],)
    )


@action(rules.ERASE)
def erase(
    *, subject: Subject, before: date, reason: str, by: Actor, at: datetime, on: date
) -> Erased:
    """Blank the personal text about a subject from before a day; the sealed act names the lines."""
    if before > on:
        raise BeforeTodayOnly(field="before")
    _insist_on_owner()
    actions.one_writer()
    found = {code: _lines(code, subject, before) for code in rules.SOURCES[rules.FORM]}
    if not any(found.values()):
        raise NothingToErase()
    with pgtrigger.ignore(*GUARDS):
        for code, rows in found.items():
            _blank(code, rows)
    for code, rows in found.items():
        if rows:
            record(
                kind="audit", ref=code, branch_id=subject.branch_id, reason=reason,
                data={"source": code, "rows": rows, "before": str(before),
                      "subjects": list(subject.refs)},
            )  # fmt: skip
    return Erased(len(found["H"]), len(found["R"]), len(found["I"]))


def _insist_on_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('platform_historyline', 'UPDATE')")
        if not cursor.fetchone()[0]:
            raise NotTheOwner()


def _lines(code: str, subject: Subject, before: date) -> list[int]:
    """Sealed lines about the subject that still have their salt, oldest first."""
    where, values = _ABOUT[code](subject)
    source = rules.SOURCES[rules.FORM][code]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id FROM {source.table} t JOIN audit_seal s ON s.source = %s"
            " AND s.row_id = t.id JOIN audit_salt USING (seq)"
            f" WHERE t.at < %s::timestamp AT TIME ZONE 'Asia/Taipei' AND ({where}) ORDER BY t.id",
            [code, before, *values],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _history(subject: Subject) -> tuple[str, list[Any]]:
    refs = list(subject.refs)
    return (
        "t.action <> %s AND (t.subject_kind || ':' || t.subject_ref = ANY(%s)"
        " OR 'case:' || t.case_ref = ANY(%s))",
        [rules.ERASE, refs, refs],
    )


def _reads(subject: Subject) -> tuple[str, list[Any]]:
    return "jsonb_exists_any(t.subjects, %s)", [list(subject.refs)]


def _images(subject: Subject) -> tuple[str, list[Any]]:
    parts, values = [], list[Any]()
    for table, keys, ids in (("cases_case", _CASE_KEYS, subject.case_ids),
                             ("parties_party", _PARTY_KEYS, subject.party_ids)):  # fmt: skip
        numbers = [str(one) for one in ids]
        parts.append("(t.table_name = %s AND t.row_id = ANY(%s))")
        values += [table, numbers]
        for key in keys:
            parts.append("t.old->>%s = ANY(%s)")
            values += [key, numbers]
    return " OR ".join(parts), values


_ABOUT = {"H": _history, "R": _reads, "I": _images}


def _blank(code: str, rows: list[int]) -> None:
    source = rules.SOURCES[rules.FORM][code]
    emptied = ", ".join(f"{name} = {_BLANK[name]}" for name in source.personal)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {source.table} SET {emptied} WHERE id = ANY(%s)", [rows])
        cursor.execute(
            "DELETE FROM audit_salt WHERE seq IN"
            " (SELECT seq FROM audit_seal WHERE source = %s AND row_id = ANY(%s))",
            [code, rows],
        )
