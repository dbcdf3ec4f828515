"""The index of a batch: which letter is where, in postal order, for the mail room."""

import csv
import io
import json
from typing import Any

from django.db import connection

from wuai.contexts.notices.models import CONTENT
from wuai.contexts.notices.rules import postal
from wuai.platform.crypto import unseal
from wuai.platform.spreadsheets import disarmed

COLUMNS = (
    "順序", "檔案", "起頁", "頁數", "通知書號", "郵遞區號", "鄉鎮市區", "受文者", "地址", "執行案號",
    "應繳金額", "狀態",
)  # fmt: skip
_STATES = {"PRINTED": "已列印", "SET_ASIDE": "待處理", "WAITING": "未列印"}


def totals(batch_id: int) -> dict[str, Any]:
    """What was printed and what was set aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'PRINTED'), coalesce(sum(pages), 0),"
            " count(*) FILTER (WHERE status <> 'PRINTED') FROM notices_notice WHERE batch_id = %s",
            [batch_id],
        )
        printed, pages, others = cursor.fetchone()
    return {"notices": printed, "pages": int(pages), "set_aside": others}


def index_csv(batch_id: int) -> bytes:
    """The whole index: UTF-8 with BOM, identifiers as text, no cell that a spreadsheet would run."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.position, f.no, n.first_page, n.pages, n.number, n.sorting, n.status, n.ref,"
            " n.content, n.amount FROM notices_notice n LEFT JOIN notices_printfile f"
            " ON f.id = n.file_id WHERE n.batch_id = %s ORDER BY n.position",
            [batch_id],
        )
        for position, file, first, pages, number, sorting, status, ref, content, amount in cursor:
            letter = json.loads(unseal(CONTENT, str(ref), content))
            to = letter["recipient"]
            code = "" if sorting.startswith(postal.UNKNOWN) else sorting
            rows.writerow(
                disarmed(str(value))
                for value in (
                    position, f"{file:03d}" if file else "", first or "", pages or "", number,
                    to["postcode"] or code, postal.township_of(code), to["name"], to["address"],
                    " ".join(case["number"] for case in letter["cases"]), amount, _STATES[status],
                )
            )  # fmt: skip
    return b"\xef\xbb\xbf" + text.getvalue().encode()
