"""``wuai simulate settlements``: a settlement file that pays a share of the open slips."""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wuai.kernel import roc_dates
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI
from wuai.platform.output import emit, run_refusable

if TYPE_CHECKING:
    from wuai.contexts.payments import api as payments

app = typer.Typer(add_completion=False)
PLACES = ("竹北光明門市", "新竹東門門市", "香山牧場門市", "北大路門市", "關新門市")


@app.command("settlements")
def settlements_command(
    channel: Annotated[str, typer.Option("--channel", help="通路代碼 / channel code")],
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV")],
    share: Annotated[float, typer.Option("--share", min=0, max=1, help="繳納比例")] = 0.3,
    on: Annotated[str, typer.Option("--on", help="繳款日，預設今日 / day of payment")] = "",
    seed: Annotated[int, typer.Option("--seed", help="種子 / seed")] = 1,
    odd: Annotated[
        int, typer.Option("--odd", min=0, help="另加幾筆異常：不明編號、溢繳、部分、重繳")
    ] = 0,
    misbehave: Annotated[
        str, typer.Option("--misbehave", help="對方如何出錯 / what the counterpart does wrong")
    ] = "GOOD",
    layout: Annotated[str, typer.Option("--layout", help="檔案版面 / layout of the file")] = "",
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON")] = False,
) -> None:
    """寫出一份擬真的入帳檔 / Write a realistic settlement file."""
    from wuai.contexts.identity import api as identity
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments

    with run_refusable(json_):
        today = datetime.now(TAIPEI).date()
        day = roc_dates.parse(on) if on else today
        where = organisation.resolve_branch(branch or None)
        identity.acting(as_, needs="payment.view", branch=where, at=datetime.now(UTC))
        if channel.upper() not in {row.code for row in payments.channels()}:
            raise payments.ChannelUnknown(field="channel", channel=channel)
        rows = settlement_rows(
            where.id, channel.upper(), share=share, on=day, random=Random(f"{channel}|{seed}"),  # noqa: S311 - a simulation, the same every time
        )  # fmt: skip
        rows += odd_rows(rows, channel.upper(), odd, day)
        files = tell(channel.upper(), rows, day, misbehaviour_named(misbehave), layout.upper())
        written = write_files(output, files)
        total = sum(int(str(row[3])) for row in rows)
        emit(
            {"file": str(output) if written else None, "files": written, "lines": len(rows),
             "total": total, "misbehaviour": misbehave.upper()}, json_, _said,
        )  # fmt: skip


def _said(found: Any) -> str:
    return f"{found['lines']:,} → {', '.join(found['files']) or '（沒有送檔 / nothing was sent）'}"


Row = tuple[object, ...]


def settlement_rows(
    branch_id: int, channel: str, *, share: float, on: date, random: Random
) -> list[Row]:
    """Lines that pay a share of the open slips in full, each through this channel."""
    from wuai.contexts.payments import api as payments

    slips = payments.open_slips(branch_id, by_store=channel.startswith("CVS_"))
    chosen = sorted(random.sample(range(len(slips)), round(len(slips) * share)))
    return [
        (slips[i].number, on.isoformat(), on.isoformat(), slips[i].amount, channel,
         PLACES[random.randrange(len(PLACES))], f"{on:%Y%m%d}{place:08d}")
        for place, i in enumerate(chosen, start=1)
    ]  # fmt: skip


def odd_rows(rows: list[Row], channel: str, count: int, on: date) -> list[Row]:
    """Lines that no office likes: unknown, too much, partial, paid twice, in turn."""
    odd: list[Row] = []
    for n in range(count):
        serial, day = f"{on:%Y%m%d}X{n:07d}", on.isoformat()
        number, amount = (
            (str(rows[n % len(rows)][0]), int(str(rows[n % len(rows)][3]))) if rows else ("", 100)
        )
        wrong = (
            (f"9000000{n:07d}", 500 + n), (number, amount + 7), (number, max(1, amount // 3)),
            (number, amount),
        )[n % 4]  # fmt: skip
        odd.append((wrong[0] or f"9100000{n:07d}", day, day, wrong[1], channel, PLACES[0], serial))
    return odd


class MisbehaviourUnknown(Refusal):
    code = "MISBEHAVIOUR_UNKNOWN"
    zh = "沒有「{name}」這種出錯方式"
    en = "There is no misbehaviour “{name}”"
    next_zh = "可用的有：{known}"
    next_en = "Known ones: {known}"
    status = 422


def misbehaviour_named(name: str) -> "payments.Misbehaviour":
    """One way of doing it wrong, by its name."""
    from wuai.contexts.payments import api as payments

    found = name.upper().replace("-", "_")
    if found not in payments.Misbehaviour.__members__:
        known = ", ".join(payments.Misbehaviour.__members__)
        raise MisbehaviourUnknown(name=name, known=known, field="misbehave")
    return payments.Misbehaviour(found)


def tell(
    channel: str, rows: list[Row], on: date, how: "payments.Misbehaviour", layout: str = ""
) -> list[bytes]:
    """What the counterpart of a channel sends of these rows, in the order of arrival."""
    from wuai.contexts.payments import api as payments

    told = payments.counterpart(channel, layout)
    told.untold = [
        payments.Paid(str(number), int(str(amount)), date.fromisoformat(str(paid)),
                      date.fromisoformat(str(posted)), str(place), str(serial))
        for number, paid, posted, amount, _channel, place, serial in rows
    ]  # fmt: skip
    return told.tell(on, how)


def write_files(path: Path, files: list[bytes]) -> list[str]:
    """Write what was sent: the first under the name given, the next with -2, -3 …"""
    written = []
    for number, content in enumerate(files, start=1):
        name = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        name.write_bytes(content)
        written.append(str(name))
    return written
