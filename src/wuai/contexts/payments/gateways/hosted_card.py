"""What a platform with a card page of its own (ECPay, NewebPay) must be able to do for us.

The payer leaves our house with a signed order and comes back; the platform tells us by its own
call, and answers when we ask. Nothing it says counts before its signature was checked.
"""

import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.taipei import TAIPEI
from wuai.platform.gateways import GatewayError, Line

PAID, NOT_PAID, FAILED, UNKNOWN, REFUNDED = "PAID", "NOT_PAID", "FAILED", "UNKNOWN", "REFUNDED"
LIVE, STAGE, SIMULATED = "LIVE", "STAGE", "SIMULATED"
MAX_BYTES = 16 * 1024
TIMEOUT_SECONDS = 5
_LINE = Line(TIMEOUT_SECONDS, MAX_BYTES)
MALFORMED, SIGNATURE, MERCHANT, TOO_LONG = "MALFORMED", "SIGNATURE", "MERCHANT", "TOO_LONG"


class Distrusted(Exception):
    """What came is not the platform's word: ``reason`` says why, without its content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Merchant:
    """A branch at a platform: its number there and the two secrets both sides know."""

    merchant_id: str
    key: str
    iv: str
    address: str


@dataclass(frozen=True, slots=True)
class Order:
    """What the payer is sent away with."""

    order_no: str
    amount: int
    made_at: datetime
    about: str
    notify_url: str
    return_url: str
    back_url: str
    lang: str = "zh-hant"


@dataclass(frozen=True, slots=True)
class Redirect:
    """The form that brings the payer's browser to the platform."""

    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """The platform's word about one order, its signature checked; ``kept`` holds nothing personal."""

    merchant_id: str
    order_no: str
    amount: int | None
    outcome: str
    trade_no: str
    paid_at: datetime | None
    is_simulated: bool
    kept: str


@dataclass(frozen=True, slots=True)
class Back:
    """Money that should go back to the card: of which order, how much, and when it was asked for."""

    order_no: str
    trade_no: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Whether the platform gave it back, and its code."""

    done: bool
    code: str


class Platform(Protocol):
    """One platform's codec; all of it is arithmetic, the line itself is :func:`telephone`."""

    code: str
    name: Bilingual
    acknowledged: str
    addresses: Mapping[str, str]

    def redirect(self, merchant: Merchant, order: Order) -> Redirect:
        """The signed order."""

    def merchant_of(self, body: bytes) -> str:
        """Whose account a message claims to be about, before anything is believed."""

    def read(self, merchant: Merchant, body: bytes) -> Said:
        """A message of the platform (its call or the browser's return), or :class:`Distrusted`."""

    def question(self, merchant: Merchant, order_no: str, amount: int, at: datetime) -> Redirect:
        """The signed question what became of an order."""

    def answer(self, merchant: Merchant, order_no: str, body: bytes) -> Said:
        """The platform's answer to it, or :class:`Distrusted`."""

    def refund(self, merchant: Merchant, back: Back) -> Redirect:
        """The signed wish that an amount goes back to the card."""

    def refunded(self, merchant: Merchant, back: Back, body: bytes) -> GivenBack:
        """The platform's answer to it, or :class:`Distrusted` when it is not about this refund."""

    def refuse(self, why: str) -> str:
        """How the platform is told that its message was not taken."""


def fields_of(body: bytes) -> dict[str, str]:
    """A form as it is posted; each name once."""
    if len(body) > MAX_BYTES:
        raise Distrusted(TOO_LONG)
    try:
        pairs = urllib.parse.parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body),
            max_num_fields=100, errors="strict",
        )  # fmt: skip
    except (UnicodeDecodeError, ValueError) as error:
        raise Distrusted(MALFORMED) from error
    found = dict(pairs)
    if len(found) != len(pairs) or not found or any("\0" in value for value in found.values()):
        raise Distrusted(MALFORMED)
    return found


def whole(text: str) -> int:
    """An amount as platforms write it."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Distrusted(MALFORMED)
    return int(text)


def taipei(text: str, form: str) -> datetime | None:
    """A moment as platforms write it: Taipei's clock without saying so; "" is no moment."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), form).replace(tzinfo=TAIPEI)
    except ValueError as error:
        raise Distrusted(MALFORMED) from error


def telephone(question: Redirect) -> bytes:
    """Ask over the line and give back the raw answer; raises GatewayError."""
    got = _LINE.ask(
        question.address, urllib.parse.urlencode(question.fields).encode(),
        {"Content-Type": "application/x-www-form-urlencoded"}, note="card platform",
    )  # fmt: skip
    if got.status != HTTPStatus.OK:
        raise GatewayError(f"HTTP {got.status}", temporary=got.status >= 500)
    if not got.is_whole:
        raise GatewayError(TOO_LONG, temporary=False)
    return got.body
