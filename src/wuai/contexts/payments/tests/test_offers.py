"""Which channels are offered for a debt: kind, amount, limit, day and contract, in one table (R73)."""

from datetime import date, timedelta

import pytest

from wuai.contexts.payments.gateways import registry
from wuai.contexts.payments.rules.slips import offers

ON, DUE = date(2026, 11, 21), date(2026, 12, 11)
ALL = registry.registered()
STORE = {"store_item": "6W9"}
PLAIN_VA = {"va_scheme": "CTBC_14", "va_prefix": "99805"}
AMOUNT_VA = PLAIN_VA | {"va_scheme": "CTBC_14_AMOUNT"}
GIRO = {"giro_account": "99980105"}
FORM = {"bank": "b", "account_name": "n", "account": "1"}
DESK = {"merchant": "M1"}
AFTER = DUE + timedelta(days=1)


def _debt(kind="FINE", owed=1500, printed=None, issued_on=ON):
    return offers.Payable(kind, owed, owed if printed is None else printed, issued_on, DUE)


@pytest.mark.parametrize(
    ("code", "debt", "terms", "on", "refused"),
    [
        ("CVS_711", _debt(), STORE, ON, ""),
        ("CVS_711", _debt(), None, ON, "NO_CONTRACT"),
        ("CVS_711", _debt(), {"store_item": ""}, ON, "NO_CONTRACT"),
        ("CVS_711", _debt("FINE", 19_999), STORE, ON, ""),
        ("CVS_711", _debt("FINE", 20_000), STORE, ON, "OVER_LIMIT"),
        ("CVS_OK", _debt("TAX", 30_000), STORE, ON, ""),
        ("CVS_OK", _debt("TAX", 30_001), STORE, ON, "OVER_LIMIT"),
        ("CVS_OK", _debt("TAX", 25_000, issued_on=date(2020, 9, 15)), STORE, ON, "OVER_LIMIT"),
        ("CVS_OK", _debt("TAX", 25_000, issued_on=date(2020, 9, 16)), STORE, ON, ""),
        ("CVS_OK", _debt("LABOUR_INSURANCE", 30_000, issued_on=date(2021, 1, 31)), STORE, ON,
         "OVER_LIMIT"),
        ("CVS_OK", _debt("LABOUR_INSURANCE", 30_000, issued_on=date(2021, 2, 1)), STORE, ON, ""),
        ("CVS_711", _debt(), STORE, DUE, ""),
        ("CVS_711", _debt(), STORE, AFTER, "EXPIRED"),
        ("CVS_711", _debt(owed=1400, printed=1500), STORE, ON, "AMOUNT_CHANGED"),
        ("CVS_711", _debt(owed=1600, printed=1500), STORE, ON, ""),
        ("VA", _debt(owed=5_000_000), PLAIN_VA, AFTER, ""),
        ("VA", _debt(owed=1600, printed=1500), PLAIN_VA, ON, ""),
        ("VA", _debt(owed=1600, printed=1500), AMOUNT_VA, ON, "AMOUNT_CHANGED"),
        ("VA", _debt(), None, ON, "NO_CONTRACT"),
        ("POST", _debt(owed=5_000_000), GIRO, ON, ""),
        ("POST", _debt(), GIRO, AFTER, "EXPIRED"),
        ("POST", _debt(), None, ON, "NO_CONTRACT"),
        ("TREASURY", _debt(), FORM, ON, ""),
        ("TREASURY", _debt(), {"bank": "b"}, ON, "NO_CONTRACT"),
        ("EASYCARD", _debt("FEE", 100), DESK, ON, ""),
        *(("EASYCARD", _debt(kind, 100), DESK, ON, "WRONG_KIND")
          for kind in ("TAX", "NHI", "LABOUR_INSURANCE", "FINE")),
        ("IC_DEBIT", _debt(), DESK, ON, ""),
        ("IPASS", _debt(), None, ON, "NO_CONTRACT"),
        ("AGENCY", _debt(), None, AFTER, ""),
        ("EBILL", _debt("NHI"), None, ON, "NO_CONTRACT"),
        ("COUNTER", _debt(owed=5_000_000), None, AFTER, ""),
    ],
)  # fmt: skip
def test_a_channel_is_offered_or_says_why_not(code, debt, terms, on, refused):
    channel = ALL[code]
    assert offers.judge(channel, debt, terms, on) == refused
    said = offers.why(refused, channel, debt)
    if not refused:
        assert said is None
    else:
        assert said.zh
        assert said.en


def test_a_channel_that_is_not_in_force_is_withdrawn_and_every_channel_is_judged():
    found = {
        o.channel.code: o
        for o in offers.offers(_debt(), ALL.values(), {"CVS_711": STORE}, {"CVS_711", "VA"}, ON)
    }
    assert set(found) == set(ALL)
    assert found["CVS_711"].is_open
    assert found["VA"].refused == offers.NO_CONTRACT
    assert found["COUNTER"].refused == offers.WITHDRAWN
