"""The surcharge on late tax (滯納金): one per cent for each step of days, up to a longest time."""

from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.counting import Step
from wuai.legal.parameter_table import setting


class SurchargeAmountNegative(Refusal):
    code = "SURCHARGE_AMOUNT_NEGATIVE"
    zh = "本稅 {principal} 元不得為負"
    en = "The tax NT$ {principal} cannot be negative"
    next_zh = "請查對金額"
    next_en = "Check the amount"
    status = 422


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What has been added by a day, step by step."""

    principal: int
    late_days: int
    percent: int
    amount: int
    steps: tuple[Step, ...]
    source: Bilingual


def tax_surcharge(principal: int, payment_end: date, on: date) -> Surcharge:
    """The surcharge on ``principal`` unpaid since ``payment_end``, as it stands on ``on``."""
    if principal < 0:
        raise SurchargeAmountNegative(field="principal", principal=principal)
    step = setting("TAX_SURCHARGE_STEP", on=payment_end)
    every = setting("TAX_SURCHARGE_STEP_DAYS", on=payment_end).value
    most = setting("TAX_SURCHARGE_MAX_DAYS", on=payment_end).value
    late = max(0, (on - payment_end).days)
    full = min(late, most) // every
    steps = tuple(
        Step(
            payment_end + timedelta(days=every * n),
            Bilingual(
                f"逾 {every * n} 日，加徵 {step.value * n}%",
                f"{every * n} days late: {step.value * n} %",
            ),
        )
        for n in range(1, full + 1)
    )
    percent = step.value * full
    return Surcharge(principal, late, percent, principal * percent // 100, steps, step.source)
