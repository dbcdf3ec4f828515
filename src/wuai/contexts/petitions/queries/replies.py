"""What a reply says, opened, and the words about other ways that stand under it."""

from wuai.contexts.petitions.models import Reply
from wuai.platform import crypto

REPLY_TEXT = "petitions_reply.text"
REMEDY = "您如果認為權益受到侵害，依法可以提起訴願、訴訟或請求國家賠償；期限與方式可以電洽本分署。"


def text_of(reply: Reply) -> str:
    """What a reply says, opened."""
    return crypto.unseal(REPLY_TEXT, str(reply.ref), reply.text)
