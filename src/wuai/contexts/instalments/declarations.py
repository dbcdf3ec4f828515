"""The request for instalments as an application: asked online or on paper, recorded here at once."""

import uuid
from datetime import date, datetime, timedelta

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import asking
from wuai.contexts.instalments.actions.asking import Asked, request_plan
from wuai.contexts.instalments.rules.deciding import APPLICANTS
from wuai.contexts.instalments.rules.means import MOST_DEPENDANTS, Means
from wuai.kernel.bilingual import Bilingual
from wuai.legal.instalments import GROUNDS
from wuai.platform.actors import Actor

# What came by post, fax or mail was written; what was said was recorded by a colleague.
_CHANNELS = {"WEB": "WEB", "COUNTER": "COUNTER", "PHONE": "PHONE"}
_FIRST_DAYS = 30


def recorded(told: applications.Granted, by: Actor, at: datetime) -> None:
    """Record the request for the plan; what the table of instalments refuses is refused here."""
    given = told.answers
    first_on = date.fromisoformat(given["first_on"]) if given.get("first_on") else None
    asked = Asked(
        key=uuid.UUID(told.application_ref), case_ids=(told.case_id,) if told.case_id else (),
        channel=_CHANNELS.get(told.channel, "PAPER"), applicant=given["applicant"],
        applicant_name=given["name"], statement=given["statement"], grounds=given["grounds"],
        count=given["count"], first_on=first_on or told.on + timedelta(days=_FIRST_DAYS),
        means=Means(given["income"], given["spending"], given.get("dependants", 0)),
        phone=given.get("phone", ""), email=given.get("email", ""),
    )  # fmt: skip
    request_plan(asked=asked, by=by, at=at, on=told.on)


def _options(names: dict[str, Bilingual]) -> list[tuple[str, str, str]]:
    return [(code, name.zh, name.en or name.zh) for code, name in names.items()]


INSTALMENTS = applications.Declaration(
    code="INSTALMENTS",
    version=1,
    group="CASE",
    title=Bilingual("申請分期繳納", "Paying by instalments"),
    summary=Bilingual(
        "一次繳不起，可以申請分期。我們會問移送機關是否同意，再書面告訴您結果。",
        "If you cannot pay at once, ask to pay in parts. We ask the agency for its consent and tell you in writing.",
    ),
    sections=(
        asking.CASE,
        asking.page(
            "REASON", "為什麼需要分期", "Why you need instalments",
            asking.ask("applicant", "CHOICE", "您是", "You are", "OBLIGOR", options=_options(APPLICANTS)),
            asking.ask("grounds", "CHOICE", "事由", "Grounds", "ECONOMIC", options=_options(GROUNDS)),
            asking.ask("statement", "LONG_TEXT", "說明您的情形", "Your situation",
                       "上個月起沒有工作，打零工度日，可以每個月繳一些。", longest=4000),
        ),
        asking.page(
            "MEANS", "收入與支出", "What comes in and what goes out",
            asking.ask("income", "MONEY", "每月收入", "Income a month", "28,000", least=0,
                       hint=("薪資、租金、年金等，都算在內", "Wages, rent, pensions and so on")),
            asking.ask("spending", "MONEY", "每月必要支出", "Needed a month", "20,000", least=0,
                       hint=("房租、伙食、醫療、學費等；沒有就填 0", "Rent, food, medicine, school; 0 if none")),
            asking.ask("dependants", "NUMBER", "受您扶養的人數", "People you support", "1",
                       required=False, least=0, most=MOST_DEPENDANTS),
        ),
        asking.page(
            "PLAN", "希望怎麼分", "How you wish to pay",
            asking.ask("count", "NUMBER", "想分幾期（每月一期）", "How many monthly instalments", "3",
                       least=2, most=600),
            asking.ask("first_on", "DAY", "第一期繳納日", "Day of the first instalment", "115-12-15",
                       required=False, hint=("不填就是 30 天後", "Empty means 30 days from now")),
        ),
        asking.CONTACT,
    ),
    evidence=(
        asking.paper("MEANS_PAPERS", "收支或財產證明", "Proof of income, spending or property",
                     ("例如薪資單、租約、診斷證明", "A pay slip, a lease, a medical certificate")),
        asking.paper("AUTHORITY", "委任狀（代理人申請時）", "Authority, if somebody asks for you"),
    ),
    procedure=applications.ANSWER,
    basis=Bilingual("行政執行法施行細則第 27 條", "Enforcement Rules of the Administrative Execution Act, art. 27"),
    results=(Bilingual("准駁的書面與各期繳款單", "The decision, and a slip for each instalment"),),
    filed=recorded,
)  # fmt: skip
