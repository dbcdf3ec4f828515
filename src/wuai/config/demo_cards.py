"""People of the demo branch who get a demonstration card, and what they need for its first link."""

from datetime import datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.platform.actors import system

PEOPLE = 2


def people(*, at: datetime, count: int = PEOPLE) -> list[identity.Person]:
    """The first people of the demo branch with an open case and a slip; none where no demo is."""
    where = next((row for row in organisation.branches() if row.is_demo), None)
    if where is None:
        return []
    by = system("demo", branch_id=where.id, branch_code=where.code)
    found: list[identity.Person] = []
    slips = payments.slip_rows(case_ids=cases.open_case_ids(where.id)[:500])
    rows = cases.case_rows(slips)
    held = parties.party_rows([row.obligor_id for row in rows.values()])
    seen: set[int] = set()
    for case_id, slip in slips.items():
        row, party = rows[case_id], held[rows[case_id].obligor_id]
        if party.kind != "PERSON" or not party.id_masked or party.id in seen:
            continue
        seen.add(party.id)
        number = parties.reveal(party_ref=party.ref, reason="示範卡 / demo card", by=by, at=at)
        code = payments.notice_code(slip.ref)
        found.append(identity.Person(party.name, number, row.number, code))
        if len(found) == count:
            break
    return found


def told(found: list[identity.Person]) -> str:
    """What a start tells about the demo cards; empty when there are none."""
    if not found:
        return ""
    lines = [
        f"  {who.name}  案號 {who.case_number}  證號 {who.number}  查詢碼 {who.code}"
        for who in found
    ]
    head = "示範自然人憑證（PIN 123456，沒有效力）/ demo citizen cards (worth nothing): /login/citizen/"
    return "\n".join([head, *lines])
