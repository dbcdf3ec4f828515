"""The same documents as ``--json`` gives, said in words for a person at a terminal."""

from collections.abc import Callable
from typing import Any

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh

UNCONFIRMED = "（此數值未經機關確認 / this value is not confirmed）"


def lines_of(key: str) -> Callable[[Any], str]:
    """Print one list, an item a line."""
    return lambda document: "\n".join(str(item) for item in document[key])


def virtual_account(document: Any) -> str:
    """The account, and which digits are its check."""
    return f"{document['account']}（銀行 {document['bank']}，檢碼 / check {document['check']}）"


def schemes(rows: Any) -> str:
    """One scheme a line."""
    return "\n".join(
        f"{row['code']:<20}{row['bank']}  {row['length']:>2}  {_both(row['bank_name'])}"
        for row in rows
    )


def id_number(document: Any) -> str:
    """Kind, verdict and reason."""
    verdict = "有效 / valid" if document["valid"] else "無效 / invalid"
    return f"{document['kind']}：{verdict}\n{_both(document['reason'])}"


def store_limit(document: Any) -> str:
    """The limit with its edge and source."""
    edge = "至（含）/ up to" if document["inclusive"] else "未滿 / below"
    return f"{edge} {format_nt(document['limit'])}\n{_both(document['source'])}"


def rules(rows: Any) -> str:
    """One rule a line, with its law."""
    return "\n".join(
        f"{row['code']:<36}{row['value']:>3} {row['unit']:<12}{_both(row['name'])}"
        f"｜{_both(row['law'])}{'' if row['confirmed'] else UNCONFIRMED}"
        for row in rows
    )


def deadline(document: Any) -> str:
    """The result first, then each day that led to it."""
    noon = "上午 / in the morning" if document["until"] == "NOON" else ""
    head = f"{_both(document['name'])}：{long_zh(document['due'])}{noon}"
    return "\n".join([head, *_steps(document["steps"]), *_grounds(document)])


def limitation(found: Any) -> str:
    """The two limits and how they came about."""
    lines = [
        f"最後執行日 / last day：{long_zh(found.last_day)}",
        f"第一期間 / first limit：{found.exec_limit_1}",
        f"絕對末日 / absolute limit：{found.exec_limit_2}",
    ]
    return "\n".join([*lines, *_steps(found.steps), *(_both(one) for one in found.sources)])


def instalments(document: Any) -> str:
    """The bounds, then one instalment a line."""
    most = document["max"] or "不限 / no limit"
    lines = [f"{format_nt(document['total'])}：{document['min']}–{most} 期 / instalments"]
    lines += [
        f"{one.no:>3}  {one.due}  {format_nt(one.amount):>16}" for one in document["schedule"]
    ]
    return "\n".join([*lines, *_grounds(document)])


def ladder(found: Any) -> str:
    """One round a line, and whether the deposit's share is confirmed."""
    lines = [
        f"{one.no}  {format_nt(one.reserve):>18}  {format_nt(one.deposit):>18}  "
        f"{_both(one.name)}｜{one.basis}"
        for one in found.rounds
    ]
    if not found.confirmed:
        lines.append(UNCONFIRMED)
    return "\n".join(lines)


def distribution(table: Any) -> str:
    """One claim a line, then what was paid and what is left."""
    lines = [
        f"{one.rank}  {one.no}  {one.creditor}  {format_nt(one.amount):>16}  "
        f"{format_nt(one.paid):>16}  {one.ratio}"
        for one in table.lines
    ]
    total = f"分配 / paid {format_nt(table.paid)}，餘額 / surplus {format_nt(table.surplus)}"
    return "\n".join([*lines, total, *(_both(one) for one in table.sources)])


def surcharge(found: Any) -> str:
    """The amount, then each step that added to it."""
    head = f"{format_nt(found.amount)}（{found.percent}%，逾 {found.late_days} 日 / days late）"
    return "\n".join([head, *_steps(found.steps), _both(found.source)])


def joint_auction(document: Any) -> str:
    """One day a line."""
    return "\n".join(
        f"{long_zh(day.on)} {day.hour}:00  {_both(day.why)}" for day in document["days"]
    )


def _both(text: Bilingual) -> str:
    return f"{text.zh} / {text.en}" if text.en else text.zh


def _steps(steps: Any) -> list[str]:
    return [f"  {step.on}  {_both(step.why)}" for step in steps]


def _grounds(document: Any) -> list[str]:
    lines = [_both(source) for source in document["sources"]]
    return lines if document["confirmed"] else [*lines, UNCONFIRMED]
