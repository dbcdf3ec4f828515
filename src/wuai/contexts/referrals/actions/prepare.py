"""Turn a piece of a file into staged rows: decode, check, seal, write as CSV for COPY.

Pure work on bytes, without a database, so that it runs in processes of its own. Nothing of Django
is imported here.
"""

import contextlib
import csv
import json
import uuid

import polars as pl

from wuai.contexts.referrals.rules import checks
from wuai.contexts.referrals.rules.columns import COLUMNS, NAME_OF
from wuai.contexts.referrals.rules.faults import Fault, as_json
from wuai.contexts.referrals.rules.findings import Findings, Ground
from wuai.contexts.referrals.rules.pieces import NULL, STAGED, Piece, Plan, Prepared
from wuai.contexts.referrals.rules.split import Broken, Record
from wuai.platform import bigrams, crypto

# Written out, because the models of another context cannot be imported here; a test compares them.
ID_NUMBER = "parties_party.id_number"
REPRESENTATIVE_ID = "parties_party.representative_id"
RAW = "referrals_rowresult.raw"


def prepare(plan: Plan, piece: Piece) -> Prepared:
    """Check and seal one piece."""
    findings = Findings()
    rows = _fields(plan, piece.records, findings)
    frame = _frame(plan, rows)
    ground = Ground(plan.on, plan.categories)
    unreadable = dict(findings.faults)
    found = Findings()
    checked = checks.check(frame, ground, found)
    for row, faults in unreadable.items():
        found.faults[row] = faults
        found.warnings.pop(row, None)
    data = _staged(plan, piece, checked, rows, found).write_csv(
        include_header=False, null_value=NULL, quote_style="non_numeric"
    )
    return Prepared(
        piece.number, piece.first_row, len(rows), len(found.faults), data.encode("utf-8")
    )


def _fields(plan: Plan, records: list[Record], findings: Findings) -> list[list[str]]:
    texts = [_text(plan, place, record, findings) for place, record in enumerate(records)]
    rows = _cells(texts, findings)
    width = len(plan.titles)
    for place, row in enumerate(rows):
        if len(row) == width:
            continue
        if len(row) > width and not any(row[width:]):
            del row[width:]
            continue
        if place not in findings.faults:
            findings.faults[place].append(Fault("", "FIELD_COUNT", str(len(row))))
        row.extend([""] * (width - len(row)))
    return rows


def _cells(texts: list[str], findings: Findings) -> list[list[str]]:
    with contextlib.suppress(csv.Error):
        rows = list(csv.reader(texts))
        if len(rows) == len(texts):
            return rows
    return [_cells_of_one(place, text, findings) for place, text in enumerate(texts)]


def _cells_of_one(place: int, text: str, findings: Findings) -> list[str]:
    try:
        return next(csv.reader([text]), [""])
    except csv.Error:
        # A carriage return outside quotes: an error of this row and of no other one.
        if place not in findings.faults:
            findings.faults[place].append(Fault("", "CONTROL_CHARACTER", "U+000D"))
        return next(csv.reader([text.replace("\r", " ")]), [""])


def _text(plan: Plan, place: int, record: Record, findings: Findings) -> str:
    if isinstance(record, Broken):
        findings.faults[place].append(Fault("", record.code))
        # A quote inside would draw the next record in.
        return record.start.decode(plan.encoding, "replace").replace('"', "'").replace("\n", " ")
    try:
        return record.decode(plan.encoding)
    except UnicodeDecodeError as error:
        findings.faults[place].append(Fault("", "UNDECODABLE", str(error.start + 1)))
        return record.decode(plan.encoding, "replace")


def _frame(plan: Plan, rows: list[list[str]]) -> pl.DataFrame:
    width = len(plan.titles)
    by_place = list(zip(*(row[:width] for row in rows), strict=True))
    places = {NAME_OF[t]: i for i, t in enumerate(plan.titles) if t in NAME_OF}
    nothing = [""] * len(rows)
    return pl.DataFrame(
        {
            column.name: pl.Series(
                by_place[places[column.name]] if column.name in places else nothing,
                dtype=pl.String,
            )
            for column in COLUMNS
        }
    )


def _staged(
    plan: Plan, piece: Piece, frame: pl.DataFrame, rows: list[list[str]], found: Findings
) -> pl.DataFrame:
    size = frame.height
    faulty = pl.Series("faulty", [row in found.faults for row in range(size)], dtype=pl.Boolean)
    row_no = range(piece.first_row, piece.first_row + size)
    errors: list[str | None] = [None] * size
    warnings: list[str | None] = [None] * size
    raw: list[str | None] = [None] * size
    for row, faults in found.faults.items():
        errors[row] = as_json(faults)
        raw[row] = _kept(plan, piece.first_row + row, rows[row])
    for row, notes in found.warnings.items():
        warnings[row] = as_json(notes)
    frame = frame.with_columns(
        pl.Series("row_no", row_no, dtype=pl.Int32),
        pl.Series("errors", errors, dtype=pl.String),
        pl.Series("warnings", warnings, dtype=pl.String),
        pl.Series("raw", raw, dtype=pl.String),
        pl.lit(plan.batch_id).alias("batch_id"),
        pl.lit(piece.number).alias("chunk_no"),
        *_sealed(frame, found),
    )
    keep = {"batch_id", "chunk_no", "row_no", "errors", "warnings", "raw", "agency_ref"}
    if found.faults:
        frame = frame.with_columns(
            pl.when(faulty).then(None).otherwise(pl.col(name)).alias(name)
            for name in STAGED
            if name not in keep
        )
        # What is shown of a faulty row's number must itself be clean and short.
        safe = pl.col("agency_ref").str.replace_all(r"\p{C}", "").str.slice(0, 40)
        frame = frame.with_columns(
            pl.when(faulty).then(safe).otherwise(pl.col("agency_ref")).alias("agency_ref")
        )
    return frame.select(STAGED)


def _kept(plan: Plan, row_no: int, row: list[str]) -> str:
    content = json.dumps(dict(zip(plan.titles, row, strict=False)), ensure_ascii=False)
    if not plan.batch_ref:
        return "\\x"
    return "\\x" + crypto.sealer(RAW)(f"{plan.batch_ref}:{row_no}", content).hex()


def _sealed(frame: pl.DataFrame, found: Findings) -> list[pl.Series]:
    random = crypto.drawn(64 * frame.height)
    index, seal = crypto.indexer("party-id"), crypto.sealer(ID_NUMBER, random)
    seal_2 = crypto.sealer(REPRESENTATIVE_ID, random)
    columns: list[list[str | None]] = [[], [], [], [], []]
    refs, ids, indexes, seconds, vectors = columns
    numbers = frame["id_number"].to_list(), frame["representative_id"].to_list()
    for row, (number, second, name) in enumerate(zip(*numbers, frame["name"], strict=True)):
        if row in found.faults:
            for column in columns:
                column.append(None)
            continue
        ref = str(uuid.UUID(bytes=random(16), version=4))
        refs.append(ref)
        ids.append("\\x" + seal(ref, number).hex() if number else None)
        indexes.append("\\x" + index(number).hex() if number else None)
        seconds.append("\\x" + seal_2(ref, second).hex() if second else None)
        vectors.append(bigrams.vector(name))
    names = ("party_ref", "id_number", "id_index", "representative_id", "name_search")
    return [
        pl.Series(name, column, dtype=pl.String)
        for name, column in zip(names, columns, strict=True)
    ]
