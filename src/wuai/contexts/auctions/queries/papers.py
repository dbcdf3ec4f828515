"""The words of a certificate of transfer; Chinese has effect, English is a courtesy."""

from typing import Any

from wuai.contexts.auctions.models import Transfer
from wuai.contexts.auctions.queries.conditions import buyer_id_of
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh, spoken_zh

COPY = "副本 Copy"
POSSESSION = {True: "點交", False: "不點交"}


def certificate(row: Transfer) -> dict[str, Any]:
    """The original."""
    return _words(row, [])


def copy(row: Transfer) -> dict[str, Any]:
    """What the buyer may download: it transfers nothing, and says so."""
    return _words(row, [COPY])


def _words(row: Transfer, marks: list[str]) -> dict[str, Any]:
    branch, case = organisation.branch_by_id(row.branch_id), cases.case_row(row.case_id)
    agency = organisation.agency_by_id(case.agency_id)
    old = row.replaces
    if old is not None:
        marks = [*marks, "補發 Reissue"]
    return {
        "number": str(row.number), "branch": branch.name_zh,
        "branch_en": branch.name_en, "marks": marks,
        "issued": f"中華民國 {spoken_zh(row.issued_on)}" if row.issued_on else "",
        "facts": [
            ["案號", "Case", case.number],
            ["移送機關", "Referring agency", agency.name_zh],
            ["義務人", "Obligor", parties.party_row(case.obligor_id).name],
            ["買受人", "Buyer", row.buyer_name],
            ["買受人統一編號", "Identity number", buyer_id_of(row)],
            ["買受人地址", "Address", row.buyer_address],
            ["標別", "Lot", row.lot],
            ["權利範圍", "Share", row.scope],
            ["拍定或承受日", "Day of the sale", long_zh(row.sold_on)],
            ["價金", "Price", format_nt(row.price)],
            ["價金繳清日", "Paid in full on", long_zh(row.paid_on) if row.paid_on else ""],
            ["點交", "Possession", POSSESSION[row.is_delivered]],
        ],
        "property": row.property.splitlines(),
        "said": _said(row, old),
        "remarks": row.remarks,
        "foot": f"{branch.name_zh}　電話 {branch.phone}",
    }  # fmt: skip


def _said(row: Transfer, old: Transfer | None) -> list[str]:
    said = [
        "上列不動產經本分署拍賣（承受），買受人已繳足價金，依強制執行法第 97 條發給本證書。",
        "買受人自領得本證書之日起，取得該不動產所有權（強制執行法第 98 條第 1 項）。",
    ]
    if old is not None:
        since = f"，已於 {long_zh(old.received_on)} 領得" if old.received_on else ""
        said.append(
            f"本證書係補發，取代 {old.number}{since}；原證書作廢，所有權取得之日不因補發而變動。"
        )
    return said
