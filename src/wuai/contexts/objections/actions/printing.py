"""Papers of an objection are set after commit, by a job."""

from wuai.contexts.objections.models import Objection
from wuai.platform.queue import later


def print_later(row: Objection, kind: str) -> None:
    """Let a paper be set for the state in which the objection is now; once, however often asked."""
    print_for(row, kind, row.state)


def print_for(row: Objection, kind: str, made_for: str) -> None:
    """The same for a state in which it was."""
    later("objections.print", objection_ref=str(row.ref), kind=kind, made_for=made_for)
