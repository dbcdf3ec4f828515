"""Money that was paid too much, asked back by who paid it (R72)."""

from wuai.contexts.applications.declarations.effects import refund
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import APPLICANT, CASE, ask, page, paper
from wuai.kernel.bilingual import Bilingual

_BY_TRANSFER = ("method", refund.TRANSFER)

REFUND = d.Declaration(
    code="REFUND",
    version=1,
    group="CASE",
    title=Bilingual("申請退還多繳的錢", "Money back that was paid too much"),
    summary=Bilingual(
        "繳了兩次、繳多了，或結案後又繳：多的錢退給您。",
        "Paid twice, paid too much, or paid after the case was closed: the rest goes back to you.",
    ),
    sections=(
        CASE,
        page(
            "HOW", "怎麼退給您", "How it goes back to you",
            ask("method", d.CHOICE, "退還方式", "How", refund.TRANSFER, options=(
                (refund.TRANSFER, "匯到我的帳戶", "To my bank account"),
                (refund.COUNTER, "我到櫃檯領取", "I pick it up at the counter"),
                (refund.CARD, "退回原來線上刷的信用卡", "Back to the card I paid with online"),
            )),
            ask("bank", d.TEXT, "行庫代碼（7 位數）", "Bank and branch code (7 digits)", "0040037",
                longest=7, shown_when=_BY_TRANSFER,
                hint=("在存摺封面；不知道可以問銀行", "On the cover of the passbook; or ask your bank")),
            ask("account", d.TEXT, "帳號", "Account number", "012345678901", longest=20,
                shown_when=_BY_TRANSFER, hint=("限申請人本人的帳戶", "An account of the applicant only")),
            ask("why", d.LONG_TEXT, "發生了什麼事（可以不填）", "What happened, if you wish to say",
                "超商繳過一次，家人又匯了一次。", longest=500, required=False),
        ),
        APPLICANT,
    ),
    evidence=(paper("RECEIPTS", "繳款收據", "Receipts"),),
    check=refund.check,
    arrange=refund.offered,
    effect=refund.ask,
    results=(Bilingual("退還的金額與日期，或不能退的理由", "How much goes back and when, or why not"),),
)  # fmt: skip

DECLARATIONS = (REFUND,)
