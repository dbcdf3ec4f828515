"""The objection as an application: filed online or on paper, opened here at once."""

from datetime import datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import asking
from wuai.contexts.objections.actions.receiving import CODE, register
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules.objecting import AGAINST, OBJECTORS
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor


def opened(told: applications.Granted, by: Actor, at: datetime) -> None:
    """Open the objection inside the filing."""
    register(told=told, by=by, at=at)


def _options(names: dict[str, Bilingual]) -> list[tuple[str, str, str]]:
    return [(code, name.zh, name.en or name.zh) for code, name in names.items()]


OBJECTION = applications.Declaration(
    code=CODE,
    version=1,
    group="CASE",
    title=Bilingual("聲明異議", "Objection against enforcement"),
    summary=Bilingual(
        "認為執行命令、執行的方法或程序不對，可以在執行結束前聲明異議。有理由我們會停下並更正；"
        "沒有理由，十日內附意見送行政執行署決定。提出異議，執行原則上不停止。",
        "If you think an order, the method or the procedure of enforcement is wrong, object before it"
        " ends. If you are right we stop and put it right; if not, it goes to the Agency with our"
        " opinion within ten days. An objection does not by itself stop enforcement.",
    ),
    applicants=("OBLIGOR", "AGENT", "CREDITOR"),
    sections=(
        asking.CASE,
        asking.page(
            "ACT", "您對什麼有異議", "What you object to",
            asking.ask("objector", "CHOICE", "您是", "You are", "OBLIGOR", options=_options(OBJECTORS)),
            asking.ask("interest", "LONG_TEXT", "您與執行的關係", "How enforcement concerns you", "",
                       required=False, longest=500,
                       hint=("義務人本人不必填。利害關係人請寫受影響的權益；代理人請寫為誰代理",
                             "The obligor leaves it empty. Others: which interest is harmed, or for whom you act")),
            asking.ask("against", "CHOICE", "異議的對象", "It is against", "ORDER", options=_options(AGAINST)),
            asking.ask("act", "TEXT", "哪一個執行行為", "Which act", "115-11-10 扣押存款命令", longest=300,
                       hint=("命令或通知的日期與文號；沒有文號就寫發生了什麼事",
                             "Day and number of the order or notice, or what happened")),
            asking.ask("act_on", "DAY", "那一天的日期", "The day of that act", "115-11-10", required=False),
        ),
        asking.page(
            "GROUNDS", "理由", "Your reasons",
            asking.ask("statement", "LONG_TEXT", "異議的事實與理由", "Facts and reasons",
                       "扣押的帳戶是領社會福利津貼的專戶，依法不能扣押。", longest=6000),
            asking.ask("wish", "LONG_TEXT", "希望我們怎麼做", "What you ask for",
                       "請撤銷這個帳戶的扣押命令。", required=False, longest=1000,
                       hint=("要同時申請停止執行，請寫在這裡並說明急迫的理由",
                             "If you also ask us to stop meanwhile, say so here, and why it is urgent")),
        ),
        asking.page("OBJECTOR", "異議人", "Who objects", asking.NAME, asking.ADDRESS, asking.PHONE,
                    asking.EMAIL),
    ),
    evidence=(
        asking.paper("ACT_PAPER", "被異議的命令或通知", "The order or notice"),
        asking.paper("EVIDENCE", "證據", "Evidence"),
        asking.paper("AUTHORITY", "委任狀（代理人提出時）", "Authority, if somebody acts for you"),
    ),
    procedure=applications.CARRIED,
    carried_at="/staff/objections/filed/",
    course=applications.Course(
        running=life.OPEN, ended=(life.WITHDRAWN, life.REDIRECTED, life.REJECTED, life.REMEDIED),
        names=life.STATE_NAMES, arrows=life.arrows(), sentences=life.in_words(),
    ),
    rule="OBJECTION_OPINION",
    basis=Bilingual("行政執行法第 9 條；同法施行細則第 15 條至第 17 條",
                    "Administrative Execution Act, art. 9; Enforcement Rules, art. 15 to 17"),
    results=(
        Bilingual("有理由：停止執行並撤銷或更正的通知", "If you are right: word that it was stopped and put right"),
        Bilingual("無理由：行政執行署的決定書", "If not: the decision of the Agency"),
    ),
    filed=opened,
)  # fmt: skip
