"""The door of `referrals`."""

from wuai.contexts.referrals.actions.intake import Outcome, Upload, import_file, read_upload
from wuai.contexts.referrals.actions.receipt import holds, public_key
from wuai.contexts.referrals.actions.rehearse import RehearsedRow, rehearsed, rehearsed_rows
from wuai.contexts.referrals.actions.retry import retry_file
from wuai.contexts.referrals.events import ReferralsAccepted
from wuai.contexts.referrals.gateways.cms.fake import sign_beside
from wuai.contexts.referrals.queries import (
    BatchRow,
    BatchUnknown,
    RefusedRow,
    batch,
    batch_by_id,
    batch_case_ids,
    batches,
    refused_rows,
    tries,
    waiting,
)
from wuai.contexts.referrals.queries_feedback import FeedbackRow, feedback_csv, feedback_rows
from wuai.contexts.referrals.queries_results import stream_results, write_results
from wuai.contexts.referrals.reference import load_reference

__all__ = [
    "BatchRow",
    "BatchUnknown",
    "FeedbackRow",
    "Outcome",
    "ReferralsAccepted",
    "RefusedRow",
    "RehearsedRow",
    "Upload",
    "batch",
    "batch_by_id",
    "batch_case_ids",
    "batches",
    "feedback_csv",
    "feedback_rows",
    "holds",
    "import_file",
    "load_reference",
    "public_key",
    "read_upload",
    "refused_rows",
    "rehearsed",
    "rehearsed_rows",
    "retry_file",
    "sign_beside",
    "stream_results",
    "tries",
    "waiting",
    "write_results",
]
