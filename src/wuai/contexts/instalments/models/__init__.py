"""What instalments keeps."""

from wuai.contexts.instalments.models.guarantors import GuarantorClaim, GuarantorPart
from wuai.contexts.instalments.models.plans import Consent, Instalment, Plan, PlanCase
from wuai.contexts.instalments.models.sureties import PlanDocument, Surety

__all__ = [
    "Consent",
    "GuarantorClaim",
    "GuarantorPart",
    "Instalment",
    "Plan",
    "PlanCase",
    "PlanDocument",
    "Surety",
]
