"""A letter as the tests print it."""

from datetime import date
from typing import Any

from wuai.contexts.notices.rules.letter import (
    CaseOnLetter,
    Heading,
    Recipient,
    Sender,
    SlipOnLetter,
    compose,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.store_barcodes import compose as store_segments

B = Bilingual

ISSUED, DUE = date(2026, 11, 21), date(2026, 12, 21)
SENDER = Sender(
    branch=B("新竹分署", "Hsinchu Branch"),
    address=B("新竹市北區測試路 1 號", "No. 1, Test Rd., North Dist., Hsinchu City"),
    postcode="300",
    hours=B("星期一至星期五 08:30–17:30", "Monday to Friday 08:30–17:30"),
    map=B("自火車站步行十分鐘。", "Ten minutes on foot from the station."),
    complaint_phone="03-000-0009",
    section=B("甲股", "Section A"),
    division="執行一科",
    room="301",
    phone=B("03-000-0000 轉 101", "03-000-0000 ext. 101"),
    person=B("林書記", "Lin"),
)
BLOCKS = {
    "REMINDER": B("這份通知是一個提醒。", "This letter is a reminder."),
    "SUMMONS": B("請在期限前繳清。", "Please pay by the date above."),
    "HARDSHIP": B("有困難請聯絡承辦人。", "If that is hard, call us."),
    "WAYS_TO_PAY": B("一、超商。\n二、轉帳。", "1. A store.\n2. A transfer."),
    "ANTI_FRAUD": B("有疑問請撥 165。", "In doubt call 165."),
}
REFUSED = B("超過超商代收上限。", "Above the limit of the stores.")


def slip(number: int, amount: int, *, store: bool = True) -> SlipOnLetter:
    """A slip of the demo contract."""
    account = f"49465{number:08d}0"
    segments = store_segments(DUE, "69A", account, amount) if store else None
    return SlipOnLetter(
        number=f"S{number}", due_on=DUE, store=segments,
        store_refused=None if store else REFUSED, bank=B("中國信託商業銀行（822）", "CTBC Bank"),
        account=account, pay_url=f"https://pay.example.invalid/p/{number:032x}",
    )  # fmt: skip


def case(number: int, amount: int = 1500, *, store: bool = True) -> CaseOnLetter:
    """A labour-insurance case."""
    return CaseOnLetter(
        number=f"115年度勞費執字第{number:08d}號", agency=B("勞動部勞工保險局", "Bureau of Labor Insurance"),
        about=B("勞工保險費", "Labour insurance premium"), amount=amount,
        slip=slip(number, amount, store=store),
    )  # fmt: skip


def letter(
    number: int = 1, *, name: str = "陳大文", cases: list[CaseOnLetter] | None = None
) -> dict[str, Any]:
    """A letter to one person."""
    return compose(
        Heading(f"{number:032x}", f"115新傳繳{number:08d}", "PAYMENT", ISSUED), SENDER,
        Recipient(name, True, "300", "新竹市東區光復路二段 101 號"), cases or [case(number)], BLOCKS,
    )  # fmt: skip
