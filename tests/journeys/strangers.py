"""Somebody of another branch, and of another agency, with every role, tries each address that names a thing.

Run as a program beside the demo branch (its database is in the environment); prints what was answered.
Things of the demo come from ``things.py``; what it has none of is laid down here first. All of it
happens in one transaction that is taken back.
"""

import json
import sys
from typing import Any

from checks.access import Route, routes
from tests.journeys.things import _HERE, _NHI, NO_PAGE, THINGS

FAR_BRANCH, FAR_AGENCY = "TPY", "BLI"
# Something fit for every form, so that a POST comes as far as the thing itself.
FILLED_IN = {
    "decision": "APPROVED", "approve": "yes", "consents": "yes", "what": "by_hand", "reason": "測試理由",
    "why": "測試理由", "note": "測試", "next_step": "測試", "count": "3", "kind": "GUARANTEE",
    "confirm": "on", "amount": "1", "sha256": "0" * 64, "outcome": "DONE",
}  # fmt: skip
# What the walk through all pages needs no thing for: the walk opens no files and sends nothing.
MORE = {
    "agency/tokens/<": f"SELECT ref::text FROM identity_apitoken WHERE agency_id = {_NHI}",
    "agency/accounts/<uuid:ref>/<": "SELECT ref::text, 'end' FROM identity_account WHERE username = 'nhi'",
    "staff/accounts/<uuid:ref>/<": "SELECT ref::text, 'end' FROM identity_account WHERE username = 'clerk'",
    "staff/mails/<": f"SELECT ref::text FROM outbox_message WHERE {_HERE} LIMIT 1",
    "staff/notices/evidence/<": f"SELECT ref::text FROM notices_serviceattempt WHERE {_HERE} LIMIT 1",
    "staff/notices/files/<":
        "SELECT f.id FROM notices_printfile f JOIN notices_noticebatch b ON b.id = f.batch_id"
        f" WHERE b.{_HERE} LIMIT 1",
    "staff/notices/tasks/<":
        "SELECT n.ref::text FROM notices_setaside s JOIN notices_notice n ON n.id = s.notice_id"
        f" WHERE s.{_HERE} LIMIT 1",
    "staff/notices/texts/versions/<":
        f"SELECT id FROM notices_textblockversion WHERE {_HERE} LIMIT 1",
    "staff/payments/day/matches/<": f"SELECT ref::text FROM payments_bankmatch WHERE {_HERE} LIMIT 1",
    "staff/payments/day/reopenings/<": "SELECT ref::text FROM payments_dayreopening",
    "staff/payments/online/contracts/<":
        f"SELECT ref::text FROM payments_cardcontract WHERE {_HERE} LIMIT 1",
    "staff/payments/online/releases/<": "SELECT ref::text FROM payments_cardrelease",
    "staff/payments/voidings/<": "SELECT ref::text FROM payments_voidrequest",
    "staff/payments/refunds/wrongslips/<": "SELECT ref::text FROM payments_wrongrefundslip",
    "staff/payments/chargebacks/<": "SELECT ref::text FROM payments_chargeback",
    "staff/payments/takeoffs/<": "SELECT ref::text FROM payments_takeoff",
    "staff/suspense/proposals/<": "SELECT ref::text FROM payments_settlementproposal",
    "staff/reference/<slug:table>/<": f"SELECT 'sections', min(id) FROM organisation_section WHERE {_HERE}",
    "staff/objections/<": f"SELECT ref::text FROM objections_objection WHERE {_HERE} LIMIT 1",
    "staff/objections/<uuid:ref>/papers/<":
        "SELECT o.ref::text, d.ref::text FROM objections_objection o JOIN objections_objectionpaper d"
        f" ON d.objection_id = o.id WHERE o.{_HERE} LIMIT 1",
    "staff/objections/filed/<":
        f"SELECT application_ref::text FROM objections_objection WHERE {_HERE} LIMIT 1",
    "staff/instalments/<uuid:ref>/papers/<uuid":
        "SELECT p.ref::text, d.ref::text FROM instalments_plan p JOIN instalments_plandocument d"
        f" ON d.plan_id = p.id WHERE p.{_HERE} LIMIT 1",
    "staff/instalments/<uuid:ref>/answer/<":
        f"SELECT ref::text, {_NHI} FROM instalments_plan WHERE {_HERE} AND status = 'CONSENT' LIMIT 1",
    "staff/appointments/<uuid:ref>/":
        f"SELECT ref::text FROM appointments_booking WHERE {_HERE} AND state = 'BOOKED' LIMIT 1",
    "staff/appointments/duty/<": "SELECT id FROM appointments_duty",
    "staff/appointments/services/<slug:code>/<int":
        "SELECT s.code, p.id FROM appointments_pattern p JOIN appointments_service s"
        f" ON s.id = p.service_id WHERE s.{_HERE} LIMIT 1",
    "staff/appointments/slots/<":
        "SELECT t.ref::text FROM appointments_slot t JOIN appointments_service s"
        f" ON s.id = t.service_id WHERE s.{_HERE} LIMIT 1",
}  # fmt: skip
# Tried where such things are made; the demo has none of them yet.
ELSEWHERE = {
    "agency/referrals/attachments/<": "src/wuai/contexts/referrals/tests/test_pages.py",
    "agency/referrals/cases/<uuid:ref>/return/": "src/wuai/portals/tests/test_staff_pages.py",
    "staff/audit/watches/<": "src/wuai/contexts/audit/tests/test_watch.py",
    "staff/cases/<uuid:ref>/certificate/": "src/wuai/contexts/cases/tests/test_certificate_prints.py",
    "agency/cases/<uuid:ref>/certificate/": "src/wuai/contexts/cases/tests/test_certificate_prints.py",
    "staff/cases/<uuid:ref>/return/paper/": "src/wuai/portals/tests/test_staff_pages.py",
    "staff/intake/attachments/<": "src/wuai/contexts/referrals/tests/test_pages.py",
    "staff/intake/certificates/<": "src/wuai/contexts/referrals/tests/test_signing.py",
    "agency/referrals/certificates/<": "src/wuai/contexts/referrals/tests/test_signing.py",
    "staff/intake/supplies/<": "src/wuai/contexts/referrals/tests/test_supplies.py",
    "agency/referrals/supplies/<": "src/wuai/contexts/referrals/tests/test_supplies.py",
    "staff/applications/<": "src/wuai/contexts/applications/tests/test_pages.py",
    "staff/notices/publications/<": "src/wuai/contexts/notices/tests/test_publication_pages.py",
    "staff/night/": "src/wuai/contexts/applications/tests/test_paper_pages.py",
    "staff/attorneys/": "src/wuai/portals/public/tests/test_lookup.py",
    "staff/calls/": "src/wuai/contexts/messages/tests/test_pages.py",
    "staff/care/": "src/wuai/contexts/care/tests/test_pages.py",
    "staff/preemption/<": "src/wuai/contexts/auctions/tests/test_pages.py",
    "staff/preemption/letters/": "src/wuai/contexts/auctions/tests/test_letters.py",
    "staff/transfers/": "src/wuai/contexts/auctions/tests/test_pages.py",
    "staff/rewards/<": "src/wuai/contexts/rewards/tests/test_rewards.py",
    "staff/payments/fees/<": "src/wuai/contexts/payments/tests/test_fees.py",
    "staff/enquiries/<": "src/wuai/portals/tests/test_enquiries.py",
    "staff/contacts/": "src/wuai/contexts/messages/tests/test_pages.py",
    "staff/petitions/<": "src/wuai/contexts/petitions/tests/test_seeing.py",
    "staff/petitions/board/<": "src/wuai/contexts/petitions/tests/test_pages.py",
    "staff/petitions/letters/<": "src/wuai/contexts/petitions/tests/test_incoming.py",
    "staff/petitions/groups/<": "src/wuai/contexts/petitions/tests/test_pages.py",
    "staff/deadlines/<": "src/wuai/contexts/deadlines/tests/test_pages.py",
    "staff/instalments/<uuid:ref>/guarantors/<": "src/wuai/contexts/instalments/tests/test_guarantors.py",
}
# Names of tables, channels, days and reports, or of things that belong to all: nothing of somebody's.
NAMES_ONLY = {
    "agency/feedback/<": "a branch and a day: the file is always the asker's own",
    "staff/appointments/services/<slug:code>/": "a service: its times are the asker's own branch's",
    "staff/tasks/figures.<": "figures are always of the asker's own branch",
    "staff/deadlines/figures.<": "figures are always of the asker's own branch",
    "staff/figures/<": "a report and its kind: the figures are always the asker's own branch's",
    "staff/mails/channels/<": "a way to tell, the same in all branches",
    "staff/mails/wordings/<": "a wording, the same in all branches",
    "staff/notices/texts/<slug": "a block of text, the same in all branches",
    "staff/payments/channels/<": "a channel: the contract is entered for the asker's own branch",
    "ways-to-pay/<": "a branch: what everybody may know",
    "mail/<": "a mailbox: what everybody may know",
    "staff/petitions/mailboxes/<": "a mailbox: shown is the asker's own branch's",
    "staff/reference/<slug:table>/": "a table: shown are the asker's own rows",
    "staff/reference/closures/<": "a closure counts for the whole country, its editors are everywhere",
}


def exception(pattern: str) -> str:
    """Why an address names nothing that could be somebody else's; "" when it does."""
    if _fitting(pattern, MORE):
        return ""
    said = NAMES_ONLY | ELSEWHERE
    return next((why for beginning, why in said.items() if pattern.startswith(beginning)), "")


def _fitting(pattern: str, things: dict[str, str]) -> str:
    found = [at for at, sql in things.items() if pattern.startswith(at) and sql != NO_PAGE]
    return things[max(found, key=len)] if found else ""


def thing_of(pattern: str) -> str:
    """The SQL for a thing of this address."""
    return _fitting(pattern, MORE) or _fitting(pattern, THINGS)


def naming() -> list[Route]:
    """The addresses of staff and of agencies that name a thing."""
    return [
        route
        for route in routes()
        if route.parameters and route.pattern.startswith(("staff/", "agency/"))
    ]


def _lay_down() -> None:
    """Things that wait for a second person, a token, a paper, a text: the demo has none of them."""
    import uuid

    from django.utils import timezone
    from tests import factories

    from wuai.contexts.appointments.models import Duty, Service
    from wuai.contexts.cases.models import Case
    from wuai.contexts.identity.models import ApiToken
    from wuai.contexts.instalments.models import Plan, PlanDocument
    from wuai.contexts.notices.models import Notice, SetAside, TextBlockVersion
    from wuai.contexts.objections.models import Objection, ObjectionPaper
    from wuai.contexts.organisation.models import StaffMember
    from wuai.contexts.payments import models as money
    from wuai.platform import files

    at, on = timezone.now(), timezone.localdate()
    branch = factories.branch()
    asked = {"reason": "測試", "proposed_at": at, "proposed_by": "account:0", "proposed_name": "測"}
    ApiToken.objects.create(
        agency_id=factories.agency("NHI").id, name="t", prefix="x", sha256=uuid.uuid4().hex,
        created_at=at, expires_on=on,
    )  # fmt: skip
    receipt = money.Receipt.objects.filter(branch=branch).order_by("id")[0]
    money.VoidRequest.objects.create(receipt=receipt, **asked)
    money.TakeOff.objects.create(receipt=receipt, **asked)
    printed = {"branch": branch, "terminal_no": "T9", "approval_code": "R9"}
    slip = money.CardSlip.objects.create(
        receipt=receipt, paid_on=on, last_four="0000", brand="VISA", is_foreign=False,
        is_obligors=True, has_consent=False, fee=0, **printed,
    )  # fmt: skip
    money.Chargeback.objects.create(
        branch=branch, slip=slip, number="X", noticed_on=on, amount=1, **asked
    )
    back = money.TerminalRefund.objects.create(
        refund=money.Refund.objects.filter(branch=branch)[0], slip=slip, refunded_on=on, at=at,
        by_ref="account:0", by_name="測", **printed,
    )  # fmt: skip
    money.WrongRefundSlip.objects.create(recorded=back, **asked)
    item = money.OpenItem.objects.filter(branch=branch, settled_at=None, receipt__isnull=False)[0]
    money.SettlementProposal.objects.create(
        item=item, case=Case.objects.filter(branch=branch)[0], amount=1, **asked
    )
    money.CardRelease.objects.create(attempt=money.CardAttempt.objects.all()[0], **asked)
    day = money.DayClose.objects.create(
        branch=branch, on=on.replace(year=2020), figures={}, closed_at=at, by_ref="x", by_name="x"
    )
    money.DayReopening.objects.create(close=day, **asked)
    SetAside.objects.create(
        notice=Notice.objects.filter(branch=branch)[0], branch=branch, opened_at=at,
        characters=["U+20000"],
    )  # fmt: skip
    TextBlockVersion.objects.create(
        branch=branch, block=TextBlockVersion.objects.all()[0].block, version=99, zh="您好", en="Hello",
        effective_on=on, written_at=at, written_by="account:0", written_by_name="測",
    )  # fmt: skip
    Duty.objects.create(
        service=Service.objects.filter(branch=branch)[0], on=on,
        member=StaffMember.objects.filter(branch=branch)[0],
    )  # fmt: skip
    stored = files.store(
        [b"%PDF-1.4"], kind="plans", name="a.pdf", media_type="application/pdf", at=at,
        branch_id=branch.id,
    )  # fmt: skip
    PlanDocument.objects.create(
        plan=Plan.objects.filter(branch=branch)[0], stored=stored, kind="OTHER", added_at=at,
        by_ref="x", by_name="x",
    )  # fmt: skip
    ObjectionPaper.objects.create(
        objection=Objection.objects.filter(branch=branch)[0], stored=stored, kind="OTHER",
        added_at=at, by_ref="x", by_name="x",
    )  # fmt: skip


def _stranger(side: str) -> Any:
    """Somebody who may do everything, elsewhere."""
    from django.test import Client
    from tests import factories

    from wuai.contexts.identity.models import AccountRole, Role

    of = {"of": factories.branch(FAR_BRANCH)} if side == "staff" else {
        "agency_of": factories.agency(FAR_AGENCY)}  # fmt: skip
    account = factories.account(f"stranger-{side}", **of)
    for role in Role.objects.filter(kind=side).exclude(code__startswith="T-"):
        AccountRole.objects.create(account=account, role=role, since=factories.ON.replace(2020))
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(account)
    return client


def _left_behind() -> tuple[int, ...]:
    """How many lines of history, and of who read what, the strangers have."""
    from wuai.contexts.identity.models import Account
    from wuai.platform.models import HistoryLine, ReadLine

    found = Account.objects.filter(username__startswith="stranger-").values_list("ref", flat=True)
    theirs = [f"account:{ref}" for ref in found]
    return tuple(kind.objects.filter(by_ref__in=theirs).count() for kind in (HistoryLine, ReadLine))


def main() -> None:
    """Try them all; one JSON document."""
    from wuai.config import boot

    boot.setup()
    from django.db import transaction

    with transaction.atomic():
        _lay_down()
        clients = {side: _stranger(side) for side in ("staff", "agency")}
        answers = _try_all(clients)
        print(json.dumps({"answers": answers, "left": _left_behind()}))
        transaction.set_rollback(True)


def _try_all(clients: dict[str, Any]) -> list[tuple[str, str, int]]:
    from django.db import connection

    answers = []
    for route in naming():
        if exception(route.pattern):
            continue
        with connection.cursor() as cursor:
            cursor.execute(thing_of(route.pattern) or NO_PAGE)
            rows = cursor.fetchall()
        for row in rows[:1]:
            values = dict(zip(route.parameters, row, strict=False))
            client = clients[route.pattern.partition("/")[0]]
            for method in (client.get, client.post):
                status = method(route.path(**values), FILLED_IN).status_code
                answers.append((route.pattern, method.__name__, status))
    return answers


if __name__ == "__main__":
    sys.exit(main())
