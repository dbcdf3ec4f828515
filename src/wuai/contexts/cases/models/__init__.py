"""The enforcement case, who got it, what halted or ended it."""

from wuai.contexts.cases.models.assignment import Assignment, AssignmentRun
from wuai.contexts.cases.models.case import COMPONENTS, PROTECT, STATUSES, Case
from wuai.contexts.cases.models.course import (
    Certificate,
    CertificatePrint,
    Ground,
    OwedBack,
    ReturnPaper,
    Suspension,
)

__all__ = [
    "COMPONENTS",
    "PROTECT",
    "STATUSES",
    "Assignment",
    "AssignmentRun",
    "Case",
    "Certificate",
    "CertificatePrint",
    "Ground",
    "OwedBack",
    "ReturnPaper",
    "Suspension",
]
