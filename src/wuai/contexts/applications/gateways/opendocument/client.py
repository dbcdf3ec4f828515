"""One form in, one ODT out, built without an office program."""

import io
from typing import Any

from odfdo import Cell, Document, Header, Paragraph, Row, Table


def form_text(form: dict[str, Any]) -> bytes:
    """The form as an OpenDocument text: headings, a table a page of questions, room to write."""
    document, say = Document("text"), form["words"]
    body = document.body
    body.clear()
    document.meta.title = form["title"]
    document.meta.language = "en-GB" if form["lang"] == "en" else "zh-TW"
    title = f"{form['title']}（{say['sample']}）" if form["sample"] else form["title"]
    body.append(Header(1, title))
    body.append(Paragraph(form["summary"]))
    for place, section in enumerate(form["sections"], start=1):
        body.append(Header(2, section["title"]))
        body.append(_questions(f"Section{place}", section["fields"], say))
    if form["papers"]:
        body.append(Header(2, say["papers"]))
        for label, need in form["papers"]:
            body.append(Paragraph(f"□ {label}（{need}）"))
    body.append(Paragraph(f"{say['fee']}：{form['fee']}"))
    if form["basis"]:
        body.append(Paragraph(f"{say['basis']}：{form['basis']}"))
    body.append(Paragraph(f"{say['signature']}：＿＿＿＿＿＿＿＿＿＿　{say['day']}：＿＿＿＿＿＿"))
    body.append(Paragraph(f"{say['foot']}　{form['code']}"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _questions(name: str, fields: list[dict[str, Any]], say: dict[str, str]) -> Table:
    table = Table(name)
    for field in fields:
        row = Row()
        label = f"{field['label']}（{say['optional']}）" if field["optional"] else field["label"]
        row.append_cell(_cell([label, field["hint"]] if field["hint"] else [label]))
        row.append_cell(_cell(_answer(field)))
        table.append_row(row)
    return table


def _answer(field: dict[str, Any]) -> list[str]:
    if field["options"]:
        return [f"{'■' if chosen else '□'} {label}" for label, chosen in field["options"]]
    return str(field["value"]).split("\n") if field["value"] else [""] * int(field["lines"])


def _cell(lines: list[str]) -> Cell:
    cell = Cell()
    for line in lines:
        cell.append(Paragraph(line))
    return cell
