"""The door of `payments`."""

from wuai.contexts.payments.actions.day.bank_statements import import_statement
from wuai.contexts.payments.actions.day.close_day import close_day
from wuai.contexts.payments.actions.desk.card_terminal import take_card
from wuai.contexts.payments.actions.desk.cheques import ChequePaper, receive_cheque, send_cheques
from wuai.contexts.payments.actions.desk.counter import (
    NotReceivable,
    NotThisAgencys,
    PaidInTheFuture,
    report_agency_payment,
    take_cash,
)
from wuai.contexts.payments.actions.desk.fees import Taken as FeeTaken
from wuai.contexts.payments.actions.desk.fees import take_fee
from wuai.contexts.payments.actions.desk.till import (
    close_till,
    count_till,
    decide_till,
    deposit,
    open_till,
)
from wuai.contexts.payments.actions.online.online import start_attempt
from wuai.contexts.payments.actions.online.online_contract import enter_contract
from wuai.contexts.payments.actions.online.online_joint import open_order
from wuai.contexts.payments.actions.out.payouts_decide import decide_payouts
from wuai.contexts.payments.actions.out.payouts_decide import export as export_payouts
from wuai.contexts.payments.actions.out.payouts_prepare import NothingToPay, prepare_remittance
from wuai.contexts.payments.actions.out.payouts_result import import_result as import_payout_result
from wuai.contexts.payments.actions.out.refunds import decide_refund, request_refund
from wuai.contexts.payments.actions.out.statements import make_statements
from wuai.contexts.payments.actions.receiving.contracts import (
    ContractEntered,
    NoContractAsked,
    end_channel,
    sign_channel,
    sign_collection,
)
from wuai.contexts.payments.actions.receiving.receive import (
    Arrival,
    ChannelUnknown,
    MoreThanOwed,
    Received,
    ReportedDifferently,
    from_line,
    receive,
)
from wuai.contexts.payments.actions.receiving.settle import (
    ItemUnknown,
    MoreThanCaseOwes,
    MoreThanHeld,
    NothingHeld,
    ProposalWaiting,
    StillMoney,
    decide_settlement,
    own_item,
    propose_settlement,
    settle_line,
)
from wuai.contexts.payments.actions.settlement.importing import Imported, import_settlement
from wuai.contexts.payments.actions.slips.instalment_slips import (
    InstalmentPart,
    lay_instalment_slips,
)
from wuai.contexts.payments.actions.slips.issue_slips import NoContract, issue_slips
from wuai.contexts.payments.actions.slips.renew_slips import renew_slips
from wuai.contexts.payments.actions.undoing.void import (
    AlreadyVoided,
    decide_void,
    request_void,
)
from wuai.contexts.payments.gateways.agency_links.address import fill as fill_address
from wuai.contexts.payments.gateways.bank_statement.codec import write as write_statement
from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS as CARD_TEST_ACCOUNTS
from wuai.contexts.payments.gateways.card_simulators import simulators as card_simulators
from wuai.contexts.payments.gateways.channel import AT_DESK
from wuai.contexts.payments.gateways.counterpart import Counterpart, Misbehaviour
from wuai.contexts.payments.gateways.payouts.codec import read_orders as read_payouts
from wuai.contexts.payments.gateways.payouts.fake import answer as answer_payouts
from wuai.contexts.payments.gateways.reading import counterpart
from wuai.contexts.payments.gateways.settlement.codec import Line, Paid
from wuai.contexts.payments.jobs import ask_open_orders
from wuai.contexts.payments.queries.day.bank_matches import bank_accounts
from wuai.contexts.payments.queries.day.figures import Sum as FigureSum
from wuai.contexts.payments.queries.day.figures import sums as figures
from wuai.contexts.payments.queries.day.matching import (
    ChannelDay,
    DayMatch,
    Difference,
    Unmatched,
    match_day,
)
from wuai.contexts.payments.queries.desk.till import TillRow, open_till_of
from wuai.contexts.payments.queries.online.online import (
    AttemptRow,
    CardOffer,
    attempts_of_case,
    attempts_of_cases,
    card_offers,
)
from wuai.contexts.payments.queries.online.online import contracts_of as card_contracts
from wuai.contexts.payments.queries.online.online_joint import JointOffer, joint_offers
from wuai.contexts.payments.queries.receiving.channels import ChannelRow, channels
from wuai.contexts.payments.queries.receiving.held_items import HeldItem, held_items_of_case
from wuai.contexts.payments.queries.receiving.of_case import (
    CasePayment,
    HeldPayment,
    cases_paid,
    held_of_case,
    payments_of_case,
)
from wuai.contexts.payments.queries.receiving.of_cases import PaidPart, receipts_of_cases
from wuai.contexts.payments.queries.receiving.paid_on import paid_on_slips
from wuai.contexts.payments.queries.receiving.receipts import (
    ReceiptLine,
    item_facts,
    receipts,
)
from wuai.contexts.payments.queries.receiving.waiting import waiting
from wuai.contexts.payments.queries.slips.offers import (
    Offering,
    Way,
    offering,
    terms_of,
)
from wuai.contexts.payments.queries.slips.slips import (
    OpenSlip,
    SlipRow,
    has_valid_slip,
    instalment_slips,
    notice_code,
    open_slips,
    slip_by_code,
    slip_by_number,
    slip_by_token,
    slip_rows,
    slips_of_case,
)
from wuai.contexts.payments.reference import load_reference
from wuai.contexts.payments.rules.desk.card_terminal import TerminalSlip
from wuai.contexts.payments.rules.desk.counter_receipts import ReceiptUnknown
from wuai.contexts.payments.rules.desk.till import (
    DENOMINATIONS,
    CountFirst,
    TillNotOpen,
    TillOpenAlready,
)
from wuai.contexts.payments.rules.out.payouts import payee as check_payee
from wuai.contexts.payments.rules.out.refunds import Wish
from wuai.contexts.payments.rules.receiving.contracts import PrefixTaken, TermMissing, TermWrong
from wuai.contexts.payments.rules.slips.offers import Payable
from wuai.contexts.payments.rules.two_people import AlreadyDecided, ReasonNeeded, SamePerson

__all__ = [
    "AT_DESK",
    "CARD_TEST_ACCOUNTS",
    "DENOMINATIONS",
    "AlreadyDecided",
    "AlreadyVoided",
    "Arrival",
    "AttemptRow",
    "CardOffer",
    "CasePayment",
    "ChannelDay",
    "ChannelRow",
    "ChannelUnknown",
    "ChequePaper",
    "ContractEntered",
    "CountFirst",
    "Counterpart",
    "DayMatch",
    "Difference",
    "FeeTaken",
    "FigureSum",
    "HeldItem",
    "HeldPayment",
    "Imported",
    "InstalmentPart",
    "ItemUnknown",
    "JointOffer",
    "Line",
    "Misbehaviour",
    "MoreThanCaseOwes",
    "MoreThanHeld",
    "MoreThanOwed",
    "NoContract",
    "NoContractAsked",
    "NotReceivable",
    "NotThisAgencys",
    "NothingHeld",
    "NothingToPay",
    "Offering",
    "OpenSlip",
    "Paid",
    "PaidInTheFuture",
    "PaidPart",
    "Payable",
    "PrefixTaken",
    "ProposalWaiting",
    "ReasonNeeded",
    "ReceiptLine",
    "ReceiptUnknown",
    "Received",
    "ReportedDifferently",
    "SamePerson",
    "SlipRow",
    "StillMoney",
    "TermMissing",
    "TermWrong",
    "TerminalSlip",
    "TillNotOpen",
    "TillOpenAlready",
    "TillRow",
    "Unmatched",
    "Way",
    "Wish",
    "answer_payouts",
    "ask_open_orders",
    "attempts_of_case",
    "attempts_of_cases",
    "bank_accounts",
    "card_contracts",
    "card_offers",
    "card_simulators",
    "cases_paid",
    "channels",
    "check_payee",
    "close_day",
    "close_till",
    "count_till",
    "counterpart",
    "decide_payouts",
    "decide_refund",
    "decide_settlement",
    "decide_till",
    "decide_void",
    "deposit",
    "end_channel",
    "enter_contract",
    "export_payouts",
    "figures",
    "fill_address",
    "from_line",
    "has_valid_slip",
    "held_items_of_case",
    "held_of_case",
    "import_payout_result",
    "import_settlement",
    "import_statement",
    "instalment_slips",
    "issue_slips",
    "item_facts",
    "joint_offers",
    "lay_instalment_slips",
    "load_reference",
    "make_statements",
    "match_day",
    "notice_code",
    "offering",
    "open_order",
    "open_slips",
    "open_till",
    "open_till_of",
    "own_item",
    "paid_on_slips",
    "payments_of_case",
    "prepare_remittance",
    "propose_settlement",
    "read_payouts",
    "receipts",
    "receipts_of_cases",
    "receive",
    "receive_cheque",
    "renew_slips",
    "report_agency_payment",
    "request_refund",
    "request_void",
    "send_cheques",
    "settle_line",
    "sign_channel",
    "sign_collection",
    "slip_by_code",
    "slip_by_number",
    "slip_by_token",
    "slip_rows",
    "slips_of_case",
    "start_attempt",
    "take_card",
    "take_cash",
    "take_fee",
    "terms_of",
    "waiting",
    "write_statement",
]
