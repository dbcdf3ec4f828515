"""Money paid too much: granting asks for the refund, which a second person then approves as any other."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wuai.contexts.applications.rules.declaration import Arranging, Granted, Ground, Option
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_en, long_zh
from wuai.platform.actors import Actor

TRANSFER, COUNTER, CARD = "TRANSFER", "COUNTER", "CARD"
# Nothing is asked for by itself: what happens stands in the answer.
BY_HAND = "BY_HAND"
_LABEL = Bilingual("退還的款項", "What goes back")
_LATER = Bilingual(
    "不自動提出退還，辦理方式寫在答復裡",
    "ask for no refund by itself; the answer says what happens",
)
_AT_COUNTER = Bilingual(
    "約好時間到櫃檯領取，查驗證件後付現（線上預約「零等待領取」）",
    "pick it up at the counter at a time you book (“Pick-up without waiting”); bring your identity document",
)
_NOTHING = Bilingual(
    "這個案件沒有多收的款項：請先查待查款項，再答復當事人。",
    "Nothing is held for this case: look among unmatched money first, then answer.",
)
_STANDS = Bilingual(
    "准許後就提出退還（准許的人要有處理待查款項的權限），款項先保留，由另一位同仁核准後付出。戶名與繳款人或義務人不同時不會提出，請由退還頁辦理。",
    "Granting asks for the refund, if you may settle held money, and keeps the money for it; a colleague approves before it is paid. Where the name is not the payer's or obligor's it is refused here: use the page of refunds.",
)


class MayNotSettle(Refusal):
    code = "APPLICATION_REFUND_MAY_NOT_SETTLE"
    zh = "提出退還要有處理待查款項的權限"
    en = "Only somebody who settles held money can ask for a refund"
    next_zh = "請選「不自動提出退還」，並請出納由待查款項提出；或由有這項權限的同仁准許"
    next_en = "Choose “ask for no refund by itself” and let the cashier ask for it from held money; or let a colleague with this permission grant it"
    status = 403


def check(answers: Mapping[str, Any], ground: Ground) -> None:
    """An account as a bank takes it; refused with what is wrong in it."""
    if answers.get("method") == TRANSFER:
        payments.check_payee(
            str(answers.get("name") or "x"), str(answers.get("bank", "")),
            str(answers.get("account", "")), field="account",
        )  # fmt: skip


def offered(told: Granted, at: datetime) -> Arranging:
    """What is held for the case and can go the way that was asked for."""
    method = told.answers.get("method")
    by_hand = Option(BY_HAND, _AT_COUNTER if method == COUNTER else _LATER)
    held = payments.held_items_of_case(told.case_id) if told.case_id is not None else []
    if method == CARD:
        held = [one for one in held if one.by_card]
    if not held:
        return Arranging(_LABEL, _NOTHING, (by_hand,), smooth=False)
    if method == COUNTER:
        return Arranging(_LABEL, _STANDS, (by_hand,))
    options = tuple(Option(f"{one.ref}|{one.held}", _said(one)) for one in held)
    return Arranging(_LABEL, _STANDS, (*options, by_hand))


def ask(told: Granted, by: Actor, at: datetime) -> None:
    """Ask for the refund in the granting transaction; what changed meanwhile refuses it."""
    ref, _, amount = told.chosen.partition("|")
    if not amount:
        return
    if not by.may("payment.settle"):
        raise MayNotSettle(field="chosen")
    items = {str(one.ref): one for one in payments.held_items_of_case(told.case_id or 0)}
    if ref not in items:
        raise payments.NothingHeld
    given = told.answers
    by_card = given["method"] == CARD
    wish = payments.Wish(
        ground=items[ref].ground, method=given["method"], name=given["name"],
        bank="" if by_card else given["bank"], account="" if by_card else given["account"],
    )  # fmt: skip
    payments.request_refund(
        item_ref=uuid.UUID(ref), seen=int(amount), amount=int(amount), wish=wish, by=by, at=at,
        on=told.on,
    )  # fmt: skip


def _said(one: payments.HeldItem) -> Bilingual:
    money = format_nt(one.held)
    return Bilingual(
        f"{money}（{long_zh(one.paid_on)} 繳）", f"{money} (paid on {long_en(one.paid_on)})"
    )
