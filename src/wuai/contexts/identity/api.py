"""The door of `identity`."""

from wuai.contexts.identity.actions import (
    Created,
    NewAccount,
    create_account,
    create_demo_accounts,
    current_code,
    end_account,
    grant_role,
    note_token_use,
)
from wuai.contexts.identity.actions.demo import DEMO_PASSWORD, demo_greeting
from wuai.contexts.identity.queries import (
    AccountRow,
    Client,
    account_row,
    accounts,
    actor_named,
    actor_of_account,
    client_of_token,
    has_accounts,
    roles,
)
from wuai.contexts.identity.queries_acting import acting, acting_for_agency
from wuai.contexts.identity.queries_citizens import (
    CitizenRow,
    Principal,
    Visit,
    citizen_row,
    citizen_with_number,
    person_keys,
    principals,
)
from wuai.contexts.identity.reference import load_reference
from wuai.contexts.identity.web.citizen_session import citizen_of

__all__ = [
    "DEMO_PASSWORD",
    "AccountRow",
    "CitizenRow",
    "Client",
    "Created",
    "NewAccount",
    "Principal",
    "Visit",
    "account_row",
    "accounts",
    "acting",
    "acting_for_agency",
    "actor_named",
    "actor_of_account",
    "citizen_of",
    "citizen_row",
    "citizen_with_number",
    "client_of_token",
    "create_account",
    "create_demo_accounts",
    "current_code",
    "demo_greeting",
    "end_account",
    "grant_role",
    "has_accounts",
    "load_reference",
    "note_token_use",
    "person_keys",
    "principals",
    "roles",
]
