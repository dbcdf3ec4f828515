"""The door of `parties`."""

from wuai.contexts.parties.actions import flag_major, merge_staged, reveal, rotate
from wuai.contexts.parties.actions.enquiries import Asked, note_enquiry
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
from wuai.contexts.parties.queries_enquiries import (
    EnquiryRow,
    EnquirySum,
    enquiries,
    enquiry,
    enquiry_sums,
)
from wuai.contexts.parties.queries_list import found_ids, is_id_number
from wuai.contexts.parties.rules import (
    KIND_NAMES_ZH,
    KIND_WORDS,
    NothingToReveal,
    PartyUnknown,
    ReasonMissing,
)
from wuai.contexts.parties.rules.enquiries import AMOUNTS, ASKERS, CHANNELS, PROOFS

__all__ = [
    "AMOUNTS",
    "ASKERS",
    "CHANNELS",
    "ID_NUMBER",
    "KIND_NAMES_ZH",
    "KIND_WORDS",
    "PROOFS",
    "REPRESENTATIVE_ID",
    "Asked",
    "EnquiryRow",
    "EnquirySum",
    "NothingToReveal",
    "PartyRow",
    "PartyUnknown",
    "ReasonMissing",
    "enquiries",
    "enquiry",
    "enquiry_sums",
    "find",
    "flag_major",
    "found_ids",
    "is_id_number",
    "keys_of",
    "likely_same",
    "merge_staged",
    "note_enquiry",
    "of_person",
    "party_by_ref",
    "party_row",
    "party_rows",
    "reveal",
    "rotate",
    "with_number",
]
