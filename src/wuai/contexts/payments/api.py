"""The door of `payments`."""

from wuai.contexts.payments.actions.close_day import close_day
from wuai.contexts.payments.actions.counter import (
    NotReceivable,
    NotThisAgencys,
    PaidInTheFuture,
    report_agency_payment,
    take_cash,
)
from wuai.contexts.payments.actions.issue_slips import NoContract, issue_slips
from wuai.contexts.payments.actions.receive import (
    Arrival,
    ChannelUnknown,
    MoreThanOwed,
    Received,
    ReportedDifferently,
    from_line,
    receive,
)
from wuai.contexts.payments.actions.settle import (
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
from wuai.contexts.payments.actions.void import (
    AlreadyVoided,
    ReceiptUnknown,
    decide_void,
    request_void,
)
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.gateways.settlement.codec import write as write_settlement
from wuai.contexts.payments.queries.channels import ChannelRow, channels
from wuai.contexts.payments.queries.matching import ChannelDay, DayMatch, Unmatched, match_day
from wuai.contexts.payments.queries.of_case import CasePayment, payments_of_case
from wuai.contexts.payments.queries.receipts import (
    ReceiptFacts,
    ReceiptLine,
    receipt_facts,
    receipts,
)
from wuai.contexts.payments.queries.slips import (
    OpenSlip,
    SlipRow,
    has_valid_slip,
    open_slips,
    slip_by_number,
    slip_by_token,
    slip_rows,
    slips_of_case,
)
from wuai.contexts.payments.reference import load_reference
from wuai.contexts.payments.rules.two_people import AlreadyDecided, ReasonNeeded, SamePerson

__all__ = [
    "AlreadyDecided",
    "AlreadyVoided",
    "Arrival",
    "CasePayment",
    "ChannelDay",
    "ChannelRow",
    "ChannelUnknown",
    "DayMatch",
    "Imported",
    "Line",
    "MoreThanCaseOwes",
    "MoreThanHeld",
    "MoreThanOwed",
    "NoContract",
    "NotReceivable",
    "NotThisAgencys",
    "NothingHeld",
    "OpenSlip",
    "PaidInTheFuture",
    "ProposalWaiting",
    "ReasonNeeded",
    "ReceiptFacts",
    "ReceiptLine",
    "ReceiptUnknown",
    "Received",
    "ReportedDifferently",
    "SamePerson",
    "SlipRow",
    "StillMoney",
    "Unmatched",
    "channels",
    "close_day",
    "decide_settlement",
    "decide_void",
    "from_line",
    "has_valid_slip",
    "import_settlement",
    "issue_slips",
    "load_reference",
    "match_day",
    "open_slips",
    "own_item",
    "payments_of_case",
    "propose_settlement",
    "receipt_facts",
    "receipts",
    "receive",
    "report_agency_payment",
    "request_void",
    "settle_line",
    "slip_by_number",
    "slip_by_token",
    "slip_rows",
    "slips_of_case",
    "take_cash",
    "write_settlement",
]
