"""What anybody in a case may simply tell us."""

from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import CASE, CONTACT, ask, page, paper
from wuai.contexts.applications.rules.procedure import ANSWER
from wuai.kernel.bilingual import Bilingual

WRITTEN_STATEMENT = d.Declaration(
    code="WRITTEN_STATEMENT",
    version=1,
    group="CASE",
    title=Bilingual("義務人書面陳述", "Written statement"),
    summary=Bilingual(
        "想說明您的情形、對案件有話要說，都可以寫在這裡，承辦股會回復您。",
        "Tell us about your situation or your case; the section in charge will answer.",
    ),
    sections=(
        CASE,
        page(
            "STATEMENT", "您想說明的事", "What you want to tell us",
            ask("statement", d.LONG_TEXT, "陳述內容", "Your statement",
                "我上個月失業，目前沒有收入，希望能先分期繳納。", longest=4000),
            ask("wish", d.LONG_TEXT, "希望我們怎麼做", "What you hope we do",
                "請先不要扣押我的存款。", longest=1000, required=False),
        ),
        CONTACT,
    ),
    evidence=(
        paper("PAPERS", "相關文件", "Papers that show it"),
        paper("RECORDING", "錄音或錄影", "Sound or film",
              ("不方便寫字，可以用說的", "If writing is hard, tell us"), most_bytes=200 * d.MiB),
    ),
    procedure=ANSWER,
    results=(Bilingual("回復內容", "Our answer"),),
)  # fmt: skip

REPORT = d.Declaration(
    code="REPORT",
    version=1,
    group="CASE",
    title=Bilingual("陳報", "Report to the branch"),
    summary=Bilingual(
        "地址變更、財產情形、已向機關繳清等，向承辦股陳報事實或補送資料。",
        "Report a fact: a new address, what you own, that the agency was paid; or send what we asked for.",
    ),
    applicants=(d.OBLIGOR, d.AGENT, d.CREDITOR),
    sections=(
        CASE,
        page(
            "REPORT", "陳報的內容", "What you report",
            ask("about", d.CHOICE, "有關", "It is about", "PAID", options=(
                ("ADDRESS", "地址或聯絡方式變更", "A new address or phone"),
                ("PAID", "已經繳納", "It was paid"),
                ("PROPERTY", "財產或收入情形", "What I own or earn"),
                ("ASKED", "補送通知要求的資料", "What a notice asked me to send"),
                ("OTHER", "其他", "Something else"),
            )),
            ask("content", d.LONG_TEXT, "內容", "Content", "11 月 18 日已在便利商店繳清，附上收據。"),
        ),
        CONTACT,
    ),
    evidence=(paper("PAPERS", "收據或相關文件", "Receipt or other papers"),),
    procedure=ANSWER,
    results=(Bilingual("辦理結果", "What we did with it"),),
)  # fmt: skip

PROGRESS_REQUEST = d.Declaration(
    code="PROGRESS_REQUEST",
    version=1,
    group="CASE",
    title=Bilingual("查復案件進行情形", "Request to report the progress of a case"),
    summary=Bilingual(
        "想知道案件辦到哪裡、接下來會怎樣，承辦股會書面回復。",
        "Ask how far a case is and what comes next; the section answers in writing.",
    ),
    applicants=(d.OBLIGOR, d.AGENT, d.CREDITOR),
    sections=(
        CASE,
        page(
            "ASKED", "想知道什麼", "What you want to know",
            ask("role", d.CHOICE, "您是", "You are", "OBLIGOR", options=(
                ("OBLIGOR", "義務人本人", "the person who owes"),
                ("AGENT", "代理人", "somebody's agent"),
                ("CREDITOR", "債權人", "a creditor"),
                ("BUYER", "拍定人或承受人", "a buyer at an auction"),
            )),
            ask("content", d.LONG_TEXT, "想查的事", "What you ask",
                "我的存款扣押後還剩多少要繳？", longest=1000),
        ),
        CONTACT,
    ),
    procedure=ANSWER,
    results=(Bilingual("書面回復", "A written answer"),),
)  # fmt: skip

IDEA = d.Declaration(
    code="IDEA",
    version=1,
    group="VOICE",
    title=Bilingual("給分署的建議", "An idea for the branch"),
    summary=Bilingual(
        "哪裡可以更好，告訴我們；好的建議會寫進我們的改善清單。",
        "Tell us what could be better; good ideas go on our list of improvements.",
    ),
    applicants=(d.ANYONE,),
    case=d.NEVER,
    anonymous=True,
    sections=(
        page(
            "IDEA", "您的建議", "Your idea",
            ask("place", d.CHOICE, "有關", "It is about", "COUNTER", options=(
                ("COUNTER", "櫃檯與環境", "The counter and the building"),
                ("PHONE", "電話與人員", "People and telephone"),
                ("WEBSITE", "網站與線上申辦", "The website"),
                ("LETTERS", "通知書與公文", "Our letters"),
                ("OTHER", "其他", "Something else"),
            )),
            ask("content", d.LONG_TEXT, "內容", "What you suggest", "等候區可以放幾副老花眼鏡。"),
        ),
        page(
            "REACH", "要不要回復您", "Shall we answer you",
            ask("name", d.NAME, "稱呼", "How we call you", "王小姐", required=False, longest=100),
            ask("email", d.EMAIL, "電子郵件", "E-mail", "wang@example.org", required=False),
        ),
    ),
    procedure=ANSWER,
    rule="PETITION_REPLY",
    results=(Bilingual("採納與否與理由", "Whether we take it up, and why"),),
)  # fmt: skip

REWARD_TIP = d.Declaration(
    code="REWARD_TIP",
    version=1,
    group="VOICE",
    title=Bilingual("檢舉義務人財產或行蹤", "A tip about hidden property or whereabouts"),
    summary=Bilingual(
        "提供公告懸賞案件的線索。內容與您的身分只有專責單位看得到。",
        "Help with a case for which a reward was announced. Only one unit sees what you say and who you are.",
    ),
    applicants=(d.ANYONE,),
    case=d.MAY,
    anonymous=True,
    restricted_to="application.confidential",
    prefill=("about",),
    two_people=True,
    sections=(
        page(
            "TIP", "您知道的事", "What you know",
            ask("about", d.TEXT, "有關誰、哪一則公告", "Whom, or which announcement", "獎勵檢舉公告第 3 號"),
            ask("case_no", d.CASE_NO, "執行案號（知道才填）", "Case number, if you know it",
                required=False, longest=60),
            ask("content", d.LONG_TEXT, "線索內容", "What you know", "每週三傍晚在某某停車場出入。"),
            ask("how", d.LONG_TEXT, "您怎麼知道的", "How you know it", "我在附近工作。",
                required=False, longest=1000),
        ),
        page(
            "INFORMER", "您是誰", "Who you are",
            ask("wants_reward", d.YES_NO, "要領取獎金嗎", "Do you want the reward", "yes",
                hint=("要領獎金才需要留下身分；不領可以不具名",
                      "Only who wants the reward must say who they are")),
            ask("name", d.NAME, "姓名", "Name", "陳美麗", longest=100,
                shown_when=("wants_reward", "yes")),
            ask("id_number", d.ID_NO, "身分證統一編號或統一證號", "Identity number", "A123456789",
                shown_when=("wants_reward", "yes")),
            ask("phone", d.PHONE, "聯絡電話", "Phone", "0912-000-000", required=False),
        ),
    ),
    evidence=(paper("PAPERS", "照片或文件", "Pictures or papers", most_bytes=200 * d.MiB),),
    basis=Bilingual("分署公告之獎勵檢舉事項", "The announcement of the reward"),
    results=(Bilingual("是否查得、獎金與領取方式", "What was found, and how a reward is paid"),),
)  # fmt: skip

DECLARATIONS = (WRITTEN_STATEMENT, REPORT, PROGRESS_REQUEST, IDEA, REWARD_TIP)
