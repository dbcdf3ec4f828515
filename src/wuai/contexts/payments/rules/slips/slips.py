"""Decide: the number and the barcodes of a slip."""

from dataclasses import dataclass
from datetime import date, timedelta

from wuai.contexts.payments.gateways.store import CHANNELS
from wuai.contexts.payments.rules.slips import offers
from wuai.kernel import store_barcodes, virtual_accounts
from wuai.kernel.bilingual import Bilingual

STORE = CHANNELS[0]  # the four chains have one agent, one contract and one limit


@dataclass(frozen=True, slots=True)
class Contract:
    """What a branch agreed with its bank and the stores' agent, in force on a day."""

    store_item: str
    va_scheme: str
    va_prefix: str
    slip_days: int


@dataclass(frozen=True, slots=True)
class SlipFace:
    """What a slip shows: its number, when it ends, and the segments or why there are none."""

    number: str
    due_on: date
    segments: tuple[str, str, str] | None
    store_refused: str


def compose_slip(
    contract: Contract, serial: int, amount: int, kind: str, on: date, due_on: date | None = None
) -> SlipFace:
    """Number a slip and give it store barcodes where the limit of this kind of debt allows it.

    Without ``due_on`` it may be paid for as long as the contract says.
    """
    number = slip_number(contract, serial, amount)
    due_on = due_on or on + timedelta(days=contract.slip_days)
    refused = offers.judge(
        STORE,
        offers.Payable(kind, amount, amount, on, due_on),
        {"store_item": contract.store_item},
        on,
    )
    if refused:
        return SlipFace(number, due_on, None, refused)
    segments = store_barcodes.compose(due_on, contract.store_item, number, amount)
    return SlipFace(number, due_on, segments, "")


def slip_number(contract: Contract, serial: int, amount: int) -> str:
    """The virtual account, which is the number under which the money is recognised everywhere."""
    scheme = virtual_accounts.find(contract.va_scheme)
    width = scheme.body_lengths[0] - len(contract.va_prefix)
    body = f"{contract.va_prefix}{serial:0{width}d}"
    return virtual_accounts.compose(contract.va_scheme, body, amount)


def why_no_store(code: str, kind: str, issued_on: date) -> Bilingual | None:
    """Say why a slip carries no store barcodes; None when it does."""
    return offers.why(code, STORE, offers.Payable(kind, 0, 0, issued_on, issued_on))


def normal_number(text: str) -> str:
    """A slip number as it is looked up: a store's segment pads it with zeros in front."""
    return text.lstrip("0")
