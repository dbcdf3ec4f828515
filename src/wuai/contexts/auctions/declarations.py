"""What right-holders and buyers declare: exercising a right of pre-emption, asking for the certificate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import asking
from wuai.contexts.auctions.actions import preempting, transferring
from wuai.contexts.auctions.rules import transferring as life
from wuai.contexts.auctions.rules.preempting import GROUNDS, NotTheWhole
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor

PREEMPTION_CODE, TRANSFER_CODE = "PREEMPTION", "TRANSFER_CERTIFICATE"


def whole(answers: Mapping[str, Any], ground: applications.Ground) -> None:
    """All of it on the same terms, or nothing."""
    if answers.get("whole") is not True:
        raise NotTheWhole(field="whole")


def exercised(told: applications.Granted, by: Actor, at: datetime) -> None:
    """Take the answer inside its filing."""
    preempting.exercise(told=told, by=by, at=at)


def granted(told: applications.Granted, by: Actor, at: datetime) -> None:
    """Grant it inside the decision."""
    preempting.grant(told=told, by=by, at=at)


def opened(told: applications.Granted, by: Actor, at: datetime) -> None:
    """Begin the certificate inside the filing."""
    transferring.opened(told=told, by=by, at=at)


PREEMPTION = applications.Declaration(
    code=PREEMPTION_CODE,
    version=1,
    group="SALE",
    title=Bilingual("行使優先承買權", "Exercising a right of pre-emption"),
    summary=Bilingual(
        "收到優先承買通知的共有人、承租人、地上權人等，在期限內表示照同樣條件全部買下。"
        "不必附土地登記謄本，由分署查詢。",
        "Co-owners, lessees, superficiaries and others who were told of the sale say in time that they"
        " take all of it on the same terms. No land register extract is needed: the branch looks it up.",
    ),
    applicants=("ANYONE", "AGENT"),
    identity="CERTIFICATE",
    identity_why=Bilingual(
        "優先承買的表示有拘束力，等於您的簽名。", "The declaration binds you; it stands for your signature."
    ),
    sections=(
        asking.page(
            "RIGHT", "哪一份通知", "Which notice", asking.CASE_NUMBER,
            asking.ask("notice_no", "TEXT", "優先承買通知的發文字號或通知編號", "Number of the letter or of the notice",
                       "115新竹優000001", longest=60,
                       hint=("在通知公文的上方，「…字第…號」；空格不必照打",
                             "At the top of the letter you received; spaces do not matter")),
            asking.ask("letter_code", "TEXT", "通知上的驗證碼", "Code in the letter", required=False, longest=20,
                       hint=("在通知的說明裡，8 個字母或數字；通知沒有寫就不必填",
                             "Eight letters or digits in the text of the letter; leave it empty if there is none")),
            asking.ask("ground", "CHOICE", "您的權利", "Your right", "CO_OWNER", options=[
                (code, one.name.zh, one.name.en or one.name.zh) for code, one in GROUNDS.items()]),
            asking.ask("received", "DAY", "收到通知的日期", "The day you received it", "115-11-20"),
        ),
        asking.page(
            "TERMS", "照同樣的條件", "On the same terms",
            asking.ask("price", "MONEY", "通知上的價額", "The price in the notice", "3,200,000", least=1),
            asking.ask("whole", "YES_NO", "照通知的條件全部買下嗎", "Do you take all of it on these terms", "yes",
                       hint=("優先承買不能只買一部分，也不能另開條件",
                             "The right is not exercised for a part, nor on other terms")),
            asking.ask("others", "TEXT", "與誰共同承買、各多少（有才填）", "Who buys with you, and which shares, if any",
                       required=False),
        ),
        asking.APPLICANT,
    ),
    evidence=(
        asking.paper("TITLE", "租約或其他權源證明（沒有登記的權利才附）", "A lease or other title, only for a right that is not registered",
                     ("登記的權利不必附謄本，由分署查詢", "No extract for a registered right: the branch looks it up")),
    ),
    check=whole,
    prefill=("notice_no", "letter_code"),
    own_branch_only=True,
    filed=exercised,
    effect=granted,
    two_people=True,
    basis=Bilingual("土地法第 34 條之 1、第 104 條、第 107 條；民法第 426 條之 2、第 824 條；強制執行法第 102 條",
                    "Land Act, art. 34-1, 104 and 107; Civil Code, art. 426-2 and 824; Compulsory Enforcement Act, art. 102"),
    results=(Bilingual("准否優先承買的通知、理由與繳款期限", "Whether you may buy first, why, and what to pay by when"),),
)  # fmt: skip

TRANSFER = applications.Declaration(
    code=TRANSFER_CODE,
    version=1,
    group="SALE",
    title=Bilingual("申請核發權利移轉證書", "Certificate of transfer of rights"),
    summary=Bilingual(
        "價金繳清後，請分署核發權利移轉證書。您從領得證書正本那一天起成為所有權人。",
        "After the price is paid in full the branch issues the certificate. You own the property from the"
        " day you receive its original.",
    ),
    applicants=("BIDDER", "CREDITOR", "AGENT"),
    identity="CERTIFICATE",
    identity_why=Bilingual(
        "證書移轉所有權，要確定是買受人本人。", "The certificate transfers ownership, so we must know that it is you."
    ),
    sections=(
        asking.page(
            "SALE", "買到的不動產", "What you bought", asking.CASE_NUMBER,
            asking.ask("sold_on", "DAY", "拍定或承受的日期", "The day of the sale", "115-11-20"),
            asking.ask("lot", "TEXT", "標別", "Lot", "甲標", longest=60),
            asking.ask("property", "LONG_TEXT", "不動產標示", "The property", "新竹縣竹東鎮長春段 100 地號", longest=2000),
            asking.ask("scope", "TEXT", "權利範圍", "Share", "全部", longest=100),
            asking.ask("price", "MONEY", "拍定價金", "Price", "3,200,000", least=1),
        ),
        asking.page(
            "PICK_UP", "怎麼領取", "How you get it",
            asking.ask("delivery", "CHOICE", "領取方式", "Delivery", "COUNTER", options=(
                ("COUNTER", "預約到分署領取", "Pick-up by appointment"),
                ("REGISTERED", "雙掛號郵寄", "Registered post"))),
        ),
        asking.APPLICANT,
    ),
    evidence=(
        asking.paper("RECEIPT", "繳款收據", "Receipt of the payment",
                     ("收據號碼寫清楚就不必附", "Not needed if we can find it")),
        asking.paper("POWER", "委任狀（代理人提出時）", "Authority, if somebody acts for you"),
    ),
    procedure=applications.CARRIED,
    carried_at="/staff/transfers/filed/",
    course=applications.Course(
        running=life.OPEN, ended=(life.HANDED_OVER, life.CALLED_OFF), names=life.STATE_NAMES,
        arrows=life.arrows(), sentences=life.in_words(),
    ),
    rule="TRANSFER_CERTIFICATE",
    own_branch_only=True,
    filed=opened,
    basis=Bilingual("強制執行法第 97 條、第 98 條；行政執行法第 26 條",
                    "Compulsory Enforcement Act, art. 97 and 98; Administrative Execution Act, art. 26"),
    results=(Bilingual("權利移轉證書", "The certificate of transfer"),),
)  # fmt: skip
