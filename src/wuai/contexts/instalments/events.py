"""What instalments tells."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class PlanGranted(Event):
    """A debt may be paid by instalments from now on."""

    branch_id: int
    plan_ref: str
    case_ids: list[int]
    on: str


@dataclass(frozen=True, slots=True)
class PlanRefused(Event):
    """A request for instalments was refused."""

    branch_id: int
    plan_ref: str
    on: str


@dataclass(frozen=True, slots=True)
class PlanRevoked(Event):
    """A plan was revoked: the whole debt is due, and these guarantors may be enforced against."""

    branch_id: int
    plan_ref: str
    case_ids: list[int]
    guarantor_ids: list[int]
    on: str


@dataclass(frozen=True, slots=True)
class PlanCompleted(Event):
    """Every case of a plan is paid."""

    branch_id: int
    plan_ref: str
    on: str


@dataclass(frozen=True, slots=True)
class GuarantorReachable(Event):
    """A guarantor did not pay by his day either: his property may be enforced against (art. 18)."""

    branch_id: int
    claim_ref: str
    party_id: int
    case_ids: list[int]
    on: str
