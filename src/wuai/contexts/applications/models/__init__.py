"""Requests with their drafts, files and steps; the register of the night mailbox."""

from wuai.contexts.applications.models.night import NightHandover, NightItem
from wuai.contexts.applications.models.outgoing import OutgoingPaper
from wuai.contexts.applications.models.replies import ReplyText
from wuai.contexts.applications.models.requests import (
    CHANNELS,
    CLEAN,
    INFECTED,
    QUARANTINED,
    RECEIVING,
    SCANS,
    Application,
    ApplicationStep,
    Draft,
    ResultDocument,
    Upload,
    UploadPart,
)

__all__ = [
    "CHANNELS",
    "CLEAN",
    "INFECTED",
    "QUARANTINED",
    "RECEIVING",
    "SCANS",
    "Application",
    "ApplicationStep",
    "Draft",
    "NightHandover",
    "NightItem",
    "OutgoingPaper",
    "ReplyText",
    "ResultDocument",
    "Upload",
    "UploadPart",
]
