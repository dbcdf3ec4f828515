"""What counts on which day: a receipt on the day of its booking, its voiding on the day of the decision.

A closed day, and the month it lies in, therefore stays as it was reported.
"""

COUNTED = """
SELECT r.id, r.channel_id, r.posted_on AS day, r.amount, 1 AS times FROM payments_receipt r
WHERE r.branch_id = %(branch)s AND r.posted_on BETWEEN %(since)s AND %(until)s
    AND NOT EXISTS (SELECT 1 FROM payments_latebooking k WHERE k.receipt_id = r.id)
UNION ALL
SELECT r.id, r.channel_id, k.booked_on, r.amount, 1
FROM payments_latebooking k JOIN payments_receipt r ON r.id = k.receipt_id
WHERE k.branch_id = %(branch)s AND k.booked_on BETWEEN %(since)s AND %(until)s
UNION ALL
SELECT r.id, r.channel_id, v.booked_on, -r.amount, -1
FROM payments_voidrequest v JOIN payments_receipt r ON r.id = v.receipt_id
WHERE r.branch_id = %(branch)s AND v.decision = 'APPROVED'
    AND v.booked_on BETWEEN %(since)s AND %(until)s
"""
# What reached cases and left them: with the receipt, or on the day of the move.
REACHED = f"""
SELECT a.receipt_id, a.case_id, a.amount FROM payments_allocation a
JOIN ({COUNTED}) x ON x.id = a.receipt_id AND x.times = 1
WHERE a.case_id IS NOT NULL AND a.booked_on IS NULL
UNION ALL
SELECT a.receipt_id, a.case_id, a.amount FROM payments_allocation a
JOIN payments_receipt r ON r.id = a.receipt_id AND r.branch_id = %(branch)s
WHERE a.case_id IS NOT NULL AND a.booked_on BETWEEN %(since)s AND %(until)s
"""
