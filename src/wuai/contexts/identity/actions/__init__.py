"""One function per thing a person can do with accounts."""

from wuai.contexts.identity.actions.accounts import (
    Created,
    NewAccount,
    create_account,
    end_account,
    end_role,
    grant_role,
    reset_account,
)
from wuai.contexts.identity.actions.attorneys import (
    NewAttorney,
    accept_attorney,
    begin_acting,
    end_attorney,
)
from wuai.contexts.identity.actions.citizens import (
    Challenge,
    add_number,
    begin_challenge,
    digest,
    end_means,
    link_holder,
    note_departure,
    note_entry,
    note_wrong_try,
    use_challenge,
)
from wuai.contexts.identity.actions.demo import create_demo_accounts, current_code
from wuai.contexts.identity.actions.factors import (
    add_key,
    enrol_totp,
    new_recovery_codes,
    remove_factor,
    use_code,
    use_key,
)
from wuai.contexts.identity.actions.fido import keep_ticket, may_ask, use_ticket
from wuai.contexts.identity.actions.passwords import change_password
from wuai.contexts.identity.actions.sessions import (
    end_session,
    end_sessions,
    note_failure,
    note_login,
    note_logout,
)
from wuai.contexts.identity.actions.tokens import (
    IssuedToken,
    create_token,
    end_token,
    note_token_use,
)

__all__ = [
    "Challenge",
    "Created",
    "IssuedToken",
    "NewAccount",
    "NewAttorney",
    "accept_attorney",
    "add_key",
    "add_number",
    "begin_acting",
    "begin_challenge",
    "change_password",
    "create_account",
    "create_demo_accounts",
    "create_token",
    "current_code",
    "digest",
    "end_account",
    "end_attorney",
    "end_means",
    "end_role",
    "end_session",
    "end_sessions",
    "end_token",
    "enrol_totp",
    "grant_role",
    "keep_ticket",
    "link_holder",
    "may_ask",
    "new_recovery_codes",
    "note_departure",
    "note_entry",
    "note_failure",
    "note_login",
    "note_logout",
    "note_token_use",
    "note_wrong_try",
    "remove_factor",
    "reset_account",
    "use_challenge",
    "use_code",
    "use_key",
    "use_ticket",
]
