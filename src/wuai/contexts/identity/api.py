"""The door of `identity`."""

from wuai.contexts.identity.actions import (
    Created,
    NewAccount,
    NewAttorney,
    accept_attorney,
    create_account,
    create_demo_accounts,
    current_code,
    end_account,
    end_attorney,
    grant_role,
    note_token_use,
)
from wuai.contexts.identity.actions.demo import DEMO_PASSWORD, demo_greeting
from wuai.contexts.identity.gateways.demo import DemoSigning, Person
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
from wuai.contexts.identity.queries_acting import acting, acting_for_agency, at_branch
from wuai.contexts.identity.queries_citizens import (
    AttorneyRow,
    CitizenRow,
    Principal,
    Visit,
    attorney,
    attorneys,
    citizen_row,
    citizen_with_number,
    keys_with,
    known_keys,
    person_keys,
    power,
    principals,
)
from wuai.contexts.identity.queries_colleagues import (
    Colleague,
    NoSuchColleague,
    colleague,
    colleagues,
)
from wuai.contexts.identity.reference import load_reference
from wuai.contexts.identity.rules.citizens import (
    SCOPES,
    AttorneyUnknown,
    CaseProof,
    number_of_person,
)
from wuai.contexts.identity.web.citizen_forms import AttorneyForm, EndForm
from wuai.contexts.identity.web.citizen_session import citizen_of
from wuai.contexts.identity.web.forms import refuse
from wuai.contexts.identity.web.proving import asked_case, register_case_proof

__all__ = [
    "DEMO_PASSWORD",
    "SCOPES",
    "AccountRow",
    "AttorneyForm",
    "AttorneyRow",
    "AttorneyUnknown",
    "CaseProof",
    "CitizenRow",
    "Client",
    "Colleague",
    "Created",
    "DemoSigning",
    "EndForm",
    "NewAccount",
    "NewAttorney",
    "NoSuchColleague",
    "Person",
    "Principal",
    "Visit",
    "accept_attorney",
    "account_row",
    "accounts",
    "acting",
    "acting_for_agency",
    "actor_named",
    "actor_of_account",
    "asked_case",
    "at_branch",
    "attorney",
    "attorneys",
    "citizen_of",
    "citizen_row",
    "citizen_with_number",
    "client_of_token",
    "colleague",
    "colleagues",
    "create_account",
    "create_demo_accounts",
    "current_code",
    "demo_greeting",
    "end_account",
    "end_attorney",
    "grant_role",
    "has_accounts",
    "keys_with",
    "known_keys",
    "load_reference",
    "note_token_use",
    "number_of_person",
    "person_keys",
    "power",
    "principals",
    "refuse",
    "register_case_proof",
    "roles",
]
