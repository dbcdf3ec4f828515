"""Decide: whether the values of a contract are such as the counterpart gives."""

from collections.abc import Iterable, Mapping

from wuai.contexts.payments.gateways.channel import Channel
from wuai.kernel import virtual_accounts
from wuai.kernel.refusal import Refusal

SERIAL_DIGITS = 6


class TermMissing(Refusal):
    code = "CONTRACT_TERM_MISSING"
    zh = "「{channel_zh}」的契約缺少「{term_zh}」"
    en = "The contract for {channel_en} lacks: {term_en}"
    next_zh = "請依契約或機關提供的文件補上"
    next_en = "Add it from the contract or from what the agency gave"
    status = 422


class TermWrong(Refusal):
    code = "CONTRACT_TERM_WRONG"
    zh = "「{term_zh}」不合格式：{value}"
    en = "{term_en} does not have the right form: {value}"
    next_zh = "請依契約文件查對"
    next_en = "Check it against the contract"
    status = 422


class PrefixTaken(Refusal):
    code = "VA_PREFIX_TAKEN"
    zh = "企業代碼 {prefix} 與其他分署的 {other} 相衝"
    en = "The company code {prefix} collides with {other} of another branch"
    next_zh = "請向銀行確認本分署的企業代碼"
    next_en = "Ask the bank for this branch's own company code"


def accept_terms(channel: Channel, given: Mapping[str, str]) -> dict[str, str]:
    """The values to keep, in the order in which the channel asks for them."""
    kept: dict[str, str] = {}
    for term in channel.needs or ():
        value = given.get(term.code, "").strip()
        if not value:
            if term.is_optional:
                continue
            raise TermMissing(
                channel_zh=channel.zh, channel_en=channel.en, term_zh=term.zh, term_en=term.en,
                field=term.code,
            )  # fmt: skip
        if not term.fits(value):
            raise TermWrong(term_zh=term.zh, term_en=term.en, value=value[:60], field=term.code)
        kept[term.code] = value
    return kept


def accept_prefix(scheme: str, prefix: str, others: Iterable[str]) -> None:
    """A company code leaves room for serials, and no other branch's number can begin like it."""
    body = virtual_accounts.find(scheme).body_lengths[0]
    if not prefix.isascii() or not prefix.isdigit() or prefix.startswith("0") or (
        len(prefix) > body - SERIAL_DIGITS
    ):  # fmt: skip
        raise TermWrong(
            term_zh="企業代碼", term_en="The company code", value=prefix[:60], field="va_prefix"
        )
    for other in others:
        if other.startswith(prefix) or prefix.startswith(other):
            raise PrefixTaken(prefix=prefix, other=other, field="va_prefix")
