"""Decide whether one line of a day is told alike by channel, receipt and ledger, and name what is not."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

NO_RECEIPT, NO_POSTING, AMOUNT, CHANNEL = "NO_RECEIPT", "NO_POSTING", "AMOUNT", "CHANNEL"
DAY, CASE, TWICE = "DAY", "CASE", "TWICE"
BANK_SUM, BANK_UNKNOWN, BANK_REFERENCE = "BANK_SUM", "BANK_UNKNOWN", "BANK_REFERENCE"
BANK_OUT, PAYOUT_MISSING, NO_STATEMENT = "BANK_OUT", "PAYOUT_MISSING", "NO_STATEMENT"
ORPHAN, FEES = "ORPHAN", "FEES"
NAMES = {
    NO_RECEIPT: Bilingual("通路有、收款無", "The channel has it, the receipts do not"),
    NO_POSTING: Bilingual("收款有、帳務無", "A receipt without its posting"),
    ORPHAN: Bilingual("帳務有、收款無", "A posting without its receipt"),
    AMOUNT: Bilingual("金額不同", "The amounts differ"),
    CHANNEL: Bilingual("通路不同", "The channels differ"),
    DAY: Bilingual("日期不同", "The days differ"),
    CASE: Bilingual("入到別的案件", "Posted to another case"),
    TWICE: Bilingual("同一交易序號出現兩次", "One transaction serial came twice"),
    BANK_SUM: Bilingual("銀行與通路的金額不同", "Bank and channel differ"),
    BANK_UNKNOWN: Bilingual("銀行入帳，不知是哪個通路", "Money at the bank of no known channel"),
    BANK_REFERENCE: Bilingual("銀行序號相同，但金額、日期或通路不同", "Same reference, but other amount, day or channel"),
    BANK_OUT: Bilingual("銀行支出，沒有對應的解繳或退還", "Money left the bank for no payout of ours"),
    PAYOUT_MISSING: Bilingual("已解繳或退還，銀行沒有支出", "A payout that the bank does not show"),
    FEES: Bilingual("規費收據與帳務不同", "Receipts of fees and the books differ"),
    NO_STATEMENT: Bilingual("這一天沒有銀行對帳單", "No bank statement for this day"),
}  # fmt: skip


class NextStepNeeded(Refusal):
    code = "NEXT_STEP_NEEDED"
    zh = "請填寫下一步"
    en = "A next step is needed"
    next_zh = "例如：11 月 24 日前向銀行查詢"
    next_en = "For example: ask the bank by 24 November"
    status = 422


@dataclass(frozen=True, slots=True)
class Told:
    """A payment as one side tells it."""

    amount: int
    paid_on: date
    posted_on: date
    channel: str


@dataclass(frozen=True, slots=True)
class Posting:
    """A payment as the ledger tells it: the money, the day, the channel it is owed by, the cases."""

    amount: int
    occurred_on: date
    channel: str
    cases: frozenset[int]


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line by everything known of it. ``named_case`` is the case of the slip that it names;
    ``may_have_case`` is false for a number that nobody knew; ``times`` says how often its serial came.
    """

    line: Told
    receipt: Told | None
    posting: Posting | None
    named_case: int | None = None
    may_have_case: bool = True
    times: int = 1


def fault_of(facts: LineFacts) -> str:
    """The first thing on which channel, receipt and ledger disagree; empty when they agree."""
    line, receipt, posting = facts.line, facts.receipt, facts.posting
    if receipt is None:
        return NO_RECEIPT
    if posting is None:
        return NO_POSTING
    checks = (
        (AMOUNT, line.amount == receipt.amount == posting.amount),
        (CHANNEL, line.channel == receipt.channel == posting.channel),
        (DAY, (line.paid_on, line.posted_on) == (receipt.paid_on, receipt.posted_on)
            and posting.occurred_on == line.paid_on),
        (CASE, _cases_agree(facts, posting)),
        (TWICE, facts.times == 1),
    )  # fmt: skip
    return next((name for name, holds in checks if not holds), "")


def _cases_agree(facts: LineFacts, posting: Posting) -> bool:
    if not facts.may_have_case:
        return not posting.cases
    return facts.named_case is None or posting.cases <= {facts.named_case}
