"""What leaves as a spreadsheet stays what it is: identifiers are text, and nothing computes."""

import csv
import io
import random
import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odfdo import Document

from wuai.platform.exports import as_csv, as_ods

cells = st.text(
    st.sampled_from("=+-@＝＋－＠\t\r\n0123456789A陳 ,\"'"), min_size=0, max_size=8
)  # fmt: skip


def _sheet(content):
    return Document(io.BytesIO(content)).body.tables[0]


def test_identifiers_keep_their_zeros_and_amounts_stay_numbers():
    rows = [("00123", 5, "1e5"), ("=1+1", -5, "@SUM(A1)")]
    sheet = _sheet(as_ods("表", ["編號", "金額", "註"], rows))
    assert [cell.type for cell in sheet.get_row(1).cells] == ["string", "float", "string"]
    assert sheet.get_value((0, 1)) == "00123"
    assert sheet.get_value((1, 2)) == -5
    text = as_csv(["編號"], [("00123",), ("=1+1",)]).decode("utf-8-sig")
    assert text.splitlines() == ["編號", "00123", "'=1+1"]


@settings(max_examples=40)
@given(st.lists(cells, min_size=1, max_size=4))
def test_no_cell_is_a_formula(words):
    sheet = _sheet(as_ods("x", ["h"] * len(words), [words]))
    assert all(cell.formula is None and cell.type == "string" for cell in sheet.get_row(1).cells)
    read = list(csv.reader(io.StringIO(as_csv(["h"], [words]).decode("utf-8-sig"), newline="")))
    assert not [c for row in read for c in row if c.lstrip(" ")[:1] in set("=+-@＝＋－＠\t\r\n")]


def _by_hand(words, folder):
    """What a reader of the file alone would take for a formula."""
    read = csv.reader(io.StringIO(as_csv(["h"], words).decode("utf-8-sig"), newline=""))
    return [cell for row in read for cell in row if cell.lstrip("\0 ")[:1] in set("=+-@")]


def _by_calc(words, folder):
    """What LibreOffice makes of both files; its flat form shows every formula."""
    (folder / "c.csv").write_bytes(as_csv(["h"], words))
    (folder / "o.ods").write_bytes(as_ods("x", ["h"], words))
    live = []
    for name, filters in (("c.csv", ["--infilter=CSV:44,34,76,1"]), ("o.ods", [])):
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             *filters, "--convert-to", "fods", "--outdir", str(folder), str(folder / name)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        sheet = (folder / name).with_suffix(".fods").read_text("utf-8")
        assert sheet.count("<table:table-row") >= len(words) // 2
        live += re.findall('table:formula="[^"]*"', sheet)
    return live


@pytest.mark.deep
def test_ten_thousand_rows_come_back_from_a_spreadsheet_without_a_formula(tmp_path, deep_seconds):
    invent = random.Random(5)
    signs = "=+-@＝＋－＠\t\r\n\0\x0b 0123456789A陳,\"';|!%&SUM()\u200b\u00a0\ufeff\u202e𠮷"
    words = [
        ["".join(invent.choices(signs, k=invent.randrange(10))) for _ in range(4)]
        for _ in range(10_000 if deep_seconds else 500)
    ]
    words.append(["\0=1+1", "\ufeff=1+1", "＝1+1", "=cmd|' /C calc'!A0"])
    assert (_by_calc if deep_seconds else _by_hand)(words, tmp_path) == []
