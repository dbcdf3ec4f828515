"""``wuai cases``: look at a case, have every dollar explained."""

from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.cases import queries
from wuai.contexts.cases.queries_explain import explain
from wuai.contexts.cases.queries_late_charges import late_charge_beside
from wuai.contexts.cases.rules.limits import Clock, reckon
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel import roc_dates
from wuai.kernel.money import format_nt
from wuai.kernel.taipei import day_of
from wuai.platform import history
from wuai.platform.access import note_read
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="cases", help="執行案件 / Enforcement cases.", no_args_is_help=True,
    add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
Number = Annotated[str, typer.Argument(help="案號 / case number, however written")]
On = Annotated[str, typer.Option("--on", help="基準日，預設今日 / the day, default today")]
BranchCode = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
As = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]


@app.callback()
def cases() -> None:
    """執行案件 / Enforcement cases."""


def _day(text: str) -> Any:
    return roc_dates.parse(text) if text else day_of(timezone.now())


@app.command()
def show(
    number: Number, on: On = "", branch: BranchCode = "", as_: As = "", json_: Json = False
) -> None:
    """案件現況 / A case as it stands."""
    with run_refusable(json_):
        where, by = identity.at_branch(branch, as_, needs="case.view", at=timezone.now())
        day = _day(on)
        row = queries.case_by_number(where.id, number)
        party = parties.party_row(row.obligor_id)
        note_read(
            f"case:{row.ref}",
            f"party:{party.ref}",
            by=by,
            at=timezone.now(),
            page="wuai cases show",
        )
        emit(_shown(row, day), json_, _said)


def _shown(row: queries.CaseRow, day: Any) -> dict[str, Any]:
    section = organisation.section(row.section_id)
    agency = organisation.agency_by_id(row.agency_id)
    party = parties.party_row(row.obligor_id)
    components = queries.balances([row.id], day)[row.id]
    limits = reckon(
        Clock(row.kind, row.due_on, row.final_on, row.collection_end_on, row.started_on,
              row.suspended_days)
    )  # fmt: skip
    shown: dict[str, Any] = plain({
        "number": row.number, "ref": str(row.ref), "branch": organisation.branch_by_id(row.branch_id).code,
        "section": {"code": section.code, "name_zh": section.name_zh, "name_en": section.name_en},
        "agency": {"code": agency.code, "name_zh": agency.name_zh, "name_en": agency.name_en},
        "agency_ref": row.agency_ref,
        "category": {"code": row.category_code, "name_zh": row.category_zh, "kind": row.kind},
        "status": row.status, "closing_code": row.closing_code, "registered_on": row.registered_on,
        "closed_on": row.closed_on,
        "obligor": {"name": party.name_masked, "id": party.id_masked, "kind": party.kind,
                    "is_major": party.is_major},
        "title": row.title, "period": row.period, "served_on": row.served_on,
        "due_on": row.due_on, "final_on": row.final_on, "started_on": row.started_on,
        "on": day, "referred": row.referred, "components": dict(queries.ordered(components)),
        "balance": sum(components.values()),
        "limits": {"exec_limit_1": row.limit_1_on, "exec_limit_2": row.limit_2_on,
                   "last_day": row.limit_on, "steps": limits.steps, "sources": limits.sources},
        "history": history.of_case(row.ref),
    })  # fmt: skip
    return shown


def _said(found: dict[str, Any]) -> str:
    parts = [f"  {code:<10}{format_nt(amount):>20}" for code, amount in found["components"].items()]
    return "\n".join(
        [
            found["number"],
            f"{found['section']['name_zh']} · {found['agency']['name_zh']} {found['agency_ref']}",
            f"{found['obligor']['name']} {found['obligor']['id']}",
            f"{found['status']} {found['closing_code']}",
            *parts,
            f"  餘額 balance {format_nt(found['balance']):>18}",
            f"  執行期限 limit {found['limits']['last_day']}",
        ]
    )


@app.command("explain")
def explain_command(
    number: Number, on: On = "", branch: BranchCode = "", as_: As = "", json_: Json = False
) -> None:
    """每一元的來由 / Every dollar: component, basis, rate, from, to, amount."""
    with run_refusable(json_):
        where, _by = identity.at_branch(branch, as_, needs="case.view", at=timezone.now())
        day = _day(on)
        row = queries.case_by_number(where.id, number)
        lines = explain(row, day)
        kind = parties.party_row(row.obligor_id).kind
        emit(
            {
                "number": row.number, "on": day, "balance": sum(line.amount for line in lines),
                "late_charge": late_charge_beside(row, lines, is_person=kind == "PERSON"),
                "lines": [
                    {"component": line.component, "basis": line.basis, "rate": line.rate,
                     "from": line.since, "to": line.until, "amount": line.amount}
                    for line in lines
                ],
            },
            json_, _lines,
        )  # fmt: skip


def _lines(found: dict[str, Any]) -> str:
    rows = [
        f"{line['component']:<10}{line['from']} – {line['to']} {line['amount']:>14,}  {line['basis'].zh}"
        for line in found["lines"]
    ]
    late = found["late_charge"]
    beside = [
        f"滯納金試算 surcharge {late.verdict} {format_nt(one.amount)}  {one.rule.zh}（{one.source.zh}）"
        for one in (late.readings if late else ())
    ]
    return "\n".join(
        [found["number"], *rows, f"餘額 balance {format_nt(found['balance'])}", *beside]
    )
