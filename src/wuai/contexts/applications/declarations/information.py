"""What anybody may ask a public office: government information."""

from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.asking import ADDRESS, CONTACT, ID_NUMBER, ask, page
from wuai.kernel.bilingual import Bilingual

GOVERNMENT_INFORMATION = d.Declaration(
    code="GOVERNMENT_INFORMATION",
    version=1,
    group="INFORMATION",
    title=Bilingual("申請提供政府資訊", "Request for government information"),
    summary=Bilingual(
        "任何國民都可以申請分署持有的政府資訊；不能提供的部分會說明理由。",
        "Ask for information that the branch holds; if part of it cannot be given, we say why.",
    ),
    applicants=(d.ANYONE,),
    case=d.NEVER,
    sections=(
        page(
            "WANTED", "您要什麼資訊", "What you want",
            ask("content", d.LONG_TEXT, "內容要旨", "What it is about", "114 年度各月份拍賣公告件數"),
            ask("copies", d.NUMBER, "份數", "Copies", "1", least=1, most=20),
            ask("purpose", d.TEXT, "用途", "Purpose", "學術研究"),
            ask("form", d.CHOICE, "希望的形式", "In which form", "FILE", options=(
                ("FILE", "電子檔", "A file"), ("PAPER", "紙本", "On paper"),
                ("LOOK", "到場閱覽", "Look at it here"))),
        ),
        page(
            "APPLICANT", "申請人", "Who asks",
            ask("born_on", d.DAY, "出生日期", "Date of birth", "79-05-20"), ID_NUMBER, ADDRESS,
        ),
        CONTACT,
    ),
    rule="FOI_DECISION",
    basis=Bilingual("政府資訊公開法第 10 條", "Freedom of Government Information Law, art. 10"),
    results=(Bilingual("准駁的決定與資訊", "The decision and the information"),),
    two_people=True,
)  # fmt: skip

DECLARATIONS = (GOVERNMENT_INFORMATION,)
