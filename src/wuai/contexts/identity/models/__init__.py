"""What `identity` keeps: accounts of branches and agencies, and citizens with what they prove."""

from wuai.contexts.identity.models.accounts import (
    Account,
    AccountRole,
    AddressFailure,
    ApiToken,
    PastPassword,
    Role,
)
from wuai.contexts.identity.models.citizens import (
    ATTORNEY_AGENT,
    ATTORNEY_PRINCIPAL,
    NUMBER,
    Attorney,
    Citizen,
    CitizenNumber,
    FidoTicket,
    LoginChallenge,
    LoginMeans,
)

__all__ = [
    "ATTORNEY_AGENT",
    "ATTORNEY_PRINCIPAL",
    "NUMBER",
    "Account",
    "AccountRole",
    "AddressFailure",
    "ApiToken",
    "Attorney",
    "Citizen",
    "CitizenNumber",
    "FidoTicket",
    "LoginChallenge",
    "LoginMeans",
    "PastPassword",
    "Role",
]
