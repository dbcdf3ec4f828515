"""Decide: the number and the barcodes of a slip."""

from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel import store_barcodes, virtual_accounts
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.legal import store_limit

OVER_LIMIT, NO_CONTRACT = "OVER_LIMIT", "NO_CONTRACT"


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


def compose_slip(contract: Contract, serial: int, amount: int, kind: str, on: date) -> SlipFace:
    """Number a slip and give it store barcodes where the limit of this kind of debt allows it."""
    number = slip_number(contract, serial, amount)
    due_on = on + timedelta(days=contract.slip_days)
    if not contract.store_item:
        return SlipFace(number, due_on, None, NO_CONTRACT)
    if amount > store_barcodes.MAX_AMOUNT or not store_limit(kind, on).allows(amount):
        return SlipFace(number, due_on, None, OVER_LIMIT)
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
    if not code:
        return None
    if code == NO_CONTRACT:
        return Bilingual(
            "本分署未與超商簽約，請以轉帳或臨櫃繳納",
            "This branch has no contract with the stores: please pay by transfer or at the counter",
        )
    limit = store_limit(kind, issued_on)
    edge_zh, edge_en = ("以內", "up to") if limit.inclusive else ("未滿", "below")
    money = format_nt(limit.limit)
    zh = f"{money} {edge_zh}" if limit.inclusive else f"{edge_zh} {money}"
    return Bilingual(
        f"超商代收單張限{zh}，本單請以轉帳或臨櫃繳納",
        f"Stores take slips {edge_en} {money}: please pay this one by transfer or at the counter",
    )


def normal_number(text: str) -> str:
    """A slip number as it is looked up: a store's segment pads it with zeros in front."""
    return text.lstrip("0")
