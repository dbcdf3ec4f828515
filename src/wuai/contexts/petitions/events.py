"""What petitions tell."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class PetitionReceived(Event):
    """A petition came through a mailbox. Nothing of what it says."""

    branch_id: int
    petition_ref: str
    mailbox: str
    on: str


@dataclass(frozen=True, slots=True)
class PetitionEnded(Event):
    """A petition was answered, passed on, not handled, or withdrawn."""

    branch_id: int
    petition_ref: str
    mailbox: str
    state: str
    on: str
