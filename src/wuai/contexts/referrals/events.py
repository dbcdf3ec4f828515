"""What referrals tells."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class ReferralsAccepted(Event):
    """A batch came in: so many cases of one agency were numbered and assigned."""

    batch_id: int
    batch_ref: str
    branch_id: int
    agency_id: int
    accepted: int
