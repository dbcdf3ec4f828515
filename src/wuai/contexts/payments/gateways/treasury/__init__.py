"""Deposit with the treasury: the referring agency gives what must stand on the form.

We print its fields as it gave them and nothing that merely looks official.
"""

from wuai.contexts.payments.gateways.channel import BY_FILE, ON_SLIP, Channel, Term
from wuai.contexts.payments.gateways.counterpart import Counterpart
from wuai.contexts.payments.gateways.treasury.codec import TREASURY_CSV_1

FIELDS = (
    Term("bank", "代理國庫銀行", "Agent bank of the treasury"),
    Term("account_name", "戶名", "Name of the account"),
    Term("account", "帳號", "Account"),
    Term("agency_code", "機關代號", "Code of the agency", is_optional=True),
    Term("note", "應填事項", "What to write on the form", is_optional=True),
)

CHANNELS = (
    Channel(
        "TREASURY", "國庫存款", "Deposit with the treasury", BY_FILE, ON_SLIP, needs=FIELDS,
        layouts=(TREASURY_CSV_1,), fake=Counterpart,
    ),
)  # fmt: skip
