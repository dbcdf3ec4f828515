"""The invariants that receipts add to those of the ledger."""

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.rules.online.online import STATES

_VOIDED = (
    "EXISTS (SELECT 1 FROM payments_voidrequest v WHERE v.receipt_id = r.id"
    " AND v.decision = 'APPROVED')"
)
_IN_BRANCH = "(%(branch)s::bigint IS NULL OR {}.branch_id = %(branch)s)"
_RECEIPTS = f"payments_receipt r WHERE {_IN_BRANCH.format('r')}"
_ALL = (
    "SELECT e.amount, t.branch_id, a.code, e.subject_id FROM ledger_ledgerentry e"
    " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
    " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
)
_POSTED = f"{_ALL} WHERE t.kind IN ('PAYMENT', 'ALLOCATION', 'REVERSAL', 'REFUND', 'REFUND_UNDO')"
_CARD_STATES = f"ARRAY[{', '.join(repr(state) for state in STATES)}]::text[]"
# Each gives the rows that break it; none means that it holds.
_INVARIANTS = {
    "receipts_allocated_whole": f"SELECT r.ref FROM {_RECEIPTS} AND CASE WHEN {_VOIDED} THEN 0"
    " ELSE r.amount END <> (SELECT coalesce(sum(a.amount), 0) FROM payments_allocation a"
    " WHERE a.receipt_id = r.id)",
    "taken_events_have_one_receipt": "SELECT e.id FROM payments_rawevent e WHERE"
    f" {_IN_BRANCH.format('e')} AND (e.outcome IN ('POSTED', 'SUSPENSE')) <>"
    " EXISTS (SELECT 1 FROM payments_receipt r WHERE r.event_id = e.id)",
    "receipts_equal_their_events": "SELECT r.ref FROM payments_receipt r JOIN payments_rawevent e"
    f" ON e.id = r.event_id WHERE {_IN_BRANCH.format('r')} AND (r.amount, r.paid_on, r.posted_on,"
    " r.branch_id) IS DISTINCT FROM (e.amount, e.paid_on, e.posted_on, e.branch_id)",
    "case_allocations_equal_receivables": "SELECT case_id FROM ("
    " SELECT a.case_id, a.amount FROM payments_allocation a JOIN payments_receipt r"
    f" ON r.id = a.receipt_id WHERE a.target = 'CASE' AND {_IN_BRANCH.format('r')}"
    f" UNION ALL SELECT p.subject_id, p.amount FROM ({_POSTED}) p"
    f" WHERE p.code = 'RECEIVABLE' AND {_IN_BRANCH.format('p')}"
    ") x GROUP BY case_id HAVING sum(amount) <> 0",
    "held_allocations_equal_ledger": "SELECT id, target FROM ("
    " SELECT r.id, a.target, a.amount FROM payments_allocation a JOIN payments_receipt r"
    " ON r.id = a.receipt_id WHERE a.target IN ('SUSPENSE', 'OVERPAYMENT')"
    f" AND {_IN_BRANCH.format('r')}"
    f" UNION ALL SELECT p.subject_id, p.code, p.amount FROM ({_POSTED}) p"
    f" WHERE p.code IN ('SUSPENSE', 'OVERPAYMENT') AND {_IN_BRANCH.format('p')}"
    ") x GROUP BY id, target HAVING sum(amount) <> 0",
    "held_money_has_an_open_item": f"SELECT r.ref FROM {_RECEIPTS} AND (SELECT"
    " coalesce(sum(a.amount), 0) FROM payments_allocation a WHERE a.receipt_id = r.id"
    " AND a.target NOT IN ('CASE', 'REFUND')) > 0 AND NOT EXISTS (SELECT 1 FROM payments_openitem i"
    " WHERE i.receipt_id = r.id AND i.settled_at IS NULL)",
    "settled_items_hold_nothing": f"SELECT i.ref FROM payments_openitem i WHERE"
    f" {_IN_BRANCH.format('i')} AND i.settled_at IS NOT NULL AND (SELECT coalesce(sum(a.amount), 0)"
    " FROM payments_allocation a WHERE a.receipt_id = i.receipt_id AND a.target NOT IN ('CASE', 'REFUND')) <> 0",
    "files_add_up": "SELECT f.ref FROM payments_settlementfile f LEFT JOIN (SELECT file_id,"
    " count(*) AS lines, count(*) FILTER (WHERE outcome = 'POSTED') AS posted,"
    " count(*) FILTER (WHERE outcome = 'SUSPENSE') AS suspense,"
    " count(*) FILTER (WHERE outcome = 'DUPLICATE') AS duplicates,"
    " coalesce(sum(amount), 0) AS total FROM payments_rawevent GROUP BY file_id) e"
    f" ON e.file_id = f.id WHERE {_IN_BRANCH.format('f')} AND (f.lines, f.posted, f.suspense,"
    " f.duplicates, f.total) IS DISTINCT FROM (coalesce(e.lines, 0), coalesce(e.posted, 0),"
    " coalesce(e.suspense, 0), coalesce(e.duplicates, 0), coalesce(e.total, 0))",
    "counter_receipts_without_gaps": "SELECT c.branch_id, c.year FROM payments_counterreceipt c"
    f" WHERE {_IN_BRANCH.format('c')} GROUP BY c.branch_id, c.year"
    " HAVING count(*) <> max(c.serial) OR min(c.serial) <> 1",
    "cash_equals_counter_receipts": "SELECT branch_id FROM ("
    " SELECT r.branch_id, r.amount FROM payments_counterreceipt c JOIN payments_receipt r"
    " ON r.id = c.receipt_id JOIN payments_channel h ON h.id = r.channel_id AND h.code = 'COUNTER'"
    f" WHERE NOT {_VOIDED} AND {_IN_BRANCH.format('r')}"
    f" UNION ALL SELECT p.branch_id, -p.amount FROM ({_POSTED}) p WHERE p.code = 'CASH'"
    f" AND {_IN_BRANCH.format('p')}) x GROUP BY branch_id HAVING sum(amount) <> 0",
    "card_states_follow_from_events": "SELECT c.ref FROM payments_cardattempt c WHERE"
    f" {_IN_BRANCH.format('c')} AND array_position({_CARD_STATES}, c.state) <> (SELECT"
    f" coalesce(max(array_position({_CARD_STATES}, e.verdict)), 1) FROM payments_cardevent e"
    " WHERE e.attempt_id = c.id)",
    "card_parts_equal_their_orders": "SELECT c.ref FROM payments_cardattempt c JOIN"
    " payments_cardpart p ON p.attempt_id = c.id"
    f" WHERE {_IN_BRANCH.format('c')} GROUP BY c.id HAVING c.amount <> sum(p.amount)"
    " OR bool_or((p.receipt_id IS NULL) <> (c.receipt_id IS NULL)) OR EXISTS (SELECT 1"
    " FROM payments_receipt r JOIN payments_cardpart q ON q.receipt_id = r.id WHERE"
    " q.attempt_id = c.id AND (r.amount, r.branch_id, r.slip_id) IS DISTINCT FROM"
    " (q.amount, q.branch_id, q.slip_id))",
    "refunds_equal_ledger": "SELECT id FROM ("
    " SELECT f.id, f.amount FROM payments_refund f WHERE f.decision <> 'REFUSED'"
    f" AND {_IN_BRANCH.format('f')} AND NOT (f.decision = 'APPROVED' AND f.method = 'COUNTER')"
    " AND NOT EXISTS (SELECT 1 FROM payments_payout o WHERE o.refund_id = f.id"
    "  AND o.status IN ('SENT', 'PAID'))"
    " AND NOT EXISTS (SELECT 1 FROM payments_cardrefund k WHERE k.refund_id = f.id"
    "  AND k.state = 'DONE')"
    " AND NOT EXISTS (SELECT 1 FROM payments_terminalrefund t WHERE t.refund_id = f.id"
    "  AND NOT t.undone)"
    " AND NOT EXISTS (SELECT 1 FROM payments_chargeback h WHERE h.refund_id = f.id)"
    " UNION ALL SELECT e.subject_id, e.amount FROM ledger_ledgerentry e"
    " JOIN ledger_ledgeraccount a ON a.id = e.account_id WHERE a.code = 'REFUND'"
    f" AND {_IN_BRANCH.format('a')}) x GROUP BY id HAVING sum(amount) <> 0",
    "refund_pots_hold_their_refunds": "SELECT p.receipt_id FROM payments_refundpot p"
    " JOIN payments_receipt r ON r.id = p.receipt_id"
    f" WHERE {_IN_BRANCH.format('r')} AND p.taken <> (SELECT coalesce(sum(f.amount), 0)"
    " FROM payments_refund f WHERE f.receipt_id = p.receipt_id AND f.decision <> 'REFUSED')",
    "remittances_equal_their_entries": "SELECT o.ref FROM payments_payout o"
    f" WHERE {_IN_BRANCH.format('o')} AND o.agency_id IS NOT NULL AND o.status <> 'CANCELLED'"
    " AND o.amount <> (SELECT coalesce(sum(l.amount), 0) FROM payments_payoutline l"
    " WHERE l.payout_id = o.id AND l.is_live)",
    "payout_batches_add_up": "SELECT b.ref FROM payments_payoutbatch b LEFT JOIN payments_payout o"
    f" ON o.batch_id = b.id WHERE {_IN_BRANCH.format('b')} GROUP BY b.id"
    " HAVING b.count <> count(o.id) OR b.total <> coalesce(sum(o.amount), 0)",
    "in_transit_equals_payouts": "SELECT id FROM ("
    " SELECT o.id, o.amount FROM payments_payout o WHERE o.status = 'SENT'"
    f" AND {_IN_BRANCH.format('o')}"
    " UNION ALL SELECT e.subject_id, e.amount FROM ledger_ledgerentry e"
    " JOIN ledger_ledgeraccount a ON a.id = e.account_id WHERE a.code = 'IN_TRANSIT'"
    f" AND {_IN_BRANCH.format('a')}) x GROUP BY id HAVING sum(amount) <> 0",
    "till_differences_equal_ledger": "SELECT branch_id FROM ("
    " SELECT t.branch_id, t.counted - t.expected AS amount FROM payments_till t"
    f" WHERE t.state = 'CLOSED' AND {_IN_BRANCH.format('t')}"
    f" UNION ALL SELECT p.branch_id, p.amount FROM ({_ALL}) p WHERE p.code = 'OVER_SHORT'"
    f" AND {_IN_BRANCH.format('p')}) x GROUP BY branch_id HAVING sum(amount) <> 0",
    "fee_receipts_without_gaps": "SELECT f.branch_id, f.year FROM payments_feereceipt f"
    f" WHERE {_IN_BRANCH.format('f')} GROUP BY f.branch_id, f.year"
    " HAVING count(*) <> max(f.serial) OR min(f.serial) <> 1",
    "fees_equal_ledger": "SELECT branch_id FROM ("
    " SELECT f.branch_id, f.amount FROM payments_feereceipt f WHERE NOT EXISTS (SELECT 1 FROM"
    " payments_feevoid v WHERE v.receipt_id = f.id AND v.decision = 'APPROVED')"
    f" AND {_IN_BRANCH.format('f')}"
    f" UNION ALL SELECT p.branch_id, p.amount FROM ({_ALL}) p WHERE p.code = 'FEES'"
    f" AND {_IN_BRANCH.format('p')}) x GROUP BY branch_id HAVING sum(amount) <> 0",
    "cheques_in_hand_equal_ledger": "SELECT id FROM ("
    " SELECT c.id, c.amount FROM payments_cheque c WHERE c.state IN ('HELD', 'SENT')"
    f" AND {_IN_BRANCH.format('c')}"
    f" UNION ALL SELECT p.subject_id, -p.amount FROM ({_ALL}) p WHERE p.code = 'CHEQUES'"
    f" AND {_IN_BRANCH.format('p')}) x GROUP BY id HAVING sum(amount) <> 0",
    "slips_one_live_a_case": "SELECT s.case_id FROM payments_slip s WHERE"
    f" {_IN_BRANCH.format('s')} AND s.superseded_at IS NULL GROUP BY s.case_id, s.instalment_ref"
    " HAVING count(*) > 1",
}


def checks(branch_id: int | None) -> list[ledger.Check]:
    """Every invariant of receipts; ``wuai ledger verify`` shows them after the ledger's own."""
    return [ledger.broken(name, sql, branch_id) for name, sql in _INVARIANTS.items()]
