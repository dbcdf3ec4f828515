"""Notices and how they were served; publications of what could not be served."""

from wuai.contexts.notices.models.notices import (
    BATCH_STATUSES,
    CONTENT,
    NOTICE_STATUSES,
    VERSION_STATES,
    Notice,
    NoticeBatch,
    NoticeCase,
    PrintFile,
    ServiceAttempt,
    SetAside,
    TextBlockVersion,
)
from wuai.contexts.notices.models.publications import Publication

__all__ = [
    "BATCH_STATUSES",
    "CONTENT",
    "NOTICE_STATUSES",
    "VERSION_STATES",
    "Notice",
    "NoticeBatch",
    "NoticeCase",
    "PrintFile",
    "Publication",
    "ServiceAttempt",
    "SetAside",
    "TextBlockVersion",
]
