"""How money that leaves is named in the ledger, and when a day is over for it."""

from datetime import date, datetime, time, timedelta

from wuai.kernel.taipei import TAIPEI

# Kinds of postings: on its way, paid by the bank, come back.
SENT, PAID, BACK = "PAYOUT", "PAYOUT_PAID", "PAYOUT_BACK"


def day_end(day: date) -> datetime:
    """The moment at which a day in Taipei is over."""
    return datetime.combine(day + timedelta(days=1), time(), TAIPEI)
