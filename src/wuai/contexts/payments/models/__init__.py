"""Slips, channels, what arrived, where it went, and what two people settle."""

from wuai.contexts.payments.models.bank_statements import (
    BankAccount,
    BankLine,
    BankStatement,
    BankTerm,
)
from wuai.contexts.payments.models.card_refunds import CardRefund
from wuai.contexts.payments.models.card_terminal import CardRate, CardSettlement, CardSlip
from wuai.contexts.payments.models.channels import Channel, ChannelContract, CollectionContract
from wuai.contexts.payments.models.chargebacks import Chargeback
from wuai.contexts.payments.models.cheques import Cheque, ChequeCase, ChequeList
from wuai.contexts.payments.models.counter_receipts import CounterReceipt, ReceiptPrint
from wuai.contexts.payments.models.day_close import (
    BankMatch,
    BankMatchLine,
    BankMatchReceipt,
    BankMatchRefund,
    BankMatchVoid,
    DayDifference,
    DayReopening,
    LateBooking,
)
from wuai.contexts.payments.models.fees import FeePrint, FeeReceipt, FeeVoid
from wuai.contexts.payments.models.online import (
    CARD_IV,
    CARD_KEY,
    CardAttempt,
    CardContract,
    CardEvent,
    CardRelease,
)
from wuai.contexts.payments.models.online_parts import CardPart
from wuai.contexts.payments.models.payouts import (
    Payout,
    PayoutBatch,
    PayoutLine,
    PayoutResult,
    PayoutResultLine,
)
from wuai.contexts.payments.models.received import (
    Allocation,
    RawEvent,
    Receipt,
    SettlementFile,
)
from wuai.contexts.payments.models.refunds import Refund, RefundPot
from wuai.contexts.payments.models.settling import (
    DayClose,
    OpenItem,
    SettlementProposal,
    TakeOff,
    VoidRequest,
)
from wuai.contexts.payments.models.slips import TOKEN, Slip
from wuai.contexts.payments.models.statements import AgencyStatement
from wuai.contexts.payments.models.terminal_refunds import TerminalRefund, WrongRefundSlip
from wuai.contexts.payments.models.till import Till, TillCash, TillCount, TillDeposit

__all__ = [
    "CARD_IV",
    "CARD_KEY",
    "TOKEN",
    "AgencyStatement",
    "Allocation",
    "BankAccount",
    "BankLine",
    "BankMatch",
    "BankMatchLine",
    "BankMatchReceipt",
    "BankMatchRefund",
    "BankMatchVoid",
    "BankStatement",
    "BankTerm",
    "CardAttempt",
    "CardContract",
    "CardEvent",
    "CardPart",
    "CardRate",
    "CardRefund",
    "CardRelease",
    "CardSettlement",
    "CardSlip",
    "Channel",
    "ChannelContract",
    "Chargeback",
    "Cheque",
    "ChequeCase",
    "ChequeList",
    "CollectionContract",
    "CounterReceipt",
    "DayClose",
    "DayDifference",
    "DayReopening",
    "FeePrint",
    "FeeReceipt",
    "FeeVoid",
    "LateBooking",
    "OpenItem",
    "Payout",
    "PayoutBatch",
    "PayoutLine",
    "PayoutResult",
    "PayoutResultLine",
    "RawEvent",
    "Receipt",
    "ReceiptPrint",
    "Refund",
    "RefundPot",
    "SettlementFile",
    "SettlementProposal",
    "Slip",
    "TakeOff",
    "TerminalRefund",
    "Till",
    "TillCash",
    "TillCount",
    "TillDeposit",
    "VoidRequest",
    "WrongRefundSlip",
]
