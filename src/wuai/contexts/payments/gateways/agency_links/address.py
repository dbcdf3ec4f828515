"""An address with places for what the other site asks; nobody's name or number of identity."""

import re
from urllib.parse import quote

# What may stand in braces: our slip's number, the agency's own number of the case, the amount.
PLACES = ("number", "agency_no", "amount")
FORM = r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/(?:[A-Za-z0-9._~%/?&=:,+@!$#-]|\{(?:number|agency_no|amount)\})*)?"


def fill(template: str, *, number: str, agency_no: str, amount: int) -> str:
    """The address for one debt."""
    if re.fullmatch(FORM, template) is None:
        raise ValueError("an address that was never accepted")
    values = {"number": number, "agency_no": agency_no, "amount": str(amount)}
    return re.sub(r"\{(\w+)\}", lambda found: quote(values[found[1]], safe=""), template)
