"""The last days of enforcement of one case; the reckoning is the law's."""

from wuai.legal.case_clock import (
    EXPIRY_WARNING_MONTHS,
    CaseLimits,
    Clock,
    case_limits,
    reckon,
)

__all__ = ["EXPIRY_WARNING_MONTHS", "CaseLimits", "Clock", "case_limits", "reckon"]
