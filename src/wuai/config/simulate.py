"""``wuai simulate``: realistic files for trying out and measuring. The same seed and day give the
same bytes."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from wuai.config import simulate_people as people
from wuai.config.simulate_settlements import app as settlements
from wuai.kernel import roc_dates
from wuai.kernel.taipei import TAIPEI
from wuai.legal.late_charges import LABOUR, NHI, TAX, late_charges
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="simulate", help="產生測試用檔案 / Files for trying out.", no_args_is_help=True,
    add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
TITLES = (
    "移送案號", "案件類別", "義務人類別", "義務人姓名", "統一編號", "出生日期", "地址", "郵遞區號",
    "電話", "電子郵件", "法定代理人", "法定代理人統一編號", "應納金額", "滯納金", "利息", "罰鍰", "費用",
    "所屬年度期別", "繳納期間屆滿日", "處分確定日", "徵收期間屆滿日", "原開始執行日", "停止執行期間",
    "計息本金", "計息起日", "年利率", "執行名義", "送達日", "執行憑證編號", "保全措施", "備註",
)  # fmt: skip
_AT = {title: place for place, title in enumerate(TITLES)}
_BY_AGENCY = {
    "NHI": ("NHI",), "BLI": ("LABOUR", "PENSION"),
    "TAX": ("HOUSE_TAX", "LAND_TAX", "PLATE_TAX", "AMUSE_TAX"),
    "NTB": ("INCOME_TAX", "PROFIT_TAX", "SALES_TAX", "INHERIT_TAX"),
}  # fmt: skip
_FINES = ("TRAFFIC", "ENVIRON", "BUILDING", "MEDICINE", "FINE", "ROAD_FEE")
_TAXES = {"HOUSE_TAX", "LAND_TAX", "PLATE_TAX", "AMUSE_TAX", "INCOME_TAX", "PROFIT_TAX",
          "SALES_TAX", "INHERIT_TAX"}  # fmt: skip
_FEES = {"NHI", "LABOUR", "PENSION", "ROAD_FEE"}


@app.callback()
def simulate() -> None:
    """產生測試用檔案 / Files for trying out."""


@app.command("referrals")
def referrals_command(
    agency: Annotated[str, typer.Option("--agency", help="移送機關代碼 / agency code")],
    rows: Annotated[int, typer.Option("--rows", min=1, help="列數 / rows")],
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV")],
    seed: Annotated[int, typer.Option("--seed", help="種子 / seed")] = 1,
    encoding: Annotated[str, typer.Option("--encoding", help="utf-8 | big5")] = "utf-8",
    bad: Annotated[float, typer.Option("--bad", min=0, max=1, help="錯誤列比例")] = 0.02,
    on: Annotated[str, typer.Option("--on", help="基準日，預設今日 / the day")] = "",
    sign: Annotated[bool, typer.Option("--sign", help="另寫 .p7s 與憑證 .cer / sign it")] = False,
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON")] = False,
) -> None:
    """寫出一份擬真的移送檔 / Write a realistic referral file."""
    from datetime import datetime

    if encoding not in {"utf-8", "big5"}:
        raise typer.BadParameter("utf-8 | big5", param_hint="--encoding")
    with run_refusable(json_):
        today = datetime.now(TAIPEI).date()
        day = roc_dates.parse(on) if on else today
        wanted = Wanted(agency.upper(), rows, seed, day, bad, encoding == "big5")
        written = write_referrals(output, wanted)
        beside = _signed(output, agency) if sign else {}
        emit(
            {"file": str(output), "rows": rows, "bad": written, "encoding": encoding, "seed": seed,
             **beside},
            json_, lambda found: f"{found['rows']:,} → {found['file']}",
        )  # fmt: skip


def _signed(path: Path, agency: str) -> dict[str, str]:
    """Sign the file as a new signer of this agency; where signature and certificate are."""
    from datetime import datetime

    from wuai.contexts.referrals import api as referrals

    signature, certificate = referrals.sign_beside(path, agency, at=datetime.now(TAIPEI))
    return {"signature": str(signature), "certificate": str(certificate)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which file: whose, how long, from which seed and day, and the share of rows that are wrong."""

    agency: str
    rows: int
    seed: int
    on: date
    bad: float = 0.02
    big5: bool = False


def write_referrals(path: Path, wanted: Wanted) -> int:
    """Write the file; how many of its rows are wrong on purpose."""
    agency, rows, seed, on = wanted.agency, wanted.rows, wanted.seed, wanted.on
    big5, bad = wanted.big5, wanted.bad
    random = Random(f"{agency}|{seed}")  # noqa: S311 - invented data, repeatable on purpose
    encoding, wrong = "cp950" if big5 else "utf-8", 0
    with path.open("wb") as out:
        out.write((",".join(TITLES) + "\r\n").encode(encoding))
        block = io.StringIO()
        writer = csv.writer(block, lineterminator="\r\n")
        for number, row in enumerate(_rows(random, agency, rows, big5, on, seed), start=1):
            if bad and random.random() < bad:
                _spoil(random, row, on)
                wrong += 1
            writer.writerow(row)
            if number % 5000 == 0 or number == rows:
                out.write(block.getvalue().encode(encoding))
                block.seek(0)
                block.truncate()
    return wrong


def _rows(
    random: Random, agency: str, count: int, big5: bool, on: date, seed: int
) -> Iterator[list[str]]:
    codes = _categories(agency)
    known: list[list[str]] = []
    for number in range(1, count + 1):
        row = [""] * len(TITLES)
        if known and random.random() < 0.2:
            row[2:12] = known[random.randrange(len(known))]
        else:
            row[2:12] = _obligor(random, big5, on)
            if len(known) < 50_000:
                known.append(row[2:12])
        row[0] = f"{agency}{roc_dates.roc_year(on)}{seed:03d}{number:07d}"
        row[1] = codes[random.randrange(len(codes))]
        _money(random, row)
        _days(random, row, on)
        yield row


def _categories(agency: str) -> tuple[str, ...]:
    for key, codes in _BY_AGENCY.items():
        if agency == key or agency.startswith(key) or (key == "TAX" and agency.endswith(key)):
            return codes
    return _FINES


def _obligor(random: Random, big5: bool, on: date) -> list[str]:
    postcode, address = people.address(random)
    postcode = postcode if random.random() < 0.9 else ""
    phone = f"09{random.randrange(10**8):08d}" if random.random() < 0.5 else ""
    lot = random.random()
    if lot < 0.15:
        name = people.person_name(random, rare=False, big5=big5)
        head = people.person_number(random, "12"[random.randrange(2)])
        return ["法人", people.company_name(random), people.company_number(random), "", address,
                postcode, phone, "", name, head]  # fmt: skip
    born = on - timedelta(days=random.randrange(20 * 365, 85 * 365))
    mail = f"demo{random.randrange(10**6)}@example.invalid" if random.random() < 0.2 else ""
    if lot < 0.19:
        number = (
            people.old_permit(random) if lot < 0.155
            else people.person_number(random, "89"[random.randrange(2)])
        )  # fmt: skip
        name = people.foreign_name(random)
    else:
        number = people.person_number(random, "12"[random.randrange(2)])
        name = people.person_name(random, rare=lot > 0.99, big5=big5)
    if lot > 0.985:
        number = "".join(chr(ord(c) + 0xFEE0) for c in number)
    return ["自然人", name, number, _date(random, born), address, postcode, phone, mail, "", ""]


def _money(random: Random, row: list[str]) -> None:
    amount = int(random.lognormvariate(8.6, 1.1)) + 300
    if random.random() < 0.0005:
        amount += random.randrange(3_000_000, 20_000_000)
    text = f"{amount:,}" if random.random() < 0.3 else str(amount)
    if row[1] in _TAXES or row[1] in _FEES:
        row[_AT["應納金額"]] = text
        if random.random() < 0.6:
            row[_AT["滯納金"]] = str(amount // 10)
        if random.random() < 0.1:
            row[_AT["利息"]] = str(amount // 50)
    else:
        row[_AT["應納金額"]], row[_AT["罰鍰"]] = "0", text
    if random.random() < 0.05:
        row[_AT["費用"]] = str(random.randrange(50, 600))


def _days(random: Random, row: list[str], on: date) -> None:
    due = on - timedelta(days=random.randrange(60, 900))
    row[_AT["所屬年度期別"]] = f"{roc_dates.roc_year(due)}{due.month:02d}"
    row[_AT["繳納期間屆滿日"]] = _date(random, due)
    row[_AT["送達日"]] = _date(random, due - timedelta(days=random.randrange(20, 60)))
    if row[1] not in _TAXES:
        row[_AT["處分確定日"]] = _date(random, due + timedelta(days=30))
    elif random.random() < 0.5:
        row[_AT["徵收期間屆滿日"]] = _date(
            random, due.replace(year=due.year + 5, day=min(due.day, 28))
        )
    if random.random() < 0.01:
        base = row[_AT["應納金額"]].replace(",", "")
        row[_AT["計息本金"]], row[_AT["年利率"]] = base, "1.6"
        row[_AT["計息起日"]] = _date(random, due + timedelta(days=1))
    _lawful(row, due, on)
    row[_AT["執行名義"]] = f"繳款書 {row[0]} 號"


def _lawful(row: list[str], due: date, on: date) -> None:
    """No surcharge above what the law gives on the day: agencies reckon it themselves."""
    kind = {"NHI": NHI, "LABOUR": LABOUR}.get(row[1], TAX if row[1] in _TAXES else "")
    claimed = row[_AT["滯納金"]]
    if not claimed or not kind:
        return
    principal = int(row[_AT["應納金額"]].replace(",", ""))
    found = late_charges(kind, principal, due, on, is_person=row[2] == "自然人")
    if found:
        row[_AT["滯納金"]] = str(min(int(claimed), found[0].amount))


def _date(random: Random, day: date) -> str:
    lot = random.random()
    if lot < 0.7:
        return roc_dates.compact(day)
    if lot < 0.8:
        return roc_dates.dense(day).replace("-", "/")
    if lot < 0.9:
        return day.isoformat()
    if lot < 0.95:
        return f"{roc_dates.roc_year(day)}年{day.month}月{day.day}日"
    return f"中華民國{roc_dates.roc_year(day)}年{day.month}月{day.day}日"


def _spoil(random: Random, row: list[str], on: date) -> None:
    """Make a row wrong in one of the ways in which real ones are."""
    ways = (
        ("統一編號", "A123456788"), ("繳納期間屆滿日", "1151331"), ("義務人姓名", ""),
        ("應納金額", "-500"), ("案件類別", "NO_SUCH"), ("地址", ""), ("應納金額", "1.2萬"),
        ("繳納期間屆滿日", roc_dates.compact(on + timedelta(days=30))), ("執行名義", ""),
        ("義務人類別", "公司"), ("送達日", "昨天"),
    )  # fmt: skip
    title, value = ways[random.randrange(len(ways))]
    row[_AT[title]] = value


app.registered_commands += settlements.registered_commands
