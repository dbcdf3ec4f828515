"""Mails to whoever wrote: that it came, that an answer is there. Never a name, a subject, a reason."""

from datetime import datetime

from django.conf import settings

from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.models import Petition

_FOOT = (
    "\n\n為了保護您，這封信不寫內容。請到 {link} 輸入號碼與查詢碼查看；疑問請電 {phone}。"
    "我們不會請您操作提款機；疑似詐騙請撥 165。\n\n"
)
_FOOT_EN = (
    "\n\nTo protect you this mail says nothing of it. Read it at {link} with the number and your"
    " code. Questions: {phone}. We never ask anybody to operate a cash machine.\n"
)
WORDS = {
    "received": (
        "{branch}：收件確認（{number}） / we received it",
        "您好：\n\n我們收到您寫來的事了，號碼是 {number}。不必再寄一次，也不必補附件。" + _FOOT
        + "Hello,\n\nWe received what you wrote; its number is {number}. You need not send anything again."
        + _FOOT_EN,
    ),
    "taken": (
        "{branch}：收到您的來信（{number}） / we received your letter",
        "您好：\n\n我們收到您的來信，已經登記辦理，號碼是 {number}，查詢碼是 {code}（請收好，不要給別人）。不必再寄一次。"
        + _FOOT + "Hello,\n\nWe received your letter and have taken it up. Its number is {number}, your code"
        " is {code}: keep it to yourself. You need not send it again." + _FOOT_EN,
    ),
    "asked": (
        "{branch}：想再請教您（{number}） / a question for you",
        "您好：\n\n有一點想請您補充（{number}）。等您的這段時間不算在我們的期限裡。" + _FOOT
        + "Hello,\n\nWe have a question about {number}. The time until you answer does not count." + _FOOT_EN,
    ),
    "longer": (
        "{branch}：需要多一點時間（{number}） / we need more time",
        "您好：\n\n{number} 需要比原來更多的時間，新的日期與理由已經寫在查詢頁。" + _FOOT
        + "Hello,\n\n{number} needs more time than we said; the new day and the reason are on the page." + _FOOT_EN,
    ),
    "ended": (
        "{branch}：已經回復您（{number}） / our answer is there",
        "您好：\n\n{number} 已經有回復。看完後，也請用 {survey} 告訴我們好不好（不記名）。" + _FOOT
        + "Hello,\n\nOur answer to {number} is there. Afterwards please tell us how it was, without your name:"
        " {survey}" + _FOOT_EN,
    ),
}  # fmt: skip


def acknowledge(petition: Petition, email: str, at: datetime) -> None:
    """Say at once that it came, where an address was left."""
    tell("received", petition, email, at)


def tell_code(petition: Petition, email: str, code: str, at: datetime) -> None:
    """Say once that a letter came, with the code: whoever wrote it has no page that shows it."""
    facts = _facts(petition) | {"code": code}
    subject, body = WORDS["taken"]
    messages.send_mail(
        once_key=f"petition-received:{petition.ref}:", recipient=email,
        subject=subject.format(**facts), body=messages.Secret(body.format(**facts)),
        branch_id=petition.branch_id, at=at,
    )  # fmt: skip


def tell(what: str, petition: Petition, email: str, at: datetime, part: str = "") -> bool:
    """One mail of one kind about a petition, once; whether there was an address."""
    if not email:
        return False
    facts = _facts(petition)
    subject, body = WORDS[what]
    messages.send_mail(
        once_key=f"petition-{what}:{petition.ref}:{part}", recipient=email,
        subject=subject.format(**facts), body=body.format(**facts), branch_id=petition.branch_id,
        at=at,
    )  # fmt: skip
    return True


def _facts(petition: Petition) -> dict[str, str]:
    branch = organisation.branch_by_id(petition.branch_id)
    return {
        "branch": branch.name_zh, "number": petition.number, "phone": branch.phone,
        "link": f"{settings.SITE_URL}/follow/", "survey": f"{settings.SITE_URL}/mail/survey/",
    }  # fmt: skip
