"""The door of `payments`."""

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
from wuai.contexts.payments.actions.settlement.importing import Imported, import_settlement
from wuai.contexts.payments.queries.slips import (
    SlipRow,
    has_valid_slip,
    slip_by_number,
    slip_by_token,
    slip_rows,
    slips_of_case,
)
from wuai.contexts.payments.reference import load_reference

__all__ = [
    "Arrival",
    "ChannelUnknown",
    "Imported",
    "MoreThanOwed",
    "NoContract",
    "NotReceivable",
    "NotThisAgencys",
    "PaidInTheFuture",
    "Received",
    "ReportedDifferently",
    "SlipRow",
    "from_line",
    "has_valid_slip",
    "import_settlement",
    "issue_slips",
    "load_reference",
    "receive",
    "report_agency_payment",
    "slip_by_number",
    "slip_by_token",
    "slip_rows",
    "slips_of_case",
    "take_cash",
]
