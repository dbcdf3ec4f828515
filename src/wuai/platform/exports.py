"""Tables that people take away: CSV and ODS, with identifiers as text and no live formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from odfdo import Cell, Document, Row, Table

from wuai.platform.spreadsheets import disarmed

CSV_TYPE = "text/csv; charset=utf-8"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
Cells = Sequence[str | int]


def as_csv(heads: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """UTF-8 with a BOM, so that every spreadsheet reads the Chinese; whole numbers stay numbers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([disarmed(head) for head in heads])
    writer.writerows(
        [cell if isinstance(cell, int) else disarmed(cell) for cell in row] for row in rows
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_ods(title: str, heads: Sequence[str], rows: Iterable[Cells]) -> bytes:
    """One sheet. A text is stored as a text: leading zeros stay, and nothing in it is computed."""
    return as_workbook((title, heads, rows))


def as_workbook(*sheets: tuple[str, Sequence[str], Iterable[Cells]]) -> bytes:
    """Several sheets, each with its title, its heads and its rows."""
    document = Document("spreadsheet")
    document.body.clear()
    for title, heads, rows in sheets:
        document.body.append(_sheet(title, heads, rows))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sheet(title: str, heads: Sequence[str], rows: Iterable[Cells]) -> Table:
    sheet = Table(title[:31])
    for cells in [heads, *rows]:
        row = Row()
        for cell in cells:
            row.append_cell(
                Cell(cell, cell_type="float")
                if isinstance(cell, int)
                else Cell(_printable(cell), cell_type="string")
            )
        sheet.append_row(row)
    return sheet


def _printable(text: str) -> str:
    # XML has no place for control characters; a spreadsheet would refuse the whole file.
    return "".join(c if c >= " " or c in "\t\n" else "␀" for c in text)


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """The file as an answer that the browser saves."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Cells]) -> HttpResponse:
    """A table as a CSV file; ``name`` comes without its ending."""
    return download(as_csv(heads, rows), CSV_TYPE, f"{name}.csv")


def table_file(
    form: str, name: str, title: str, heads: Sequence[str], rows: Iterable[Cells]
) -> HttpResponse:
    """A table in the form that the address names: csv or ods; there is no other."""
    if form == "csv":
        return csv_file(name, heads, rows)
    if form != "ods":
        raise Http404
    return download(as_ods(title, heads, rows), ODS_TYPE, f"{name}.ods")
