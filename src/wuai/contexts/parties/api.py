"""The door of `parties`."""

from wuai.contexts.parties.actions import flag_major, merge_staged, reveal, rotate
from wuai.contexts.parties.models import ID_NUMBER, REPRESENTATIVE_ID
from wuai.contexts.parties.queries import (
    PartyRow,
    find,
    keys_of,
    likely_same,
    of_person,
    party_by_ref,
    party_row,
    party_rows,
    with_number,
)
from wuai.contexts.parties.queries_list import found_ids, is_id_number
from wuai.contexts.parties.rules import (
    KIND_NAMES_ZH,
    KIND_WORDS,
    NothingToReveal,
    PartyUnknown,
    ReasonMissing,
)

__all__ = [
    "ID_NUMBER",
    "KIND_NAMES_ZH",
    "KIND_WORDS",
    "REPRESENTATIVE_ID",
    "NothingToReveal",
    "PartyRow",
    "PartyUnknown",
    "ReasonMissing",
    "find",
    "flag_major",
    "found_ids",
    "is_id_number",
    "keys_of",
    "likely_same",
    "merge_staged",
    "of_person",
    "party_by_ref",
    "party_row",
    "party_rows",
    "reveal",
    "rotate",
    "with_number",
]
