"""Tables of petitions: mailboxes, what came through them, and what it led to."""

from wuai.contexts.petitions.models.incoming import TOLD, FetchedBox, Incoming
from wuai.contexts.petitions.models.mailboxes import BoxOpening, MailboxEdition, Opening
from wuai.contexts.petitions.models.petitions import (
    Petition,
    PetitionNote,
    Reply,
    SurveyAnswer,
    SurveyInvite,
)
from wuai.contexts.petitions.models.voices import Group, Grouped, Post

__all__ = [
    "TOLD",
    "BoxOpening",
    "FetchedBox",
    "Group",
    "Grouped",
    "Incoming",
    "MailboxEdition",
    "Opening",
    "Petition",
    "PetitionNote",
    "Post",
    "Reply",
    "SurveyAnswer",
    "SurveyInvite",
]
