"""A small cast and cases for tests, written through models and the ledger."""

import itertools
import uuid
from datetime import UTC, date, datetime
from typing import Any

from wuai.kernel.case_numbers import format_number, search_key
from wuai.kernel.identity_numbers import kind_of
from wuai.platform import bigrams
from wuai.platform.actors import system
from wuai.platform.crypto import blind_index, seal

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 21)
_serials = itertools.count(1)


def branch(code: str = "SCY") -> Any:
    from wuai.contexts.organisation.models import Branch

    return Branch.objects.get(code=code)


def section(of: Any = None, code: str = "T1", **more: Any) -> Any:
    from wuai.contexts.organisation.models import Section

    held, _ = Section.objects.get_or_create(
        branch=of or branch(), code=code,
        defaults={"name_zh": f"{code}股", "name_en": f"Section {code}", "phone": "03-0000-0000", **more},
    )  # fmt: skip
    return held


def agency(code: str = "TEST-NHI") -> Any:
    from wuai.contexts.organisation.models import Agency

    held, _ = Agency.objects.get_or_create(
        code=code, defaults={"name_zh": f"測試機關{code}", "name_en": f"Test agency {code}"}
    )
    return held


def category(of: Any = None, code: str = "T-NHI", kind: str = "NHI", word: str = "健") -> Any:
    from wuai.contexts.organisation.models import Category

    held, _ = Category.objects.get_or_create(
        branch=of or branch(), code=code,
        defaults={"name_zh": "健保費", "name_en": "NHI premium", "word": word, "kind": kind},
    )  # fmt: skip
    return held


def party(name: str = "陳測試", id_number: str = "", of: Any = None, **more: Any) -> Any:
    from django.db import connection

    from wuai.contexts.parties.models import ID_NUMBER, Party

    ref = uuid.uuid4()
    values: dict[str, Any] = {
        "ref": ref, "branch": of or branch(), "kind": "PERSON", "name": name, "created_at": AT,
        "name_search": "", "address": "新竹市東區測試路一號", "postcode": "300",
    }  # fmt: skip
    if id_number:
        values |= {
            "id_kind": kind_of(id_number), "id_number": seal(ID_NUMBER, str(ref), id_number),
            "id_index": blind_index("party-id", id_number),
        }  # fmt: skip
    held = Party.objects.create(**(values | more))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_party SET name_search = %s::tsvector WHERE id = %s",
            [bigrams.vector(name), held.id],
        )
    return held


def case(obligor: Any = None, amount: int = 5000, **more: Any) -> Any:
    """An open case with ``amount`` as principal, posted as a referral is."""
    from wuai.contexts.cases.models import Case
    from wuai.contexts.ledger import api as ledger

    of = more.pop("branch", None) or branch()
    serial = next(_serials)
    kind = more.pop("category", None) or category(of)
    number = format_number(115, kind.word, kind.track, serial)
    values: dict[str, Any] = {
        "branch": of, "year": 115, "serial": serial, "category": kind, "track": kind.track,
        "number": number, "number_key": search_key(number), "section": section(of),
        "agency": agency(), "agency_ref": f"A-{uuid.uuid4().hex[:10]}",
        "obligor": obligor or party(of=of), "referred": amount, "title": "繳款書 第 1 號",
        "served_on": date(2026, 6, 1), "due_on": date(2026, 5, 1), "limit_1_on": date(2031, 5, 1),
        "limit_2_on": date(2036, 5, 1), "registered_on": ON, "registered_at": AT,
    }  # fmt: skip
    held = Case.objects.create(**(values | more))
    held.refresh_from_db()
    if amount:
        entry = ledger.Entry
        receivable = ledger.account(of.id, "RECEIVABLE")
        claims = ledger.account(of.id, "CLAIMS", held.agency.code)
        ledger.post(
            branch_id=of.id, kind="REFERRAL", reference=f"test:{held.ref}", occurred_on=ON,
            entries=[entry(receivable, held.id, "PRINCIPAL", amount), entry(claims, None, "", -amount)],
            by=system("test"), at=AT,
        )  # fmt: skip
    return held


def account(
    username: str, *permissions: str, of: Any = None, agency_of: Any = None, section_of: Any = None
) -> Any:
    """Somebody who can be logged in by ``client.force_login``, with these permissions."""
    from wuai.contexts.identity.models import Account, AccountRole, Role
    from wuai.contexts.organisation.models import StaffMember

    kind = "agency" if agency_of else "staff"
    member = None
    if section_of:
        member = StaffMember.objects.create(
            branch=section_of.branch, section=section_of, number=username, name_zh=username,
            duty="CLERK", since=date(2020, 1, 1),
        )  # fmt: skip
    held = Account.objects.create(
        username=username, name=username, branch=None if agency_of else of or branch(),
        agency=agency_of, member=member, must_change_password=False, created_at=AT,
    )  # fmt: skip
    role = Role.objects.create(
        code=f"T-{username}"[:20], name_zh=username, name_en=username, kind=kind,
        permissions=list(permissions),
    )  # fmt: skip
    AccountRole.objects.create(account=held, role=role, since=date(2020, 1, 1))
    return held


def citizen(name: str = "陳測試", *numbers: str) -> Any:
    """A citizen who proved these numbers."""
    from wuai.contexts.identity import queries_citizens as queries
    from wuai.contexts.identity.models import NUMBER, Citizen, CitizenNumber

    held = Citizen.objects.create(name=name, created_at=AT, sessions_since=AT)
    for number in numbers:
        ref = uuid.uuid4()
        CitizenNumber.objects.create(
            ref=ref, citizen=held, kind=kind_of(number), number=seal(NUMBER, str(ref), number),
            id_index=blind_index("party-id", number), proven_by="CASE", added_at=AT,
        )  # fmt: skip
    return queries.citizen_row(held.ref)


def let_in(client: Any, who: Any, at: datetime | None = None) -> Any:
    """A test client in the session of a citizen who proved himself at a moment (now)."""
    now = (at or datetime.now(UTC)).timestamp()
    session = client.session
    session["citizen"] = {"ref": str(who.ref), "began": now, "proved": now, "way": "CARD"}
    session.save()
    client.cookies["wuai_session"] = session.session_key
    return client


def preemption(of: Any = None, **more: Any) -> Any:
    """A co-owner was told of a sale two days ago; the register bears the right out."""
    from wuai.contexts.auctions import api

    by = system("tests", branch_id=branch().id)
    told = {
        "key": uuid.uuid4(), "case_id": (of or case()).id, "ground": "CO_OWNER",
        "rule": "PREEMPTION_COOWNER", "holder_name": "共有人甲", "lot": "甲標",
        "property": "長春段 100 地號", "price": 3_200_000, "how": "SERVED",
        "document_no": "竹執 115 字第 1 號", "notified_on": ON,
    }  # fmt: skip
    row = api.notify(told=api.Told(**(told | more)), by=by, at=AT, on=ON)
    looked = api.LookedUp(ON, "竹地 115 字第 2 號", "STANDS")
    api.look_up(ref=row.ref, looked=looked, by=by, at=AT, on=ON)
    row.refresh_from_db()
    return row
