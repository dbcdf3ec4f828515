"""What every client needs first: who its token says it is, and the codes of branches and debts."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import api as referrals
from wuai.portals.api.clients import Bearer, branch_of
from wuai.portals.api.openapi import extra
from wuai.portals.api.tags import reply

router = Router(auth=Bearer(), tags=["reference"])


class Names(Schema):
    """A code with its names."""

    code: str
    name_zh: str
    name_en: str


class TokenShown(Schema):
    """Who a token says its bearer is."""

    token: str
    name: str
    agency: Names
    scopes: list[str]
    today: date


class BranchShown(Names):
    """A branch."""

    phone: str
    address_zh: str
    address_en: str


class CategoryShown(Names):
    """What may be owed at a branch; ``code`` is the column 案件類別 of the referral file."""

    kind: str
    word: str


class Branches(Schema):
    """All branches."""

    items: list[BranchShown]


class Categories(Schema):
    """The categories that a branch takes."""

    items: list[CategoryShown]


class ClosingCodes(Schema):
    """How a case may end."""

    items: list[Names]


class ReceiptKey(Schema):
    """The Ed25519 key by which receipts are verified, base64."""

    algorithm: str
    public_key: str


@router.get("/token", response=TokenShown, operation_id="token_self")
def token_self(request: HttpRequest) -> HttpResponse:
    """這個權杖是誰的、能做什麼 / Whose token this is and what it may do."""
    client = request.auth  # type: ignore[attr-defined]  # set by django-ninja
    agency = organisation.agency_by_id(client.agency_id)
    return reply(
        TokenShown(
            token=client.token_ref, name=client.name, scopes=sorted(client.scopes),
            agency=Names(code=agency.code, name_zh=agency.name_zh, name_en=agency.name_en),
            today=timezone.localdate(),
        )
    )  # fmt: skip


@router.get("/branches", response=Branches, operation_id="branches")
def branches(request: HttpRequest) -> HttpResponse:
    """分署 / The branches and their codes."""
    rows = organisation.branches()
    return reply(Branches(items=[BranchShown.from_orm(row) for row in rows]))


@router.get(
    "/categories", response=Categories, operation_id="categories", openapi_extra=extra(branch=True)
)
def categories(request: HttpRequest) -> HttpResponse:
    """案件類別 / The categories of debts that a branch takes."""
    rows = organisation.categories(branch_of(request).id, active_only=True)
    return reply(Categories(items=[CategoryShown.from_orm(row) for row in rows]))


@router.get("/closing-codes", response=ClosingCodes, operation_id="closing_codes")
def closing_codes(request: HttpRequest) -> HttpResponse:
    """終結原因 / How a case may end."""
    rows = organisation.closing_codes()
    return reply(ClosingCodes(items=[Names.from_orm(row) for row in rows]))


@router.get("/receipt-key", response=ReceiptKey, operation_id="receipt_key")
def receipt_key(request: HttpRequest) -> HttpResponse:
    """收據的驗證公鑰 / The key that verifies signed receipts."""
    return reply(ReceiptKey(algorithm="Ed25519", public_key=referrals.public_key()))
