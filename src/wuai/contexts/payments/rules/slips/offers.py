"""Decide: by which channels a debt can be paid on a day, and why not by the others.

One rule for the slip, the notice, the public page and the counter. What a channel is comes from the
registry, what the branch agreed from its contracts, what the stores may take from the law.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wuai.contexts.payments.gateways.channel import Ceiling, Channel
from wuai.kernel import virtual_accounts
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt

Terms = Mapping[str, str]
WITHDRAWN, WRONG_KIND, NO_CONTRACT = "WITHDRAWN", "WRONG_KIND", "NO_CONTRACT"
OVER_LIMIT, EXPIRED, AMOUNT_CHANGED = "OVER_LIMIT", "EXPIRED", "AMOUNT_CHANGED"
STORES = "CVS_"


@dataclass(frozen=True, slots=True)
class Payable:
    """A debt as somebody wants to pay it: what is owed today, and what its slip says."""

    kind: str
    owed: int
    printed: int
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Offer:
    """One channel for one debt: ``refused`` is empty where it may be used."""

    channel: Channel
    terms: Terms
    refused: str

    @property
    def is_open(self) -> bool:
        """Whether a person can pay this way."""
        return not self.refused


def offers(
    debt: Payable, channels: Iterable[Channel], contracts: Mapping[str, Terms],
    in_force: Container[str], on: date,
) -> list[Offer]:  # fmt: skip
    """Judge every channel for one debt on a day."""
    return [
        Offer(
            channel, contracts.get(channel.code, {}),
            judge(channel, debt, contracts.get(channel.code), on)
            if channel.code in in_force else WITHDRAWN,
        )
        for channel in channels
    ]  # fmt: skip


def judge(channel: Channel, debt: Payable, terms: Terms | None, on: date) -> str:
    """Why a channel cannot take a debt on a day; empty when it can."""
    if debt.kind not in channel.kinds_of_debt:
        return WRONG_KIND
    if lacks_contract(channel, terms):
        return NO_CONTRACT
    # The law's limit goes by the day on which the slip was issued, not by the day of payment.
    ceiling = channel.ceiling(debt.kind, debt.issued_on)
    if ceiling is not None and not ceiling.allows(debt.printed):
        return OVER_LIMIT
    if not channel.takes_late and on > debt.due_on:
        return EXPIRED
    if debt.owed != debt.printed and _must_match(channel, debt, terms or {}):
        return AMOUNT_CHANGED
    return ""


def lacks_contract(channel: Channel, terms: Terms | None) -> bool:
    """Whether a value is missing that the counterpart gives by contract."""
    asked = [term for term in channel.needs or () if not term.is_optional]
    return any(not (terms or {}).get(term.code) for term in asked)


def _must_match(channel: Channel, debt: Payable, terms: Terms) -> bool:
    scheme = terms.get("va_scheme", "")
    if scheme and virtual_accounts.find(scheme).with_amount:
        return True  # the bank turns any other sum away
    # Printed codes carry the printed amount: never more than is owed, but less may still be paid.
    return channel.exact_amount and debt.owed < debt.printed


def why(code: str, channel: Channel, debt: Payable) -> Bilingual | None:
    """The reason in the words of a person at the desk, and what is possible instead."""
    if not code:
        return None
    if code == OVER_LIMIT:
        return _over(channel, channel.ceiling(debt.kind, debt.issued_on))
    return _PLAIN[code] if code != NO_CONTRACT or _is_store(channel) else _NOT_OFFERED


def _is_store(channel: Channel) -> bool:
    return channel.code.startswith(STORES)


def _over(channel: Channel, ceiling: Ceiling | None) -> Bilingual:
    edge_zh, edge_en = ("以內", "up to") if ceiling and ceiling.inclusive else ("未滿", "below")
    money = format_nt(ceiling.limit if ceiling else 0)
    zh = f"{money} {edge_zh}" if ceiling and ceiling.inclusive else f"{edge_zh} {money}"
    if _is_store(channel):
        return Bilingual(
            f"超商代收單張限{zh}，本單請以轉帳或臨櫃繳納",
            f"Stores take slips {edge_en} {money}: please pay this one by transfer or at the counter",
        )
    return Bilingual(
        f"單筆限{zh}，請改用轉帳或臨櫃繳納",
        f"One payment may be {edge_en} {money}: please pay by transfer or at the counter",
    )


_NOT_OFFERED = Bilingual(
    "本分署尚未開辦，請改用其他方式", "This branch does not offer it yet: please use another way"
)
_PLAIN = {
    NO_CONTRACT: Bilingual(
        "本分署未與超商簽約，請以轉帳或臨櫃繳納",
        "This branch has no contract with the stores: please pay by transfer or at the counter",
    ),
    WITHDRAWN: Bilingual(
        "目前停止受理，請改用其他方式", "Not in service now: please use another way"
    ),
    WRONG_KIND: Bilingual(
        "只收規費，不收案款，請改用其他方式",
        "Takes fees only, not this kind of debt: please use another way",
    ),
    EXPIRED: Bilingual(
        "繳款單期限已過，請改用轉帳或臨櫃繳納",
        "The slip has expired: please pay by transfer or at the counter",
    ),
    AMOUNT_CHANGED: Bilingual(
        "應繳金額已與繳款單不同，請臨櫃繳納或洽承辦股換單",
        "The amount owed is no longer that of the slip: pay at the counter or ask for a new slip",
    ),
}
