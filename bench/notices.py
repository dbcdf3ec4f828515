"""Notices: a batch from sealed letters to kept print files, beside bare Typst and beside WeasyPrint.

``python -m bench.notices`` prints ``BENCH_NOTICES`` letters (default 1,000). Ours is the whole
printing of an issued batch: open the seals, check the characters, draw the codes, compile, keep
the files encrypted, mark the notices, write the index. The first reference is Typst alone on the
same source with the same data prepared beforehand: same PDF standard, letters a compile and
processes. The second is the same letter as HTML through WeasyPrint in as many processes, with the
style sheet and the font kept from letter to letter: a few letters are set, and the batch is reckoned
from them and from the start of the processes, which all three sides pay once. Three rounds; the one
with the median ratio counts.
"""

import html
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("WUAI_VAR") or ROOT / "var-bench" / "notices")
LETTERS = int(os.environ.get("BENCH_NOTICES", "1000"))
BY_WEASYPRINT = 6
ROUNDS = 3
_done: list[int] = []
os.environ["WUAI_VAR"] = str(VAR)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def bare(given: dict[str, str]) -> int:
    """Compile one prepared chunk; for the other process."""
    from wuai.contexts.notices.gateways.typesetter import client
    from wuai.platform import typesetting

    pdf = typesetting.set_as_is(client.MAIN, given)
    _done.append(len(pdf))
    if len(_done) % 3 == 0:
        client.forget()
    return len(pdf)


def bare_typst(chunks: list[list[dict[str, Any]]], title: str) -> float:
    """Seconds of Typst alone, in as many processes as ours."""
    from wuai.contexts.notices.gateways.typesetter import client, pool

    prepared = [client.inputs(chunk, title) for chunk in chunks]
    began = time.perf_counter()
    with ProcessPoolExecutor(pool.processes(), mp_context=get_context("spawn")) as workers:
        list(workers.map(bare, prepared))
    return time.perf_counter() - began


def by_weasyprint(letters: list[dict[str, Any]]) -> float:
    """Seconds for these letters in one process, after a first one to warm up; for the other process."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from wuai.contexts.notices.gateways.typesetter import codec

    fonts = FontConfiguration()
    css = weasyprint.CSS(string=_css(), font_config=fonts)

    def render(letter: dict[str, Any]) -> None:
        page = weasyprint.HTML(string=_page(codec.drawn(letter)))
        page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")

    render(letters[0])
    began = time.perf_counter()
    for letter in letters[1:]:
        render(letter)
    return time.perf_counter() - began


def weasyprint_rate(letters: list[dict[str, Any]]) -> float:
    """Letters a second of the whole batch through WeasyPrint, in as many processes as ours."""
    from wuai.contexts.notices.gateways.typesetter import pool

    count, size = pool.processes(), BY_WEASYPRINT + 1
    shares = [letters[i * size : (i + 1) * size] for i in range(count)]
    began = time.perf_counter()
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as workers:
        took = list(workers.map(by_weasyprint, shares))
        start = time.perf_counter() - began - max(took)
    rate = sum(BY_WEASYPRINT / seconds for seconds in took)
    return len(letters) / (start + len(letters) / rate)


def _css() -> str:
    from wuai.platform.fonts import font_set

    source = font_set().files[0].as_uri()
    return (
        f"@font-face {{ font-family: House; src: url({source}) }}"
        " @page { size: A4; margin: 15mm 18mm; @bottom-right { content: counter(page); font: 8.5pt House } }"
        " body { font: 10.5pt/1.5 House; color: #16211f } h2 { font-size: 12.5pt; color: #0b4f55 }"
        " h1 { font-size: 19pt; color: #0b4f55 } .row { display: flex; justify-content: space-between }"
        " .panel { border: .4pt solid #9aa5a2; border-radius: 2pt; padding: 9pt; width: 70mm }"
        " .kind { background: #f4f1ea; padding: 8pt } .half { width: 84mm; font-size: 9.5pt }"
        " .slip { border-top: .7pt dashed #5d6a67; break-inside: avoid; padding-top: 8pt }"
        " table { width: 100%; border-collapse: collapse } th { border-bottom: .8pt solid #0b4f55 }"
        " td { border-bottom: .4pt solid #9aa5a2; padding: 4pt 3pt } small { font-size: 8.5pt }"
        " .giro .bar { display: inline-block } .bar { text-align: center }"
        " img { width: 90mm; height: 10.5mm } img.qr { width: 32mm; height: 32mm }"
        " section { break-before: page }"
    )


def _page(n: dict[str, Any]) -> str:
    """The same words, figures and codes as the letter, laid out alike."""
    e = html.escape
    rows = "".join(
        f"<tr><td>{e(c['number'])}<td>{e(c['agency_zh'])}<td>{e(c['about_zh'])}<td>{e(c['amount'])}"
        for c in n["cases"]
    )
    words = {code: _paragraphs(text["zh"]) for code, text in n["blocks"].items()}
    english = {code: _paragraphs(text["en"]) for code, text in n["blocks"].items()}
    to, branch = n["recipient"], n["branch"]
    table = f"<table><thead><tr><th>執行案號<th>移送機關<th>事由<th>應繳金額<tbody>{rows}</table>"
    return (
        f"<html lang=zh-TW><title>{e(n['title'])}</title><body><div class=row><div>"
        f"<p>{branch['authority_zh']}{e(branch['name_zh'])}<h1>{e(n['kind_zh'])}</h1></div>"
        f"<div><p>發文日期：{n['issued_zh']}<p>通知書號：{e(n['number'])}<p>{e(n['section']['name_zh'])}"
        f"</div></div><div class=row><div><p>{e(to['postcode'])}<p>{e(to['address'])}<p>{e(to['name'])}"
        f"</div><div class=panel><small>應繳金額</small><p>{e(n['total'])}<p><small>繳納期限</small>"
        f"<p>{e(n['due_zh'][0])}<p>{n['due_zh'][1]}</div></div><div class=kind>{words['REMINDER']}</div>"
        f"<h2>應繳案件</h2>{table}{words['SUMMONS']}{words['HARDSHIP']}<h2>怎麼繳、問誰</h2>"
        f"<div class=row><div class=half>{words['WAYS_TO_PAY']}{words['ANTI_FRAUD']}</div>"
        f"<div class=half>{_who(n, 'zh')}</div></div>{''.join(map(_slip, n['cases']))}"
        f"<section lang=en><p>{e(branch['name_en'])}<h1>{e(n['kind_en'])}</h1>"
        f"<div class=row><div><p>To: {e(to['name'])}<p>{e(n['number'])}<p>{n['issued_en']}</div>"
        f"<div class=panel><p>{e(n['total'])}<p>Pay by {n['due_en']}</div></div>{english['REMINDER']}"
        f"{table}<h2>What to do</h2>{english['SUMMONS']}{english['WAYS_TO_PAY']}{english['HARDSHIP']}"
        f"<h2>Who to ask</h2>{_who(n, 'en')}{english['ANTI_FRAUD']}</section>"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())


def _who(n: dict[str, Any], lang: str) -> str:
    branch = n["branch"]
    lines = (
        n["section"][f"full_{lang}"], n["section"]["phone"], branch[f"address_{lang}"],
        branch[f"hours_{lang}"], branch[f"map_{lang}"], branch["complaint_phone"],
    )  # fmt: skip
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _slip(case: dict[str, Any]) -> str:
    from base64 import b64encode

    e = html.escape

    def picture(svg: str, alt: str, name: str = "") -> str:
        data = b64encode(svg.encode()).decode()
        return (
            f'<img class="{name}" alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}">'
        )

    def code39(bar: dict[str, Any]) -> str:
        return f"<div class=bar>{picture(bar['svg'], bar['alt'])}<p>*{bar['text']}*</div>"

    slip = case["slip"]
    code = f"<p><small>查詢碼 Code</small> {slip['code']}" if slip.get("code") else ""
    store = "<p><small>超商繳款條碼 For any convenience store</small>" if slip["store"] else ""
    giro = "<p><small>郵局劃撥條碼 For any post office</small>" if slip["giro"] else ""
    also = (
        f"<p>也可以用：{e(slip['also_zh'])}　<span lang=en>Also: {e(slip['also_en'])}</span>"
        if slip.get("also_zh") else ""
    )  # fmt: skip
    never = (
        f"<p>本單不能用：{e(slip['not_zh'])}。<span lang=en>Not for this slip: {e(slip['not_en'])}.</span>"
        if slip.get("not_zh") else ""
    )  # fmt: skip
    return (
        f"<div class=slip><h2>繳款單 <small lang=en>Payment slip</small> {e(case['number'])}</h2>"
        f"<div class=row><div>{picture(slip['qr']['svg'], slip['qr']['alt'], 'qr')}"
        f"<p><small>金額 Amount</small><p>{case['amount']}<p><small>繳納期限 Pay by</small>"
        f"<p>{slip['due'][0]}<p>{slip['due'][1]}<p><small>轉帳帳號 Transfer to</small>"
        f"<p>{e(slip['bank'])}<p>{slip['account']}"
        f"<p><small>掃描 QR 碼可看目前應繳金額與繳款情形。</small>{code}</div>"
        f"<div>{store}{''.join(map(code39, slip['store']))}</div></div>"
        f"{giro}<div class=giro>{''.join(map(code39, slip['giro']))}</div><small>{also}{never}</small></div>"
    )


def made(count: int) -> list[int]:
    """Cases of ``count`` people at as many addresses."""
    from tests import factories

    return [
        factories.case(factories.party(f"陳{n}", postcode=str(100 + n % 800)), 1000 + n).id
        for n in range(count)
    ]


def report(case: str, pairs: list[tuple[float, float]], reference_is: str) -> None:
    """One JSON line a figure: the round whose ratio is the median."""
    ours, reference = sorted(pairs, key=lambda pair: pair[0] / pair[1])[len(pairs) // 2]
    line = {
        "bench": "notices", "case": case, "ours": round(ours, 2), "reference": round(reference, 2),
        "reference_is": reference_is, "ratio": round(ours / reference, 2), "unit": "notices/s",
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def one_round(ids: list[int]) -> tuple[float, float, float]:
    """Letters a second: ours, bare Typst, WeasyPrint, one after the other."""
    from tests import factories

    from wuai.contexts.notices import api, jobs
    from wuai.contexts.notices.gateways.typesetter import pool
    from wuai.platform.actors import system

    branch = factories.branch()
    by = system("bench", branch_id=branch.id, branch_code=branch.code)
    ref = api.issue_notices(
        case_ids=ids, kind="PAYMENT", request_key="", by=by, at=factories.AT, on=factories.ON
    )
    batch = jobs.NoticeBatch.objects.get(ref=ref)
    letters = [content for _, content in jobs.letters_of(batch.id)]
    size = pool.LETTERS_PER_COMPILE
    chunks = [letters[i : i + size] for i in range(0, len(letters), size)]
    reference = bare_typst(chunks, "bench")
    began = time.perf_counter()
    done = jobs.print_batch(ref, by=by, at=factories.AT)
    seconds = time.perf_counter() - began
    if (done.status, done.pages) != ("PRINTED", 2 * len(ids)):
        raise SystemExit(f"printed {done.pages} pages of {2 * len(ids)}")
    return len(ids) / seconds, len(ids) / reference, weasyprint_rate(letters)


def main() -> None:
    """Measure and print."""
    from wuai.config import boot

    boot.setup()
    from wuai.contexts.notices.gateways.typesetter import pool

    ids = made(LETTERS)
    rounds = [one_round(ids) for _ in range(ROUNDS)]
    case = f"{LETTERS} letters, {pool.processes()} processes"
    report(case, [(ours, typst) for ours, typst, _ in rounds],
           "bare Typst on the same source, data, standard, batch size and processes")  # fmt: skip
    report(case, [(ours, weasy) for ours, _, weasy in rounds],
           "the same letter through WeasyPrint, as many processes")  # fmt: skip


if __name__ == "__main__":
    main()
