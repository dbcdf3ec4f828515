"""What stands in the way of a certificate: notices and other certificates of the lot, as people typed them."""

import re

from wuai.kernel.refusal import Refusal
from wuai.kernel.text import without_spaces

_BETWEEN = re.compile(r"[、,;/]")
_AND_OTHERS = re.compile(r"等.{0,4}人$")


class PreemptionGranted(Refusal):
    code = "TRANSFER_PREEMPTION_GRANTED"
    zh = "優先承買通知 {numbers} 已准予優先承買，證書不能發給別人"
    en = "The notices of pre-emption {numbers} are granted; the certificate cannot go to somebody else"
    next_zh = "承買人沒有承買，或是別的標的時，請重新查核「優先承買」，並在依據寫明通知編號與理由"
    next_en = "If that person did not buy, or it is of another lot, check pre-emption again and name the notice and the reason in the evidence"
    basis = "土地法第 104 條"


class LotCertifiedAlready(Refusal):
    code = "TRANSFER_LOT_CERTIFIED"
    zh = "這個標的已經核發證書 {numbers}，不能再核發一張"
    en = "The certificate {numbers} of this lot is out already; another cannot be issued"
    next_zh = "數人各得應有部分時，請更正內容，在附註寫明另一張證書的字號與各人的部分"
    next_en = "If several people get a share each, correct it: name the other certificate and the shares in the remarks"


class CertificateOut(Refusal):
    code = "PREEMPTION_CERTIFICATE_OUT"
    zh = "這個標的的權利移轉證書已經核發，不能再優先承買"
    en = "The certificate of transfer of this lot is issued; the right can no longer be exercised"
    next_zh = "對核發有異議，請洽承辦股，或依法聲明異議"
    next_en = "If you object to its issue, ask the section that has the case, or raise an objection"
    basis = "強制執行法第 98 條"


def lot(text: str) -> str:
    """A lot as it is compared: width, spaces and the word for “lot” make no difference."""
    folded = without_spaces(text)
    return folded.removeprefix("標別").lstrip(":").removeprefix("第").removesuffix("標") or folded


def persons(text: str) -> set[str]:
    """The people that a line of names tells apart."""
    parts = (_AND_OTHERS.sub("", one) for one in _BETWEEN.split(without_spaces(text)))
    return {one for one in parts if one}


def is_named(one: str, other: str) -> bool:
    """Whether two lines of names have a person in common."""
    return bool(persons(one) & persons(other))


def names_number(text: str, number: str) -> bool:
    """Whether a text says a number."""
    return without_spaces(number) in without_spaces(text)
