"""Papers that somebody wants to have, to see, or to hand in."""

from datetime import date

from wuai.contexts.applications.declarations.effects import attorney
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import (
    APPLICANT,
    CASE,
    CASE_NUMBER,
    CONTACT,
    ask,
    page,
    paper,
)
from wuai.kernel.bilingual import Bilingual
from wuai.legal import number

_COPY_FEE = d.Fee(
    amount=number("FEE_COPY_BW_A4", on=date.max),
    per=Bilingual("每張（黑白影印 A4）", "a page (black and white, A4)"),
    basis=Bilingual("檔案閱覽抄錄複製收費標準", "Fees for reading and copying records"),
)

PROOF_OF_PAYMENT = d.Declaration(
    code="PROOF_OF_PAYMENT",
    version=1,
    group="PAPERS",
    title=Bilingual("申請繳款或清償證明", "Proof of payment"),
    summary=Bilingual(
        "證明您繳了多少、案件是否已經清償；中文、英文都可以。",
        "A paper that says what you paid and whether the case is settled, in Chinese or English.",
    ),
    sections=(
        CASE,
        page(
            "PAPER", "要什麼樣的證明", "Which paper",
            ask("language", d.CHOICE, "語言", "Language", "ZH", options=(
                ("ZH", "中文", "Chinese"), ("EN", "英文", "English"), ("BOTH", "中英各一份", "Both"))),
            ask("passport_name", d.TEXT, "護照英文姓名", "Name as in the passport", "WANG, XIAO-MING",
                shown_when=("language", "EN"), longest=100),
            ask("passport_names", d.TEXT, "護照英文姓名", "Name as in the passport", "WANG, XIAO-MING",
                shown_when=("language", "BOTH"), longest=100),
            ask("purpose", d.TEXT, "用途", "What it is for", "申請貸款", required=False),
            ask("delivery", d.CHOICE, "怎麼給您", "How you get it", "MAIL", options=(
                ("ONLINE", "線上下載", "Download it here"),
                ("COUNTER", "到櫃檯領", "At the counter"),
                ("MAIL", "郵寄", "By post"),
            )),
            ask("address", d.ADDRESS, "寄送地址", "Address", "新竹市東區中正路 1 號",
                shown_when=("delivery", "MAIL")),
        ),
        CONTACT,
    ),
    results=(Bilingual("繳款或清償證明", "The proof of payment"),),
)  # fmt: skip

POWER_OF_ATTORNEY = d.Declaration(
    code="POWER_OF_ATTORNEY",
    version=1,
    group="PAPERS",
    title=Bilingual("委任代理人", "Power of attorney"),
    summary=Bilingual(
        "請家人、朋友或專業人士替您辦案件的事。",
        "Let a relative, a friend or a professional act for you in a case.",
    ),
    sections=(
        CASE,
        page(
            "PRINCIPAL", "委任人（您）", "You, who give the power",
            ask("name", d.NAME, "姓名或名稱", "Name", "王小明", longest=100),
            ask("id_number", d.ID_NO, "統一編號", "Identity number", "A123456789"),
            ask("address", d.ADDRESS, "地址", "Address", "新竹市東區中正路 1 號"),
            ask("phone", d.PHONE, "電話", "Phone", "0912-345-678", required=False),
            ask("email", d.EMAIL, "電子郵件", "E-mail", "ming@example.org", required=False),
        ),
        page(
            "AGENT", "代理人", "Who acts for you",
            ask("agent_name", d.NAME, "代理人姓名", "Name", "陳美麗", longest=100),
            ask("agent_id", d.ID_NO, "代理人身分證統一編號或統一證號", "Identity number", "B223456782"),
            ask("agent_address", d.ADDRESS, "代理人地址", "Address", "新竹市北區西大路 5 號"),
            ask("agent_phone", d.PHONE, "代理人電話", "Phone", "0922-333-444"),
            ask("scope", d.MANY, "可以代您做什麼", "What they may do for you", "GENERAL PAY", options=(
                ("GENERAL", "查詢、陳述、遞送書狀", "Ask, speak and hand in papers"),
                ("PAY", "繳款、申請分期", "Pay, and ask for instalments"),
                ("RECEIVE", "領取款項或文件（特別代理）", "Receive money or papers (special power)"),
                ("WITHDRAW", "撤回、捨棄（特別代理）", "Withdraw or waive (special power)"),
            )),
            ask("until", d.DAY, "到哪一天為止", "Until which day", "116-12-31", required=False,
                hint=("不填就是到案件終結", "Empty means until the case is over")),
        ),
    ),
    evidence=(
        paper("SIGNED", "簽名或蓋章的委任書", "The signed power of attorney",
              ("可以先下載本頁的紙本表單，簽名後拍照", "Print the form of this page, sign it, take a picture"),
              required=True),
        paper("AGENT_PAPER", "代理人身分證明", "A paper that shows who the agent is"),
    ),
    basis=Bilingual("行政程序法第 24 條", "Administrative Procedure Act, art. 24"),
    results=(Bilingual("准許代理的通知", "Word that the agent is accepted"),),
    effect=attorney.entered,
)  # fmt: skip

FILE_INSPECTION = d.Declaration(
    code="FILE_INSPECTION",
    version=1,
    group="PAPERS",
    title=Bilingual("閱覽卷宗與影印", "Reading and copying a case file"),
    summary=Bilingual(
        "當事人或利害關係人可以看自己案件的卷宗、抄寫、影印或拍照。",
        "Parties to a case may read, copy and photograph its file.",
    ),
    applicants=(d.OBLIGOR, d.AGENT, d.CREDITOR),
    sections=(
        CASE,
        page(
            "WANTED", "要看什麼", "What you want to see",
            ask("how", d.MANY, "方式（可複選）", "How", "READ COPY", options=(
                ("READ", "閱覽", "Read"), ("NOTE", "抄寫", "Take notes"),
                ("COPY", "影印", "Copies"), ("PHOTO", "自行拍照", "Take pictures"))),
            ask("content", d.LONG_TEXT, "範圍", "Which part", "扣押命令與送達證書", longest=1000),
            ask("why", d.LONG_TEXT, "為了主張什麼", "For which of your rights",
                "要確認通知有沒有送到我的地址。", longest=500),
            ask("wish_on", d.DAY, "希望的日期", "The day you wish", "115-12-10", required=False),
        ),
        APPLICANT,
    ),
    evidence=(paper("STANDING", "利害關係的證明", "What shows that it concerns you",
                    ("本人申請不必附", "Not needed for your own case")),),
    fee=_COPY_FEE,
    basis=Bilingual("行政程序法第 46 條", "Administrative Procedure Act, art. 46"),
    results=(Bilingual("閱覽日期與地點、費用", "Day, place and cost"),),
)  # fmt: skip

ARCHIVE_ACCESS = d.Declaration(
    code="ARCHIVE_ACCESS",
    version=1,
    group="INFORMATION",
    title=Bilingual("檔案應用申請", "Access to archives"),
    summary=Bilingual(
        "申請閱覽、抄錄或複製分署已歸檔的檔案。",
        "Ask to read, note down or copy records that the branch has filed.",
    ),
    applicants=(d.ANYONE,),
    case=d.MAY,
    sections=(
        page(
            "RECORDS", "要哪些檔案", "Which records",
            ask("records", d.LONG_TEXT, "檔號或內容要旨", "File number or subject",
                "110 年度拍賣公告卷", longest=1000),
            ask("case_no", d.CASE_NO, "執行案號（有才填）", "Case number, if there is one",
                required=False, longest=60),
            ask("how", d.MANY, "方式（可複選）", "How", "READ COPY", options=(
                ("READ", "閱覽、抄錄", "Read and take notes"), ("COPY", "複製", "Copies"))),
            ask("purpose", d.CHOICE, "目的", "Purpose", "RESEARCH", options=(
                ("RIGHTS", "權益保障", "My rights"), ("RESEARCH", "學術研究", "Research"),
                ("RECORD", "歷史考證", "History"), ("BUSINESS", "業務參考", "Work"),
                ("OTHER", "其他", "Something else"))),
        ),
        page(
            "PERSON", "申請人", "Who asks", *APPLICANT.questions[:2],
            ask("born_on", d.DAY, "出生日期", "Date of birth", "79-05-20"), *APPLICANT.questions[2:],
        ),
    ),
    rule="ARCHIVE_DECISION",
    fee=_COPY_FEE,
    two_people=True,
    basis=Bilingual("檔案法第 17 條至第 19 條", "Archives Act, art. 17 to 19"),
    results=(Bilingual("准駁的決定、閱覽日期與費用", "The decision, the day and the cost"),),
)  # fmt: skip

PRODUCE_DOCUMENTS = d.Declaration(
    code="PRODUCE_DOCUMENTS",
    version=1,
    group="PAPERS",
    title=Bilingual("聲請交出書據", "Asking that documents be produced"),
    summary=Bilingual(
        "文件在義務人或第三人手上、執行需要用到時，聲請命其交出。",
        "Ask that the obligor or a third person hand over a document that enforcement needs.",
    ),
    applicants=(d.CREDITOR, d.BIDDER, d.AGENT),
    sections=(
        page(
            "DOCUMENTS", "哪些文件、在誰手上", "Which documents, in whose hands", CASE_NUMBER,
            ask("holder", d.NAME, "持有人", "Who has them", "王大明", longest=100),
            ask("documents", d.LONG_TEXT, "文件名稱", "The documents", "土地所有權狀正本", longest=1000),
            ask("why", d.LONG_TEXT, "為什麼需要", "Why they are needed", "辦理移轉登記要用。", longest=1000),
        ),
        APPLICANT,
    ),
    evidence=(paper("PAPERS", "相關證據", "Evidence"),),
    basis=Bilingual("強制執行法第 101 條", "Compulsory Enforcement Act, art. 101"),
    results=(Bilingual("准駁與命交出的命令", "The decision, and the order"),),
)  # fmt: skip

DECLARATIONS = (
    PROOF_OF_PAYMENT, POWER_OF_ATTORNEY, FILE_INSPECTION, ARCHIVE_ACCESS, PRODUCE_DOCUMENTS,
)  # fmt: skip
