"""Notices: a batch from sealed letters to kept print files, beside bare Typst and beside WeasyPrint.

``python -m bench.notices`` prints ``BENCH_NOTICES`` letters (default 2,000). Ours is the whole
printing of an issued batch: open the seals, check the characters, draw the codes, compile, keep
the files encrypted, mark the notices, write the index. The first reference is Typst alone on the
same source with the same data prepared beforehand: same PDF standard, letters a compile and
processes. The second is the same letter as HTML through WeasyPrint, its rate in one process times
our number of processes (as if it scaled perfectly).
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
LETTERS = int(os.environ.get("BENCH_NOTICES", "2000"))
BY_WEASYPRINT = 6
os.environ["WUAI_VAR"] = str(VAR)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def bare(given: dict[str, str]) -> int:
    """Compile one prepared chunk; for the other process."""
    from wuai.contexts.notices.gateways.typesetter import client

    pdf = client.compiler(client.MAIN).compile(sys_inputs=given, pdf_standards=client.STANDARD)
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


def weasyprint_seconds(letters: list[dict[str, Any]]) -> float:
    """Seconds a letter through WeasyPrint, in one process, after a first one to warm up."""
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
    for letter in letters[1 : BY_WEASYPRINT + 1]:
        render(letter)
    return (time.perf_counter() - began) / BY_WEASYPRINT


def _css() -> str:
    from wuai.contexts.notices.gateways.typesetter.fonts import font_set

    source = font_set().files[0].as_uri()
    return (
        f"@font-face {{ font-family: House; src: url({source}) }} @page {{ size: A4; margin: 15mm 18mm }}"
        " body { font: 10.5pt/1.5 House } h2 { font-size: 12.5pt } h1 { font-size: 19pt }"
        " table { width: 100%; border-collapse: collapse } img { width: 90mm; height: 10.5mm }"
        " img.qr { width: 32mm; height: 32mm } section { break-before: page }"
    )


def _page(n: dict[str, Any]) -> str:
    """The same words, figures and codes as the letter."""
    e = html.escape
    rows = "".join(
        f"<tr><td>{e(c['number'])}<td>{e(c['agency_zh'])}<td>{e(c['about_zh'])}<td>{e(c['amount'])}"
        for c in n["cases"]
    )
    slips = "".join(_slip(c) for c in n["cases"] if c["slip"])
    zh = "".join(f"<p>{e(block['zh'])}" for block in n["blocks"].values())
    en = "".join(f"<p>{e(block['en'])}" for block in n["blocks"].values())
    to = n["recipient"]
    return (
        f"<html lang=zh-TW><title>{e(n['title'])}</title><body><p>{e(n['branch']['name_zh'])}"
        f"<h1>{e(n['kind_zh'])}</h1><p>{e(n['number'])}<p>{e(to['postcode'])} {e(to['address'])}"
        f"<p>{e(to['name'])}<p>{e(n['total'])} {e(n['due_zh'][0])}<h2>應繳案件</h2>"
        f"<table><thead><tr><th>執行案號<th>移送機關<th>事由<th>應繳金額<tbody>{rows}</table>{zh}"
        f"<p>{e(n['section']['full_zh'])} {e(n['section']['phone'])} {e(n['branch']['address_zh'])}"
        f"{slips}<section lang=en><h1>{e(n['kind_en'])}</h1><table>{rows}</table>{en}"
        f"<p>{e(n['branch']['address_en'])}</section>"
    )


def _slip(case: dict[str, Any]) -> str:
    from base64 import b64encode

    def picture(svg: str, alt: str, name: str = "") -> str:
        data = b64encode(svg.encode()).decode()
        return (
            f'<img class="{name}" alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{data}">'
        )

    slip = case["slip"]
    bars = "".join(f"<p>{picture(b['svg'], b['alt'])}<br>*{b['text']}*" for b in slip["store"])
    return (
        f"<h2>繳款單 {html.escape(case['number'])}</h2>"
        f"{picture(slip['qr']['svg'], slip['qr']['alt'], 'qr')}<p>{case['amount']}"
        f" {slip['due'][0]}<p>{html.escape(slip['bank'])} {slip['account']}{bars}"
    )


def issued(count: int) -> Any:
    """A batch of ``count`` letters, issued and not yet printed."""
    from tests import factories

    from wuai.contexts.notices import api
    from wuai.platform.actors import system

    branch = factories.branch()
    by = system("bench", branch_id=branch.id, branch_code=branch.code)
    ids = [
        factories.case(factories.party(f"陳{n}", postcode=str(100 + n % 800)), 1000 + n).id
        for n in range(count)
    ]
    began = time.perf_counter()
    ref = api.issue_notices(
        case_ids=ids, kind="PAYMENT", request_key="", by=by, at=factories.AT, on=factories.ON
    )
    return ref, by, time.perf_counter() - began


def report(case: str, ours: float, reference: float, reference_is: str) -> None:
    """One JSON line a figure."""
    line = {
        "bench": "notices", "case": case, "ours": round(ours, 2), "reference": round(reference, 2),
        "reference_is": reference_is, "ratio": round(ours / reference, 2), "unit": "notices/s",
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Measure and print."""
    from wuai.config import boot

    boot.setup()
    from tests import factories

    from wuai.contexts.notices import jobs
    from wuai.contexts.notices.gateways.typesetter import pool

    ref, by, issuing = issued(LETTERS)
    print(f"issued {LETTERS} notices in {issuing:.1f} s", file=sys.stderr)
    batch = jobs.NoticeBatch.objects.get(ref=ref)
    letters = [content for _, content in jobs.letters_of(batch.id)]
    size = pool.LETTERS_PER_COMPILE
    chunks = [letters[i : i + size] for i in range(0, len(letters), size)]
    reference = bare_typst(chunks, "bench")
    began = time.perf_counter()
    done = jobs.print_batch(ref, by=by, at=factories.AT)
    seconds = time.perf_counter() - began
    if (done.status, done.pages) != ("PRINTED", 2 * LETTERS):
        raise SystemExit(f"printed {done.pages} pages of {2 * LETTERS}")
    report(f"{LETTERS} letters, {pool.processes()} processes", LETTERS / seconds, LETTERS / reference,
           "bare Typst on the same source, data, standard, batch size and processes")  # fmt: skip
    weasy = pool.processes() / weasyprint_seconds(letters)
    report(f"{LETTERS} letters", LETTERS / seconds, weasy, "the same letter through WeasyPrint")


if __name__ == "__main__":
    main()
