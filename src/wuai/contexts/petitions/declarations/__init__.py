"""What a person fills in to write to a mailbox: declared once, filed by the engine of applications.

The steps after that are ours (``rules/states.py``); the engine keeps what the person follows by
number and code. ``DESK`` is a permission that nobody holds: the engine's own desks show nothing.
"""

from typing import Any

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import Move, asking
from wuai.contexts.petitions.actions.filing import received
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules.incoming import MOST_PAPER
from wuai.contexts.petitions.rules.mailboxes import HARASSMENT, NAMED_KIND, OPEN_KIND
from wuai.kernel.bilingual import Bilingual

DESK = "petition.desk"
_WORKING, _PAUSED = ("RECEIVED", "IN_HAND"), ("RECEIVED", "IN_HAND", "INCOMPLETE")
PROCEDURE = applications.Procedure(applications.CARRIED.code, (
    Move("tell", _PAUSED, "IN_HAND", applications.CARRIER, Bilingual("分辦、告知", "Assign and tell")),
    Move("ask", _WORKING, "INCOMPLETE", applications.CARRIER, Bilingual("請陳情人補充", "Ask for more"), needs_note=True),
    Move("complete", ("INCOMPLETE",), "IN_HAND", "APPLICANT", Bilingual("補充", "Complete it")),
    Move("answer", _WORKING, "ANSWERED", applications.CARRIER, Bilingual("主管核定後回復", "Answer, once a head approved"), needs_note=True),
    Move("forward", _WORKING, "FORWARDED", applications.CARRIER, Bilingual("移送有權機關並告知", "Pass on, and tell"), needs_note=True),
    Move("dismiss", _WORKING, "DISMISSED", applications.CARRIER, Bilingual("依第 173 條不予處理", "Not handled under article 173"), needs_note=True),
    Move("withdraw", _PAUSED, "WITHDRAWN", "APPLICANT", Bilingual("撤回", "Withdraw")),
))  # fmt: skip
_NAMES = {code: name for code, (name, _tone) in s.STATES.items()}
COURSE = applications.Course(
    running=tuple(s.OPEN), ended=tuple(s.ENDED), names=_NAMES,
    arrows=tuple(dict.fromkeys((origin, to) for origin, to, _ in s.ways() if origin != to)),
    sentences=tuple(
        Bilingual(
            f"「{_NAMES[origin].zh}」→「{_NAMES[to].zh}」：{s.WHO[move.who].zh}「{move.label.zh}」",
            f"“{_NAMES[origin].en}” → “{_NAMES[to].en}”: {s.WHO[move.who].en}, “{move.label.en}”",
        )
        for origin, to, move in s.ways()
    ),
)  # fmt: skip
_PAPERS = asking.paper(
    "PAPERS", "相關資料（不附也可以）", "Papers, if you like (none are needed)",
    ("照片、文件、錄音都可以；沒有也照樣受理", "Pictures, papers or sound; without any it counts just as well"),
    most_bytes=MOST_PAPER,
)  # fmt: skip
_SUBJECT = asking.ask(
    "subject", "TEXT", "一句話說是什麼事", "What it is about, in a sentence",
    "電話一直打不進去", longest=80,
)  # fmt: skip
_CONTENT = asking.ask(
    "content", "LONG_TEXT", "想說的話", "What you want to say",
    "我上週三上午打了六次電話，都在忙線。", longest=4000,
    hint=("時間、地點、發生什麼事，寫得出來的就好", "When, where, what happened: as much as you can say"),
)  # fmt: skip
_WISH = asking.ask(
    "wish", "LONG_TEXT", "希望我們怎麼做", "What you hope we do", "多開一線，或可以留話請你們回電。",
    longest=1000, required=False,
)  # fmt: skip
_CASE_NO = asking.ask(
    "case_no", "CASE_NO", "執行案號（有關才填）", "Case number, if it is about one", required=False,
    longest=60,
)  # fmt: skip
_PHONE = asking.ask(
    "phone", "PHONE", "電話", "Phone", "0912-345-678", required=False,
    hint=("有不清楚的地方，我們先打電話問您", "If something is unclear we call you first"),
)  # fmt: skip
_EMAIL = asking.ask(
    "email", "EMAIL", "電子郵件", "E-mail", "ming@example.org", required=False,
    hint=("收到與回復時寄通知到這裡；內容要用號碼與查詢碼看",
          "We write here when it came and when it is answered; the words stay behind number and code"),
)  # fmt: skip
_ADDRESS = asking.ask(
    "address", "ADDRESS", "地址", "Address", "新竹市東區中正路 1 號", required=False,
    hint=("想收紙本回復才需要填", "Only if you would like the reply on paper"),
)  # fmt: skip
_MATTER = asking.page(
    "MATTER", "您想說的事", "What you want to tell us", _SUBJECT, _CONTENT, _WISH, _CASE_NO
)


def _reach(required: bool) -> Any:
    hint = (
        ("回復您時的稱呼；內容依法保密", "So that we can answer you; what you write is kept confidential")
        if required
        else ("可以不填。沒有姓名也沒有住址的陳情，法律允許不處理；我們仍會看",
              "You may leave it out. Without any name or address the law lets us not handle it; we still read it")
    )  # fmt: skip
    name = asking.ask(
        "name", "NAME", "姓名", "Name", "王小明", required=required, longest=100, hint=hint
    )
    return asking.page("REACH", "怎麼回復您", "How we answer you", name, _PHONE, _EMAIL, _ADDRESS)


def _petition(code: str, title: Bilingual, summary: Bilingual, *, named: bool) -> Any:
    return applications.Declaration(
        code=code, version=1, group="VOICE", title=title, summary=summary, applicants=("ANYONE",),
        case="MAY", sections=(_MATTER, _reach(named)), evidence=(_PAPERS,), procedure=PROCEDURE,
        rule="PETITION_REPLY", basis=Bilingual("行政程序法第 168 條至第 173 條",
                                               "Administrative Procedure Act, art. 168 to 173"),
        results=(Bilingual("經主管核定的回復", "A reply that a head approved"),),
        restricted_to=DESK, anonymous=not named, carried_at="/staff/petitions/", filed=received,
        course=COURSE,
    )  # fmt: skip


PETITION = _petition(
    OPEN_KIND, Bilingual("陳情、意見、抱怨", "A petition, an opinion, a complaint"),
    Bilingual("建議、查詢、檢舉缺失或維護權益，都可以寫給分署；不必附文件，也可以不具名。",
              "Suggest, ask, report a failing or stand up for your rights. No papers needed, no name needed."),
    named=False,
)  # fmt: skip
PETITION_NAMED = _petition(
    NAMED_KIND, Bilingual("陳情、意見（具名）", "A petition with your name"),
    Bilingual("留下姓名，我們可以正式回復您；不必附文件。",
              "Leave your name and we can answer you formally. No papers needed."),
    named=True,
)  # fmt: skip
HARASSMENT_COMPLAINT = applications.Declaration(
    code=HARASSMENT,
    version=1,
    group="VOICE",
    title=Bilingual("性騷擾申訴", "A complaint of sexual harassment"),
    summary=Bilingual(
        "在分署或由分署人員發生的性騷擾，可以在這裡申訴。只有專責的人看得到，被申訴的人看不到。",
        "Complain here of sexual harassment at the branch or by its people. Only the unit in charge can see it; whoever it is about cannot.",
    ),
    applicants=("ANYONE",),
    case="NEVER",
    sections=(
        asking.page(
            "EVENT", "發生了什麼事", "What happened",
            asking.ask("happened_on", "DAY", "什麼時候（大約也可以）", "When (roughly is enough)", "115-11-10", required=False),
            asking.ask("place", "TEXT", "在哪裡", "Where", "二樓走廊", required=False),
            asking.ask("about", "TEXT", "有關誰（姓名、職稱或特徵）", "Who it was (name, post, or what the person looks like)", "穿背心的替代役男", required=False),
            asking.ask("content", "LONG_TEXT", "經過", "What happened, in your words", "經過時故意碰觸我的手臂並說不適當的話。", longest=4000),
            asking.ask("witness", "TEXT", "有沒有人看到", "Did anybody see it", "服務台的同仁", required=False),
        ),
        asking.page(
            "NEEDS", "您現在需要什麼", "What you need now",
            asking.ask("needs", "MANY", "我們可以馬上安排", "We can arrange at once", "COMPANION", required=False, options=(
                ("COMPANION", "有人陪同", "Somebody at your side"),
                ("APART", "不再與對方碰面", "Not to meet the person again"),
                ("COUNSEL", "心理諮商資訊", "Where to find counselling"),
                ("POLICE", "協助報警", "Help with calling the police"),
            )),
        ),
        _reach(False),
    ),
    evidence=(_PAPERS,),
    procedure=PROCEDURE,
    rule="HANDLING_DEFAULT",
    basis=Bilingual("受理性騷擾事件作業流程；行政程序法第 170 條第 2 項", "The branch's procedure for such complaints; Administrative Procedure Act, art. 170 II"),
    results=(Bilingual("調查結果與處理情形", "What was found and done"),),
    restricted_to=DESK,
    anonymous=True,
    carried_at="/staff/petitions/",
    filed=received,
    course=COURSE,
)  # fmt: skip
DECLARATIONS = (PETITION, PETITION_NAMED, HARASSMENT_COMPLAINT)
