"""Paying on other people's sites: eBill and the agencies' own. We know an address and nothing more.

The address is a template that the branch enters; what was paid there comes in the agency's feed.
"""

from wuai.contexts.payments.gateways.agency_links.address import FORM
from wuai.contexts.payments.gateways.channel import BY_AGENCY, ON_PAGE, Channel, Term

_ADDRESS = Term("address", "網址樣板", "Template of the address", FORM)

CHANNELS = (
    Channel("EBILL", "全國繳費網", "eBill", BY_AGENCY, ON_PAGE, needs=(_ADDRESS,)),
    Channel("AGENCY_SITE", "移送機關網站繳納", "Website of the referring agency", BY_AGENCY,
            ON_PAGE, needs=(_ADDRESS,)),
)  # fmt: skip
