"""What to put into addresses with a parameter: things of the demo branch, asked for by SQL.

The beginning of a pattern, the longest one wins; the columns are its parameters, in their order.
``NO_PAGE`` stands for an address that is a file, or that is only sent to.
"""

# What may be typed into an address: days, and numbers on papers of ours.
MAY_STAND = {"since", "until", "on", "number"}
NO_PAGE = "SELECT '' LIMIT 0"
_HERE = "branch_id = (SELECT id FROM organisation_branch WHERE is_demo)"
_NHI = "(SELECT id FROM organisation_agency WHERE code = 'NHI')"


def _one_of_each(table: str, what: str, more: str = "") -> str:
    """One thing of each state that the branch has."""
    return f"SELECT DISTINCT ON ({what}) ref::text FROM {table} WHERE {_HERE} {more}"


_CASES = _one_of_each("cases_case", "status")
_BATCHES = _one_of_each("referrals_batch", "status")
_OPEN = f"SELECT ref::text FROM cases_case WHERE {_HERE} AND closed_on IS NULL"
_PLANS = _one_of_each("instalments_plan", "status")
_PAYOUTS = f"SELECT DISTINCT ON (decision) ref::text FROM payments_payoutbatch WHERE {_HERE}"
_BACK = (
    "SELECT p.ref::text FROM payments_payout p JOIN payments_payoutbatch b ON b.id = p.batch_id"
    f" WHERE p.status = 'RETURNED' AND b.{_HERE}"
)
_STATEMENT = f"SELECT ref::text FROM payments_agencystatement WHERE {_HERE} AND agency_id = {_NHI}"
_ATTEMPT = f"SELECT ref::text FROM payments_cardattempt WHERE {_HERE} ORDER BY id LIMIT 1"
_PAPER = (
    "SELECT r.ref::text FROM payments_receipt r JOIN payments_counterreceipt c"
    f" ON c.receipt_id = r.id WHERE r.{_HERE} ORDER BY r.id LIMIT 1"
)
_PUBLIC = {
    "^p/": "SELECT 'token'",  # the walk knows one; the database keeps them sealed
    "^receipts/verify/": f"SELECT token::text FROM payments_counterreceipt WHERE {_HERE} LIMIT 1",
    "_gallery/<": NO_PAGE,  # its own tests look at each shell
    "card/<": _ATTEMPT,
    "card/<uuid:ref>/go/": NO_PAGE,  # leads away, to the platform
    "hooks/card/<": NO_PAGE,
    "hooks/messages/": NO_PAGE,
    "publications/<": f"SELECT ref::text FROM notices_publication WHERE {_HERE} AND state = 'POSTED' LIMIT 1",
    "referral-forms/template.<": NO_PAGE,
    "messages/confirm/<": NO_PAGE,  # only with the mark of a letter
    "messages/stop/<": NO_PAGE,  # only with the mark of a mail
    "^certificates/verify/": "SELECT p.key::text FROM cases_certificateprint p JOIN cases_certificate c"
    f" ON c.id = p.certificate_id WHERE c.{_HERE} LIMIT 1",
    "^transfers/verify/": f"SELECT token::text FROM auctions_transfer WHERE {_HERE} AND number IS NOT NULL LIMIT 1",
    "rewards/<": f"SELECT ref::text FROM rewards_rewardnotice WHERE {_HERE} AND state = 'PUBLISHED' LIMIT 1",
    "ways-to-pay/<": "SELECT code FROM organisation_branch WHERE is_demo",
}
_AGENCY = {
    "agency/accounts/<": "SELECT ref::text FROM identity_account WHERE username = 'nhi'",
    "agency/accounts/<uuid:ref>/<": NO_PAGE,
    "login/telephone/<": NO_PAGE,  # of one session only
    "my/identity/means/<": NO_PAGE,
    "staff/attorneys/<": f"SELECT ref::text FROM identity_attorney WHERE {_HERE}",
    "agency/cases/<": f"{_CASES} AND agency_id = {_NHI}",
    "agency/cases/<uuid:ref>/certificate/": NO_PAGE,
    "agency/feedback/<": NO_PAGE,
    "agency/instalments/<": _PLANS,
    "agency/referrals/<": f"{_BATCHES} AND agency_id = {_NHI}",
    "agency/referrals/attachments/<": NO_PAGE,
    "agency/referrals/cases/<uuid:ref>/return/paper/": NO_PAGE,
    "agency/referrals/certificates/<": NO_PAGE,
    "agency/referrals/supplies/<": NO_PAGE,  # tests of its own: the demo asks for nothing
    "agency/referrals/cases/<": f"{_OPEN} AND agency_id = {_NHI} LIMIT 1",
    "agency/statements/<": _STATEMENT,
    "agency/statements/<uuid:ref>.<": NO_PAGE,
    "agency/statements/returned/<": f"{_BACK} AND p.agency_id = {_NHI}",
    "agency/tokens/<": NO_PAGE,
}
_MONEY = {
    "staff/payments/<": _one_of_each("payments_receipt", "channel_id"),
    "staff/payments/<uuid:ref>/print": _PAPER,
    "staff/payments/fees/<": f"SELECT ref::text FROM payments_feereceipt WHERE {_HERE} LIMIT 1",
    "staff/payments/channels/<": "SELECT 'EASYCARD'",
    "staff/payments/day/matches/<": NO_PAGE,
    "staff/payments/day/reopenings/<": NO_PAGE,
    "staff/payments/files/<": f"SELECT ref::text FROM payments_settlementfile WHERE {_HERE} LIMIT 1",
    "staff/payments/online/<": _ATTEMPT,
    "staff/payments/online/<uuid:ref>/ask/": NO_PAGE,
    "staff/payments/online/contracts/<": NO_PAGE,
    "staff/payments/online/releases/<": NO_PAGE,
    "staff/payments/payouts/<": _PAYOUTS,
    "staff/payments/payouts/<uuid:ref>/decide/": NO_PAGE,
    "staff/payments/payouts/<uuid:ref>/file/": NO_PAGE,
    "staff/payments/payouts/results/<":
        f"SELECT ref::text FROM payments_payoutresult WHERE {_HERE} LIMIT 1",
    "staff/payments/payouts/returned/<": _BACK,
    "staff/payments/payouts/returned/<uuid:ref>/pay/": NO_PAGE,
    "staff/payments/refunds/<": _one_of_each("payments_refund", "decision"),
    "staff/payments/refunds/<uuid:ref>/card/settle/": NO_PAGE,
    "staff/payments/refunds/<uuid:ref>/card/tell/": NO_PAGE,
    "staff/payments/refunds/<uuid:ref>/decide/": NO_PAGE,
    "staff/payments/refunds/<uuid:ref>/terminal/": NO_PAGE,
    "staff/payments/refunds/<uuid:ref>/terminal/undo/": NO_PAGE,
    "staff/payments/refunds/<uuid:ref>/terminal/wrong/": NO_PAGE,
    "staff/payments/refunds/wrongslips/<": NO_PAGE,
    "staff/payments/refunds/new/<":
        f"SELECT ref::text FROM payments_openitem WHERE {_HERE} AND settled_at IS NULL"
        " AND reason = 'PAID_TWICE' LIMIT 1",
    "staff/payments/statements/<": f"{_STATEMENT} LIMIT 1",
    "staff/payments/statements/<uuid:ref>.<": NO_PAGE,
    "staff/payments/till/<": _one_of_each("payments_till", "state"),
    "staff/payments/till/<uuid:ref>/decide/": NO_PAGE,
    "staff/payments/till/card/<": f"{_OPEN} LIMIT 1",
    "staff/payments/till/cheques/<": _one_of_each("payments_cheque", "state"),
    "staff/payments/till/cheques/<uuid:ref>/<": NO_PAGE,
    "staff/payments/till/cheques/lists/<":
        f"SELECT ref::text FROM payments_chequelist WHERE {_HERE} LIMIT 1",
    "staff/payments/voidings/<": NO_PAGE,
    "staff/payments/takeoffs/<": NO_PAGE,
    "staff/payments/chargebacks/<": NO_PAGE,
    "staff/payments/<uuid:ref>/chargeback/": NO_PAGE,
    "staff/payments/<uuid:ref>/takeoff/": NO_PAGE,
    "staff/suspense/<": _one_of_each("payments_openitem", "reason"),
    "staff/suspense/proposals/<": NO_PAGE,
}  # fmt: skip
_STAFF = {
    "staff/accounts/<": "SELECT ref::text FROM identity_account WHERE username IN ('clerk', 'it')",
    "staff/accounts/<uuid:ref>/<": NO_PAGE,
    "staff/audit/watches/<": NO_PAGE,  # only sent to
    "staff/preemption/<": _one_of_each("auctions_preemption", "state"),
    "staff/preemption/letters/<": _one_of_each("auctions_preemptionletter", "state"),
    "staff/preemption/letters/<uuid:ref>/letter.": NO_PAGE,
    "staff/transfers/<": _one_of_each("auctions_transfer", "state"),
    "staff/transfers/<uuid:ref>/certificate": NO_PAGE,
    "staff/transfers/filed/<": NO_PAGE,
    "staff/rewards/<": _one_of_each("rewards_rewardnotice", "state"),
    "staff/care/<": f"SELECT ref::text FROM care_referral WHERE {_HERE} LIMIT 1",
    "staff/care/<uuid:ref>/s": NO_PAGE,
    "staff/care/case/<": f"{_OPEN} LIMIT 1",
    "staff/care/case/<uuid:ref>/signals/<": NO_PAGE,
    "staff/care/destinations/<": "SELECT code FROM care_destination ORDER BY code LIMIT 1",
    "staff/cases/<": _CASES,
    **{f"staff/cases/<uuid:ref>/{act}": f"{_OPEN} LIMIT 1" for act in ("re", "s", "c", "e")},
    "staff/enquiries/<": f"SELECT ref::text FROM parties_enquiry WHERE {_HERE} LIMIT 1",
    "staff/enquiries/new/<": f"SELECT ref::text FROM parties_party WHERE {_HERE} LIMIT 1",
    "staff/figures/<": NO_PAGE,
    "staff/instalments/<": _PLANS,
    "staff/objections/<": _one_of_each("objections_objection", "state"),
    "staff/objections/filed/<": NO_PAGE,
    **{f"staff/objections/<uuid:ref>/{act}": NO_PAGE for act in "pfr"},
    "staff/reply-texts/<": f"SELECT ref::text FROM applications_replytext WHERE {_HERE} LIMIT 1",
    "staff/tasks/figures.<": NO_PAGE,
    "staff/instalments/<uuid:ref>/guarantors/<": NO_PAGE,  # tests of its own: few plans have one
    "staff/instalments/<uuid:ref>/papers/<": NO_PAGE,
    "staff/instalments/<uuid:ref>/statement.pdf": NO_PAGE,
    "staff/cases/<uuid:ref>/return/paper/": NO_PAGE,
    "staff/cases/<uuid:ref>/certificate/": f"SELECT c.ref::text FROM cases_case c JOIN cases_certificate x ON x.case_id = c.id WHERE c.{_HERE} LIMIT 1",
    "staff/intake/<": _BATCHES,
    "staff/intake/attachments/<": NO_PAGE,
    "staff/intake/cases/<": f"{_OPEN} LIMIT 1",
    "staff/intake/<uuid:ref>/supply/": "SELECT b.ref::text FROM referrals_batch b"
    f" WHERE b.{_HERE} AND b.accepted > 0 ORDER BY b.accepted LIMIT 1",
    "staff/intake/certificates/<": NO_PAGE,
    "staff/intake/supplies/<": NO_PAGE,  # tests of its own: the demo asks for nothing
    "staff/calls/<": f"SELECT ref::text FROM outbox_call WHERE {_HERE} LIMIT 1",
    "staff/contacts/<": f"SELECT ref::text FROM parties_party WHERE {_HERE} LIMIT 1",
    "staff/contacts/<uuid:ref>/<": NO_PAGE,
    "staff/mails/<": NO_PAGE,
    "staff/mails/wordings/<": "SELECT 'CASE_NEWS'",
    "staff/mails/wordings/<slug:code>/try/": NO_PAGE,
    "staff/notices/<": _one_of_each("notices_notice", "status"),
    "staff/notices/batches/<": f"SELECT ref::text FROM notices_noticebatch WHERE {_HERE} LIMIT 1",
    "staff/notices/evidence/<": NO_PAGE,
    "staff/notices/files/<": NO_PAGE,
    "staff/notices/publications/<": _one_of_each("notices_publication", "state"),
    "staff/notices/publications/<uuid:ref>/evidence/": NO_PAGE,
    "staff/notices/publications/<uuid:ref>/notice.pdf": NO_PAGE,
    "staff/notices/publications/<uuid:ref>/certificate.pdf": NO_PAGE,
    "staff/notices/tasks/<": NO_PAGE,
    "staff/notices/texts/<": "SELECT DISTINCT block FROM notices_textblockversion LIMIT 1",
    "staff/notices/texts/versions/<": NO_PAGE,
    "staff/parties/<": _one_of_each("parties_party", "kind"),
    "staff/reference/<slug:table>/": "VALUES ('sections'), ('agencies'), ('categories')",
    "staff/reference/<slug:table>/<": "SELECT 'agencies', min(id) FROM organisation_agency",
    "staff/reference/closures/<": NO_PAGE,
}
_APPLICATIONS = {
    "apply/<str:kind>/": "VALUES ('FILE_INSPECTION'), ('REWARD_TIP')",
    "apply/<str:kind>/paper/<": NO_PAGE,
    "apply/<str:kind>/prove/": "VALUES ('PROOF_OF_PAYMENT')",
    "apply/draft/<": NO_PAGE,  # only for the browser that holds the draft: its own tests
    "apply/sent/<": NO_PAGE,
    "staff/applications/<": _one_of_each(
        "applications_application", "state", "AND restricted_to = ''"
    ),
    "staff/applications/<uuid:ref>/letter": NO_PAGE,
    "staff/applications/<uuid:ref>/order": NO_PAGE,
    "staff/applications/<uuid:ref>/files/<": NO_PAGE,
    "staff/applications/<uuid:ref>/results/<": NO_PAGE,
    "staff/applications/<uuid:ref>/<": NO_PAGE,
    "staff/applications/<uuid:ref>/s": NO_PAGE,
    "staff/night/<": f"SELECT ref::text FROM applications_nighthandover WHERE {_HERE} LIMIT 1",
    "staff/night/<uuid:ref>/l": NO_PAGE,
    "staff/night/items/<": NO_PAGE,
    "mail/<slug:code>/": "VALUES ('PUBLIC'), ('HARASSMENT'), ('HOME_VISIT')",
    "staff/petitions/<": "SELECT DISTINCT ON (state) application_id::text FROM petitions_petition"
    f" WHERE {_HERE} AND guard = 'petition.view'",
    "staff/petitions/<uuid:ref>/<": NO_PAGE,
    "staff/petitions/<uuid:ref>/files/<": NO_PAGE,
    "staff/petitions/<uuid:ref>/l": NO_PAGE,
    "staff/petitions/<uuid:ref>/s": NO_PAGE,
    "staff/petitions/board/<": NO_PAGE,
    "staff/petitions/groups/<": f"SELECT ref::text FROM petitions_group WHERE {_HERE} LIMIT 1",
    "staff/petitions/letters/<": _one_of_each(
        "petitions_incoming", "outcome", "AND guard = 'petition.view'"
    ),
    "staff/petitions/letters/<uuid:ref>/l": f"SELECT ref::text FROM petitions_incoming WHERE {_HERE} AND guard = 'petition.view' AND box <> 'page'"
    " AND stored_id IS NOT NULL LIMIT 1",
    "staff/petitions/mailboxes/<": "VALUES ('PUBLIC'), ('HOME_VISIT')",
    "staff/deadlines/<": _one_of_each("deadlines_deadline", "state"),
    "staff/deadlines/<uuid:ref>.": NO_PAGE,
    "staff/deadlines/<uuid:ref>/e": NO_PAGE,
    "staff/deadlines/<uuid:ref>/s": NO_PAGE,
    "staff/deadlines/figures.<": NO_PAGE,
}
_APPOINTMENTS = {
    "appointments/<slug:branch>/<slug:code>/": "SELECT 'SCY', 'EARLY_BIRD'",
    "appointments/<slug:branch>/<slug:code>/<":
        "SELECT 'SCY', 'EARLY_BIRD', (current_date + 7 - extract(isodow FROM current_date)::int + 3)::text",
    "appointments/booked/<": NO_PAGE,  # only for the browser that booked: its own tests
    "appointments/hold/<": NO_PAGE,
    "staff/appointments/<": _one_of_each("appointments_booking", "state", "AND number > ''"),
    **{f"staff/appointments/<uuid:ref>/{act}": NO_PAGE for act in "acfmnr"},
    "staff/appointments/duty/<": NO_PAGE,
    "staff/appointments/services/<": "SELECT 'EVENING'",
    **{f"staff/appointments/services/<slug:code>/{act}": NO_PAGE for act in "<dc"},
    "staff/appointments/slots/<": NO_PAGE,
}  # fmt: skip
# Of the citizen who walks: his numbers find his cases at every branch. Other journeys prove who
# they are on the same server, so his card is known by its serial.
_I = " JOIN identity_loginmeans m ON m.citizen_id = n.citizen_id AND m.serial = 'walk'"
_ME = (
    "JOIN parties_party p ON p.id = c.obligor_id"
    f" JOIN identity_citizennumber n ON n.id_index = p.id_index{_I}"
)
_MINE_OWN = {
    "my/applications/<":
        "SELECT a.ref::text FROM applications_application a JOIN identity_citizennumber n"
        " ON n.id_index = a.person_index"
        f"{_I} LIMIT 1",
    "my/applications/<uuid:ref>/documents/<": NO_PAGE,
    "my/cases/<": f"SELECT DISTINCT ON (c.status) c.ref::text FROM cases_case c {_ME}",
    "my/messages/<":
        "SELECT t.ref::text FROM outbox_telling t JOIN parties_party p ON p.id = t.party_id"
        f" JOIN identity_citizennumber n ON n.id_index = p.id_index{_I} LIMIT 1",
    "my/messages/<uuid:ref>/open/": NO_PAGE,
    "my/notices/<": NO_PAGE,
    "my/receipts/<":
        "SELECT r.ref::text FROM payments_receipt r JOIN payments_allocation a ON a.receipt_id = r.id"
        f" JOIN cases_case c ON c.id = a.case_id {_ME}"
        " GROUP BY r.id HAVING sum(a.amount) > 0 LIMIT 1",  # what was voided is no payment
}  # fmt: skip
THINGS = _MINE_OWN | _PUBLIC | _AGENCY | _MONEY | _STAFF | _APPLICATIONS | _APPOINTMENTS
# What people add to an address: found, not found, wrong. In braces: what ``FACTS`` asks for.
ASKED = {
    "staff/search": ["?q={number}", "?q=%E6%9F%A5%E7%84%A1%E6%AD%A4%E4%BA%BA"],
    "staff/counter/": ["?q={number}"],
    "staff/cases/": ["?q=nobody", "?limit_before=x"],
    "staff/enquiries/": ["?q={number}"],
    "staff/appointments/new/": ["?service=REPORT&case={case}"],
    "staff/instalments/": ["?list=all"],
    "staff/instalments/new/": ["?case={case}"],
    "staff/objections/": ["?list=all"],
    "staff/objections/oral/": ["?case={case}"],
    "staff/preemption/new/": ["?case={case}"],
    "staff/preemption/letters/new/": ["?case={case}"],
    "staff/transfers/new/": ["?case={case}"],
    "staff/rewards/new/": ["?case={case}"],
    "staff/tasks/": ["?whose=all"],
    "staff/payments/day/": ["?on={matched}"],
    "staff/payments/till/cheques/receive/": ["?numbers={number}"],
    "agency/cases/": ["?q=nobody"],
    "agency/payments/": ["?case={number}"],
}
_MINE = f"FROM cases_case WHERE closed_on IS NULL AND agency_id = {_NHI} ORDER BY id LIMIT 1"
FACTS = {
    "number": f"SELECT number {_MINE}",
    "case": f"SELECT ref::text {_MINE}",
    "matched": 'SELECT max("on")::text FROM payments_bankmatch',
}
