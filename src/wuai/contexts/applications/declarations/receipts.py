"""The receipt of a payment that does not show yet, sent in to be looked up (R66; in English R67)."""

from collections.abc import Mapping
from typing import Any

from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import CASE, CONTACT, ask, page, paper
from wuai.contexts.applications.rules.procedure import ANSWER
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal


class PaidAhead(Refusal):
    code = "RECEIPT_DAY_AHEAD"
    zh = "繳款日 {paid_on} 還沒有到"
    en = "The day of payment {paid_on} has not come yet"
    next_zh = "請照收據上的日期填寫"
    next_en = "Enter the day that is printed on the receipt"
    status = 422


def check(answers: Mapping[str, Any], ground: d.Ground) -> None:
    """Refuse a payment of a day to come."""
    paid_on = answers.get("paid_on")
    if paid_on is not None and str(paid_on) > ground.on.isoformat():
        raise PaidAhead(field="paid_on", paid_on=str(paid_on))


PAYMENT_RECEIPT = d.Declaration(
    code="PAYMENT_RECEIPT",
    version=1,
    group="CASE",
    title=Bilingual("回傳繳款收據", "Send in the receipt of a payment"),
    summary=Bilingual(
        "已經繳了，但案件還沒有顯示：傳收據給我們，承辦股查明後回覆您。",
        "You paid and the case does not show it yet: send us the receipt, and the section looks into it and answers.",
    ),
    sections=(
        CASE,
        page(
            "PAID", "繳款的情形", "The payment",
            ask("paid_on", d.DAY, "繳款日", "Day of payment", "115-11-18"),
            ask("amount", d.MONEY, "金額", "Amount", "5000"),
            ask("where", d.CHOICE, "在哪裡繳的", "Where it was paid", "STORE", options=(
                ("STORE", "超商", "At a convenience store"),
                ("TRANSFER", "轉帳或匯款", "By transfer"),
                ("POST", "郵局", "At a post office"),
                ("AGENCY", "移送機關", "To the agency that referred the case"),
                ("OTHER", "其他", "Elsewhere"),
            )),
            ask("note", d.LONG_TEXT, "其他說明", "Anything else", "家人代我在竹北的門市繳的。",
                longest=500, required=False),
        ),
        page(
            "PAPERS", "您的證件", "Your document",
            ask("paper", d.CHOICE, "用哪一種證件", "Which document", "NATIONAL", options=(
                ("NATIONAL", "國民身分證", "National identity card of Taiwan"),
                ("ARC", "居留證", "Alien resident certificate (ARC)"),
                ("PASSPORT", "護照", "Passport"),
                ("COMPANY", "公司或商號統一編號", "Business number"),
            )),
            ask("paper_no", d.TEXT, "證件號碼", "Number of the document", "A123456789", longest=20),
        ),
        CONTACT,
    ),
    evidence=(
        paper("RECEIPT", "收據或交易明細", "Receipt or record of the transaction",
              ("拍照即可；要看得到日期、金額與代收編號", "A photograph will do; day, amount and payment number must be readable"),
              required=True),
    ),
    procedure=ANSWER,
    check=check,
    results=(Bilingual("查明的結果：已入帳，或還缺什麼", "What we found: posted, or what is still missing"),),
)  # fmt: skip

DECLARATIONS = (PAYMENT_RECEIPT,)
