"""What leaves as a spreadsheet stays what it is: identifiers are text, and nothing computes."""

import csv
import io

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
