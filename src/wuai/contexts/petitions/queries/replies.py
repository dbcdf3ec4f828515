"""What a reply says, opened, and the words of the house around it."""

from collections.abc import Callable

from wuai.contexts.applications import api as applications
from wuai.contexts.petitions.models import Petition, Reply
from wuai.kernel.bilingual import Bilingual
from wuai.platform import crypto

REPLY_TEXT = "petitions_reply.text"
REMEDY = Bilingual(
    "您如果認為權益受到侵害，依法可以提起訴願、訴訟或請求國家賠償；期限與方式可以電洽本分署。",
    "If you think your rights were infringed the law gives you an administrative appeal, an action"
    " in court, or a claim for state compensation; call us about the time limits and the way.",
)
PASSED_ON = Bilingual(
    "您的陳情已移送主管機關：{agency}。",
    "Your petition was passed to the authority in charge: {agency}.",
)


def words(reply: str, *, agency: str, remedy: bool, say: Callable[[Bilingual], str]) -> list[str]:
    """What the person reads: the authority it went to, the reply, the ways to the courts."""
    before = [say(PASSED_ON).format(agency=agency)] if agency else []
    return [*before, reply, *([say(REMEDY)] if remedy else [])]


def text_of(reply: Reply) -> str:
    """What a reply says, opened."""
    return crypto.unseal(REPLY_TEXT, str(reply.ref), reply.text)


def spoken(row: Petition, words: Bilingual) -> str:
    """Words of the house in the language in which the person wrote."""
    return words.en if applications.language_of(row.ref).startswith("en") else words.zh
